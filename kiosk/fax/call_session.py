"""One call that we place as one sans-IO object (``line_session.py``): the house codes pages, and reads the report.

Called by the driver's loop (``kiosk.devices.call_run``) and by the replay of a trace.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.caller import Caller
from kiosk.fax.caller_turns import Wish as Wish
from kiosk.fax.line_session import LineSession
from kiosk.fax.reports import report_of_call
from kiosk.fax.t31 import T31
from kiosk.fax.trace_plan import coded_entry


class CallSession(LineSession[Wish]):
    """Answer PageWanted with ``supply_page``; watch the events."""

    def __init__(
        self, caller: Caller, modem: T31, *, keep_data: bool = False, opening: Sequence[o.TraceEntry] = ()
    ) -> None:
        super().__init__(caller, modem, keep_data=keep_data, opening=opening)
        self.caller = caller

    def supply_page(self, page: p.CodedPage, now_ms: int) -> list[Wish]:
        self._trace.append(coded_entry(page, now_ms, keep_data=self._keep_data))
        return self._carry_out(self.caller.supply_page(page, now_ms), now_ms)

    def report(self, now_ms: int) -> o.CallReport:
        """What the call has proved up to now."""
        return report_of_call(self.caller, self._trace, now_ms)
