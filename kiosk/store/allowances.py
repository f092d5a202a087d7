"""Free pages of a unit and month: which order has taken how many to itself, and how many it has used (B4).

Owns their rows. An order under way holds what it has taken; when it is over, only its confirmed pages count, the others
are free again. That is read off the pages, so no order can forget to give back. Called by ``kiosk.desk``.
"""

from __future__ import annotations

from kiosk.store.database import Store


class Allowances:
    """The free pages of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def used(self, unit_id: str, item: str, month: str) -> int:
        """Pages used or held in ``month`` (``2026-11``) of what is free for ``item`` (``fax.local``)."""
        row = self._store.one(
            "SELECT coalesce(sum(CASE WHEN job.ended_utc IS NULL THEN a.units ELSE min(a.units,"
            " (SELECT count(*) FROM fax_page p WHERE p.job_id = a.job_id AND p.state = 'confirmed')) END), 0) AS n"
            " FROM allowance a JOIN fax_job job ON job.id = a.job_id"
            " WHERE a.unit_id = ? AND a.item = ? AND a.month = ?",
            (unit_id, item, month),
        )
        return int(row["n"])

    def take(self, job_id: int, unit_id: str, item: str, month: str, units: int) -> None:
        """An order takes ``units`` to itself, inside the step that makes it and has asked what is left."""
        row = {"job_id": job_id, "unit_id": unit_id, "item": item, "month": month, "units": units}
        self._store.insert("allowance", row)
