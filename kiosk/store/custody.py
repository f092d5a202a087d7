"""How far head office holds the journal, and since when: for eyes only.

Owns one reading of the custody mark; ``journal.py`` writes it. Called by ``kiosk.desk.technician``.
"""

from __future__ import annotations

from kiosk.store.database import Store


class Custody:
    """The mark of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def acked(self) -> tuple[int, str]:
        """The last record head office has acknowledged (0: none) and when (empty: never)."""
        row = self._store.one("SELECT acked_seq, acked_at_utc FROM custody")
        return int(row["acked_seq"]), str(row["acked_at_utc"])
