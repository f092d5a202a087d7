"""The clerk's side of the glass by touches (J1, J2): every action carries the person, and ends with them."""

from __future__ import annotations

from pathlib import Path

from kiosk.desk.views import FaxState, IdentityRefusal, Visitor
from kiosk.fax.outcome import CallOutcome, PageState
from kiosk.locale import Language
from kiosk.ui.driving import look
from tests.ui.harness import Glass
from tests.ui.paper import letter
from tests.ui.staff_walk import TECHNICIAN_PIN, case_of, delivered_fax, enter_pin, see, sign_in

# --- the way in and out (J1, K5) ------------------------------------------------------------------------------------


def test_j1_a_pin_names_the_person_in_the_frame(board: Glass) -> None:
    assert board.shows("陈晓 · 工号 07")
    assert board.shows("现在没有待办事项。")


def test_j1_a_technician_begins_with_the_devices(glass: Glass) -> None:
    glass.touch("idle.wake")
    sign_in(glass, TECHNICIAN_PIN)
    assert glass.screen == "staff_technician"
    assert glass.shows("传真线路")


def test_j1_a_technician_reads_the_board_and_decides_nothing_on_it(glass: Glass) -> None:
    """Papers and cases are not shown; what an owner waits for has no button."""
    case = case_of(glass, glass.furnished.visitor())
    glass.furnished.set_health("form_printer", "trouble", "media-empty-error")
    glass.touch("idle.wake")
    sign_in(glass, TECHNICIAN_PIN)
    for tab in ("fax_log", "cases"):
        assert not glass.shows(glass.shell.look.tr(f"tab.{tab}")), tab
    glass.touch("tab.board")
    see(glass, "R00001")
    touchable = look(glass.shell)["touchable"]
    assert f"row.repair_open.{case}" not in touchable
    assert "row.device.form_printer" in touchable


