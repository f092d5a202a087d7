"""The till by touches (G4-G6, J2): taken over, counted blind, handed over, the day closed, receipts struck out."""

from __future__ import annotations

from kivy.graphics import Rectangle

from kiosk.desk.views import ChargeState, Method, ReceiptView
from kiosk.domain.business_day import ClosingOffer
from kiosk.domain.cash import CountPurpose
from kiosk.locale import Language
from kiosk.ui import touches
from kiosk.ui.geometry import Panel
from kiosk.ui.screens.staff_bag import SealBag
from kiosk.ui.staff_cards import NumberTaker, StaffCards
from kiosk.ui.theme import ZOOMS
from tests.desk_fixture import CLERK_PIN
from tests.ui.harness import Glass
from tests.ui.looks import Aspect, use
from tests.ui.staff_walk import TECHNICIAN_PIN, enter_pin, see, sign_in
from tests.ui.till_walk import (
    FINANCE_PIN,
    SUPERVISOR_PIN,
    be,
    count_out,
    declare,
    give_reason,
    have_drawer,
    open_till,
    sign_here,
    sign_in_as,
)


def paid(glass: Glass, fen: int = 400) -> ReceiptView:
    """Cash that was taken, its receipt on paper."""
    money = glass.desk.money
    number = money.take_cash(glass.furnished.clerk(), glass.furnished.owe(fen), fen).number
    money.leave_unsigned(number)
    glass.furnished.printed("receipt")
    return money.receipt(number)


def test_g5_a_day_with_a_difference_is_closed_from_the_board_and_not_twice(board: Glass) -> None:
    """The clerk at closing time: count, bag, reason, signature."""
    have_drawer(board)
    paid(board)
    be(board, 17, 45)
    board.touch("tab.board")
    see(board, "日结时间已到")
    board.touch("row.till_due.0")
    board.until_screen("staff_count")
    board.settle()
    assert not board.shows("204.00"), "a count is blind"
    count_out(board, 203)
    assert board.shows("3.00") and board.screen == "staff_bag", "all but the change money is offered"
    board.type_digits("5501")
    board.touch("bar.forward")
    assert not board.shows("204.00")
    board.do("double_touch", name="bar.forward")
    board.until_screen("staff_counted")
    counted = [body["purpose"] for kind, body in board.furnished.records() if kind == "cash.counted"]
    assert counted == [CountPurpose.OPENING, CountPurpose.CLOSING], "declared once, however often it is touched"
    assert board.shows("短款") and board.shows("204.00")
    give_reason(board, "reason.count.change")
    board.touch("bar.forward")
    board.until_screen("staff_day_end")
    board.settle()
    board.touch("bar.forward")
    sign_here(board)
    board.until_screen("staff_day_closed")
    closed = dict(board.furnished.records())["day.closed"]
    assert (closed["business_day"], closed["staff"]) == ("2026-11-18", "07")
    board.touch("bar.forward")
    board.settle()
    assert board.shows("营业日尚未开始") and "till.close" not in board.texts
    paid(board)
    assert str(board.desk.days.view().business_day) == "2026-11-19", "taken after the closing: the next day's"


def test_g5_a_forgotten_closing_is_offered_first_thing(board: Glass) -> None:
    paid(board)
    board.desk.calls.call("home", None)
    be(board, 8, 5, days=1)
    sign_in_as(board, CLERK_PIN)
    see(board, "上一营业日没有结账")
    board.touch("row.till_missed.0")
    board.until_screen("staff_count")
    count_out(board, 4)
    board.touch("amount.none")
    board.touch("bar.forward")
    declare(board)
    assert board.shows("账实相符")
    assert board.desk.days.view().offer is ClosingOffer.NOT_YET
    assert str(board.desk.days.view().unsigned) == "2026-11-18"


def test_g6_a_count_that_was_interrupted_goes_on_where_it_was(board: Glass) -> None:
    open_till(board)
    board.touch("till.open")
    board.until_screen("staff_count")
    board.settle()
    board.type_digits("12")
    board.touch("bar.forward")
    board.type_digits("5")
    board.pass_time(301)
    board.settle()
    assert board.screen == "idle", "whoever has walked away is signed out all the same"
    board.touch("idle.wake")
    sign_in(board)
    open_till(board)
    board.touch("till.open")
    board.until_screen("staff_count")
    board.until_shown("1,450.00")


def test_g6_the_drawer_goes_from_person_to_person_and_the_difference_is_the_giver_s(board: Glass) -> None:
    have_drawer(board)
    board.touch("till.hand_over")
    board.until_screen("staff_count")
    count_out(board, 201)
    enter_pin(board, SUPERVISOR_PIN)
    board.until_screen("staff_hand_over")
    board.settle()
    assert not board.shows("1.00") or board.shows("201.00"), "the difference is told when both have signed in"
    board.touch("bar.forward")
    board.until_screen("staff_counted")
    staff, view = board.shell.visit.staff, board.desk.days.view()
    assert staff is not None and (staff.id, view.staff_id, view.shift) == ("12", "12", 2)
    give_reason(board, "reason.count.missed")
    explained = dict(board.furnished.records())["count.explained"]
    assert (explained["staff"], explained["reason"]) == ("07", "reason.count.missed")
    assert ("staff.signed_out", {"staff": "07"}) in board.furnished.records()


