"""The clerk's board: everything that waits for a person, most urgent first, one action a row (J2, J3).

Owns its reading, which drawer is open, and its stillness: rows are exchanged only when the glass has not been touched
for 600 ms, so that none moves under a finger. Every action carries the person who is signed in (J1).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from kiosk.desk.views import Board, BoardRow, Drawer, Staff
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_drawers import DrawerStrip, name_of, rows_in, strip_height
from kiosk.ui.screens.staff_line import devices_now, line_now
from kiosk.ui.screens.staff_room import StaffRooms, TabbedScreen
from kiosk.ui.screens.staff_rows import board_line, figure
from kiosk.ui.screens.staff_task import may_open, open_row
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.line_column import LineColumn, LineStrip
from kiosk.ui.widgets.paint import Box, Paint
from kiosk.ui.widgets.rows import BoardRowView
from kiosk.ui.widgets.states import BusyState
from kiosk.ui.widgets.text import WRAP, IconMark, Text

_STILL_S = 0.6  # design.md 3: a new row waits until no finger can be on its way
_SIDE = 272
_ROW, _ROW_PORTRAIT = 80, 118  # design.md says 82: five of them and the drawers' tabs share 464


class StaffBoard(TabbedScreen):
    """Screen 13."""

    name = "staff_board"
    tab: ClassVar[str] = "board"

    def __init__(self, shell: Shell, staff: Staff, rooms: StaffRooms) -> None:
        super().__init__(shell, staff, rooms)
        self._board: Board | None = None
        self._news: Board | None = None  # read, not yet shown
        self._first = 0
        self._drawer: Drawer | None = None  # all of them
        self._views: list[tuple[BoardRowView, BoardRow]] = []

    def enter(self) -> None:
        self._board = None
        self.news_read()

    def news_read(self) -> None:
        self.work("board", lambda: self.shell.desk.board.board(self.staff), self._take)

    def _take(self, board: Board) -> None:
        self._news = board
        self.tick()

    def tick(self) -> None:
        news = self._news
        if news is not None and news != self._board and (self._board is None or self._still):
            self._board = news
            self._first = min(self._first, max(0, len(self._rows) - 1))
            self.refresh()
        self._show_figures()

    @property
    def _rows(self) -> tuple[BoardRow, ...]:
        """What lies in the open drawer."""
        return rows_in(self._board.rows, self._drawer) if self._board is not None else ()

    @property
    def _still(self) -> bool:
        session = self.shell.session
        return session.paused or session.total_s - session.left_s >= _STILL_S

    def _show_figures(self) -> None:
        """Ages count in place: nothing is composed anew for a second that passes."""
        now = self.shell.clock.now()
        for view, row in self._views:
            view.figure.show(figure(self.look, row, now))

    # --- composition --------------------------------------------------------------------------------------------

    def compose_room(self, page: Page, rect: Rect) -> None:
        self._views = []
        panel = self.look.panel
        if self._board is None:
            page.add(BusyState(self.look, rect.inset(panel.x(24), panel.y(24)), self.tr("board.reading")))
            return
        line, devices = line_now(self.look, self._board, self.shell.clock.now()), devices_now(self.look, self._board)
        if panel.compact or panel.portrait:
            strip, rest = rect.cut_top(panel.y(52))
            page.add(LineStrip(self.look, strip, line, devices))
        else:
            column, rest = rect.cut_left(panel.x(_SIDE))
            page.add(LineColumn(self.look, column, line, devices))
        strip, rows = rest.cut_top(strip_height(self.look, rest.w))
        page.add(DrawerStrip(self.look, strip, self._board.rows, self._drawer, self._open))
        if self._rows:
            self._compose_rows(page, rows, self._rows)
        else:
            self._compose_empty(page, rows, self._board.finished)

    def _open(self, drawer: Drawer | None) -> None:
        self._drawer, self._first = drawer, 0
        self.refresh()

    def _compose_rows(self, page: Page, rect: Rect, rows: tuple[BoardRow, ...]) -> None:
        height = self._row_height
        room = max(2, rect.h // height)
        paged = len(rows) > room
        shown = rows[self._first : self._first + (room - 1 if paged else room)]
        for row in shown:
            place, rect = rect.cut_top(height)
            view = BoardRowView(self.look, place, board_line(self.look, row, self.shell.clock.now(), self._act(row)))
            self._views.append((view, row))
            page.add(view)
        if paged:
            self._compose_more(page, rect.cut_top(height)[0], len(rows), len(shown))

    @property
    def _row_height(self) -> int:
        panel = self.look.panel
        return panel.y(_ROW_PORTRAIT if panel.portrait else _ROW)

    def _act(self, row: BoardRow) -> Callable[[], None] | None:
        """Nothing for who may only look."""
        return (lambda: open_row(self, row)) if may_open(self.staff, row) else None

    def _compose_more(self, page: Page, rect: Rect, count: int, shown: int) -> None:
        """The way to the rows that do not fit: they are never hidden without a word."""
        look, panel = self.look, self.look.panel
        page.add(Box(look, rect, Paint(fill=look.colours.surface)))
        last = self._first + shown
        words = self.tr("board.more", first=self._first + 1, last=last, n=count)
        button, text = rect.inset(panel.x(16), 0).cut_right(panel.x(200))
        page.add(Text(look, text, words, Type.STAFF, look.colours.ink2))
        cell = button.centred(button.w, panel.y(64))
        caption = Caption(self.tr("board.next" if last < count else "board.top"), Type.TEXT)
        page.add(Button(look, cell, "board.more", caption, Kind.CONTROL, lambda: self._turn(last, count)))

    def _turn(self, last: int, count: int) -> None:
        self._first = last if last < count else 0
        self.refresh()

    def _compose_empty(self, page: Page, rect: Rect, finished: tuple[str, ...]) -> None:
        look, panel = self.look, self.look.panel
        inside = rect.inset(panel.x(32), panel.y(40))
        icon, rest = inside.cut_top(panel.y(70), panel.y(8))
        page.add(IconMark(look, icon.cut_left(panel.x(64))[0], "check_circle", 64, look.colours.accent))
        title, rest = rest.cut_top(panel.y(50), panel.y(8))
        if self._drawer is not None:
            key = f"drawer.{name_of(self._drawer)}.empty"
            page.add(Text(look, title, self.tr(key), Type.TITLE, look.colours.ink))
            return
        page.add(Text(look, title, self.tr("board.empty"), Type.TITLE, look.colours.ink))
        words = self.tr("board.finished", list="、".join(finished)) if finished else self.tr("board.nothing_yet")
        page.add(Text(look, rest, words, Type.TEXT, look.colours.ink2, WRAP))
