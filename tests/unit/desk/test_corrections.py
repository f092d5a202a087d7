"""G4: a mistake is struck out by a signed reversing entry, a refund likewise; nothing is erased, nothing done twice."""

from __future__ import annotations

import pytest

from kiosk.desk.corrections import ReasonMissingError, StruckOutError, SupervisorOnlyError
from kiosk.desk.counter import CounterOnlyError
from kiosk.desk.house import GoneError, RequestUsedError
from kiosk.desk.receipts import NotSignedError
from kiosk.desk.views import ChargeState, ReceiptView, Staff
from tests.desk_fixture import FurnishedDesk

STROKES = (((0.1, 0.2), (0.8, 0.6)),)
SUPERVISOR_PIN = "121212"


@pytest.fixture
def charge(kit: FurnishedDesk, document: str) -> int:
    """A delivered page, not yet paid: 4.00 yuan."""
    job = kit.order(kit.visitor(), document)
    kit.end_call(kit.begin_call())
    charge = kit.desk.fax.result(job).charge_id
    assert charge is not None
    return charge


@pytest.fixture
def paid(kit: FurnishedDesk, charge: int) -> str:
    return kit.desk.money.take_cash(kit.clerk(), charge, 1000, "first").number


def void(kit: FurnishedDesk, number: str, request_id: str = "void-1", staff: Staff | None = None) -> ReceiptView:
    return kit.desk.corrections.void(staff or kit.clerk(), number, " 收错 金额 ", STROKES, request_id)


def whole(kit: FurnishedDesk) -> bool:
    return [*kit.house.books.takings.faults(), *kit.house.books.journal.verify()] == []


def test_a_void_is_a_red_receipt_with_the_next_number(kit: FurnishedDesk, paid: str, charge: int) -> None:
    red = void(kit, paid)
    assert (red.number, red.amount_fen, red.strikes_out) == ("K01-000002", -400, "K01-000001")
    assert (red.signed, red.print_state) == (True, "waiting")
    struck = kit.desk.money.receipt(paid)
    assert (struck.amount_fen, struck.struck_out_by) == (400, "K01-000002")  # visible, never gone
    assert kit.house.books.ledger.balance_fen("cash:drawer") == 0
    assert kit.desk.money.charge(charge).state is ChargeState.DUE
    assert kit.desk.money.receipt_of(charge) is None
    transaction = kit.house.books.ledger.get(2)
    assert (transaction.kind, transaction.reverses, transaction.reason, transaction.staff) == (
        *("void", 1, "收错 金额"),
        "07",
    )
    assert whole(kit)


def test_what_was_struck_out_before_it_was_signed_is_neither_signed_nor_printed(kit: FurnishedDesk, paid: str) -> None:
    assert [row["receipt_number"] for row in kit.house.books.takings.unprinted()] == [paid]
    void(kit, paid)
    assert kit.house.books.takings.unprinted() == []
    with pytest.raises(StruckOutError):
        kit.desk.money.sign_receipt(paid, STROKES)
    assert kit.desk.money.leave_unsigned(paid).print_state == "unsigned"
    assert [row["ref"] for row in kit.house.books.prints.open("receipt")] == [2]  # the red one
    assert not kit.desk.money.receipt(paid).signed and whole(kit)


def test_a_voided_charge_may_be_paid_anew_another_way(kit: FurnishedDesk, paid: str, charge: int) -> None:
    void(kit, paid)
    again = kit.desk.money.pay_on_account(kit.visitor(), charge, STROKES)
    assert again.number == "K01-000003" and kit.desk.money.charge(charge).state is ChargeState.PAID
    assert kit.house.books.ledger.balance_fen("unit:12-1-101") == 400
    assert whole(kit)


def test_a_late_second_tap_of_the_struck_out_payment_books_nothing(kit: FurnishedDesk, paid: str, charge: int) -> None:
    void(kit, paid)
    late = kit.desk.money.take_cash(kit.clerk(), charge, 1000, "first")
    assert late.number == paid and late.struck_out_by
    assert kit.desk.money.charge(charge).state is ChargeState.DUE and whole(kit)


def test_a_correction_tapped_twice_is_one(kit: FurnishedDesk, paid: str) -> None:
    assert void(kit, paid).number == void(kit, paid).number == "K01-000002"
    with pytest.raises(StruckOutError):
        void(kit, paid, "another")
    with pytest.raises(StruckOutError):
        void(kit, "K01-000002", "of the red one")
    assert [kind for kind, _ in kit.records()].count("payment.reversed") == 1


