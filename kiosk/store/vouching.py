"""What a record of the journal vouches for: the row that was written in its step, by a digest (G4, H1).

Owns which columns of which table stay as they were written, and the digest over them. What a record says openly needs
none; what is a person's (a signature, a number that was dialled) or a long text goes to head office by its digest only.
Called by ``kiosk.desk``, where a record is made, and by ``told_faults``, which compares.
"""

from __future__ import annotations

import hashlib
from typing import Protocol

from kiosk.store.database import Row
from kiosk.store.journal import canonical

DIGEST = "row_sha256"  # the key of it in a record; records of before it have none
_LINE = ("line", "words", "quantity", "unit_fen")

FIXED: dict[str, tuple[str, ...]] = {
    "acceptance": ("collection_id", "device", "kind", "fen", "made_utc"),
    "acceptance_found": ("acceptance_id", "staff_id", "pieces", "fen", "reason", "strokes", "found_utc"),
    "allowance": ("unit_id", "item", "month", "units"),
    "charge": (
        *("kind", "job_id", "unit_id", "title_key", "detail", "quantity", "unit_fen", "amount_fen", "made_utc"),
    ),
    "charge_line": (*_LINE, "title_key", "unit_key"),
    "count_explanation": ("count_id", "reason", "staff_id", "explained_utc"),
    "fax_job": (
        *("number", "request_id", "unit_id", "person_id", "language", "e164", "dial", "shown", "zone", "urgency"),
        *("resolution", "pages", "document_id", "price_version", "page_fen", "quoted_fen", "rate", "created_utc"),
    ),
    "hold": (*("kind", "job_id", "unit_id", "rate", "quantity", "held_fen", "price_version", "made_utc"),),
    "hold_capture": ("piece", "fen", "captured_utc"),
    "hold_release": ("fen", "released_utc"),
    "limit_approval": ("charge_id", "payments", "staff_id", "approved_utc"),
    "price_list": ("version", "valid_from_utc", "valid_until_utc", "body"),
    "price_list_withdrawal": ("version", "withdrawn_by", "withdrawn_utc"),
    "qr_order": (
        *("number", "request_id", "charge_id", "unit_id", "person_id", "provider", "amount_fen", "currency"),
        *("payable_until_utc", "made_utc"),
    ),
    "qr_refund": ("number", "order_id", "amount_fen", "red_receipt", "made_utc"),
    "receipt_signature": ("receipt", "strokes", "signed_utc"),
    "service_case": (
        *("number", "request_id", "kind", "unit_id", "person_id", "language", "item_key", "words", "wanted_key"),
        *("urgency", "materials_by_owner", "price_version", "price_fen", "opened_utc", "addressee"),
    ),
    "shift": ("business_day", "number", "staff_id", "begun_utc"),
    "voucher_block": ("request_id", "number", "blocked", "reason", "staff_id", "strokes", "noted_utc"),
    "voucher_issue": (
        *("request_id", "series", "first", "last", "face_fen", "sold", "unit_id", "valid_until", "reason"),
        *("staff_id", "approved_by", "strokes", "issued_utc"),
    ),
    "work_answer": ("quote_id", "agreed", "strokes", "staff_id", "answered_utc"),
    "work_quote": ("case_id", "version", "request_id", "total_fen", "staff_id", "made_utc"),
    "work_quote_line": (*_LINE, "kind"),
}


# What belongs to a row: its table, the column that names the row, of which column that is, and the order.
LINES = {
    "charge": ("charge_line", "charge_id", "id", "line"),
    "fax_job": ("allowance", "job_id", "id", "item"),
    "price_list": ("price_list_withdrawal", "withdrawn_by", "version", "version"),
    "work_quote": ("work_quote_line", "quote_id", "id", "line"),
}


class Reading(Protocol):
    """What can be asked: the store, or an auditor's read-only connection."""

    def rows(self, sql: str, values: tuple[object, ...] = (), /) -> list[Row]: ...


def vouched(store: Reading, table: str, **key: object) -> dict[str, str]:
    """The digest of the row that was just written, as its record tells it. Raises IndexError where there is none."""
    named = " AND ".join(f"{name} = ?" for name in key)
    return {DIGEST: digest(store, table, store.rows(f"SELECT * FROM {table} WHERE {named}", tuple(key.values()))[0])}


def digest(store: Reading, table: str, row: Row) -> str:
    """SHA-256, in hex, over the canonical JSON of what stays of a row and of the lines that belong to it.

    A NULL is left out, so that a column which is added later changes nothing.
    """
    lines: list[dict[str, object]] = []
    if table in LINES:
        of, named, key, order = LINES[table]
        found = store.rows(f"SELECT * FROM {of} WHERE {named} = ? ORDER BY {order}", (row[key],))
        lines = [_kept(of, line) for line in found]
    return sha256_of(canonical([table, _kept(table, row), lines]))


def sha256_of(text: str | None) -> str:
    """In hex, over the text in UTF-8; nothing is hashed as no text."""
    return hashlib.sha256((text or "").encode()).hexdigest()


def _kept(table: str, row: Row) -> dict[str, object]:
    return {name: row[name] for name in FIXED[table] if row[name] is not None}
