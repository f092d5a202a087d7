"""G2, K1, K2: a ccTalk machine tells the truth of every note and coin, through whatever goes wrong on its wire.

The same acts on a pseudo-terminal, where octets are real, and in memory, where time is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.clock import SystemClock, TurnedClock
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
from kiosk.devices.cctalk_acceptor import CcTalkAcceptor
from kiosk.devices.cctalk_bus import CcTalkBus
from kiosk.devices.cctalk_frames import Checksum
from kiosk.devices.protocols import HealthState
from tests.hw_doubles.cctalk_double import CcTalkDouble
from tests.hw_doubles.cctalk_machine import CashMachine
from tests.hw_doubles.cctalk_memory import MemoryWire

BOTH = (CashKind.COIN, CashKind.NOTE)
ALL = frozenset({10, 50, 100, 500, 1000, 2000, 5000, 10000})
START = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@dataclass
class Till:
    """Does what the house does: takes note of each event with its mark, in order."""

    acceptor: CcTalkAcceptor
    machine: CashMachine
    wire: Any
    clock: Any
    marks: dict[str, Mark] = field(default_factory=dict)

    def poll(self, takes_fen: frozenset[int] = ALL) -> list[CashEvent]:
        """Once; nothing is said of what only moved a mark."""
        events = self.acceptor.poll(takes_fen, self.marks.get)
        for event in events:
            self.marks[event.device] = event.mark
        return [event for event in events if not isinstance(event, Noted)]

    def money(self) -> list[tuple[str, int]]:
        """Polled until nothing more comes: what is in escrow or taken in."""
        told: list[tuple[str, int]] = []
        while events := self.poll():
            told += [(type(e).__name__, e.fen) for e in events if isinstance(e, InEscrow | TakenIn)]
        return told

    def later(self, seconds: float) -> None:
        if isinstance(self.clock, TurnedClock):
            self.clock.turn(seconds)


def in_memory(**machine: bool) -> Till:
    clock, made = TurnedClock(START), CashMachine(**machine)
    wire = MemoryWire(made, clock)
    checksum = Checksum.CRC if machine.get("crc") else Checksum.SIMPLE
    bus = CcTalkBus("/dev/cash", clock, checksum, open_port=wire.open)  # type: ignore[arg-type]
    return Till(CcTalkAcceptor(bus, clock, "CN", BOTH), made, wire, clock)


@pytest.fixture(params=["memory", "memory-crc", "memory-no-echo", "pty"])
def till(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Till]:
    """A machine that was met already, and works."""
    if request.param != "pty":
        made = in_memory(crc=request.param == "memory-crc", echo=request.param != "memory-no-echo")
        made.poll()
        yield made
        return
    with CcTalkDouble(tmp_path) as double:
        clock = SystemClock()
        acceptor = CcTalkAcceptor(CcTalkBus(str(double.path), clock), clock, "CN", BOTH)
        made = Till(acceptor, double.machine, double, clock)
        made.poll()
        yield made
        acceptor.close()


@pytest.fixture
def quick() -> Till:
    """The one in memory, met already."""
    made = in_memory()
    made.poll()
    return made


# --- what it is for


def test_both_devices_are_met_and_know_their_money(till: Till) -> None:
    assert till.acceptor.health().state is HealthState.OK and "DBL DOUBLE 815" in till.acceptor.health().detail
    assert till.acceptor.denominations_fen == ALL


def test_coins_are_taken_in_and_counted_once(till: Till) -> None:
    till.poll()
    for fen in (100, 50, 100):
        till.machine.put_coin(fen)
    assert till.money() == [("TakenIn", 100), ("TakenIn", 50), ("TakenIn", 100)]
    assert till.money() == [] and till.machine.box_fen == 250


def test_a_note_waits_in_escrow_until_it_is_stacked(till: Till) -> None:
    till.poll()
    till.machine.put_note(1000)
    assert till.money() == [("InEscrow", 1000)] and till.machine.box_fen == 0
    till.acceptor.stack()
    assert till.money() == [("TakenIn", 1000)] and till.machine.box_fen == 1000


def test_a_note_that_is_not_wanted_goes_back_out(till: Till) -> None:
    till.poll()
    till.machine.put_note(1000)
    till.poll()
    till.acceptor.give_back()
    assert [type(event) for event in till.poll()] == [GivenBack]
    assert (till.machine.box_fen, till.machine.notes.given_back) == (0, [1000])


def test_only_what_is_wanted_now_is_taken(till: Till) -> None:
    till.poll(frozenset({100, 500}))
    till.machine.put_note(10000)
    till.machine.put_coin(50)
    told = till.poll(frozenset())
    assert {event.reason for event in told if isinstance(event, NotTaken)} == {"refused"} and len(told) == 2
    till.machine.put_coin(100)
    assert [type(event) for event in till.poll(frozenset())] == [NotTaken] and till.machine.box_fen == 0


def test_frauds_are_named_and_take_nothing(quick: Till) -> None:
    quick.machine.put_slug()
    quick.machine.pull_string()
    assert [(e.kind, e.reason) for e in quick.poll() if isinstance(e, NotTaken)] == [
        (CashKind.COIN, "fraud"),
        (CashKind.NOTE, "fraud"),
    ]


# --- nothing twice, nothing passed over


def test_k1_what_was_not_kept_is_told_again(quick: Till) -> None:
    quick.poll()
    quick.machine.put_coin(100)
    first = quick.acceptor.poll(ALL, quick.marks.get)
    assert first == quick.acceptor.poll(ALL, quick.marks.get) != ()


def test_k1_another_driver_goes_on_where_the_marks_stand(quick: Till) -> None:
    quick.poll()
    quick.machine.put_coin(100)
    quick.poll()
    quick.machine.put_coin(50)
    bus = CcTalkBus("/dev/cash", quick.clock, open_port=quick.wire.open)
    quick.acceptor = CcTalkAcceptor(bus, quick.clock, "CN", BOTH)
    assert quick.money() == [("TakenIn", 50)]


def test_the_counter_goes_round_and_nothing_is_lost(quick: Till) -> None:
    quick.poll()
    for _ in range(260):
        quick.machine.put_coin(10)
        assert quick.money() == [("TakenIn", 10)]
    assert quick.marks["coin:DBL-DOUBLE-4711"].counter == 260 - 255


def test_more_events_than_a_device_remembers_are_told_as_lost(quick: Till) -> None:
    quick.poll()
    for _ in range(7):
        quick.machine.put_coin(100)
    told = quick.poll()
    assert isinstance(told[0], Unaccounted) and told[0].reason == "lost"
    assert [event.fen for event in told if isinstance(event, TakenIn)] == [100] * 5


def test_a_device_that_was_off_for_a_moment_says_so_and_is_set_up_anew(till: Till) -> None:
    till.poll()
    till.machine.put_coin(100)
    till.poll()
    till.machine.power_cut()
    restarted = [event.kind for event in till.poll() if isinstance(event, Unaccounted) and event.reason == "restarted"]
    assert restarted == list(BOTH)
    till.poll()
    till.machine.put_coin(50)
    assert till.money() == [("TakenIn", 50)]


def test_a_counter_that_comes_to_the_same_number_again_hides_no_restart(quick: Till) -> None:
    """The five events behind the counter are others."""
    quick.poll()
    quick.machine.put_coin(100)
    quick.machine.put_coin(100)
    quick.poll()
    quick.machine.power_cut()
    quick.machine.coins.mask = 0xFF
    quick.machine.put_coin(50)
    quick.machine.put_coin(10)
    told = quick.poll()
    assert isinstance(told[0], Unaccounted) and told[0].reason == "restarted"
    assert [event.fen for event in told if isinstance(event, TakenIn)] == [50, 10]


def test_a_restart_that_the_counter_hides_is_seen_by_what_the_device_takes(quick: Till) -> None:
    """Nothing had happened before, so it stands at 0 as it did; and what was put in between is gone from its list."""
    quick.poll()
    quick.machine.put_coin(100)
    quick.machine.power_cut()
    assert {event.reason for event in quick.poll() if isinstance(event, Unaccounted)} == {"restarted"}
    quick.poll()
    quick.machine.put_coin(100)
    assert quick.money() == [("TakenIn", 100)]


def test_a_note_of_no_known_value_in_the_box_is_unaccounted_for(quick: Till) -> None:
    quick.machine.notes.happens(0, 21)
    quick.machine.coins.happens(9, 0)
    assert [event.reason for event in quick.poll() if isinstance(event, Unaccounted)] == ["unknown-piece"] * 2


# --- what goes wrong


def test_garbled_replies_are_asked_for_again(till: Till) -> None:
    till.poll()
    till.machine.put_coin(100)
    till.machine.garbles = 2
    assert till.money() == [("TakenIn", 100)]


@pytest.mark.parametrize(("verdict", "name"), [(5, "NAK"), (6, "BUSY")])
def test_a_machine_that_only_refuses_is_given_up_and_found_again(quick: Till, verdict: int, name: str) -> None:
    quick.machine.verdict = verdict
    for _ in range(3):
        assert quick.poll() == []
    assert quick.acceptor.health().state is HealthState.ABSENT and quick.acceptor.denominations_fen == frozenset()
    quick.machine.verdict = None
    quick.later(3.0)
    quick.poll()
    assert quick.acceptor.health().state is HealthState.OK, name


def test_k2_coins_go_on_while_the_note_validator_is_silent(quick: Till) -> None:
    quick.machine.silent = {40}
    for _ in range(3):
        quick.poll()
    health = quick.acceptor.health()
    assert (health.state, health.reason) == (HealthState.TROUBLE, "notes-out")
    assert quick.acceptor.denominations_fen == frozenset({10, 50, 100})
    quick.machine.put_coin(100)
    assert quick.money() == [("TakenIn", 100)]


@pytest.mark.parametrize("trouble", ["full", "cash_box", "jams"])
def test_a_validator_with_a_fault_takes_nothing_and_says_why(quick: Till, trouble: str) -> None:
    machine = quick.machine
    {"full": machine.full, "cash_box": lambda: machine.cash_box(False), "jams": machine.notes.jams}[trouble]()
    quick.poll()
    named = {"full": "cash-box-full", "cash_box": "cash-box-out", "jams": "cash-jam"}[trouble]
    assert quick.acceptor.health().detail.startswith(named)
    quick.poll()
    assert not machine.notes.mask and machine.coins.mask
    machine.cash_box(True)
    quick.later(3.0)
    quick.poll()
    assert quick.acceptor.health().state is HealthState.OK


def test_k2_the_cable_is_pulled_and_put_back(till: Till, tmp_path: Path) -> None:
    till.poll()
    if isinstance(till.wire, CcTalkDouble):
        till.wire.unplug()
    else:
        till.wire.plugged = False
    assert till.poll() == [] and till.poll() == []
    health = till.acceptor.health()
    assert (health.state, health.reason) == (HealthState.ABSENT, "port-missing")
    if isinstance(till.wire, CcTalkDouble):
        till.wire.plug_in()
    else:
        till.wire.plugged = True
    till.poll()
    till.machine.put_coin(100)
    assert till.money() == [("TakenIn", 100)] and till.acceptor.health().state is HealthState.OK


def test_closing_leaves_a_machine_that_takes_nothing(till: Till) -> None:
    till.poll()
    till.acceptor.close()
    assert (till.machine.coins.mask, till.machine.notes.mask) == (0, 0)
