"""The end of a day: what it came to, the clerk's signature under it, and that it is closed (G5).

Owns the figures on the glass. They are read off the report that is signed; nothing is reckoned here.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from kiosk.desk.views import DayFigures, Signature, Staff, Taking
from kiosk.errors import KioskError
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_room import StaffRooms, StaffScreen, add_pager, staff_back
from kiosk.ui.screens.staff_sign import Matter, StaffSign
from kiosk.ui.screens.till_words import day_words, ending, item_of_report, signed_words
from kiosk.ui.screens.unread import Unread
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.fitting import one_line
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.panels import DoneWall, Fact, FactLines, SidePanel, beside_side
from kiosk.ui.widgets.price import Amount, money_words
from kiosk.ui.widgets.states import BusyState, EmptyState
from kiosk.ui.widgets.text import RIGHT, Text

_ROW = 62


class DayEnd(StaffScreen):
    """营业收入日报表 as it will be signed: takings by item and way, the drawer's way through the day, receipts."""

    name = "staff_day_end"
    title_key: ClassVar[str] = "staff.room.close"

    def __init__(self, shell: Shell, staff: Staff, day: date, rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self._day, self._rooms = day, rooms
        self._figures: DayFigures | None = None
        self._unread = Unread(self, "list.failed", self._read)
        self._first = 0

    def enter(self) -> None:
        self._read()

    def _read(self) -> None:
        self.work("figures", lambda: self.shell.desk.days.figures(self._day), self._take)

    def _take(self, figures: DayFigures) -> None:
        self._figures = figures
        self.refresh()

    def failed(self, error: KioskError) -> None:
        if self._figures is None:
            self._unread.take(error)
        else:
            super().failed(error)

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel, figures = self.look.panel, self._figures
        if figures is None:
            place = page.rect.inset(panel.x(STAFF_MARGIN), panel.y(24))
            page.add(self._unread.state(place) or BusyState(self.look, place, self.tr("list.reading")))
            return
        main, side = beside_side(self.look, page.rect, 440, 440)
        self._compose_takings(page, main.inset(panel.x(STAFF_MARGIN), 0), figures)
        page.add(SidePanel(self.look, side))
        self._compose_side(page, side.inset(panel.x(24), panel.y(14)), figures)

    def _compose_takings(self, page: Page, rect: Rect, figures: DayFigures) -> None:
        look, panel = self.look, self.look.panel
        head, rest = rect.cut_top(panel.y(66))
        total, rows = rest.cut_bottom(panel.y(64))
        room = max(1, rows.h // panel.y(_ROW))
        self._compose_head(page, head, len(figures.takings), room)
        for taking in figures.takings[self._first : self._first + room]:
            row, rows = rows.cut_top(panel.y(_ROW))
            self._compose_taking(page, row, taking)
        if not figures.takings:
            page.add(EmptyState(look, rows, self.tr("day_end.nothing")))
        hairline(page.canvas.after, look, Rect(total.x, total.y, total.w, 2), look.colours.stroke)
        label, amount = total.cut_left(panel.x(160))
        page.add(Text(look, label, self.tr("daily.total"), Type.LEAD, look.colours.ink2))
        page.add(Amount(look, amount, figures.total_fen, Type.LABEL, look.colours.ink, "right"))

    def _compose_head(self, page: Page, rect: Rect, count: int, room: int) -> None:
        look = self.look
        title = self.tr("day_end.title", day=day_words(look, self._day))
        if count > room:
            rect = add_pager(look, page, rect, (self._first, room, count), self._turn)
        page.add(Text(look, rect, title, Type.HEADING, look.colours.ink))

    def _compose_taking(self, page: Page, rect: Rect, taking: Taking) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        hairline(page.canvas, look, Rect(rect.x, rect.y, rect.w, 1), colours.line)
        fen = money_words(taking.fen)
        amount, text = rect.cut_right(max(panel.x(150), look.width(Type.TEXT_BOLD, fen)), panel.x(8))
        item, way = text.inset(0, panel.y(4)).rows(2, 0)
        words = one_line(look, item_of_report(look, taking.item), Type.TEXT, item.w)
        page.add(Text(look, item, words, Type.TEXT, colours.ink))
        told = f"{self.tr(f'pay.{taking.method}')} · {self.look.tr.count('day_end.receipts', taking.number)}"
        page.add(Text(look, way, told, Type.STAFF, colours.ink2))
        page.add(Text(look, amount, fen, Type.TEXT_BOLD, colours.ink, RIGHT))

    def _compose_side(self, page: Page, rect: Rect, figures: DayFigures) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        facts = side_facts(self, figures)
        room = rect.w - (FactLines.column(look, facts, 150) if panel.zoom == 1 else 0)  # large: a line of its own
        bag = Fact(self.tr("daily.bag"), ending(look, figures.bag_number, Type.TEXT_BOLD, room))
        facts = tuple(bag if fact.label == bag.label and figures.bag_number else fact for fact in facts)
        lines = rect.cut_top(panel.y(36 * len(facts)))[0]
        page.add(FactLines(look, lines, facts, (colours.ink2, colours.ink), 150))

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), self._back)
        if self._figures is None:
            return BarContent(back, forward=Forward(self.tr("day_end.sign"), None, kind=Kind.NOT_YET))
        return BarContent(back, Note(self.tr("day_end.note")), Forward(self.tr("day_end.sign"), self._sign, "draw"))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _turn(self, first: int) -> None:
        self._first = first
        self.refresh()

    def _back(self) -> None:
        if self.shell.history:
            staff_back(self.shell)
        else:
            self.shell.far_side(self._rooms.of("till")(self.shell, self.staff))

    def _sign(self) -> None:
        if self._figures is not None:
            self.shell.go(SignDay(self.shell, self.staff, self._figures, self._rooms))


