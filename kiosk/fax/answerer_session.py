"""One call that came in as one sans-IO object (``line_session.py``): the house keeps pages, and reads the report.

Called by the driver's loop (``kiosk.devices.answer_run``) and by the replay of a trace.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.fax import outcome as o
from kiosk.fax.answerer import Answerer
from kiosk.fax.answerer_turns import Wish as Wish
from kiosk.fax.line_session import LineSession
from kiosk.fax.reports import report_of_reception
from kiosk.fax.t31 import T31
from kiosk.fax.trace_plan import quality_in_words


class AnswererSession(LineSession[Wish]):
    """Answer PageArrived with ``page_read`` or ``page_not_kept``; watch the events."""

    def __init__(
        self, answerer: Answerer, modem: T31, *, keep_data: bool = False, opening: Sequence[o.TraceEntry] = ()
    ) -> None:
        super().__init__(answerer, modem, keep_data=keep_data, opening=opening)
        self.answerer = answerer

    def page_read(self, number: int, quality: o.CopyQuality, kept: bool, now_ms: int) -> list[Wish]:
        """The answer to PageArrived: what the page is worth, and whether it is on disk now."""
        self._trace.append(
            o.TraceEntry(now_ms, "-", "PAGE KEPT" if kept else "PAGE NOT KEPT", quality_in_words(quality))
        )
        return self._carry_out(self.answerer.page_read(number, quality, kept, now_ms), now_ms)

    def page_not_kept(self, detail: str, now_ms: int) -> list[Wish]:
        """The other answer to PageArrived: the disk refused it."""
        self._trace.append(o.TraceEntry(now_ms, "-", "DISK REFUSED", detail))
        return self._carry_out(self.answerer.page_not_kept(detail, now_ms), now_ms)

    @property
    def takes_short_training(self) -> bool:
        """Whether the modem has V.17's, for all that this call has shown."""
        return self.answerer.takes_short_training

    def report(self, now_ms: int) -> o.ReceptionReport:
        """What the call has proved up to now."""
        return report_of_reception(self.answerer, self._trace, now_ms)
