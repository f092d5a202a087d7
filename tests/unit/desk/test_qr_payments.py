"""G1, G2, G4: a payment by QR code is booked once, when its provider has signed that it was paid, never by guess."""

from __future__ import annotations

import pytest

from kiosk.desk.house import GoneError, RequestUsedError
from kiosk.desk.qr_doubt import QrPendingError
from kiosk.desk.views import BoardRow, ChargeState, Method, QrStage
from kiosk.store.errors import StoreDamagedError
from tests.faults.qr_scenario import CLERK, SHOWN_S, STROKES, SUPERVISOR, QrCounter
from tests.hw_doubles import pay_provider as double
from tests.unit.desk.qr_acts import owed, qr_counter, rows_of

counter = pytest.fixture(qr_counter)
charge = pytest.fixture(owed)


def rows(counter: QrCounter) -> list[BoardRow]:
    return rows_of(counter, "qr_")


def kinds(counter: QrCounter) -> list[str]:
    return [kind for kind, _ in counter.kit.records() if kind.startswith("qr.")]


def silent(counter: QrCounter, *what: str) -> None:
    for kind in what:
        counter.provider.money.always[kind] = double.LOST_REQUEST


def test_k1_no_code_is_shown_while_the_books_are_damaged(counter: QrCounter, charge: int) -> None:
    counter.kit.house.live.put("health.books", {"state": "trouble", "reason": "damaged", "detail": "transaction 7"})
    with pytest.raises(StoreDamagedError):
        counter.kit.desk.qr.show(counter.kit.visitor(), charge, "first")
    assert counter.kit.house.books.qr.to_ask() == []


def test_a_code_is_shown_scanned_and_paid_once(counter: QrCounter, charge: int) -> None:
    desk = counter.kit.desk
    asked = desk.qr.show(counter.kit.visitor(), charge, "first")
    assert (asked.stage, asked.code) == (QrStage.ASKING, "")
    counter.look()
    shown = desk.qr.view(asked.order_id)
    assert (shown.stage, shown.amount_fen, shown.left_s) == (QrStage.SHOWN, 400, SHOWN_S)
    counter.provider.phone_pays(shown.code)
    counter.look(2.0)
    receipt = desk.money.receipt(desk.qr.view(asked.order_id).receipt_number)
    assert (receipt.method, receipt.amount_fen, receipt.charge.state) == (Method.QR, 400, ChargeState.PAID)
    counter.look(120.0)
    assert counter.balance_fen("provider:wechat") == 400 == counter.provider.taken_fen()
    assert kinds(counter) == ["qr.wanted", "qr.paid"]
    assert counter.whole and rows(counter) == []


def test_tapped_twice_it_is_one_code_and_another_screen_gets_the_same(counter: QrCounter, charge: int) -> None:
    first = counter.show(charge, "tap")
    assert counter.show(charge, "tap") == first
    assert counter.show(charge, "another screen").code == first.code
    other = counter.kit.owe(300)
    with pytest.raises(RequestUsedError):
        counter.show(other, "tap")


def test_a_code_is_for_ones_own_charge_that_is_owed(counter: QrCounter, charge: int) -> None:
    with pytest.raises(GoneError):
        counter.show(counter.kit.owe(300, "12-1-102"))
    counter.paid(charge)
    with pytest.raises(GoneError):
        counter.show(charge, "once more")


@pytest.mark.parametrize("fault", [double.LOST_REQUEST, double.LOST_ANSWER, double.BROKEN, double.FORGED])
def test_a_lost_answer_makes_no_second_order(counter: QrCounter, charge: int, fault: str) -> None:
    counter.provider.fail("create", fault)
    counter.show(charge)
    counter.look(3.0)
    assert counter.kit.desk.qr.view(1).stage is QrStage.SHOWN
    assert len(counter.provider.money.orders) == 1


