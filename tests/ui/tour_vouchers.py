"""A tour of the register of vouchers: issued and sold, given with a supervisor, blocked, given up (G2)."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk_fixture import CLERK_PIN
from tests.ui.harness import Glass
from tests.ui.staff_walk import enter_pin, sign_in
from tests.ui.till_walk import SUPERVISOR_PIN, open_till, sign_here

Stop = Callable[[str], None]


def vouchers_tour(glass: Glass, stop: Stop) -> None:
    """Everything that is done with the register."""
    glass.touch("idle.wake")
    sign_in(glass, CLERK_PIN)
    open_till(glass)
    glass.touch("till.vouchers")
    glass.settle()
    stop("90-vouchers-none")
    _sell(glass, stop)
    _give(glass, stop)
    _block(glass, stop)
    _give_up(glass, stop)


def _wish(glass: Glass, first: str, pieces: str, way: str) -> None:
    glass.touch("vouchers.issue")
    glass.touch("series.LP")
    glass.type_digits(first)
    glass.touch("vouchers.pieces")
    glass.type_digits(pieces)
    glass.touch(f"vouchers.way.{way}")


def _whose(glass: Glass) -> None:
    glass.touch("bar.forward")
    glass.until_screen("staff_voucher_unit")
    glass.settle()
    for part, value in (("building", "12"), ("entrance", "1"), ("room", "101")):
        glass.touch(f"unit.{part}")
        glass.touch(f"unit.choice.{value}")


def _sell(glass: Glass, stop: Stop) -> None:
    _wish(glass, "101", "1000", "sold")
    stop("91-wish-sold")
    _whose(glass)
    stop("92-whose")
    glass.touch("bar.forward")
    glass.until_screen("staff_sign_vouchers")
    stop("93-sign-sold")
    sign_here(glass)
    glass.until_screen("staff_cash")
    glass.settle()
    assert not glass.shows_key("take.free"), "they are bought with money"
    stop("94-take-the-money")
    glass.touch("bar.back")
    glass.until_screen("staff_vouchers")
    glass.settle()
    stop("90-vouchers-sold")


def _give(glass: Glass, stop: Stop) -> None:
    _wish(glass, "7", "1", "6")
    stop("91-wish-given")
    _whose(glass)
    glass.touch("bar.forward")
    glass.until_screen("staff_reason")
    glass.touch("reason.given.amends")
    stop("92-why-given")
    glass.touch("bar.forward")
    stop("93-sign-given")
    sign_here(glass)
    glass.until_screen("staff_approve")
    glass.settle()
    glass.touch("bar.forward")
    enter_pin(glass, SUPERVISOR_PIN)
    glass.until_screen("staff_approve")
    glass.settle()
    stop("95-approve-given")
    glass.touch("bar.forward")
    glass.until_screen("staff_vouchers")
    assert glass.shell.toasts.words.count("LP-000007") == 1, "one piece has one number"
    glass.settle()


def _block(glass: Glass, stop: Stop) -> None:
    glass.touch("vouchers.find")
    glass.touch("series.LP")
    glass.type_digits("120")
    stop("96-find")
    glass.touch("bar.forward")
    glass.until_screen("staff_voucher_issue")
    glass.settle()
    stop("96-issue-to-be-paid")
    glass.touch("vouchers.mark")
    glass.type_digits("99")
    stop("97-not-of-it")
    glass.touch("pad.clear")
    glass.type_digits("120")
    stop("97-which")
    glass.touch("bar.forward")
    glass.touch("reason.blocked.lost")
    stop("98-why-blocked")
    glass.touch("bar.forward")
    stop("99-sign-mark")
    sign_here(glass)
    glass.until_screen("staff_vouchers")
    glass.settle()


def _give_up(glass: Glass, stop: Stop) -> None:
    glass.touch("vouchers.1")
    glass.until_shown("LP-000120")
    stop("96-issue-blocked")
    glass.touch("vouchers.give_up")
    glass.until(lambda: glass.shows_key("vouchers.sale.withdrawn"), "given up")
    stop("96-issue-given-up")
    glass.touch("bar.back")
    glass.settle()
    stop("90-vouchers")
