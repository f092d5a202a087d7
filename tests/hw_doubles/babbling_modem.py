"""A Class 1 modem with a far end out of its mind: whatever is asked of it, it answers at random, in virtual time.

Owns the dice, which are given, and what they may bring; the modem's half of T.31 is that of ``scripted_modem.py`` and
``scripted_caller.py``. Mostly the answer would be a right one somewhere, so that calls get far before they go wrong.
"""

from __future__ import annotations

import random

from tests.hw_doubles.scripted_caller import CALLING, ScriptedCaller
from tests.hw_doubles.scripted_modem import ScriptedModem
from tests.hw_doubles.t30_letters import FROM_CALLED

_RESULTS = ("NO CARRIER", "ERROR", "+FCERROR", "OK", "BUSY", "RING", "NO ANSWER", "CONNECT 2400", "x" * 300)
# What a far end says where it should: the frames by what we said before, else any.
_TO_CALLER = {
    "": ["CSI", "DIS", "DIS 00eef044", "DIS 40eef044", "DIS 00ca70"],
    "TCF": ["CFR", "CFR", "CFR", "FTT", "CRP", "DIS"],
    "MPS": ["MCF", "MCF", "RTP", "RTN", "PIP", "PIN", "CRP"],
    "EOM": ["MCF", "RTP", "RTN", "PIP", "PIN"],
    "EOP": ["MCF", "RTN", "RTP", "PIN", "CRP"],
    "PPS": ["MCF", "PPR 01", "PPR ff", "PPR 00", "RNR", "PIP", "PIN"],
    "RR": ["RNR", "MCF", "PPR 03", "ERR"],
    "CTC": ["CTR", "CTR", "CRP"],
    "EOR": ["ERR", "RNR", "MCF"],
}
_TO_ANSWERER = {
    "DIS": ["TSI", "SUB", *["DCS"] * 6, *["DCS 00e2f044"] * 8, *["DCS 00ca70"] * 3, "DCS 00f270", "DTC", "CRP"],
    "FTT": ["DCS", "DCS 00ca70", "DCS 00e2f044", "DCN"],
    "MCF": ["MPS", "EOM", "EOP", "DCN", "PPS 4f010003", "PPS 2f010003", "PPS 4f000003", "RR", "CRP"],
    "RTN": ["DCS", "EOP", "DCN"],
    "PPR": ["PPS 2f000003", "PPS 4f000003", "CTC", "CTC 00ca", "EOR 2f", "EOR 00", "EOR 4f"],
    "RNR": ["RR", "RR", "PPS 2f000003"],
}
_ANY_COMMAND = ["MPS", "EOM", "EOP", "PPS 2f000003", "PPS 4f000003", "PPS 00000003", "PRI-MPS", "DCS", "DCN", "EOR 2f"]
_CARRIERS = ["R TCF", "R TCF", "R PAGE", "R PAGE", "R PART 0-3", "R PART 0-3", "R PART 0-3 !1", "V21", "V21 100"]


class _Babble(ScriptedModem):
    """``sanity``: the share of answers that make sense."""

    dice: random.Random
    sanity: float
    _said = ""

    def _makes_sense(self) -> bool:
        return self.dice.random() < self.sanity

    def _madness(self) -> str:
        """A step that makes no sense: noise, silence, a result code, any frame."""
        if self.dice.random() < 0.01:
            return self.dice.choice(["MUTE", "DEAF"])
        if self.dice.random() < 0.4:
            return self._any_frame()
        junk = bytes(self.dice.randrange(256) for _ in range(self.dice.randrange(1, 40))).hex()
        return self.dice.choice(["QUIET", "EMPTY", f"JUNK {junk}", f"GARBLE {junk}", f"SAY {self._result()}"])

    def _any_frame(self) -> str:
        junk = bytes(self.dice.randrange(256) for _ in range(self.dice.choice([0, 1, 4, 20, 110]))).hex()
        name = self.dice.choice([*self._names(), f"{self.dice.randrange(256):02x}"])
        delay = self.dice.choice(["", "", "@10 ", "@2990 ", "@6000 "])
        return f"R {delay}{self.dice.choice(['', '', '~'])}{name}{self.dice.choice(['', '..'])} {junk}".strip()

    def _names(self) -> list[str]:
        return list(FROM_CALLED)

    def _result(self) -> str:
        return self.dice.choice(_RESULTS)

    def _receive(self, command: str, now_ms: float) -> None:
        self.steps = [self._sense() if self._makes_sense() else self._madness()]
        self._silences()
        super()._receive(command, now_ms) if self.steps or self._mute else self._say("NO CARRIER", now_ms + 50)

    def _sense(self) -> str:
        return f"R {self.dice.choice(_TO_CALLER.get(self._said, ['DIS', 'CSI', 'DCN', 'MCF']))}"

    def _send(self, command: str, now_ms: float) -> None:
        mad = self.dice.random() < (1 - self.sanity) / 4
        self.steps = [f"SAY {self._result()}"] if mad else []
        super()._send(command, now_ms)

    def _hang_up(self, now_ms: float) -> None:
        self.steps = [] if self.dice.random() < 0.9 else [f"SAY {self._result()}"]
        if self.steps == ["SAY OK"]:
            self.on_hook = True
        super()._hang_up(now_ms)

    def _expect(self, name: str, field: bytes) -> str:
        self._said = name.partition("-")[0]
        return self._result() if self.dice.random() < (1 - self.sanity) / 8 else ""


class BabblingFarEnd(_Babble):
    """Answers our call."""

    def __init__(self, dice: random.Random, sanity: float) -> None:
        super().__init__("")
        self.dice, self.sanity, self.lenient = dice, sanity, True


class BabblingCaller(_Babble, ScriptedCaller):
    """Calls us."""

    def __init__(self, dice: random.Random, sanity: float) -> None:
        ScriptedCaller.__init__(self, "")
        self.dice, self.sanity, self.lenient = dice, sanity, True

    def _names(self) -> list[str]:
        return list(CALLING)

    def _sense(self) -> str:
        return f"R {self.dice.choice(_TO_ANSWERER.get(self._said, _ANY_COMMAND))}"

    def _receive_data(self, code: int, now_ms: float) -> None:
        if self._makes_sense():
            wanted = {"DIS": _CARRIERS[:2], "CFR": _CARRIERS[2:6]}.get(self._said, _CARRIERS)
            self.steps = [self.dice.choice(wanted)]
            self._page = 0
        else:
            self.steps = [self.dice.choice([*_CARRIERS, "QUIET", "R TCF 300", f"SAY {self._result()}"])]
        super()._receive_data(code, now_ms)
