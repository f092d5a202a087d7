"""The drawer and the open cases go from person to person: the giver has counted, the taker signs in (G6).

Owns the taker's look at what is handed over, and that two different persons have said who they are. The difference is
told when both have: it is the giver's.
"""

from __future__ import annotations

from typing import ClassVar

from kiosk.desk.views import Board, BoardRow, CountView, Staff
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_count import Counting
from kiosk.ui.screens.staff_declare import Counted
from kiosk.ui.screens.staff_room import StaffScreen, add_pager, give_back_counter, staff_back
from kiosk.ui.screens.staff_rows import board_line
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.panels import Fact, FactLines, SidePanel
from kiosk.ui.widgets.price import Amount
from kiosk.ui.widgets.states import BusyState, EmptyState
from kiosk.ui.widgets.table import TableLine, TableRow
from kiosk.ui.widgets.text import WRAP, Text

_ROW = 62


class HandOver(StaffScreen):
    """Who stands here is the taker; ``giver`` has counted."""

    name = "staff_hand_over"
    title_key: ClassVar[str] = "staff.room.hand_over"

    def __init__(self, shell: Shell, taker: Staff, giver: Staff, counting: Counting) -> None:
        super().__init__(shell, taker)
        self._giver, self._counting = giver, counting
        self._open: tuple[BoardRow, ...] | None = None
        self._first = 0

    def enter(self) -> None:
        self.work("open", lambda: self.shell.desk.board.board(self.staff), self._take)

    def _take(self, board: Board) -> None:
        self._open = board.rows
        self.refresh()

    @property
    def _same(self) -> bool:
        return self.staff.id == self._giver.id

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        if panel.portrait:
            side, main = page.rect.cut_bottom(panel.y(320))
        else:
            side, main = page.rect.cut_right(panel.x(370))
        self._compose_open(page, main.inset(panel.x(STAFF_MARGIN), 0))
        page.add(SidePanel(self.look, side))
        self._compose_side(page, side.inset(panel.x(28), panel.y(20)))

    def _compose_open(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        head, rows = rect.cut_top(panel.y(66))
        lines = [self._line(row) for row in self._open or ()]
        room = max(1, rows.h // panel.y(_ROW))
        self._compose_head(page, head, len(lines), room)
        for line in lines[self._first : self._first + room]:
            row, rows = rows.cut_top(panel.y(_ROW))
            page.add(TableRow(look, row, line))
        if self._open is None:
            page.add(BusyState(look, rows, self.tr("list.reading")))
        elif not lines:
            page.add(EmptyState(look, rows, self.tr("hand_over.nothing")))

    def _compose_head(self, page: Page, rect: Rect, count: int, room: int) -> None:
        look = self.look
        if count > room:
            rect = add_pager(look, page, rect, (self._first, room, count), self._turn)
        page.add(Text(look, rect, self.tr("hand_over.open"), Type.HEADING, look.colours.ink))
        hairline(page.canvas.after, look, Rect(rect.x, rect.bottom - 1, rect.w, 1), look.colours.line)

    def _line(self, row: BoardRow) -> TableLine:
        line = board_line(self.look, row, self.shell.clock.now(), lambda: None)
        return TableLine(line.icon, line.title, line.source, line.figure, line.level, staff=True)

    def _compose_side(self, page: Page, rect: Rect) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        label, rest = rect.cut_top(panel.y(32))
        page.add(Text(look, label, self.tr("hand_over.cash"), Type.LEAD, colours.ink2))
        amount, rest = rest.cut_top(panel.y(80), panel.y(8))
        page.add(Amount(look, amount, self._counting.drawer.counted.total_fen, Type.NUMBER_L, colours.ink))
        facts = (
            Fact(self.tr("hand_over.giver"), self._giver.name),
            Fact(self.tr("hand_over.taker"), self.staff.name, ink=colours.seal if self._same else None),
        )
        lines, rest = rest.cut_top(panel.y(36 * len(facts)), panel.y(12))
        page.add(FactLines(look, lines, facts, (colours.ink2, colours.ink), 112))
        words = self.tr("hand_over.same" if self._same else "hand_over.words")
        page.add(Text(look, rest, words, Type.TEXT, colours.seal if self._same else colours.ink2, WRAP))

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), self._back)
        if self._same:
            return BarContent(back, forward=Forward(self.tr("hand_over.other"), None, kind=Kind.NOT_YET))
        if self.busy("declare"):
            return BarContent(back, forward=Forward(self.tr("declare.booking"), None, kind=Kind.NOT_YET))
        return BarContent(
            back, Note(self.tr("hand_over.note")), Forward(self.tr("hand_over.take"), self._declare, "check")
        )

    # --- acts ---------------------------------------------------------------------------------------------------

    def _turn(self, first: int) -> None:
        self._first = first
        self.refresh()

    def _back(self) -> None:
        """It is the giver's counter again."""
        give_back_counter(self.shell, self._giver, self.staff)
        staff_back(self.shell)

    def _declare(self) -> None:
        days, half, counting = self.shell.desk.days, self.shell.desk.half_counts, self._counting
        counted, request_id = counting.drawer.counted, counting.request_id

        def hand_over() -> CountView:
            view = days.hand_over(self._giver, self.staff, counted, request_id)
            half.forget()
            return view

        self.work("declare", hand_over, self._handed_over)
        self.refresh_bar()

    def _handed_over(self, count: CountView) -> None:
        give_back_counter(self.shell, self.staff, self._giver)
        self.shell.far_side(Counted(self.shell, self.staff, count, self._counting.rooms, self._giver))
