"""One call as one sans-IO object: a terminal of T.30, the modem's dialogue, and the trace of what passed between them.

Owns the plumbing (primitives down, indications up) and the trace, whoever called whom. Decides nothing. Its heirs
(``call_session.py``, ``answerer_session.py``) add what the house does for one side of a call; they are called by the
driver, which owns the port and the clock, and by the replay of a trace. All ``now_ms`` are milliseconds since the call
began.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.t31 import T31
from kiosk.fax.t31_table import State as ModemState
from kiosk.fax.trace import CANCEL, DATA, RAW, describe_indication, describe_primitive
from kiosk.fax.turns import Note, Outputs

Wish = TypeVar("Wish")


class Terminal(Protocol[Wish]):
    """Either side of T.30 (``turns.py``). ``Wish``: what it asks of the house and tells it."""

    def start(self, now_ms: int) -> Outputs[Wish]: ...

    def handle(self, indication: p.Indication, now_ms: int) -> Outputs[Wish]: ...

    def tick(self, now_ms: int) -> Outputs[Wish]: ...

    def cancel(self, now_ms: int) -> Outputs[Wish]: ...

    def port_lost(self, detail: str) -> None: ...

    @property
    def over(self) -> bool: ...

    @property
    def deadline_ms(self) -> int | None: ...

    @property
    def modem_at_rest(self) -> bool: ...


class LineSession(Generic[Wish]):
    """Feed it octets and time; write what it wants written; fulfil its wishes, in order.

    Page data are counted in the trace, one entry a carrier, so that it does not grow with the pages; ``keep_data``
    keeps them, in hex, lump by lump as they passed the port. ``opening``: what stands in the trace before anything
    has happened (``trace_plan.py``).
    """

    def __init__(
        self,
        terminal: Terminal[Wish],
        modem: T31,
        *,
        keep_data: bool = False,
        opening: Sequence[o.TraceEntry] = (),
    ) -> None:
        self._terminal = terminal
        self._modem = modem
        self._keep_data = keep_data
        self._trace = list(opening)
        self._cancelled = False
        self._counted = 0  # octets of data since the last entry
        self._counting = ">"

    def start(self, now_ms: int) -> list[o.HangingUp | Wish]:
        return self._carry_out(self._terminal.start(now_ms), now_ms)

    def receive(self, octets: bytes, now_ms: int) -> list[o.HangingUp | Wish]:
        """Octets from the modem, in any lumps."""
        self._record("<", octets, now_ms, data=self._modem.state is ModemState.RECEIVING_DATA)
        return self._pass_on(self._modem.receive(octets, now_ms), now_ms)

    def tick(self, now_ms: int) -> list[o.HangingUp | Wish]:
        """Let time pass: at ``deadline_ms``, or earlier."""
        wishes = self._pass_on(self._modem.tick(now_ms), now_ms)
        return wishes + self._carry_out(self._terminal.tick(now_ms), now_ms)

    def cancel(self, now_ms: int) -> list[o.HangingUp | Wish]:
        """The user wants no more. Asked again it does no harm."""
        if not self._cancelled:
            self._cancelled = True
            self._trace.append(o.TraceEntry(now_ms, "-", CANCEL))
        return self._carry_out(self._terminal.cancel(now_ms), now_ms)

    def to_write(self, now_ms: int) -> bytes:
        """Octets for the port, as many as are due."""
        return self._modem.to_write(now_ms)

    def wrote(self, octets: bytes, now_ms: int) -> list[o.HangingUp | Wish]:
        """The port took these octets."""
        self._record(">", octets, now_ms, data=self._modem.sending_data)
        return self._pass_on(self._modem.wrote(len(octets)), now_ms)

    def port_lost(self, detail: str, now_ms: int) -> None:
        self._end_of_data(now_ms)
        self._trace.append(o.TraceEntry(now_ms, "-", "PORT LOST", detail))
        self._terminal.port_lost(detail)

    @property
    def over(self) -> bool:
        return self._terminal.over

    @property
    def deadline_ms(self) -> int | None:
        candidates = [self._modem.deadline_ms, self._terminal.deadline_ms]
        return min((at_ms for at_ms in candidates if at_ms is not None), default=None)

    @property
    def sending_data(self) -> bool:
        return self._modem.sending_data

    @property
    def modem_at_rest(self) -> bool:
        """Whether the call left it in command state, on-hook."""
        return self._terminal.modem_at_rest

    def _pass_on(self, indications: Sequence[p.Indication], now_ms: int) -> list[o.HangingUp | Wish]:
        wishes: list[o.HangingUp | Wish] = []
        for indication in indications:
            if not isinstance(indication, p.DataReceived | p.DataProgress):
                self._end_of_data(now_ms)
            self._trace += describe_indication(indication, now_ms)
            wishes += self._carry_out(self._terminal.handle(indication, now_ms), now_ms)
        return wishes

    def _carry_out(self, outputs: Outputs[Wish], now_ms: int) -> list[o.HangingUp | Wish]:
        """Primitives to the modem at once; what is left is for the driver, in order."""
        wishes: list[o.HangingUp | Wish] = []
        for output in outputs:
            if isinstance(output, Note):
                self._trace.append(o.TraceEntry(now_ms, "-", "NOTE", output.text))
            elif isinstance(output, p.Primitive):
                self._trace += describe_primitive(output, now_ms)
                wishes += self._pass_on(self._modem.perform(output, now_ms), now_ms)
            else:
                wishes.append(output)
        return wishes

    # ---- octets in the trace ----

    def _record(self, direction: str, octets: bytes, now_ms: int, *, data: bool) -> None:
        if data and not self._keep_data:
            self._counted, self._counting = self._counted + len(octets), direction
        else:
            self._trace.append(o.TraceEntry(now_ms, direction, DATA if data else RAW, octets.hex()))

    def _end_of_data(self, now_ms: int) -> None:
        if self._counted:
            self._trace.append(o.TraceEntry(now_ms, self._counting, DATA, f"{self._counted} octets"))
            self._counted = 0
