"""G2, K2: a ccTalk device that answers late is not taken for another one, nor for the answer to another question."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from kiosk.clock import TurnedClock
from kiosk.devices.cctalk_bus import CcTalkBus
from kiosk.devices.cctalk_dialogues import Dialogue
from kiosk.devices.cctalk_frames import Checksum, Command, Exchange, encode
from tests.hw_doubles.cctalk_machine import CashMachine

START = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@dataclass
class LateWire:
    """A port at which the first reply comes when the question has been asked once more."""

    machine: CashMachine
    clock: TurnedClock
    late: list[bytes] = field(default_factory=list)
    here: bytes = b""
    asked: int = 0

    def write(self, octets: bytes) -> int:
        self.asked += 1
        self.late.append(self.machine.hear(octets))
        return len(octets)

    def wait(self, seconds: float, *, to_write: bool = False) -> bool:
        if seconds > 0 and self.asked > 1 and self.late:
            self.here += self.late.pop(0)
        elif not self.here:
            self.clock.turn(seconds)
        return bool(self.here)

    def read(self) -> bytes:
        octets, self.here = self.here, b""
        return octets


def test_a_late_word_of_the_other_device_is_not_taken_for_this_ones() -> None:
    """A coin's event read as a note's would be money that nobody has put in."""
    machine = CashMachine(echo=False)
    machine.coins.happens(3, 0)
    exchange = Exchange(40, Command(159), Checksum.SIMPLE, 0.0)
    late = machine.hear(encode(2, Command(229), Checksum.SIMPLE))
    exchange.take(late + exchange.octets, 0.0)
    assert exchange.answer(0.0) is None
    exchange.take(machine.hear(exchange.octets), 0.1)
    answer = exchange.answer(0.1)
    assert answer is not None and answer.data == bytes(11)


def test_a_late_word_is_not_taken_for_the_answer_to_the_next_question() -> None:
    """Else every coin would be known as the one before it."""
    clock = TurnedClock(START)
    wire = LateWire(CashMachine(echo=False), clock)
    bus = CcTalkBus("/dev/cash", clock, open_port=lambda *_: wire)  # type: ignore[arg-type,return-value]

    def names() -> Dialogue[list[bytes]]:
        first = yield Command(184, b"\x01")
        second = yield Command(184, b"\x02")
        return [first, second]

    assert bus.run(2, names()) == [b"CN010A", b"CN050A"]
