"""One received fax before the clerk: its pages, who sent it, for whom it may be, and its printing (B9, B10).

Owns the looking: the fax counts as seen from the moment it is shown here, and a fax that is still arriving grows while
it is looked at. Whether the suggested unit is right the clerk decides; nothing here hands the fax over.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from kiosk.desk.views import ReceivedState, ReceivedView, Staff
from kiosk.errors import KioskError
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.page_shelf import Leaves
from kiosk.ui.screens.page_zoom import ZoomScreen
from kiosk.ui.screens.received_words import (
    for_whom_words,
    pages_words,
    print_colour,
    print_words,
    reason_of_unit,
    sender_words,
    short_of_something,
)
from kiosk.ui.screens.staff_room import StaffScreen, staff_back
from kiosk.ui.screens.staff_words import when_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.fitting import one_line, one_word
from kiosk.ui.widgets.page_viewer import PageViewer, Shown, ViewerActs, viewer_places
from kiosk.ui.widgets.panels import Fact, FactLines
from kiosk.ui.widgets.states import BusyState, Cure, ErrorState, Trouble
from kiosk.ui.widgets.text import MIDDLE, WRAP, WRAP_MIDDLE, Text

Wanted = tuple[int, tuple[int, int]]  # number of a page from 1, size in pixels


class ReceivedLeaves(Leaves[Wanted]):
    """The pages that have come so far."""

    def __init__(self, screen: StaffScreen, received_id: int, at: int = 1, count: int = 0, enlarged: bool = False):
        desk = screen.shell.desk.received
        super().__init__(screen, lambda wanted: desk.page(screen.staff, received_id, *wanted), at, enlarged)
        self.come = count

    @property
    def count(self) -> int:
        return self.come

    def key(self, number: int, size: tuple[int, int]) -> Wanted:
        return number, size


class ReceivedFax(StaffScreen):
    """Strip, large page, facts; the print in the bar."""

    name = "staff_received_fax"
    title_key: ClassVar[str] = "received.heading"

    def __init__(self, shell: Shell, staff: Staff, received_id: int) -> None:
        super().__init__(shell, staff)
        self._id = received_id
        self._fax: ReceivedView | None = None
        self._refusal: KioskError | None = None
        self._leaves = ReceivedLeaves(self, received_id)

    # --- reading ------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        if self._fax is None:
            self._open()
        else:
            self.news_read()

    def _open(self) -> None:
        """It is looked at: the desk notes by whom."""
        self._refusal = None
        self.work("open", lambda: self.shell.desk.received.open(self.staff, self._id), self._take, self._refuse)

    def _open_again(self) -> None:
        self._open()
        self.refresh()

    def _refuse(self, error: KioskError) -> None:
        self._refusal = error
        self.refresh()

    def news_read(self) -> None:
        if self._fax is not None:
            self.work("read", lambda: self.shell.desk.received.one(self.staff, self._id), self._take)

    def news_changed(self) -> None:
        """The printer may have another reason to wait."""
        self.refresh()

    def _take(self, fax: ReceivedView) -> None:
        before, self._fax = self._fax, fax
        self._leaves.come = fax.pages
        if fax.state is ReceivedState.NEW:  # it arrived while it was looked at
            self._open()
        if fax != before:
            self.refresh()
            self._leaves.look()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        fax = self._fax
        if fax is None:
            self._compose_waiting(page)
            return
        viewer, facts = viewer_places(self.look, page, page.margin)
        acts = ViewerActs(self._leaves.choose, enlarge=self._zoom)
        words = "" if fax.pages else self.tr("received.no_page")
        shown = Shown("received", self._leaves.thumbs(), self._leaves.picture, words, self._leaves.trouble)
        page.add(PageViewer(self.look, viewer, shown, acts))
        self._compose_facts(page, facts, fax)

    def _compose_waiting(self, page: Page) -> None:
        """Not there yet, or it could not be opened."""
        place = page.margin.inset(0, self.look.panel.y(32))
        if self._refusal is None:
            page.add(BusyState(self.look, place, self.tr("received.opening")))
            return
        again = Cure("received.again", self.tr("viewer.again"), self._open_again)
        can = self.tr(self._refusal.message_key, **self._refusal.values)
        trouble = Trouble(self.tr("viewer.unopened"), self.tr("viewer.tried"), can, again)
        page.add(ErrorState(self.look, place, trouble))

    def _compose_facts(self, page: Page, rect: Rect, fax: ReceivedView) -> None:
        look, panel = self.look, self.look.panel
        title, rest = rect.cut_top(panel.y(50), panel.y(4))
        turning, rest = rest.cut_bottom(panel.y(72), panel.y(8))
        fitted = one_line if panel.zoom == 1 else one_word
        sender = fitted(look, sender_words(look, fax), Type.TITLE, title.w)
        page.add(Text(look, title, sender, Type.TITLE, look.colours.ink, WRAP_MIDDLE))
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
        at = self._leaves.at
        for cell, name, to in ((before, "arrow_back", at - 1), (after, "arrow_forward", at + 1)):
            possible = 1 <= to <= fax.pages
            act = partial(self._leaves.choose, to) if possible else None
            kind = Kind.CONTROL if possible else Kind.NOT_YET
            touch_id = "received.before" if name == "arrow_back" else "received.after"
            page.add(Button(look, cell, touch_id, Caption("", Type.TEXT, name, 32), kind, act))
        words = self.tr("received.page", n=at, pages=fax.pages)
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

    def _zoom(self) -> None:
        self.shell.go(ReceivedZoom(self.shell, self.staff, self._id, self._leaves))

    def _print(self) -> None:
        desk, staff, language = self.shell.desk.received, self.staff, self.look.language

        def print_and_look() -> ReceivedView:
            desk.print(staff, self._id, language)
            return desk.one(staff, self._id)

        self.work("print", print_and_look, self._asked)
        self.refresh_bar()

    def _asked(self, fax: ReceivedView) -> None:
        self._take(fax)
        self.shell.toasts.say("toast.print_asked")


class ReceivedZoom(StaffScreen, ZoomScreen):
    """One of its pages, large."""

    name = "staff_received_zoom"
    title_key: ClassVar[str] = "received.heading"

    def __init__(self, shell: Shell, staff: Staff, received_id: int, before: ReceivedLeaves) -> None:
        super().__init__(shell, staff)
        self.look_into(ReceivedLeaves(self, received_id, before.at, before.count, enlarged=True), before)