def test_without_a_code_in_time_nobody_can_have_paid_and_every_way_is_open(counter: QrCounter, charge: int) -> None:
    silent(counter, "create")
    counter.show(charge)
    counter.look(20.0)
    over = counter.kit.desk.qr.view(1)
    assert (over.stage, over.reason) == (QrStage.OVER, "silent")
    counter.kit.desk.money.pay_on_account(counter.kit.visitor(), charge, STROKES)
    assert counter.whole


def test_a_refusal_is_told_and_the_way_is_shut_until_the_provider_is_well(counter: QrCounter, charge: int) -> None:
    counter.provider.fail("create", double.REFUSED)
    assert (counter.show(charge).stage, counter.kit.desk.qr.view(1).reason) == (QrStage.OVER, "refused")
    assert not counter.kit.desk.status.service("pay_qr").usable
    counter.look(30.0)
    assert counter.kit.desk.status.service("pay_qr").level == "limited"  # for want of a receipt printer, no more


def test_given_up_it_is_closed_there_before_another_way_is_open(counter: QrCounter, charge: int) -> None:
    desk, visitor = counter.kit.desk, counter.kit.visitor()
    shown = counter.show(charge)
    with pytest.raises(QrPendingError):
        desk.money.pay_on_account(visitor, charge, STROKES)
    assert desk.qr.give_up(visitor, shown.order_id).stage is QrStage.CHECKING
    with pytest.raises(QrPendingError):
        desk.money.ask_cash(visitor, charge)
    counter.look()
    assert desk.qr.view(shown.order_id).stage is QrStage.OVER
    assert counter.provider.phone_pays(shown.code) != "paid"
    desk.money.pay_on_account(visitor, charge, STROKES)
    counter.look(60.0)
    assert counter.balance_fen("provider:wechat") == 0 and counter.whole


def test_paid_in_the_moment_it_was_given_up_it_is_paid(counter: QrCounter, charge: int) -> None:
    shown = counter.show(charge)
    counter.provider.phone_pays(shown.code)
    counter.kit.desk.qr.give_up(counter.kit.visitor(), shown.order_id)
    counter.look()
    assert counter.kit.desk.qr.view(shown.order_id).stage is QrStage.PAID and counter.whole


def test_nobody_scans_and_the_code_expires(counter: QrCounter, charge: int) -> None:
    shown = counter.show(charge)
    counter.look(SHOWN_S - 10.0)
    assert counter.kit.desk.qr.view(shown.order_id).stage is QrStage.SHOWN
    counter.look(15.0)
    over = counter.kit.desk.qr.view(shown.order_id)
    assert (over.stage, over.reason) == (QrStage.OVER, "expired")


def test_an_order_that_is_not_there_is_open_until_its_code_cannot_be_paid(counter: QrCounter, charge: int) -> None:
    """Some providers make an order when the code is scanned: closing it before means nothing."""
    shown = counter.show(charge)
    del counter.provider.money.orders[next(iter(counter.provider.money.orders))]
    counter.kit.desk.qr.give_up(counter.kit.visitor(), shown.order_id)
    counter.look(SHOWN_S)
    assert counter.kit.desk.qr.view(shown.order_id).stage is QrStage.DOUBT
    counter.look(600.0)
    assert counter.kit.desk.qr.view(shown.order_id).stage is QrStage.OVER


def test_k2_a_code_that_nobody_asks_after_any_more_is_the_clerks_to_decide(counter: QrCounter, charge: int) -> None:
    """Its keys cannot be read, or the way of paying was taken away: the core has nobody who asks."""
    desk, shown = counter.kit.desk, counter.show(charge)
    counter.clock.turn(SHOWN_S + 30.0)
    assert rows(counter) == []
    counter.clock.turn(60.0)
    assert [(row.kind, row.ref) for row in rows(counter)] == [("qr_doubt", shown.order_id)]
    on_the_glass = desk.qr.view(shown.order_id)
    assert (on_the_glass.stage, on_the_glass.code) == (QrStage.DOUBT, ""), "nobody scans what cannot be paid"
    desk.qr.release(CLERK, shown.order_id)
    assert desk.money.take_cash(CLERK, charge, 400).method is Method.CASH and rows(counter) == []


