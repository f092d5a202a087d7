"""What the house asks of a machine that takes notes and coins, and the truth it must tell (G2).

Owns the words between the core's worker and the driver. Knows no driver, no store, no screen. Money is the kiosk's when
``TakenIn`` says so and not before; whatever the machine cannot say is said to be unaccounted for.

Each event carries a ``Mark``: how far its device's own list of events was read. The house keeps the mark in the step
that books the event, and hands it in again, so that after any cut nothing is read twice and nothing is passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kiosk.devices.protocols import Health


class CashKind(StrEnum):
    """Which of a machine's two devices."""

    NOTE = "note"
    COIN = "coin"


@dataclass(frozen=True)
class Mark:
    """How far a device's events were read: its counter then, and the last of its events, newest first, in hex."""

    counter: int
    events: str


@dataclass(frozen=True)
class Noted:
    """Nothing to book, a mark to keep: of a device that was never met before (its past is not ours), or of something
    that put no money in or out."""

    device: str
    mark: Mark


@dataclass(frozen=True)
class InEscrow:
    """A note is held and waits for ``stack`` or ``give_back``; it is still its owner's."""

    device: str
    fen: int
    mark: Mark


@dataclass(frozen=True)
class TakenIn:
    """A note lies in the cash box, or a coin has gone past the point from which it cannot come back."""

    device: str
    kind: CashKind
    fen: int
    mark: Mark


@dataclass(frozen=True)
class GivenBack:
    """The note that was held has gone back out."""

    device: str
    mark: Mark


@dataclass(frozen=True)
class NotTaken:
    """Something was put in and came back out; ``reason``: refused | fraud | fault."""

    device: str
    kind: CashKind
    reason: str
    mark: Mark


@dataclass(frozen=True)
class Unaccounted:
    """Something may have been taken that nobody can name; ``reason``: lost | restarted | unknown-piece."""

    device: str
    kind: CashKind
    reason: str
    mark: Mark


CashEvent = Noted | InEscrow | TakenIn | GivenBack | NotTaken | Unaccounted
Marks = Callable[[str], Mark | None]  # the mark that was kept for a device


class CashAcceptor(Protocol):
    """A machine that takes cash. Nothing here raises for a machine that is broken or gone: ``health`` tells."""

    def poll(self, takes_fen: frozenset[int], marks: Marks) -> tuple[CashEvent, ...]:
        """Let it take these notes and coins from now on (none: it takes nothing), and read what has happened.

        The same events are told again until their marks are kept. Takes at most some tenths of a second, a machine that
        has just come two seconds.
        """
        ...

    def stack(self) -> None:
        """The note in escrow goes into the cash box; that it has, an event tells."""
        ...

    def give_back(self) -> None:
        """The note in escrow, if there is one, goes back out; that it has, an event tells."""
        ...

    @property
    def denominations_fen(self) -> frozenset[int]:
        """What the devices that work now are able to take."""
        ...

    def health(self) -> Health:
        """OK; TROUBLE, also when only one of two devices works; ABSENT."""
        ...

    def rest(self) -> None:
        """Take nothing until the next ``poll``: what happens now could not be kept."""
        ...

    def close(self) -> None:
        """Take nothing any more and give the port back."""
        ...
