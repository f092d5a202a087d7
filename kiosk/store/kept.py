"""How many pages are kept, and how old the oldest is: for the technician's eyes (A6: contents stay here and end).

Owns one counting over two tables. Knows no vault. Called by ``kiosk.desk.technician``.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.store.database import Store

_PAGES = """
SELECT coalesce(sum(pages), 0) AS pages, min(oldest) AS oldest FROM (
    SELECT sum(pages) AS pages, min(taken_at_utc) AS oldest FROM document WHERE purged_at_utc IS NULL
    UNION ALL SELECT count(*), min(kept_utc) FROM fax_received_page
)
"""


@dataclass(frozen=True)
class KeptPages:
    """Pages of documents that were taken in and of faxes that came in."""

    count: int
    oldest_utc: str | None


class Kept:
    """The pages of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def pages(self) -> KeptPages:
        """Those that are not destroyed yet."""
        row = self._store.one(_PAGES)
        return KeptPages(int(row["pages"]), row["oldest"])
