"""G3: a receipt is printed once more as a numbered copy, never instead of an original nobody has seen."""

from __future__ import annotations

import pytest

from kiosk.desk.copies import FORM, OriginalFirstError
from kiosk.desk.house import GoneError, RequestUsedError
from kiosk.store.errors import StoreError
from tests.desk_fixture import FurnishedDesk
from tests.unit.desk.day_acts import STROKES


@pytest.fixture
def number(kit: FurnishedDesk) -> str:
    """A receipt that its owner has on paper."""
    paid = kit.desk.money.pay_on_account(kit.visitor(), kit.owe(400), STROKES)
    kit.printed("receipt")
    return paid.number


def test_g3_each_copy_has_its_number_its_person_and_a_record_and_prints_beside_the_original(
    kit: FurnishedDesk, number: str
) -> None:
    copies = []
    for request in ("one", "two"):
        copies.append(kit.desk.copies.print_copy(kit.clerk(), number, request))
        kit.printed(FORM)
    told = [(copy.receipt_number, copy.copy, copy.staff_id) for copy in copies]
    assert told == [
        (number, 1, "07"),
        (number, 2, "07"),
    ]
    assert [copy.print_state for copy in kit.desk.copies.copies(number)] == ["printed", "printed"]
    told = [body for kind, body in kit.records() if kind == "receipt.copied"]
    assert told == [{"receipt": number, "copy": n, "staff": "07"} for n in (1, 2)]
    assert kit.desk.money.receipt(number).print_state == "printed"


def test_g3_tapped_twice_or_while_the_printer_is_silent_it_is_one_copy(kit: FurnishedDesk, number: str) -> None:
    first = kit.desk.copies.print_copy(kit.clerk(), number, "one")
    assert kit.desk.copies.print_copy(kit.clerk(), number, "one") == first
    assert kit.desk.copies.print_copy(kit.clerk(), number, "two") == first  # it waits: it will come
    kit.printed(FORM, "waiting", "media-empty")
    assert [(copy.copy, copy.print_state) for copy in kit.desk.copies.copies(number)] == [(1, "trouble")]
    kit.printed(FORM)
    assert kit.desk.copies.print_copy(kit.clerk(), number, "one").print_state == "printed"


@pytest.mark.parametrize("state", ["waiting", "unknown"])
def test_g3_what_is_not_surely_on_paper_is_not_copied(kit: FurnishedDesk, state: str) -> None:
    number = kit.desk.money.take_cash(kit.clerk(), kit.owe(400), 400).number
    with pytest.raises(OriginalFirstError):  # nobody has signed, nothing is printed
        kit.desk.copies.print_copy(kit.clerk(), number, "early")
    kit.desk.money.sign_receipt(number, STROKES)
    kit.printed("receipt", state)
    with pytest.raises(OriginalFirstError):
        kit.desk.copies.print_copy(kit.clerk(), number, "early")
    assert kit.desk.copies.copies(number) == ()


def test_g3_a_copy_that_may_have_come_out_is_asked_for_on_the_board(kit: FurnishedDesk, number: str) -> None:
    kit.desk.copies.print_copy(kit.clerk(), number, "one")
    kit.printed(FORM, "unknown")
    [row] = [row for row in kit.desk.board.board(kit.clerk()).rows if row.kind == "print_unknown"]
    assert row.reason == FORM and row.drawer == "money"
    kit.desk.board.settle_print(kit.clerk(), row.ref, came_out=False)
    kit.printed(FORM)
    assert [(copy.copy, copy.print_state) for copy in kit.desk.copies.copies(number)] == [(1, "printed")]


def test_a_receipt_that_was_never_given_is_not_copied_nor_another_one_by_the_same_request(
    kit: FurnishedDesk, number: str
) -> None:
    with pytest.raises(GoneError):
        kit.desk.copies.print_copy(kit.clerk(), "K01-999999", "one")
    kit.desk.copies.print_copy(kit.clerk(), number, "one")
    other = kit.desk.money.pay_on_account(kit.visitor(), kit.owe(300), STROKES).number
    kit.printed("receipt")
    with pytest.raises(RequestUsedError):
        kit.desk.copies.print_copy(kit.clerk(), other, "one")


def test_g4_a_copy_stays_as_it_was_counted(kit: FurnishedDesk, number: str) -> None:
    kit.desk.copies.print_copy(kit.clerk(), number, "one")
    for sql in ("UPDATE receipt_copy SET copy = 7", "DELETE FROM receipt_copy"):
        with pytest.raises(StoreError), kit.house.store.step():
            kit.house.store.run(sql)
