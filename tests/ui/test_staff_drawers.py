"""The board's order and its drawers, one for each kind of work, on the true screen (J2; design.md, board row)."""

from __future__ import annotations

import uuid
from pathlib import Path

from kiosk.clock import TurnedClock
from kiosk.desk.views import Board, BoardRow, CaseDraft, CaseKind, Drawer, Level
from kiosk.fax.outcome import CallOutcome, PageState
from kiosk.ui import touches
from kiosk.ui.screens.staff_board import StaffBoard
from kiosk.ui.widgets.rows import BoardRowView
from tests.ui.harness import Glass
from tests.ui.paper import letter
from tests.ui.staff_walk import case_of, see


def one_of_each(glass: Glass, folder: Path) -> None:
    """Something in every drawer, the least urgent first."""
    furnished, desk = glass.furnished, glass.desk
    visitor = furnished.visitor()
    case_of(glass, visitor)
    assert isinstance(furnished.clock, TurnedClock)
    furnished.clock.turn(5 * 3600)  # nobody has taken it on
    glass.shell.session.refill()
    case_of(glass, visitor)
    about = CaseDraft(
        "feedback.advice", "几点开门", "callback.none", kind=CaseKind.FEEDBACK, addressee="feedback.centre"
    )
    desk.repairs.open(visitor, about, str(uuid.uuid4()))
    furnished.put_stick(letter(folder / "letter.pdf", 1))
    document = desk.fax.take_in(visitor, "s/0")
    furnished.order(visitor, document.id)
    furnished.end_call(furnished.begin_call())  # delivered: to be paid
    furnished.receive_fax(1)
    furnished.set_health("form_printer", "trouble", "media-empty-error")
    furnished.order(visitor, document.id)
    furnished.end_call(furnished.begin_call(), CallOutcome.LINE_LOST, [PageState.UNKNOWN])
    desk.calls.call("home", None)


def rows_on_glass(glass: Glass) -> list[str]:
    """Ids of the rows' buttons, from top to bottom."""
    views = [widget for widget in touches.walk(glass.shell) if isinstance(widget, BoardRowView)]
    views.sort(key=lambda view: view.rect.y)
    return [w.touch_id for view in views for w in touches.walk(view) if getattr(w, "touch_id", "").startswith("row.")]


def all_rows(glass: Glass) -> tuple[BoardRow, ...]:
    board: Board = glass.desk.board.board(glass.furnished.clerk())
    return board.rows


def test_j2_every_kind_of_work_has_its_drawer_with_its_number_and_an_order(board: Glass, tmp_path: Path) -> None:
    one_of_each(board, tmp_path)
    see(board, "业主呼叫")
    rows = all_rows(board)
    order = [list(Level).index(row.level) for row in rows]
    assert order == sorted(order) and len(set(order)) == len(Level), "every level, the most urgent first"
    for level in Level:
        since = [row.since for row in rows if row.level is level]
        assert since == sorted(since), "inside a level the oldest first"
    assert {row.drawer for row in rows} == set(Drawer)
    board.touch("drawer.requests")
    assert board.shows("已超过受理时限 · 12 栋 1 单元 101"), "the late one is told as late (D8)"
    for drawer in Drawer:
        lies = [row for row in rows if row.drawer is drawer]
        tab = touches.find(board.shell, f"drawer.{drawer}")
        assert str(len(lies)) in touches.texts_of(tab)
        board.touch(f"drawer.{drawer}")
        assert len(rows_on_glass(board)) == len(lies)
    board.touch("drawer.all")
    assert rows_on_glass(board)[0].startswith("row.call.")


def test_j2_an_empty_drawer_says_so_in_its_own_words(board: Glass) -> None:
    for drawer in Drawer:
        board.touch(f"drawer.{drawer}")
        assert board.shows_key(f"drawer.{drawer}.empty")
    board.touch("drawer.all")
    assert board.shows("现在没有待办事项。")


def test_j2_numbers_are_live_and_an_open_drawer_stays_open(board: Glass) -> None:
    board.touch("drawer.requests")
    case = case_of(board, board.furnished.visitor())
    see(board, "报修待受理")
    board.desk.calls.call("home", None)
    board.pass_time(1)
    board.until(lambda: "1" in touches.texts_of(touches.find(board.shell, "drawer.calls")), "the call is counted")
    assert rows_on_glass(board) == [f"row.repair_open.{case}"], "a call does not push itself into another drawer"
    board.desk.repairs.accept(board.furnished.clerk(), case)
    see(board, "报修进行中")
    assert isinstance(board.shell.screen, StaffBoard)
