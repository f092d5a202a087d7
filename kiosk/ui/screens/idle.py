"""Idle: greeting, hours and numbers of the house, notices, the moon gate with the clock; a touch wakes it (A1)."""

from __future__ import annotations

from typing import ClassVar

from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.moon_gate import MoonGate
from kiosk.ui.screens.prices import Prices
from kiosk.ui.screens.words import greeting_key, hour_words
from kiosk.ui.settings import Notice
from kiosk.ui.theme import MARGIN, Type
from kiosk.ui.widgets.bar import BarContent, Forward, Lookup, lookup_row
from kiosk.ui.widgets.frame import FrameStyle
from kiosk.ui.widgets.notices import NoticeBoard
from kiosk.ui.widgets.paint import Box, Paint, hairline
from kiosk.ui.widgets.text import WRAP, Text
from kiosk.ui.widgets.touch import Touchable

_WALL_UPRIGHT, _ROW = 370, 64  # heights on an upright panel; a row of lookups is touched
_WALL = 404  # width of the pine wall in design pixels
_INDENT = MARGIN + 16  # of the words: nothing to touch stands beside them
_NOTICE_S = 8.0  # design.md 1, motion


class Idle(Screen):
    """The house's face when nobody is there."""

    name = "idle"
    frame_style: ClassVar[FrameStyle] = FrameStyle.IDLE

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        page.add(Touchable(look, page.rect, "idle.wake", Paint(), Paint(), self._wake))  # the window's own ground
        if panel.portrait:
            wall, rest = page.rect.cut_bottom(panel.y(_WALL_UPRIGHT))
            rest = self._compose_lookups(page, rest)
        else:
            wall, rest = page.rect.cut_right(panel.x(_WALL))
        self._gate = MoonGate(look, wall, self.shell.local_now, self._open)
        page.add(self._gate)
        self._compose_words(page, rest.inset(panel.x(24 if panel.portrait else _INDENT), 0))

    def _compose_lookups(self, page: Page, rect: Rect) -> Rect:
        """Above the wall of an upright panel, those for which its bar has no room; returns what is left above them."""
        look, panel, lookups = self.look, self.look.panel, self._lookups()[1:]
        rows = [lookups] if panel.zoom == 1 else [(lookup,) for lookup in lookups]
        place, rest = rect.cut_bottom(panel.y(_ROW) * len(rows))
        page.add(Box(look, place, Paint(fill=look.colours.surface)))
        for row, shown in zip(place.rows(len(rows), 0), rows, strict=True):
            page.add(*lookup_row(look, row.cut_left(panel.x(12))[1], shown))
        hairline(page.canvas.after, look, Rect(0, place.y, place.w, 1), look.colours.line)
        return rest

    @property
    def _open(self) -> bool:
        house = self.shell.settings.house
        return bool(house.counter_opens <= self.shell.local_now.time() < house.counter_closes)

    def _compose_words(self, page: Page, rect: Rect) -> None:
        look, panel, house = self.look, self.look.panel, self.shell.settings.house
        _, rect = rect.cut_top(panel.y(20))
        tail = panel.y(9 if look.latin else 0)  # a "g" hangs down into the sentence below, Han do not
        greeting, rect = rect.cut_top(panel.y(88), panel.y(4) + tail)
        greeting = Rect(greeting.x, greeting.y, greeting.w + panel.x(24), greeting.h)
        words, rect = rect.cut_top(panel.y(70), panel.y(37) - tail)
        facts, rect = rect.cut_top(panel.y(74), panel.y(30))
        self._greeting = greeting_key(self.shell.local_now.time())
        page.add(
            Text(look, greeting, self.tr(self._greeting), Type.GREETING, look.colours.ink),
            Text(
                look,
                words,
                self.tr("idle.welcome", estate=house.estate[look.language]),
                Type.LEAD,
                look.colours.ink2,
                WRAP,
            ),
        )
        self._compose_facts(page, facts)
        rect = Rect(rect.x, rect.y, rect.w + panel.x(0 if panel.portrait else 16), rect.h)
        hairline(page.canvas, look, Rect(rect.x, rect.y, rect.w, 1), look.colours.line)
        _, rect = rect.cut_top(panel.y(17))
        self._notices = NoticeBoard(look, rect, self._notice_words(), self.shell.settings.motion)
        page.add(self._notices)

    def _notice_words(self) -> tuple[str, ...]:
        self._told = self._live_words()
        self._valid = self._valid_notices()
        return self._told + tuple(notice.words[self.look.language] for notice in self._valid)

    def _valid_notices(self) -> tuple[Notice, ...]:
        """Those of today: a notice that is over misleads."""
        now = self.shell.local_now.replace(tzinfo=None)
        return tuple(notice for notice in self.shell.settings.house.notices if notice.holds(now))

    def _live_words(self) -> tuple[str, ...]:
        """What is going on now: a fax that comes in (never from whom), what a power cut did."""
        news = self.shell.news
        recovered = tuple(self.tr(key) for key in news.recovered)
        if news.incoming is None:
            return recovered
        return (self.tr(f"idle.incoming.{news.incoming.phase}", n=max(1, news.incoming.page)), *recovered)

    def _compose_facts(self, page: Page, rect: Rect) -> None:
        look, house = self.look, self.shell.settings.house
        hours = self.tr("idle.hours", opens=hour_words(house.counter_opens), closes=hour_words(house.counter_closes))
        number = house.service_number[look.language]
        gap = look.panel.x(28)
        wide = max(look.width(Type.LABEL, hours) + gap, round(rect.w * 0.53))  # Latin hours are longer
        left, right = rect.rows(2, 0) if look.panel.narrow else rect.cut_left(wide, gap)
        for cell, caption, value in ((left, "idle.counter", hours), (right, "idle.service_line", number)):
            head, below = cell.cut_top(round(cell.h * 0.4))
            page.add(Text(look, head, self.tr(caption), Type.CAPTION, look.colours.ink2))
            page.add(Text(look, below, value, Type.LABEL, look.colours.ink))
        if not look.panel.narrow:
            line = Rect(right.x - gap, rect.y, 1, look.panel.y(70))
            hairline(page.canvas, look, line, look.colours.stroke)

    def bar(self) -> BarContent:
        lookups = self._lookups()
        width = 0 if self.look.panel.portrait else _WALL
        start = Forward(self.tr("idle.start"), self._wake, "touch_app", width=width, icon_first=True)
        if self.look.panel.portrait:
            return BarContent(middle=lookups[:1], forward=start)
        return BarContent(middle=lookups, forward=start, indent=_INDENT)

    def _lookups(self) -> tuple[Lookup, ...]:
        """All of them stand in the bar; on an upright panel only the first, the others above the wall."""
        number = self.shell.settings.house.complaint_number[self.look.language]
        return (
            Lookup("idle.prices", self.tr("idle.prices"), "sell", lambda: self.shell.go(Prices(self.shell))),
            Lookup("idle.promise", self.tr("idle.promise"), "verified", lambda: self._look_up("promise.words")),
            Lookup("idle.complaints", self.tr("idle.complaints", number=number), "", None),
        )

    def _look_up(self, key: str) -> None:
        self.shell.dialogs.tell(key)

    def _wake(self) -> None:
        self.shell.home()

    def news_changed(self) -> None:
        """A fax comes in, or what happened before the start is known only now: core and screens start together."""
        if self._live_words() != self._told:
            self.refresh()

    def tick(self) -> None:
        if greeting_key(self.shell.local_now.time()) != self._greeting or self._valid_notices() != self._valid:
            self.refresh()
        self._gate.show(self.shell.local_now, self._open)
        self._notices.turn(self.shell.clock.monotonic(), _NOTICE_S)
