"""Accepted work is paid: what it came to, line by line, and the ways of paying it (D6, G2).

Owns the choice of the way; the payment itself is the steps that every paid service shares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import assert_never

from kiosk.desk.house import GoneError
from kiosk.desk.views import CaseView, Method, PaymentOption, ServiceView, WorkQuote
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.pay_card import PAY_ICONS, pay_card
from kiosk.ui.screens.pay_ways import code_open, pay_ways, usable_way
from kiosk.ui.screens.service_words import explain
from kiosk.ui.screens.work_words import compose_head, compose_quote
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.panels import SidePanel
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.way_cards import WayCards, cards_height

Pay = Callable[[str], None]  # to the step of the payment that is called so
_FORWARD = {
    Method.ACCOUNT: "pay.to_sign",
    Method.CASH: "pay.to_cash",
    Method.VOUCHER: "pay.to_cash",
    Method.FREE: "pay.to_cash",
    Method.MACHINE: "pay.to_machine",
    Method.QR: "pay.to_qr",
}


class PayWork(Screen):
    """The owner is known by now (A3). Left alone it stays owed, on the clerk's board."""

    name = "pay_work"

    def __init__(self, shell: Shell, case: CaseView, quote: WorkQuote, charge_id: int, pay: Pay) -> None:
        super().__init__(shell)
        self._case, self._quote, self._charge_id, self._pay = case, quote, charge_id, pay
        self._options: tuple[PaymentOption, ...] | None = None
        self._wish: Method | None = None

    def enter(self) -> None:
        self.work("options", self._read, self._take)

    def _read(self) -> tuple[PaymentOption, ...]:
        visitor, money = self.shell.visit.visitor, self.shell.desk.money
        if visitor is None or visitor.unit.id != self._case.unit.id:
            raise GoneError(f"case {self._case.id} is another unit's")
        return money.options(visitor, self._charge_id)

    def _take(self, options: tuple[PaymentOption, ...]) -> None:
        self._options = options
        self.refresh()

    def news_read(self) -> None:
        """A code that is open may have been paid, or given up: then there are other ways."""
        if code_open(self._options or ()):
            self.work("options", self._read, self._take_code)

    def _take_code(self, options: tuple[PaymentOption, ...]) -> None:
        if not options:
            self._pay("qr_pay")  # paid: its step goes on to the signature
        elif not code_open(options):
            self._take(options)

    def news_changed(self) -> None:
        self.refresh()

    @property
    def _ways(self) -> Mapping[Method, ServiceView]:
        return pay_ways(self._options or (), self.shell.news)

    @property
    def _method(self) -> Method | None:
        return usable_way(self._ways, self._wish)

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        side, main = page.rect.cut_top(panel.y(330)) if panel.portrait else page.rect.cut_left(panel.x(400))
        page.add(SidePanel(look, side))
        inside = compose_head(look, page, side.inset(panel.x(28), panel.y(16)), self._case)
        compose_quote(look, page, inside, self._quote, self._case.item_key)
        self._compose_ways(page, main.inset(panel.x(28), 0))

    def _compose_ways(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        title, rest = rect.cut_top(panel.y(66), panel.y(7))
        page.add(Text(look, title, self.tr("pay.title"), Type.TITLE, look.colours.ink))
        cards = tuple(
            pay_card(self.shell, method, way, method is self._method, partial(self._touch, method))
            for method, way in self._ways.items()
        )
        page.add(WayCards(look, rest.cut_top(cards_height(look, len(cards)))[0], cards))

    def bar(self) -> BarContent:
        later = Back(self.tr("work.pay_later"), self.shell.home)
        method = self._method
        if self._options is None or self.busy("pay"):
            return BarContent(later, forward=Forward(self.tr("work.keeping"), None, kind=Kind.NOT_YET))
        if not self._options:
            return BarContent(forward=Forward(self.tr("home.finish"), self.shell.end, "logout", icon_first=True))
        if method is None:
            return BarContent(later, forward=Forward(self.tr("pay.no_way"), self.shell.calling.call, "concierge"))
        note = Note(self.tr("work.pay.note"))
        key = "pay.to_ask" if method is Method.ACCOUNT and self._on_request else _FORWARD[method]
        return BarContent(later, note, Forward(self.tr(key), partial(self._go, method), PAY_ICONS[method]))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _touch(self, method: Method) -> None:
        if self._ways[method].usable:
            self._wish = method
            self.refresh()
        else:
            explain(self.shell, lambda: self._ways[method])

    def _go(self, method: Method) -> None:
        """To the step of this way; where somebody at the counter has to act, they are asked first."""
        visitor, desk = self.shell.visit.visitor, self.shell.desk
        if visitor is None:
            return
        match method:
            case Method.ACCOUNT if self._on_request:
                ask = partial(desk.grants.ask_above_limit, visitor, self._charge_id)
            case Method.CASH | Method.VOUCHER | Method.FREE:
                ask = partial(desk.money.ask_cash, visitor, self._charge_id)
            case Method.ACCOUNT:
                self._pay("sign_account")
                return
            case Method.MACHINE | Method.QR:
                self._pay(f"{method}_pay")
                return
            case _:
                assert_never(method)
        self.work("pay", ask, lambda _nothing: self._pay("cash_wait"))

    @property
    def _on_request(self) -> bool:
        return any(option.method is Method.ACCOUNT and option.on_request for option in self._options or ())
