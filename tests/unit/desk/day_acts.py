"""What tests of business days do at the counter, in words: take, count, end, close, turn the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kiosk.clock import TurnedClock
from kiosk.desk.views import ClosingView, CountView, DepositBag, Staff
from kiosk.domain.cash import CashCount
from tests.desk_fixture import FurnishedDesk

STROKES = (((0.1, 0.2), (0.8, 0.6)),)
THE_18TH, THE_19TH = date(2026, 11, 18), date(2026, 11, 19)
SUPERVISOR_PIN = "121212"


def cash(yuan: int) -> CashCount:
    """So many yuan, in notes of ten and of one."""
    return CashCount({1000: yuan // 10, 100: yuan % 10})


def take(kit: FurnishedDesk, fen: int = 400) -> str:
    return kit.desk.money.take_cash(kit.clerk(), kit.owe(fen), fen).number


def end(
    kit: FurnishedDesk, staff: Staff, yuan: int, bag_fen: int = 0, request_id: str = "end", day: date = THE_18TH
) -> CountView:
    bag = DepositBag(f"B{request_id}", bag_fen) if bag_fen else None
    return kit.desk.days.end_day(staff, day, cash(yuan), bag, request_id)


def close(kit: FurnishedDesk, staff: Staff, day: date = THE_18TH) -> ClosingView:
    return kit.desk.days.close_day(staff, day, STROKES)


def at(kit: FurnishedDesk, day: int, hour: int, minute: int = 0) -> None:
    """Local time in November 2026."""
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.jump(datetime(2026, 11, day, hour, minute, tzinfo=UTC).astimezone(UTC))
    kit.clock.turn(-8 * 3600)


def day_of(kit: FurnishedDesk, number: str) -> str:
    return kit.house.books.ledger.get(kit.house.books.takings.payment(number)["transaction_id"]).business_day


def balance(kit: FurnishedDesk, account: str) -> int:
    return kit.house.books.ledger.balance_fen(account)


def whole(kit: FurnishedDesk) -> bool:
    return [*kit.house.books.takings.faults(), *kit.house.books.journal.verify()] == []