def test_g1_a_request_answers_for_what_it_was_made_and_for_nothing_else(
    kit: FurnishedDesk, paid: str, charge: int
) -> None:
    other, clerk, supervisor = kit.owe(), kit.clerk(), kit.clerk(SUPERVISOR_PIN)
    with pytest.raises(RequestUsedError):
        kit.desk.money.take_cash(clerk, other, 400, "first")
    with pytest.raises(RequestUsedError):
        kit.desk.money.pay_on_account(kit.visitor(), other, STROKES, "first")
    with pytest.raises(RequestUsedError):
        void(kit, paid, "first")
    second = kit.desk.money.take_cash(clerk, other, 400, "second").number
    void(kit, paid)
    with pytest.raises(RequestUsedError):
        void(kit, second)
    with pytest.raises(RequestUsedError):
        kit.desk.corrections.refund(supervisor, paid, "错", STROKES, "void-1")
    with pytest.raises(RequestUsedError):
        kit.desk.money.take_cash(clerk, charge, 400, "void-1")
    assert kit.house.books.ledger.head()[0] == 3 and whole(kit)


def test_a_refund_is_a_supervisors_and_ends_the_charge(kit: FurnishedDesk, paid: str, charge: int) -> None:
    with pytest.raises(SupervisorOnlyError):
        kit.desk.corrections.refund(kit.clerk(), paid, "对方未收到", STROKES, "refund-1")
    kit.desk.corrections.refund(kit.clerk(SUPERVISOR_PIN), paid, "对方未收到", STROKES, "refund-1")
    assert kit.desk.money.charge(charge).state is ChargeState.REFUNDED
    assert kit.desk.money.due(kit.visitor()) == ()
    assert kit.desk.money.options(kit.visitor(), charge) == ()
    with pytest.raises(GoneError):
        kit.desk.money.ask_cash(kit.visitor(), charge)
    with pytest.raises(GoneError):
        kit.desk.money.take_cash(kit.clerk(), charge, 400)
    assert whole(kit)


def test_nothing_is_struck_out_without_reason_signature_or_receipt(kit: FurnishedDesk, paid: str) -> None:
    clerk, corrections = kit.clerk(), kit.desk.corrections
    for reason in ("", "  ", "长" * 101):
        with pytest.raises(ReasonMissingError):
            corrections.void(clerk, paid, reason, STROKES, "r")
    with pytest.raises(NotSignedError):
        corrections.void(clerk, paid, "错", (), "r")
    with pytest.raises(GoneError):
        corrections.void(clerk, "K01-009999", "错", STROKES, "r")
    assert kit.house.books.ledger.head()[0] == 1


def test_the_record_for_head_office_names_person_reason_and_what_is_struck_out(kit: FurnishedDesk, paid: str) -> None:
    void(kit, paid)
    body = dict(kit.records())["payment.reversed"]
    told = {key: body[key] for key in ("receipt_number", "reverses", "correction", "reason", "staff_id", "amount_fen")}
    assert told == {
        "receipt_number": "K01-000002",
        "reverses": "K01-000001",
        "correction": "void",
        "reason": "收错 金额",
        "staff_id": "07",
        "amount_fen": -400,
    }
    booked = [body for kind, body in kit.records() if kind == "ledger.booked"]
    assert [row["hash"] for row in booked] == [kit.house.books.ledger.get(n).hash for n in (1, 2)]


@pytest.mark.parametrize("pin", ["313131", "414141"])
def test_j1_neither_technician_nor_finance_takes_corrects_copies_or_grants(
    kit: FurnishedDesk, paid: str, pin: str
) -> None:
    """Both come to the till's tab; a technician comes to the board as well."""
    other, desk, owed = kit.clerk(pin), kit.desk, kit.owe(400)
    kit.desk.money.sign_receipt(paid, STROKES)
    kit.printed("receipt")
    for act in (
        lambda: void(kit, paid, staff=other),
        lambda: desk.corrections.refund(other, paid, "多收", STROKES, "refund"),
        lambda: desk.copies.print_copy(other, paid, "copy"),
        lambda: desk.money.take_cash(other, owed, 400),
        lambda: desk.grants.waive(other, owed, "goodwill", "", "waive"),
        lambda: desk.grants.take_voucher(other, owed, "FX-1", "voucher"),
        lambda: desk.machine.give_back(other, owed, "back"),
        lambda: desk.machine.settle_doubt(other, 1, 0),
        lambda: desk.qr.release(other, 1),
        lambda: desk.qr.settle_contradiction(other, 1),
        lambda: desk.qr.settle_refund(other, 1),
        lambda: desk.work.quote(other, 1, (), "quote"),
        lambda: desk.work.answer(other, 1, True, STROKES),
    ):
        with pytest.raises(CounterOnlyError):
            act()
    assert whole(kit)


def test_j1_receipts_are_read_by_who_has_to_do_with_money(kit: FurnishedDesk, paid: str) -> None:
    for pin in ("707070", SUPERVISOR_PIN, "414141"):
        assert [receipt.number for receipt in kit.desk.receipts.latest(kit.clerk(pin))] == [paid]
    with pytest.raises(CounterOnlyError):
        kit.desk.receipts.latest(kit.clerk("313131"))
    with pytest.raises(CounterOnlyError):
        kit.desk.receipts.find(kit.clerk("313131"), 1)
