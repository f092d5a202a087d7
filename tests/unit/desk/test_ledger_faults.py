"""G1-G4: whatever around the ledger is made to say something else than the ledger is named, one tampering at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.ledger_faults import RULES
from kiosk.store.ledger_proof import Bad, first_fault
from tests.desk_fixture import furnish
from tests.unit.desk.traded_day import forger, trade

_CASE = (
    "INSERT INTO service_case (id, number, request_id, kind, unit_id, person_id, language, item_key, words, wanted_key,"
    " urgency, materials_by_owner, price_version, state, opened_utc)"
    " VALUES (1, 'K01-W1', 'w', 'repair', '12-1-101', 1, 'en', '', '', '', '', 0, 1, 'closed', '');"
    " INSERT INTO work_quote VALUES (1, 1, 1, 'q', 700, '07', ''); INSERT INTO work_answer VALUES (1, 1, '', '07', '');"
)
_CODE = (
    "INSERT INTO qr_order (id, number, request_id, charge_id, unit_id, provider, amount_fen, currency,"
    " payable_until_utc, state, trade, paid_utc, receipt, made_utc, changed_utc)"
    " VALUES (1, 'K01-Q1', 'q', 3, '12-1-101', 'wechat', 600, 'CNY', '', {}, '', '');"
)
_AS_BY_CODE = (
    "UPDATE payment SET method = 'qr' WHERE receipt = 2;"
    " UPDATE ledger_posting SET account = 'provider:wechat' WHERE transaction_id = 3 AND amount_fen > 0;"
)

_FOUND = (
    "UPDATE ledger_transaction SET kind = 'advance' WHERE id = 6;"
    " UPDATE ledger_posting SET account = 'cash:machine' WHERE transaction_id = 6 AND amount_fen > 0;"
    " UPDATE cash_count SET expected_fen = counted_fen;"
    " INSERT INTO acceptance (id, device, kind, fen, state, awaits_device, transaction_id, settled_by, made_utc)"
    " VALUES (1, 'note', '', 100, 'taken', 0, 6, '07', '');"
    " INSERT INTO acceptance_found VALUES (1, '07', '{\"50\":2}', 100, '', '', '');"
)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the transactions of ``traded_day``: change money is the first, the bag the seventh."""
    folder = tmp_path_factory.mktemp("day")
    kit = furnish(folder)
    trade(kit, why_void="收错")
    kit.close()
    return folder / "kiosk.db"


