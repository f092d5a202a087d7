"""G5: the figures on every sheet of the books add up, and are those of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.desk.day_sheet import DaySheet
from kiosk.desk.log_sheets import ChargeLog, CountSheet
from kiosk.desk.sheet_maker import NoSuchSheetError
from kiosk.desk.views import ChargeState, DepositBag, VoucherWish
from kiosk.domain.cash import CashCount
from kiosk.domain.sheets import Money, SheetTable
from kiosk.locale import Language, Translator
from tests.desk_fixture import UNIT, FurnishedDesk, furnish
from tests.unit.desk.day_acts import STROKES, SUPERVISOR_PIN, THE_18TH, THE_19TH, at, end, take

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FurnishedDesk]:
    """A closed day: change money, cash and account, a void, a refund, a difference, a bag, something still owed."""
    made = furnish(tmp_path_factory.mktemp("sheets"))
    clerk, desk = made.clerk(), made.desk
    desk.days.open_shift(clerk, CashCount({10000: 2}), 20000, "open")
    wrong = desk.money.take_cash(clerk, made.owe(400), 500).number
    desk.money.pay_on_account(made.visitor(), made.owe(300), STROKES)
    desk.corrections.void(clerk, wrong, "收错", STROKES, "void")
    returned = desk.money.take_cash(clerk, made.owe(250), 300).number
    desk.corrections.refund(made.clerk(SUPERVISOR_PIN), returned, "重复收费", STROKES, "refund")
    desk.money.take_cash(clerk, made.owe(600), 600)
    made.owe(700)
    count = desk.days.end_day(clerk, THE_18TH, CashCount({10000: 2, 500: 1}), DepositBag("B7", 500), "end")
    desk.days.explain(clerk, count.id, "找零有误")
    desk.days.close_day(clerk, THE_18TH, STROKES)
    desk.money.take_cash(clerk, 1, 400)  # the charge of the void is paid after all, on the next day
    yield made
    made.close()


def words(kit: FurnishedDesk, language: Language = Language.ZH_HANS) -> tuple[object, Translator, ZoneInfo]:
    return kit.house.store, Translator(language), ZONE


def tables(sheet: object) -> dict[str, SheetTable]:
    return {table.name: table for table in sheet.tables}  # type: ignore[attr-defined]


def fen(cell: object) -> int:
    assert isinstance(cell, Money)
    return cell.fen


def test_g5_the_report_s_tables_come_to_what_the_ledger_has_booked(kit: FurnishedDesk) -> None:
    told = tables(DaySheet(*words(kit)).sheet(THE_18TH))
    booked = [entry for one in kit.house.books.ledger.of_day("2026-11-18") for entry in one.postings]
    income = -sum(entry.amount_fen for entry in booked if entry.account.startswith("income:"))
    debits = sum(entry.amount_fen for entry in booked if entry.amount_fen > 0)
    assert income == 900
    assert fen(told["income"].total[-1]) == fen(told["methods"].total[-1]) == income
    assert [fen(cell) for cell in told["accounts"].total[1:]] == [debits, debits]
    assert fen(told["struck_out"].total[-1]) == -650
    cash = [fen(row.cells[-1]) for row in told["cash"].rows]
    assert cash == [0, 20000, 600, -100, -500, 20000] and sum(cash[:-1]) == cash[-1]
    assert kit.house.books.ledger.balance_fen("cash:drawer") == 20400  # with what the next day has taken since


def test_g5_the_report_tells_the_count_by_denomination_the_accounts_and_who_signed(kit: FurnishedDesk) -> None:
    sheet = DaySheet(*words(kit, Language.EN)).sheet(THE_18TH)
    told = tables(sheet)
    assert [(fen(row.cells[0]), row.cells[1]) for row in told["pieces"].rows] == [(10000, 2), (500, 1)]
    assert fen(told["pieces"].total[-1]) == 20500
    assert [row.cells[0] for row in told["accounts"].rows][:3] == [
        *("Deposit bags under way · B7", "Cash · Counter drawer", "Cash differences · Counter drawer"),
    ]
    assert [(signer.label, signer.name, bool(signer.strokes)) for signer in sheet.signers] == [
        ("Closed by", "陈晓 07", True),
        ("Signed by finance", "", False),
    ]
    assert sheet.code.endswith(kit.desk.days.closing(THE_18TH).signature)
    assert ("Deposit bag", "B7", "") in sheet.facts
    assert sheet.title == "营业收入日报表"


def test_c5_the_charge_log_has_every_receipt_of_the_day_in_order_the_struck_out_ones_lined_through(
    kit: FurnishedDesk,
) -> None:
    log = tables(ChargeLog(*words(kit)).sheet(THE_18TH))["charge_log"]
    assert [(row.cells[6], fen(row.cells[4]), row.struck) for row in log.rows] == [
        ("K01-000001", 400, True),
        ("K01-000002", 300, False),
        ("K01-000003", -400, False),
        ("K01-000004", 250, True),
        ("K01-000005", -250, False),
        ("K01-000006", 600, False),
    ]
    assert fen(log.total[4]) == 900
    assert log.rows[0].cells[0] == "12:00" and "12-1-101" not in log.rows[0].cells[1]
    assert "K01-000003" in str(log.rows[0].cells[7]) and "收错" in str(log.rows[2].cells[7])


def test_c5_what_was_owed_at_the_end_of_the_day_stands_there_though_it_was_paid_since(kit: FurnishedDesk) -> None:
    owed = tables(ChargeLog(*words(kit)).sheet(THE_18TH))["owed"]
    assert [fen(row.cells[4]) for row in owed.rows] == [400, 700]  # of the void, and the one nobody has paid
    assert fen(owed.total[4]) == 1100  # and not what was refunded


def test_c5_what_was_owed_goes_by_the_records_and_not_by_a_clock_that_was_set_meanwhile(tmp_path: Path) -> None:
    made = furnish(tmp_path)
    clerk, desk = made.clerk(), made.desk
    desk.days.open_shift(clerk, CashCount({}), 0, "open")
    at(made, 19, 9, 0)
    made.owe(300)  # by a clock that runs ahead
    at(made, 18, 17, 30)
    end(made, clerk, 0, request_id="18")
    at(made, 18, 16, 0)
    made.owe(500)  # after the count, by a clock that was set back
    desk.days.close_day(clerk, THE_18TH, STROKES)
    owed = tables(ChargeLog(*words(made)).sheet(THE_18TH))["owed"]
    made.close()
    assert [fen(row.cells[4]) for row in owed.rows] == [300]


def test_c5_g2_a_sale_of_vouchers_that_was_given_up_is_owed_until_then_and_never_after(tmp_path: Path) -> None:
    made = furnish(tmp_path, vouchers={"FX": 2000}, registered_vouchers=("FX",))
    clerk, desk = made.clerk(), made.desk
    desk.days.open_shift(clerk, CashCount({}), 0, "open")
    kept, before, after = (
        desk.vouchers.issue(clerk, VoucherWish("FX", first, first + pieces - 1, UNIT), STROKES, f"sale {first}")
        for first, pieces in ((1, 1), (10, 2), (20, 3))
    )
    desk.vouchers.give_up_sale(clerk, before.id)
    at(made, 18, 17, 30)
    end(made, clerk, 0, request_id="18")
    desk.days.close_day(clerk, THE_18TH, STROKES)
    desk.vouchers.give_up_sale(clerk, after.id)  # on the evening of the 18th, which is the 19th's
    at(made, 19, 17, 30)
    take(made, 100)
    end(made, clerk, 1, request_id="19", day=THE_19TH)
    desk.days.close_day(clerk, THE_19TH, STROKES)
    owed = [tables(ChargeLog(*words(made)).sheet(day))["owed"] for day in (THE_18TH, THE_19TH)]
    assert [[fen(row.cells[4]) for row in table.rows] for table in owed] == [[2000, 6000], [2000]]
    assert desk.vouchers.one(clerk, kept.id).sale is ChargeState.CASH_WANTED
    made.close()


def test_g5_a_count_sheet_comes_to_what_was_counted_and_says_why_it_differs(kit: FurnishedDesk) -> None:
    [row] = [row for row in kit.house.books.days.counts("2026-11-18") if row["purpose"] == "closing"]
    sheet = CountSheet(*words(kit)).count(row["id"])
    assert fen(sheet.tables[0].total[-1]) == row["counted_fen"] == 20500
    told = {label: (value, remark) for label, value, remark in sheet.facts}
    assert told["应有"] == ("206.00", "") and told["长短款"] == ("−1.00", "找零有误 (陈晓 07)")
    assert sheet.number == row["number"]


def test_g5_a_day_that_is_not_closed_has_no_sheet(kit: FurnishedDesk) -> None:
    for make in (DaySheet(*words(kit)).sheet, ChargeLog(*words(kit)).sheet):
        with pytest.raises(NoSuchSheetError):
            make(THE_19TH)
    with pytest.raises(NoSuchSheetError):
        CountSheet(*words(kit)).count(99)


def test_g5_finance_stands_on_the_report_once_it_has_signed(kit: FurnishedDesk) -> None:
    kit.desk.finance.sign(kit.clerk("414141"), date(2026, 11, 18), STROKES, "sign")
    signer = DaySheet(*words(kit)).sheet(THE_18TH).signers[1]
    assert (signer.name, signer.at, bool(signer.strokes)) == ("钱会计 41", "2026-11-18 12:00", True)


def test_g5_every_count_and_every_day_owes_its_sheets_and_the_report_comes_again_when_finance_has_signed(
    tmp_path: Path,
) -> None:
    kit = furnish(tmp_path)
    clerk, days = kit.clerk(), kit.desk.days
    kit.desk.money.take_cash(clerk, kit.owe(400), 400)
    count = days.end_day(clerk, THE_18TH, CashCount({100: 3}), None, "end")
    assert wanted(kit) == []  # it differs: its sheet comes with the reason
    days.explain(clerk, count.id, "找零有误")
    assert wanted(kit) == ["K01-count_sheet-1-1"]
    days.close_day(clerk, THE_18TH, STROKES)
    assert wanted(kit) == ["K01-charge_log-1-1", "K01-count_sheet-1-1", "K01-day_report-1-1"]
    for form in ("charge_log", "count_sheet", "day_report"):
        kit.printed(form)
    kit.desk.finance.sign(kit.clerk("414141"), THE_18TH, STROKES, "sign")
    assert wanted(kit) == ["K01-day_report-1-2"]
    kit.close()


def test_g2_what_was_given_away_stands_there_with_its_reason_in_words(tmp_path: Path) -> None:
    kit = furnish(tmp_path)
    supervisor = kit.clerk(SUPERVISOR_PIN)
    kit.desk.grants.waive(supervisor, kit.owe(400), "fault", "重发一次", "waive")
    kit.desk.days.end_day(supervisor, THE_18TH, CashCount({}), None, "end")
    kit.desk.days.close_day(supervisor, THE_18TH, STROKES)
    told = words(kit, Language.ZH_HANS)
    [row] = tables(ChargeLog(*told).sheet(THE_18TH))["charge_log"].rows
    assert row.cells[5] == "免费" and row.cells[7] == "王岚 12 设备或线路故障：重发一次"
    sheet = DaySheet(*told).sheet(THE_18TH)
    assert sheet.facts[0] == ("营业收入", "4.00", "其中减免 4.00")
    assert "优惠减免 · 设备或线路故障" in [row.cells[0] for row in tables(sheet)["accounts"].rows]
    kit.close()


def test_g2_a_provider_s_account_bears_the_name_that_people_know(kit: FurnishedDesk) -> None:
    told = {language: DaySheet(*words(kit, language)).account("provider:wechat") for language in Language}
    assert told[Language.ZH_HANS] == "其他货币资金 · 微信" and told[Language.EN].endswith(" · WeChat")


def wanted(kit: FurnishedDesk) -> list[str]:
    return sorted(row["name"] for row in kit.house.books.prints.open("form"))
