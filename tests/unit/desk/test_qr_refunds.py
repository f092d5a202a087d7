"""G2, G4: money that a provider cannot give back is still the owner's: held, told, and given back by a person once."""

from __future__ import annotations

import pytest

from kiosk.desk.house import GoneError
from kiosk.desk.qr_refunds import DrawerShortError
from kiosk.desk.views import BoardRow
from tests.faults.qr_scenario import CLERK, STROKES, SUPERVISOR, QrCounter
from tests.hw_doubles import pay_provider as double
from tests.unit.desk.qr_acts import owed, qr_counter, rows_of

counter = pytest.fixture(qr_counter)
charge = pytest.fixture(owed)


def rows(counter: QrCounter) -> list[BoardRow]:
    return rows_of(counter, "qr_refund")


def test_g4_what_the_provider_cannot_give_back_is_given_out_of_the_drawer_and_it_keeps_the_money(
    counter: QrCounter, charge: int
) -> None:
    desk, number = counter.kit.desk, counter.paid(charge)
    counter.provider.money.refund_status = "ABNORMAL"
    desk.corrections.void(CLERK, number, "重复", STROKES, "void")
    counter.look(5.0)
    (row,) = rows(counter)
    with pytest.raises(DrawerShortError):
        desk.qr.settle_refund(CLERK, row.ref, from_drawer=True)
    desk.money.take_cash(CLERK, charge, 400)
    desk.qr.settle_refund(CLERK, row.ref, from_drawer=True)
    desk.qr.settle_refund(CLERK, row.ref, from_drawer=True)
    assert counter.balance_fen("provider:wechat") == 400 == counter.provider.taken_fen()
    assert counter.balance_fen("cash:drawer") == 0 == counter.held_fen()
    assert rows(counter) == [] and counter.whole


def test_g4_a_refund_put_off_the_board_under_way_stands_there_again_when_it_fails(
    counter: QrCounter, charge: int
) -> None:
    number = counter.paid(charge)
    counter.provider.money.always.update(refund=double.LOST_REQUEST, refund_query=double.LOST_REQUEST)
    counter.kit.desk.corrections.refund(SUPERVISOR, number, "未送达", STROKES, "refund")
    counter.look(700.0)
    (row,) = rows(counter)
    assert row.reason == "wanted"
    with pytest.raises(GoneError):  # the provider may still give it back: that would be twice
        counter.kit.desk.qr.settle_refund(CLERK, row.ref, from_drawer=True)
    counter.kit.desk.qr.settle_refund(CLERK, row.ref)
    assert rows(counter) == []
    counter.provider.money.always.clear()
    counter.provider.money.refund_status = "ABNORMAL"
    counter.look(700.0)
    assert [row.reason for row in rows(counter)] == ["failed"] and counter.held_fen() == 400


def test_g4_what_was_paid_twice_and_cannot_be_given_back_is_not_held_for_ever(counter: QrCounter, charge: int) -> None:
    desk, shown = counter.kit.desk, counter.show(charge)
    counter.provider.phone_pays(shown.code)
    counter.provider.money.always.update(close=double.LOST_REQUEST, query=double.LOST_REQUEST)
    desk.qr.give_up(counter.kit.visitor(), shown.order_id)
    counter.look(12.0)
    desk.qr.release(CLERK, shown.order_id)
    desk.money.take_cash(CLERK, charge, 400)
    counter.provider.money.refund_status = "ABNORMAL"
    counter.provider.money.always.clear()
    counter.look(600.0)
    (row,) = rows(counter)
    desk.qr.settle_refund(CLERK, row.ref, from_drawer=True)
    assert counter.held_fen() == 0 == counter.balance_fen("cash:drawer")
    assert counter.balance_fen("provider:wechat") == 400 == counter.provider.taken_fen() and counter.whole
