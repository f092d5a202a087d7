"""What came of a fax, large; then how it is paid. Success is painted only when the far side has confirmed it, failure
never while it is unknown (B7, G1, G2). No way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from kiosk.desk.views import FaxResult, FaxState, Method, PaymentOption, ServiceView
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.payment import Bill
from kiosk.ui.flow.step import StepScreen
from kiosk.ui.flow.walk import Walk
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.fax_errand import FaxErrand
from kiosk.ui.screens.fax_outcome import OutcomeWall
from kiosk.ui.screens.pay_ways import code_open, pay_ways, usable_way
from kiosk.ui.screens.service_words import explain, in_short, reason_words, still_words
from kiosk.ui.screens.words import pages_price, unit_short
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.choice import Checkbox, Option
from kiosk.ui.widgets.text import WRAP, Text
from kiosk.ui.widgets.way_cards import WayCards, cards_height, many

_ICONS = {
    Method.ACCOUNT: "account_balance_wallet",
    Method.CASH: "payments",
    Method.VOUCHER: "sell",
    Method.FREE: "verified",
    Method.MACHINE: "point_of_sale",
    Method.QR: "qr_code_scanner",
}


@dataclass(frozen=True)
class _Outcome:
    """A result with the ways to pay it; no ways when nothing is owed."""

    result: FaxResult
    options: tuple[PaymentOption, ...]


class OutcomeStep(StepScreen[s.FaxOutcome]):
    """Left the outcome, right the payment or what follows."""

    def __init__(self, walk: Walk, step: s.Step, spec: s.FaxOutcome) -> None:
        super().__init__(walk, step, spec)
        self._errand = walk.of(FaxErrand)
        self._job_id = self._errand.job_id
        self._outcome: _Outcome | None = None
        self._wish: Method | None = None
        self._report = True

    def enter(self) -> None:
        self.work("result", self._read, self._take)

    def _read(self) -> _Outcome:
        desk, visitor = self.shell.desk, self.shell.visit.visitor
        result = desk.fax.result(self._job_id)
        if result.charge_id is None or visitor is None:
            return _Outcome(result, ())
        return _Outcome(result, desk.money.options(visitor, result.charge_id))

    def _take(self, outcome: _Outcome) -> None:
        self._outcome = outcome
        self._report = outcome.result.state is FaxState.DELIVERED
        self.news_changed()

    def news_read(self) -> None:
        """A code that is open may have been paid, or given up: then there are other ways."""
        if self._outcome is not None and code_open(self._outcome.options):
            self.work("result", self._read, self._take_code)

    def _take_code(self, outcome: _Outcome) -> None:
        if not outcome.options:
            self._to(Method.QR.value)  # paid: its step goes on to the signature
        elif not code_open(outcome.options):
            self._outcome = outcome
            self.news_changed()

    def news_changed(self) -> None:
        """Paper may have gone or come back: ways of paying and the report follow, without a touch (K2)."""
        self.holds_session = self._owed and self._method is not None  # money is owed: nobody is hurried (A1)
        self.refresh()

    @property
    def _owed(self) -> bool:
        return self._outcome is not None and bool(self._outcome.options)

    @property
    def _ways(self) -> Mapping[Method, ServiceView]:
        return pay_ways(self._outcome.options if self._outcome else (), self.shell.news)

    @property
    def _method(self) -> Method | None:
        """How it is paid: the wish, while that can be had."""
        return usable_way(self._ways, self._wish)

    @property
    def _printed_report(self) -> ServiceView:
        return self.shell.news.service("printed_report")

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        if panel.portrait:
            wall, rest = page.rect.cut_top(panel.y(350))
            rest = rest.inset(panel.x(24), 0)
        else:
            wall, rest = page.rect.cut_left(panel.x(400 if many(len(self._ways)) else 480), panel.x(32))
            rest = rest.cut_right(panel.x(32))[1]
        if self._outcome is None:
            return
        page.add(OutcomeWall(self.look, wall, self._outcome.result, self.shell.settings.timezone))
        if self._owed:
            self._compose_payment(page, rest)
        else:
            self._compose_after(page, rest, self._outcome.result)

    def _compose_payment(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        title, rest = rect.cut_top(panel.y(66), panel.y(7))
        page.add(Text(look, title, self.tr(self.spec.title), Type.TITLE, look.colours.ink))
        options = tuple(self._card(method, way) for method, way in self._ways.items())
        cards, rest = rest.cut_top(cards_height(look, len(options)), panel.y(10))
        page.add(WayCards(look, cards, options))
        row = rest.cut_top(panel.y(66))[0]
        if self._method is None:
            page.add(Text(look, row, self.tr(self.spec.later), Type.CAPTION, look.colours.ink2, WRAP))
        elif self._printed_report.usable:
            words, free = self.tr("pay.report"), self.tr("pay.free")
            page.add(Checkbox(look, row, "pay.report", words, free, self._report, self._toggle_report))
        else:
            words = in_short(self.shell, self._printed_report)
            page.add(Text(look, row, words, Type.CAPTION, look.colours.ochre, WRAP))

    def _card(self, method: Method, way: ServiceView) -> Option:
        tr, visitor = self.tr, self.shell.visit.visitor
        unit = unit_short(self.look, visitor.unit) if visitor else ""
        act = partial(self._choose if way.usable else self._explain, method)
        return Option(
            f"pay.{method}",
            _ICONS[method],
            tr(f"pay.{method}"),
            tr(f"pay.{method}.words", unit=unit),
            method is self._method,
            act,
            reason_words(self.shell, way),
            still_words(self.shell, way),
            limited=way.limited,
        )

    def _compose_after(self, page: Page, rect: Rect, result: FaxResult) -> None:
        look, panel = self.look, self.look.panel
        title, rest = rect.cut_top(panel.y(66), panel.y(7))
        page.add(Text(look, title, self.tr(f"result.{result.state}.title"), Type.TITLE, look.colours.ink))
        page.add(Text(look, rest, self.tr(f"result.{result.state}.words"), Type.LEAD, look.colours.ink2, WRAP))

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        outcome = self._outcome
        if outcome is None:
            return BarContent(forward=self.not_yet(self.spec.reading))
        result = outcome.result
        if self._owed:
            price = replace(pages_price(self.look, result.confirmed, result.rate, result.zone), due=True)
            leave = None if self._method else Back(self.tr("bar.home"), self.shell.home)  # it stays owed, on the board
            return BarContent(leave, price, self._pay_forward())
        if result.state is FaxState.FAILED and self._errand.document is not None:
            again = Forward(self.tr(self.spec.again), self._send_again, "outgoing_mail")
            return BarContent(Back(self.tr("bar.home"), self.shell.home), forward=again)
        return BarContent(forward=Forward(self.tr(self.spec.done), self._after, "arrow_forward"))

    def _pay_forward(self) -> Forward:
        match self._method:
            case Method.ACCOUNT if self._on_request:
                return Forward(self.tr("pay.to_ask"), self._to_supervisor, "badge")
            case Method.ACCOUNT:
                return Forward(self.tr("pay.to_sign"), partial(self._to, "account"), "draw")
            case Method.CASH | Method.VOUCHER | Method.FREE:
                return Forward(self.tr("pay.to_cash"), self._to_clerk, "payments")
            case Method.MACHINE | Method.QR as device:
                return Forward(self.tr(f"pay.to_{device}"), partial(self._to, device.value), _ICONS[device])
            case None:
                return Forward(self.tr("pay.no_way"), self.shell.calling.call, "concierge")

    # --- acts ---------------------------------------------------------------------------------------------------

    def _choose(self, method: Method) -> None:
        self._wish = method
        self.refresh()

    def _explain(self, method: Method) -> None:
        explain(self.shell, lambda: self._ways[method])

    def _toggle_report(self) -> None:
        self._report = not self._report
        self.refresh()

    def _want_report(self) -> None:
        visitor = self.shell.visit.visitor
        if self._report and self._printed_report.usable and visitor is not None:
            report = partial(self.shell.desk.fax.print_report, visitor, self._job_id)
            self.shell.run(f"report.{self._job_id}", report, lambda _nothing: None)

    def _to(self, way: str) -> None:
        charge_id = self._charge_id
        if charge_id is not None:
            self._want_report()
            self.walk.put(Bill(charge_id))
            self.go_on(way)

    @property
    def _on_request(self) -> bool:
        options = self._outcome.options if self._outcome else ()
        return any(option.method is Method.ACCOUNT and option.on_request for option in options)

    def _to_supervisor(self) -> None:
        charge_id, visitor = self._charge_id, self.shell.visit.visitor
        if charge_id is not None and visitor is not None:
            ask = partial(self.shell.desk.grants.ask_above_limit, visitor, charge_id)
            self.work("ask_limit", ask, lambda _nothing: self._to("cash"))

    def _to_clerk(self) -> None:
        charge_id, visitor = self._charge_id, self.shell.visit.visitor
        if charge_id is not None and visitor is not None:
            ask = partial(self.shell.desk.money.ask_cash, visitor, charge_id)
            self.work("ask_cash", ask, lambda _nothing: self._to("cash"))

    @property
    def _charge_id(self) -> int | None:
        return self._outcome.result.charge_id if self._outcome else None

    def _send_again(self) -> None:
        self.walk.put(self._errand.once_more())
        self.go_on("again")

    def _after(self) -> None:
        self.walk.put(Bill(about=("fax", self._job_id)))
        self.go_on("after")
