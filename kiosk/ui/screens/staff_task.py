"""What a row of the board leads to: a call is answered at once, everything else is looked at and then decided (J2).

Owns the choice of screen, and the screen for things that are decided between a few answers: a print that may have come
out, a locked unit, a device in trouble.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from kiosk.desk.counter import AT_THE_COUNTER
from kiosk.desk.views import BoardRow, CaseView, CountView, DoubtView, FaxResult, HeldView, Staff
from kiosk.domain.cash import CountPurpose
from kiosk.domain.qr import RefundState
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.staff_approve import approve_limit
from kiosk.ui.screens.staff_case import StaffCase
from kiosk.ui.screens.staff_cash import TakeCash
from kiosk.ui.screens.staff_day_end import DayEnd
from kiosk.ui.screens.staff_declare import Counted
from kiosk.ui.screens.staff_fax import SettleFax
from kiosk.ui.screens.staff_found import CountFound
from kiosk.ui.screens.staff_received_fax import ReceivedFax
from kiosk.ui.screens.staff_room import StaffScreen, TabbedScreen, staff_back
from kiosk.ui.screens.staff_till import begin_count
from kiosk.ui.screens.staff_words import device_name, reason_words
from kiosk.ui.screens.words import unit_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import GAP, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.choice import Option, RadioCard
from kiosk.ui.widgets.price import money_words
from kiosk.ui.widgets.text import WRAP, Text


@dataclass(frozen=True)
class Answer:
    """One answer: its words, the consequence beneath, what is done; ``leads``: or the screen on which it is done."""

    key: str
    icon: str
    act: Callable[[], object] | None
    leads: Callable[[], Screen] | None = None


@dataclass(frozen=True)
class Question:
    """What is to be decided. Without answers it is an explanation; where ``books`` money moves, and none is preset."""

    title: Callable[[], str]
    words: Callable[[], str]
    answers: tuple[Answer, ...] = ()
    books: bool = False


class StaffTask(StaffScreen):
    """A question with its answers as cards; chosen first, confirmed in the bar."""

    name = "staff_task"
    title_key: ClassVar[str] = "staff.room.task"

    def __init__(self, shell: Shell, board: TabbedScreen, question: Question) -> None:
        super().__init__(shell, board.staff)
        self._question = question
        self._chosen: int | None = 0 if len(question.answers) == 1 and not question.books else None

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
        if self._chosen is None:
            return
        answer = self._question.answers[self._chosen]
        if answer.leads is not None:
            self.shell.go(answer.leads())
        elif answer.act is not None:
            self.work("decide", answer.act, lambda _none: self.shell.back())


def may_open(staff: Staff, row: BoardRow) -> bool:
    """Whether a row is this person's business: owners are the counter's, devices a technician's too."""
    return row.kind == "device" or staff.role in AT_THE_COUNTER


def open_row(board: TabbedScreen, row: BoardRow) -> None:
    """Do what the row's button says."""
    shell, staff, desk = board.shell, board.staff, board.shell.desk
    match row.kind:
        case "call":
            board.work("answer", lambda: desk.calls.acknowledge(staff, row.ref), lambda _none: board.news_read())
        case "cash":
            shell.go(TakeCash(shell, staff, row.ref, board.rooms))
        case "till_open":
            begin_count(board, CountPurpose.OPENING)
        case "till_due" | "till_missed":
            begin_count(board, CountPurpose.CLOSING)
        case "till_box":
            begin_count(board, CountPurpose.MACHINE)
        case "till_unsigned":
            shell.go(DayEnd(shell, staff, date.fromisoformat(row.detail), board.rooms))
        case "till_differs":
            board.work("count", lambda: desk.days.count(row.ref), lambda count: _show_count(board, count))
        case "limit":
            shell.go(approve_limit(shell, staff, row.ref))
        case "repair_open" | "repair_accepted" | "feedback_open" | "feedback_accepted":
            board.work("case", lambda: desk.repairs.case(row.ref), lambda case: _show_case(board, case))
        case "machine_unknown":
            board.work("doubt", lambda: desk.machine.doubt(row.ref), lambda doubt: _show_doubt(board, doubt))
        case "machine_held":
            board.work("held", lambda: desk.machine.held(row.ref), lambda held: _show_held(board, row, held))
        case "qr_doubt" | "qr_contradiction" | "qr_refund":
            shell.go(StaffTask(shell, board, _qr_question(board, row)))
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


def _show_case(board: TabbedScreen, case: CaseView) -> None:
    board.shell.go(StaffCase(board.shell, board.staff, case))


def _show_count(board: TabbedScreen, count: CountView) -> None:
    board.shell.go(Counted(board.shell, board.staff, count, board.rooms))


def _show_doubt(board: TabbedScreen, doubt: DoubtView) -> None:
    board.shell.go(StaffTask(board.shell, board, _doubt_question(board, doubt)))


def _show_held(board: TabbedScreen, row: BoardRow, held: HeldView) -> None:
    board.shell.go(StaffTask(board.shell, board, _held_question(board, row, held)))


