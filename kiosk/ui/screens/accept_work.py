"""The owner accepts a finished repair: one touch for satisfaction, a signature, closed in one step (D6, E4, A7).

Owns the owner's part of the clerk's act: the clerk who handed the glass over stands in the record, but is signed out
before the owner touches it (K5).
"""

from __future__ import annotations

from functools import partial

from kiosk.desk.views import CaseView, Signature, Staff, WorkQuote
from kiosk.ui.flow.ways import pay
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.identify import Identify
from kiosk.ui.screens.pay_work import PayWork
from kiosk.ui.screens.rate import Rate
from kiosk.ui.screens.sign import Sign
from kiosk.ui.screens.words import item_words, unit_words
from kiosk.ui.screens.work_closed import WorkClosed, WorkOwed
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Note
from kiosk.ui.widgets.fitting import first_lines
from kiosk.ui.widgets.panels import Fact, FactLines
from kiosk.ui.widgets.price import money_words
from kiosk.ui.widgets.text import WRAP, Text


class AcceptWork(Rate):
    """Five marks, reasons for a low one; what is chosen goes with the signature."""

    name = "accept_work"

    def __init__(self, shell: Shell, staff: Staff, case: CaseView, agreed: WorkQuote | None = None) -> None:
        super().__init__(shell, "repair", case.id)
        self._staff, self._case, self._agreed = staff, case, agreed

    def bar(self) -> BarContent:
        note = Note(self.tr("accept.note", number=self._case.number, item=item_words(self.look, self._case.item_key)))
        return BarContent(Back(self.tr("accept.later"), self.shell.end, danger=True), note)

    def _give(self, reason: str) -> None:
        """The mark is not booked by itself: closing the case keeps both in one step."""
        key = f"rate.reason.{reason}" if reason else ""
        self.shell.go(SignWork(self.shell, self._staff, self._case, (self._score, key), self._agreed))


class SignWork(Sign):
    """The signature closes the case; left alone it stays accepted."""

    name = "sign_work"

    def __init__(
        self, shell: Shell, staff: Staff, case: CaseView, rating: tuple[int, str], agreed: WorkQuote | None
    ) -> None:
        super().__init__(shell)
        self._staff, self._case, self._rating, self._agreed = staff, case, rating, agreed

    def back(self) -> Back | None:
        return Back(self.tr("bar.back"), self.shell.back)

    def compose_side(self, page: Page, rect: Rect) -> None:
        look, panel, colours, case = self.look, self.look.panel, self.look.colours, self._case
        head, rest = rect.inset(panel.x(32), panel.y(30)).cut_top(panel.y(44), panel.y(8))
        page.add(Text(look, head, self.tr("accept.title"), Type.HEADING, colours.ink))
        facts = [
            Fact(self.tr("accept.number"), case.number),
            Fact(self.tr("accept.score"), self.tr(f"rate.{self._rating[0]}")),
        ]
        if self._agreed is not None:
            facts.append(Fact(self.tr("accept.price"), money_words(self._agreed.agreed_fen)))
            if self._agreed.less:
                facts.append(Fact(self.tr("accept.less"), money_words(self._agreed.total_fen)))
        unit, rest = rest.cut_top(panel.y(36))
        page.add(Text(look, unit, unit_words(look, case.unit), Type.TEXT_BOLD, colours.ink))
        lines, rest = rest.cut_top(panel.y(36 * len(facts)), panel.y(14))
        page.add(FactLines(look, lines, tuple(facts), (colours.ink2, colours.ink), 64))
        item, rest = rest.cut_top(panel.y(40))
        page.add(Text(look, item, item_words(look, case.item_key), Type.SUBTITLE, colours.ink))
        page.add(Text(look, rest, first_lines(look, case.words, Type.TEXT, rest), Type.TEXT, colours.ink2, WRAP))

    def note(self) -> str:
        return self.tr("accept.sign.note")

    def sign(self, signature: Signature) -> None:
        repairs, (score, reason) = self.shell.desk.repairs, self._rating
        charge_of, case_id = self.shell.desk.work.charge_of, self._case.id
        less = self._agreed.less if self._agreed else None

        def close() -> int | None:
            repairs.close(self._staff, case_id, signature, score, reason, less)
            return charge_of(case_id)

        self.work("sign", close, self._closed)

    def _closed(self, charge_id: int | None) -> None:
        """Accepted: what was agreed is owed now."""
        shell, case, agreed = self.shell, self._case, self._agreed
        if charge_id is None or agreed is None:
            shell.far_side(WorkClosed(shell, case.number))
            return

        def pay_work() -> Screen:
            return PayWork(shell, case, agreed, charge_id, partial(pay, shell, charge_id))

        visitor = shell.visit.visitor
        known = visitor is not None and visitor.unit.id == case.unit.id
        shell.far_side(WorkOwed(shell, agreed.total_fen, pay_work if known else lambda: Identify(shell, pay_work)))