@pytest.fixture
def forged(day: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of it in the hands of somebody who knows SQLite."""
    with forger(day, tmp_path) as connection:
        yield connection


def test_a_whole_day_has_no_fault(day: Path) -> None:
    assert first_of(day) is None


@pytest.mark.parametrize(
    ("forgery", "record", "what"),
    [
        ("INSERT INTO ledger_posting VALUES (99, 1, 'cash:drawer', 1)", "transaction 99", "has postings and is not"),
        ("INSERT INTO ledger_posting VALUES (0, 1, 'cash:drawer', 1)", "transaction 0", "has postings and is not"),
        ("UPDATE payment SET method = 'account' WHERE receipt = 4", "receipt 4", "was paid another way"),
        ("UPDATE payment SET method = 'voucher' WHERE receipt = 2", "receipt 2", "was paid another way"),
        ("UPDATE payment SET unit_id = '12-1-102' WHERE receipt = 2", "receipt 2", "was paid another way"),
        ("UPDATE payment SET unit_id = '12-1-102' WHERE receipt = 4", "receipt 4", "is not for what is owed"),
        ("UPDATE payment SET tendered_fen = 900 WHERE receipt = 4", "receipt 4", "is not for what is owed"),
        ("UPDATE payment SET charge_id = 1 WHERE receipt = 4", "receipt 4", "is not for what is owed"),
        ("UPDATE payment SET staff_id = '12' WHERE receipt = 4", "receipt 4", "is another by its transaction"),
        ("UPDATE payment SET paid_utc = '' WHERE receipt = 2", "receipt 2", "is another by its transaction"),
        ("UPDATE payment SET receipt_number = 'K01-000009' WHERE receipt = 4", "receipt 4", "is another by its"),
        ("UPDATE charge SET state = 'refunded' WHERE amount_fen = 400", "charge 1", "is owed, or not owed any more"),
        ("INSERT INTO charge_line VALUES (3, 1, '', '', '', 2, 299)", "charge 3", "is not the sum of its lines"),
        (_CASE, "case K01-W1", "a quote is not the sum"),
        (_CASE + "INSERT INTO work_quote_line VALUES (1, 1, 'labour', '', 1, 700)", "case K01-W1", "charged is not"),
        (
            "UPDATE cash_count SET counted_fen = 21000, expected_fen = 21000",
            "count K01-P00001",
            "the books do not hold",
        ),
        ("UPDATE cash_count SET pieces = '{\"10000\":1}'", "count K01-P00001", "its pieces are not its sum"),
        ("UPDATE cash_count SET pieces = '{'", "count K01-P00001", "its pieces are not its sum"),
        ("UPDATE cash_count SET bag_number = 'B8' WHERE bag_fen > 0", "count K01-P00002", "its bag is not booked"),
        ("UPDATE cash_count SET number = 'K01-P7' WHERE id = 1", "transaction 1", "moved cash in a count that nobody"),
        ("INSERT INTO held_return VALUES (1, 'held:1', 'cash:drawer', 9, NULL, 4, '')", "return 1", "ledger differs"),
        (
            "UPDATE ledger_transaction SET kind = 'return' WHERE id = 6;"
            "UPDATE ledger_posting SET account = 'held:3' WHERE transaction_id = 6 AND amount_fen > 0;"
            "UPDATE cash_count SET expected_fen = counted_fen",
            "transaction 6",
            "gave back money of the machine",
        ),
        (_CODE.format("'paid', 't1', '', 4"), "code K01-Q1", "its payment is another"),
        (_AS_BY_CODE, "receipt 2", "was paid by a code that nobody was shown"),
        (
            _CODE.format("'owed_back', 't1', '', NULL")
            + "INSERT INTO qr_refund (id, number, order_id, amount_fen, state, made_utc)"
            " VALUES (1, 'R1', 1, 9, '', '')",
            "refund R1",
            "is not of what was paid by its code",
        ),
        (_FOUND + "UPDATE acceptance_found SET fen = 50", "acceptance 1", "is not what was counted"),
        (_FOUND + "UPDATE acceptance_found SET staff_id = '12'", "acceptance 1", "is not what was counted"),
        (_FOUND + "UPDATE acceptance_found SET pieces = '{\"50\":1}'", "acceptance 1", "is not what was counted"),
        (
            _FOUND + "UPDATE acceptance_found SET fen = 50, pieces = '{\"50\":1}'",
            "acceptance 1",
            "is not what was counted",
        ),
        (
            "INSERT INTO hold VALUES (1, 'fax', 99, '12-1-101', '{}', 1, 100, 1, '')",
            "fax order 99",
            "held is not what was quoted",
        ),
    ],
)
def test_what_was_tampered_with_is_named(forged: sqlite3.Connection, forgery: str, record: str, what: str) -> None:
    forged.executescript(forgery)
    [(_, _, path)] = forged.execute("PRAGMA database_list").fetchall()
    found = first_of(Path(path))
    assert found is not None and found.record == record and found.what.startswith(what), found


def test_what_a_person_has_counted_of_the_machines_money_is_no_fault_as_it_was_booked(
    forged: sqlite3.Connection, tmp_path: Path
) -> None:
    forged.executescript(_FOUND)
    assert first_of(tmp_path / "kiosk.db") is None


def first_of(path: Path) -> Bad | None:
    """What the first broken rule of all finds."""
    return next((found for rule in RULES if (found := first_fault(path, rule))), None)
