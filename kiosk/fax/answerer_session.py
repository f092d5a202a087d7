"""One call that came in as one sans-IO object: the answering terminal, the modem's dialogue, and the trace.

Owns the plumbing (primitives down, indications up) and the trace; page data are counted there, not kept. Decides
nothing. Called by the driver (``kiosk.devices.class1_answer``), which owns the port and the clock. All ``now_ms`` are
milliseconds since we went off-hook. The calling side's like is ``call_session.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.answerer import Answerer
from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.answerer_table import State
from kiosk.fax.answerer_turns import Output
from kiosk.fax.t31 import T31
from kiosk.fax.t31_table import State as ModemState
from kiosk.fax.trace import RAW, describe_indication, describe_primitive
from kiosk.fax.turns import Note

Wish = o.ReceptionEvent | PageArrived


class AnswererSession:
    """Feed it octets and time; write what it wants written; answer PageArrived; watch the events."""

    def __init__(self, answerer: Answerer, modem: T31) -> None:
        self.answerer = answerer
        self._modem = modem
        self._trace: list[o.TraceEntry] = []
        self._data_octets = 0  # of the carrier under way: one entry for all, or the trace would grow with the pages

    def start(self, now_ms: int) -> list[Wish]:
        return self._carry_out(self.answerer.start(now_ms), now_ms)

    def receive(self, octets: bytes, now_ms: int) -> list[Wish]:
        """Octets from the modem, in any lumps."""
        if self._modem.state is ModemState.RECEIVING_DATA:
            self._data_octets += len(octets)
        else:
            self._trace.append(o.TraceEntry(now_ms, "<", RAW, octets.hex()))
        wishes = self._pass_on(self._modem.receive(octets, now_ms), now_ms)
        if self._data_octets and self._modem.state is not ModemState.RECEIVING_DATA:
            self._trace.append(o.TraceEntry(now_ms, "<", RAW, f"{self._data_octets} octets of data"))
            self._data_octets = 0
        return wishes

    def tick(self, now_ms: int) -> list[Wish]:
        """Let time pass: at ``deadline_ms``, or earlier."""
        wishes = self._pass_on(self._modem.tick(now_ms), now_ms)
        return wishes + self._carry_out(self.answerer.tick(now_ms), now_ms)

    def cancel(self, now_ms: int) -> list[Wish]:
        return self._carry_out(self.answerer.cancel(now_ms), now_ms)

    def page_read(self, number: int, quality: o.CopyQuality, kept: bool, now_ms: int) -> list[Wish]:
        """The answer to PageArrived: what the page is worth, and whether it is on disk now."""
        self._trace.append(o.TraceEntry(now_ms, "-", "PAGE KEPT" if kept else "PAGE NOT KEPT", _in_words(quality)))
        return self._carry_out(self.answerer.page_read(number, quality, kept, now_ms), now_ms)

    def page_not_kept(self, detail: str, now_ms: int) -> list[Wish]:
        """The other answer to PageArrived: the disk refused it."""
        return self._carry_out(self.answerer.page_not_kept(detail, now_ms), now_ms)

    def to_write(self, now_ms: int) -> bytes:
        """Octets for the port."""
        return self._modem.to_write(now_ms)

    def wrote(self, octets: bytes, now_ms: int) -> None:
        """The port took these octets."""
        self._trace.append(o.TraceEntry(now_ms, ">", RAW, octets.hex()))
        self._modem.wrote(len(octets))

    def port_lost(self, detail: str, now_ms: int) -> None:
        self._trace.append(o.TraceEntry(now_ms, "-", "PORT LOST", detail))
        self.answerer.port_lost(detail)

    @property
    def over(self) -> bool:
        return self.answerer.state is State.OVER

    @property
    def deadline_ms(self) -> int | None:
        candidates = [self._modem.deadline_ms, self.answerer.deadline_ms]
        return min((at_ms for at_ms in candidates if at_ms is not None), default=None)

    def report(self, now_ms: int) -> o.ReceptionReport:
        """What the call has proved up to now."""
        answerer, terms = self.answerer, self.answerer.terms
        return o.ReceptionReport(
            outcome=answerer.outcome or o.ReceptionOutcome.MODEM_FAILED,
            pages=answerer.pages.reports,
            caller=answerer.caller,
            modulation=terms.modulation.name if terms else None,
            bit_rate=terms.modulation.bit_rate if terms else None,
            ecm=bool(terms and terms.ecm),
            duration_ms=now_ms,
            detail=answerer.detail,
            trace=tuple(self._trace),
        )

    def _pass_on(self, indications: Sequence[p.Indication], now_ms: int) -> list[Wish]:
        wishes: list[Wish] = []
        for indication in indications:
            self._trace += describe_indication(indication, now_ms)
            wishes += self._carry_out(self.answerer.handle(indication, now_ms), now_ms)
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


def _in_words(quality: o.CopyQuality) -> str:
    return f"{quality.lines} lines, {quality.damaged} damaged, {quality.longest_run} in a row at most"
