"""Requests, calls for the clerk, ratings and notes of recovery (D2, F1, E4, K1).

Owns their rows. Knows no screen and no lamp. Called by ``kiosk.desk``.
"""

from __future__ import annotations

from collections.abc import Collection

from kiosk.store.counters import next_number
from kiosk.store.database import Row, Store


class Cases:
    """Service requests of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def by_request(self, request_id: str) -> Row | None:
        """The case a screen has already opened with this request id."""
        return self.store.row("SELECT * FROM service_case WHERE request_id = ?", (request_id,))

    def add(self, row: Row, series: tuple[str, str]) -> int:
        """A new open case with the next number of its ``series`` (counter, letter), inside the caller's step."""
        counter, letter = series
        number = f"{letter}{next_number(self.store, counter):05d}"
        return self.store.insert("service_case", {**row, "number": number, "state": "open"})

    def get(self, case_id: int) -> Row:
        """One case. Raises StoreError when there is none."""
        return self.store.one("SELECT * FROM service_case WHERE id = ?", (case_id,))

    def of_unit(self, unit_id: str, kind: str) -> list[Row]:
        """A unit's cases of one kind, newest first."""
        return self.store.rows(
            "SELECT * FROM service_case WHERE unit_id = ? AND kind = ? ORDER BY id DESC", (unit_id, kind)
        )

    def in_states(self, states: Collection[str]) -> list[Row]:
        """Cases in these states: urgent ones first, then the oldest."""
        marks = ", ".join("?" for _ in states)
        return self.store.rows(
            f"SELECT * FROM service_case WHERE state IN ({marks}) ORDER BY urgency != 'urgent', id", tuple(states)
        )

    def last_closed(self, limit: int) -> list[Row]:
        """Closed ones among the newest hundred cases, the one closed last first."""
        return self.store.rows(
            "SELECT * FROM (SELECT * FROM service_case ORDER BY id DESC LIMIT 100) WHERE state = 'closed'"
            " ORDER BY closed_utc DESC, id DESC LIMIT ?",
            (limit,),
        )

    def accept(self, case_id: int, staff_id: str, now_utc: str) -> int:
        """A clerk takes an open case; returns 0 when somebody has already."""
        return self.store.run(
            "UPDATE service_case SET state = 'accepted', accepted_by = ?, accepted_utc = ?"
            " WHERE id = ? AND state = 'open'",
            (staff_id, now_utc, case_id),
        )

    def close(self, case_id: int, staff_id: str, signature: str | None, now_utc: str) -> int:
        """The end of an accepted case, signed for or answered; returns 0 when it was not accepted or is closed."""
        return self.store.run(
            "UPDATE service_case SET state = 'closed', closed_by = ?, closed_utc = ?, signature = ?"
            " WHERE id = ? AND state = 'accepted'",
            (staff_id, now_utc, signature, case_id),
        )


class Calls:
    """Calls for the clerk."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def waiting(self) -> list[Row]:
        """Calls nobody has answered, oldest first."""
        return self.store.rows("SELECT * FROM clerk_call WHERE acknowledged_utc IS NULL ORDER BY id")

    def latest(self) -> Row | None:
        """The newest call of all."""
        return self.store.row("SELECT * FROM clerk_call ORDER BY id DESC LIMIT 1")

    def get(self, call_id: int) -> Row:
        """One call. Raises StoreError when there is none."""
        return self.store.one("SELECT * FROM clerk_call WHERE id = ?", (call_id,))

    def add(self, origin: str, unit_id: str | None, urgent: bool, now_utc: str) -> int:
        """A new call, inside the caller's step."""
        row = {"origin": origin, "unit_id": unit_id, "urgent": int(urgent), "raised_utc": now_utc}
        return self.store.insert("clerk_call", row)

    def acknowledge(self, call_id: int, staff_id: str, now_utc: str) -> int:
        """A clerk answers; returns 0 when somebody has already."""
        return self.store.run(
            "UPDATE clerk_call SET acknowledged_utc = ?, acknowledged_by = ? WHERE id = ? AND acknowledged_utc IS NULL",
            (now_utc, staff_id, call_id),
        )


class Ratings:
    """Satisfaction, once per thing."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def add(self, ref_kind: str, ref_id: int, score: int, reason_key: str, now_utc: str) -> int:
        """Keep a rating, inside the caller's step; returns 0 when the thing was rated before."""
        return self.store.run(
            "INSERT OR IGNORE INTO rating VALUES (?, ?, ?, ?, ?)", (ref_kind, ref_id, score, reason_key, now_utc)
        )

    def get(self, ref_kind: str, ref_id: int) -> Row | None:
        """The rating of a thing."""
        return self.store.row("SELECT * FROM rating WHERE ref_kind = ? AND ref_id = ?", (ref_kind, ref_id))


class RecoveryNotes:
    """What happened before the last start, as sentences for the idle screen; one row a sentence.

    They are not taken by whoever reads them first: screens that die, or start before the core has looked, lose nothing.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def add(self, text_key: str, now_utc: str) -> None:
        """Leave a sentence, inside the caller's step; left before, it is as fresh again."""
        self.store.run("DELETE FROM recovery_note WHERE text_key = ?", (text_key,))
        self.store.insert("recovery_note", {"text_key": text_key, "noted_utc": now_utc})

    def since(self, utc: str) -> tuple[str, ...]:
        """Sentences left at ``utc`` or later, oldest first."""
        rows = self.store.rows("SELECT text_key FROM recovery_note WHERE noted_utc >= ? ORDER BY noted_utc", (utc,))
        return tuple(row["text_key"] for row in rows)
