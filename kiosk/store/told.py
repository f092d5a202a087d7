"""What each kind of record tells of which row: the list that the proof goes through (G4, H1).

Owns that list, and how a record and a row that nobody has told of are named. Called by ``told_faults``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Told:
    """One row that a record of a kind tells of.

    ``where`` finds it, with keys of the record as named values (NULL where it has none: of before, it may find several
    rows). ``same``: the record's key by the row's column. ``only``: key and value that the record must have to tell of
    it. ``each``: the key of a list, of whose things each tells. ``is_now``: what the row is by the kind of the record.
    """

    table: str
    where: str
    name: str
    same: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, object] | None = None
    each: str = ""
    is_now: Mapping[str, object] = field(default_factory=dict)


def _like(names: str, **others: str) -> dict[str, str]:
    """Columns that a record tells under their own names, and others."""
    return {**{name: name for name in names.split()}, **others}


STROKES = "strokes_sha256"  # of a signature a record tells the hash
_PAID = (
    "receipt receipt_number transaction_id charge_id unit_id person_id staff_id method amount_fen tendered_fen"
    " change_fen check_code paid_utc approved_by"
)
_CASE = "(SELECT id FROM service_case WHERE number = :case)"
_HOLD = "(SELECT id FROM hold WHERE kind = :kind AND job_id = :job_id)"
_RECEIPT = "(SELECT receipt FROM payment WHERE receipt_number = :receipt)"
_COUNT = "(SELECT id FROM cash_count WHERE number = :count)"
_ISSUED = "series first last face_fen sold unit_id valid_until reason staff_id approved_by"
_COUNTED = (
    "request_id purpose business_day shift staff_id pieces counted_fen expected_fen bag_number bag_fen open_cases"
    " after_transaction counted_utc"
)
_NEXT = (
    "business_day = (SELECT business_day FROM cash_count WHERE number = :count) AND number = 1 +"
    " (SELECT s.number FROM shift s JOIN cash_count c ON c.shift = s.id WHERE c.number = :count)"
)
_QUOTE = f"case_id = {_CASE} AND version = :version"
_ANSWER = f"quote_id = (SELECT id FROM work_quote WHERE {_QUOTE})"
_SIGNED = _like("business_day report_sha256 statement public_key signature signed_utc", staff_id="staff")
_PAYMENT = Told("payment", "receipt = :receipt", "receipt {receipt}", _like(_PAID))
_OF_IT = Told("charge", "id = :charge_id", "charge {charge_id}", _like("unit_id", kind="service", job_id="job"))
_TRADE = _like("amount_fen paid_utc", trade="transaction")

TOLD: dict[str, tuple[Told, ...]] = {
    "case.accepted": (
        Told("service_case", "number = :case", "case {case}", _like("accepted_utc", accepted_by="staff")),
    ),
    "case.agreed": (Told("work_answer", _ANSWER, "case {case}", _like("", staff_id="staff"), is_now={"agreed": 1}),),
    "case.closed": (
        Told(
            "service_case", "number = :case", "case {case}", _like("closed_utc", closed_by="staff", signature=STROKES)
        ),
    ),
    "case.declined": (Told("work_answer", _ANSWER, "case {case}", _like("", staff_id="staff"), is_now={"agreed": 0}),),
    "case.opened": (
        Told(
            "service_case",
            "number = :case",
            "case {case}",
            _like("words urgency price_fen addressee", unit_id="unit", item_key="item", wanted_key="wanted"),
        ),
    ),
    "case.quoted": (Told("work_quote", _QUOTE, "case {case}", _like("total_fen", staff_id="staff")),),
    "cash.counted": (
        Told("cash_count", "number = :number", "count {number}", _like(_COUNTED)),
        Told("shift", "id = :shift", "shift {shift}", _like("business_day staff_id"), ("purpose", "opening")),
        Told("shift", "id = :shift", "shift {shift}", _like("business_day")),
    ),
    "cash.found": (
        Told(
            "acceptance_found",
            "acceptance_id = :acceptance",
            "acceptance {acceptance}",
            _like("pieces fen reason", staff_id="staff", strokes=STROKES),
        ),
    ),
    "cash.given_back": (
        Told(
            "held_return",
            "transaction_id = :transaction_id",
            "transaction {transaction_id}",
            _like("account to_account fen staff_id returned_utc"),
        ),
    ),
    "cash.taken_in": (
        Told(
            "acceptance",
            "id = :acceptance",
            "acceptance {acceptance}",
            _like("device", fen="amount_fen", settled_by="staff"),
            is_now={"state": "taken"},
        ),
    ),
    "charge.made": (Told("charge", "id = :charge", "charge {charge}", _like("amount_fen", unit_id="unit")),),
    "count.explained": (
        Told("count_explanation", f"count_id = {_COUNT}", "count {count}", _like("reason", staff_id="staff")),
    ),
    "day.closed": (
        Told(
            "day_closing",
            "business_day = :business_day",
            "day {business_day}",
            _like("count_id report public_key signature closed_utc", staff_id="staff"),
        ),
    ),
    "day.opened": (
        Told("business_day", "day = :business_day", "day {business_day}", _like("opened_utc")),
        Told(
            "shift",
            "business_day = :business_day AND number = 1 AND id = coalesce(:shift, id)",
            "day {business_day}",
            _like("", begun_utc="opened_utc"),
        ),
    ),
    "day.signed": (Told("finance_signing", "business_day = :business_day", "day {business_day}", _SIGNED),),
    "directory.imported": (Told("price_list", "version = :count", "price list {count}", only=("what", "prices")),),
    "fax.ordered": (
        Told("fax_job", "number = :fax", "fax {fax}", _like("e164 pages urgency quoted_fen", unit_id="unit")),
    ),
    "hold.captured": (
        Told(
            "hold_capture",
            f"hold_id = {_HOLD} AND piece = :piece",
            "{kind} order {job_id}",
            _like("", fen="amount_fen"),
        ),
    ),
    "hold.made": (
        Told(
            "hold",
            "kind = :kind AND job_id = :job_id",
            "{kind} order {job_id}",
            _like("unit_id rate quantity held_fen price_version"),
        ),
    ),
    "hold.released": (
        Told("hold_release", f"hold_id = {_HOLD}", "{kind} order {job_id}", _like("", fen="released_fen")),
    ),
    "limit.decided": (
        Told(
            "limit_approval",
            "charge_id = :charge AND staff_id = :staff AND payments = coalesce(:payments, payments)",
            "charge {charge}",
            only=("granted", True),
        ),
    ),
    "payment.reversed": (_PAYMENT,),
    "payment.taken": (_PAYMENT, _OF_IT),
    "qr.contradiction": (
        Told(
            "qr_contradiction",
            "kind = :contradiction AND order_id = (SELECT id FROM qr_order WHERE number = :number)",
            "code {number}",
            _like("said"),
        ),
    ),
    "qr.owed_back": (Told("qr_order", "number = :number", "code {number}", _TRADE, is_now={"state": "owed_back"}),),
    "qr.paid": (Told("qr_order", "number = :number", "code {number}", _TRADE, is_now={"state": "paid"}),),
    "qr.refund_wanted": (
        Told("qr_refund", "number = :number", "refund {number}", _like("order_id amount_fen red_receipt")),
    ),
    "qr.released": (Told("qr_order", "number = :number", "code {number}", _like("", released_by="staff")),),
    "qr.wanted": (
        Told("qr_order", "number = :number", "code {number}", _like("charge_id unit_id amount_fen provider")),
    ),
    "receipt.copied": (
        Told(
            "receipt_copy", f"receipt = {_RECEIPT} AND copy = :copy", "receipt {receipt}", _like("", staff_id="staff")
        ),
    ),
    "receipt.signed": (Told("receipt_signature", f"receipt = {_RECEIPT}", "receipt {receipt}", only=("signed", True)),),
    "sheet.copied": (
        Told(
            "sheet_copy",
            f"form = :form AND count_id = {_COUNT} AND copy = :copy",
            "{form} of count {count}",
            _like("", staff_id="staff"),
        ),
    ),
    "shift.handed_over": (Told("shift", _NEXT, "shift after count {count}", _like("", staff_id="taker")),),
    "store.restored": (
        Told(
            "lost_number",
            "series = :series AND first = :first",
            "numbers left out of {series}",
            _like("last"),
            each="left_out",
        ),
    ),
    "voucher.issued": (Told("voucher_issue", "id = :issue", "vouchers {series}", _like(_ISSUED, strokes=STROKES)),),
    "voucher.marked": (
        Told(
            "voucher_block",
            "number = :number AND blocked = :blocked AND reason = :reason AND staff_id = :staff_id"
            " AND id = coalesce(:mark, id)",
            "voucher {number}",
            _like("", strokes=STROKES),
        ),
    ),
}

# Tables of which every row is told of by a record: what names a row, and how it is called. Of the charges and what was
# paid the first records came later than the first rows.
EVERY: dict[str, str] = {
    "business_day": "day {day}",
    "cash_count": "count {number}",
    "charge": "charge {id}",
    "count_explanation": "explanation of count {count_id}",
    "day_closing": "day {business_day}",
    "fax_job": "fax {number}",
    "finance_signing": "day {business_day}",
    "hold": "{kind} order {job_id}",
    "hold_capture": "piece {piece} of hold {hold_id}",
    "hold_release": "release of hold {hold_id}",
    "held_return": "return {id}",
    "limit_approval": "charge {charge_id}",
    "lost_number": "numbers left out of {series}",
    "price_list": "price list {version}",
    "qr_contradiction": "contradiction {id}",
    "qr_order": "code {number}",
    "qr_refund": "refund {number}",
    "receipt_copy": "copy of receipt {receipt}",
    "receipt_signature": "receipt {receipt}",
    "service_case": "case {number}",
    "sheet_copy": "{form} of count {count_id}",
    "shift": "shift {id}",
    "voucher_block": "voucher {number}",
    "voucher_issue": "vouchers {series}",
    "work_answer": "quote {quote_id}",
    "work_quote": "quote {id}",
}

# Those whose rows are told of with another: what they belong to, and how that is called.
LINES: dict[str, str] = {
    "allowance": "fax order {job_id}",
    "charge_line": "charge {charge_id}",
    "count_explanation": "explanation of count {count_id}",
    "day_closing": "day {business_day}",
    "fax_page": "fax order {job_id}",
    "price_list_withdrawal": "price list {withdrawn_by}",
    "qr_refund": "refund {number}",
    "work_quote_line": "quote {quote_id}",
}

# What is NULL until a record tells of it.
LATER: dict[str, tuple[str, ...]] = {
    "qr_order": ("released_by",),
    "service_case": ("accepted_by", "closed_by"),
    "shift": ("staff_id",),
}
