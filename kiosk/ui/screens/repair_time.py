"""When somebody may come, how urgent it is, who brings the material (D2)."""

from __future__ import annotations

from typing import ClassVar

from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.repair_check import RepairCheck
from kiosk.ui.screens.repair_form import WANTED, RepairForm, item_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import GAP, Radius, Stroke, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, PriceTag
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.choice import OnOff, Segment, SegmentedSwitch, radio_mark
from kiosk.ui.widgets.paint import Paint
from kiosk.ui.widgets.text import Set, Text
from kiosk.ui.widgets.touch import Act, Touchable, pressed

_WRAP = Set("left", "middle", wrap=True)


class RepairTime(Screen):
    """Step 3 of 4."""

    name = "repair_time"
    step: ClassVar[int] = 3
    steps: ClassVar[int] = 4

    def __init__(self, shell: Shell, form: RepairForm) -> None:
        super().__init__(shell)
        self._form = form

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        _, rect = page.margin.cut_top(panel.y(8))
        head, rect = rect.cut_top(panel.y(54))
        rect = rect.cut_bottom(panel.y(12))[1]
        page.add(Text(look, head, self.tr("repair.time.title"), Type.TITLE, look.colours.ink))
        times, rest = rect.cut_top(panel.y(2 * 104 + 10 if not panel.portrait else 4 * 88), panel.y(16))
        cells = times.grid(1, 4, 0, panel.y(10)) if panel.portrait else times.grid(2, 2, panel.x(GAP), panel.y(10))
        for cell, wanted in zip(cells, WANTED, strict=True):
            page.add(self._time_card(cell, wanted))
        if panel.portrait:
            urgency, materials = rest.cut_top(panel.y(100), panel.y(16))
            materials = materials.cut_top(panel.y(90))[0]
        else:
            urgency, materials = rest.columns(2, panel.x(GAP))
        self._compose_urgency(page, urgency)
        self._compose_materials(page, materials)

    def _time_card(self, rect: Rect, wanted: str) -> Touchable:
        look, colours, chosen = self.look, self.look.colours, wanted == self._form.wanted_key
        paint = Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.CONTROL, radius=Radius.CARD)
        if chosen:
            paint = Paint(fill=colours.accent_tint, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
        touch = Touchable(look, rect, wanted, paint, pressed(paint, look), lambda: self._choose(wanted))
        mark, words = rect.inset(look.panel.x(20), 0).cut_right(look.panel.x(36), look.panel.x(8))
        touch.add(Text(look, words, self.tr(wanted), Type.LABEL, colours.ink, _WRAP))
        radio_mark(touch, look, mark.centred(look.panel.y(36), look.panel.y(36)), chosen)
        return touch

    def _compose_urgency(self, page: Page, rect: Rect) -> None:
        head, rest = rect.cut_top(self.look.panel.y(32))
        page.add(Text(self.look, head, self.tr("repair.urgency"), Type.CAPTION, self.look.colours.ink2))
        switch = rest.cut_top(min(rest.h, self.look.panel.y(80)))[0]
        segments = (
            self._segment("repair.urgency.normal", not self._form.urgent, self._normal),
            self._segment("repair.urgency.urgent", self._form.urgent, self._urgent),
        )
        page.add(SegmentedSwitch(self.look, switch, segments))

    def _segment(self, key: str, chosen: bool, act: Act) -> Segment:
        return Segment(key, self.tr(key), self.tr(f"{key}.words"), chosen, act)

    def _compose_materials(self, page: Page, rect: Rect) -> None:
        on = self._form.materials_by_owner
        words = self.tr("repair.materials.owner" if on else "repair.materials.centre")
        note = self.tr("repair.materials.owner.words" if on else "repair.materials.centre.words")
        row = rect.cut_top(min(rect.h, self.look.panel.y(116)))[0]
        page.add(OnOff(self.look, row, "repair.materials", "construction", (words, note), on, self._switch_materials))

    def bar(self) -> BarContent:
        item = self._form.item
        fen = item.price_fen if item else None
        tag = PriceTag(fen, (item_words(self.look, item.key) if item else "", self.tr("repair.price.later")))
        forward = Forward(self.tr("repair.next"), self._forward)
        if not self._form.wanted_key:
            forward = Forward(self.tr("repair.time.missing"), None, kind=Kind.NOT_YET)
        return BarContent(Back(self.tr("bar.back"), self.shell.back), tag, forward)

    # --- acts ---------------------------------------------------------------------------------------------------

    def _choose(self, wanted: str) -> None:
        self._form.wanted_key = wanted
        self.refresh()

    def _normal(self) -> None:
        self._form.urgent = False
        self.refresh()

    def _urgent(self) -> None:
        self._form.urgent = True
        self.refresh()

    def _switch_materials(self) -> None:
        self._form.materials_by_owner = not self._form.materials_by_owner
        self.refresh()

    def _forward(self) -> None:
        self.shell.go(RepairCheck(self.shell, self._form))
