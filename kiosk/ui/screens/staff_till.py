"""The till: who has the drawer, and what can be done with the day just now (G5, G6).

Owns the tab and its rows: taking over, counting, handing over, ending, explaining, signing, receipts. Which of them is
possible is read off the desk; what is not has its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import ClassVar, assert_never

from kiosk.desk.counter import AT_THE_COUNTER, ISSUES_VOUCHERS, READS_RECEIPTS
from kiosk.desk.views import CountView, DayView, Role, Staff
from kiosk.domain.business_day import ClosingOffer
from kiosk.domain.cash import CountPurpose
from kiosk.domain.offer import PAY_MACHINE
from kiosk.errors import KioskError
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.staff_bag import ChangeMoney, SealBag, SealBox
from kiosk.ui.screens.staff_count import CountDrawer, Counting
from kiosk.ui.screens.staff_day_end import Countersign, DayEnd
from kiosk.ui.screens.staff_declare import Counted, Declare
from kiosk.ui.screens.staff_hand_over import HandOver
from kiosk.ui.screens.staff_room import StaffRooms, TabbedScreen, add_pager
from kiosk.ui.screens.staff_sign_in import StaffSignIn
from kiosk.ui.screens.till_words import box_words, day_words, signed_words
from kiosk.ui.screens.unread import Unread
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Colour, Type
from kiosk.ui.widgets.paint import Box, Paint, hairline
from kiosk.ui.widgets.states import BusyState
from kiosk.ui.widgets.table import TableLine, TableRow
from kiosk.ui.widgets.text import WRAP_MIDDLE, IconMark, Text
from kiosk.ui.widgets.touch import Act

_ROW = 66


@dataclass(frozen=True)
class TillNow:
    """What the till's screen is made of."""

    day: DayView
    unexplained: tuple[CountView, ...]
    finance: tuple[date, ...]  # closed days that finance has not signed
    closes_at: str = ""  # local, HH:MM


def read_till(shell: Shell) -> TillNow:
    """How the day stands. Off the Kivy thread; raises KioskError."""
    days = shell.desk.days
    due = days.due_at()
    return TillNow(days.view(), days.unexplained(), shell.desk.finance.unsigned(), f"{due:%H:%M}" if due else "")


