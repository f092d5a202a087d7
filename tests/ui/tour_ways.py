"""A tour of the ways of paying: five at once, the account at its limit, a phone at the counter, what staff grant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.domain.qr import TradeState
from tests.desk_fixture import CLERK_PIN, UNIT
from tests.ui.harness import Glass
from tests.ui.paper import letter
from tests.ui.staff_walk import enter_pin
from tests.ui.till_walk import SUPERVISOR_PIN
from tests.ui.tour_qr import Core, shown
from tests.ui.walk import confirm_quote, open_document, sign

Stop = Callable[[str], None]


def ways_tour(glass: Glass, folder: Path, stop: Stop) -> None:
    """An owner asks for the account above its limit, pays otherwise; a voucher, and nothing taken, by a supervisor."""
    owe_above_the_limit(glass, folder, stop)
    stop("60-ways")
    glass.touch("pay.account")
    glass.touch("bar.forward")
    glass.until_screen("cash_wait")
    glass.settle()
    stop("61-limit-wait")
    glass.touch("cash.clerk")
    enter_pin(glass, CLERK_PIN)
    glass.until_screen("staff_approve")
    glass.settle()
    stop("62-approve-clerk")
    glass.touch("bar.forward")
    stop("62-supervisor")
    enter_pin(glass, SUPERVISOR_PIN)
    glass.until_screen("staff_approve")
    glass.settle()
    stop("62-approve-limit")
    glass.touch("approve.no")
    glass.until_screen("fax_result")
    glass.settle()
    glass.touch("pay.voucher")
    glass.touch("bar.forward")
    glass.until_screen("cash_wait")
    _at_the_counter(glass, stop)


def _at_the_counter(glass: Glass, stop: Stop) -> None:
    glass.settle()
    glass.touch("cash.clerk")
    enter_pin(glass, CLERK_PIN)
    glass.until_screen("staff_cash")
    glass.settle()
    stop("63-cash-or-otherwise")
    _by_phone(glass, stop)
    glass.touch("take.voucher")
    glass.touch("series.GY")
    glass.type_digits("20261118")
    stop("64-voucher")
    glass.touch("bar.back")
    glass.touch("take.free")
    glass.touch("free.goodwill")
    stop("65-free")
    glass.touch("bar.forward")
    glass.until_screen("staff_approve")
    glass.settle()
    glass.touch("bar.forward")
    enter_pin(glass, SUPERVISOR_PIN)
    glass.until_screen("staff_approve")
    glass.settle()
    stop("66-approve-free")
    glass.touch("bar.forward")
    glass.until_screen("staff_cash_taken")
    glass.settle()
    stop("67-taken-free")
    glass.touch("bar.forward")
    glass.until_screen("sign_receipt")
    stop("68-sign-free")
    sign(glass)


def _by_phone(glass: Glass, stop: Stop) -> None:
    """The clerk has a code shown; it is given up, stays in doubt, and shuts every other way until it is over."""
    core = Core(glass)
    glass.touch("take.qr")
    glass.until_screen("staff_qr")
    glass.settle()
    core.shows()
    shown(glass, "qr.title")
    stop("69-code-at-the-counter")
    glass.touch("bar.back")
    shown(glass, "qr.checking.title")
    glass.pass_time(11)
    shown(glass, "qr.doubt.title")
    stop("69-doubt-at-the-counter")
    glass.touch("bar.back")
    glass.until_screen("staff_cash")
    glass.until(lambda: glass.shows_key("take.code_open"), "every other way is shut")
    glass.settle()
    stop("69-other-ways-are-shut")
    core.hears(TradeState.CLOSED)
    glass.until(lambda: not glass.shows_key("take.code_open"), "they are open again by themselves")
    glass.settle()


def owe_above_the_limit(glass: Glass, folder: Path, stop: Stop = lambda _name: None) -> int:
    """A delivered fax whose amount the unit's account does not take, and the ways of paying it; the charge."""
    with glass.furnished.house.store.step() as store:
        store.run("UPDATE unit SET credit_limit_fen = 100 WHERE id = ?", (UNIT,))
    open_document(glass, letter(folder / "letter.pdf", 3))
    glass.touch("bar.forward")
    glass.settle()
    stop("59-quote-above-the-limit")
    glass.touch("bar.back")
    confirm_quote(glass)
    glass.furnished.end_call(glass.furnished.begin_call())
    glass.until_screen("fax_result")
    glass.settle()
    [charge] = glass.desk.money.due(glass.furnished.visitor())
    return charge.id
