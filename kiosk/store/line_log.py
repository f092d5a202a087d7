"""Every call of the fax line, those we made and those we answered, as one list; the trace of one of them, or of a fax.

Owns the reading only; ``faxes.py`` and ``receptions.py`` write. Called by ``kiosk.desk.line_log`` and by ``kiosk modem
trace --from-store``.
"""

from __future__ import annotations

from kiosk.store.database import Row, Store

_LATEST = """
SELECT 'sent' AS way, job.id AS ref, call.number AS attempt, job.number AS fax, job.shown AS number,
       call.far_ident AS ident, call.intent_utc AS begun_utc, call.outcome, call.modulation, call.bit_rate,
       coalesce(call.confirmed, 0) AS pages, call.duration_ms, call.detail, call.trace IS NOT NULL AS traced
FROM fax_attempt AS call JOIN fax_job AS job ON job.id = call.job_id WHERE call.ended_utc IS NOT NULL
UNION ALL
SELECT 'received', id, 1, number, caller_number, caller_ident, begun_utc, outcome, modulation, bit_rate,
       (SELECT count(*) FROM fax_received_page AS page WHERE page.received_id = fax.id), duration_ms, detail,
       trace IS NOT NULL
FROM fax_received AS fax WHERE state != 'arriving'
ORDER BY begun_utc DESC, way, ref DESC, attempt DESC LIMIT ?
"""
_TRACE_SENT = "SELECT trace FROM fax_attempt WHERE job_id = ? AND number = ?"
_TRACE_RECEIVED = "SELECT trace FROM fax_received WHERE id = ?"
_SENT_OF = """
SELECT attempt.number AS attempt, attempt.* FROM fax_attempt AS attempt JOIN fax_job AS job ON job.id = attempt.job_id
WHERE job.number = ? AND attempt.trace IS NOT NULL ORDER BY attempt.number
"""
_RECEIVED_OF = "SELECT 1 AS attempt, * FROM fax_received WHERE number = ? AND trace IS NOT NULL"


class LineLog:
    """The calls of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def latest(self, limit: int) -> list[Row]:
        """Calls that are over, the newest first; ``way`` is sent | received."""
        return self._store.rows(_LATEST, (limit,))

    def trace(self, way: str, ref: int, attempt: int) -> str | None:
        """JSON: [[ms, way, signal, detail], ...]; None where none was kept."""
        found = (
            self._store.row(_TRACE_SENT, (ref, attempt)) if way == "sent" else self._store.row(_TRACE_RECEIVED, (ref,))
        )
        return str(found["trace"]) if found and found["trace"] is not None else None

    def sent(self, fax: str) -> list[Row]:
        """By the number of the fax log: every attempt that has a trace, oldest first; ``trace`` is JSON as above."""
        return self._store.rows(_SENT_OF, (fax,))

    def received(self, fax: str) -> list[Row]:
        """The one call, if there is one."""
        return self._store.rows(_RECEIVED_OF, (fax,))
