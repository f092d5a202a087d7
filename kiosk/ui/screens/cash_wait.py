"""Paying at the counter: the amount, large, until the clerk has booked it, or until a supervisor has said whether the
account may be charged above its limit; nobody is hurried (G2, A1)."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.desk.views import ChargeState, ChargeView, ReceiptView
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.service_words import reason_words, still_words
from kiosk.ui.session import WAITS_S
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Icon, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.panels import SidePanel, WarningPanel
from kiosk.ui.widgets.price import Amount
from kiosk.ui.widgets.text import WRAP, IconMark, Text

_MARK = 86  # design px: narrower than the sign by the air around its ink, which then stands in line with the words


class CashWait(Screen):
    """Waits for the receipt that the clerk's booking makes, or for the supervisor's word."""

    name = "cash_wait"
    step = 6
    holds_session = True
    patience_s = WAITS_S

    def __init__(self, shell: Shell, charge_id: int, paid: Callable[[ReceiptView], None]) -> None:
        super().__init__(shell)
        self._charge_id, self._paid = charge_id, paid
        self._charge: ChargeView | None = None

    @property
    def charge_id(self) -> int:
        """What the clerk takes the money for."""
        return self._charge_id

    def enter(self) -> None:
        self.work("charge", lambda: self.shell.desk.money.charge(self._charge_id), self._take_charge)

    def news_changed(self) -> None:
        self.refresh()

    def news_read(self) -> None:
        money = self.shell.desk.money
        self.work("receipt", lambda: money.receipt_of(self._charge_id), self._take_receipt)
        if self.asked:
            self.work("asked", lambda: money.charge(self._charge_id), self._take_word)

    @property
    def asked(self) -> bool:
        """Whether it is the supervisor who is waited for."""
        return self._charge is not None and self._charge.state is ChargeState.APPROVAL_WANTED

    def _take_word(self, charge: ChargeView) -> None:
        """The supervisor has spoken: back to the ways of paying, where the account now can be charged, or not."""
        if charge.state is ChargeState.DUE and self.asked:
            self._charge = charge
            self.shell.back()
            self.shell.toasts.say("toast.limit_granted" if charge.approved else "toast.limit_refused")

    def _take_charge(self, charge: ChargeView) -> None:
        if self.asked and charge.state is ChargeState.DUE:
            self._take_word(charge)  # it was decided at this very glass
            return
        self._charge = charge
        self.refresh()

    def _take_receipt(self, receipt: ReceiptView | None) -> None:
        if receipt is not None:
            self._paid(receipt)

    def compose(self, page: Page) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        if panel.portrait:
            side, main = page.rect.cut_bottom(panel.y(300))
        else:
            side, main = page.rect.cut_right(panel.x(392))
        page.add(SidePanel(look, side))
        inside = self._compose_paper(page, main.inset(panel.x(32), panel.y(28)))
        icon, words = inside.cut_top(panel.y(130), panel.y(8))
        icon = icon.cut_left(panel.x(_MARK))[0]
        title, words = words.cut_top(panel.y(56), panel.y(8))
        page.add(
            IconMark(look, icon, "badge" if self.asked else "payments", Icon.OUTCOME, colours.accent),
            Text(look, title, self.tr("limit.title" if self.asked else "cash.title"), Type.TITLE, colours.ink),
            Text(look, words, self.tr("limit.words" if self.asked else "cash.words"), Type.LEAD, colours.ink2, WRAP),
        )
        amount = side.inset(panel.x(40), panel.y(36))
        label, rest = amount.cut_top(panel.y(36))
        hero, rest = rest.cut_top(panel.y(116))
        clerk = Caption(self.tr("limit.clerk" if self.asked else "cash.clerk"), Type.TEXT_BOLD, "badge", 30)
        cell = rest.cut_bottom(panel.y(80))[0]
        page.add(Button(look, cell, "cash.clerk", clerk, Kind.CONTROL, self.shell.staff_entry))
        page.add(Text(look, label, self.tr("quote.price"), Type.LEAD, colours.ink2))
        if self._charge is not None:
            page.add(Amount(look, hero, self._charge.amount_fen, Type.DISPLAY, colours.ink))

    def _compose_paper(self, page: Page, rect: Rect) -> Rect:
        """The paper went out after the choice: the money is taken all the same, and the receipt kept."""
        receipt = self.shell.news.service("printed_receipt")
        if receipt.usable:
            return rect
        warning, rest = rect.cut_bottom(self.look.panel.y(96), self.look.panel.y(12))
        words = reason_words(self.shell, receipt), still_words(self.shell, receipt)
        page.add(WarningPanel(self.look, warning, *words, icon="print_disabled"))
        return rest

    def bar(self) -> BarContent:
        waiting = Forward(self.tr("limit.waiting" if self.asked else "cash.waiting"), None, kind=Kind.NOT_YET)
        return BarContent(Back(self.tr("cash.other"), self._withdraw), forward=waiting)

    def _withdraw(self) -> None:
        visitor = self.shell.visit.visitor
        if visitor is None:
            return
        withdraw = self.shell.desk.money.withdraw_cash
        self.work("withdraw", lambda: withdraw(visitor, self._charge_id), lambda _nothing: self._withdrawn())

    def _withdrawn(self) -> None:
        self.shell.back()
        self.shell.toasts.say("toast.limit_withdrawn" if self.asked else "toast.cash_withdrawn")
