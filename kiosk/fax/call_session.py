"""One call as one sans-IO object: the terminal, the modem's dialogue, and the trace of what passed between them.

Owns the plumbing (primitives down, indications up) and the trace. Decides nothing. Called by the driver
(``kiosk.devices.class1_line``), which owns the port and the clock, and by the replay of a trace. All ``now_ms`` are
milliseconds since the call began.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.caller import Caller
from kiosk.fax.caller_table import State
from kiosk.fax.t31 import T31
from kiosk.fax.trace import RAW, describe_indication, describe_primitive
from kiosk.fax.turns import Note, Output

Wish = o.LineEvent | p.PageWanted


class CallSession:
    """Feed it octets, time and wishes; write what it wants written; answer PageWanted; watch the events."""

    def __init__(self, caller: Caller, modem: T31) -> None:
        self.caller = caller
        self._modem = modem
        self._trace: list[o.TraceEntry] = []

    def start(self, now_ms: int) -> list[Wish]:
        return self._carry_out(self.caller.start(now_ms), now_ms)

    def receive(self, octets: bytes, now_ms: int) -> list[Wish]:
        """Octets from the modem, in any lumps."""
        self._trace.append(o.TraceEntry(now_ms, "<", RAW, octets.hex()))
        return self._pass_on(self._modem.receive(octets, now_ms), now_ms)

    def tick(self, now_ms: int) -> list[Wish]:
        """Let time pass: at ``deadline_ms``, or earlier."""
        wishes = self._pass_on(self._modem.tick(now_ms), now_ms)
        return wishes + self._carry_out(self.caller.tick(now_ms), now_ms)

    def cancel(self, now_ms: int) -> list[Wish]:
        return self._carry_out(self.caller.cancel(now_ms), now_ms)

    def supply_page(self, page: p.CodedPage, now_ms: int) -> list[Wish]:
        return self._carry_out(self.caller.supply_page(page, now_ms), now_ms)

    def to_write(self, now_ms: int) -> bytes:
        """Octets for the port, as many as are due."""
        return self._modem.to_write(now_ms)

    def wrote(self, octets: bytes, now_ms: int) -> list[Wish]:
        """The port took these octets. Data are not kept in the trace, commands and frames are."""
        kept = f"{len(octets)} octets of data" if self._modem.sending_data else octets.hex()
        self._trace.append(o.TraceEntry(now_ms, ">", RAW, kept))
        return self._pass_on(self._modem.wrote(len(octets)), now_ms)

    def port_lost(self, detail: str, now_ms: int) -> None:
        self._trace.append(o.TraceEntry(now_ms, "-", "PORT LOST", detail))
        self.caller.port_lost(detail)

    @property
    def over(self) -> bool:
        return self.caller.state is State.OVER

    @property
    def deadline_ms(self) -> int | None:
        candidates = [self._modem.deadline_ms, self.caller.deadline_ms]
        return min((at_ms for at_ms in candidates if at_ms is not None), default=None)

    @property
    def sending_data(self) -> bool:
        return self._modem.sending_data

    def report(self, now_ms: int) -> o.CallReport:
        """What the call has proved up to now."""
        caller, terms = self.caller, self.caller.terms
        return o.CallReport(
            outcome=caller.outcome or o.CallOutcome.MODEM_FAILED,
            pages=caller.pages.reports,
            far_ident=caller.far_ident,
            modulation=terms.modulation.name if terms else None,
            bit_rate=terms.modulation.bit_rate if terms else None,
            coding=terms.coding if terms else None,
            resolution=terms.resolution if terms else None,
            ecm=terms.ecm if terms else False,
            connected_ms=caller.connected_ms,
            duration_ms=now_ms,
            detail=caller.detail,
            trace=tuple(self._trace),
        )

    def _pass_on(self, indications: Sequence[p.Indication], now_ms: int) -> list[Wish]:
        wishes: list[Wish] = []
        for indication in indications:
            self._trace += describe_indication(indication, now_ms)
            wishes += self._carry_out(self.caller.handle(indication, now_ms), now_ms)
        return wishes

    def _carry_out(self, outputs: Sequence[Output], now_ms: int) -> list[Wish]:
        """Primitives to the modem at once; what is left is for the driver, in order."""
        wishes: list[Wish] = []
        for output in outputs:
            if isinstance(output, Note):
                self._trace.append(o.TraceEntry(now_ms, "-", "NOTE", output.text))
            elif isinstance(output, p.Primitive):
                self._trace += describe_primitive(output, now_ms)
                wishes += self._pass_on(self._modem.perform(output, now_ms), now_ms)
            else:
                wishes.append(output)
        return wishes
