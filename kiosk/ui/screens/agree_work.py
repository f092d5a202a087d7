"""The owner is shown what the work will cost, line by line, and signs for it, or not: nobody begins before (D4, A7).

Owns the owner's word. The clerk who handed the glass over stands in the record, but is signed out already (K5).
"""

from __future__ import annotations

from kiosk.desk.views import CaseView, QuoteAnswer, Signature, Staff, WorkQuote
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.sign import Sign
from kiosk.ui.screens.work_words import compose_head, compose_quote
from kiosk.ui.shell import Shell
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.panels import DoneWall


class AgreeWork(Sign):
    """The pad, and beside it the quote; to decline is one touch, and costs nothing. Left alone it stays open."""

    name = "agree_work"

    def __init__(self, shell: Shell, staff: Staff, case: CaseView, quote: WorkQuote) -> None:
        super().__init__(shell)
        self._staff, self._case, self._quote = staff, case, quote

    def back(self) -> Back | None:
        return Back(self.tr("work.decline"), lambda: self._answer(agreed=False, signature=()), danger=True)

    def compose_side(self, page: Page, rect: Rect) -> None:
        inside = rect.inset(self.look.panel.x(24), self.look.panel.y(16))
        below = compose_head(self.look, page, inside, self._case)
        compose_quote(self.look, page, below, self._quote, self._case.item_key)

    def note(self) -> str:
        return self.tr("work.agree.note")

    def sign(self, signature: Signature) -> None:
        self._answer(agreed=True, signature=signature)

    def _answer(self, *, agreed: bool, signature: Signature) -> None:
        work, quote_id = self.shell.desk.work, self._quote.id
        self.work("sign", lambda: work.answer(self._staff, quote_id, agreed, signature), self._answered)

    def _answered(self, quote: WorkQuote) -> None:
        self.shell.far_side(WorkAnswered(self.shell, self._case, quote.answer))


class WorkAnswered(Screen):
    """What happens now."""

    name = "work_answered"

    def __init__(self, shell: Shell, case: CaseView, answer: QuoteAnswer) -> None:
        super().__init__(shell)
        self._case, self._answer = case, answer

    def compose(self, page: Page) -> None:
        agreed = self._answer is QuoteAnswer.AGREED
        title = self.tr("work.agreed" if agreed else "work.declined")
        words = self.tr("work.agreed.words" if agreed else "work.declined.words", number=self._case.number)
        page.add(DoneWall(self.look, page.rect, title, words))

    def bar(self) -> BarContent:
        return BarContent(forward=Forward(self.tr("home.finish"), self.shell.end, "logout", icon_first=True))
