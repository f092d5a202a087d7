"""Proves that nothing is missing: every kiosk's chain walked from its first record, against what the kiosk claims.

Owns the verdict. Reads only, one record at a time, and trusts no stored hash: each is computed again. Called by
``kiosk headoffice verify`` (cli) and by tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, and_, func, select

from kiosk.headoffice.booked import first_bad_transaction
from kiosk.headoffice.closed_days import first_bad_day
from kiosk.headoffice.letters import GENESIS, Record
from kiosk.headoffice.tables import ALARM, KIOSK, RECORD
from kiosk.headoffice.vouchers import first_bad_voucher

_PAGE = 1000


class Verdict(StrEnum):
    """WHOLE: all that the kiosk has told of is here, unbroken. WAITING: unbroken, but the kiosk has more."""

    WHOLE = "whole"
    WAITING = "waiting"
    BROKEN = "broken"
    DISPUTED = "disputed"  # unbroken, but a contradicting record was offered (alarm): a person must look


@dataclass(frozen=True)
class Finding:
    """One kiosk's verdict: ``held`` records, the kiosk's own ``head``, and where it breaks (0: nowhere).

    ``ledger_broken_at``: the first transaction of its books that is not as it was booked; ``day_broken``: the first
    closed day whose report is not what the kiosk signed; ``voucher_broken``: the first voucher that paid and may not
    have, or the account of those sold that owes another sum.
    """

    kiosk_id: str
    verdict: Verdict
    held: int
    head: int
    broken_at: int = 0
    ledger_broken_at: int = 0
    day_broken: str = ""
    voucher_broken: str = ""


def audit(connection: Connection) -> Iterator[Finding]:
    """Walk every kiosk's chain."""
    for row in connection.execute(select(KIOSK).order_by(KIOSK.c.kiosk_id)).all():
        held, digest, broken_at = _walk(connection, row.kiosk_id)
        if not broken_at and (held, digest) != (row.seq, row.hash):
            broken_at = held + 1  # records were taken away from the end, or the position was moved
        if not broken_at and row.head_seq == held and row.head_hash != digest:
            broken_at = held
        ledger_broken_at = 0 if broken_at else first_bad_transaction(connection, row.kiosk_id)
        day_broken = "" if broken_at or ledger_broken_at else first_bad_day(connection, row.kiosk_id)
        voucher_broken = "" if broken_at or ledger_broken_at else first_bad_voucher(connection, row.kiosk_id)
        where = (broken_at, ledger_broken_at, day_broken, voucher_broken)
        verdict = _verdict(connection, row.kiosk_id, any(where), row.head_seq > held)
        yield Finding(row.kiosk_id, verdict, held, row.head_seq, *where)


def _verdict(connection: Connection, kiosk_id: str, broken: bool, more: bool) -> Verdict:
    if broken:
        return Verdict.BROKEN
    unsettled = and_(ALARM.c.kiosk_id == kiosk_id, ALARM.c.settled.is_(False))
    if connection.execute(select(func.count()).select_from(ALARM).where(unsettled)).scalar_one():
        return Verdict.DISPUTED
    return Verdict.WAITING if more else Verdict.WHOLE


def _walk(connection: Connection, kiosk_id: str) -> tuple[int, str, int]:
    """Last good sequence number, its hash, and the number of the first bad record (0: none)."""
    seq, digest = 0, GENESIS
    for record in records(connection, kiosk_id):
        if record.seq != seq + 1 or record.prev != digest or record.computed() != record.hash:
            return seq, digest, seq + 1
        seq, digest = record.seq, record.hash
    return seq, digest, 0


def records(connection: Connection, kiosk_id: str) -> Iterator[Record]:
    """A kiosk's records in order, a page in memory at a time."""
    columns = [RECORD.c[name] for name in Record.__dataclass_fields__]
    after = 0
    while True:
        wanted = and_(RECORD.c.kiosk_id == kiosk_id, RECORD.c.seq > after)
        page = connection.execute(select(*columns).where(wanted).order_by(RECORD.c.seq).limit(_PAGE)).all()
        if not page:
            return
        for row in page:
            yield Record(**row._mapping)
        after = page[-1].seq
