"""Fax orders, their pages and their attempts: the fax log (B6, B8).

Owns the rows and the few rules that keep them true: a page is confirmed once, an attempt is begun before it is dialled.
Knows no modem. Called by ``kiosk.desk`` (orders, results) and the core's fax worker (attempts).
"""

from __future__ import annotations

from kiosk.store.counters import next_number
from kiosk.store.database import Row, Store

OPEN_STATES = ("queued", "calling", "retry", "unknown")


class Faxes:
    """The fax orders of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    # --- orders

    def by_request(self, request_id: str) -> Row | None:
        """The order a screen has already made with this request id (double tap, retry after a crash)."""
        return self.store.row("SELECT * FROM fax_job WHERE request_id = ?", (request_id,))

    def add(self, row: Row, pages: int) -> int:
        """A new order with all pages not sent, inside the caller's step; returns its id."""
        number = f"F{next_number(self.store, 'fax'):06d}"
        job_id = self.store.insert("fax_job", {**row, "number": number, "pages": pages, "state": "queued"})
        for page in range(1, pages + 1):
            self.store.insert("fax_page", {"job_id": job_id, "number": page, "state": "not_sent"})
        return job_id

    def job(self, job_id: int) -> Row:
        """One order. Raises StoreError when there is none."""
        return self.store.one("SELECT * FROM fax_job WHERE id = ?", (job_id,))

    def pages(self, job_id: int) -> list[Row]:
        """Its pages in order."""
        return self.store.rows("SELECT * FROM fax_page WHERE job_id = ? ORDER BY number", (job_id,))

    def attempts(self, job_id: int) -> list[Row]:
        """Its attempts in order."""
        return self.store.rows("SELECT * FROM fax_attempt WHERE job_id = ? ORDER BY number", (job_id,))

    def queue(self) -> list[Row]:
        """Everything that is not over, in the order it will go out: the call under way, then by urgency and age."""
        return self.store.rows(
            f"SELECT * FROM fax_job WHERE state IN {OPEN_STATES!r} ORDER BY state != 'calling', rank, id"
        )

    def in_state(self, *states: str) -> list[Row]:
        """Orders in one of these states, oldest first."""
        marks = ", ".join("?" for _ in states)
        return self.store.rows(f"SELECT * FROM fax_job WHERE state IN ({marks}) ORDER BY id", states)

    def ahead_of(self, rank: int, job_id: int | None) -> list[Row]:
        """Orders that go out before a (new or waiting) one of this rank."""
        return self.store.rows(
            "SELECT * FROM fax_job WHERE state IN ('queued', 'calling', 'retry') AND id IS NOT :me"
            " AND (state = 'calling' OR rank < :rank OR (rank = :rank AND (:me IS NULL OR id < :me)))",
            {"me": job_id, "rank": rank},
        )

    def of_unit(self, unit_id: str) -> list[Row]:
        """A unit's orders, newest first."""
        return self.store.rows("SELECT * FROM fax_job WHERE unit_id = ? ORDER BY id DESC", (unit_id,))

    def latest(self, limit: int) -> list[Row]:
        """The fax log, newest first."""
        return self.store.rows("SELECT * FROM fax_job ORDER BY id DESC LIMIT ?", (limit,))

    def delivered_to(self, limit: int) -> list[Row]:
        """Numbers (``e164``) that units' faxes were delivered to, with the ``unit_id``, the latest first."""
        return self.store.rows(
            "SELECT e164, unit_id, max(id) AS latest FROM fax_job WHERE state = 'delivered'"
            " GROUP BY e164, unit_id ORDER BY latest DESC LIMIT ?",
            (limit,),
        )

    # --- the way of an order, inside the caller's step

    def due(self, now_utc: str) -> Row | None:
        """The next order to dial now, by urgency, then age."""
        return self.store.row(
            "SELECT * FROM fax_job WHERE state = 'queued' OR (state = 'retry' AND next_attempt_utc <= ?)"
            " ORDER BY rank, id LIMIT 1",
            (now_utc,),
        )

    def next_due_utc(self) -> str | None:
        """When the earliest retry is due, or None."""
        at: str | None = self.store.one("SELECT min(next_attempt_utc) AS at FROM fax_job WHERE state = 'retry'")["at"]
        return at

    def begin_attempt(self, job_id: int, now_utc: str) -> int:
        """Commit the intent to dial; returns the number of the attempt."""
        self.store.run(
            "UPDATE fax_job SET state = 'calling', attempts = attempts + 1, next_attempt_utc = NULL,"
            " started_utc = coalesce(started_utc, ?) WHERE id = ?",
            (now_utc, job_id),
        )
        number = int(self.job(job_id)["attempts"])
        self.store.insert("fax_attempt", {"job_id": job_id, "number": number, "intent_utc": now_utc})
        return number

    def set_page(self, job_id: int, page: int, state: str, attempt: int, confirmed_utc: str | None) -> None:
        """What the line has proved of a page; a confirmed page never changes again."""
        self.store.run(
            "UPDATE fax_page SET state = ?, attempt = ?, confirmed_utc = ?"
            " WHERE job_id = ? AND number = ? AND state != 'confirmed'",
            (state, attempt, confirmed_utc, job_id, page),
        )

    def settle_page(self, job_id: int, page: int, state: str, staff_id: str, now_utc: str) -> int:
        """The clerk's word on an unknown page; returns how many rows it changed (0: it was not unknown)."""
        return self.store.run(
            "UPDATE fax_page SET state = ?, settled_by = ?, confirmed_utc = ?"
            " WHERE job_id = ? AND number = ? AND state = 'unknown'",
            (state, staff_id, now_utc if state == "confirmed" else None, job_id, page),
        )

    def end_attempt(self, job_id: int, number: int, row: Row) -> None:
        """What an attempt came to. ``row`` has ended_utc, outcome and what is known of the call."""
        sets = ", ".join(f"{name} = :{name}" for name in row)
        self.store.run(
            f"UPDATE fax_attempt SET {sets} WHERE job_id = :job_id AND number = :number AND ended_utc IS NULL",
            {**row, "job_id": job_id, "number": number},
        )

    def note_far_end(self, job_id: int, far_ident: str | None, bit_rate: int | None) -> None:
        """What the recipient's machine said of itself."""
        self.store.run(
            "UPDATE fax_job SET far_ident = coalesce(?, far_ident), bit_rate = coalesce(?, bit_rate) WHERE id = ?",
            (far_ident, bit_rate, job_id),
        )

    def move(self, job_id: int, state: str, outcome: str, next_attempt_utc: str | None, ended_utc: str | None) -> None:
        """The order's new state."""
        self.store.run(
            "UPDATE fax_job SET state = ?, outcome = ?, next_attempt_utc = ?, ended_utc = ? WHERE id = ?",
            (state, outcome, next_attempt_utc, ended_utc, job_id),
        )

    def ask_cancel(self, job_id: int) -> None:
        """The owner wants no more of it."""
        self.store.run("UPDATE fax_job SET cancel_asked = 1 WHERE id = ?", (job_id,))

    def mean_page_s(self, default_s: float) -> float:
        """Seconds a page took in the last 20 delivered calls, or ``default_s``."""
        row = self.store.one(
            "SELECT avg(duration_ms / 1000.0 / confirmed) AS s FROM (SELECT duration_ms, confirmed FROM fax_attempt"
            " WHERE outcome = 'delivered' AND confirmed > 0 ORDER BY intent_utc DESC LIMIT 20)"
        )
        return float(row["s"] or default_s)


