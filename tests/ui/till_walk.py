"""Ways at the till that several tests go, by touches only (G5, G6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kiosk.clock import TurnedClock
from kiosk.domain.cash import CashCount
from tests.ui.harness import Glass
from tests.ui.staff_walk import enter_pin
from tests.ui.walk import sign

SUPERVISOR_PIN, FINANCE_PIN = "121212", "414141"


def open_till(glass: Glass) -> None:
    """From any tab."""
    glass.touch("tab.till")
    glass.settle()
    assert glass.screen == "staff_till"


def count_out(glass: Glass, yuan: int) -> None:
    """So many yuan: hundreds first, the rest in notes of ten and one, nothing else."""
    assert glass.screen == "staff_count"
    glass.settle()
    for fen, number in ((10000, yuan // 100), (1000, yuan % 100 // 10), (100, yuan % 10)):
        if number:
            glass.touch(f"count.{fen}")
            glass.type_digits(str(number))
    glass.touch("count.rest")
    glass.touch("bar.forward")


def declare(glass: Glass) -> None:
    """The last look, and the declaration."""
    assert glass.screen == "staff_declare"
    glass.touch("bar.forward")
    glass.until_screen("staff_counted")
    glass.settle()


def have_drawer(glass: Glass) -> None:
    """The clerk took it over with 200 yuan of change money; then at the till's tab."""
    glass.desk.days.open_shift(glass.furnished.clerk(), CashCount({10000: 2}), 20000, "opened")
    open_till(glass)


def give_reason(glass: Glass, reason: str) -> None:
    """From the difference to its reason and back."""
    glass.touch("bar.forward")
    assert glass.screen == "staff_reason"
    glass.touch(reason)
    glass.touch("bar.forward")
    glass.settle()


def sign_here(glass: Glass) -> None:
    """A signature and its confirmation."""
    sign(glass)
    glass.touch("bar.forward")
    glass.settle()


def be(glass: Glass, hour: int, minute: int = 0, days: int = 0) -> None:
    """Local time on 18 November 2026, or ``days`` later; the session goes on."""
    assert isinstance(glass.furnished.clock, TurnedClock)
    wanted = datetime(2026, 11, 18, hour, minute, tzinfo=UTC) - timedelta(hours=8) + timedelta(days=days)
    glass.furnished.clock.jump(wanted)
    glass.furnished.house.ring()
    glass.turn()


def sign_in_as(glass: Glass, pin: str, room: str = "staff_board") -> None:
    """Somebody else, in their first room."""
    glass.touch("frame.leave")
    glass.until_screen("idle")
    glass.touch("idle.wake")
    glass.touch("frame.seal")
    enter_pin(glass, pin)
    glass.until_screen(room)
    glass.settle()
