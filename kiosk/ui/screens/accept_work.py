"""The owner accepts a finished repair: one touch for satisfaction, a signature, closed in one step (D6, E4, A7).

Owns the owner's part of the clerk's act: the clerk who handed the glass over stands in the record, but is signed out
before the owner touches it (K5).
"""

from __future__ import annotations

from kiosk.desk.views import CaseView, ChargeView, Signature, Staff
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.rate import Rate
from kiosk.ui.screens.sign import Sign
from kiosk.ui.screens.words import item_words, unit_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.fitting import first_lines
from kiosk.ui.widgets.panels import DoneWall, Fact, FactLines
from kiosk.ui.widgets.text import WRAP, Text


class AcceptWork(Rate):
    """Five marks, reasons for a low one; what is chosen goes with the signature."""

    name = "accept_work"

    def __init__(self, shell: Shell, staff: Staff, case: CaseView) -> None:
        super().__init__(shell, "repair", case.id)
        self._staff, self._case = staff, case

    def bar(self) -> BarContent:
        note = Note(self.tr("accept.note", number=self._case.number, item=item_words(self.look, self._case.item_key)))
        return BarContent(Back(self.tr("accept.later"), self.shell.end, danger=True), note)

    def _give(self, reason: str) -> None:
        """The mark is not booked by itself: closing the case keeps both in one step."""
        key = f"rate.reason.{reason}" if reason else ""
        self.shell.go(SignWork(self.shell, self._staff, self._case, (self._score, key)))


class SignWork(Sign):
    """The signature closes the case."""

    name = "sign_work"
    step = 0
    holds_session = False  # left alone nothing has happened: the case stays accepted

    def __init__(self, shell: Shell, staff: Staff, case: CaseView, rating: tuple[int, str]) -> None:
        super().__init__(shell)
        self._staff, self._case, self._rating = staff, case, rating

    def charge(self) -> ChargeView | None:
        return None

    def number(self) -> str:
        return ""

    def back(self) -> Back | None:
        return Back(self.tr("bar.back"), self.shell.back)

    def compose(self, page: Page) -> None:
        super().compose(page)
        panel = self.look.panel
        side = page.rect.cut_bottom(panel.y(340))[0] if panel.portrait else page.rect.cut_right(panel.x(360))[0]
        self._compose_case(page, side.inset(panel.x(32), panel.y(30)))

    def _compose_case(self, page: Page, rect: Rect) -> None:
        look, panel, colours, case = self.look, self.look.panel, self.look.colours, self._case
        head, rest = rect.cut_top(panel.y(44), panel.y(8))
        page.add(Text(look, head, self.tr("accept.title"), Type.HEADING, colours.ink))
        facts = (
            Fact(self.tr("accept.number"), case.number),
            Fact(self.tr("accept.score"), self.tr(f"rate.{self._rating[0]}")),
        )
        unit, rest = rest.cut_top(panel.y(36))
        page.add(Text(look, unit, unit_words(look, case.unit), Type.TEXT_BOLD, colours.ink))
        lines, rest = rest.cut_top(panel.y(36 * len(facts)), panel.y(14))
        page.add(FactLines(look, lines, facts, (colours.ink2, colours.ink), 64))
        item, rest = rest.cut_top(panel.y(40))
        page.add(Text(look, item, item_words(look, case.item_key), Type.SUBTITLE, colours.ink))
        page.add(Text(look, rest, first_lines(look, case.words, Type.TEXT, rest), Type.TEXT, colours.ink2, WRAP))

    def bar(self) -> BarContent:
        return BarContent(self.back(), Note(self.tr("accept.sign.note")), self._forward())

    def sign(self, signature: Signature) -> None:
        repairs, (score, reason) = self.shell.desk.repairs, self._rating
        close = repairs.close
        self.work("sign", lambda: close(self._staff, self._case.id, signature, score, reason), self._closed)

    def _closed(self, case: CaseView) -> None:
        self.shell.far_side(WorkClosed(self.shell, case))


class WorkClosed(Screen):
    """Thanks; there is nothing more to do."""

    name = "work_closed"

    def __init__(self, shell: Shell, case: CaseView) -> None:
        super().__init__(shell)
        self._case = case

    def compose(self, page: Page) -> None:
        words = self.tr("closed.words", number=self._case.number)
        page.add(DoneWall(self.look, page.rect, self.tr("closed.title"), words))

    def bar(self) -> BarContent:
        return BarContent(forward=Forward(self.tr("home.finish"), self.shell.end, "logout", icon_first=True))
