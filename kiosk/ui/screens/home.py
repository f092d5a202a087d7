"""Home: what can be done here. Greets by name once identified; a service that is not there says so and why (K2)."""

from __future__ import annotations

from functools import partial

from kiosk.ui.flow.spec import Tile
from kiosk.ui.flow.ways import HALTED, begin, open_fax
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.prices import Prices
from kiosk.ui.screens.service_words import explain, getting_ready, reason_words, still_words
from kiosk.ui.screens.words import greeting_key, unit_short, unit_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import CONTRAST, GAP, Type
from kiosk.ui.widgets.bar import BarContent, Forward, Lookup
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.fitting import beside
from kiosk.ui.widgets.tags import Pill
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.tile import MainTile, Service, SmallTile
from kiosk.ui.widgets.touch import Act


class Home(Screen):
    """Two main tiles, four small ones."""

    name = "home"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._open_job: int | None = None

    def enter(self) -> None:
        visitor = self.shell.visit.visitor
        if visitor is not None:
            self.work("open", lambda: self.shell.desk.fax.open_jobs(visitor), self._take_open_jobs)

    def _take_open_jobs(self, jobs: tuple[int, ...]) -> None:
        newest = jobs[0] if jobs else None  # an older one of unknown fate must not hide the one under way
        if newest != self._open_job:
            self._open_job = newest
            self.refresh()

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        _, rect = page.margin.cut_top(panel.y(8))
        head, rect = rect.cut_top(panel.y(63), panel.y(8))
        rect = rect.cut_bottom(panel.y(14))[1]
        self._compose_head(page, head)
        if panel.portrait and self._open_job is not None:
            row, rect = rect.cut_top(panel.y(66), panel.y(10))
            self._compose_open_job(page, row)
        main, small = self._places(rect)
        for tile, service in zip(main, self._main_services(), strict=True):
            page.add(MainTile(self.look, tile, service))
        for tile, service in zip(small, self._small_services(), strict=True):
            page.add(SmallTile(self.look, tile, service))

    def _places(self, rect: Rect) -> tuple[list[Rect], list[Rect]]:
        panel = self.look.panel
        gap_x, gap_y = panel.x(GAP), panel.y(GAP)
        if panel.portrait:
            top, rest = rect.cut_top(panel.y(176 * 2 + 12), panel.y(12))
            across = 1 if panel.narrow else 2
            return top.rows(2, panel.y(12)), rest.grid(across, 4 // across, panel.x(12), panel.y(12))
        top, rest = rect.cut_top(round((rect.h - gap_y) * 160 / 324), gap_y)
        return top.columns(2, gap_x), rest.columns(4, gap_x)

    def _compose_head(self, page: Page, rect: Rect) -> None:
        look, visitor = self.look, self.shell.visit.visitor
        greeting = self.tr(greeting_key(self.shell.local_now.time()))
        if visitor is None:
            page.add(Text(look, rect, self.tr("home.title"), Type.TITLE, look.colours.ink))
            return
        named = bool(visitor.greeting_name)
        words = self.tr("greeting.named", greeting=greeting, name=visitor.greeting_name) if named else greeting
        told = unit_short(look, visitor.unit) if look.panel.portrait else unit_words(look, visitor.unit)
        widths = look.width(Type.TITLE, words), Pill.needed(look, told, "lock_open")
        title, rest = beside(look, rect, widths, look.panel.x(18))
        page.add(Text(look, title, words, Type.TITLE, look.colours.ink))
        pill = Pill(look, rest, told, "lock_open")
        page.add(pill)
        if not look.panel.portrait:
            self._compose_open_job(page, rest.cut_left(pill.width_px, look.panel.x(16))[1])

    def _compose_open_job(self, page: Page, rect: Rect) -> None:
        if self._open_job is None:
            return
        look, job = self.look, self._open_job
        caption = Caption(self.tr("home.open_fax"), Type.TEXT_BOLD, "outgoing_mail", 28)
        width = look.width(Type.TEXT_BOLD, caption.words) + look.panel.x(76)
        cell = rect.cut_right(min(width, rect.w))[0]
        page.add(Button(look, cell, "home.open_fax", caption, Kind.OUTLINED, lambda: open_fax(self.shell, job)))

    # --- services -----------------------------------------------------------------------------------------------

    def _main_services(self) -> tuple[Service, Service]:
        return self._service("home.fax", "outgoing_mail", first=True), self._service(
            "home.collect", "mark_email_unread"
        )

    def _small_services(self) -> tuple[Service, ...]:
        return (
            self._service("home.print", "print_disabled"),
            self._service("home.repair", "home_repair_service"),
            self._service("home.complaint", "rate_review"),
            self._service("home.message", "forum"),
        )

    def _service(self, touch_id: str, icon: str, *, first: bool = False) -> Service:
        """The flow behind this tile. One that is not built yet or is halted is not hidden: it says so, and offers the
        clerk (K2)."""
        flow = self.shell.rooms.flows.of_tile(touch_id)
        if flow is not None and flow.tile is not None:
            return self._offer(flow.tile, partial(begin, self.shell, flow.key), first=first)
        if self.shell.rooms.flows.halted(touch_id):
            return self._closed(touch_id, icon, "flow.halted", HALTED)
        return self._closed(touch_id, icon, "home.later", "home.later.words")

    def _closed(self, touch_id: str, icon: str, reason: str, words: str) -> Service:
        told, remedy = self.tr(reason), self.tr("home.later.remedy")
        explain_it = partial(self.shell.dialogs.tell, words)
        return Service(touch_id, icon, self.tr(touch_id), "", explain_it, reason=told, remedy=remedy)

    def _offer(self, tile: Tile, act: Act, *, first: bool = False) -> Service:
        """A service as it stands now; the ``first`` is filled. What cannot be had explains itself when touched."""
        key = tile.service
        standing = self.shell.news.service(key)
        begins = standing.usable or getting_ready(standing)
        return Service(
            tile.id,
            tile.icon,
            self.tr(tile.id),
            self.tr(f"{tile.id}.words"),
            act if begins else partial(explain, self.shell, lambda: self.shell.news.service(key)),
            filled=first and not standing.reasons,
            reason=reason_words(self.shell, standing),
            remedy=still_words(self.shell, standing),
            limited=begins and bool(standing.reasons),
        )

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        strong = self.look.colours is CONTRAST
        words = self.tr("home.usual" if strong else "home.contrast")
        colours = None if strong else CONTRAST
        lookups: tuple[Lookup, ...] = (
            Lookup("home.prices", self.tr("home.prices"), "sell", lambda: self.shell.go(Prices(self.shell))),
            Lookup("home.contrast", words, "contrast", lambda: self.shell.choose_palette(colours)),
        )
        panel = self.look.panel
        if self.shell.guide.possible and not (panel.upright and panel.zoom == 1):  # there is no room; the keys are
            speak = self.tr("home.silent" if self.shell.guide.on else "home.speak")
            lookups += (Lookup("home.speak", speak, "forum", self._speak),)
        finish = Forward(self.tr("home.finish"), self.shell.end, "logout", Kind.CONTROL, width=236, icon_first=True)
        return BarContent(middle=lookups, forward=finish)

    def _speak(self) -> None:
        """Who sees little, or stands beside somebody who does not see, finds it by the eye."""
        self.shell.guide.toggle()
        self.refresh_bar()

    def news_changed(self) -> None:
        self.refresh()

    def news_read(self) -> None:
        self.enter()