def test_in_doubt_the_clerk_decides_and_a_payment_that_turns_up_goes_back(counter: QrCounter, charge: int) -> None:
    desk = counter.kit.desk
    shown = counter.show(charge)
    counter.provider.phone_pays(shown.code)
    silent(counter, "close", "query")
    desk.qr.give_up(counter.kit.visitor(), shown.order_id)
    counter.look(12.0)
    assert desk.qr.view(shown.order_id).stage is QrStage.DOUBT
    (row,) = rows(counter)
    assert (row.kind, row.ref, row.amount_fen) == ("qr_doubt", shown.order_id, 400)
    with pytest.raises(QrPendingError):
        desk.money.take_cash(CLERK, charge, 400)
    desk.qr.release(CLERK, shown.order_id)
    desk.money.take_cash(CLERK, charge, 400)
    silent(counter, "refund", "refund_query")
    del counter.provider.money.always["query"]
    counter.look(600.0)
    assert counter.balance_fen("provider:wechat") == 400  # there, and not the house's
    assert [row.kind for row in rows(counter)] == []
    counter.provider.money.always.clear()
    counter.look(600.0)
    assert counter.provider.taken_fen() == 0 == counter.balance_fen("provider:wechat")
    assert counter.balance_fen("cash:drawer") == 400 and counter.whole
    assert kinds(counter) == ["qr.wanted", "qr.released", "qr.refund_wanted", "qr.owed_back", "qr.refund_ended"]


@pytest.mark.parametrize(
    ("fault", "contradiction"),
    [
        (double.OTHER_AMOUNT, "other_amount"),
        (double.OTHER_CURRENCY, "other_currency"),
        (double.OTHER_ORDER, "other_order"),
    ],
)
def test_what_contradicts_the_order_is_never_booked(
    counter: QrCounter, charge: int, fault: str, contradiction: str
) -> None:
    desk = counter.kit.desk
    shown = counter.show(charge)
    counter.provider.phone_pays(shown.code)
    counter.clock.turn(2.0)
    counter.provider.fail("query", fault)
    counter.look(60.0)
    assert desk.qr.view(shown.order_id).stage is QrStage.DOUBT
    (row,) = rows(counter)
    assert (row.kind, row.reason) == ("qr_contradiction", contradiction)
    assert desk.money.receipt_of(charge) is None and counter.balance_fen("provider:wechat") == 0
    desk.qr.settle_contradiction(CLERK, row.ref)
    desk.qr.settle_contradiction(CLERK, row.ref)
    desk.money.take_cash(CLERK, charge, 400)
    assert rows(counter) == [] and counter.whole
    assert kinds(counter) == ["qr.wanted", "qr.contradiction", "qr.contradiction_settled", "qr.released"]


@pytest.mark.parametrize("fault", [double.SAYS_NOT_PAID, double.SAYS_CLOSED, double.SAYS_NOT_THERE])
def test_paid_and_then_not_paid_is_for_a_person(counter: QrCounter, charge: int, fault: str) -> None:
    counter.paid(charge)
    counter.provider.money.always["query"] = fault
    counter.look(60.0)
    (row,) = rows(counter)
    assert (row.kind, row.reason) == ("qr_contradiction", "paid_then_not")
    assert counter.balance_fen("provider:wechat") == 400 and counter.whole  # nothing is undone by guess


def test_closed_and_then_paid_is_booked_if_it_is_owed(counter: QrCounter, charge: int) -> None:
    shown = counter.show(charge)
    counter.kit.desk.qr.give_up(counter.kit.visitor(), shown.order_id)
    counter.look()
    (order,) = counter.provider.money.orders.values()
    counter.provider.settle(order)
    counter.look(60.0)
    assert counter.kit.desk.qr.view(shown.order_id).stage is QrStage.PAID and counter.whole


