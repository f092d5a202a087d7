"""The field of a priced catalogue: groups at the left, their items with published prices at the right (D1).

Owns which group is open and which items are on the glass. The list is the desk's, asked for when the step is entered.
"""

from __future__ import annotations

from functools import partial

from kiosk.desk.views import CatalogueItem
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.acts import LISTS
from kiosk.ui.flow.fields import View
from kiosk.ui.flow.step import StepScreen
from kiosk.ui.flow.walk import Walk
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.words import item_words
from kiosk.ui.theme import GAP, Radius, Stroke, Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import Paint
from kiosk.ui.widgets.priced import Priced, PricedCard
from kiosk.ui.widgets.text import WRAP_MIDDLE, Text
from kiosk.ui.widgets.touch import Touchable, pressed

_A_PAGE = 6


class ItemsView(View[s.Items]):
    """Fills its step. A list without groups has the whole width."""

    def __init__(self, host: StepScreen[s.Form], walk: Walk, field: s.Field, spec: s.Items) -> None:
        super().__init__(host, walk, field, spec)
        self._items: tuple[CatalogueItem, ...] = ()
        self._group = ""
        self._first = 0  # first item shown of the group

    def enter(self) -> None:
        self.host.work(f"items.{self.field.key}", partial(LISTS[self.spec.source], self.host.shell.desk), self._take)

    def _take(self, items: tuple[CatalogueItem, ...]) -> None:
        self._items = items
        chosen = self.walk.answers.get(self.field.key, CatalogueItem)
        if chosen is not None:  # the list may have changed since: chosen is what stands on the glass
            self.walk.answers.give(self.field.key, next((item for item in items if item.key == chosen.key), chosen))
        if not self._group and items:
            self._group = items[0].group_key
        self.host.refresh()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page, rect: Rect) -> None:
        panel, groups = self.host.look.panel, self._groups
        if len(groups) < 2:
            self._compose_items(page, rect)
            return
        if panel.portrait:
            keys, rest = rect.cut_top(panel.y(190), panel.y(GAP))
            across = 1 if panel.narrow else 2
            cells = keys.grid(across, max(2, -(-len(groups) // across)), panel.x(8), panel.y(8))
        else:
            keys, rest = rect.cut_left(panel.x(236), panel.x(20))
            cells = keys.rows(max(4, len(groups)), panel.y(8))
        for cell, group in zip(cells, groups, strict=False):
            page.add(self._group_key(cell, group))
        self._compose_items(page, rest)

    @property
    def _groups(self) -> list[str]:
        return list(dict.fromkeys(item.group_key for item in self._items))

    def _group_key(self, rect: Rect, group: str) -> Touchable:
        look, colours, chosen = self.host.look, self.host.look.colours, group == self._group
        paint = Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.LINE, radius=Radius.CARD)
        if chosen:
            paint = Paint(fill=colours.accent_tint, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
        touch = Touchable(look, rect, group, paint, pressed(paint, look), partial(self._choose_group, group))
        role = Type.SUBTITLE if chosen else Type.LEAD
        touch.add(Text(look, rect.inset(look.panel.x(18), 0), item_words(look, group), role, colours.ink, WRAP_MIDDLE))
        return touch

    def _compose_items(self, page: Page, rect: Rect) -> None:
        look, panel = self.host.look, self.host.look.panel
        across = 1 if panel.narrow else 2
        cells = rect.grid(across, _A_PAGE // across, panel.x(GAP), panel.y(GAP))
        ours = [item for item in self._items if item.group_key == self._group]
        paged = len(ours) > _A_PAGE
        shown = ours[self._first : self._first + (_A_PAGE - 1 if paged else _A_PAGE)]
        for cell, item in zip(cells, shown, strict=False):
            page.add(PricedCard(look, cell, self._priced(item)))
        if paged:
            caption = Caption(look.tr(self.spec.more), Type.LEAD, "arrow_forward", 28, icon_last=True)
            turn = partial(self._turn, len(ours))
            page.add(Button(look, cells[-1], f"{self.host.at.flow}.more", caption, Kind.CONTROL, turn))

    def _priced(self, item: CatalogueItem) -> Priced:
        now = self.walk.answers.get(self.field.key, CatalogueItem)
        chosen = now is not None and now.key == item.key
        return Priced(
            item.key, item_words(self.host.look, item.key), item.price_fen, chosen, partial(self.answer, item)
        )

    # --- acts ---------------------------------------------------------------------------------------------------

    def _choose_group(self, group: str) -> None:
        self._group, self._first = group, 0
        self.host.refresh()

    def _turn(self, count: int) -> None:
        self._first = self._first + _A_PAGE - 1 if self._first + _A_PAGE - 1 < count else 0
        self.host.refresh()
