"""One received fax before the clerk: its pages, who sent it, for whom it may be, and its printing (B9, B10).

Owns the looking: the fax counts as seen from the moment it is shown here, and a fax that is still arriving grows while
it is looked at. Whether the suggested unit is right the clerk decides; nothing here hands the fax over.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from kiosk.desk.views import PageView, ReceivedState, ReceivedView, Staff
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.page_shelf import PictureShelf
from kiosk.ui.screens.page_zoom import PICTURE, ZoomScreen
from kiosk.ui.screens.received_words import (
    for_whom_words,
    pages_words,
    print_colour,
    print_words,
    reason_of_unit,
    sender_words,
    short_of_something,
    when_words,
)
from kiosk.ui.screens.staff_room import StaffScreen, staff_back
from kiosk.ui.shell import Shell
from kiosk.ui.theme import DAY, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.fitting import one_line
from kiosk.ui.widgets.pages import PageNumbers, PagePicture, PageStrip, Thumb, window_of
from kiosk.ui.widgets.panels import Fact, FactLines
from kiosk.ui.widgets.text import MIDDLE, WRAP, Text

Wanted = tuple[int, tuple[int, int]]  # number of a page from 1, size in pixels


class ReceivedFax(StaffScreen):
    """Strip, large page, facts; the print in the bar."""

    name = "staff_received_fax"
    title_key: ClassVar[str] = "received.heading"

    def __init__(self, shell: Shell, staff: Staff, received_id: int) -> None:
        super().__init__(shell, staff)
        self._id = received_id
        self._fax: ReceivedView | None = None
        self._at = 1
        desk = shell.desk.received
        self._shelf = PictureShelf[Wanted](self, lambda wanted: desk.page(staff, received_id, *wanted))

    # --- reading ------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        if self._fax is None:
            self._open()
        else:
            self.news_read()

    def _open(self) -> None:
        """It is looked at: the desk notes by whom."""
        self.work("open", lambda: self.shell.desk.received.open(self.staff, self._id), self._take)

    def news_read(self) -> None:
        if self._fax is not None:
            self.work("read", lambda: self.shell.desk.received.one(self.staff, self._id), self._take)

    def news_changed(self) -> None:
        """The printer may have another reason to wait."""
        self.refresh()

    def _take(self, fax: ReceivedView) -> None:
        before, self._fax = self._fax, fax
        if fax.state is ReceivedState.NEW:  # it arrived while it was looked at
            self._open()
        if fax != before:
            self.refresh()
            self._want()

    # --- pictures -----------------------------------------------------------------------------------------------

    @property
    def _large(self) -> tuple[int, int]:
        return self.look.panel.x(282) * 2, self.look.panel.y(394) * 2

    @property
    def _small(self) -> tuple[int, int]:
        return self.look.panel.x(92), self.look.panel.y(120)

    def _want(self) -> None:
        thumbs = [(thumb.number, self._small) for thumb in window_of(self._thumbs(), 3)]
        self._shelf.want([(self._at, self._large), *thumbs] if thumbs else [])

    def _thumbs(self) -> list[Thumb]:
        pages = self._fax.pages if self._fax is not None else 0
        return [Thumb(n, self._shelf.get((n, self._small)), False, n == self._at) for n in range(1, pages + 1)]

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel, fax = self.look.panel, self._fax
        if fax is None:
            words = Text(self.look, page.margin, self.tr("received.opening"), Type.LEAD, self.look.colours.ink2)
            page.add(words)
            return
        if panel.portrait or panel.compact:
            self._compose_narrow(page, fax)
            return
        strip, rest = page.rect.cut_left(panel.x(176), panel.x(32))
        picture, facts = rest.cut_left(panel.x(282), panel.x(32))
        page.add(PageStrip(self.look, strip, self._thumbs(), self._choose))
        self._compose_picture(page, picture.inset(0, panel.y(16)), fax)
        self._compose_facts(page, facts.cut_right(panel.x(24))[1].inset(0, panel.y(12)), fax)

    def _compose_narrow(self, page: Page, fax: ReceivedView) -> None:
        """A small or tall panel: page numbers in a row instead of the strip."""
        panel = self.look.panel
        rect = page.margin.inset(0, panel.y(10))
        if panel.portrait:
            row, rest = rect.cut_top(panel.y(64), panel.y(12))
            facts, picture = rest.cut_bottom(panel.y(370), panel.y(12))
        else:
            left, facts = rect.cut_left(panel.x(370), panel.x(28))
            row, picture = left.cut_top(panel.y(64), panel.y(10))
        page.add(PageNumbers(self.look, row, self._thumbs(), self._choose))
        self._compose_picture(page, picture, fax)
        self._compose_facts(page, facts, fax)

    def _compose_picture(self, page: Page, rect: Rect, fax: ReceivedView) -> None:
        look, panel = self.look, self.look.panel
        view = self._shelf.get((self._at, self._large))
        sheet = PagePicture(look, rect, view)
        page.add(sheet)
        if not fax.pages:
            page.add(Text(look, sheet.sheet, self.tr("received.no_page"), Type.CAPTION, DAY.ink2, MIDDLE))  # on paper
        if view is not None:
            corner = sheet.sheet.inset(panel.x(12), panel.y(12)).cut_bottom(panel.y(64))[0]
            cell = corner.cut_right(panel.x(64))[0]
            zoom = Caption("", Type.TEXT, "zoom_in", 36)
            page.add(Button(look, cell, "received.zoom", zoom, Kind.CONTROL, self._zoom))

    def _compose_facts(self, page: Page, rect: Rect, fax: ReceivedView) -> None:
        look, panel = self.look, self.look.panel
        title, rest = rect.cut_top(panel.y(50), panel.y(4))
        turning, rest = rest.cut_bottom(panel.y(72), panel.y(8))
        sender = one_line(look, sender_words(look, fax), Type.TITLE, title.w)
        page.add(Text(look, title, sender, Type.TITLE, look.colours.ink))
        facts = self._facts(fax)
        lines, rest = rest.cut_top(panel.y(36) * len(facts), panel.y(4))
        page.add(FactLines(look, lines, facts, (look.colours.ink2, look.colours.ink), 84))
        if fax.damaged:
            page.add(Text(look, rest, self.tr("received.damaged"), Type.CAPTION, look.colours.ochre, WRAP))
        self._compose_turning(page, turning, fax)

    def _facts(self, fax: ReceivedView) -> tuple[Fact, ...]:
        look, tr = self.look, self.tr
        warning = look.colours.ochre if short_of_something(fax) and not fax.complete else None
        printer = self.shell.news.device("form_printer")
        when = when_words(look, fax.begun, self.shell.settings.timezone)
        facts = [
            Fact(tr("received.fact.number"), f"{fax.number} · {when}"),
            Fact(tr("received.fact.pages"), pages_words(look, fax), ink=warning),
            Fact(tr("received.fact.for"), for_whom_words(look, fax)),
        ]
        if reason := reason_of_unit(look, fax):
            facts.append(Fact(tr("received.fact.why"), reason))
        return (*facts, Fact(tr("received.fact.print"), print_words(look, fax, printer), ink=print_colour(look, fax)))

    def _compose_turning(self, page: Page, rect: Rect, fax: ReceivedView) -> None:
        """Back and forth; between them where one is."""
        look, panel = self.look, self.look.panel
        if fax.pages < 2:
            return
        before, rest = rect.cut_left(panel.x(120), panel.x(8))
        after, between = rest.cut_right(panel.x(120), panel.x(8))
        for cell, name, to in ((before, "arrow_back", self._at - 1), (after, "arrow_forward", self._at + 1)):
            possible = 1 <= to <= fax.pages
            act = partial(self._choose, to) if possible else None
            kind = Kind.CONTROL if possible else Kind.NOT_YET
            touch_id = "received.before" if name == "arrow_back" else "received.after"
            page.add(Button(look, cell, touch_id, Caption("", Type.TEXT, name, 32), kind, act))
        words = self.tr("received.page", n=self._at, pages=fax.pages)
        page.add(Text(look, between, words, Type.LEAD, look.colours.ink, MIDDLE))

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        return BarContent(back, Note(self.tr("received.note")), self._forward())

    def _forward(self) -> Forward | None:
        fax = self._fax
        if fax is None:
            return None
        if fax.state is ReceivedState.ARRIVING:
            return Forward(self.tr("received.act.arriving"), None, kind=Kind.NOT_YET)
        if self.busy("print") or fax.print_state in ("waiting", "trouble"):
            key = "received.act.trouble" if fax.print_state == "trouble" else "received.act.waiting"
            return Forward(self.tr(key), None, kind=Kind.NOT_YET)
        if fax.print_state:
            return Forward(self.tr("received.act.again"), self._print, "print", Kind.PLAIN)
        return Forward(self.tr("received.act.print"), self._print, "print")

    # --- acts ---------------------------------------------------------------------------------------------------

    def _choose(self, number: int) -> None:
        self._at = number
        self.refresh()
        self._want()

    def _zoom(self) -> None:
        self.shell.go(ReceivedZoom(self.shell, self.staff, self._id, self._at))

    def _print(self) -> None:
        desk, staff, language = self.shell.desk.received, self.staff, self.look.language

        def print_and_look() -> ReceivedView:
            desk.print(staff, self._id, language)
            return desk.one(staff, self._id)

        self.work("print", print_and_look, self._take)
        self.refresh_bar()


class ReceivedZoom(StaffScreen, ZoomScreen):
    """One of its pages, large."""

    name = "staff_received_zoom"
    title_key: ClassVar[str] = "received.heading"

    def __init__(self, shell: Shell, staff: Staff, received_id: int, number: int) -> None:
        super().__init__(shell, staff)
        desk = shell.desk.received
        self._number = number
        self._shelf = PictureShelf[Wanted](self, lambda wanted: desk.page(staff, received_id, *wanted))

    def enter(self) -> None:
        self._shelf.want([(self._number, PICTURE)])

    @property
    def number(self) -> int:
        return self._number

    def picture(self) -> PageView | None:
        return self._shelf.get((self._number, PICTURE))
