"""The tabs with lists: the fax log, the cases (B8, D3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from kiosk.desk.views import CaseState, CaseView, FaxResult, FaxState, Staff
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_case import StaffCase
from kiosk.ui.screens.staff_fax import SettleFax
from kiosk.ui.screens.staff_room import StaffRooms, TabbedScreen
from kiosk.ui.screens.words import item_words, state_words, unit_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Colour, Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.states import EmptyState
from kiosk.ui.widgets.table import TableLine, TableRow
from kiosk.ui.widgets.text import Text

_ROW = 66


class StaffList(TabbedScreen):
    """A headed list that pages by what fits; subclasses read and make the lines."""

    heading: ClassVar[str]
    nothing: ClassVar[str]

    def __init__(self, shell: Shell, staff: Staff, rooms: StaffRooms) -> None:
        super().__init__(shell, staff, rooms)
        self._first = 0

    def lines(self) -> Sequence[TableLine]:
        """The rows, newest first."""
        raise NotImplementedError

    def enter(self) -> None:
        self.news_read()

    def compose_room(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        head, rows = rect.cut_top(panel.y(68))
        lines = self.lines()
        room = max(1, rows.h // panel.y(_ROW))
        self._compose_head(page, head, len(lines), room)
        for line in lines[self._first : self._first + room]:
            place, rows = rows.cut_top(panel.y(_ROW))
            page.add(TableRow(look, place, line, edge=STAFF_MARGIN))
        if not lines:
            page.add(EmptyState(look, rows.inset(panel.x(24), panel.y(24)), self.tr(self.nothing)))

    def _compose_head(self, page: Page, rect: Rect, count: int, room: int) -> None:
        look, panel = self.look, self.look.panel
        inside = rect.inset(panel.x(24), 0)
        if count > room:
            last = min(count, self._first + room)
            words = self.tr("list.page", first=self._first + 1, last=last, n=count)
            button, inside = inside.cut_right(look.width(Type.TEXT, words) + panel.x(84), panel.x(8))
            caption = Caption(words, Type.TEXT, "keyboard_arrow_down", 28, icon_last=True)
            cell = button.centred(button.w, panel.y(64))
            turn = last if last < count else 0
            page.add(Button(look, cell, "list.more", caption, Kind.CONTROL, lambda: self._turn(turn)))
        self.compose_heading(page, inside)
        hairline(page.canvas.after, look, Rect(rect.x, rect.bottom - 1, rect.w, 1), look.colours.line)

    def compose_heading(self, page: Page, rect: Rect) -> None:
        """What the list is."""
        page.add(Text(self.look, rect, self.tr(self.heading), Type.HEADING, self.look.colours.ink))

    def show_room(self, room: str) -> None:
        """Another list takes this one's place."""
        self.shell.instead(self.rooms.of(room)(self.shell, self.staff))

    def _turn(self, first: int) -> None:
        self._first = first
        self.refresh()


class LoggedList(StaffList):
    """收发传真记录表: one of its two halves, with the keys to either in place of a heading."""

    tab: ClassVar[str] = "fax_log"
    title_key: ClassVar[str] = "tab.fax_log"
    log: ClassVar[str]  # the room of this half

    def compose_heading(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        for room, key in (("fax_log", "log.heading"), ("received", "received.heading")):
            words, chosen = self.tr(key), room == self.log
            role = Type.TEXT_BOLD if chosen else Type.TEXT
            width = max(panel.x(130), look.width(Type.TEXT_BOLD, words) + panel.x(36))
            cell, rect = rect.cut_left(min(rect.w, width), panel.x(8))
            kind = Kind.FILLED if chosen else Kind.CONTROL
            turn = partial(self.show_room, room)
            page.add(Button(look, cell.centred(cell.w, panel.y(64)), f"log.{room}", Caption(words, role), kind, turn))


class FaxLog(LoggedList):
    """Every fax that was ordered, with what came of it."""

    name = "staff_fax_log"
    log: ClassVar[str] = "fax_log"
    heading: ClassVar[str] = "log.heading"
    nothing: ClassVar[str] = "log.nothing"

    def __init__(self, shell: Shell, staff: Staff, rooms: StaffRooms) -> None:
        super().__init__(shell, staff, rooms)
        self._results: tuple[FaxResult, ...] = ()

    def news_read(self) -> None:
        self.work("log", lambda: self.shell.desk.board.fax_log(self.staff), self._take)

    def _take(self, results: tuple[FaxResult, ...]) -> None:
        if results != self._results:
            self._results = results
            self.refresh()

    def lines(self) -> list[TableLine]:
        return [self._line(result) for result in self._results]

    def _line(self, result: FaxResult) -> TableLine:
        number = " ".join(result.number_groups)
        confirmed = self.tr("log.pages", confirmed=result.confirmed, n=result.pages)
        attempts = self.look.tr.count("log.attempts", result.attempts)
        parts = [result.job_number, self._time(result), confirmed, attempts]
        settle = None
        if result.state is FaxState.UNKNOWN:
            settle = self._settle(result)
        return TableLine(
            "outgoing_mail",
            number,
            " · ".join(part for part in parts if part),
            self.tr(f"log.state.{result.state}"),
            self._colour(result.state),
            f"log.{result.job_id}",
            settle,
            staff=True,
        )

    def _settle(self, result: FaxResult) -> Callable[[], None]:
        return lambda: self.shell.go(SettleFax(self.shell, self.staff, result))

    def _time(self, result: FaxResult) -> str:
        if result.started_at is None:
            return ""
        return f"{result.started_at.astimezone(self.shell.settings.timezone):%m-%d %H:%M}"

    def _colour(self, state: FaxState) -> Colour:
        colours = self.look.colours
        if state is FaxState.FAILED:
            return colours.seal
        return colours.ochre if state in (FaxState.UNKNOWN, FaxState.RETRY) else colours.accent


class CaseList(StaffList):
    """All requests: open ones first as the desk lists them."""

    name = "staff_cases"
    tab: ClassVar[str] = "cases"
    title_key: ClassVar[str] = "tab.cases"
    heading: ClassVar[str] = "cases.heading"
    nothing: ClassVar[str] = "cases.nothing"

    def __init__(self, shell: Shell, staff: Staff, rooms: StaffRooms) -> None:
        super().__init__(shell, staff, rooms)
        self._cases: tuple[CaseView, ...] = ()

    def news_read(self) -> None:
        self.work("cases", lambda: self.shell.desk.repairs.listing(tuple(CaseState)), self._take)

    def _take(self, cases: tuple[CaseView, ...]) -> None:
        order = list(CaseState)
        ordered = tuple(sorted(cases, key=lambda case: (order.index(case.state), case.opened_at)))
        if ordered != self._cases:
            self._cases = ordered
            self.refresh()

    def lines(self) -> list[TableLine]:
        return [self._line(case) for case in self._cases]

    def _line(self, case: CaseView) -> TableLine:
        look = self.look
        opened = case.opened_at.astimezone(self.shell.settings.timezone)
        colour = {CaseState.OPEN: look.colours.ochre, CaseState.ACCEPTED: look.colours.accent}
        return TableLine(
            "assignment",
            f"{item_words(look, case.item_key)} · {unit_words(look, case.unit)}",
            f"{case.number} · {opened:%m-%d %H:%M} · {case.words}",
            state_words(look, case.state),
            colour.get(case.state, look.colours.ink2),
            f"case.{case.id}",
            lambda: self.shell.go(StaffCase(self.shell, self.staff, case)),
            staff=True,
        )