def side_facts(screen: StaffScreen, figures: DayFigures) -> tuple[Fact, ...]:
    """The drawer's way through the day, receipts and what was struck out."""
    tr, cash = screen.tr, figures.cash
    seal = screen.look.colours.seal
    first, last = figures.receipts or (tr("daily.none"), tr("daily.none"))
    struck_fen = sum(row.fen for row in figures.struck_out)
    struck = tr("day_end.struck", n=len(figures.struck_out), amount=money_words(-struck_fen))
    return (
        Fact(tr("daily.cash.before"), money_words(cash.before_fen)),
        Fact(tr("daily.cash.float"), money_words(cash.float_fen)),
        Fact(tr("daily.cash.taken"), money_words(cash.taken_fen)),
        Fact(tr("daily.cash.difference"), signed_words(cash.difference_fen), ink=seal if cash.difference_fen else None),
        Fact(tr("daily.cash.deposited"), money_words(-cash.deposited_fen)),
        Fact(tr("daily.cash.after"), money_words(cash.after_fen)),
        Fact(tr("daily.bag"), figures.bag_number or tr("daily.none")),
        Fact(tr("daily.struck_out"), struck if figures.struck_out else tr("daily.none")),
        Fact(tr("day_end.first"), first),
        Fact(tr("day_end.last"), last),
        *_box_facts(screen, figures),
    )


def _box_facts(screen: StaffScreen, figures: DayFigures) -> tuple[Fact, ...]:
    """Whether the machine's box was counted: it need not be, but who signs knows."""
    box = figures.box
    if box is None:
        return ()
    if box.uncounted is None:
        return (Fact(screen.tr("day_end.box_counted"), box.count_number),)
    since = screen.tr("day_end.box_since", day=day_words(screen.look, box.uncounted))
    return (Fact(screen.tr("day_end.box_uncounted"), since, ink=screen.look.colours.ochre),)


class SignDay(StaffSign):
    """The clerk's signature closes the day, once; left alone it waits for its signature."""

    name = "staff_sign_day"
    title_key: ClassVar[str] = "staff.room.close"
    note_key: ClassVar[str] = "day_end.sign.note"

    def __init__(self, shell: Shell, staff: Staff, figures: DayFigures, rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self._figures, self._rooms = figures, rooms

    def matter(self) -> Matter:
        figures, cash = self._figures, self._figures.cash
        facts = (
            Fact(self.tr("daily.cash.taken"), money_words(cash.taken_fen)),
            Fact(self.tr("daily.cash.difference"), signed_words(cash.difference_fen)),
            Fact(self.tr("daily.cash.deposited"), money_words(-cash.deposited_fen)),
        )
        title = self.tr("day_end.title", day=day_words(self.look, figures.business_day))
        return Matter(title, figures.total_fen, facts)

    def sign(self, signature: Signature) -> None:
        days, day = self.shell.desk.days, self._figures.business_day
        self.work("sign", lambda: days.close_day(self.staff, day, signature), lambda _closing: self._closed())

    def _closed(self) -> None:
        self.shell.far_side(DayClosed(self.shell, self.staff, self._figures, self._rooms))


class Countersign(DayEnd):
    """The same figures before finance, who signs under the clerk."""

    name = "staff_countersign"

    def _sign(self) -> None:
        if self._figures is not None:
            self.shell.go(SignForFinance(self.shell, self.staff, self._figures, self._rooms))


class SignForFinance(SignDay):
    """Finance's signature: once, under a day that is closed."""

    name = "staff_sign_finance"
    note_key: ClassVar[str] = "day_countersign.note"

    def __init__(self, shell: Shell, staff: Staff, figures: DayFigures, rooms: StaffRooms) -> None:
        super().__init__(shell, staff, figures, rooms)
        self._request_id = str(uuid.uuid4())

    def sign(self, signature: Signature) -> None:
        finance, day, request_id = self.shell.desk.finance, self._figures.business_day, self._request_id
        self.work("sign", lambda: finance.sign(self.staff, day, signature, request_id), lambda _signing: self._signed())

    def _signed(self) -> None:
        self.shell.far_side(DayClosed(self.shell, self.staff, self._figures, self._rooms, "day_countersigned"))


class DayClosed(StaffScreen):
    """Signed. ``told``: day_closed (what is taken from now on is the next day's) or day_countersigned."""

    name = "staff_day_closed"
    title_key: ClassVar[str] = "staff.room.close"

    def __init__(
        self, shell: Shell, staff: Staff, figures: DayFigures, rooms: StaffRooms, told: str = "day_closed"
    ) -> None:
        super().__init__(shell, staff)
        self._figures, self._rooms, self._told = figures, rooms, told

    def compose(self, page: Page) -> None:
        title = self.tr(f"{self._told}.title", day=day_words(self.look, self._figures.business_day))
        page.add(DoneWall(self.look, page.rect, title, self.tr(f"{self._told}.words")))

    def bar(self) -> BarContent:
        return BarContent(forward=Forward(self.tr("till.done"), self._to_day, "check"))

    def _to_day(self) -> None:
        self.shell.far_side(self._rooms.of("till")(self.shell, self.staff))
