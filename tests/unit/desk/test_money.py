"""G1-G3: one charge, one payment, one receipt number; cash and account; signature; the books balance."""

from __future__ import annotations

import threading

import pytest

from kiosk.desk.house import GoneError, PaymentRefusedError
from kiosk.desk.money import OverLimitError
from kiosk.desk.receipts import NotSignedError
from kiosk.desk.settling import TooLittleError
from kiosk.desk.views import ChargeState, Method, ReceiptView
from kiosk.locale import Language
from kiosk.store.errors import StoreError, StoreFullError
from tests.desk_fixture import FurnishedDesk

STROKES = (((0.1, 0.2), (0.8, 0.6)),)


@pytest.fixture
def charge(kit: FurnishedDesk, document: str) -> int:
    """A delivered page, not yet paid: 4.00 yuan."""
    job = kit.order(kit.visitor(), document)
    kit.end_call(kit.begin_call())
    charge = kit.desk.fax.result(job).charge_id
    assert charge is not None
    return charge


def balance(kit: FurnishedDesk, account: str) -> int:
    return kit.house.books.ledger.balance_fen(account)


def test_an_account_payment_is_booked_signed_and_wants_its_receipt(kit: FurnishedDesk, charge: int) -> None:
    receipt = kit.desk.money.pay_on_account(kit.visitor(), charge, STROKES)
    assert (receipt.number, receipt.method, receipt.signed, receipt.print_state) == (
        "K01-000001",
        Method.ACCOUNT,
        True,
        "waiting",
    )
    assert balance(kit, "unit:12-1-101") == 400 and balance(kit, "income:fax.domestic") == -400
    assert list(kit.house.books.takings.faults()) == []


def test_paying_again_is_the_same_receipt(kit: FurnishedDesk, charge: int) -> None:
    first = kit.desk.money.pay_on_account(kit.visitor(), charge, STROKES)
    again = kit.desk.money.pay_on_account(kit.visitor(), charge, STROKES)
    cash = kit.desk.money.take_cash(kit.clerk(), charge, 1000)
    assert first.number == again.number == cash.number
    assert balance(kit, "cash:drawer") == 0


def test_taps_from_many_sides_at_once_pay_once(kit: FurnishedDesk, charge: int) -> None:
    visitor, clerk = kit.visitor(), kit.clerk()
    receipts: list[ReceiptView] = []
    ways = [
        lambda: receipts.append(kit.desk.money.pay_on_account(visitor, charge, STROKES)),
        lambda: receipts.append(kit.desk.money.take_cash(clerk, charge, 500)),
    ] * 4
    threads = [threading.Thread(target=way) for way in ways]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {receipt.number for receipt in receipts} == {"K01-000001"} and len(receipts) == 8
    assert [kind for kind, _ in kit.records()].count("payment.taken") == 1


def test_the_account_needs_a_signature(kit: FurnishedDesk, charge: int) -> None:
    with pytest.raises(NotSignedError):
        kit.desk.money.pay_on_account(kit.visitor(), charge, ())
    assert kit.desk.money.charge(charge).state is ChargeState.DUE


def test_cash_is_booked_when_the_clerk_has_it_and_printed_when_signed(kit: FurnishedDesk, charge: int) -> None:
    kit.desk.money.ask_cash(kit.visitor(), charge)
    rows = [(row.kind, row.amount_fen) for row in kit.desk.board.board(kit.clerk()).rows]
    assert rows == [("cash", 400), ("till_open", None)]  # and nobody has the drawer it goes into
    taken = kit.desk.money.take_cash(kit.clerk(), charge, 1000)
    assert (taken.change_fen, taken.print_state, taken.signed) == (600, "unsigned", False)
    assert balance(kit, "cash:drawer") == 400  # what stays in the drawer, not what was tendered
    signed = kit.desk.money.sign_receipt(taken.number, STROKES)
    assert (signed.signed, signed.print_state) == (True, "waiting")
    assert kit.desk.money.sign_receipt(taken.number, STROKES) == signed


def test_a_signature_stays_as_it_was_given(kit: FurnishedDesk, charge: int) -> None:
    kit.desk.money.pay_on_account(kit.visitor(), charge, STROKES)
    for change in (
        "UPDATE receipt_signature SET strokes = '[]'",
        "DELETE FROM receipt_signature",
        "REPLACE INTO receipt_signature SELECT receipt, '[]', signed_utc FROM receipt_signature",
    ):
        with pytest.raises(StoreError, match="append-only"), kit.house.store.step() as store:
            store.run(change)
    assert kit.house.books.takings.signature(1) == "[[[0.1,0.2],[0.8,0.6]]]"


def test_an_owner_who_leaves_unsigned_still_gets_a_receipt(kit: FurnishedDesk, charge: int) -> None:
    number = kit.desk.money.take_cash(kit.clerk(), charge, 400).number
    receipt = kit.desk.money.leave_unsigned(number)
    assert (receipt.signed, receipt.print_state) == (False, "waiting")