class StaffTill(TabbedScreen):
    """Screen 20."""

    name = "staff_till"
    tab: ClassVar[str] = "till"
    title_key: ClassVar[str] = "tab.till"

    def __init__(self, shell: Shell, staff: Staff, rooms: StaffRooms) -> None:
        super().__init__(shell, staff, rooms)
        self._now: TillNow | None = None
        self._first = 0  # of the rows, where they are more than have room
        self._unread = Unread(self, "list.failed", self.news_read)

    def enter(self) -> None:
        self.news_read()

    def news_read(self) -> None:
        self.work("till", lambda: read_till(self.shell), self._take)

    def _take(self, now: TillNow) -> None:
        if now != self._now:
            self._now = now
            self.refresh()

    def failed(self, error: KioskError) -> None:
        if self._now is None:
            self._unread.take(error)
        else:
            super().failed(error)

    # --- composition --------------------------------------------------------------------------------------------

    def compose_room(self, page: Page, rect: Rect) -> None:
        look, panel, now = self.look, self.look.panel, self._now
        head, rows = rect.cut_top(panel.y(68))
        if now is None:
            place = rows.inset(panel.x(STAFF_MARGIN), panel.y(24))
            page.add(self._unread.state(place) or BusyState(look, place, self.tr("list.reading")))
            return
        if now.day.clock_behind:
            warning, rows = rows.cut_top(panel.y(60))
            self._compose_clock(page, warning)
        lines, room = tuple(self._lines(now)), max(1, rows.h // panel.y(_ROW))
        self._first = self._first if room <= self._first < len(lines) else 0
        self._compose_head(page, head, now, (self._first, room, len(lines)))
        for line in lines[self._first : self._first + room]:
            place, rows = rows.cut_top(panel.y(_ROW))
            page.add(TableRow(look, place, line, edge=STAFF_MARGIN))

    def _compose_head(self, page: Page, rect: Rect, now: TillNow, listed: tuple[int, int, int]) -> None:
        """The day and who has it; and a key to the other rows, where they are more than have room."""
        look, panel = self.look, self.look.panel
        place, (_, room, count) = rect.inset(panel.x(STAFF_MARGIN), 0), listed
        if count > room:
            bleeding = Rect(place.x, rect.y, place.w + panel.x(STAFF_MARGIN), rect.h)
            place = add_pager(look, page, bleeding, listed, self._turn, air=84)
        page.add(Text(look, place, self._heading(now), Type.HEADING, look.colours.ink))
        hairline(page.canvas.after, look, Rect(rect.x, rect.bottom - 1, rect.w, 1), look.colours.line)

    def _turn(self, first: int) -> None:
        self._first = first
        self.refresh()

    def _heading(self, now: TillNow) -> str:
        day = now.day
        if day.business_day is None:
            return self.tr("till.not_begun")
        words = day_words(self.look, day.business_day)
        if not day.staff_id:
            return self.tr("till.head.nobody", day=words, n=day.shift)
        return self.tr("till.head", day=words, n=day.shift, name=day.staff_name)

    def _compose_clock(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        page.add(Box(look, rect, Paint(fill=look.colours.ochre_tint)))
        icon, text = rect.inset(panel.x(STAFF_MARGIN), 0).cut_left(panel.x(30), panel.x(18))
        page.add(IconMark(look, icon, "warning", 30, look.colours.ochre))
        page.add(Text(look, text, self.tr("till.clock_behind"), Type.TEXT_BOLD, look.colours.ink, WRAP_MIDDLE))

    # --- the rows -----------------------------------------------------------------------------------------------

    def _lines(self, now: TillNow) -> Iterator[TableLine]:
        """What is urgent first, then what can be done at any time."""
        if self.staff.role in AT_THE_COUNTER:
            yield from self._wanted(now)
            yield from self._possible(now)
        if self.staff.role is Role.FINANCE:
            yield from self._to_countersign(now)
        state = self.tr("till.receipts.state")
        act = self._receipts if self.staff.role in READS_RECEIPTS else None
        line = self._line("receipts", "receipt_long", state, self.look.colours.accent, act)
        may_correct = self.staff.role in AT_THE_COUNTER
        yield line if may_correct or act is None else replace(line, words=self.tr("till.receipts.read"))
        if act is not None:
            yield self._line("sheets", "assignment", state, self.look.colours.accent, self._sheets)
        if self.shell.desk.vouchers.series and self.staff.role in ISSUES_VOUCHERS:
            yield self._line("vouchers", "sell", state, self.look.colours.accent, self._vouchers)

    def _wanted(self, now: TillNow) -> Iterator[TableLine]:
        colours, day = self.look.colours, now.day
        for count in now.unexplained[:2]:
            state, act = signed_words(count.difference_fen), partial(self._show_count, count)
            yield self._line(
                "explain", "warning", state, colours.ochre, act, f"explain.{count.id}", number=count.number
            )
        if day.unsigned is not None:
            words = day_words(self.look, day.unsigned)
            yield self._line("sign", "draw", self.tr("till.to_sign"), colours.seal, self._sign, day=words)
        if not day.staff_id:
            yield self._line("open", "payments", self.tr("till.nobody"), colours.ochre, self._take_over)
        if day.offer is ClosingOffer.MISSED:
            yield self._end_line(now, self.tr("till.missed"), colours.seal)
        elif day.offer is ClosingOffer.DUE:
            yield self._end_line(now, self.tr("till.due"), colours.ochre)

    def _possible(self, now: TillNow) -> Iterator[TableLine]:
        colours, day = self.look.colours, now.day
        if day.business_day is None:
            return
        mine = day.staff_id == self.staff.id
        if day.staff_id:
            state = self.tr("till.yours") if mine else day.staff_name
            ink = colours.accent if mine else colours.ink2
            yield self._line("hand_over", "swap_vert", state, ink, self._hand_over if mine else None)
        if mine or not day.staff_id or self.staff.role is Role.SUPERVISOR:
            yield self._line("check", "verified", self.tr("till.any_time"), colours.ink2, self._check)
        if day.box is not None or any(service.key == PAY_MACHINE for service in self.shell.news.services):
            ink = colours.ochre if day.box is not None and day.box.due else colours.ink2
            yield self._line("box", "point_of_sale", box_words(self.look, day.box), ink, self._empty_box)
        if day.offer is ClosingOffer.NOT_YET:
            yield self._end_line(now, self.tr("till.from", time=now.closes_at), colours.ink2)

    def _end_line(self, now: TillNow, state: str, ink: Colour) -> TableLine:
        day = now.day
        may = day.staff_id in ("", self.staff.id) or self.staff.role is Role.SUPERVISOR
        words = day_words(self.look, day.business_day) if day.business_day else ""
        return self._line("close", "point_of_sale", state, ink, self._end if may else None, day=words)

    def _to_countersign(self, now: TillNow) -> Iterator[TableLine]:
        for day in now.finance[:4]:
            words, act = day_words(self.look, day), partial(self._countersign, day)
            state, ink = self.tr("till.to_sign"), self.look.colours.ochre
            yield self._line("finance", "account_balance_wallet", state, ink, act, f"finance.{day}", day=words)

    def _line(
        self, name: str, icon: str, state: str, ink: Colour, act: Act | None, touch: str = "", **values: object
    ) -> TableLine:
        title = self.tr(f"till.{name}.title", **values)
        words = self.tr(f"till.{name}.words") if act is not None else self.tr(f"till.{name}.not_yours")
        return TableLine(icon, title, words, state, ink, f"till.{touch or name}", act, staff=True)

    # --- acts ---------------------------------------------------------------------------------------------------

    def _take_over(self) -> None:
        begin_count(self, CountPurpose.OPENING)

    def _check(self) -> None:
        begin_count(self, CountPurpose.CHECK)

    def _empty_box(self) -> None:
        begin_count(self, CountPurpose.MACHINE)

    def _hand_over(self) -> None:
        begin_count(self, CountPurpose.HANDOVER)

    def _end(self) -> None:
        begin_count(self, CountPurpose.CLOSING)

    def _show_count(self, count: CountView) -> None:
        self.shell.go(Counted(self.shell, self.staff, count, self.rooms))

    def _sign(self) -> None:
        if self._now is not None and self._now.day.unsigned is not None:
            self.shell.go(DayEnd(self.shell, self.staff, self._now.day.unsigned, self.rooms))

    def _receipts(self) -> None:
        self.shell.instead(self.rooms.of("receipts")(self.shell, self.staff))

    def _sheets(self) -> None:
        self.shell.instead(self.rooms.of("sheets")(self.shell, self.staff))

    def _vouchers(self) -> None:
        self.shell.instead(self.rooms.of("vouchers")(self.shell, self.staff))

    def _countersign(self, day: date) -> None:
        self.shell.go(Countersign(self.shell, self.staff, day, self.rooms))


def begin_count(host: TabbedScreen, purpose: CountPurpose) -> None:
    """Count the drawer for this, and then what belongs to it."""
    shell, staff, rooms = host.shell, host.staff, host.rooms
    if staff.role not in AT_THE_COUNTER:
        shell.dialogs.tell("error.counter_only")  # before a whole count was made for nothing
        return

    def begin(day: DayView) -> None:
        lent_fen = 0 if purpose is CountPurpose.MACHINE else day.lent_fen
        counting = Counting(purpose, rooms, day.business_day, lent_fen)
        shell.go(CountDrawer(shell, staff, counting, partial(_after_count, shell, staff, counting)))

    host.work("begin", shell.desk.days.view, begin)


def _after_count(shell: Shell, staff: Staff, counting: Counting) -> Screen:
    """What follows on the counting."""
    declare = partial(Declare, shell, staff, counting)
    match counting.purpose:
        case CountPurpose.OPENING:
            return ChangeMoney(shell, staff, counting, declare)
        case CountPurpose.HANDOVER:
            return StaffSignIn(shell, lambda taker: HandOver(shell, taker, staff, counting))
        case CountPurpose.CLOSING:
            return SealBag(shell, staff, counting, declare)
        case CountPurpose.MACHINE:
            return SealBox(shell, staff, counting, declare)
        case CountPurpose.CHECK:
            return declare()
        case _:
            assert_never(counting.purpose)