def _show_fax(board: TabbedScreen, result: FaxResult) -> None:
    board.shell.go(SettleFax(board.shell, board.staff, result))


def _print_question(board: TabbedScreen, row: BoardRow) -> Question:
    settle, staff = board.shell.desk.board.settle_print, board.staff
    return Question(
        lambda: board.tr("task.print.title"),
        lambda: board.tr("task.print.words", job=row.detail),
        (
            Answer("task.print.yes", "check_circle", lambda: settle(staff, row.ref, True)),
            Answer("task.print.no", "print", lambda: settle(staff, row.ref, False)),
        ),
    )


def _unfitted_question(board: TabbedScreen, row: BoardRow) -> Question:
    settle, staff, key = board.shell.desk.board.settle_unfitted, board.staff, f"form.{row.reason}"
    return Question(
        lambda: board.tr("board.print_unfitted"),
        lambda: board.tr("task.unfitted.words", form=board.tr(key) if board.look.tr.has(key) else row.reason),
        (Answer("task.unfitted.by_hand", "draw", lambda: settle(staff, row.ref)),),
    )


def _doubt_question(board: TabbedScreen, doubt: DoubtView) -> Question:
    settle, staff = board.shell.desk.machine.settle_doubt, board.staff
    if not doubt.fen:
        seen = Answer("task.machine.seen", "check_circle", lambda: settle(staff, doubt.id, 0))
        count = partial(CountFound, board.shell, staff, doubt.id, board.rooms)
        found = Answer("task.machine.found", "payments", None, count)
        answers = (found, seen)
        return Question(lambda: board.tr("board.machine_unknown"), lambda: board.tr("task.machine.some"), answers, True)
    return Question(
        lambda: board.tr("task.machine.title"),
        lambda: board.tr("task.machine.words", amount=money_words(doubt.fen)),
        (
            Answer("task.machine.in", "check_circle", lambda: settle(staff, doubt.id, doubt.fen)),
            Answer("task.machine.out", "close", lambda: settle(staff, doubt.id, 0)),
        ),
        books=True,
    )


def _held_question(board: TabbedScreen, row: BoardRow, held: HeldView) -> Question:
    give, staff, request_id = board.shell.desk.machine.give_back, board.staff, str(uuid.uuid4())

    def words() -> str:
        if row.unit is None:
            return board.tr("task.held.nobodys")
        whose = f"{unit_words(board.look, row.unit)} · {board.tr(held.title_key)}"
        return f"{whose}\n{board.tr('task.held.change' if held.paid else 'task.held.unused')}"

    return Question(
        lambda: board.tr("task.held.title", amount=money_words(held.fen)),
        words,
        (Answer("task.held.give", "payments", partial(give, staff, held.charge_id, request_id)),),
        books=True,
    )


def _qr_question(board: TabbedScreen, row: BoardRow) -> Question:
    """A code in doubt, a contradiction, money that did not get back."""
    unit, desk, staff = row.unit, board.shell.desk.qr, board.staff
    assert unit is not None  # what is paid with a code is a unit's
    acts = {"qr_doubt": desk.release, "qr_contradiction": desk.settle_contradiction, "qr_refund": desk.settle_refund}
    settle = partial(acts[row.kind], staff, row.ref)
    answer = "task.qr_doubt.release" if row.kind == "qr_doubt" else f"task.{row.kind}.settled"
    answers: tuple[Answer, ...] = (Answer(answer, "check_circle", settle),)
    if row.kind == "qr_refund" and row.reason == RefundState.FAILED:
        by_hand = partial(desk.settle_refund, staff, row.ref, from_drawer=True)
        there = Answer("task.qr_refund.there", "check_circle", settle)
        answers = (Answer("task.qr_refund.drawer", "payments", by_hand), there)

    def words() -> str:
        said = board.tr(f"qr.said.{row.reason}") if row.reason else ""
        about = {"unit": unit_words(board.look, unit), "amount": money_words(row.amount_fen or 0), "number": row.detail}
        return board.tr(f"task.{row.kind}.words", said=said, **about)

    title = f"task.{row.kind}.title"
    return Question(lambda: board.tr(title), words, answers, books=True)


def _unlock_question(board: TabbedScreen, row: BoardRow) -> Question:
    unit = row.unit
    assert unit is not None  # a locked unit's row is of that unit
    unlock, staff = board.shell.desk.staff.unlock_unit, board.staff
    return Question(
        lambda: board.tr("task.unlock.title"),
        lambda: board.tr("task.unlock.words", unit=unit_words(board.look, unit)),
        (Answer("task.unlock.yes", "lock_open", lambda: unlock(staff, unit.id)),),
    )


def _device_question(board: TabbedScreen, row: BoardRow) -> Question:
    def words() -> str:
        key = f"task.device.{row.detail}"
        general = board.tr(key) if board.look.tr.has(key) else board.tr("task.device.other")
        return board.tr("task.device.words", reason=reason_words(board.look, row.reason), remedy=general)

    return Question(lambda: device_name(board.look, row.detail), words)
