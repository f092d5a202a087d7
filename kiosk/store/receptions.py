"""Faxes that came in, their pages and their printings: the other half of the fax log (B8, B9).

Owns the rows. A fax is ``arriving`` from off-hook to the end of the call; then ``empty`` (nobody sent a page), ``new``,
``seen`` (somebody looked) or ``printed``; in the end ``expired``, without its pages. Knows no line and no vault. Called
by ``kiosk.desk``.
"""

from __future__ import annotations

from kiosk.store.counters import next_number
from kiosk.store.database import Row, Store

UNDELIVERED = ("new", "seen")
# When a fax was surely here, or surely on paper: the first moment by a clock known to be right (K3) that the journal
# has behind what it says of that. A machine without a battery clock wakes up months behind, and what it stamps then is
# no older for it. NULL, which is by no moment, while no such clock has run. The journal is gone through once for all.
_TOLD = """WITH told AS MATERIALIZED (
    SELECT json_extract(body, '$.fax') AS fax, kind, min(seq) AS seq FROM journal
    WHERE kind IN ('fax.received', 'fax.received.printed') GROUP BY 1, 2
) """
_SURELY_BY = """(SELECT at_utc FROM journal WHERE synced = 1 AND seq >= (
    SELECT told.seq FROM told WHERE told.fax = fax.number
    AND told.kind = iif(fax.printed_utc IS NULL, 'fax.received', 'fax.received.printed')
) ORDER BY seq LIMIT 1)"""


