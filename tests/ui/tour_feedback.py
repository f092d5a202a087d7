"""A tour of the feedback flow in every state worth seeing, and of what the clerk sees of it."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk_fixture import CLERK_PIN
from tests.ui.harness import Glass
from tests.ui.staff_walk import enter_pin
from tests.ui.walk import identify

Stop = Callable[[str], None]


def feedback_tour(glass: Glass, stop: Stop) -> None:
    """From the tile to the closed case."""
    glass.touch("idle.wake")
    stop("30-home")
    glass.touch("home.complaint")
    identify(glass)
    glass.settle()
    stop("30-about-none")
    glass.touch("feedback.suggestion")
    stop("30-about")
    glass.touch("bar.forward")
    stop("31-answer-none")
    glass.touch("feedback.manager")
    stop("31-answer")
    glass.touch("callback.none")
    stop("31-answer-no-call")
    glass.touch("callback.yes")
    glass.touch("bar.forward")
    stop("32-words-none")
    glass.touch("feedback.phrase.3")
    glass.touch("feedback.phrase.6")
    stop("32-words")
    glass.touch("bar.forward")
    stop("33-check")
    glass.touch("bar.forward")
    glass.until_screen("feedback_done")
    for state in ("waiting", "unknown"):
        glass.furnished.printed("slip", state)
        glass.furnished.house.ring()
        glass.until(lambda state=state: glass.shows_key(f"feedback.slip.{state}"), state)
        stop(f"34-done-{state}")
    glass.touch("bar.forward")
    glass.touch("home.complaint")
    glass.settle()
    stop("30-about-mine")
    glass.touch("feedback.mine")
    glass.settle()
    stop("35-mine")
    _clerk(glass, stop)


def _clerk(glass: Glass, stop: Stop) -> None:
    glass.touch("frame.seal")
    enter_pin(glass, CLERK_PIN)
    glass.until_screen("staff_board")
    glass.until(lambda: glass.shows("C00001"), "the row")
    stop("36-board")
    case = glass.desk.board.board(glass.furnished.clerk()).rows
    row = next(row for row in case if row.kind == "feedback_open")
    glass.touch(f"row.feedback_open.{row.ref}")
    glass.until_screen("staff_case")
    stop("36-case")
    glass.touch("bar.forward")
    glass.settle()
    stop("36-case-accepted")
    glass.touch("bar.forward")
    glass.settle()
    stop("36-case-closed")
