"""A ccTalk device's own list of events: what is new in it, and what each one means.

Owns the arithmetic of the counter (Generic Specification, part 2, headers 229 and 159: 0 since power-up, then 1 to 255
and on to 1 again; the last five events, newest first) and the tables of event codes (part 3). Pure. Refuses to know
what is booked. Called by ``cctalk_acceptor.py``.

The counter alone cannot tell a device that was off for a moment from one that has taken two coins more. The five events
can: those that were read before must still stand behind the new ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kiosk.devices.cash_protocol import (
    CashEvent,
    CashKind,
    GivenBack,
    InEscrow,
    Mark,
    Noted,
    NotTaken,
    TakenIn,
    Unaccounted,
)

KEPT = 5  # events that a device remembers
_ROUND = 255

_HELD = 1  # beside a note's type; 0 there: it is in the cash box
_NOTE_BACK, _UNKNOWN_NOTE_IN = 1, 21
_NOTE_FRAUD = frozenset({8, 9, 17, 18})
_NOTE_FAULT = frozenset({6, 7, 11, 13, 14, 15, 16, 19})  # 11, 14: the cash box is out, is full
_NOTE_PASSING = frozenset({0, 10, 12, 20})  # nothing was put in: master inhibit, the cash box is back, a barcode
_COIN_FRAUD = frozenset({16, 17, 18, 19, 20, 23, 25})  # 25: a slug
_COIN_FAULT = frozenset({4, 5, 6, 7, 13, 14, 15, 21, 22, 26, 29, 30, 31, 32, 33, 35, 36, 255})
_COIN_PASSING = frozenset({0, 34, 253, 254})


@dataclass(frozen=True)
class EventList:
    """What headers 229 and 159 answer: the counter, and pairs of octets, newest first."""

    counter: int
    pairs: tuple[bytes, ...]

    @classmethod
    def read(cls, data: bytes) -> EventList:
        """From the reply's data. Raises ValueError for fewer octets than a list has."""
        if len(data) < 1 + 2 * KEPT:
            raise ValueError(f"{len(data)} octets are no list of events")
        return cls(data[0], tuple(data[at : at + 2] for at in range(1, 1 + 2 * KEPT, 2)))

    def mark(self, skipped: int = 0) -> Mark:
        """Up to here, but for the newest ``skipped``. A counter that has gone round comes to 1, never to 0."""
        counter = (self.counter - skipped - 1) % _ROUND + 1 if self.counter else 0
        return Mark(counter, b"".join(self.pairs[skipped:]).hex())


@dataclass(frozen=True)
class Fresh:
    """What is new: how the gap before it is named, if there is one, and the events, oldest first, with their marks."""

    gap: str  # "" | lost | restarted
    before: Mark  # of the moment before the first of them
    events: tuple[tuple[bytes, Mark], ...]


def fresh(found: EventList, mark: Mark) -> Fresh:
    """What has happened since ``mark``."""
    count = (found.counter - mark.counter) % _ROUND if mark.counter else found.counter
    restarted = (found.counter == 0 and mark.counter != 0) or not _stands_behind(found, count, mark)
    if restarted:
        count = found.counter
    gap = "restarted" if restarted else "lost" if count > KEPT else ""
    told = min(count, KEPT)
    events = tuple((found.pairs[at], found.mark(at)) for at in reversed(range(told)))
    before = Mark(0, "") if restarted and count <= KEPT else Mark(found.mark(told).counter, "")
    return Fresh(gap, before, events)


def _stands_behind(found: EventList, count: int, mark: Mark) -> bool:
    old = bytes.fromhex(mark.events)
    known = [old[at : at + 2] for at in range(0, len(old), 2)]
    return all(now == then for now, then in zip(found.pairs[count:], known, strict=False))


Value = Callable[[int], int | None]  # of a note's type or a coin's position, in fen


def meaning(kind: CashKind, device: str, pair: bytes, mark: Mark, value: Value) -> CashEvent:
    """What one event says."""
    if kind is CashKind.NOTE:
        return _of_note(device, pair, mark, value)
    return _of_coin(device, pair, mark, value)


def _of_note(device: str, pair: bytes, mark: Mark, value: Value) -> CashEvent:
    sort, code = pair
    fen = value(sort) if sort else None
    if sort and code == _HELD:
        return InEscrow(device, fen or 0, mark)  # 0: of no value that this kiosk knows
    if sort and fen is not None:
        return TakenIn(device, CashKind.NOTE, fen, mark)
    if sort or code == _UNKNOWN_NOTE_IN:
        return Unaccounted(device, CashKind.NOTE, "unknown-piece", mark)
    if code == _NOTE_BACK:
        return GivenBack(device, mark)
    if code in _NOTE_PASSING:
        return Noted(device, mark)
    return NotTaken(device, CashKind.NOTE, _reason(code, _NOTE_FRAUD, _NOTE_FAULT), mark)


def _of_coin(device: str, pair: bytes, mark: Mark, value: Value) -> CashEvent:
    position, code = pair  # for a coin the second octet is where the sorter sent it
    if position:
        fen = value(position)
        if fen is None:
            return Unaccounted(device, CashKind.COIN, "unknown-piece", mark)
        return TakenIn(device, CashKind.COIN, fen, mark)
    if code in _COIN_PASSING:
        return Noted(device, mark)
    return NotTaken(device, CashKind.COIN, _reason(code, _COIN_FRAUD, _COIN_FAULT), mark)


def _reason(code: int, fraud: frozenset[int], fault: frozenset[int]) -> str:
    return "fraud" if code in fraud else "fault" if code in fault else "refused"


def needs_a_look(kind: CashKind, pairs: Iterable[bytes]) -> bool:
    """Whether one of these events says that the device itself may have a fault, or has lost one."""
    codes = _NOTE_FAULT | {10, 12} if kind is CashKind.NOTE else _COIN_FAULT
    return any(pair[0] == 0 and pair[1] in codes for pair in pairs)