class Receptions:
    """The received faxes of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    # --- looking

    def get(self, received_id: int) -> Row:
        """One fax. Raises StoreError when there is none."""
        return self.store.one("SELECT * FROM fax_received WHERE id = ?", (received_id,))

    def pages(self, received_id: int) -> list[Row]:
        """Its pages that are here, in order; their numbers may have gaps."""
        return self.store.rows("SELECT * FROM fax_received_page WHERE received_id = ? ORDER BY number", (received_id,))

    def latest(self, limit: int) -> list[Row]:
        """Faxes with pages, and the call under way, newest first."""
        return self.store.rows(
            "SELECT * FROM fax_received WHERE state NOT IN ('empty', 'expired') ORDER BY id DESC LIMIT ?", (limit,)
        )

    def in_state(self, *states: str) -> list[Row]:
        """Faxes in one of these states, oldest first."""
        marks = ", ".join("?" for _ in states)
        return self.store.rows(f"SELECT * FROM fax_received WHERE state IN ({marks}) ORDER BY id", states)

    def done_with(self, before_utc: str, received_id: int | None = None) -> list[Row]:
        """Faxes printed by then or, if nobody has printed them, received by then; none whose paper is in doubt.

        Of all, or of one. The row's own moment may be of a clock that was wrong: ``_SURELY_BY`` must agree.
        """
        return self.store.rows(
            f"{_TOLD}SELECT * FROM fax_received AS fax WHERE (:id IS NULL OR id = :id)"
            " AND state IN ('new', 'seen', 'printed')"
            " AND coalesce(printed_utc, ended_utc) <= :before AND NOT EXISTS (SELECT 1 FROM fax_received_print AS p"
            " JOIN print_job AS j ON j.form = 'received' AND j.ref = p.id"
            " WHERE p.received_id = fax.id AND j.state IN ('waiting', 'unknown'))"
            f" AND {_SURELY_BY} <= :before ORDER BY id",
            {"before": before_utc, "id": received_id},
        )

    def to_destroy(self) -> list[Row]:
        """Faxes whose time is over and whose pages are still here, oldest first."""
        return self.store.rows(
            "SELECT * FROM fax_received WHERE state = 'expired'"
            " AND id IN (SELECT received_id FROM fax_received_page) ORDER BY id"
        )

    def has_undelivered(self) -> bool:
        """Whether a fax is here that nobody has printed yet (F3)."""
        return self.store.row(f"SELECT 1 FROM fax_received WHERE state IN {UNDELIVERED!r} LIMIT 1") is not None

    def page_keys(self) -> frozenset[str]:
        """Keys of all pages, as they are in the vault."""
        return frozenset(row["pages_key"] for row in self.store.rows("SELECT pages_key FROM fax_received_page"))

    # --- the call, inside the caller's step

    def begin(self, row: Row) -> int:
        """A call that is being answered gets the next number; returns its id."""
        number = f"RF{next_number(self.store, 'fax_received'):06d}"
        return self.store.insert("fax_received", {**row, "number": number, "state": "arriving"})

    def note(self, received_id: int, row: Row) -> None:
        """What has become known of a fax."""
        sets = ", ".join(f"{name} = :{name}" for name in row)
        self.store.run(f"UPDATE fax_received SET {sets} WHERE id = :id", {**row, "id": received_id})

    def note_caller(
        self, received_id: int, ident: str | None, subaddress: str | None, number: str | None, name: str | None
    ) -> None:
        """What the caller and the exchange have said; what was said before and not again stays."""
        self.store.run(
            "UPDATE fax_received SET caller_ident = coalesce(?, caller_ident), subaddress = coalesce(?, subaddress),"
            " caller_number = coalesce(?, caller_number), caller_name = coalesce(?, caller_name) WHERE id = ?",
            (ident, subaddress, number, name, received_id),
        )

    def keep_page(self, row: Row) -> None:
        """A page that is in the vault. One of this number that was not confirmed gives way to it."""
        self.store.run(
            "DELETE FROM fax_received_page WHERE received_id = ? AND number = ? AND confirmed = 0",
            (row["received_id"], row["number"]),
        )
        self.store.insert("fax_received_page", row)

    def drop_page(self, received_id: int, number: int) -> None:
        """This page will not be confirmed as it is."""
        self.store.run(
            "DELETE FROM fax_received_page WHERE received_id = ? AND number = ? AND confirmed = 0",
            (received_id, number),
        )

    def confirm_page(self, received_id: int, number: int) -> None:
        """The sender has been told that this page is here."""
        self.store.run(
            "UPDATE fax_received_page SET confirmed = 1 WHERE received_id = ? AND number = ?", (received_id, number)
        )

    def note_coding(self, received_id: int, number: int, coding: str, bit_rate: int) -> None:
        """How a page came over the line."""
        self.store.run(
            "UPDATE fax_received_page SET coding = ?, bit_rate = ? WHERE received_id = ? AND number = ?",
            (coding, bit_rate, received_id, number),
        )

    # --- afterwards, inside the caller's step

    def see(self, received_id: int, staff_id: str, now_utc: str) -> None:
        """Somebody has looked; the first one stays."""
        self.store.run(
            "UPDATE fax_received SET state = 'seen', seen_utc = ?, seen_by = ? WHERE id = ? AND state = 'new'",
            (now_utc, staff_id, received_id),
        )

    def latest_printing(self, received_id: int) -> Row | None:
        """The newest wish to print it, with the state of its print job."""
        return self.store.row(
            "SELECT p.*, j.state, j.reason FROM fax_received_print p"
            " JOIN print_job j ON j.form = 'received' AND j.ref = p.id"
            " WHERE p.received_id = ? ORDER BY p.copy DESC LIMIT 1",
            (received_id,),
        )

    def printing(self, printing_id: int) -> Row:
        """A wish to print. Raises StoreError when there is none."""
        return self.store.one("SELECT * FROM fax_received_print WHERE id = ?", (printing_id,))

    def add_printing(self, received_id: int, staff_id: str, now_utc: str) -> int:
        """A further printing, the first being the original (copy 0); returns its id, which the print job refers to."""
        known = self.store.one("SELECT count(*) AS n FROM fax_received_print WHERE received_id = ?", (received_id,))
        row = {"received_id": received_id, "copy": known["n"], "staff_id": staff_id, "wanted_utc": now_utc}
        return self.store.insert("fax_received_print", row)

    def mark_printed(self, received_id: int, now_utc: str) -> None:
        """It has come out on paper. One whose time is over stays so: its pages are not coming back."""
        self.store.run(
            "UPDATE fax_received SET state = 'printed', printed_utc = coalesce(printed_utc, ?)"
            " WHERE id = ? AND state != 'expired'",
            (now_utc, received_id),
        )

    def expire(self, received_id: int) -> None:
        """Its time is over: nobody looks at it or prints it any more."""
        self.store.run("UPDATE fax_received SET state = 'expired' WHERE id = ?", (received_id,))

    def forget_pages(self, received_id: int) -> None:
        """Its pages are here no more."""
        self.store.run("DELETE FROM fax_received_page WHERE received_id = ?", (received_id,))
