"""The Class 1 dialogue for the charts: every primitive, every result code, every time-out.

Owns what may happen to a ``T31``. Called by ``machines.py``.
"""

from __future__ import annotations

from collections.abc import Hashable

from kiosk.fax import primitives as p
from kiosk.fax.modulations import LADDER
from kiosk.fax.t31 import T31, Class1Habits
from kiosk.fax.t31_octets import Result
from kiosk.fax.t31_table import TABLE, State
from tests.charts.situations import situation_of

_PRIMITIVES: dict[str, p.Primitive] = {
    "dial": p.Dial("1"),
    "answer the call": p.AnswerCall((b"\xff\x13\x80",)),
    "send frames": p.SendFrames((b"\xff\x13\x84",)),
    "send data": p.SendData(LADDER[0], short_training=True, octets=b"\x55"),
    "receive a frame": p.ReceiveFrame(),
    "receive data": p.ReceiveData(LADDER[0], short_training=True),
    "hang up": p.HangUp(),
    "another command": p.Command("ATI"),
}
_MUCH_LATER_MS = 10_000_000
_IN_DATA = (State.RECEIVING_FRAME, State.RECEIVING_DATA)
_IGNORED = (
    "_command", "_deadline_ms", "_frame", "_habits", "_inbox", "_lines", "_outbox", "_passes_fcs", "_pump",
    "_silence_10ms", "_waiting_pump", "state",
)  # fmt: skip


class DialogueMachine:
    """All that is to be written is written at once."""

    def __init__(self) -> None:
        self._modem = T31(Class1Habits())
        self._breaking = False
        self._now_ms = 0

    @property
    def state(self) -> str:
        return self._modem.state

    @property
    def situation(self) -> Hashable:
        return self.state, situation_of(self._modem, _IGNORED)

    def events(self) -> list[str]:
        state = self._modem.state
        if state is State.READY:
            return list(_PRIMITIVES)
        events = [result.value for source, result in TABLE if source is state]
        events += ["DLE ETX"] if state in _IN_DATA else []
        events += ["NO CARRIER as text"] if state is State.RECEIVING_FRAME else []
        events += ["octets"] if state is State.RECEIVING_DATA else []
        events += ["too long"] if self._modem.deadline_ms is not None else []
        return events if self._breaking else [*events, "break off"]

    def happen(self, event: str) -> str:
        match event:
            case primitive if primitive in _PRIMITIVES:
                self._modem.perform(_PRIMITIVES[primitive], self._now_ms)
            case "break off":
                self._breaking = True
                self._modem.perform(p.BreakOff(), self._now_ms)
            case "too long":
                self._now_ms += _MUCH_LATER_MS
                self._modem.tick(self._now_ms)
            case "DLE ETX":
                self._modem.receive(b"\xff\x13\x10\x03", self._now_ms)
            case "NO CARRIER as text":
                self._modem.receive(b"\r\nNO CARRIER\r\n", self._now_ms)
            case "octets":
                self._modem.receive(b"\x55\x55", self._now_ms)
            case result:
                self._modem.receive(f"\r\n{Result(result).value}\r\n".encode(), self._now_ms)
        while octets := self._modem.to_write(self._now_ms + 10_000):
            self._modem.wrote(len(octets))
        self._breaking = self._breaking and self._modem.state is not State.READY
        return event
