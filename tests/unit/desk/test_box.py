"""G5, G2: the machine's box is counted when the house wants it, and each day says how it stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.clock import TurnedClock
from kiosk.desk.box import box_view
from kiosk.desk.day_rows import day_rows
from kiosk.desk.day_sheet import DaySheet
from kiosk.desk.log_sheets import CountSheet
from kiosk.desk.views import BoxStood, BoxView, CountView, DepositBag, Method
from kiosk.domain.cash import CashCount
from kiosk.domain.sheets import BookSheet, text_of
from kiosk.locale import Language, Translator
from tests.desk_fixture import NOON
from tests.hw_doubles.cctalk_kiosk import MachineKiosk
from tests.unit.desk.day_acts import THE_18TH, THE_19TH, at, cash, close, end, take
from tests.unit.desk.machine_acts import CLERK, machine_till

till = pytest.fixture(machine_till)


def pay_in(till: MachineKiosk, fen: int = 500) -> None:
    """A charge is paid with one note."""
    till.ask(till.kit.owe(fen))
    till.put(fen)


def empty(till: MachineKiosk, fen: int, request_id: str = "box") -> CountView:
    """Somebody takes everything out, counts it and seals it."""
    count = CashCount({500: fen // 500, 100: fen % 500 // 100})
    counted = till.kit.desk.days.empty_box(CLERK, count, DepositBag(f"M-{request_id}", fen), request_id)
    till.machine.notes.box.clear()
    return counted


def wanted(till: MachineKiosk) -> list[str]:
    return [row.detail for row in till.kit.desk.board.board(CLERK).rows if row.kind == "till_box"]


def words(till: MachineKiosk) -> tuple[object, Translator, ZoneInfo]:
    return till.kit.house.store, Translator(Language.ZH_HANS), till.kit.house.settings.timezone


def facts(sheet: BookSheet) -> dict[str, tuple[str, str]]:
    return {label: (value, remark) for label, value, remark in sheet.facts}


def test_g5_money_that_has_lain_in_the_box_for_a_week_wants_to_be_counted(till: MachineKiosk) -> None:
    days = till.kit.desk.days
    assert days.view().box is None, "no machine has taken anything yet"
    pay_in(till)
    assert days.view().box == BoxView(None, THE_18TH, due=False)
    at(till.kit, 24, 23, 59)
    assert wanted(till) == []
    at(till.kit, 25, 8)
    assert wanted(till) == ["2026-11-18"]
    empty(till, 500)
    assert wanted(till) == [] and days.view().box == BoxView(date(2026, 11, 25), None, due=False)


class Meanwhile(TurnedClock):
    """A week later; as soon as anybody looks at the clock, somebody else counts the box."""

    def __init__(self, till: MachineKiosk) -> None:
        super().__init__(NOON + timedelta(days=8))
        self._till = till

    def now(self) -> datetime:
        empty(self._till, 500)
        return super().now()


def test_g5_a_box_that_is_counted_while_the_board_is_read_is_no_row_of_it(till: MachineKiosk) -> None:
    pay_in(till)
    house = replace(till.kit.house, clock=Meanwhile(till))
    assert [row.kind for row in day_rows(house) if row.kind == "till_box"] == []


def test_k4_who_reads_the_board_goes_through_no_ledger(till: MachineKiosk) -> None:
    """It grows for as long as the kiosk stands, and the board is read whenever anybody rings."""
    pay_in(till)
    asked, connection = list[str](), till.kit.house.store.db.conn
    connection.set_trace_callback(asked.append)
    till.kit.desk.board.board(CLERK)
    connection.set_trace_callback(None)
    steps = [
        step[3] for sql in asked if "ledger_posting" in sql for step in connection.execute(f"EXPLAIN QUERY PLAN {sql}")
    ]
    assert steps and not [step for step in steps if step.startswith("SCAN")]


def test_k2_a_full_box_wants_to_be_counted_at_once(till: MachineKiosk) -> None:
    pay_in(till)
    till.kit.set_health("cash_acceptor", "trouble", "cash-box-full")
    assert wanted(till) == ["2026-11-18"]
    empty(till, 500)
    assert wanted(till) == [], "the device says for itself when it takes money again"


def test_g5_a_house_may_want_it_counted_every_day_and_what_came_in_since_counts_alone(till: MachineKiosk) -> None:
    house = replace(till.kit.house, settings=replace(till.kit.house.settings, box_count_days=1))
    pay_in(till)
    empty(till, 500)
    at(till.kit, 20, 9)
    assert box_view(house) == BoxView(THE_18TH, None, due=False), "nothing has come in since"
    pay_in(till)
    at(till.kit, 22, 9)
    assert box_view(house) == BoxView(THE_18TH, date(2026, 11, 20), due=True), (
        "by the calendar, though nobody has ended the 18th"
    )


def test_g5_a_box_that_is_counted_after_the_day_was_closed_was_not_counted_tomorrow(till: MachineKiosk) -> None:
    pay_in(till)
    at(till.kit, 18, 18)
    end(till.kit, CLERK, 0)
    close(till.kit, CLERK)
    count = empty(till, 500)
    assert (count.business_day, till.kit.desk.days.view().box) == (THE_19TH, BoxView(THE_18TH, None, due=False))
    pay_in(till)
    assert till.kit.desk.days.view().box == BoxView(THE_18TH, THE_18TH, due=False)


def test_g5_the_box_s_takings_are_the_day_s_by_their_place_in_the_ledger(till: MachineKiosk) -> None:
    take(till.kit, 400)
    pay_in(till)
    at(till.kit, 18, 18)
    end(till.kit, CLERK, 4)
    pay_in(till, 1000)  # after the closing count: the next day's
    close(till.kit, CLERK)
    figures = till.kit.desk.days.figures(THE_18TH)
    assert [(line.method, line.fen) for line in figures.takings if line.method is Method.MACHINE] == [
        (Method.MACHINE, 500)
    ]
    assert figures.box == BoxStood("", THE_18TH)
    told = DaySheet(*words(till)).sheet(THE_18TH)
    assert facts(told)["收款机钱箱"] == ("自 2026-11-18 起未清点", "")
    cash_way = next(table for table in told.tables if table.name == "cash")
    assert [name for name, _ in cash_way.columns[1:]] == ["柜台钱箱", "收款机钱箱"]
    box = {text_of(row.cells[0]): text_of(row.cells[2]) for row in cash_way.rows}
    assert (box["现金收入"], box["期末现金"]) == ("5.00", "5.00")


def test_g5_a_counted_box_stands_on_the_day_with_its_sheet_and_its_bag(till: MachineKiosk) -> None:
    pay_in(till)
    count = till.kit.desk.days.empty_box(CLERK, CashCount({100: 4}), DepositBag("M7", 400), "box")
    till.machine.notes.box.clear()
    explained = till.kit.desk.days.explain(CLERK, count.id, "有残币")
    assert (count.difference_fen, explained.reason) == (-100, "有残币")
    at(till.kit, 18, 18)
    end(till.kit, CLERK, 0)
    close(till.kit, CLERK)
    assert till.kit.desk.days.figures(THE_18TH).box == BoxStood(count.number, None)
    assert facts(DaySheet(*words(till)).sheet(THE_18TH))["收款机钱箱"] == (f"已清点：{count.number}", "缴款袋 M7")
    sheet = facts(CountSheet(*words(till)).count(count.id))
    assert sheet["盘点类别"][0] == "收款机钱箱" and sheet["缴款袋编号"] == ("M7", "4.00")
    assert "有残币" in sheet["长短款"][1]
    at(till.kit, 19, 9)
    take(till.kit, 400)
    at(till.kit, 19, 18)
    end(till.kit, CLERK, 4, request_id="end-19", day=THE_19TH)
    assert till.kit.desk.days.figures(THE_19TH).box == BoxStood(count.number, None), "counted the day before"


def test_g5_a_kiosk_without_a_machine_says_nothing_of_a_box(till: MachineKiosk) -> None:
    till.kit.desk.days.open_shift(CLERK, cash(200), 20000, "open")
    at(till.kit, 18, 18)
    end(till.kit, CLERK, 200)
    close(till.kit, CLERK)
    assert till.kit.desk.days.figures(date(2026, 11, 18)).box is None
    assert "收款机钱箱" not in facts(DaySheet(*words(till)).sheet(THE_18TH))
