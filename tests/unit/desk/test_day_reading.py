"""G5, G6, G4: how a day stands, counts in between, a count that was begun, and receipts that are found again."""

from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.clock import TurnedClock
from kiosk.desk.counter import CounterOnlyError
from kiosk.desk.day_errors import NotCountedError, NotOpenError, OthersShiftError
from kiosk.desk.receipt_list import NoReceiptError
from kiosk.desk.views import CashMoved, Method, Staff, StruckOut, Taking
from kiosk.domain.cash import CountPurpose
from tests.desk_fixture import FurnishedDesk
from tests.unit.desk.day_acts import STROKES, SUPERVISOR_PIN, THE_18TH, at, balance, cash, close, end, take, whole


@pytest.fixture
def clerk(kit: FurnishedDesk) -> Staff:
    return kit.clerk()


def test_g6_a_count_in_between_is_declared_like_any_other_and_the_first_one_stays(
    kit: FurnishedDesk, clerk: Staff
) -> None:
    days = kit.desk.days
    with pytest.raises(NotOpenError):
        days.check(clerk, cash(0), "early")
    days.open_shift(clerk, cash(200), 20000, "open")
    first = days.check(clerk, cash(190), "check")
    assert (first.purpose, first.difference_fen, balance(kit, "cash:drawer")) == (CountPurpose.CHECK, -1000, 19000)
    assert days.check(clerk, cash(190), "check") == first  # tapped twice
    again = days.check(clerk, cash(200), "recount")
    assert (again.difference_fen, balance(kit, "difference:drawer")) == (1000, 0)
    assert [count.id for count in days.unexplained()] == [first.id, again.id], "the first one stays"
    assert days.count(first.id) == first
    end(kit, clerk, 200)
    with pytest.raises(NotOpenError):
        days.check(clerk, cash(200), "late")
    assert whole(kit)


def test_g6_only_who_has_the_drawer_counts_it_or_a_supervisor(kit: FurnishedDesk, clerk: Staff) -> None:
    boss = kit.clerk(SUPERVISOR_PIN)
    kit.desk.days.open_shift(boss, cash(10), 1000, "open")
    with pytest.raises(OthersShiftError):
        kit.desk.days.check(clerk, cash(10), "check")
    assert kit.desk.days.check(boss, cash(10), "check").difference_fen == 0


@pytest.mark.parametrize("pin", ["313131", "414141"])
def test_j1_neither_technician_nor_finance_has_the_drawer_or_closes_a_day(
    kit: FurnishedDesk, clerk: Staff, pin: str
) -> None:
    other, days = kit.clerk(pin), kit.desk.days
    with pytest.raises(CounterOnlyError):
        days.open_shift(other, cash(200), 0, "open")
    days.open_shift(clerk, cash(200), 20000, "open")
    with pytest.raises(CounterOnlyError):
        days.hand_over(clerk, other, cash(200), "over")
    count = end(kit, clerk, 199)
    with pytest.raises(CounterOnlyError):
        days.explain(other, count.id, "找零误差")
    days.explain(clerk, count.id, "找零误差")
    with pytest.raises(CounterOnlyError):
        close(kit, other)
    assert whole(kit)


def test_g5_figures_are_those_that_are_signed(kit: FurnishedDesk, clerk: Staff) -> None:
    days = kit.desk.days
    days.open_shift(clerk, cash(200), 20000, "open")
    paid, wrong = take(kit), take(kit, 600)
    red = kit.desk.corrections.void(clerk, wrong, "金额有误", STROKES, "void")
    with pytest.raises(NotCountedError):
        days.figures(THE_18TH)
    count = end(kit, clerk, 203, 300)
    before = days.figures(THE_18TH)
    assert before.receipts == (paid, red.number) and before.bag_number == "Bend"
    assert before.takings == (Taking("fax.local", Method.CASH, 1, 400),) and before.total_fen == 400
    assert before.struck_out == (StruckOut(wrong, red.number, -600, "金额有误"),)
    assert before.cash == CashMoved(0, 20000, 400, -100, -300, 20000)
    assert days.closing_count(THE_18TH) == count
    days.explain(clerk, count.id, "找零误差")
    close(kit, clerk)
    assert days.figures(THE_18TH) == before


def test_g5_the_view_names_who_has_the_drawer_and_the_change_money_in_it(kit: FurnishedDesk, clerk: Staff) -> None:
    days = kit.desk.days
    assert (days.view().newest, days.due_at()) == (None, None)
    days.open_shift(clerk, cash(200), 20000, "open")
    view, zone = days.view(), kit.house.settings.timezone
    assert (view.staff_id, view.staff_name, view.lent_fen) == ("07", "陈晓", 20000)
    assert days.due_at() == datetime(2026, 11, 18, 17, 30, tzinfo=zone) and days.begun_at() == kit.clock.now()
    at(kit, 18, 18)
    end(kit, clerk, 200)
    assert (days.view().business_day, days.view().newest, days.due_at()) == (None, THE_18TH, None)


def test_g6_a_count_that_was_begun_waits_a_quarter_of_an_hour_for_its_person(kit: FurnishedDesk, clerk: Staff) -> None:
    half, boss = kit.desk.half_counts, kit.clerk(SUPERVISOR_PIN)
    half.keep(clerk, CountPurpose.CLOSING, {10000: 3, 50: 0})
    assert half.kept(clerk, CountPurpose.CLOSING) == {10000: 3, 50: 0}
    assert half.kept(boss, CountPurpose.CLOSING) == half.kept(clerk, CountPurpose.OPENING) == {}
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(16 * 60)
    assert half.kept(clerk, CountPurpose.CLOSING) == {}
    half.keep(clerk, CountPurpose.CLOSING, {100: 1})
    half.forget()
    half.forget()
    assert half.kept(clerk, CountPurpose.CLOSING) == {}


def test_g4_a_receipt_is_found_by_its_number_or_among_the_newest(kit: FurnishedDesk, clerk: Staff) -> None:
    first, second = take(kit), take(kit, 600)
    kit.desk.corrections.void(clerk, first, "金额有误", STROKES, "void")
    latest = kit.desk.receipts.latest(clerk)
    assert [(view.number, view.amount_fen) for view in latest] == [
        ("K01-000003", -400),
        (second, 600),
        (first, 400),
    ]
    assert kit.desk.receipts.find(clerk, 1).struck_out_by == "K01-000003"
    with pytest.raises(NoReceiptError):
        kit.desk.receipts.find(clerk, 9)
