"""K3: business days when the clock is wrong: they go by the ledger, and no closing is held up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clock import TurnedClock
from kiosk.desk.day_errors import ClosedAlreadyError
from kiosk.desk.views import QrStage, Staff
from kiosk.domain.business_day import ClosingOffer
from tests.desk_fixture import NOON, FurnishedDesk
from tests.faults.qr_scenario import CLERK as QR_CLERK
from tests.hw_doubles.pay_provider import LOST_REQUEST
from tests.unit.desk.day_acts import at, cash, close, day_of, end, take, whole
from tests.unit.desk.qr_acts import qr_counter, rows_of


@pytest.fixture
def clerk(kit: FurnishedDesk) -> Staff:
    return kit.clerk()


def test_k3_days_go_by_the_ledger_when_the_clock_is_wrong(kit: FurnishedDesk, clerk: Staff) -> None:
    assert isinstance(kit.clock, TurnedClock)
    kit.desk.days.open_shift(clerk, cash(200), 20000, "open")
    take(kit)
    kit.clock.synced = False
    kit.clock.jump(datetime(1970, 1, 1, 8, tzinfo=UTC))
    assert kit.desk.days.view().clock_behind
    assert day_of(kit, take(kit)) == "2026-11-18"
    kit.clock.jump(datetime(1970, 1, 1, 7, tzinfo=UTC))
    end(kit, clerk, 208)
    with pytest.raises(ClosedAlreadyError):
        end(kit, clerk, 208, request_id="again")
    kit.clock.jump(datetime(2099, 1, 1, tzinfo=UTC))
    assert day_of(kit, take(kit)) == "2026-11-19"  # a year that nobody has set is not believed
    assert whole(kit)


def test_k3_a_clock_that_ran_ahead_once_holds_up_no_closing(kit: FurnishedDesk, clerk: Staff) -> None:
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.jump(datetime(2026, 12, 10, 4, tzinfo=UTC))
    ahead, after = date(2026, 12, 10), date(2026, 12, 11)
    assert day_of(kit, take(kit)) == str(ahead)
    at(kit, 18, 17, 30)
    take(kit)  # by the clock that was put right: the newest transaction does not tell of it any more
    assert kit.desk.days.view().clock_behind
    end(kit, clerk, 8, day=ahead)
    assert day_of(kit, take(kit)) == str(after)
    assert not kit.desk.days.view().clock_behind
    with pytest.raises(ClosedAlreadyError):
        end(kit, clerk, 12, request_id="same evening", day=after)
    at(kit, 19, 17, 29)
    assert kit.desk.days.view().offer is ClosingOffer.NOT_YET
    at(kit, 19, 17, 30)
    assert kit.desk.days.view().offer is ClosingOffer.DUE
    end(kit, clerk, 12, request_id="next evening", day=after)
    assert whole(kit)


def test_k3_a_first_day_that_a_clock_nobody_had_set_has_dated_can_be_ended(kit: FurnishedDesk, clerk: Staff) -> None:
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.synced = False
    kit.clock.jump(datetime(2099, 1, 1, 4, tzinfo=UTC))
    take(kit)
    kit.clock.synced = True
    at(kit, 18, 17, 30)
    take(kit)
    end(kit, clerk, 8, day=date(2099, 1, 1))
    assert close(kit, clerk, date(2099, 1, 1)).business_day == date(2099, 1, 1) and whole(kit)


def test_k3_a_clock_that_is_set_back_holds_no_charge_that_a_code_may_have_paid(tmp_path: Path) -> None:
    """The provider is silent, and the closing was at a moment that is to come: the clerk may decide all the same."""
    for counter in qr_counter(tmp_path):
        charge, desk = counter.kit.owe(400), counter.kit.desk
        shown = counter.show(charge)
        for kind in ("close", "query"):
            counter.provider.money.always[kind] = LOST_REQUEST
        desk.qr.give_up(counter.kit.visitor(), shown.order_id)
        counter.look(5.0)
        assert desk.qr.view(shown.order_id).stage is QrStage.CHECKING and rows_of(counter, "qr_") == []
        counter.clock.jump(NOON - timedelta(days=300))
        counter.look(60.0)
        assert desk.qr.view(shown.order_id).stage is QrStage.DOUBT
        assert [(row.kind, row.ref) for row in rows_of(counter, "qr_")] == [("qr_doubt", shown.order_id)]
        desk.qr.release(QR_CLERK, shown.order_id)
        assert desk.money.take_cash(QR_CLERK, charge, 400).amount_fen == 400 and counter.whole