def test_k5_a_wrong_pin_is_told_and_forgotten(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("frame.seal")
    enter_pin(glass, "000000")
    assert glass.shows("密码不对，请再试一次。")
    glass.type_digits("7")
    assert glass.shell.bar is not None and glass.shell.bar.forward is not None
    assert glass.shell.bar.forward.act is None, "the wrong digits are gone"


def test_k5_five_wrong_pins_close_the_door_and_the_time_left_is_told(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("frame.seal")
    for _ in range(5):
        enter_pin(glass, "000000")
        if not glass.shows("登录已锁定"):
            glass.pass_time(30)
    assert glass.shows("登录已锁定")
    glass.pass_time(60)
    assert glass.shows("还剩 09:")


def test_j1_leaving_signs_out_and_shows_the_owners_screens(board: Glass) -> None:
    board.touch("frame.leave")
    board.settle()
    assert board.screen == "idle"
    assert board.shell.visit.staff is None
    assert "staff.signed_out" in [kind for kind, _ in board.furnished.records()]


def test_j1_left_alone_the_glass_returns_to_the_owners_by_itself(board: Glass) -> None:
    board.pass_time(121)
    board.settle()
    assert board.screen == "idle"
    assert [kind for kind, _ in board.furnished.records()][-1] == "staff.signed_out"


def test_an_owner_who_touches_the_seal_by_accident_goes_back(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("frame.seal")
    glass.touch("返回业主界面")
    assert glass.screen == "home"


# --- the board (J2) -------------------------------------------------------------------------------------------------


def test_f1_a_call_is_answered_from_the_board(board: Glass) -> None:
    call = board.desk.calls.call("home", None)
    see(board, "业主呼叫")
    assert board.shows("本台自助机 · 首页")
    board.touch(f"row.call.{call.id}")
    board.settle()
    assert board.desk.calls.state(call.id).acknowledged_at is not None
    see(board, "现在没有待办事项。")
    kind, record = board.furnished.records()[-1]
    assert (kind, record["staff"]) == ("call.acknowledged", "07")


def test_j2_persons_come_before_devices_before_work(board: Glass) -> None:
    case_of(board, board.furnished.visitor())
    board.furnished.set_health("form_printer", "trouble", "media-empty-error")
    board.desk.calls.call("home", None)
    see(board, "业主呼叫")
    rows = [words for words in board.texts if words in ("业主呼叫", "A4 打印机：缺纸", "报修待受理：阀门软管")]
    assert rows == ["业主呼叫", "A4 打印机：缺纸", "报修待受理：阀门软管"]


def test_no_row_moves_under_a_finger(board: Glass) -> None:
    board.shell.session.refill()  # the glass has just been touched
    board.desk.calls.call("home", None)
    board.until(lambda: board.shell.news.call is not None, "news of the call")
    board.settle()
    assert board.shows("现在没有待办事项。")
    see(board, "业主呼叫")


def test_ages_count_without_a_new_composition(board: Glass) -> None:
    board.desk.calls.call("home", None)
    see(board, "业主呼叫")
    page = board.shell.screen.page
    board.pass_time(41)
    assert board.shows("00:42")
    assert board.shell.screen.page is page


def test_more_rows_than_fit_are_a_touch_away(board: Glass) -> None:
    for unit, passcode in (("12-1-101", "246810"), ("8-2-201", "244948"), ("12-1-102", "135790")):
        for _ in range(2):
            case_of(board, board.furnished.visitor(unit, passcode))
    see(board, "共 6 件")
    board.touch("board.more")
    assert board.shows("第 5–6 件，共 6 件")
    board.touch("board.more")
    assert board.shows("第 1–4 件，共 6 件")


def test_j3_the_line_and_the_devices_are_told(board: Glass, tmp_path: Path) -> None:
    visitor = board.furnished.visitor()
    board.furnished.put_stick(letter(tmp_path / "letter.pdf", 3))
    document = board.desk.fax.take_in(visitor, "s/0")
    board.furnished.order(visitor, document.id, 3)
    board.furnished.begin_call(phase="sending", page=2, fraction=0.5, bit_rate=14400)
    see(board, "线路正在发送")
    assert board.shows("14.4 kbit/s")
    board.furnished.set_health("receipt_printer", "absent", "offline")
    see(board, "没有连上")


def test_k2_a_device_in_trouble_is_explained(board: Glass) -> None:
    board.furnished.set_health("receipt_printer", "trouble", "media-jam")
    see(board, "收据打印机：卡纸")
    board.touch("row.device.receipt_printer")
    assert board.shows("收据不会丢失")
    board.touch("bar.back")
    assert board.screen == "staff_board"


def test_a3_a_locked_unit_is_unlocked_by_the_clerk_who_checked_the_person(board: Glass) -> None:
    for _ in range(5):
        board.desk.identity.identify("12-1-102", "000000", Language.ZH_HANS)
        board.shell.session.refill()
        board.pass_time(20)
    refusal = board.desk.identity.identify("12-1-102", "135790", Language.ZH_HANS)
    assert isinstance(refusal, IdentityRefusal)
    board.furnished.house.ring()
    see(board, "房号已暂停自助验证")
    board.touch("row.unit_locked.12-1-102")
    board.touch("bar.forward")
    board.settle()
    assert isinstance(board.desk.identity.identify("12-1-102", "135790", Language.ZH_HANS), Visitor)


# --- unknown outcomes -----------------------------------------------------------------------------------------------


def test_b6_pages_of_unknown_fate_are_settled_one_by_one(board: Glass, tmp_path: Path) -> None:
    visitor = board.furnished.visitor()
    board.furnished.put_stick(letter(tmp_path / "letter.pdf", 2))
    document = board.desk.fax.take_in(visitor, "s/0")
    job = board.furnished.order(visitor, document.id, 2)
    lost = [PageState.UNKNOWN, PageState.UNKNOWN]
    board.furnished.end_call(board.furnished.begin_call(), CallOutcome.LINE_LOST, lost)
    see(board, "传真是否送达待确认")
    board.touch(f"row.fax_unknown.{job}")
    board.settle()
    board.touch("settle.arrived.1")
    board.settle()
    assert not board.shows("第 1 页")
    board.touch("settle.arrived.2")
    board.until_screen("staff_board")
    result = board.desk.fax.result(job)
    assert (result.state, result.confirmed) == (FaxState.DELIVERED, 2)


def test_g3_a_print_of_unknown_fate_is_decided_by_looking(board: Glass) -> None:
    case_of(board, board.furnished.visitor())
    board.furnished.printed("slip", "unknown")
    board.furnished.house.ring()
    see(board, "是否打印出来待确认")
    board.touch("查看")
    assert board.shell.bar is not None and board.shell.bar.forward is not None
    assert board.shell.bar.forward.act is None, "nothing is decided until it is chosen"
    board.touch("task.print.yes")
    board.touch("bar.forward")
    board.until_screen("staff_board")
    assert board.desk.repairs.slip_state(1) == "printed"


# --- the tabs -------------------------------------------------------------------------------------------------------


def test_b8_every_fax_is_a_row_of_the_log(board: Glass, tmp_path: Path) -> None:
    delivered_fax(board, tmp_path)
    board.touch("tab.fax_log")
    board.until_shown("021 5266 3846")
    assert board.shows("已送达")
    assert board.shows("3 / 3 页已确认")


def test_the_cases_tab_leads_to_a_case(board: Glass) -> None:
    case = case_of(board, board.furnished.visitor())
    board.touch("tab.cases")
    board.until_shown("待受理")
    board.touch(f"case.{case}")
    assert board.screen == "staff_case"
    board.touch("bar.back")
    assert board.screen == "staff_cases"
