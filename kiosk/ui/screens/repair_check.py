"""Check and send the request: everything in words, the price large, one filled action (D2, G1)."""

from __future__ import annotations

from typing import ClassVar

from kiosk.desk.views import CaseView
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.repair_done import RepairDone
from kiosk.ui.screens.repair_form import RepairForm, item_words
from kiosk.ui.screens.words import unit_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.panels import SidePanel
from kiosk.ui.widgets.price import price_runs
from kiosk.ui.widgets.text import WRAP, RunLine, Text

_PANEL = 376


class RepairCheck(Screen):
    """Step 4 of 4."""

    name = "repair_check"
    step: ClassVar[int] = 4
    steps: ClassVar[int] = 4

    def __init__(self, shell: Shell, form: RepairForm) -> None:
        super().__init__(shell)
        self._form = form

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        if panel.portrait:
            side, left = page.rect.cut_bottom(panel.y(230))
        else:
            side, left = page.rect.cut_right(panel.x(_PANEL))
        left = left.inset(panel.x(32 if not panel.portrait else 24), 0)
        _, left = left.cut_top(panel.y(8))
        head, rows = left.cut_top(panel.y(58), panel.y(4))
        page.add(Text(look, head, self.tr("repair.check.title"), Type.TITLE, look.colours.ink))
        self._compose_rows(page, rows)
        self._compose_price(page, side)

    def _facts(self) -> list[tuple[str, str, bool]]:
        """Label, value, and whether the value may take several lines."""
        form, tr, visitor = self._form, self.tr, self.shell.visit.visitor
        when = tr(form.wanted_key)
        if form.urgent:
            when = tr("repair.check.urgent", when=when)
        material = tr("repair.materials.owner" if form.materials_by_owner else "repair.materials.centre")
        return [
            ("repair.check.unit", unit_words(self.look, visitor.unit) if visitor else "", False),
            ("repair.check.item", item_words(self.look, form.item.key) if form.item else "", False),
            ("repair.check.when", when, False),
            ("repair.check.material", material, False),
            ("repair.check.words", form.words(self.look), True),
        ]

    def _compose_rows(self, page: Page, rect: Rect) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        for label, value, long in self._facts():
            row, rest = rect.cut_top(panel.y(52))
            hairline(page.canvas, look, Rect(row.x, row.y, row.w, 1), colours.line)
            if long:
                row = Rect(row.x, row.y, row.w, rect.h - panel.y(6))
            name, text = row.inset(0, panel.y(9)).cut_left(panel.x(130), panel.x(10))
            page.add(Text(look, name.cut_top(panel.y(34))[0], self.tr(label), Type.TEXT, colours.ink2))
            role = Type.TEXT if long else Type.SUBTITLE
            page.add(Text(look, text, value, role, colours.ink, WRAP))
            rect = rest

    def _compose_price(self, page: Page, rect: Rect) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        page.add(SidePanel(look, rect))
        inside = rect.inset(panel.x(32), panel.y(20))
        head, rest = inside.cut_top(panel.y(34), panel.y(8))
        page.add(Text(look, head, self.tr("repair.check.price"), Type.TEXT, colours.ink2))
        price, rest = rest.cut_top(panel.y(96), panel.y(6))
        fen = self._form.item.price_fen if self._form.item else None
        page.add(RunLine(look, price, price_runs(look, fen, Type.DISPLAY, colours.ink, unknown=Type.NUMBER)))
        page.add(Text(look, rest, self.tr(self._price_words(fen)), Type.TEXT, colours.ink2, WRAP))

    def _price_words(self, fen: int | None) -> str:
        if fen is None:
            return "repair.check.quoted"
        return "repair.check.own" if self._form.materials_by_owner else "repair.check.published"

    def bar(self) -> BarContent:
        back = Back(self.tr("bar.back"), self.shell.back)
        note = Note(self.tr("repair.check.note"))
        if self.busy("open"):
            return BarContent(back, note, Forward(self.tr("repair.check.sending"), None, kind=Kind.NOT_YET))
        return BarContent(back, note, Forward(self.tr("repair.check.send"), self._send, "check"))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _send(self) -> None:
        visitor = self.shell.visit.visitor
        if visitor is None:
            return
        draft, request_id = self._form.draft(self.look), self._form.request_id
        self.work("open", lambda: self.shell.desk.repairs.open(visitor, draft, request_id), self._opened)
        self.refresh_bar()

    def _opened(self, case: CaseView) -> None:
        self.shell.far_side(RepairDone(self.shell, case))
