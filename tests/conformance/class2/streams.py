"""Streams from a modem of Class 2, 2.0 or 2.1 that no script foresees: random and mutated, both ways.

Owns four kinds of them, each stream made from its number alone, so that one that fails can be played again. Each ends
with every check done: no exception came out, no state outlived its timers, the session is over, nothing was confirmed
beyond what the modem said (sending) or what is on disk (receiving). Called by ``test_class2_streams.py``, lot by lot.
"""

from __future__ import annotations

import random
import re

from tests.conformance.class2.notation import CLASSES, all_procedures, classes_of
from tests.conformance.class2.playing import call_of
from tests.conformance.lots import Lot as Lot
from tests.conformance.lots import NumberedStreams, lots_of, recorded
from tests.conformance.mutations import PAUSES_MS, Heard, mutate
from tests.hw_doubles.class2_house import Class2House

_RESULTS = ("OK", "OK", "OK", "ERROR", "CONNECT", "NO CARRIER", "BUSY", "NO ANSWER", "RING", "CONNECT 14400")
_REPORTS = ("CON", "CO", "CSI", "CI", "TSI", "TI", "DIS", "IS", "DCS", "CS", "PTS", "PS", "ET", "HNG", "HS", "VOICE",
            "VO", "DTC", "TC", "SA", "PA", "PW", "HT", "HR", "NSF", "CFR", "")  # fmt: skip
_VALUES = ("", "0", "1", "2", "3", "5", "9", "00", "11", "54", "A2", "103", "0,5,0,2,1,0,0,0", "1,5,0,2,3,2,0,0",
           "1,64,A,2", ",,,,", "9,9,9,9,9,9,9,9", '"+86 571 8800"', "\u0661", "-1", "(1)")  # fmt: skip
# What may prove a page: a report of MCF, RTP or PIP, the code of a proper end; from TIA-592 on a plain OK does, too.
_PROOF = re.compile(rb"\+F(?:PTS|PS) *:[ (]*0*[135]|\+F(?:HNG|HS) *:[ \"']*0+[\"' \r]", re.IGNORECASE)


class Class2Streams(NumberedStreams):
    """``play`` one by its kind and number."""

    def __init__(self) -> None:
        self._recorded: dict[tuple[str, str], list[Heard]] = {}
        super().__init__(
            {
                "random octets while sending": lambda dice: self._random(dice, "sending"),
                "random octets while receiving": lambda dice: self._random(dice, "receiving"),
                "mutated calls of ours": lambda dice: self._mutated(dice, "sending"),
                "mutated calls that come in": lambda dice: self._mutated(dice, "receiving"),
            }
        )

    def _random(self, dice: random.Random, side: str) -> str:
        """A call up to some moment, and from there on anything."""
        fax_class = dice.choice(CLASSES)
        stream = self.recording(side, fax_class, dice.getrandbits(32))
        del stream[dice.randrange(len(stream)) :]
        at_ms = stream[-1][0] if stream else 0
        for _ in range(dice.randrange(60)):
            at_ms += dice.choice(PAUSES_MS)
            stream.append((at_ms, anything(dice)))
        return _hear_out(side, fax_class, stream, dice)

    def _mutated(self, dice: random.Random, side: str) -> str:
        """A call to which up to five things happen."""
        fax_class = dice.choice(CLASSES)
        stream = self.recording(side, fax_class, dice.getrandbits(32))
        mutate(stream, dice, anything)
        return _hear_out(side, fax_class, stream, dice)

    def recording(self, side: str, fax_class: str, number: int) -> Heard:
        """What the modem says in some procedure, and when."""
        if (side, fax_class) not in self._recorded:
            procedures = [p for p in all_procedures() if p.side == side and fax_class in classes_of(p)]
            self._recorded[side, fax_class] = [said for p in procedures if (said := recorded(call_of(p, fax_class)))]
        recordings = self._recorded[side, fax_class]
        return list(recordings[number % len(recordings)])


def _hear_out(side: str, fax_class: str, stream: Heard, dice: random.Random) -> str:
    """Let a house hear it, then nothing; perhaps the user cancels, perhaps the disk is slow."""
    if side == "sending":
        starts = frozenset({2} if dice.random() < 0.2 else ())
        house = Class2House.calling(dice.randrange(1, 4), fax_class, starts=starts)
    else:
        house = Class2House.answering(fax_class, dice.choice([0, 0, 0, 8, 50]), slow_disk=dice.random() < 0.5)
    cancel_at = dice.randrange(4 * len(stream) + 1)
    for number, (at_ms, octets) in enumerate(stream):
        house.wait(at_ms)
        if number == cancel_at:
            house.cancel()
        house.hear(octets)
        if dice.random() < 0.7:
            house.keep()
    house.silence()
    whole = b"".join(octets for _, octets in stream)
    house.check_confirmations(len(_PROOF.findall(whole)) + (whole.count(b"OK") if fax_class != "2" else 0))
    return house.session.report(house.now_ms).outcome


def anything(dice: random.Random) -> bytes:
    """A result, a report of any value, page data, a control, or noise."""
    match dice.choice(["result", "result", "report", "report", "report", "data", "control", "noise"]):
        case "result":
            return f"\r\n{dice.choice(_RESULTS)}\r\n".encode()
        case "report":
            return f"\r\n+F{dice.choice(_REPORTS)}:{dice.choice(_VALUES)}\r\n".encode()
        case "data":
            data = dice.randbytes(dice.choice([1, 300, 3_000])).replace(b"\x10", b"\x10\x10")
            return data + dice.choice([b"\x10\x03", b"\x10\x03", b"\x10\x18", b"", b"\r\nNO CARRIER\r\n"])
        case "control":
            return dice.choice([b"\x11", b"\x13", b"\x10", b"\x18", b"\x10\x03", b"\r", b"\n", b"\0" * 9])
        case _:
            return dice.randbytes(dice.choice([1, 5, 30, 300, 600]))


_SHARES = {
    "random octets while sending": 2_500,
    "random octets while receiving": 2_500,
    "mutated calls of ours": 2_500,
    "mutated calls that come in": 2_500,
}
LOTS = lots_of(_SHARES)
