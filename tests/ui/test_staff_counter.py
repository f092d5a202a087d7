"""Cash and cases at the counter by touches (G2, A7, D3, D6, E4): the clerk acts, then the owner has the glass."""

from __future__ import annotations

from pathlib import Path

from kiosk.desk.views import CaseState, ChargeState, Method
from tests.desk_fixture import CLERK_PIN
from tests.ui.harness import Glass
from tests.ui.staff_walk import case_of, delivered_fax, enter_pin, see, sign_in, to_the_cash_row, wait_for_cash
from tests.ui.walk import sign

# --- cash (G2, A7) --------------------------------------------------------------------------------------------------


def test_g2_cash_is_taken_from_the_board_with_change_and_the_owner_signs(board: Glass, tmp_path: Path) -> None:
    charge = to_the_cash_row(board, tmp_path)
    board.touch("note.10")
    assert board.shows("还差 ¥ 2.00")
    board.touch("note.10")
    assert board.shows("8.00")
    board.touch("bar.forward")
    board.until_screen("staff_cash_taken")
    assert board.shows("应收 ¥ 12.00，实收 ¥ 20.00")
    board.touch("bar.forward")
    assert board.screen == "sign_receipt"
    assert board.shell.visit.staff is None, "the clerk is out before the owner has the glass (K5)"
    sign(board)
    board.touch("bar.forward")
    board.until_screen("receipt")
    assert board.desk.money.charge(charge).state is ChargeState.PAID


def test_g2_digits_count_in_yuan_and_exact_money_has_its_key(board: Glass, tmp_path: Path) -> None:
    to_the_cash_row(board, tmp_path)
    board.type_digits("100")
    assert board.shows("88.00")
    board.touch("pad.clear")
    board.touch("note.exact")
    assert board.shell.bar is not None and board.shell.bar.forward is not None
    assert board.shell.bar.forward.words == "确认收款"


def test_g3_an_owner_who_has_left_gets_the_receipt_printed_unsigned(board: Glass, tmp_path: Path) -> None:
    to_the_cash_row(board, tmp_path)
    board.touch("note.exact")
    board.touch("bar.forward")
    board.until_screen("staff_cash_taken")
    board.touch("taken.gone")
    board.until_screen("staff_board")
    board.settle()
    receipt = board.desk.money.receipt("K01-000001")
    assert (receipt.signed, receipt.print_state, receipt.method) == (False, "waiting", Method.CASH)


def test_g3_a_clerk_who_is_called_away_leaves_no_receipt_without_paper(board: Glass, tmp_path: Path) -> None:
    to_the_cash_row(board, tmp_path)
    board.touch("note.exact")
    board.touch("bar.forward")
    board.until_screen("staff_cash_taken")
    board.pass_time(121)
    board.settle()
    assert board.screen == "idle"
    assert board.desk.money.receipt("K01-000001").print_state == "waiting"


def test_k2_where_signing_is_halted_the_clerk_is_told_and_stays(board: Glass, tmp_path: Path) -> None:
    """The cash is taken all the same, and the receipt comes out unsigned."""
    to_the_cash_row(board, tmp_path)
    board.touch("note.exact")
    board.touch("bar.forward")
    board.until_screen("staff_cash_taken")
    del board.shell.rooms.flows.loaded.flows["payment"]
    board.touch("bar.forward")
    assert board.shows_key("flow.halted.words")
    assert (board.screen, board.shell.visit.staff is None) == ("staff_cash_taken", False)
    board.touch("dialog.close")
    board.touch("taken.gone")
    board.until_screen("staff_board")
    board.settle()
    assert board.desk.money.receipt("K01-000001").print_state == "waiting"


def test_g2_at_the_owner_s_waiting_screen_the_pin_leads_to_this_very_charge(glass: Glass, tmp_path: Path) -> None:
    charge = delivered_fax(glass, tmp_path)
    visitor = glass.furnished.visitor()
    glass.desk.money.ask_cash(visitor, charge)
    glass.touch("idle.wake")
    glass.shell.visit.visitor = visitor
    wait_for_cash(glass, charge)
    glass.settle()
    glass.touch("cash.clerk")
    enter_pin(glass, CLERK_PIN)
    glass.until_screen("staff_cash")
    glass.settle()
    glass.touch("bar.back")
    glass.settle()
    assert (glass.screen, glass.shell.visit.staff) == ("cash_wait", None)
    glass.touch("cash.clerk")
    enter_pin(glass, CLERK_PIN)
    glass.until_screen("staff_cash")
    glass.settle()
    glass.touch("note.20")
    glass.touch("bar.forward")
    glass.until_screen("staff_cash_taken")
    glass.touch("bar.forward")
    assert (glass.screen, glass.shell.visit.visitor) == ("sign_receipt", visitor)


