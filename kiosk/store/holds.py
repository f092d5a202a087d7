"""What is held of a quote while its order is under way: captured piece by piece, the rest released once (G1).

Owns the rows, all append-only; SQLite itself keeps captured + released = held, and a charge at the sum of its captures
(``payment_schema``). Knows no page and no price. Called by ``kiosk.desk.holds``.
"""

from __future__ import annotations

from kiosk.store.database import Row, Store


class Holds:
    """The holds of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def of(self, kind: str, job_id: int) -> Row | None:
        """The hold of an order, or None: it is from the time before holds."""
        return self.store.row("SELECT * FROM hold WHERE kind = ? AND job_id = ?", (kind, job_id))

    def add(self, row: Row) -> int:
        """Hold, inside the caller's step; an order is held once. Returns the hold's id."""
        return self.store.insert("hold", row)

    def captures(self, hold_id: int) -> list[Row]:
        """What is captured: ``piece``, ``fen``, in the order of the pieces."""
        return self.store.rows("SELECT * FROM hold_capture WHERE hold_id = ? ORDER BY piece", (hold_id,))

    def capture(self, hold_id: int, piece: int, fen: int, now_utc: str) -> None:
        """Capture a piece, inside the caller's step. Raises StoreError for the same once more, or more than is held."""
        row = {"hold_id": hold_id, "piece": piece, "fen": fen, "captured_utc": now_utc}
        self.store.insert("hold_capture", row)

    def release(self, hold_id: int, fen: int, now_utc: str) -> None:
        """The order is over, inside the caller's step: ``fen`` is what was not captured, else StoreError."""
        self.store.insert("hold_release", {"hold_id": hold_id, "fen": fen, "released_utc": now_utc})

    def open_fen(self, unit_id: str) -> int:
        """What is held of all orders of a unit that are under way."""
        row = self.store.one(
            "SELECT coalesce(sum(held_fen), 0) AS fen FROM hold WHERE unit_id = ?"
            " AND id NOT IN (SELECT hold_id FROM hold_release)",
            (unit_id,),
        )
        return int(row["fen"])
