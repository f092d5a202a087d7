"""B8-B10 at the glass: the clerk meets the faxes that came in. The line and the printer are played by rows."""

from __future__ import annotations

from kiosk.desk.views import ReceivedState
from kiosk.fax.outcome import CallerSays, ReceptionOutcome
from tests.desk_fixture import letter_page
from tests.ui.harness import Glass
from tests.ui.staff_walk import see

NAMED = CallerSays("+86 571 8700 9999", subaddress="12#1#101")


def _state(glass: Glass, received: int) -> ReceivedState:
    return glass.desk.received.one(glass.furnished.clerk(), received).state


def test_b9_a_fax_that_came_in_waits_on_the_board_and_its_row_leads_to_its_pages(board: Glass) -> None:
    received = board.furnished.receive_fax(3, NAMED)
    see(board, "收到传真")
    assert board.shows("3 页 · 来自 +86 571 8700 9999 · 可能是 12 栋 1 单元 101")
    assert _state(board, received) is ReceivedState.NEW
    board.touch(f"row.fax_received.{received}")
    board.settle()
    assert board.screen == "staff_received_fax"
    assert board.shows("3 页，已收全") and board.shows("第 1 / 3 页")
    assert _state(board, received) is ReceivedState.SEEN
    opened = [body for kind, body in board.furnished.records() if kind == "fax.received.opened"]
    assert [body["staff"] for body in opened] == ["07"]


def test_b10_who_it_is_for_is_a_suggestion_with_its_reason_or_left_to_the_clerk(board: Glass) -> None:
    named, unknown = board.furnished.receive_fax(1, NAMED), board.furnished.receive_fax(1, CallerSays())
    see(board, "收到传真，待辨认收件人")
    board.touch(f"row.fax_received.{unknown}")
    board.settle()
    assert board.shows("对方没有报号码") and board.shows("待辨认")
    board.touch("bar.back")
    board.until_screen("staff_board")
    board.settle()
    board.touch(f"row.fax_received.{named}")
    board.settle()
    assert board.shows("可能是 12 栋 1 单元 101") and board.shows("对方指定了 12#1#101")


def test_pages_are_turned_chosen_and_enlarged(board: Glass) -> None:
    received = board.furnished.receive_fax(3, NAMED)
    see(board, "收到传真")
    board.touch(f"row.fax_received.{received}")
    board.settle()
    board.touch("received.after")
    assert board.shows("第 2 / 3 页")
    board.touch("page.3")
    assert board.shows("第 3 / 3 页")
    board.touch("received.before")
    board.settle()
    board.touch("received.zoom")
    board.settle()
    assert board.screen == "staff_received_zoom" and board.shows("第 2 页")
    board.touch("zoom.larger")
    board.touch("bar.back")
    assert board.shows("第 2 / 3 页")


def test_c4_the_print_is_told_as_it_is_and_only_paper_takes_the_row_from_the_board(board: Glass) -> None:
    received = board.furnished.receive_fax(2, NAMED)
    see(board, "收到传真")
    board.touch(f"row.fax_received.{received}")
    board.settle()
    assert board.shows("还没有打印")
    board.touch("bar.forward")
    board.until_shown("正在打印")
    board.settle()
    board.furnished.set_health("form_printer", "trouble", "media-empty-error")
    board.furnished.printed("received", "waiting", "media-empty-error")
    board.furnished.house.ring()
    board.until_shown("等待打印机：缺纸")
    board.touch("bar.back")
    see(board, "收到传真")
    board.touch(f"row.fax_received.{received}")
    board.furnished.printed("received")
    board.furnished.house.ring()
    board.until_shown("已打印")
    assert board.shows("再打印一份")
    board.touch("bar.back")
    see(board, "A4 打印机")
    board.until(lambda: not board.shows("收到传真"), "the row is taken from the board")
    assert board.screen == "staff_board"


def test_a_double_tap_on_print_prints_once(board: Glass) -> None:
    received = board.furnished.receive_fax(1, NAMED)
    see(board, "收到传真")
    board.touch(f"row.fax_received.{received}")
    board.settle()
    board.do("double_touch", name="bar.forward")
    board.settle()
    assert len(board.furnished.house.books.prints.open("form")) == 1


def test_an_unknown_print_is_ochre_and_never_called_printed(board: Glass) -> None:
    received = board.furnished.receive_fax(1, NAMED)
    see(board, "收到传真")
    board.touch(f"row.fax_received.{received}")
    board.settle()
    board.touch("bar.forward")
    board.until_shown("正在打印")
    board.settle()
    board.furnished.printed("received", "unknown")
    board.furnished.house.ring()
    board.until_shown("是否出纸尚不确定")
    assert not board.shows("已打印")
    board.touch("bar.back")
    see(board, "是否打印出来待确认")
    assert _state(board, received) is ReceivedState.SEEN


def test_b9_a_fax_that_was_cut_short_says_so_in_the_list_and_on_its_screen(board: Glass) -> None:
    received = board.furnished.receive_fax(2, NAMED, ReceptionOutcome.INCOMPLETE, damaged=4)
    board.touch("tab.fax_log")
    board.touch("log.received")
    board.settle()
    assert board.screen == "staff_received" and board.shows("2 页，未收全")
    board.touch(f"received.{received}")
    board.settle()
    assert board.shows("2 页，未收全") and board.shows("有些线条受干扰")


def test_b9_a_fax_that_is_coming_in_is_told_to_everybody_but_from_whom_only_to_the_clerk(glass: Glass) -> None:
    glass.furnished.begin_reception("057187009999", page=2)
    glass.until_shown("正在接收传真，第 2 页")
    assert glass.screen == "idle" and not glass.shows("0571")


def test_b9_a_fax_grows_while_it_is_looked_at_and_counts_as_seen_when_it_is_whole(board: Glass) -> None:
    received = board.furnished.begin_reception("057187009999")
    see(board, "正在接收第 1 页")
    assert board.shows("0571 8700 9999")
    board.touch("tab.fax_log")
    board.touch("log.received")
    board.settle()
    board.touch(f"received.{received}")
    board.settle()
    assert board.shows("接收完才能打印")
    board.furnished.end_reception(received, NAMED, [letter_page(1), letter_page(2)])
    board.until_shown("2 页，已收全")
    board.until(lambda: _state(board, received) is ReceivedState.SEEN, "seen")
    assert board.shows("第 1 / 2 页")