def test_a_transaction_is_booked_for_one_order_only(counter: QrCounter, charge: int) -> None:
    counter.paid(charge)
    second = counter.show(counter.kit.owe(400))
    counter.provider.phone_pays(second.code)
    one, two = counter.provider.money.orders.values()
    two.transaction = one.transaction
    counter.look(5.0)
    assert [row.reason for row in rows(counter)] == ["transaction_used"]
    assert counter.balance_fen("provider:wechat") == 400 and counter.whole


def test_what_is_struck_out_goes_back_through_the_provider(counter: QrCounter, charge: int) -> None:
    number = counter.paid(charge)
    counter.kit.desk.corrections.void(CLERK, number, "重复", STROKES, "void")
    assert counter.provider.taken_fen() == 400
    counter.look(60.0)
    assert counter.provider.taken_fen() == 0 == counter.balance_fen("provider:wechat")
    assert rows(counter) == [] and counter.whole
    again = counter.show(charge, "again")
    assert again.stage is QrStage.SHOWN and again.order_id == 2


def test_money_that_does_not_get_back_is_on_the_board_until_somebody_cares(counter: QrCounter, charge: int) -> None:
    number = counter.paid(charge)
    counter.provider.money.refund_status = "ABNORMAL"
    counter.kit.desk.corrections.refund(SUPERVISOR, number, "未送达", STROKES, "refund")
    counter.look(5.0)
    (row,) = rows(counter)
    assert (row.kind, row.reason, row.amount_fen) == ("qr_refund", "failed", 400)
    assert counter.balance_fen("provider:wechat") == 400 == counter.provider.taken_fen()  # it is still there
    counter.kit.desk.qr.settle_refund(CLERK, row.ref)
    counter.kit.desk.qr.settle_refund(CLERK, row.ref)
    assert counter.balance_fen("provider:wechat") == 0 and counter.held_fen() == 0  # by hand, on the provider's pages
    assert rows(counter) == [] and counter.whole


def test_what_is_paid_already_is_not_let_go(counter: QrCounter, charge: int) -> None:
    """It was in doubt when the clerk opened the row, and is paid when they confirm."""
    counter.paid(charge)
    counter.kit.desk.qr.release(CLERK, 1)
    assert "qr.released" not in kinds(counter)


def test_a_refund_is_asked_for_until_it_is_answered_and_done_once(counter: QrCounter, charge: int) -> None:
    number = counter.paid(charge)
    counter.provider.fail("refund", double.LOST_ANSWER)
    counter.provider.fail("refund_query", double.LOST_REQUEST, double.FORGED)
    counter.kit.desk.corrections.void(CLERK, number, "重复", STROKES, "void")
    counter.look(60.0)
    assert len(counter.provider.money.refunds) == 1 and counter.provider.taken_fen() == 0
    assert kinds(counter).count("qr.refund_ended") == 1


def test_k2_while_a_code_is_open_it_is_the_only_way_and_the_clerk_is_told_so(counter: QrCounter, charge: int) -> None:
    money, qr, visitor = counter.kit.desk.money, counter.kit.desk.qr, counter.kit.visitor()
    order = qr.show_at_counter(CLERK, charge, "counter").order_id
    shut = {way.method: way.reason_key for way in money.options(visitor, charge) if not way.available}
    assert set(shut) == {way.method for way in money.options(visitor, charge)} - {Method.QR}
    assert set(shut.values()) == {"why.qr.open"} and money.charge(charge).code_open
    assert qr.show(visitor, charge, "glass").order_id == order, "the owner sees the same code"
    qr.give_up_at_counter(CLERK, order)
    counter.look()
    assert qr.view(order).stage is QrStage.OVER and not money.charge(charge).code_open
    assert all(way.available for way in money.options(visitor, charge))


def test_a_kiosk_without_a_provider_offers_no_code(counter: QrCounter, charge: int) -> None:
    visitor = counter.kit.visitor()
    offered = [option.method for option in counter.kit.desk.money.options(visitor, charge)]
    assert Method.QR in offered
    assert counter.kit.desk.status.service("pay_qr").reasons != ()  # nobody has asked the provider yet
