"""What a row of the board leads to: a call is answered at once, everything else is looked at and then decided (J2).

Owns the choice of screen, and the screen for things that are decided between a few answers: a print that may have come
out, a locked unit, a device in trouble.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from kiosk.desk.views import BoardRow, CaseView, FaxResult
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_case import StaffCase
from kiosk.ui.screens.staff_cash import TakeCash
from kiosk.ui.screens.staff_fax import SettleFax
from kiosk.ui.screens.staff_received_fax import ReceivedFax
from kiosk.ui.screens.staff_room import StaffScreen, staff_back
from kiosk.ui.screens.staff_words import device_name, reason_words
from kiosk.ui.screens.words import unit_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import GAP, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.choice import Option, RadioCard
from kiosk.ui.widgets.text import WRAP, Text

if TYPE_CHECKING:
    from kiosk.ui.screens.staff_board import StaffBoard


@dataclass(frozen=True)
class Answer:
    """One answer: its words, the consequence beneath, what is done."""

    key: str
    icon: str
    act: Callable[[], None]


@dataclass(frozen=True)
class Question:
    """What is to be decided. Without answers it is an explanation."""

    title: Callable[[], str]
    words: Callable[[], str]
    answers: tuple[Answer, ...] = ()


class StaffTask(StaffScreen):
    """A question with its answers as cards; chosen first, confirmed in the bar."""

    name = "staff_task"
    title_key: ClassVar[str] = "staff.room.task"

    def __init__(self, shell: Shell, board: StaffBoard, question: Question) -> None:
        super().__init__(shell, board.staff)
        self._question = question
        self._chosen: int | None = 0 if len(question.answers) == 1 else None

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(24), panel.y(16))
        title, rest = inside.cut_top(panel.y(56), panel.y(4))
        count = len(self._question.answers)
        cards, words = rest.cut_bottom(panel.y(126) * count + panel.y(GAP) * max(0, count - 1), panel.y(8))
        page.add(Text(look, title, self._question.title(), Type.TITLE, look.colours.ink))
        page.add(Text(look, words, self._question.words(), Type.LEAD, look.colours.ink2, WRAP))
        for number, cell in enumerate(cards.rows(count, panel.y(GAP)) if count else ()):
            page.add(RadioCard(look, cell, self._option(number)))

    def _option(self, number: int) -> Option:
        answer = self._question.answers[number]
        words = self.tr(f"{answer.key}.words")
        chosen = number == self._chosen
        return Option(answer.key, answer.icon, self.tr(answer.key), words, chosen, lambda: self._choose(number))

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        if not self._question.answers:
            return BarContent(back)
        if self._chosen is None:
            return BarContent(back, forward=Forward(self.tr("staff.choose"), None, kind=Kind.NOT_YET))
        return BarContent(back, forward=Forward(self.tr("staff.confirm"), self._confirm, "check"))

    def _choose(self, number: int) -> None:
        self._chosen = number
        self.refresh()

    def _confirm(self) -> None:
        if self._chosen is not None:
            act = self._question.answers[self._chosen].act
            self.work("decide", act, lambda _none: self.shell.back())


def open_row(board: StaffBoard, row: BoardRow) -> None:
    """Do what the row's button says."""
    shell, staff, desk = board.shell, board.staff, board.shell.desk
    match row.kind:
        case "call":
            board.work("answer", lambda: desk.calls.acknowledge(staff, row.ref), lambda _none: board.news_read())
        case "cash":
            shell.go(TakeCash(shell, staff, row.ref, board.rooms))
        case "repair_open" | "repair_accepted" | "feedback_open" | "feedback_accepted":
            board.work("case", lambda: desk.repairs.case(row.ref), lambda case: _show_case(board, case))
        case "fax_unknown":
            board.work("fax", lambda: desk.fax.result(row.ref), lambda result: _show_fax(board, result))
        case "fax_received":
            shell.go(ReceivedFax(shell, staff, row.ref))
        case "print_unknown":
            shell.go(StaffTask(shell, board, _print_question(board, row)))
        case "print_unfitted":
            shell.go(StaffTask(shell, board, _unfitted_question(board, row)))
        case "unit_locked":
            shell.go(StaffTask(shell, board, _unlock_question(board, row)))
        case _:
            shell.go(StaffTask(shell, board, _device_question(board, row)))


def _show_case(board: StaffBoard, case: CaseView) -> None:
    board.shell.go(StaffCase(board.shell, board.staff, case))


def _show_fax(board: StaffBoard, result: FaxResult) -> None:
    board.shell.go(SettleFax(board.shell, board.staff, result))


def _print_question(board: StaffBoard, row: BoardRow) -> Question:
    settle, staff = board.shell.desk.board.settle_print, board.staff
    return Question(
        lambda: board.tr("task.print.title"),
        lambda: board.tr("task.print.words", job=row.detail),
        (
            Answer("task.print.yes", "check_circle", lambda: settle(staff, row.ref, True)),
            Answer("task.print.no", "print", lambda: settle(staff, row.ref, False)),
        ),
    )


def _unfitted_question(board: StaffBoard, row: BoardRow) -> Question:
    settle, staff, key = board.shell.desk.board.settle_unfitted, board.staff, f"form.{row.reason}"
    return Question(
        lambda: board.tr("board.print_unfitted"),
        lambda: board.tr("task.unfitted.words", form=board.tr(key) if board.look.tr.has(key) else row.reason),
        (Answer("task.unfitted.by_hand", "draw", lambda: settle(staff, row.ref)),),
    )


def _unlock_question(board: StaffBoard, row: BoardRow) -> Question:
    unit = row.unit
    assert unit is not None  # a locked unit's row is of that unit
    unlock, staff = board.shell.desk.staff.unlock_unit, board.staff
    return Question(
        lambda: board.tr("task.unlock.title"),
        lambda: board.tr("task.unlock.words", unit=unit_words(board.look, unit)),
        (Answer("task.unlock.yes", "lock_open", lambda: unlock(staff, unit.id)),),
    )


def _device_question(board: StaffBoard, row: BoardRow) -> Question:
    def words() -> str:
        key = f"task.device.{row.detail}"
        general = board.tr(key) if board.look.tr.has(key) else board.tr("task.device.other")
        return board.tr("task.device.words", reason=reason_words(board.look, row.reason), remedy=general)

    return Question(lambda: device_name(board.look, row.detail), words)