def test_too_little_cash_is_refused_with_what_is_missing(kit: FurnishedDesk, charge: int) -> None:
    with pytest.raises(TooLittleError) as refused:
        kit.desk.money.take_cash(kit.clerk(), charge, 399)
    assert refused.value.values["missing_fen"] == 1
    assert kit.house.store.rows("SELECT * FROM payment") == []
    assert kit.desk.money.take_cash(kit.clerk(), charge, 400).number == "K01-000001"  # no number was lost


def test_the_owner_may_change_their_mind_before_the_clerk_takes_it(kit: FurnishedDesk, charge: int) -> None:
    kit.desk.money.ask_cash(kit.visitor(), charge)
    kit.desk.money.withdraw_cash(kit.visitor(), charge)
    assert kit.desk.money.charge(charge).state is ChargeState.DUE
    kit.desk.money.take_cash(kit.clerk(), charge, 400)
    kit.desk.money.withdraw_cash(kit.visitor(), charge)
    kit.desk.money.ask_cash(kit.visitor(), charge)  # the clerk was quicker: there is a receipt
    assert kit.desk.money.charge(charge).state is ChargeState.PAID
    assert kit.desk.money.options(kit.visitor(), charge) == ()


def test_a_unit_without_an_account_pays_cash(kit: FurnishedDesk, document: str) -> None:
    visitor = kit.visitor("12-1-202", "314159")
    job = kit.order(visitor, document)
    kit.end_call(kit.begin_call())
    charge = kit.desk.fax.result(job).charge_id
    assert charge is not None
    assert [(o.method, o.available) for o in kit.desk.money.options(visitor, charge)] == [
        (Method.ACCOUNT, False),
        (Method.CASH, True),
    ]
    with pytest.raises(OverLimitError):
        kit.desk.money.pay_on_account(visitor, charge, STROKES)
    assert isinstance(OverLimitError("x"), PaymentRefusedError)


def test_the_account_ends_at_its_limit(kit: FurnishedDesk, charge: int) -> None:
    with kit.house.store.step() as store:
        store.run("UPDATE unit SET credit_limit_fen = 399 WHERE id = '12-1-101'")
    with pytest.raises(OverLimitError):
        kit.desk.money.pay_on_account(kit.visitor(), charge, STROKES)
    assert list(kit.house.books.takings.faults()) == []


def test_nobody_pays_for_or_sees_anothers_charge(kit: FurnishedDesk, charge: int) -> None:
    stranger = kit.visitor("12-1-102", "135790")
    assert kit.desk.money.due(stranger) == ()
    with pytest.raises(GoneError):
        kit.desk.money.pay_on_account(stranger, charge, STROKES)


def test_a_receipts_check_code_needs_the_kiosks_key(kit: FurnishedDesk, charge: int) -> None:
    number = kit.desk.money.take_cash(kit.clerk(), charge, 400).number
    code = kit.house.books.takings.payment(number)["check_code"]
    assert len(code) == 8 and int(code, 16) >= 0
    assert code in str(kit.records())


def test_a_full_disk_refuses_a_payment_and_takes_no_number(kit: FurnishedDesk, charge: int) -> None:
    clerk, store = kit.clerk(), kit.house.store
    pages = store.one("SELECT page_count FROM pragma_page_count")["page_count"]
    store.db.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    with pytest.raises(StoreFullError):
        for owed in (charge, *(kit.owe(fen) for fen in range(100, 200))):
            kit.desk.money.take_cash(clerk, owed, 1000)
    store.db.execute("PRAGMA max_page_count = 1000000").fetchone()
    paid = len(store.rows("SELECT * FROM payment"))
    [owed, *_] = kit.house.books.takings.unpaid() or [{"id": kit.owe()}]
    assert kit.desk.money.take_cash(clerk, owed["id"], 1000).number == f"K01-{paid + 1:06d}"
    assert list(kit.house.books.takings.faults()) == []


def test_printer_trouble_is_told_and_the_receipt_stays_wanted(kit: FurnishedDesk, charge: int) -> None:
    number = kit.desk.money.pay_on_account(kit.visitor(), charge, STROKES).number
    kit.printed("receipt", "waiting", "media-empty")
    receipt = kit.desk.money.receipt(number)
    assert (receipt.print_state, receipt.reason) == ("trouble", "media-empty")
    kit.printed("receipt")
    assert kit.desk.money.receipt(number).print_state == "printed"


@pytest.mark.parametrize("cash", [True, False])
def test_a2_the_receipt_speaks_the_language_of_the_order(kit: FurnishedDesk, document: str, cash: bool) -> None:
    """Screen and report were in English, and the receipt beside them in Chinese."""
    visitor = kit.visitor(language=Language.EN)
    job = kit.order(visitor, document)
    kit.end_call(kit.begin_call())
    charge = kit.desk.fax.result(job).charge_id
    assert charge is not None
    if cash:
        kit.desk.money.leave_unsigned(kit.desk.money.take_cash(kit.clerk(), charge, 400).number)
    else:
        kit.desk.money.pay_on_account(visitor, charge, STROKES)
    (wanted,) = kit.house.books.prints.open("receipt")
    assert wanted["language"] == "en"
