"""What the kiosk remembers of the calls of a fax: their traces and what stood beside them.

Owns the reading only; ``faxes.py`` and ``receptions.py`` write. Called by ``kiosk modem trace --from-store``.
"""

from __future__ import annotations

from kiosk.store.database import Row, Store

_SENT = """
SELECT attempt.number AS attempt, attempt.* FROM fax_attempt AS attempt JOIN fax_job AS job ON job.id = attempt.job_id
WHERE job.number = ? AND attempt.trace IS NOT NULL ORDER BY attempt.number
"""
_RECEIVED = "SELECT 1 AS attempt, * FROM fax_received WHERE number = ? AND trace IS NOT NULL"


class Traces:
    """By the number of the fax log."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def sent(self, number: str) -> list[Row]:
        """Every attempt that has a trace, oldest first; ``trace`` is JSON: [[ms, way, signal, detail], ...]."""
        return self._store.rows(_SENT, (number,))

    def received(self, number: str) -> list[Row]:
        """The one call, if there is one."""
        return self._store.rows(_RECEIVED, (number,))
