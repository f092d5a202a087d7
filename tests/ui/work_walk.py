"""The way of work that is quoted: from the case through quote, owner's word and acceptance to the payment (D4, D6)."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui.harness import Glass
from tests.ui.staff_walk import case_of, see, sign_in
from tests.ui.walk import sign

Stop = Callable[[str], None]


def nowhere(_name: str) -> None:
    """Who goes without looking."""


def to_case(glass: Glass) -> int:
    """The clerk at an accepted repair."""
    case = case_of(glass, glass.furnished.visitor())
    glass.desk.repairs.accept(glass.furnished.clerk(), case)
    glass.touch("idle.wake")
    sign_in(glass)
    open_case(glass, case)
    return case


def open_case(glass: Glass, case: int) -> None:
    """From the board to a case under way."""
    see(glass, "报修进行中：阀门软管")
    glass.touch(f"row.repair_accepted.{case}")
    glass.until_screen("staff_case")
    glass.settle()


def write_quote(glass: Glass, stop: Stop = nowhere) -> None:
    """Labour as published, and a hose at 18.50, twice: 67.00."""
    glass.touch("case.quote")
    stop("70-quote-usual")
    glass.touch("work.add.material")
    stop("71-line-empty")
    glass.touch("work.words")
    glass.until_screen("staff_writing")
    for key in ("g", "u", "a", "n", "space", "done"):
        glass.touch(f"key.{key}")
    glass.until_screen("staff_work_line")
    glass.type_digits("1850")
    glass.touch("work.quantity.more")
    stop("71-line")
    glass.touch("bar.forward")
    glass.until_screen("staff_work")
    stop("70-quote")


def to_owner(glass: Glass) -> None:
    """The quote is kept, and the glass is the owner's."""
    glass.touch("bar.forward")
    glass.until_screen("agree_work")
    glass.settle()


def agree(glass: Glass) -> None:
    """The owner signs for the quote."""
    sign(glass)
    glass.touch("bar.forward")
    glass.until_screen("work_answered")


def charge_less(glass: Glass, fen: int, stop: Stop = nowhere) -> None:
    """The clerk types what is really owed, and says why; confirmed, the glass goes to the owner."""
    glass.touch("case.less")
    glass.until_screen("staff_less")
    stop("74-less-empty")
    glass.type_digits(str(fen))
    stop("74-less")
    glass.touch("bar.forward")
    glass.until_screen("staff_reason")
    glass.touch("reason.less.material")
    stop("74-less-why")


def accept(glass: Glass, stop: Stop = nowhere) -> None:
    """The clerk hands the glass over again; the owner marks and signs, and is told what is owed."""
    glass.touch("bar.forward")
    glass.until_screen("accept_work")
    glass.touch("rate.5")
    stop("75-sign-work")
    sign(glass)
    glass.touch("bar.forward")
    glass.until_screen("work_owed")


def back_to_case(glass: Glass, case: int) -> None:
    """The owner has gone; the clerk signs in and opens the case again."""
    glass.touch("bar.forward")
    glass.until_screen("idle")
    glass.touch("idle.wake")
    sign_in(glass)
    open_case(glass, case)
