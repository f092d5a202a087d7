"""What is said to ccTalk coin acceptors and note validators, question by question (Generic Specification, part 2).

Owns the headers and the order of questions. Sans-IO: a dialogue is a generator that yields a command and is sent the
data of its answer; where a device refuses, ``RefusedError`` is thrown into it, where it is silent, it ends. Refuses to
know ports and time. Carried out by ``cctalk_bus.py`` for ``cctalk_acceptor.py``.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

from kiosk.devices.cash_protocol import CashKind
from kiosk.devices.cctalk_events import EventList
from kiosk.devices.cctalk_frames import Command
from kiosk.devices.errors import DeviceError

T = TypeVar("T")
Dialogue = Generator[Command, bytes, T]

_MODE, _ROUTE, _SCALING, _NOTE_ID, _NOTE_EVENTS = 153, 154, 156, 157, 159
_COIN_ID, _MASTER_INHIBIT, _COIN_EVENTS, _ALLOWED, _INHIBIT, _SELF_CHECK = 184, 228, 229, 230, 231, 232
_SERIAL, _PRODUCT, _CATEGORY, _MAKER, _POLL = 242, 244, 245, 246, 254

_MOST_TYPES = 16  # two octets of inhibits
_STACKER_AND_ESCROW = 3
_RETURN, _STACK = 0, 1
_CATEGORIES = {CashKind.COIN: "coin acceptor", CashKind.NOTE: "bill validator"}
ADDRESSES = {CashKind.COIN: 2, CashKind.NOTE: 40}  # part 3, table of addresses


class RefusedError(DeviceError):
    """A device answered NAK, or with something that the specification does not have."""

    number = 2501


@dataclass(frozen=True)
class DeviceFacts:
    """Who a device is: ``name`` stays the same through power cuts; ``values_fen`` by type of note, position of coin."""

    name: str
    words: str
    values_fen: dict[int, int]


def introduce(kind: CashKind, country: str) -> Dialogue[DeviceFacts]:
    """Who are you, and what do you know? ``country`` as in the names of notes and coins: ``CN``.

    Raises RefusedError when it is another kind of device.
    """
    yield Command(_POLL)
    category = _text((yield Command(_CATEGORY)))
    if category.lower() != _CATEGORIES[kind]:
        raise RefusedError(f"a {category!r} where a {_CATEGORIES[kind]} was expected", device=category)
    maker, product = _text((yield Command(_MAKER))), _text((yield Command(_PRODUCT)))
    serial = yield from _optional(Command(_SERIAL))
    number = int.from_bytes(serial, "little")
    values = yield from (_notes(country) if kind is CashKind.NOTE else _coins(country))
    return DeviceFacts(f"{kind.value}:{maker}-{product}-{number}", f"{maker} {product} {number}", values)


def set_up(kind: CashKind) -> Dialogue[None]:
    """Take nothing yet; hold each note until somebody decides; the one switch above all others on."""
    yield from allow(frozenset())
    if kind is CashKind.NOTE:
        yield Command(_MODE, bytes([_STACKER_AND_ESCROW]))
    yield Command(_MASTER_INHIBIT, b"\x01")


def read_events(kind: CashKind) -> Dialogue[EventList]:
    """The device's list of events."""
    data = yield Command(_NOTE_EVENTS if kind is CashKind.NOTE else _COIN_EVENTS)
    try:
        return EventList.read(data)
    except ValueError as error:
        raise RefusedError(str(error), device=kind.value) from error


def allow(types: frozenset[int]) -> Dialogue[None]:
    """Only these types of notes, or positions of coins, are taken."""
    mask = sum(1 << (number - 1) for number in types)
    yield Command(_INHIBIT, mask.to_bytes(_MOST_TYPES // 8, "little"))


def allowed() -> Dialogue[frozenset[int] | None]:
    """What the device itself says that it takes; None: it does not say."""
    data = yield from _optional(Command(_ALLOWED))
    if len(data) < _MOST_TYPES // 8:
        return None
    mask = int.from_bytes(data, "little")
    return frozenset(number for number in range(1, _MOST_TYPES + 1) if mask >> (number - 1) & 1)


def route(*, stack: bool) -> Dialogue[None]:
    """The note in escrow goes in, or back. What is answered is no proof: where it has gone, an event tells."""
    yield Command(_ROUTE, bytes([_STACK if stack else _RETURN]))


def self_check() -> Dialogue[int]:
    """The device's fault code (part 3, table 3); 0: none."""
    data = yield Command(_SELF_CHECK)
    return data[0] if data else 0


def _coins(country: str) -> Dialogue[dict[int, int]]:
    values: dict[int, int] = {}
    for position in range(1, _MOST_TYPES + 1):
        name = _text((yield from _optional(Command(_COIN_ID, bytes([position])))))
        if name[:2] == country and name[2:5].isdigit():
            values[position] = int(name[2:5])  # in the smallest unit: CN100A is one yuan
    return {position: fen for position, fen in values.items() if fen}


def _notes(country: str) -> Dialogue[dict[int, int]]:
    scaling = yield from _optional(Command(_SCALING, country.encode("ascii")))
    factor, places = (int.from_bytes(scaling[:2], "little"), scaling[2]) if len(scaling) == 3 else (0, 0)
    factor, places = (factor, places) if factor else (100, 2)  # not said: the names count whole yuan
    values: dict[int, int] = {}
    for number in range(1, _MOST_TYPES + 1):
        name = _text((yield from _optional(Command(_NOTE_ID, bytes([number])))))
        if name[:2] == country and name[2:6].isdigit():
            values[number] = int(name[2:6]) * factor * 100 // 10**places
    return {number: fen for number, fen in values.items() if fen}


def _optional(command: Command) -> Dialogue[bytes]:
    """What a device may not know how to answer."""
    try:
        return (yield command)
    except RefusedError:
        return b""


def _text(data: bytes) -> str:
    return data.decode("ascii", "replace").strip()
