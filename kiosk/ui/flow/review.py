"""The last look: everything in words, the price large, one filled action (D2, G1).

Owns the places of the rows and that the act is done once. What is told and which use case it is, the flow file says.
"""

from __future__ import annotations

from kiosk.desk.views import CaseView
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.acts import open_case
from kiosk.ui.flow.price import item_price
from kiosk.ui.flow.step import StepScreen
from kiosk.ui.flow.taken import Opened
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.words import unit_words
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import BarContent, Forward, Note
from kiosk.ui.widgets.fitting import first_lines
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.panels import SidePanel
from kiosk.ui.widgets.price import price_runs
from kiosk.ui.widgets.run_line import RunLine
from kiosk.ui.widgets.text import WRAP, Text

_PANEL = 348


class ReviewStep(StepScreen[s.Review]):
    """Rows at the left, the price or what it means at the right."""

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        if panel.portrait:
            side, left = page.rect.cut_bottom(panel.y(260))
        else:
            side, left = page.rect.cut_right(panel.x(_PANEL))
        left = left.inset(panel.x(32 if not panel.portrait else 24), 0)
        _, left = left.cut_top(panel.y(8))
        head, rows = left.cut_top(panel.y(58), panel.y(4))
        page.add(Text(look, head, self.tr(self.spec.title), Type.TITLE, look.colours.ink))
        self._compose_rows(page, rows)
        self._compose_side(page, side)

    # --- what is told -------------------------------------------------------------------------------------------

    def _facts(self) -> list[tuple[str, str]]:
        answers = self.walk.answers
        return [(self.tr(row.label), self._told(row)) for row in self.spec.rows if answers.holds(row.when)]

    def _told(self, row: s.Row) -> str:
        visitor = self.shell.visit.visitor
        if not row.field:
            return unit_words(self.look, visitor.unit) if visitor else ""
        told = self.walk.answers.told(self.look, row.field)
        return self.tr(row.words, **{row.field: told}) if row.words else told

    # --- composition --------------------------------------------------------------------------------------------

    def _compose_rows(self, page: Page, rect: Rect) -> None:
        look, panel, colours, told = self.look, self.look.panel, self.look.colours, self._facts()
        across = 1 if panel.portrait else 2
        words = rect
        for at in range(0, len(told), across):
            row, words = words.cut_top(panel.y(78))
            hairline(page.canvas, look, Rect(row.x, row.y, row.w, 1), colours.line)
            for cell, (label, value) in zip(self._cells(row, told), told[at : at + across], strict=False):
                name, text = cell.cut_top(panel.y(5))[1].cut_top(panel.y(30))
                page.add(Text(look, name, label, Type.CAPTION, colours.ink2))
                page.add(Text(look, text.cut_top(panel.y(36))[0], value, Type.TEXT_BOLD, colours.ink))
        hairline(page.canvas, look, Rect(words.x, words.y, words.w, 1), colours.line)
        name, text = words.cut_top(panel.y(5))[1].cut_top(panel.y(30))
        text = text.cut_bottom(panel.y(4))[1]
        page.add(Text(look, name, self.tr(self.spec.long.label), Type.CAPTION, colours.ink2))
        long = first_lines(look, self._told(self.spec.long), Type.CAPTION, text)
        page.add(Text(look, text, long, Type.CAPTION, colours.ink, WRAP))

    def _cells(self, row: Rect, told: list[tuple[str, str]]) -> tuple[Rect, ...]:
        """The places of a row: on a wide glass two columns, the left one as wide as its longest value asks."""
        look = self.look
        if look.panel.portrait:
            return (row,)
        longest = max(look.width(Type.TEXT_BOLD, value) for _, value in told[::2])
        return row.cut_left(max(row.w // 2, longest + look.panel.x(24)))

    def _compose_side(self, page: Page, rect: Rect) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        page.add(SidePanel(look, rect))
        head, rest = rect.inset(panel.x(32), panel.y(20)).cut_top(panel.y(34), panel.y(8))
        page.add(Text(look, head, self.tr(self.spec.side), Type.TEXT, colours.ink2))
        if self.walk.flow.price is not None:
            price, rest = rest.cut_top(panel.y(96), panel.y(6))
            runs = price_runs(look, item_price(self.walk), Type.DISPLAY, colours.ink, unknown=Type.NUMBER)
            page.add(RunLine(look, price, runs))
        sentence = next((said for said in self.spec.sentences if self.walk.answers.holds(said.when)), None)
        if sentence is not None:
            role, ink = (Type.LEAD, colours.ink) if self.walk.flow.price is None else (Type.TEXT, colours.ink2)
            page.add(Text(look, rest, self.tr(sentence.words), role, ink, WRAP))

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        note = Note(self.tr(self.spec.note))
        if self.busy("act"):
            return BarContent(self.way_back(), note, self.not_yet(self.spec.sending))
        return BarContent(self.way_back(), note, Forward(self.tr(self.spec.forward), self._send, "check"))

    def _send(self) -> None:
        visitor = self.shell.visit.visitor
        if visitor is not None:
            self.work("act", open_case(self.walk, self.spec, visitor), self._opened)
            self.refresh_bar()

    def _opened(self, case: CaseView) -> None:
        self.walk.put(Opened(case))
        self.go_on()
