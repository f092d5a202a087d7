"""A provider's bill against the ledger, line by line (对账): what agrees, and what only one side has (G2, G5).

Owns the comparison. Reads the store only, and books nothing: what differs is for a person. Called by
``kiosk ledger reconcile``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.desk.bill_reading import BillLine, Layout
from kiosk.store.ledger_proof import Reader

_BOOKED = (
    "SELECT o.number, o.trade, o.currency, o.paid_utc AS at_utc, p.amount_fen AS fen FROM qr_order o"
    " JOIN ledger_transaction t ON t.request_id = 'qr-' || o.number"
    " JOIN ledger_posting p ON p.transaction_id = t.id AND p.account = 'provider:' || o.provider"
    " WHERE o.provider = ? AND o.trade IS NOT NULL"
)
_ANY_NUMBER = "SELECT number FROM (SELECT number FROM qr_order UNION SELECT receipt_number FROM payment) LIMIT 1"
_BACK = (
    "SELECT r.number, o.trade, o.currency, r.ended_utc AS at_utc, r.amount_fen AS fen FROM qr_refund r"
    " JOIN qr_order o ON o.id = r.order_id WHERE o.provider = ? AND r.state = 'done'"
)


@dataclass(frozen=True)
class Booked:
    """What the books say moved at the provider: an order's payment or, by its own number, a refund."""

    number: str
    trade: str
    currency: str
    at: datetime
    fen: int


@dataclass(frozen=True)
class Difference:
    """``what`` is missing here | missing there | other amount | other transaction; amounts in fen, None: not there."""

    what: str
    number: str
    transaction: str
    here_fen: int | None
    there_fen: int | None
    line: int = 0


@dataclass(frozen=True)
class Reconciled:
    """The days that the bill covers, what agrees, what does not; ``strangers`` are lines of other kiosks."""

    days: tuple[date, ...]
    matched: int = 0
    paid_fen: int = 0
    refunded_fen: int = 0
    fee_fen: int = 0
    strangers: int = 0
    differences: tuple[Difference, ...] = field(default=())


def reconcile(
    store: Path, provider: str, lines: Sequence[BillLine], layout: Layout, day: date | None = None
) -> Reconciled:
    """Compare. The days are ``day``, or every day that stands in the bill, in the provider's time zone.

    What is in the bill is looked up among all that was ever booked; of what is booked, that of these days must be in
    the bill. A refund stands on the day on which this kiosk heard that it was done. Raises StoreError.
    """
    days = {day} if day else {_day(line.at, layout.timezone) for line in lines}
    kiosk_id, booked, back = _books(store, provider)
    ours = [line for line in lines if (line.refund or line.order).startswith(f"{kiosk_id}-")]
    differences = [
        *_differences([line for line in ours if not line.refund], booked, days, layout),
        *_differences([line for line in ours if line.refund], back, days, layout),
    ]
    bad = {difference.line for difference in differences}
    return Reconciled(
        days=tuple(sorted(days)),
        matched=sum(1 for line in ours if line.number not in bad),
        paid_fen=sum(line.fen for line in ours if not line.refund),
        refunded_fen=sum(line.fen for line in ours if line.refund),
        fee_fen=sum(line.fee_fen for line in ours),
        strangers=len(lines) - len(ours),
        differences=tuple(sorted(differences, key=lambda found: (found.number, found.line))),
    )


def _differences(
    lines: Iterable[BillLine], booked: Mapping[str, Booked], days: set[date], layout: Layout
) -> list[Difference]:
    found, seen = list[Difference](), set[str]()
    for line in lines:
        number = line.refund or line.order
        entry = booked.get(number)
        what = _what(line, entry, number in seen)
        if what:
            here_fen = entry.fen if entry else None
            found.append(Difference(what, number, line.transaction, here_fen, line.fen, line.number))
        seen.add(number)
    for number, entry in booked.items():
        if number not in seen and _day(entry.at, layout.timezone) in days:
            found.append(Difference("missing there", number, entry.trade, entry.fen, None))
    return found


def _what(line: BillLine, entry: Booked | None, again: bool) -> str:
    """What is wrong with a line of the bill; nothing when the books say the same."""
    if entry is None or again:  # an order that was paid a second time is booked once
        return "missing here"
    if line.transaction != entry.trade:
        return "other transaction"
    return "other amount" if (line.fen, line.currency) != (entry.fen, entry.currency) else ""


def _books(store: Path, provider: str) -> tuple[str, Mapping[str, Booked], Mapping[str, Booked]]:
    """The kiosk's id as its numbers begin, the payments and the refunds, by number. Raises StoreError."""
    with closing(Reader(store)) as reader:
        first = reader.rows(_ANY_NUMBER)
        kiosk_id = first[0]["number"].partition("-")[0] if first else ""
        booked, back = (
            {
                row["number"]: Booked(
                    row["number"], row["trade"], row["currency"], datetime.fromisoformat(row["at_utc"]), row["fen"]
                )
                for row in reader.rows(sql, (provider,))
            }
            for sql in (_BOOKED, _BACK)
        )
    return kiosk_id, booked, back


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