class Documents:
    """What is known of documents taken in; their contents are in the vault (A6)."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def add(self, row: Row) -> None:
        """Remember a document, inside the caller's step."""
        self.store.insert("document", row)

    def get(self, document_id: str) -> Row:
        """One document. Raises StoreError when there is none."""
        return self.store.one("SELECT * FROM document WHERE id = ?", (document_id,))

    def ownerless(self) -> list[Row]:
        """Documents no order was made of, not yet purged."""
        return self.store.rows(
            "SELECT * FROM document WHERE purged_at_utc IS NULL AND id NOT IN (SELECT document_id FROM fax_job)"
        )

    def finished(self) -> list[Row]:
        """Documents whose every order is over, not yet purged."""
        return self.store.rows(
            "SELECT DISTINCT d.* FROM document d JOIN fax_job j ON j.document_id = d.id WHERE d.purged_at_utc IS NULL"
            f" AND NOT EXISTS (SELECT 1 FROM fax_job o WHERE o.document_id = d.id AND o.state IN {OPEN_STATES!r})"
        )

    def mark_purged(self, document_id: str, now_utc: str) -> None:
        """The contents are destroyed, inside the caller's step."""
        self.store.run("UPDATE document SET purged_at_utc = ? WHERE id = ?", (now_utc, document_id))
