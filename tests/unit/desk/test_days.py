"""G5, G6, K3: shifts, blind counts, hand-over, and a closing by the ledger's position, once, signed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kiosk.desk.corrections import DrawerShortError, ReasonMissingError, SupervisorOnlyError
from kiosk.desk.day_errors import (
    BagError,
    ChangeMoneyError,
    ClosedAlreadyError,
    KeyChangedError,
    NotCountedError,
    NotOnShiftError,
    NotOpenError,
    OthersShiftError,
    ShiftTakenError,
    UnexplainedError,
)
from kiosk.desk.days import DayDesk
from kiosk.desk.house import RequestUsedError
from kiosk.desk.receipts import NotSignedError
from kiosk.desk.signing import Signer, holds
from kiosk.desk.views import CountView, DepositBag, Staff
from kiosk.domain.business_day import ClosingOffer
from kiosk.domain.cash import CashCount, CountError
from kiosk.store.errors import StoreError
from tests.desk_fixture import KEYS, FurnishedDesk
from tests.unit.desk.day_acts import (
    STROKES,
    SUPERVISOR_PIN,
    THE_18TH,
    THE_19TH,
    at,
    balance,
    cash,
    close,
    day_of,
    end,
    take,
    whole,
)


@pytest.fixture
def clerk(kit: FurnishedDesk) -> Staff:
    return kit.clerk()


@pytest.fixture
def opened(kit: FurnishedDesk, clerk: Staff) -> CountView:
    """The early shift: 200 yuan of change money in the drawer."""
    return kit.desk.days.open_shift(clerk, cash(200), 20000, "open")


def test_the_first_shift_opens_the_day_with_its_change_money(kit: FurnishedDesk, clerk: Staff) -> None:
    assert kit.desk.days.view().business_day is None
    count = kit.desk.days.open_shift(clerk, cash(200), 20000, "open")
    assert (count.counted_fen, count.expected_fen, count.difference_fen) == (20000, 20000, 0)
    view = kit.desk.days.view()
    assert (view.business_day, view.shift, view.staff_id, view.offer) == (THE_18TH, 1, "07", ClosingOffer.NOT_YET)
    assert (balance(kit, "cash:drawer"), balance(kit, "float:drawer")) == (20000, -20000)
    assert kit.desk.days.open_shift(clerk, cash(200), 20000, "open") == count  # tapped twice
    with pytest.raises(ShiftTakenError):
        kit.desk.days.open_shift(kit.clerk(SUPERVISOR_PIN), cash(200), 0, "another")
    with pytest.raises(RequestUsedError):
        kit.desk.days.hand_over(clerk, kit.clerk(SUPERVISOR_PIN), cash(200), "open")
    with pytest.raises(RequestUsedError):
        end(kit, clerk, 200, request_id="open")
    assert whole(kit)


def test_a_day_that_balances_is_counted_bagged_signed_and_told_to_head_office(
    kit: FurnishedDesk, clerk: Staff, opened: CountView
) -> None:
    first, last = take(kit), take(kit, 600)
    assert end(kit, clerk, 210, 1000).difference_fen == 0
    closing = close(kit, clerk)
    assert holds(closing.report, closing.signature, closing.public_key)
    assert closing.public_key == Signer(KEYS[1]).public_key
    assert not holds(closing.report.replace("1000", "1001"), closing.signature, closing.public_key)
    report = json.loads(closing.report)
    assert report["receipts"] == [first, last] and report["lines"] == [["fax.local", "cash", 2, 1000]]
    assert report["income"] == {"income:fax.local": 1000} and report["shifts"] == [[1, "07"]]
    assert report["cash"] == {
        "before": 0,
        "float": 20000,
        "taken": 1000,
        "difference": 0,
        "deposited": -1000,
        "after": 20000,
        "bag": "Bend",
    }
    assert report["ledger"]["hash"] == kit.house.books.ledger.head()[1]
    told = dict(kit.records())["day.closed"]
    assert (told["report"], told["signature"]) == (closing.report, closing.signature)
    assert balance(kit, "bag:Bend") == 1000 and whole(kit)


def test_takings_after_the_closing_belong_to_the_next_days_early_shift(
    kit: FurnishedDesk, clerk: Staff, opened: CountView
) -> None:
    at(kit, 18, 17, 29)
    before = take(kit)
    at(kit, 18, 17, 40)
    late = take(kit)  # after 17:30 and before the count: the position decides, not the minute
    end(kit, clerk, 208)
    after = take(kit)
    assert [day_of(kit, number) for number in (before, late, after)] == ["2026-11-18", "2026-11-18", "2026-11-19"]
    view = kit.desk.days.view()
    assert (view.business_day, view.shift, view.staff_id, view.unsigned) == (THE_19TH, 1, "", THE_18TH)
    at(kit, 19, 8)
    assert kit.desk.days.open_shift(clerk, cash(212), 0, "next").difference_fen == 0
    assert json.loads(close(kit, clerk).report)["cash"]["taken"] == 800


def test_a_difference_is_booked_when_it_is_declared_and_signed_only_with_its_reason(
    kit: FurnishedDesk, clerk: Staff, opened: CountView
) -> None:
    take(kit)
    count = end(kit, clerk, 201)
    assert (count.difference_fen, count.unexplained) == (-300, True)
    assert balance(kit, "difference:drawer") == 300 and balance(kit, "cash:drawer") == 20100
    with pytest.raises(UnexplainedError):
        close(kit, clerk)
    with pytest.raises(ReasonMissingError):
        kit.desk.days.explain(clerk, count.id, " ")
    assert [each.id for each in kit.desk.days.unexplained()] == [count.id]
    assert kit.desk.days.explain(clerk, count.id, "找零有误").reason == "找零有误"
    assert kit.desk.days.explain(clerk, count.id, "另一个说法").reason == "找零有误"  # the first word stands
    for change in ("UPDATE cash_count SET counted_fen = 20400", "DELETE FROM count_explanation"):
        with pytest.raises(StoreError, match="append-only"), kit.house.step() as books:
            books.days.store.run(change)
    report = json.loads(close(kit, clerk).report)
    assert [(each["difference_fen"], each["reason"]) for each in report["counts"]] == [(0, None), (-300, "找零有误")]
    assert whole(kit)


def test_closing_twice_is_impossible(kit: FurnishedDesk, clerk: Staff, opened: CountView) -> None:
    at(kit, 18, 17, 30)
    assert end(kit, clerk, 200) == end(kit, clerk, 200)  # tapped twice
    with pytest.raises(ClosedAlreadyError):
        end(kit, clerk, 200, request_id="again")
    take(kit)
    with pytest.raises(ClosedAlreadyError):
        end(kit, clerk, 204, request_id="with takings", day=THE_19TH)
    with pytest.raises(RequestUsedError):
        end(kit, clerk, 204, day=THE_19TH)
    assert close(kit, clerk) == close(kit, clerk)
    kinds = [kind for kind, _ in kit.records()]
    assert kinds.count("day.closed") == kinds.count("cash.counted") - 1 == 1


def test_k1_a_forgotten_closing_whose_answer_was_lost_is_not_the_next_days(
    kit: FurnishedDesk, clerk: Staff, opened: CountView
) -> None:
    """The 18th was forgotten; on the 19th the screen starts again and asks with a request of its own."""
    at(kit, 19, 8)
    end(kit, clerk, 200, request_id="lost")
    with pytest.raises(ClosedAlreadyError):
        end(kit, clerk, 200, request_id="fresh")
    with pytest.raises(NotOpenError):
        end(kit, clerk, 200, request_id="fresh", day=THE_19TH)
    assert kit.desk.days.view().business_day is None
    assert [row["day"] for row in kit.house.store.rows("SELECT day FROM business_day")] == ["2026-11-18"]


def test_a_closing_is_offered_at_its_time_and_a_forgotten_one_first_thing(
    kit: FurnishedDesk, clerk: Staff, opened: CountView
) -> None:
    offers = []
    for moment in ((18, 17, 29), (18, 17, 30), (18, 23, 59), (19, 0, 1)):
        at(kit, *moment)
        offers.append(kit.desk.days.view().offer)
    assert offers == [ClosingOffer.NOT_YET, ClosingOffer.DUE, ClosingOffer.DUE, ClosingOffer.MISSED]
    at(kit, 21, 8)
    assert day_of(kit, take(kit)) == "2026-11-18"  # nobody has closed it: it goes on
    end(kit, clerk, 204)
    assert close(kit, clerk).business_day == THE_18TH
    assert day_of(kit, take(kit)) == "2026-11-21"


def test_the_drawer_never_holds_less_than_nothing(kit: FurnishedDesk, clerk: Staff) -> None:
    with pytest.raises(ChangeMoneyError):
        kit.desk.days.open_shift(clerk, cash(0), -100, "open")
    number = take(kit)
    end(kit, clerk, 4, 400)  # all of it is in the bag
    with pytest.raises(DrawerShortError):
        kit.desk.corrections.refund(kit.clerk(SUPERVISOR_PIN), number, "未送达", STROKES, "back")
    at(kit, 19, 8)
    kit.desk.days.open_shift(clerk, cash(10), 1000, "next")
    kit.desk.corrections.refund(kit.clerk(SUPERVISOR_PIN), number, "未送达", STROKES, "back")
    assert balance(kit, "cash:drawer") == 600 and whole(kit)


def test_g5_a_key_that_is_not_the_one_of_the_days_before_signs_nothing(
    kit: FurnishedDesk, clerk: Staff, opened: CountView
) -> None:
    """Its file was lost and made anew: each audit from then on would call every day's signature wrong."""
    end(kit, clerk, 200)
    close(kit, clerk)
    take(kit)
    at(kit, 19, 17, 30)
    end(kit, clerk, 204, request_id="next", day=THE_19TH)
    with pytest.raises(KeyChangedError):
        DayDesk(replace(kit.house, signing_seed=b"x" * 32)).close_day(clerk, THE_19TH, STROKES)
    assert close(kit, clerk, THE_19TH).public_key == Signer(KEYS[1]).public_key  # the old one is back


