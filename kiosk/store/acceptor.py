"""What the cash acceptor's devices have said, for which charge it takes money, and every note and coin (G2, K1).

Owns those rows. What is booked of them is ``kiosk.desk.collecting``'s business. Called by ``kiosk.desk``.
"""

from __future__ import annotations

from kiosk.store.counters import next_number
from kiosk.store.database import Row, Store

OPEN, ENDING, ENDED = "open", "ending", "ended"
INTENT, UNKNOWN, TAKEN, RETURNED, SEEN = "intent", "unknown", "taken", "returned", "seen"


class AcceptorRows:
    """The acceptor's rows of one store."""

    def __init__(self, store: Store, kiosk_id: str) -> None:
        self.store = store
        self._kiosk_id = kiosk_id

    # --- devices

    def mark(self, device: str) -> tuple[int, str] | None:
        """How far this device's events were read: counter, and the last ones in hex."""
        row = self.store.row("SELECT counter, events FROM acceptor_mark WHERE device = ?", (device,))
        return (row["counter"], row["events"]) if row else None

    def keep_mark(self, device: str, counter: int, events: str, now_utc: str) -> None:
        """Keep it, inside the step that books what was read."""
        self.store.run(
            "INSERT INTO acceptor_mark VALUES (?, ?, ?, ?) ON CONFLICT (device) DO UPDATE"
            " SET counter = excluded.counter, events = excluded.events, noted_utc = excluded.noted_utc",
            (device, counter, events, now_utc),
        )

    # --- for what it takes money

    def collection(self) -> Row | None:
        """The one that is not over, if any."""
        return self.store.row("SELECT * FROM collection WHERE state != 'ended'")

    def newest_collection(self) -> Row | None:
        """The last one that was begun: what comes in late belongs to it."""
        return self.store.row("SELECT * FROM collection ORDER BY id DESC LIMIT 1")

    def newest_of(self, charge_id: int) -> Row | None:
        """The last one that was begun for a charge."""
        return self.store.row("SELECT * FROM collection WHERE charge_id = ? ORDER BY id DESC LIMIT 1", (charge_id,))

    def begin(self, row: Row) -> int:
        """A new one, inside the caller's step; there is one at a time."""
        return self.store.insert("collection", {**row, "state": OPEN})

    def turn(self, collection_id: int, state: str, reason: str, ended_utc: str | None) -> None:
        """Move it on, inside the caller's step."""
        self.store.run(
            "UPDATE collection SET state = ?, reason = ?, ended_utc = ? WHERE id = ? AND state != 'ended'",
            (state, reason, ended_utc, collection_id),
        )

    def choose(self, collection_id: int, change_to_account: bool) -> None:
        """Where what is over goes, inside the caller's step."""
        self.store.run(
            "UPDATE collection SET change_to_account = ? WHERE id = ? AND state != 'ended'",
            (int(change_to_account), collection_id),
        )

    # --- notes and coins

    def add(self, row: Row) -> int:
        """A note or coin, inside the caller's step."""
        return self.store.insert("acceptance", row)

    def acceptance(self, acceptance_id: int) -> Row | None:
        """One of them, with the charge it was put in for."""
        return self.store.row(f"{_ACCEPTANCES} WHERE a.id = ?", (acceptance_id,))

    def in_state(self, state: str) -> list[Row]:
        """Those in a state, oldest first, with the charge each was put in for."""
        return self.store.rows(f"{_ACCEPTANCES} WHERE a.state = ? ORDER BY a.id", (state,))

    def awaiting(self, device: str) -> Row | None:
        """The newest one of which the device may still say what became of it."""
        return self.store.row(
            f"{_ACCEPTANCES} WHERE a.device = ? AND a.awaits_device ORDER BY a.id DESC LIMIT 1", (device,)
        )

    def change(self, acceptance_id: int, **values: object) -> None:
        """Change some columns, inside the caller's step."""
        names = ", ".join(f"{name} = :{name}" for name in values)
        self.store.run(f"UPDATE acceptance SET {names} WHERE id = :id", {**values, "id": acceptance_id})

    def add_found(self, row: Row) -> None:
        """What a person has counted of a piece that nobody could name, inside the caller's step."""
        self.store.insert("acceptance_found", row)

    def found(self, acceptance_id: int) -> Row | None:
        """What a person has counted of it, if anybody has."""
        return self.store.row("SELECT * FROM acceptance_found WHERE acceptance_id = ?", (acceptance_id,))

    # --- what is held

    def held(self) -> list[Row]:
        """Accounts that hold money of somebody's, with how much in fen and since which transaction."""
        return self.store.rows(
            "SELECT account, fen, since FROM held_now"
            " WHERE NOT (account >= 'held:qr.' AND account < 'held:qr/')"  # those its provider gives back
            " ORDER BY since"
        )

    def add_return(self, row: Row) -> int:
        """What was held has gone back, inside the caller's step."""
        return self.store.insert("held_return", row)

    def first_taken(self, after: int, last: int | None = None) -> int | None:
        """The first transaction after one (0: of all) that put money into the box; none behind ``last`` counts."""
        row = self.store.one("SELECT min(transaction_id) AS id FROM acceptance WHERE transaction_id > ?", (after,))
        return int(row["id"]) if row["id"] is not None and (last is None or row["id"] <= last) else None

    def return_of(self, transaction_id: int) -> Row | None:
        """The return that a transaction booked."""
        return self.store.row("SELECT * FROM held_return WHERE transaction_id = ?", (transaction_id,))

    def number(self, letter: str, series: str) -> str:
        """The next number of what the machine has taken in, or of what was given back, inside the step that books."""
        return f"{self._kiosk_id}-{letter}{next_number(self.store, series):06d}"

    def next_return(self) -> int:
        """The id that the next return will have, inside the step that makes it."""
        return int(self.store.one("SELECT coalesce(max(id), 0) + 1 AS n FROM held_return")["n"])


_ACCEPTANCES = "SELECT a.*, c.charge_id FROM acceptance a LEFT JOIN collection c ON c.id = a.collection_id"
