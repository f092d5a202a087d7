"""A ccTalk coin acceptor and a note validator on one wire, as the one machine that takes cash (G2, K2).

Owns which of the two is there, what it may take now, and what ails it. Keeps no money and no mark: what happened is
told again until the house has kept it. Called by the core's worker for it.

A device that was off for a moment comes up with everything inhibited, and if nothing had happened before, its list of
events does not show that it was: so it is asked each time what it takes, and what it may take is said again and again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from kiosk.clock import Clock
from kiosk.devices.cash_protocol import CashEvent, CashKind, Marks, Noted, Unaccounted
from kiosk.devices.cctalk_bus import CcTalkBus, SilentError
from kiosk.devices.cctalk_dialogues import (
    ADDRESSES,
    DeviceFacts,
    RefusedError,
    allow,
    allowed,
    introduce,
    read_events,
    route,
    self_check,
    set_up,
)
from kiosk.devices.cctalk_events import Fresh, fresh, meaning, needs_a_look
from kiosk.devices.errors import DeviceError
from kiosk.devices.protocols import Health, HealthState
from kiosk.devices.serial_port import PortLostError, PortMissingError

_SOUGHT_AGAIN_S = 2.0  # a device that does not answer
_LOOKED_AT_AGAIN_S = 3.0  # one that has a fault: the cash box may be back
_TOLD_AGAIN_S = 1.0
_MISSED = 2  # so often in a row it did not answer: it is gone, and not only busy with a note
_BOX_OUT, _BOX_FULL, _JAMMED = 44, 45, 39
_FAULTS = {_BOX_OUT: "cash-box-out", _BOX_FULL: "cash-box-full", _JAMMED: "cash-jam"}
_NOTHING_TOLD: tuple[frozenset[int], float] = (frozenset(), float("-inf"))
_OUT = {CashKind.NOTE: "notes-out", CashKind.COIN: "coins-out"}  # only one of the two can be used


@dataclass
class _Unit:
    """One device: ``facts`` None while it is not there; ``allowed``: what it was told to take, and when."""

    kind: CashKind
    facts: DeviceFacts | None = None
    allowed: tuple[frozenset[int], float] = _NOTHING_TOLD
    fault: str = "starting"
    missed: int = 0
    came_blank: bool = False  # it took nothing when it was met: it may have been off, or nobody was paying
    look_s: float = field(default=float("-inf"))  # when it is sought, or looked at, again

    def types(self, takes_fen: frozenset[int]) -> frozenset[int]:
        """What it is to take, as the device counts."""
        values: Mapping[int, int] = self.facts.values_fen if self.facts else {}
        return frozenset(number for number, fen in values.items() if fen in takes_fen and not self.fault)


class CcTalkAcceptor:
    """CashAcceptor on a ccTalk bus. ``country`` begins the names of the notes and coins that are taken."""

    def __init__(self, bus: CcTalkBus, clock: Clock, country: str, kinds: tuple[CashKind, ...]) -> None:
        self._bus, self._clock, self._country = bus, clock, country
        self._units = tuple(_Unit(kind) for kind in kinds)
        self._port_trouble: Health | None = Health(HealthState.UNKNOWN)

    def poll(self, takes_fen: frozenset[int], marks: Marks) -> tuple[CashEvent, ...]:
        """What has happened; each device then takes what it may."""
        if not self._opened():
            return ()
        told: list[CashEvent] = []
        try:
            for unit in self._units:
                told += self._turn(unit, takes_fen, marks)
        except PortLostError:
            self._lost()
        return tuple(told)

    def stack(self) -> None:
        """The note in escrow goes in."""
        self._route(stack=True)

    def give_back(self) -> None:
        """The note in escrow goes back out."""
        self._route(stack=False)

    @property
    def denominations_fen(self) -> frozenset[int]:
        """Of the devices that work."""
        well = [unit.facts for unit in self._units if unit.facts and not unit.fault]
        return frozenset(fen for facts in well for fen in facts.values_fen.values())

    def health(self) -> Health:
        """How the two are together."""
        if self._port_trouble is not None:
            return self._port_trouble
        ill = [unit for unit in self._units if unit.fault]
        words = ", ".join(unit.facts.words for unit in self._units if unit.facts)
        if not ill:
            return Health(HealthState.OK, detail=words)
        if len(ill) < len(self._units):
            return Health(HealthState.TROUBLE, _OUT[ill[0].kind], f"{ill[0].fault}; {words}")
        there = [unit for unit in ill if unit.facts]
        state = HealthState.TROUBLE if there else HealthState.ABSENT
        return Health(state, (there or ill)[0].fault, words)

    def rest(self) -> None:
        """Take nothing until the next ``poll``."""
        for unit in self._units:
            if unit.facts is not None:
                unit.allowed = _NOTHING_TOLD
                with suppress(DeviceError):
                    self._bus.run(ADDRESSES[unit.kind], allow(frozenset()))

    def close(self) -> None:
        """Take nothing any more."""
        self.rest()
        self._bus.close()

    # --- one device

    def _turn(self, unit: _Unit, takes_fen: frozenset[int], marks: Marks) -> Iterator[CashEvent]:
        try:
            if unit.facts is None and not self._met(unit):
                return
            yield from self._events(unit, marks)
            self._look_after(unit)
            self._allow(unit, unit.types(takes_fen))
            unit.missed = 0
        except (SilentError, RefusedError):
            unit.missed += 1
            if unit.facts is None or unit.missed >= _MISSED:
                self._left(unit)

    def _met(self, unit: _Unit) -> bool:
        if self._clock.monotonic() < unit.look_s:
            return False
        address = ADDRESSES[unit.kind]
        facts = self._bus.run(address, introduce(unit.kind, self._country))
        unit.came_blank = not self._bus.run(address, allowed())
        self._bus.run(address, set_up(unit.kind))
        unit.facts, unit.look_s = facts, float("-inf")
        return True

    def _events(self, unit: _Unit, marks: Marks) -> Iterator[CashEvent]:
        facts = unit.facts
        assert facts is not None
        forgot = self._forgot(unit)
        found = self._bus.run(ADDRESSES[unit.kind], read_events(unit.kind))
        kept = marks(facts.name)
        if kept is None:
            yield Noted(facts.name, found.mark())
            return
        new = fresh(found, kept)
        blank, unit.came_blank = unit.came_blank and not kept.counter and not found.counter, False
        if (forgot or blank) and not new.gap:
            new = Fresh("restarted", new.before if new.events else found.mark(), new.events)
        if new.gap == "restarted":
            self._bus.run(ADDRESSES[unit.kind], set_up(unit.kind))
            unit.allowed = _NOTHING_TOLD
        if new.gap:
            yield Unaccounted(facts.name, unit.kind, new.gap, new.before)
        if new.gap or needs_a_look(unit.kind, (pair for pair, _ in new.events)):
            unit.look_s = float("-inf")
        for pair, mark in new.events:
            yield meaning(unit.kind, facts.name, pair, mark, facts.values_fen.get)

    def _forgot(self, unit: _Unit) -> bool:
        """Whether it takes something else than this process has told it: it was off meanwhile."""
        told, _ = unit.allowed
        if not told:
            return False
        says = self._bus.run(ADDRESSES[unit.kind], allowed())
        return says is not None and says != told

    def _look_after(self, unit: _Unit) -> None:
        """What ails it, when there is a reason to ask: it has just come, an event said so, or it was ill."""
        now_s = self._clock.monotonic()
        if now_s < unit.look_s:
            return
        code = self._bus.run(ADDRESSES[unit.kind], self_check())
        unit.fault = _FAULTS.get(code, "cash-fault") if code else ""
        unit.look_s = now_s + _LOOKED_AT_AGAIN_S if code else float("inf")

    def _allow(self, unit: _Unit, types: frozenset[int]) -> None:
        now_s = self._clock.monotonic()
        told, at_s = unit.allowed
        if told != types or now_s >= at_s + _TOLD_AGAIN_S:
            self._bus.run(ADDRESSES[unit.kind], allow(types))
            unit.allowed = types, now_s

    def _route(self, *, stack: bool) -> None:
        with suppress(DeviceError):  # what has become of the note, an event tells, or nobody
            self._bus.run(ADDRESSES[CashKind.NOTE], route(stack=stack))

    # --- what is not there

    def _opened(self) -> bool:
        try:
            self._bus.open()
        except (PortMissingError, PortLostError) as error:
            self._lost(Health(HealthState.ABSENT, "port-missing", error.device))
            return False
        except DeviceError as error:
            self._lost(Health(HealthState.TROUBLE, "port-refused", f"{error.device} [{error.number}]"))
            return False
        self._port_trouble = None
        return True

    def _lost(self, health: Health | None = None) -> None:
        self._port_trouble = health or Health(HealthState.ABSENT, "unplugged")
        for unit in self._units:
            self._left(unit)
            unit.look_s = float("-inf")

    def _left(self, unit: _Unit) -> None:
        unit.facts, unit.fault, unit.missed = None, "cash-silent", 0
        unit.allowed = _NOTHING_TOLD
        unit.look_s = self._clock.monotonic() + _SOUGHT_AGAIN_S
