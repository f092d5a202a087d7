"""J2, G5: what the till wants of a person stands on the board, the later the higher."""

from __future__ import annotations

from kiosk.desk.views import BoardRow, Drawer, Level
from tests.desk_fixture import FurnishedDesk
from tests.unit.desk.day_acts import STROKES, THE_18TH, at, cash, end, take


def till_rows(kit: FurnishedDesk) -> list[BoardRow]:
    return [row for row in kit.desk.board.board(kit.clerk()).rows if row.kind.startswith("till_")]


def kinds(kit: FurnishedDesk) -> list[tuple[str, Level]]:
    return [(row.kind, row.level) for row in till_rows(kit)]


def test_a_closing_moves_up_as_it_gets_late_and_a_forgotten_one_is_first(kit: FurnishedDesk) -> None:
    kit.desk.days.open_shift(kit.clerk(), cash(200), 20000, "open")
    at(kit, 18, 17, 29)
    assert kinds(kit) == []
    at(kit, 18, 17, 30)
    assert kinds(kit) == [("till_due", Level.MONEY)]
    at(kit, 18, 18)
    assert kinds(kit) == [("till_due", Level.APPROVAL)]
    at(kit, 19, 8)
    assert kinds(kit) == [("till_missed", Level.PERSON_WAITING)]
    assert till_rows(kit)[0].drawer is Drawer.MONEY
    assert kit.desk.board.board(kit.clerk()).rows[0].kind == "till_missed"


def test_a_drawer_that_nobody_has_is_told_once_money_lies_in_it(kit: FurnishedDesk) -> None:
    assert kinds(kit) == [], "a kiosk that never had a day"
    take(kit)
    assert kinds(kit) == [("till_open", Level.MONEY)]
    end(kit, kit.clerk(), 4)
    kit.desk.days.close_day(kit.clerk(), THE_18TH, STROKES)
    assert kinds(kit) == [], "the evening after the closing"
    at(kit, 19, 9)
    assert kinds(kit) == [("till_open", Level.MONEY)], "the next morning"


def test_a_difference_and_an_unsigned_report_wait_for_who_did_it(kit: FurnishedDesk) -> None:
    kit.desk.days.open_shift(kit.clerk(), cash(200), 20000, "open")
    count = end(kit, kit.clerk(), 199)
    assert kinds(kit) == [("till_unsigned", Level.APPROVAL), ("till_differs", Level.APPROVAL)]
    assert [(row.detail, row.amount_fen) for row in till_rows(kit)] == [("2026-11-18", None), (count.number, -100)]
    kit.desk.days.explain(kit.clerk(), count.id, "找零误差")
    kit.desk.days.close_day(kit.clerk(), THE_18TH, STROKES)
    assert kinds(kit) == []


def test_g6_at_a_kiosk_that_never_had_a_day_the_first_cash_wants_somebody_with_the_drawer(
    kit: FurnishedDesk,
) -> None:
    charge = kit.owe(400)
    assert kinds(kit) == []
    kit.desk.money.ask_cash(kit.visitor(), charge)
    assert kinds(kit) == [("till_open", Level.MONEY)]
    kit.desk.days.open_shift(kit.clerk(), cash(200), 20000, "open")
    assert kinds(kit) == []