def test_g5_the_bar_code_of_a_seal_is_no_card(board: Glass) -> None:
    """A reader that types its digits and Enter, as the configuration may name one for cards."""
    have_drawer(board)
    board.touch("till.close")
    board.until_screen("staff_count")
    count_out(board, 203)
    screen = board.shell.screen
    assert isinstance(screen, SealBag) and isinstance(screen, NumberTaker)
    reader = StaffCards(board.shell, typed=True)
    for digit in "2026111877":
        reader.key_down(ord(digit), digit, frozenset())
    reader.key_down(13, None, frozenset())
    board.turn()
    assert board.shows("2026111877")
    assert board.shell.news.card is None


def test_g4_a_receipt_is_struck_out_on_the_glass_and_its_charge_owed_anew(board: Glass) -> None:
    receipt = paid(board)
    open_till(board)
    board.touch("till.receipts")
    board.until_shown(receipt.number)
    board.touch(f"receipt.{receipt.number}")
    board.settle()
    board.touch("receipt.refund")
    assert board.shows("须由主管办理")
    board.touch("dialog.close")
    board.touch("receipt.void")
    board.touch("reason.void.method")
    board.touch("bar.forward")
    sign_here(board)
    board.until_screen("staff_corrected")
    assert board.shows("请从柜台钱箱退还现金 ¥ 4.00")
    struck = board.desk.money.receipt(receipt.number)
    assert struck.struck_out_by == "K01-000002"
    assert board.desk.money.charge(receipt.charge.id).state is ChargeState.DUE
    red = board.desk.money.receipt("K01-000002")
    assert (red.signed, red.print_state, red.method) == (True, "waiting", Method.CASH)


def test_g4_a_line_goes_through_a_struck_receipt_at_every_size_of_words(board: Glass) -> None:
    receipt, clerk = paid(board), board.furnished.clerk()
    board.desk.corrections.void(clerk, receipt.number, "重复", (((0.1, 0.2), (0.8, 0.6)),), "void")
    open_till(board)
    board.touch("till.receipts")
    board.settle()
    board.touch(f"receipt.{receipt.number}")
    board.settle()
    for zoom in ZOOMS:
        use(board, Aspect(Panel(1024, 600), Language.ZH_HANS, zoom))
        [title] = [part for part in touches.walk(board.shell) if getattr(part, "words", "") == receipt.number]
        [stroke] = title.strokes
        assert abs(stroke.y + stroke.h / 2 - (title.ink.y + title.ink.h / 2)) <= title.ink.h / 8, zoom
        assert stroke.w == title.ink.w
        assert any(isinstance(drawn, Rectangle) for drawn in title.canvas.after.children), "it is drawn"


def test_g3_g4_a_supervisor_copies_and_refunds_a_receipt_that_is_found_by_its_number(board: Glass) -> None:
    receipt = paid(board)
    sign_in_as(board, SUPERVISOR_PIN)
    open_till(board)
    board.touch("till.receipts")
    board.settle()
    board.touch("receipts.find")
    board.type_digits("7")
    board.touch("bar.forward")
    board.until_shown("本机没有 7 号收据")
    board.touch("dialog.close")
    board.touch("pad.backspace")
    board.type_digits("1")
    board.touch("bar.forward")
    board.until_screen("staff_receipt")
    board.settle()
    board.touch("receipt.copy")
    board.settle()
    assert [copy.staff_id for copy in board.desk.copies.copies(receipt.number)] == ["12"]
    board.touch("receipt.refund")
    board.touch("reason.refund.quality")
    board.touch("bar.forward")
    sign_here(board)
    board.until_screen("staff_corrected")
    assert board.desk.money.charge(receipt.charge.id).state is ChargeState.REFUNDED


def test_a6_finance_signs_days_and_is_shown_no_faxes_and_no_board(board: Glass) -> None:
    sign_in_as(board, FINANCE_PIN, "staff_till")
    for tab in ("board", "fax_log", "cases", "technician"):
        assert not board.shows(board.shell.look.tr(f"tab.{tab}")), tab
    assert board.shows(board.shell.look.tr("tab.till"))
    board.settle()
    assert board.shows_key("till.receipts.read") and not board.shows_key("till.receipts.words")


def test_j1_who_may_not_correct_a_receipt_is_told_so_and_has_no_keys(board: Glass) -> None:
    """Finance reads receipts; a technician does not."""
    receipt, tr = paid(board), board.shell.look.tr
    sign_in_as(board, FINANCE_PIN, "staff_till")
    board.touch("till.receipts")
    board.until_screen("staff_receipts")
    board.settle()
    board.touch(f"receipt.{receipt.number}")
    board.until_screen("staff_receipt")
    board.settle()
    assert not board.shows(tr("receipts.copy")) and not board.shows(tr("receipts.void.words"))
    sign_in_as(board, TECHNICIAN_PIN, "staff_technician")
    open_till(board)
    assert board.shows(tr("till.receipts.not_yours"))
