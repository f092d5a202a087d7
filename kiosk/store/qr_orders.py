"""Payments by QR code: the orders at a provider, what is to be given back, and what was said that cannot be (G1, G2).

Owns their rows. An order is the intent, committed before the provider hears of it; it ends with what the provider's
signed answer says. Knows no provider and no charge. Called by ``kiosk.desk``.
"""

from __future__ import annotations

from kiosk.store.counters import next_number
from kiosk.store.database import Row, Store

_OPEN = "state IN ('wanted', 'shown', 'closing', 'disputed')"


class QrOrders:
    """The QR rows of one store."""

    def __init__(self, store: Store, kiosk_id: str) -> None:
        self._store = store
        self._kiosk_id = kiosk_id

    def number(self, letter: str, mark: str) -> str:
        """The next number, inside the caller's step, e.g. ``K01-Q000012-3FA9C2B1``.

        ``mark`` is by chance: a store that was restored counts again from where it was, and a provider takes each
        number once for ever.
        """
        return f"{self._kiosk_id}-{letter}{next_number(self._store, f'qr_{letter}'):06d}-{mark}"

    # --- orders

    def add(self, row: Row) -> int:
        """The intent, inside the caller's step."""
        return self._store.insert("qr_order", row)

    def get(self, order_id: int) -> Row:
        """One order. Raises StoreError when there is none."""
        return self._store.one("SELECT * FROM qr_order WHERE id = ?", (order_id,))

    def by_request(self, request_id: str) -> Row | None:
        """The order a screen has already asked for with this request id."""
        return self._store.row("SELECT * FROM qr_order WHERE request_id = ?", (request_id,))

    def by_receipt(self, receipt: int) -> Row | None:
        """The order that a payment was made with."""
        return self._store.row("SELECT * FROM qr_order WHERE receipt = ?", (receipt,))

    def by_trade(self, provider: str, trade: str) -> Row | None:
        """The order that a provider's transaction is booked for."""
        return self._store.row("SELECT * FROM qr_order WHERE provider = ? AND trade = ?", (provider, trade))

    def blocking(self, charge_id: int) -> Row | None:
        """The order with which a charge may still turn out paid: no other way until that is known."""
        return self._store.row(
            f"SELECT * FROM qr_order WHERE charge_id = ? AND {_OPEN} AND released_utc IS NULL", (charge_id,)
        )

    def to_ask(self) -> list[Row]:
        """Orders the provider is to be asked about, oldest first: those not decided, and a second look at the others.

        An order nobody can have paid, for its code was never known here, needs no second look.
        """
        return self._store.rows(
            "SELECT * FROM qr_order WHERE state IN ('wanted', 'shown', 'closing')"
            " OR (state IN ('paid', 'closed') AND looked_again = 0 AND code != '') ORDER BY id"
        )

    def keep_code(self, order_id: int, code: str, now_utc: str) -> int:
        """What is to be shown, inside the caller's step; 0 when it was given up meanwhile."""
        return self._store.run(
            "UPDATE qr_order SET state = 'shown', code = ?, changed_utc = ? WHERE id = ? AND state = 'wanted'",
            (code, now_utc, order_id),
        )

    def move(self, order_id: int, state: str, reason: str, now_utc: str) -> int:
        """To CLOSING, CLOSED or DISPUTED, inside the caller's step; 0 when it is decided already."""
        return self._store.run(
            "UPDATE qr_order SET state = :to, reason = :why, changed_utc = :now"
            f" WHERE id = :id AND {_OPEN} AND state != :to",
            {"to": state, "why": reason, "now": now_utc, "id": order_id},
        )

    def pay(self, order_id: int, paid: Row, now_utc: str) -> int:
        """PAID with its ``receipt``, or OWED_BACK without, inside the caller's step; 0 when it is booked already.

        ``paid``: state, trade (the provider's transaction), paid_utc (by the provider's clock), receipt.
        """
        return self._store.run(
            "UPDATE qr_order SET state = :state, trade = :trade, paid_utc = :paid_utc, receipt = :receipt,"
            " changed_utc = :now, looked_again = 0 WHERE id = :id AND trade IS NULL",
            {**paid, "now": now_utc, "id": order_id},
        )

    def look_done(self, order_id: int) -> None:
        """The second look said the same, or what it said is noted, inside the caller's step."""
        self._store.run("UPDATE qr_order SET looked_again = 1 WHERE id = ?", (order_id,))

    def ask_again(self, number: str) -> int:
        """A second look at one that is over, inside the caller's step; 0 when there is none of it to be had."""
        return self._store.run(
            "UPDATE qr_order SET looked_again = 0 WHERE number = ? AND state IN ('paid', 'closed') AND code != ''",
            (number,),
        )

    def stands(self, number: str) -> str:
        """How the order of a number stands, or ``refund`` and how that does (``refund done``); '' for none."""
        row = self._store.row(
            "SELECT state FROM qr_order WHERE number = ?1"
            " UNION ALL SELECT 'refund ' || state FROM qr_refund WHERE number = ?1",
            (number,),
        )
        return str(row["state"]) if row else ""

    def release(self, order_id: int, staff_id: str, now_utc: str) -> int:
        """The clerk has decided: another way may be gone. Inside the caller's step; 0 when it is decided already."""
        return self._store.run(
            f"UPDATE qr_order SET released_by = ?, released_utc = ? WHERE id = ? AND {_OPEN} AND released_utc IS NULL",
            (staff_id, now_utc, order_id),
        )

    def doubtful(self, before_utc: str, now_utc: str, after_utc: str) -> list[Row]:
        """Orders on which nobody has decided, and whose closing could not be confirmed since ``before_utc``.

        Nor since ``after_utc``, which is to come: the clock was set back, and how long it is nobody knows (K3).
        So are those that nobody has closed although they cannot be paid any more: nobody asks after them, as on a kiosk
        whose keys to the provider cannot be read.
        """
        return self._store.rows(
            "SELECT * FROM qr_order WHERE released_utc IS NULL AND ("
            "(state = 'closing' AND (changed_utc <= ? OR changed_utc >= ?))"
            " OR (state IN ('wanted', 'shown') AND payable_until_utc <= ?)) ORDER BY id",
            (before_utc, after_utc, now_utc),
        )

    # --- what is to be given back

    def add_refund(self, row: Row) -> None:
        """The intent, inside the caller's step."""
        self._store.insert("qr_refund", row)

    def refund(self, refund_id: int) -> Row:
        """One refund with its order's number, amount and currency. Raises StoreError when there is none."""
        return self._store.one(f"{_REFUNDS} WHERE r.id = ?", (refund_id,))

    def refund_of(self, order_id: int) -> Row | None:
        """What is to be given back of an order, if anything."""
        return self._store.row(f"{_REFUNDS} WHERE r.order_id = ?", (order_id,))

    def refunds_to_ask(self) -> list[Row]:
        """Refunds that are not decided, oldest first."""
        return self._store.rows(f"{_REFUNDS} WHERE r.state = 'wanted' ORDER BY r.id")

    def stuck_refunds(self, before_utc: str) -> list[Row]:
        """Refunds that failed, or were wanted before then and have not come, and on which nobody has decided."""
        return self._store.rows(
            f"{_REFUNDS} WHERE r.settled_utc IS NULL"
            " AND (r.state = 'failed' OR (r.state = 'wanted' AND r.made_utc <= ?)) ORDER BY r.id",
            (before_utc,),
        )

    def note_refund(self, refund_id: int, state: str, reason: str, ended_utc: str | None) -> int:
        """What the provider says, inside the caller's step; 0 when it is decided already.

        What a person has put off the board while it was under way stands there again when it ends.
        """
        return self._store.run(
            "UPDATE qr_refund SET state = :state, reason = :reason, ended_utc = :ended,"
            " settled_by = CASE WHEN :ended IS NULL THEN settled_by END,"
            " settled_utc = CASE WHEN :ended IS NULL THEN settled_utc END WHERE id = :id AND state = 'wanted'",
            {"state": state, "reason": reason, "ended": ended_utc, "id": refund_id},
        )

    def settle_refund(self, refund_id: int, staff_id: str, now_utc: str) -> int:
        """A person has taken care of it, inside the caller's step."""
        return self._store.run(
            "UPDATE qr_refund SET settled_by = ?, settled_utc = ? WHERE id = ? AND settled_utc IS NULL",
            (staff_id, now_utc, refund_id),
        )

    # --- what cannot be

    def contradict(self, order_id: int, kind: str, said: str, now_utc: str) -> int:
        """Note what was said, inside the caller's step; 0 when it was noted before."""
        return self._store.run(
            "INSERT OR IGNORE INTO qr_contradiction (order_id, kind, said, noted_utc) VALUES (?, ?, ?, ?)",
            (order_id, kind, said, now_utc),
        )

    def contradictions(self) -> list[Row]:
        """Those on which nobody has decided, with their orders' numbers, units and amounts."""
        return self._store.rows(f"{_CONTRADICTIONS} WHERE c.settled_utc IS NULL ORDER BY c.id")

    def contradiction(self, contradiction_id: int) -> Row:
        """One of them. Raises StoreError when there is none."""
        return self._store.one(f"{_CONTRADICTIONS} WHERE c.id = ?", (contradiction_id,))

    def settle_contradiction(self, contradiction_id: int, staff_id: str, now_utc: str) -> int:
        """A person has taken care of it, inside the caller's step; 0 when that is so already."""
        return self._store.run(
            "UPDATE qr_contradiction SET settled_by = ?, settled_utc = ? WHERE id = ? AND settled_utc IS NULL",
            (staff_id, now_utc, contradiction_id),
        )


_REFUNDS = (
    "SELECT r.*, o.number AS order_number, o.amount_fen AS paid_fen, o.currency, o.unit_id, o.provider, o.trade"
    " FROM qr_refund r JOIN qr_order o ON o.id = r.order_id"
)
_CONTRADICTIONS = (
    "SELECT c.*, o.number AS order_number, o.unit_id, o.amount_fen, o.state AS order_state"
    " FROM qr_contradiction c JOIN qr_order o ON o.id = c.order_id"
)
