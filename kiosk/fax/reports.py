"""What a call has proved, drawn up from whoever ran T.30 in it: our own terminal, or the follower of a modem that does.

Owns nothing but which fact goes where. Called by the sessions of every class (``call_session.py``,
``answerer_session.py``, ``t32.py``, ``t32_receiver.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kiosk.fax import outcome as o
from kiosk.fax.answerer_fields import Commanded
from kiosk.fax.answerer_pages import ReceivedPages
from kiosk.fax.fields import Terms
from kiosk.fax.page_book import PageBook


class PlacedCall(Protocol):
    """A call that we placed, as far as it has come."""

    pages: PageBook
    outcome: o.CallOutcome | None
    far_ident: str | None
    connected_ms: int | None
    detail: str

    @property
    def terms(self) -> Terms | None: ...


class AnsweredCall(Protocol):
    """A call that came in, as far as it has come."""

    pages: ReceivedPages
    outcome: o.ReceptionOutcome | None
    caller: o.CallerSays
    detail: str

    @property
    def terms(self) -> Commanded | None: ...


def report_of_call(call: PlacedCall, trace: Sequence[o.TraceEntry], now_ms: int) -> o.CallReport:
    """Its report at this moment; a call without an outcome has been left by a modem that failed."""
    terms = call.terms
    return o.CallReport(
        outcome=call.outcome or o.CallOutcome.MODEM_FAILED,
        pages=call.pages.reports,
        far_ident=call.far_ident,
        modulation=terms.modulation.name if terms else None,
        bit_rate=terms.modulation.bit_rate if terms else None,
        coding=terms.coding if terms else None,
        resolution=terms.resolution if terms else None,
        ecm=bool(terms and terms.ecm),
        connected_ms=call.connected_ms,
        duration_ms=now_ms,
        detail=call.detail,
        trace=tuple(trace),
    )


def report_of_reception(call: AnsweredCall, trace: Sequence[o.TraceEntry], now_ms: int) -> o.ReceptionReport:
    """Its report at this moment; a call without an outcome has been left by a modem that failed."""
    terms = call.terms
    return o.ReceptionReport(
        outcome=call.outcome or o.ReceptionOutcome.MODEM_FAILED,
        pages=call.pages.reports,
        caller=call.caller,
        modulation=terms.modulation.name if terms else None,
        bit_rate=terms.modulation.bit_rate if terms else None,
        ecm=bool(terms and terms.ecm),
        duration_ms=now_ms,
        detail=call.detail,
        trace=tuple(trace),
    )
