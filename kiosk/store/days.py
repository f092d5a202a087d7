"""Business days, shifts, counts of the drawer and closings (G5, G6).

Owns their rows, which are only ever added. When a day ends and what a count means is ``kiosk.desk.days``'s business.
Called by ``kiosk.desk``.
"""

from __future__ import annotations

import json

from kiosk.store.counters import next_number
from kiosk.store.database import Row, Store


class Days:
    """The days of one store."""

    def __init__(self, store: Store, kiosk_id: str) -> None:
        self.store = store
        self._kiosk_id = kiosk_id

    # --- days and shifts

    def latest(self) -> str | None:
        """The newest business day, or None before the first."""
        row = self.store.row("SELECT day FROM business_day ORDER BY day DESC LIMIT 1")
        return str(row["day"]) if row else None

    def open(self, day: str, now_utc: str) -> Row:
        """A new business day with its early shift, which nobody has taken over yet, inside the caller's step."""
        self.store.insert("business_day", {"day": day, "opened_utc": now_utc})
        return self.add_shift(day, None, now_utc)

    def add_shift(self, day: str, staff_id: str | None, now_utc: str) -> Row:
        """The next shift of a day, inside the caller's step."""
        last = self.store.one("SELECT coalesce(max(number), 0) AS n FROM shift WHERE business_day = ?", (day,))
        row = {"business_day": day, "number": last["n"] + 1, "staff_id": staff_id, "begun_utc": now_utc}
        return {"id": self.store.insert("shift", row), **row}

    def shift(self, day: str) -> Row:
        """The newest shift of a day. Raises StoreError when the day is none."""
        return self.store.one("SELECT * FROM shift WHERE business_day = ? ORDER BY number DESC LIMIT 1", (day,))

    def shifts(self, day: str) -> list[Row]:
        """All shifts of a day, in order."""
        return self.store.rows("SELECT * FROM shift WHERE business_day = ? ORDER BY number", (day,))

    def take_shift(self, shift_id: int, staff_id: str) -> None:
        """A shift that began by itself gets its person, inside the caller's step."""
        self.store.run("UPDATE shift SET staff_id = ? WHERE id = ?", (staff_id, shift_id))

    # --- counts

    def next_count(self) -> str:
        """The number of the next count's sheet (现金盘点表), e.g. ``K01-P00001``, inside the step that counts."""
        return f"{self._kiosk_id}-P{next_number(self.store, 'cash_count'):05d}"

    def add_count(self, row: Row) -> int:
        """A declared count, inside the caller's step."""
        return self.store.insert("cash_count", row)

    def count(self, count_id: int) -> Row:
        """One count with its explanation, if it has one. Raises StoreError when there is none."""
        return self.store.one(f"{COUNTS} WHERE c.id = ?", (count_id,))

    def count_by_request(self, request_id: str) -> Row | None:
        """What a request has declared already, if anything."""
        return self.store.row(f"{COUNTS} WHERE c.request_id = ?", (request_id,))

    def counts(self, day: str) -> list[Row]:
        """A day's counts, in order."""
        return self.store.rows(f"{COUNTS} WHERE c.business_day = ? ORDER BY c.id", (day,))

    def pieces(self) -> dict[int, int] | None:
        """What the drawer held by denomination when it was counted last; None: never, or the day was closed since."""
        sql = "SELECT purpose, pieces FROM cash_count WHERE purpose != 'machine' ORDER BY id DESC LIMIT 1"
        row = self.store.row(sql)
        if row is None or row["purpose"] == "closing":
            return None
        return {int(fen): int(number) for fen, number in json.loads(row["pieces"]).items()}

    def closing_count(self, day: str) -> Row | None:
        """The count that ended a day, if it has ended."""
        return self.store.row(f"{COUNTS} WHERE c.business_day = ? AND c.purpose = 'closing'", (day,))

    def box_count(self, before: int | None = None) -> Row | None:
        """The last count of the machine's box; ``before``: the last one before that count."""
        box = f"{COUNTS} WHERE c.purpose = 'machine' AND (:before IS NULL OR c.id < :before)"
        return self.store.row(f"{box} ORDER BY c.id DESC LIMIT 1", {"before": before})

    def bag_used(self, bag_number: str) -> bool:
        """Whether a deposit bag of this number was sealed before."""
        return self.store.row("SELECT 1 FROM cash_count WHERE bag_number = ?", (bag_number,)) is not None

    def explain(self, count_id: int, reason: str, staff_id: str, now_utc: str) -> int:
        """Why a count differs, inside the caller's step; 0 when that was said before."""
        return self.store.run(
            "INSERT OR IGNORE INTO count_explanation VALUES (?, ?, ?, ?)", (count_id, reason, staff_id, now_utc)
        )

    # --- closings

    def unsigned(self) -> str | None:
        """The oldest day that has ended and is not signed yet."""
        row = self.store.row(
            "SELECT business_day AS day FROM cash_count WHERE purpose = 'closing'"
            " AND business_day NOT IN (SELECT business_day FROM day_closing) ORDER BY 1 LIMIT 1"
        )
        return str(row["day"]) if row else None

    def add_closing(self, row: Row) -> None:
        """The signed end of a day, inside the caller's step; a day has one."""
        self.store.insert("day_closing", row)

    def signing_key(self) -> str | None:
        """The public key that the newest closed day is signed with, if any day is closed."""
        row = self.store.row("SELECT public_key FROM day_closing ORDER BY business_day DESC LIMIT 1")
        return str(row["public_key"]) if row else None

    def closing(self, day: str) -> Row | None:
        """The signed end of a day, if it is signed."""
        return self.store.row("SELECT * FROM day_closing WHERE business_day = ?", (day,))


# Each count with its explanation, if it has one.
COUNTS = (
    "SELECT c.*, c.counted_fen - c.expected_fen AS difference_fen, e.reason, e.staff_id AS explained_by"
    " FROM cash_count c LEFT JOIN count_explanation e ON e.count_id = c.id"
)
