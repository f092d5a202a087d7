"""A tour of work that is quoted: written, declined, agreed to, accepted for less and paid (D4, D6)."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui.harness import Glass
from tests.ui.walk import identify
from tests.ui.work_walk import accept, agree, back_to_case, charge_less, to_case, to_owner, write_quote

Stop = Callable[[str], None]


def work_tour(glass: Glass, stop: Stop) -> None:
    """The owner declines a first quote and agrees to the same one again."""
    case = to_case(glass)
    stop("70-case")
    write_quote(glass, stop)
    to_owner(glass)
    stop("72-agree")
    glass.touch("bar.back")
    glass.until_screen("work_answered")
    stop("73-declined")
    back_to_case(glass, case)
    stop("70-case-declined")
    glass.touch("case.quote")
    to_owner(glass)
    agree(glass)
    stop("73-agreed")
    back_to_case(glass, case)
    stop("70-case-agreed")
    charge_less(glass, 6000, stop)
    accept(glass, stop)
    stop("76-owed-less")
    glass.touch("bar.forward")
    glass.until_screen("identify")
    identify(glass)
    glass.until_screen("pay_work")
    glass.settle()
    stop("77-pay-less")
