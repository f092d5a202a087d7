"""G4, H1: a kiosk's books at head office: corrections beside payments, and a proof that no transaction was touched."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import Engine, select

from kiosk.clock import TurnedClock
from kiosk.domain.cash import CashCount
from kiosk.headoffice.audit import Finding, Verdict, audit
from kiosk.headoffice.ledger import Ledger, Letter
from kiosk.headoffice.projections import LEDGER, PAYMENT, PAYMENT_REVERSAL
from kiosk.store.journal import GENESIS, Record
from tests.desk_fixture import furnish
from tests.unit.sync.world import START, record_after

STROKES = (((0.1, 0.2), (0.8, 0.6)),)


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    """The journal of a payment, its void, the payment after it, and the closing of the day."""
    kit = furnish(tmp_path_factory.mktemp("morning"))
    charge = kit.owe(150)
    number = kit.desk.money.take_cash(kit.clerk(), charge, 200).number
    kit.desk.corrections.void(kit.clerk(), number, "收错", STROKES, "void")
    kit.desk.money.pay_on_account(kit.visitor(), charge, STROKES)
    clerk, days = kit.clerk(), kit.desk.days
    days.end_day(clerk, date(2026, 11, 18), CashCount({}), None, "end")
    days.close_day(clerk, date(2026, 11, 18), STROKES)
    kit.desk.finance.sign(kit.clerk("414141"), date(2026, 11, 18), STROKES, "sign")
    records = kit.house.books.journal.after(0, 1000)
    kit.close()
    return records


def found(office: Engine, records: list[Record]) -> Finding:
    """What an audit says after head office has taken these records."""
    head = [records[-1].seq, records[-1].hash]
    payload = json.dumps({"v": 1, "head": head, "records": [vars(record) for record in records]})
    Ledger(office, TurnedClock(START)).take([Letter("kiosk/K01/up/journal", payload.encode())])
    with office.connect() as connection:
        return next(iter(audit(connection)))


def chained(told: list[tuple[str, str]]) -> list[Record]:
    """A journal of these kinds and bodies whose own chain is right."""
    made: list[Record] = []
    for kind, body in told:
        made.append(record_after(*((made[-1].seq, made[-1].hash) if made else (0, GENESIS)), kind, body))
    return made


def test_g4_head_office_has_the_correction_beside_the_payment_and_the_books_are_whole(
    office: Engine, morning: list[Record]
) -> None:
    finding = found(office, morning)
    assert (finding.verdict, finding.broken_at, finding.ledger_broken_at) == (Verdict.WHOLE, 0, 0)
    with office.connect() as connection:
        paid = [row.receipt_number for row in connection.execute(select(PAYMENT))]
        struck = [(r.receipt_number, r.reverses, r.reason) for r in connection.execute(select(PAYMENT_REVERSAL))]
        booked = [(r.transaction, r.booking, r.reverses) for r in connection.execute(select(LEDGER))]
    assert paid == ["K01-000001", "K01-000003"] and struck == [("K01-000002", "K01-000001", "收错")]
    assert booked == [(1, "payment", None), (2, "void", 1), (3, "payment", None)]


@pytest.mark.parametrize(
    ("written", "instead", "broken_at"),
    [
        ('\\"cash:drawer\\",150', '\\"cash:drawer\\",15', 1),
        ('"reason":"收错"', '"reason":"改过"', 2),
        ('"transaction":3', '"transaction":4', 3),
        ('"booking":"void"', '"booking":["void"', 2),
    ],
)
def test_h1_a_journal_that_was_written_anew_with_other_books_is_found_out(
    office: Engine, morning: list[Record], written: str, instead: str, broken_at: int
) -> None:
    told = [(record.kind, record.body) for record in morning]
    assert any(written in body for _, body in told)
    forged = [(kind, body.replace(written, instead) if kind == "ledger.booked" else body) for kind, body in told]
    finding = found(office, chained(forged))
    assert (finding.verdict, finding.broken_at, finding.ledger_broken_at) == (Verdict.BROKEN, 0, broken_at)


@pytest.mark.parametrize(
    ("field", "instead", "named"),
    [
        ("report", '{"business_day":"2026-11-18"}', "#"),  # it says nothing of the ledger: its record is named
        ("report", None, "2026-11-18"),  # one fen more, and everything else as it was
        ("signature", "00" * 64, "2026-11-18"),
        ("public_key", "00" * 32, "2026-11-18"),
    ],
)
def test_g5_a_closed_day_that_the_kiosk_has_not_signed_like_this_is_found_out(
    office: Engine, morning: list[Record], field: str, instead: str | None, named: str
) -> None:
    told = [(record.kind, json.loads(record.body)) for record in morning]
    [closed] = [body for kind, body in told if kind == "day.closed"]
    as_it_was = closed[field]
    closed[field] = instead or as_it_was.replace(":-150", ":-151")
    assert closed[field] != as_it_was
    finding = found(office, chained([(kind, json.dumps(body)) for kind, body in told]))
    record = next(number for number, (kind, _) in enumerate(told, start=1) if kind == "day.closed")
    assert (finding.verdict, finding.day_broken) == (Verdict.BROKEN, f"#{record}" if named == "#" else named)


@pytest.mark.parametrize(
    ("field", "instead", "named"),
    [
        ("statement", "{}", "#"),
        ("staff", "12", "2026-11-18"),
        ("report_sha256", "00" * 32, "2026-11-18"),
        ("signature", "00" * 64, "2026-11-18"),
        ("public_key", "00" * 32, "2026-11-18"),
    ],
)
def test_g5_a_signature_of_finance_that_the_kiosk_has_not_made_like_this_is_found_out(
    office: Engine, morning: list[Record], field: str, instead: str, named: str
) -> None:
    told = [(record.kind, json.loads(record.body)) for record in morning]
    [signed] = [body for kind, body in told if kind == "day.signed"]
    signed[field] = instead
    finding = found(office, chained([(kind, json.dumps(body)) for kind, body in told]))
    record = next(number for number, (kind, _) in enumerate(told, start=1) if kind == "day.signed")
    assert (finding.verdict, finding.day_broken) == (Verdict.BROKEN, f"#{record}" if named == "#" else named)


def test_h1_books_whose_beginning_was_before_head_office_are_taken_from_there(
    office: Engine, morning: list[Record]
) -> None:
    told = [(record.kind, record.body) for record in morning]
    first = next(number for number, (kind, _) in enumerate(told) if kind == "ledger.booked")
    assert found(office, chained(told[:first] + told[first + 1 :])).verdict is Verdict.WHOLE
