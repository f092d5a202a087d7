"""The end of a piece of work: accepted, or accepted and paid. There is nothing more to do (D6)."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ui.screen import Page, Screen
from kiosk.ui.shell import Shell
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.panels import DoneWall
from kiosk.ui.widgets.price import money_words


class WorkClosed(Screen):
    """Thanks."""

    name = "work_closed"

    def __init__(self, shell: Shell, number: str) -> None:
        super().__init__(shell)
        self._number = number

    def compose(self, page: Page) -> None:
        words = self.tr("closed.words", number=self._number)
        page.add(DoneWall(self.look, page.rect, self.tr("closed.title"), words))

    def bar(self) -> BarContent:
        return BarContent(forward=Forward(self.tr("home.finish"), self.shell.end, "logout", icon_first=True))


class WorkOwed(Screen):
    """Accepted, and not paid yet. Whoever goes now owes it: it stands on the clerk's board."""

    name = "work_owed"

    def __init__(self, shell: Shell, amount_fen: int, to_pay: Callable[[], Screen]) -> None:
        super().__init__(shell)
        self._amount_fen, self._to_pay = amount_fen, to_pay

    def compose(self, page: Page) -> None:
        words = self.tr("owed.words", price=money_words(self._amount_fen))
        page.add(DoneWall(self.look, page.rect, self.tr("owed.title"), words))

    def bar(self) -> BarContent:
        later = Back(self.tr("work.pay_later"), self.shell.end)
        forward = Forward(self.tr("owed.pay"), lambda: self.shell.go(self._to_pay()), "payments")
        return BarContent(later, Note(self.tr("owed.note")), forward)
