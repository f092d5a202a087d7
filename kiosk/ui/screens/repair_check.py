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
from kiosk.ui.widgets.fitting import first_lines
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.panels import SidePanel
from kiosk.ui.widgets.price import price_runs
from kiosk.ui.widgets.text import WRAP, RunLine, Text

_PANEL = 348


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
            side, left = page.rect.cut_bottom(panel.y(260))
        else:
            side, left = page.rect.cut_right(panel.x(_PANEL))
        left = left.inset(panel.x(32 if not panel.portrait else 24), 0)
        _, left = left.cut_top(panel.y(8))
        head, rows = left.cut_top(panel.y(58), panel.y(4))
        page.add(Text(look, head, self.tr("repair.check.title"), Type.TITLE, look.colours.ink))
        self._compose_rows(page, rows)
        self._compose_price(page, side)

    def _facts(self) -> list[tuple[str, str]]:
        form, tr, visitor = self._form, self.tr, self.shell.visit.visitor
        when = tr(form.wanted_key)
        if form.urgent:
            when = tr("repair.check.urgent", when=when)
        return [
            ("repair.check.unit", unit_words(self.look, visitor.unit) if visitor else ""),
            ("repair.check.item", item_words(self.look, form.item.key) if form.item else ""),
            ("repair.check.when", when),
            ("repair.check.material", tr("materials.owner" if form.materials_by_owner else "materials.centre")),
        ]

    def _compose_rows(self, page: Page, rect: Rect) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        across = 1 if panel.portrait else 2
        facts, words = rect.cut_top(panel.y(78) * (4 // across))
        for cell, (label, value) in zip(facts.grid(across, 4 // across, panel.x(12), 0), self._facts(), strict=True):
            hairline(page.canvas, look, Rect(cell.x, cell.y, cell.w, 1), colours.line)
            name, text = cell.cut_top(panel.y(5))[1].cut_top(panel.y(30))
            page.add(Text(look, name, self.tr(label), Type.CAPTION, colours.ink2))
            page.add(Text(look, text.cut_top(panel.y(36))[0], value, Type.TEXT_BOLD, colours.ink))
        hairline(page.canvas, look, Rect(words.x, words.y, words.w, 1), colours.line)
        name, text = words.cut_top(panel.y(5))[1].cut_top(panel.y(30))
        text = text.cut_bottom(panel.y(4))[1]
        page.add(Text(look, name, self.tr("repair.check.words"), Type.CAPTION, colours.ink2))
        told = first_lines(look, self._form.words(look), Type.CAPTION, text)
        page.add(Text(look, text, told, Type.CAPTION, colours.ink, WRAP))

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
