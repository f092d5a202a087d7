"""What is to be repaired: groups at the left, their items with published prices at the right (D1, D2)."""

from __future__ import annotations

from typing import ClassVar

from kiosk.desk.views import CaseView, CatalogueItem
from kiosk.ui.geometry import Rect
from kiosk.ui.pinyin import Pinyin
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.repair_form import RepairForm, item_words
from kiosk.ui.screens.repair_mine import RepairMine
from kiosk.ui.screens.repair_words import RepairWords
from kiosk.ui.shell import Shell
from kiosk.ui.theme import GAP, Radius, Stroke, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note, PriceTag
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import Paint
from kiosk.ui.widgets.priced import Priced, PricedCard
from kiosk.ui.widgets.text import WRAP_MIDDLE, Text
from kiosk.ui.widgets.touch import Touchable, pressed

_A_PAGE = 6
_ICONS = {"repair.group.power": "lightbulb", "repair.group.house": "meeting_room"}


class RepairItem(Screen):
    """Step 1 of 4."""

    name = "repair_item"
    step: ClassVar[int] = 1
    steps: ClassVar[int] = 4

    def __init__(self, shell: Shell, pinyin: Pinyin) -> None:
        super().__init__(shell)
        self._pinyin = pinyin
        self._form = RepairForm()
        self._items: tuple[CatalogueItem, ...] = ()
        self._mine: tuple[CaseView, ...] = ()
        self._group = ""
        self._first = 0  # first item shown of the group

    def enter(self) -> None:
        visitor = self.shell.visit.visitor
        self.work("catalogue", self.shell.desk.repairs.catalogue, self._take_items)
        if visitor is not None:
            self.work("mine", lambda: self.shell.desk.repairs.of_unit(visitor), self._take_mine)

    def _take_items(self, items: tuple[CatalogueItem, ...]) -> None:
        self._items = items
        if not self._group and items:
            self._group = items[0].group_key
        self.refresh()

    def _take_mine(self, mine: tuple[CaseView, ...]) -> None:
        self._mine = mine
        self.refresh()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        _, rect = page.margin.cut_top(panel.y(8))
        head, rect = rect.cut_top(panel.y(62), panel.y(6))
        rect = rect.cut_bottom(panel.y(14))[1]
        self._compose_head(page, head)
        if panel.portrait:
            groups, items = rect.cut_top(panel.y(190), panel.y(GAP))
            group_cells = groups.grid(2, 2, panel.x(8), panel.y(8))
        else:
            groups, items = rect.cut_left(panel.x(236), panel.x(20))
            group_cells = groups.rows(max(4, len(self._groups)), panel.y(8))
        for cell, group in zip(group_cells, self._groups, strict=False):
            page.add(self._group_key(cell, group))
        self._compose_items(page, items)

    def _compose_head(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        if self._mine:
            words = self.tr("repair.mine", n=len(self._mine))
            icon = "" if panel.portrait else "assignment"
            width = look.width(Type.TEXT_BOLD, words) + panel.x(80 if icon else 28)
            cell, rect = rect.cut_right(width, panel.x(12))
            caption = Caption(words, Type.TEXT_BOLD, icon, 28)
            page.add(Button(look, cell, "repair.mine", caption, Kind.CONTROL, self._show_mine))
        page.add(Text(look, rect, self.tr("repair.item.title"), Type.TITLE, look.colours.ink))

    @property
    def _groups(self) -> list[str]:
        return list(dict.fromkeys(item.group_key for item in self._items))

    def _group_key(self, rect: Rect, group: str) -> Touchable:
        look, colours, chosen = self.look, self.look.colours, group == self._group
        paint = Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.LINE, radius=Radius.CARD)
        if chosen:
            paint = Paint(fill=colours.accent_tint, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
        touch = Touchable(look, rect, group, paint, pressed(paint, look), lambda: self._choose_group(group))
        role = Type.SUBTITLE if chosen else Type.LEAD
        touch.add(Text(look, rect.inset(look.panel.x(18), 0), item_words(look, group), role, colours.ink, WRAP_MIDDLE))
        return touch

    def _compose_items(self, page: Page, rect: Rect) -> None:
        panel = self.look.panel
        cells = rect.grid(2, 3, panel.x(GAP), panel.y(GAP))
        ours = [item for item in self._items if item.group_key == self._group]
        paged = len(ours) > _A_PAGE
        shown = ours[self._first : self._first + (_A_PAGE - 1 if paged else _A_PAGE)]
        for cell, item in zip(cells, shown, strict=False):
            page.add(PricedCard(self.look, cell, self._priced(item)))
        if paged:
            caption = Caption(self.tr("repair.more"), Type.LEAD, "arrow_forward", 28, icon_last=True)
            page.add(Button(self.look, cells[-1], "repair.more", caption, Kind.CONTROL, lambda: self._turn(len(ours))))

    def _priced(self, item: CatalogueItem) -> Priced:
        chosen = self._form.item is not None and self._form.item.key == item.key
        return Priced(item.key, item_words(self.look, item.key), item.price_fen, chosen, lambda: self._choose(item))

    def bar(self) -> BarContent:
        back = Back(self.tr("bar.back"), self.shell.back)
        item = self._form.item
        if item is None:
            note = Note(self.tr("repair.item.note"), "sell")
            return BarContent(back, note, Forward(self.tr("repair.item.missing"), None, kind=Kind.NOT_YET))
        tag = PriceTag(item.price_fen, price_lines(self, item.price_fen))
        return BarContent(back, tag, Forward(self.tr("repair.next"), self._forward))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _choose_group(self, group: str) -> None:
        self._group, self._first = group, 0
        self.refresh()

    def _turn(self, count: int) -> None:
        self._first = self._first + _A_PAGE - 1 if self._first + _A_PAGE - 1 < count else 0
        self.refresh()

    def _choose(self, item: CatalogueItem) -> None:
        self._form.choose(item)
        self.refresh()

    def _forward(self) -> None:
        self.shell.go(RepairWords(self.shell, self._pinyin, self._form))

    def _show_mine(self) -> None:
        self.shell.go(RepairMine(self.shell))


def price_lines(screen: Screen, price_fen: int | None) -> tuple[str, ...]:
    """What stands beside a price in the bar: where it comes from, and that nothing is owed yet."""
    first = "repair.price.published" if price_fen is not None else "repair.price.quoted"
    return screen.tr(first), screen.tr("repair.price.later")
