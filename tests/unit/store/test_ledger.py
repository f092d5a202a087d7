"""G1, G4: the ledger's rows follow one another, balance, and stay; what was booked before it was made is in it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.clock import TurnedClock
from kiosk.domain.accounts import AccountError, class_of
from kiosk.domain.booking import (
    Booking,
    BookingError,
    Entry,
    Method,
    TransactionKind,
    balanced,
    drawer_entries,
    payment_entries,
    reversing_entries,
)
from kiosk.store.database import Store
from kiosk.store.errors import StoreError
from kiosk.store.journal import GENESIS, Journal
from kiosk.store.ledger import Ledger
from kiosk.store.schema import durable_migrations, migrate
from kiosk.store.takings import Takings

NOW = "2026-11-18T04:00:00.000Z"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "kiosk.db")
    migrate(store)
    return store


def brought(fen: int, request_id: str = "float-1") -> Booking:
    return Booking(TransactionKind.FLOAT, drawer_entries("float:drawer", fen), request_id, "K01-P00001")


def book(store: Store, booking: Booking) -> None:
    with store.step():
        Ledger(store).book(booking, ("2026-11-18", 1), "CNY", NOW)


def test_transactions_are_numbered_without_gap_and_chained(store: Store) -> None:
    for number in range(3):
        book(store, brought(100, f"float-{number}"))
    ledger = Ledger(store)
    first, second, third = (ledger.get(number) for number in (1, 2, 3))
    assert (first.prev, second.prev, third.prev) == (GENESIS, first.hash, second.hash)
    assert [t.computed() == t.hash for t in (first, second, third)] == [True] * 3
    assert ledger.head() == (3, third.hash)
    assert ledger.balance_fen("cash:drawer") == 300 and ledger.balance_fen("cash:drawer", before=3) == 200


def test_a_request_is_booked_once(store: Store) -> None:
    book(store, brought(100))
    with pytest.raises(StoreError, match="request_id"):
        book(store, brought(100))
    assert Ledger(store).balance_fen("cash:drawer") == 100


def test_what_does_not_balance_or_moves_nothing_is_refused() -> None:
    for wrong in (
        (Entry("cash:drawer", 100), Entry("float:drawer", -99)),
        (Entry("cash:drawer", 0), Entry("float:drawer", 0)),
        (Entry("cash:drawer", 100), Entry("pocket:clerk", -100)),
        (),
    ):
        with pytest.raises(BookingError):
            balanced(wrong)
    with pytest.raises(AccountError):
        class_of("income:")


@pytest.mark.parametrize(
    "wrong",
    [
        "INSERT INTO ledger_posting VALUES (1, 3, 'cash:drawer', 5)",  # to a transaction that is sealed
        "INSERT INTO ledger_posting VALUES (2, 1, 'cash:drawer', 5)",  # without a transaction: the COMMIT fails
        "INSERT INTO ledger_transaction SELECT 2, kind, business_day, shift, staff, reason, reverses, 'other',"
        " document, currency, at_utc, hash, 'x' FROM ledger_transaction",  # without postings
        "INSERT INTO ledger_transaction SELECT 3, kind, business_day, shift, staff, reason, reverses, 'other',"
        " document, currency, at_utc, hash, 'x' FROM ledger_transaction",  # leaves a gap
        "UPDATE ledger_posting SET amount_fen = 7",
        "DELETE FROM ledger_posting",
        "UPDATE ledger_transaction SET reason = 'other'",
        "DELETE FROM ledger_transaction",
    ],
)
def test_sqlite_itself_refuses_what_breaks_the_books(store: Store, wrong: str) -> None:
    book(store, brought(100))
    with pytest.raises(StoreError), store.step():
        store.run(wrong)
    assert Ledger(store).balance_fen("cash:drawer") == 100 and Ledger(store).head()[0] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "REPLACE INTO business_day VALUES ('2026-11-18', 'at another time')",
        "INSERT OR REPLACE INTO journal SELECT seq, 'other', body, at_utc, boot_id, synced, prev, hash FROM journal",
    ],
)
def test_what_stays_is_not_replaced_either(store: Store, wrong: str) -> None:
    """A REPLACE deletes the old row, and SQLite asks the triggers of DELETE only if it is told to."""
    with store.step():
        store.insert("business_day", {"day": "2026-11-18", "opened_utc": NOW})
        Journal(store, TurnedClock(datetime(2026, 11, 18, tzinfo=UTC))).append("day.opened", {})
    with pytest.raises(StoreError, match="append-only"), store.step():
        store.run(wrong)
    assert store.one("SELECT opened_utc FROM business_day")["opened_utc"] == NOW
    assert store.one("SELECT kind FROM journal")["kind"] == "day.opened"


# --- a store of the version before ------------------------------------------------------------------------------

_OLD_ROWS = """
INSERT INTO unit VALUES ('12-1-101', '12', '1', '101', 'x', 1, 5000, 0, '', NULL)
INSERT INTO staff VALUES ('07', '陈晓', 'clerk', 'x')
INSERT INTO charge VALUES (1, 'fax', 1, '12-1-101', 'charge.fax.local', '0512', 2, 150, 300, 'paid', '{now}')
INSERT INTO charge VALUES (2, 'fax', 2, '12-1-101', 'charge.fax.local', '0512', 1, 150, 150, 'paid', '{now}')
INSERT INTO charge VALUES (3, 'fax', 3, '12-1-101', 'charge.fax.local', '0512', 1, 150, 150, 'due', '{now}')
INSERT INTO payment VALUES (1, 'K01-000001', 1, '12-1-101', NULL, '07', 'cash', 300, 500, 200, 'AAAA', '{now}')
INSERT INTO payment VALUES (2, 'K01-000002', 2, '12-1-101', 1, NULL, 'account', 150, 150, 0, 'BBBB', '{now}')
INSERT INTO receipt_signature VALUES (2, '[]', '{now}')
INSERT INTO ledger_entry VALUES (1, 1, 'cash:drawer', 300, 'CNY', 1, '{now}')
INSERT INTO ledger_entry VALUES (2, 1, 'income:fax', -300, 'CNY', 1, '{now}')
INSERT INTO ledger_entry VALUES (3, 2, 'unit:12-1-101', 150, 'CNY', 2, '{now}')
INSERT INTO ledger_entry VALUES (4, 2, 'income:fax', -150, 'CNY', 2, '{now}')
INSERT INTO counter VALUES ('receipt', 2)
"""


@pytest.fixture
def before(tmp_path: Path) -> Store:
    """A store as the version before the ledger left it, with takings."""
    store = Store(tmp_path / "old.db")
    with store.step():
        durable_migrations().apply(store.db, stop_before="0012_ledger")
        for row in _OLD_ROWS.format(now=NOW).strip().splitlines():
            store.run(row)
    return store


def test_an_entry_that_belongs_to_no_payment_stops_the_migration_and_stays(before: Store) -> None:
    with before.step():
        before.run(f"INSERT INTO ledger_entry VALUES (5, 9, 'cash:drawer', 700, 'CNY', 3, '{NOW}')")
    with pytest.raises(StoreError, match="5 rows of ledger_entry, of which 4"):
        migrate(before)
    assert before.one("SELECT sum(amount_fen) AS fen FROM ledger_entry")["fen"] == 700
    assert before.rows("SELECT name FROM sqlite_master WHERE name = 'ledger_transaction'") == []


def test_nothing_that_was_booked_is_lost_when_the_ledger_is_made(before: Store) -> None:
    migrate(before)
    ledger, takings = Ledger(before), Takings(before, "K01")
    first, second = ledger.get(1), ledger.get(2)
    assert first.postings == payment_entries(Method.CASH, "12-1-101", "fax", 300)
    assert second.postings == payment_entries(Method.ACCOUNT, "12-1-101", "fax", 150)
    assert (first.document, first.staff, second.document, second.staff) == ("K01-000001", "07", "K01-000002", None)
    assert (first.business_day, first.shift, first.at_utc, first.currency) == ("", 0, NOW, "CNY")
    assert first.computed() == first.hash and second.computed() == second.hash and second.prev == first.hash
    paid = takings.payment("K01-000001")
    assert (paid["tendered_fen"], paid["check_code"], paid["transaction_id"]) == (500, "AAAA", 1)
    assert takings.signature(2) == "[]" and list(takings.faults()) == []
    with before.step():
        assert takings.next_receipt() == (3, "K01-000003")
        Ledger(before).book(brought(100), ("2026-11-19", 1), "CNY", NOW)


def test_a_kiosk_without_takings_gets_an_empty_ledger(tmp_path: Path) -> None:
    store = Store(tmp_path / "young.db")
    with store.step():
        durable_migrations().apply(store.db, stop_before="0012_ledger")
    migrate(store)
    assert Ledger(store).head() == (0, GENESIS)
    assert store.rows("SELECT name FROM sqlite_master WHERE name LIKE 'old_%' OR name = 'ledger_entry'") == []


def test_a_word_above_the_limit_from_before_counts_for_the_payment_it_was_given_for(before: Store) -> None:
    """Charge 1 was paid after the word: it is used up. Charge 3 is not paid: it still stands."""
    with before.step():
        durable_migrations().apply(before.db, stop_before="0025_approved_once")
        before.run("INSERT INTO staff VALUES ('12', 'Wang', 'supervisor', '')")
        for charge in (1, 3):
            before.run("INSERT INTO limit_approval VALUES (?, '12', '2020-01-01T00:00:00.000Z')", (charge,))
    migrate(before)
    assert [Takings(before, "K01").approval(charge) for charge in (1, 3)] == [None, "12"]
    with pytest.raises(StoreError, match="append-only"), before.step():
        before.run("DELETE FROM limit_approval")


@pytest.mark.parametrize("word_utc", ["2020-01-01T00:00:00.000Z", "2099-01-01T00:00:00.000Z"])
def test_what_a_word_from_before_has_let_through_is_no_fault_whatever_the_clock_said(
    before: Store, word_utc: str
) -> None:
    """A word stood for good then: the charge was paid, struck out and paid again by the same one."""
    with before.step():
        durable_migrations().apply(before.db, stop_before="0025_approved_once")
        before.run("INSERT INTO staff VALUES ('12', 'Wang', 'supervisor', '')")
        before.run("INSERT INTO limit_approval VALUES (3, '12', ?)", (word_utc,))
        before.run("INSERT INTO business_day VALUES ('2026-11-19', ?)", (NOW,))
        for receipt, reverses in ((3, None), (4, 3), (5, None)):
            _charge_by_a_word(before, receipt, reverses)
        before.run("UPDATE charge SET state = 'paid' WHERE id = 3")
        before.run("UPDATE counter SET value = 5 WHERE name = 'receipt'")
    migrate(before)
    assert list(Takings(before, "K01").faults()) == [] and Takings(before, "K01").approval(3) is None


def _charge_by_a_word(store: Store, receipt: int, reverses: int | None) -> None:
    """Charge 3 to the account above its limit, or that struck out; receipts and transactions have the same numbers."""
    entries, number = payment_entries(Method.ACCOUNT, "12-1-101", "fax", 150), f"K01-{receipt:06d}"
    kind, reason, fen = (TransactionKind.PAYMENT, "; approved_by=12", 150)
    if reverses is not None:
        entries, kind, reason, fen = reversing_entries(entries), TransactionKind.VOID, "twice", -150
    booking = Booking(kind, entries, f"request-{receipt}", number, reason=reason, reverses=reverses)
    row = {"receipt": receipt, "receipt_number": number, "charge_id": 3, "unit_id": "12-1-101", "method": "account"}
    row |= {"transaction_id": Ledger(store).book(booking, ("2026-11-19", 1), "CNY", NOW).id, "paid_utc": NOW}
    row |= {"amount_fen": fen, "tendered_fen": max(0, fen), "change_fen": 0, "check_code": "", "reverses": reverses}
    store.insert("payment", {**row, "approved_by": None if reverses else "12"})


def test_the_canonical_form_is_the_one_auditors_are_told(before: Store) -> None:
    migrate(before)
    said = [2, "payment", "", 0, None, "", None, "carried-over-2", "K01-000002", "CNY", NOW]
    lines = [["unit:12-1-101", 150], ["income:fax", -150]]
    text = json.dumps([*said, lines, Ledger(before).get(1).hash], ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == Ledger(before).head()[1]
