"""Streams that no script foresees: random and mutated octets from the modem, and far ends that answer anything.

Owns six kinds of them, each stream made from its number alone, so that one that fails can be played again. Each ends
with every check done: no exception came out, no state outlived its timer, the line is free again, and nothing was
confirmed that is not there. Called by ``test_streams.py``, lot by lot.
"""

from __future__ import annotations

import random

from tests.conformance.lots import Lot as Lot
from tests.conformance.lots import NumberedStreams, lots_of, recorded
from tests.conformance.mutations import PAUSES_MS, Heard, mutate
from tests.conformance.notation import all_procedures
from tests.conformance.playing import line_of
from tests.hw_doubles import t30_letters
from tests.hw_doubles.babbling_modem import BabblingCaller, BabblingFarEnd
from tests.hw_doubles.bare_house import BareHouse
from tests.hw_doubles.scripted_caller import CALLING, burst
from tests.hw_doubles.virtual_call import FINE_A4, VirtualCall
from tests.hw_doubles.virtual_reception import VirtualReception

_WORDS = ("OK", "CONNECT", "NO CARRIER", "ERROR", "+FCERROR", "BUSY", "NO ANSWER", "NO DIALTONE", "RING", "+FRH:3")
_RECORDED = 7  # each seventh procedure gives a recording
_CONFIRMING = (b"\x8c", b"\x8d", b"\xcc", b"\xcd", b"\xac", b"\xad")  # MCF, RTP, PIP, whatever their first bit


class Streams(NumberedStreams):
    """``play`` one by its kind and number, or a lot of them."""

    def __init__(self) -> None:
        self._recorded: dict[str, list[Heard]] = {}
        super().__init__(
            {
                "random octets while sending": lambda dice: self._random(dice, "sending"),
                "random octets while receiving": lambda dice: self._random(dice, "receiving"),
                "mutated calls of ours": lambda dice: self._mutated(dice, "sending"),
                "mutated calls that come in": lambda dice: self._mutated(dice, "receiving"),
                "an answerer out of its mind": _babble_to_caller,
                "a caller out of its mind": _babble_to_answerer,
            }
        )

    def _random(self, dice: random.Random, side: str) -> str:
        """A call up to some moment, and from there on anything."""
        stream = self.recording(side, dice.getrandbits(32))
        del stream[dice.randrange(len(stream)) :]
        at_ms = stream[-1][0] if stream else 0
        for _ in range(dice.randrange(60)):
            at_ms += dice.choice(PAUSES_MS)
            stream.append((at_ms, _anything(dice)))
        return _hear_out(side, stream, dice)

    def _mutated(self, dice: random.Random, side: str) -> str:
        """A call to which up to five things happen."""
        stream = self.recording(side, dice.getrandbits(32))
        mutate(stream, dice, _anything)
        return _hear_out(side, stream, dice)

    def recording(self, side: str, number: int) -> Heard:
        """What the modem says in some procedure, and when."""
        if side not in self._recorded:
            scripts = [procedure for procedure in all_procedures() if procedure.side == side]
            self._recorded[side] = [recorded(line_of(procedure)) for procedure in scripts[::_RECORDED]]
        return list(self._recorded[side][number % len(self._recorded[side])])


def _hear_out(side: str, stream: Heard, dice: random.Random) -> str:
    """Let a house hear it, then nothing; perhaps the user cancels."""
    house = BareHouse.calling() if side == "sending" else BareHouse.answering()
    cancel_at = dice.randrange(4 * len(stream) + 1)
    for number, (at_ms, octets) in enumerate(stream):
        house.wait(at_ms)
        if number == cancel_at:
            house.session.cancel(house.now_ms)
        house.hear(octets)
    house.silence()
    confirming = sum(octets.count(fcf) for _, octets in stream for fcf in _CONFIRMING)
    house.check_confirmations(confirming)
    return house.session.report(house.now_ms).outcome


# ---- what may come ----


def _anything(dice: random.Random) -> bytes:
    """A result code, a frame of either side, a burst of data, or noise."""
    match dice.choice(["result", "result", "result", "frame", "frame", "command", "data", "noise"]):
        case "result":
            return f"\r\n{dice.choice(_WORDS)}\r\n".encode()
        case "frame":
            frame = t30_letters.frame(dice.choice(list(t30_letters.FROM_CALLED)), more=dice.random() < 0.3)
            return frame + b"\x10\x03\r\nOK\r\n"
        case "command":
            command = bytes((0xFF, 0x13, dice.choice(list(CALLING.values())))) + dice.randbytes(dice.choice([0, 3, 4]))
            return command + t30_letters.fcs(command) + b"\x10\x03\r\nOK\r\n"
        case "data":
            data = burst((number, bytes(64)) for number in range(dice.randrange(4)))
            return data.replace(b"\x10", b"\x10\x10") + b"\x10\x03\r\nNO CARRIER\r\n"
        case _:
            return dice.randbytes(dice.choice([1, 5, 30, 300]))


# ---- far ends ----


def _babble_to_caller(dice: random.Random) -> str:
    modem = BabblingFarEnd(dice, sanity=dice.choice([0.6, 0.9, 0.98]))
    call = VirtualCall(
        modem,
        (FINE_A4,) * dice.randrange(1, 4),
        page_octets=dice.randbytes(dice.choice([1, 300, 1_000, 3_000])),
        cancel_ms=dice.choice([None, None, None, dice.randrange(60_000)]),
        late_pages=dice.random() < 0.2,
        ecm=dice.random() < 0.8,
        document_starts=frozenset({2} if dice.random() < 0.3 else ()),
    )
    call.page_delay_ms = dice.choice([500, 4_000, 30_000])
    played = call.play()
    assert played.modem.on_hook or not played.modem_at_rest, "the line was not let go"
    said = sum(signal.name in ("MCF", "RTP", "PIP") or len(signal.name) == 2 for signal in modem.on_line)
    assert played.report.confirmed_pages <= said, "more was confirmed than was said"
    return played.report.outcome


def _babble_to_answerer(dice: random.Random) -> str:
    modem = BabblingCaller(dice, sanity=dice.choice([0.6, 0.9, 0.98]))
    call = VirtualReception(
        modem,
        keeping_ms=dice.choice([0, 0, 300, 3_000, 30_000]),
        disk_fails=dice.choice([0, 0, 0, 1, 2]),
        cancel_ms=dice.choice([None, None, None, dice.randrange(60_000)]),
        ecm=dice.random() < 0.8,
    )
    answered = call.play()
    assert answered.modem.on_hook or not answered.modem_at_rest, "the line was not let go"
    return answered.report.outcome


_SHARES = {
    "random octets while sending": 1_500,
    "random octets while receiving": 1_500,
    "mutated calls of ours": 2_000,
    "mutated calls that come in": 2_000,
    "an answerer out of its mind": 1_500,
    "a caller out of its mind": 1_500,
}
LOTS = lots_of(_SHARES)