def test_what_is_not_counted_or_not_signed_is_not_closed(kit: FurnishedDesk, clerk: Staff, opened: CountView) -> None:
    with pytest.raises(NotCountedError):
        close(kit, clerk)
    end(kit, clerk, 200)
    with pytest.raises(NotSignedError):
        kit.desk.days.close_day(clerk, THE_18TH, ())
    assert kit.desk.days.view().unsigned == THE_18TH


def test_g6_the_drawer_is_counted_over_from_person_to_person(
    kit: FurnishedDesk, clerk: Staff, opened: CountView
) -> None:
    other = kit.clerk(SUPERVISOR_PIN)
    take(kit)
    with pytest.raises(NotOnShiftError):
        kit.desk.days.hand_over(other, clerk, cash(204), "over")
    with pytest.raises(NotOnShiftError):
        kit.desk.days.hand_over(clerk, clerk, cash(204), "over")
    count = kit.desk.days.hand_over(clerk, other, cash(205), "over")
    assert count.difference_fen == 100 and kit.desk.days.hand_over(clerk, other, cash(205), "over") == count
    view = kit.desk.days.view()
    assert (view.shift, view.staff_id) == (2, "12")
    kit.desk.days.explain(other, count.id, "业主未取找零")
    number = take(kit)
    assert kit.house.books.ledger.get(kit.house.books.takings.payment(number)["transaction_id"]).shift == 2
    end(kit, other, 209)
    assert json.loads(close(kit, other).report)["shifts"] == [[1, "07"], [2, "12"]]


