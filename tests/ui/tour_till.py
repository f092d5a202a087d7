"""A tour of the till: taking over, counting, a difference, handing over, receipts struck out, the end of a day."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui.harness import Glass
from tests.ui.staff_walk import enter_pin, see, sign_in
from tests.ui.till_walk import FINANCE_PIN, SUPERVISOR_PIN, be, count_out, declare, open_till, sign_here, sign_in_as
from tests.ui.walk import sign

Stop = Callable[[str], None]


def till_tour(glass: Glass, stop: Stop) -> None:
    """Everything a clerk, a supervisor and finance see of a day."""
    glass.touch("idle.wake")
    sign_in(glass)
    open_till(glass)
    stop("40-till-not-begun")
    glass.touch("till.sheets")
    glass.settle()
    stop("56-sheets-none")
    glass.touch("sheets.till")
    glass.settle()
    _take_over(glass, stop)
    _count_again(glass, stop)
    _strike_out(glass, stop)
    _hand_over(glass, stop)
    _close(glass, stop)
    _countersign(glass, stop)


def _take_over(glass: Glass, stop: Stop) -> None:
    glass.touch("till.open")
    glass.until_screen("staff_count")
    stop("41-count-empty")
    glass.type_digits("999")
    glass.touch("bar.forward")
    glass.type_digits("2")
    stop("41-count")
    glass.touch("count.10000")
    glass.type_digits("2")
    glass.touch("count.rest")
    glass.touch("count.5000")
    glass.touch("pad.clear")
    stop("41-count-whole")
    glass.touch("bar.forward")
    glass.touch("amount.500")
    stop("42-change-money-too-much")
    glass.touch("amount.200")
    stop("42-change-money")
    glass.touch("bar.forward")
    stop("43-declare-opening")
    declare(glass)
    stop("44-counted-right")
    glass.touch("bar.forward")
    glass.settle()


def _count_again(glass: Glass, stop: Stop) -> None:
    """A difference, and why."""
    stop("40-till-yours")
    glass.touch("till.check")
    glass.until_screen("staff_count")
    count_out(glass, 199)
    declare(glass)
    stop("44-counted-short")
    glass.touch("bar.forward")
    stop("45-reason-none")
    glass.touch("reason.count.change")
    stop("45-reason")
    glass.touch("reason.own")
    glass.until_screen("staff_writing")
    stop("45-reason-written")
    glass.touch("key.done")
    glass.touch("reason.count.change")
    glass.touch("bar.forward")
    glass.settle()
    stop("44-counted-explained")
    glass.touch("bar.forward")
    glass.settle()


def _strike_out(glass: Glass, stop: Stop) -> None:
    """Receipts: none, some, one of them struck out."""
    glass.touch("till.receipts")
    glass.settle()
    stop("46-receipts-none")
    money, clerk = glass.desk.money, glass.furnished.clerk()
    for fen in (600, 1200, 88800):
        number = money.take_cash(clerk, glass.furnished.owe(fen), fen).number
        money.leave_unsigned(number)
    glass.furnished.house.ring()
    glass.until_shown("K01-000003")
    stop("46-receipts")
    glass.touch("receipts.find")
    stop("47-find-none")
    glass.type_digits("2")
    stop("47-find")
    glass.touch("bar.forward")
    glass.until_screen("staff_receipt")
    glass.settle()
    _void(glass, stop)
    _see_struck(glass, stop)


def _void(glass: Glass, stop: Stop) -> None:
    stop("48-receipt")
    glass.touch("receipt.refund")
    stop("48-receipt-supervisor")
    glass.touch("dialog.close")
    glass.touch("receipt.void")
    stop("45-reason-void")
    glass.touch("reason.void.amount")
    glass.touch("bar.forward")
    assert glass.screen == "staff_sign_correction"
    stop("49-sign-correction")
    sign_here(glass)
    glass.until_screen("staff_corrected")
    stop("49-corrected")
    glass.touch("bar.forward")
    glass.settle()


def _see_struck(glass: Glass, stop: Stop) -> None:
    stop("46-receipts-struck")
    glass.touch("receipt.K01-000002")
    glass.settle()
    stop("48-receipt-struck")
    glass.touch("bar.back")
    glass.settle()
    glass.touch("receipt.K01-000004")
    glass.settle()
    stop("48-receipt-red")
    glass.touch("bar.back")
    glass.settle()
    glass.touch("receipts.till")
    glass.settle()


def _hand_over(glass: Glass, stop: Stop) -> None:
    """To the supervisor, with a call and something owed."""
    glass.desk.calls.call("home", None)
    glass.touch("till.hand_over")
    glass.until_screen("staff_count")
    count_out(glass, 1093)
    assert glass.screen == "staff_sign_in"
    enter_pin(glass, "707070")
    glass.until_screen("staff_hand_over")
    glass.settle()
    stop("50-hand-over-same")
    glass.touch("bar.back")
    glass.touch("bar.forward")
    enter_pin(glass, SUPERVISOR_PIN)
    glass.until_screen("staff_hand_over")
    glass.settle()
    stop("50-hand-over")
    glass.touch("bar.forward")
    glass.until_screen("staff_counted")
    glass.touch("bar.forward")
    glass.settle()


def _close(glass: Glass, stop: Stop) -> None:
    """Due, then counted, bagged, explained and signed by the supervisor."""
    be(glass, 18, 10)
    glass.until(lambda: glass.shows_key("till.due"), "the closing is due")
    stop("40-till-due")
    glass.touch("tab.board")
    see(glass, "日结时间已到")
    stop("13-board-till")
    open_till(glass)
    glass.touch("till.close")
    glass.until_screen("staff_count")
    count_out(glass, 1090)
    stop("51-bag-missing")
    glass.type_digits("2026111800123")
    stop("51-bag")
    glass.touch("bar.forward")
    stop("43-declare-closing")
    declare(glass)
    stop("44-counted-closing")
    glass.touch("counted.later")
    glass.settle()
    stop("40-till-unexplained")
    count = glass.desk.days.unexplained()[0].id
    glass.touch(f"till.explain.{count}")
    glass.touch("bar.forward")
    glass.touch("reason.count.missed")
    glass.touch("bar.forward")
    glass.settle()
    _sign_day(glass, stop)


def _sign_day(glass: Glass, stop: Stop) -> None:
    glass.touch("bar.forward")
    glass.until_screen("staff_day_end")
    glass.settle()
    assert glass.shows("2026111800123"), "the number on the seal, to be compared"
    stop("52-day-end")
    glass.touch("bar.forward")
    stop("53-sign-day")
    sign(glass)
    stop("53-sign-day-signed")
    glass.touch("bar.forward")
    glass.until_screen("staff_day_closed")
    stop("54-day-closed")
    glass.touch("bar.forward")
    glass.settle()


def _countersign(glass: Glass, stop: Stop) -> None:
    sign_in_as(glass, FINANCE_PIN, "staff_till")
    stop("40-till-finance")
    glass.touch("till.finance.2026-11-18")
    glass.until_screen("staff_countersign")
    glass.settle()
    stop("55-countersign")
    glass.touch("bar.forward")
    assert glass.screen == "staff_sign_finance"
    assert glass.shows_key("day_countersign.note") and not glass.shows_key("day_end.sign.note"), "the day is closed"
    stop("55-sign-finance")
    sign_here(glass)
    glass.until_screen("staff_day_closed")
    stop("54-day-countersigned")
    glass.touch("bar.forward")
    glass.settle()
    _copy_report(glass, stop)


def _copy_report(glass: Glass, stop: Stop) -> None:
    """Finance finds the report and has it printed once more."""
    for form in ("day_report", "charge_log", "count_sheet"):
        glass.furnished.printed(form)
    glass.touch("till.sheets")
    glass.until_screen("staff_sheets")
    glass.settle()
    stop("56-sheets")
    [report] = [sheet for sheet in glass.desk.sheets.latest(glass.furnished.clerk()) if sheet.form == "day_report"]
    glass.touch(f"sheet.day_report.{report.count_id}")
    glass.until_screen("staff_sheet")
    glass.settle()
    stop("56-sheet")
    glass.touch("sheet.copy")
    glass.until_shown(glass.shell.look.tr("sheets.copy", n=1))
    stop("56-sheet-copy")
