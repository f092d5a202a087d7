"""The tabs with lists: the fax log, the cases (B8, D3)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Generic, TypeVar

from kiosk.desk.views import CaseState, CaseView, FaxResult, FaxState, Staff
from kiosk.errors import KioskError
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_case import StaffCase
from kiosk.ui.screens.staff_fax import SettleFax
from kiosk.ui.screens.staff_room import StaffRooms, TabbedScreen, add_head_key, add_pager
from kiosk.ui.screens.staff_words import when_words
from kiosk.ui.screens.unread import Unread
from kiosk.ui.screens.words import item_words, state_words, unit_short
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Colour, Type
from kiosk.ui.widgets.button import Caption
from kiosk.ui.widgets.paint import Placed, hairline
from kiosk.ui.widgets.states import BusyState, EmptyState
from kiosk.ui.widgets.table import TableLine, TableRow
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import Act

_ROW = 66
Item = TypeVar("Item")


class StaffList(TabbedScreen, Generic[Item]):
    """A headed list that pages by what fits; subclasses read and make the lines."""

    heading: ClassVar[str]
    nothing: ClassVar[str]
    nothing_note: ClassVar[str] = ""  # when there will be something

    def __init__(self, shell: Shell, staff: Staff, rooms: StaffRooms) -> None:
        super().__init__(shell, staff, rooms)
        self._items: tuple[Item, ...] | None = None  # not read yet
        self._unread = Unread(self, "list.failed", self.news_read)
        self._first = 0

    def line(self, item: Item) -> TableLine:
        """One of the rows."""
        raise NotImplementedError

    def take(self, items: tuple[Item, ...]) -> None:
        """What was read, in the order in which it is shown."""
        if items != self._items:
            self._items = items
            self.refresh()

    def enter(self) -> None:
        self.news_read()

    def failed(self, error: KioskError) -> None:
        if self._items is None:
            self._unread.take(error)
        else:
            super().failed(error)

    def compose_room(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        head, rows = rect.cut_top(panel.y(68))
        lines = [self.line(item) for item in self._items or ()]
        room = max(1, rows.h // panel.y(_ROW))
        self._compose_head(page, head, len(lines), room)
        for line in lines[self._first : self._first + room]:
            place, rows = rows.cut_top(panel.y(_ROW))
            page.add(TableRow(look, place, line, edge=STAFF_MARGIN))
        if not lines:
            page.add(self._instead(rows.inset(panel.x(24), panel.y(24))))

    def _instead(self, rect: Rect) -> Placed:
        """That it is being read, that it could not be, or that there is nothing yet."""
        if self._items is None:
            return self._unread.state(rect) or BusyState(self.look, rect, self.tr("list.reading"))
        note = self.tr(self.nothing_note) if self.nothing_note else ""
        return EmptyState(self.look, rect, self.tr(self.nothing), note)

    def _compose_head(self, page: Page, rect: Rect, count: int, room: int) -> None:
        look, panel = self.look, self.look.panel
        inside = rect.inset(panel.x(24), 0)
        if count > room:
            bleeding = Rect(inside.x, rect.y, inside.w + panel.x(24), rect.h)
            inside = add_pager(look, page, bleeding, (self._first, room, count), self._turn, air=84)
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


class KeyedList(StaffList[Item]):
    """A list that belongs to another room: keys before its heading lead there, and to what else goes with it."""

    def head_keys(self) -> tuple[tuple[str, str, Act], ...]:
        """Of each key: the name of its touch, the key of its words, what it does."""
        raise NotImplementedError

    def compose_heading(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        rect = Rect(0, rect.y, rect.right, rect.h)
        for name, key, act in self.head_keys():
            words = self.tr(key)
            width = max(panel.x(150), look.width(Type.TEXT_BOLD, words) + panel.x(48))
            cell, rect = rect.cut_left(min(rect.w, width))
            add_head_key(look, page, cell, name, Caption(words, Type.TEXT), act)
        words, place = self.tr(self.heading), rect.cut_left(panel.x(16))[1]
        if look.width(Type.HEADING, words) <= place.w:  # beside large words the frame says it alone
            page.add(Text(look, place, words, Type.HEADING, look.colours.ink))

    def to_till(self) -> None:
        """Back to the room that the papers of money belong to."""
        self.show_room("till")


class LoggedList(StaffList[Item]):
    """收发传真记录表: one of its two halves, with the keys to either in place of a heading."""

    tab: ClassVar[str] = "fax_log"
    title_key: ClassVar[str] = "tab.fax_log"
    log: ClassVar[str]  # the room of this half

    def compose_heading(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        rect = Rect(0, rect.y, rect.right, rect.h)
        for room, key in (("fax_log", "log.heading"), ("received", "received.heading")):
            words, chosen = self.tr(key), room == self.log
            role = Type.TEXT_BOLD if chosen else Type.TEXT
            width = max(panel.x(150), look.width(Type.TEXT_BOLD, words) + panel.x(48))
            cell, rect = rect.cut_left(min(rect.w, width))
            turn = partial(self.show_room, room)
            add_head_key(look, page, cell, f"log.{room}", Caption(words, role), turn, chosen)


class FaxLog(LoggedList[FaxResult]):
    """Every fax that was ordered, with what came of it."""

    name = "staff_fax_log"
    log: ClassVar[str] = "fax_log"
    heading: ClassVar[str] = "log.heading"
    nothing: ClassVar[str] = "log.nothing"
    nothing_note: ClassVar[str] = "log.nothing.note"

    def news_read(self) -> None:
        self.work("log", lambda: self.shell.desk.board.fax_log(self.staff), self.take)

    def line(self, result: FaxResult) -> TableLine:
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
        return when_words(self.look, result.started_at, self.shell.settings.timezone)

    def _colour(self, state: FaxState) -> Colour:
        colours = self.look.colours
        if state is FaxState.FAILED:
            return colours.seal
        return colours.ochre if state in (FaxState.UNKNOWN, FaxState.RETRY) else colours.accent


class CaseList(StaffList[CaseView]):
    """All requests: open ones first as the desk lists them."""

    name = "staff_cases"
    tab: ClassVar[str] = "cases"
    title_key: ClassVar[str] = "tab.cases"
    heading: ClassVar[str] = "cases.heading"
    nothing: ClassVar[str] = "cases.nothing"
    nothing_note: ClassVar[str] = "cases.nothing.note"

    def news_read(self) -> None:
        self.work("cases", lambda: self.shell.desk.repairs.listing(tuple(CaseState)), self._take)

    def _take(self, cases: tuple[CaseView, ...]) -> None:
        order = list(CaseState)
        self.take(tuple(sorted(cases, key=lambda case: (order.index(case.state), case.opened_at))))

    def line(self, case: CaseView) -> TableLine:
        look = self.look
        opened = when_words(look, case.opened_at, self.shell.settings.timezone)
        colour = {CaseState.OPEN: look.colours.ochre, CaseState.ACCEPTED: look.colours.accent}
        return TableLine(
            "assignment",
            f"{item_words(look, case.item_key)} · {unit_short(look, case.unit)}",
            f"{case.number} · {opened} · {case.words}",
            state_words(look, case.state),
            colour.get(case.state, look.colours.ink2),
            f"case.{case.id}",
            lambda: self.shell.go(StaffCase(self.shell, self.staff, case)),
            staff=True,
        )