def test_g4_what_was_given_back_is_not_taken_again(glass: Glass) -> None:
    charge, money = glass.furnished.owe(400), glass.desk.money
    visitor = glass.furnished.visitor()
    money.ask_cash(visitor, charge)
    glass.touch("idle.wake")
    glass.shell.visit.visitor = visitor
    wait_for_cash(glass, charge)
    glass.settle()
    glass.touch("cash.clerk")
    paid = money.take_cash(glass.furnished.clerk(), charge, 400).number
    glass.desk.corrections.refund(glass.furnished.clerk("121212"), paid, "未送达", (((0.1, 0.2), (0.8, 0.6)),), "back")
    enter_pin(glass, CLERK_PIN)
    glass.until_screen("staff_cash")
    glass.settle()
    glass.touch("note.20")
    assert glass.shows_key("take.refunded")


def test_g1_cash_for_what_was_paid_meanwhile_goes_back_and_is_not_told_as_taken(board: Glass, tmp_path: Path) -> None:
    """A code that the provider confirms late, or the machine's last note, while the clerk counts."""
    charge = to_the_cash_row(board, tmp_path)
    board.touch("note.20")
    strokes = (((0.1, 0.2), (0.8, 0.6)),)
    paid = board.desk.money.pay_on_account(board.furnished.visitor(), charge, strokes)
    board.touch("bar.forward")
    board.settle()
    assert board.screen == "staff_cash"
    assert board.shows(f"收据 {paid.number}。请把现金退还业主")


# --- cases (D3, D6, E4) ---------------------------------------------------------------------------------------------


def test_d3_d6_a_case_is_accepted_then_closed_with_mark_and_signature(board: Glass) -> None:
    case = case_of(board, board.furnished.visitor())
    see(board, "报修待受理：阀门软管")
    board.touch(f"row.repair_open.{case}")
    board.settle()
    board.touch("bar.forward")
    board.settle()
    assert board.desk.repairs.case(case).accepted_by == "07"
    board.touch("bar.forward")
    assert board.screen == "accept_work"
    assert board.shell.visit.staff is None, "the clerk is out before the owner has the glass (K5)"
    board.touch("rate.5")
    assert board.screen == "sign_work"
    sign(board)
    board.touch("bar.forward")
    board.until_screen("work_closed")
    assert board.desk.repairs.case(case).state is CaseState.CLOSED
    closed = dict(board.furnished.records())["case.closed"]
    assert (closed["staff"], closed["signed"]) == ("07", True)


def test_a1_an_owner_who_was_identified_before_is_not_there_for_the_one_who_signs(glass: Glass) -> None:
    case = case_of(glass, glass.furnished.visitor())
    glass.desk.repairs.accept(glass.furnished.clerk(), case)
    glass.touch("idle.wake")
    glass.shell.visit.visitor = glass.furnished.visitor("8-2-201", "244948")
    sign_in(glass)
    see(glass, "报修进行中：阀门软管")
    glass.touch(f"row.repair_accepted.{case}")
    glass.settle()
    glass.touch("bar.forward")
    assert glass.screen == "accept_work"
    assert glass.shell.visit.visitor is None


def test_e4_a_low_mark_is_asked_for_its_reason(board: Glass) -> None:
    case = case_of(board, board.furnished.visitor())
    board.desk.repairs.accept(board.furnished.clerk(), case)
    see(board, "报修进行中：阀门软管")
    board.touch(f"row.repair_accepted.{case}")
    board.settle()
    board.touch("bar.forward")
    board.touch("rate.1")
    assert board.screen == "accept_work"
    board.touch("rate.reason.quality")
    sign(board)
    board.touch("bar.forward")
    board.until_screen("work_closed")
    rating = next(body for kind, body in board.furnished.records() if kind.startswith("rating"))
    assert rating["score"] == 1


def test_d6_an_owner_who_does_not_accept_leaves_the_case_open(board: Glass) -> None:
    case = case_of(board, board.furnished.visitor())
    board.desk.repairs.accept(board.furnished.clerk(), case)
    see(board, "报修进行中：阀门软管")
    board.touch(f"row.repair_accepted.{case}")
    board.settle()
    board.touch("bar.forward")
    board.touch("暂不验收")
    assert board.screen == "idle"
    assert board.desk.repairs.case(case).state is CaseState.ACCEPTED


def test_a_case_that_somebody_else_accepted_meanwhile_is_told(board: Glass) -> None:
    case = case_of(board, board.furnished.visitor())
    see(board, "报修待受理：阀门软管")
    board.touch(f"row.repair_open.{case}")
    board.settle()
    board.desk.repairs.accept(board.furnished.clerk("121212"), case)
    board.touch("bar.forward")
    board.until_shown("状态刚刚变了")
    assert board.desk.repairs.case(case).accepted_by == "12"


# --- papers nobody can print (C4, J2) ---------------------------------------------------------------------------------


def test_c4_a_paper_without_a_printer_is_settled_by_hand_at_the_board(board: Glass) -> None:
    case_of(board, board.furnished.visitor())
    board.furnished.set_health("receipt_printer", "absent", "unfitted")
    see(board, "有纸单没有打印机可打")
    assert board.shows("工单凭条 · K01-slip-1-1")
    board.touch("row.print_unfitted.1")
    board.settle()
    assert board.shows("没有装打印机")
    board.touch("bar.forward")
    board.settle()
    assert board.screen == "staff_board"
    see(board, "报修待受理")
    board.until(lambda: not board.shows("有纸单没有打印机可打"), "the row is gone")