def test_g6_the_day_is_ended_by_who_has_the_shift_or_by_a_supervisor(kit: FurnishedDesk, clerk: Staff) -> None:
    supervisor = kit.clerk(SUPERVISOR_PIN)
    kit.desk.days.open_shift(supervisor, cash(200), 20000, "open")
    with pytest.raises(OthersShiftError):
        end(kit, clerk, 200)
    assert end(kit, supervisor, 200).difference_fen == 0
    at(kit, 19, 8)
    kit.desk.days.open_shift(clerk, cash(200), 0, "next")
    assert end(kit, supervisor, 200, request_id="for the clerk", day=THE_19TH).business_day == THE_19TH
    assert whole(kit)


def test_a_bag_has_a_number_of_its_own_and_holds_what_was_counted(
    kit: FurnishedDesk, clerk: Staff, opened: CountView
) -> None:
    take(kit)
    for number, fen in (("", 400), (" B1", 400), ("B1", 0), ("B1", 20401), ("B" * 33, 400)):
        with pytest.raises(BagError):
            kit.desk.days.end_day(clerk, THE_18TH, cash(204), DepositBag(number, fen), "end")
    end(kit, clerk, 204, 400, "first")
    take(kit)
    at(kit, 19, 17, 30)
    with pytest.raises(BagError):
        kit.desk.days.end_day(clerk, THE_19TH, cash(204), DepositBag("Bfirst", 400), "second")
    assert balance(kit, "bag:Bfirst") == 400 and whole(kit)


def test_after_the_day_has_ended_only_a_supervisor_strikes_its_receipts_out(
    kit: FurnishedDesk, clerk: Staff, opened: CountView
) -> None:
    number = take(kit)
    end(kit, clerk, 204)
    signed = close(kit, clerk)
    with pytest.raises(SupervisorOnlyError):
        kit.desk.corrections.void(clerk, number, "收错", STROKES, "void")
    red = kit.desk.corrections.void(kit.clerk(SUPERVISOR_PIN), number, "收错", STROKES, "void")
    assert day_of(kit, red.number) == "2026-11-19"
    assert kit.desk.days.closing(THE_18TH) == signed and whole(kit)  # what was signed stays as it is


def test_pieces_that_do_not_exist_are_refused() -> None:
    for wrong in ({300: 1}, {100: -1}, {100: 10000}):
        with pytest.raises(CountError):
            CashCount(wrong)
    assert CashCount({10000: 2, 50: 3, 1: 4}).total_fen == 20154
