"""The technician's page on the fax line: the last calls either way, and one of them as a ladder of signals (K2).

Owns both screens. Which calls may be seen by whom is the desk's rule; a clerk is told who may.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from kiosk.desk.views import CallWay, LadderStep, LineCall, SignalWay, Staff
from kiosk.errors import KioskError
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.screen import Page
from kiosk.ui.screens.signal_words import detail_words
from kiosk.ui.screens.staff_lists import StaffList
from kiosk.ui.screens.staff_room import StaffScreen, add_head_key, staff_back
from kiosk.ui.screens.staff_words import when_words
from kiosk.ui.screens.unread import Unread
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Colour, Type
from kiosk.ui.widgets.bar import Back, BarContent, Note
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.fitting import first_lines
from kiosk.ui.widgets.paint import Placed
from kiosk.ui.widgets.signal_ladder import Rungs, Signal, SignalLadder, rungs_in
from kiosk.ui.widgets.states import BusyState, EmptyState
from kiosk.ui.widgets.table import TableLine
from kiosk.ui.widgets.text import MIDDLE, WRAP, Text

_WELL = ("delivered", "received")
_WAYS = {SignalWay.OUT: 1, SignalWay.IN: -1, SignalWay.LOCAL: 0}


class LineCalls(StaffList[LineCall]):
    """The last calls, the newest first."""

    name = "staff_calls"
    tab: ClassVar[str] = "technician"
    title_key: ClassVar[str] = "staff.room.technician"
    heading: ClassVar[str] = "line_log.heading"
    nothing: ClassVar[str] = "line_log.nothing"
    nothing_note: ClassVar[str] = "line_log.nothing.note"

    def news_read(self) -> None:
        self.work("calls", lambda: self.shell.desk.line_log.calls(self.staff), self.take)

    def line(self, call: LineCall) -> TableLine:
        brief = self.look.panel.portrait
        when = when_words(self.look, call.begun, self.shell.settings.timezone, "%H:%M" if brief else "%H:%M:%S")
        return TableLine(
            "outgoing_mail" if call.way is CallWay.SENT else "mark_email_unread",
            other_end(self.look, call),
            f"{when} · {call_words(self.look, call, brief)}",
            self.tr(f"line_log.outcome.{call.outcome}"),
            outcome_colour(self.look, call),
            f"call.{call.fax}.{call.attempt}",
            lambda: self.shell.go(CallTrace(self.shell, self.staff, call)),
            staff=True,
        )

    def compose_heading(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        words = self.tr("line_log.back")
        width = look.width(Type.TEXT, words) + panel.x(84)
        cell, rest = Rect(0, rect.y, width, rect.h), rect.cut_left(width - rect.x, panel.x(24))[1]
        caption = Caption(words, Type.TEXT, "arrow_back", 26)
        add_head_key(look, page, cell, "calls.back", caption, lambda: self.show_room("technician"))
        super().compose_heading(page, rest)


class CallTrace(StaffScreen):
    """One call: its ladder, dragged with a finger or turned by keys; a rung that is touched is explained."""

    name = "staff_call"
    title_key: ClassVar[str] = "line_log.room"

    def __init__(self, shell: Shell, staff: Staff, call: LineCall) -> None:
        super().__init__(shell, staff)
        self._call = call
        self._steps: tuple[LadderStep, ...] | None = None
        self._unread = Unread(self, "line_log.failed", self._read)
        self._first = 0
        self._room = 1
        self._chosen: int | None = None
        self._keys: Placed | None = None

    def enter(self) -> None:
        self._read()

    def _read(self) -> None:
        self.work("ladder", lambda: self.shell.desk.line_log.ladder(self.staff, self._call), self._take)

    def failed(self, error: KioskError) -> None:
        self._unread.take(error)

    def _take(self, steps: tuple[LadderStep, ...]) -> None:
        self._steps = steps
        self.refresh()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(STAFF_MARGIN), panel.y(8))
        if panel.portrait:  # no room for it in the bar
            words, inside = inside.cut_bottom(panel.y(150), panel.y(8))
            told = first_lines(look, self._told(), Type.CAPTION, words)
            page.add(Text(look, words, told, Type.CAPTION, look.colours.ink, WRAP))
        if not self._steps:
            page.add(self._instead(inside.inset(0, panel.y(16))))
            return
        keys, ladder = inside.cut_right(panel.x(84), panel.x(16))
        self._room = rungs_in(look, ladder)
        self._first = min(self._first, max(0, len(self._steps) - self._room))
        ends = (self.tr("line_log.ours"), self.tr("line_log.far"))
        rungs = Rungs(len(self._steps), partial(self._signal, self._steps), self._chosen)
        page.add(SignalLadder(look, ladder, ends, rungs, self._first, self._choose, self._dragged))
        self._keys = Placed(look, keys)
        page.add(self._keys)
        self._compose_keys(self._keys, len(self._steps))

    def _instead(self, rect: Rect) -> Placed:
        if self._steps is None:
            return self._unread.state(rect) or BusyState(self.look, rect, self.tr("line_log.reading"))
        note = self.tr("line_log.no_ladder.note")
        return EmptyState(self.look, rect, self.tr("line_log.no_ladder"), note, "unknown_document")

    def _signal(self, steps: tuple[LadderStep, ...], number: int) -> Signal:
        step = steps[number]
        minutes, ms = divmod(step.at_ms, 60_000)
        words = detail_words(self.look.tr, step.detail) if step.detail else meaning(self.look, step.signal)
        return Signal(f"{minutes:02d}:{ms / 1000:06.3f}", _WAYS[step.way], step.signal, words)

    def _compose_keys(self, keys: Placed, count: int) -> None:
        """Up and down by what is shown, and where one is."""
        look, panel = self.look, self.look.panel
        keys.wipe()
        up, rest = keys.rect.cut_top(panel.y(120))
        down, between = rest.cut_bottom(panel.y(120))
        last = count - self._room
        for cell, name, first, possible in (
            (up, "up", max(0, self._first - self._room), self._first > 0),
            (down, "down", min(last, self._first + self._room), self._first < last),
        ):
            caption = Caption("", Type.TEXT, "arrow_up" if name == "up" else "keyboard_arrow_down", 32)
            kind = Kind.CONTROL if possible else Kind.NOT_YET
            act = partial(self._turn, first) if possible else None
            keys.add(Button(look, cell, f"ladder.{name}", caption, kind, act))
        shown = f"{self._first + 1}–{min(count, self._first + self._room)}\n/ {count}"
        keys.add(Text(look, between, shown, Type.STAFF, look.colours.ink2, MIDDLE))

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        if self.look.panel.portrait:
            return BarContent(back)
        bar = self.look.panel.bar
        room = Rect(0, 0, bar.w - self.look.panel.x(260), bar.h - self.look.panel.y(16))
        return BarContent(back, Note(first_lines(self.look, self._told(), Type.CAPTION, room)))

    def _told(self) -> str:
        """What the touched signal means and all that stood in it; before a touch, the call in a few words."""
        if self._chosen is not None and self._steps:
            step = self._steps[self._chosen]
            named = " · ".join(part for part in (step.signal, meaning(self.look, step.signal)) if part)
            return f"{named}\n{detail_words(self.look.tr, step.detail)}".rstrip()
        ended = self.tr(f"line_log.outcome.{self._call.outcome}")
        return f"{other_end(self.look, self._call)} · {ended}\n{call_words(self.look, self._call)}"

    # --- acts ---------------------------------------------------------------------------------------------------

    def _turn(self, first: int) -> None:
        self._first, self._chosen = first, None
        self.refresh()

    def _dragged(self, first: int) -> None:
        """A finger moves the ladder, which goes with it by itself: only the keys and the place are to be told anew."""
        self._first = first
        if self._keys is not None and self._steps:
            self._compose_keys(self._keys, len(self._steps))

    def _choose(self, number: int) -> None:
        self._chosen = number
        self.refresh()


def other_end(look: Look, call: LineCall) -> str:
    """The number, and what the machine there said if it is another."""
    known = (" ".join(call.groups), "" if call.agrees else call.ident)
    return " · ".join(part for part in known if part) or look.tr("line_log.no_number")


def call_words(look: Look, call: LineCall, brief: bool = False) -> str:
    """F000001 · 第 2 次拨号 · V.17 14400 · 2 页 · 34 秒; ``brief``: without the speed."""
    parts = [call.fax]
    if call.attempt > 1:
        parts.append(look.tr("line_log.attempt", n=call.attempt))
    if call.modulation and not brief:
        parts.append(f"{call.modulation} {call.bit_rate}")
    parts.append(look.tr.count("count.pages", call.pages))
    parts.append(look.tr("line_log.duration", s=round(call.duration_ms / 1000)))
    return " · ".join(parts)


def outcome_colour(look: Look, call: LineCall) -> Colour:
    """Pine for what came over whole, ochre for everything that did not."""
    return look.colours.accent if call.outcome in _WELL else look.colours.ochre


def meaning(look: Look, signal: str) -> str:
    """A signal's meaning in a few words; of one that T.30 has no name for, nothing."""
    key = f"signal.{signal}"
    return look.tr(key) if look.tr.has(key) else ""
