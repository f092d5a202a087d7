"""The technician's page: every device and the computer at a glance; what is touched tells all (J3).

Owns the overview and the screen of one area. What the words are is ``technician_words.py``; the tests are
``technician_tests.py``, the line's calls ``staff_calls.py``.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from kiosk.desk.line_log import may_see_calls
from kiosk.desk.views import Staff, TechnicianView
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_room import StaffRooms, StaffScreen, TabbedScreen, add_head_key, staff_back
from kiosk.ui.screens.technician_test import DeviceTest
from kiosk.ui.screens.technician_tests import DeviceTests
from kiosk.ui.screens.technician_words import Area, AreaWords
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Caption
from kiosk.ui.widgets.fitting import first_lines, one_word
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.states import BusyState
from kiosk.ui.widgets.table import TableLine, TableRow
from kiosk.ui.widgets.text import WRAP_MIDDLE, Text
from kiosk.ui.widgets.touch import Act

_HEAD, _ROW, _FACT = 68, 65, 46
_MORE = ("technician.more", "keyboard_arrow_down", "technician.more")
_KEYS = (("technician.tests", "cycle", "technician.tests"), ("technician.calls", "router", "line_log.heading"))


class Technician(TabbedScreen):
    """All areas in two columns, on a tall panel in one."""

    name = "staff_technician"
    tab: ClassVar[str] = "technician"
    title_key: ClassVar[str] = "staff.room.technician"

    def __init__(self, shell: Shell, staff: Staff, rooms: StaffRooms) -> None:
        super().__init__(shell, staff, rooms)
        self._view: TechnicianView | None = None
        self._areas: tuple[Area, ...] = ()
        self._first = 0

    def enter(self) -> None:
        self.news_read()

    def news_read(self) -> None:
        self.work("overview", lambda: self.shell.desk.technician.overview(self.staff), self._take)

    def _take(self, view: TechnicianView) -> None:
        """Composed anew only for what can be seen here: most facts stand on another screen."""
        self._view = view
        if [area.row for area in self._made()] != [area.row for area in self._areas]:
            self.refresh()

    def _made(self) -> tuple[Area, ...]:
        if self._view is None:
            return ()
        return AreaWords(self.look, self._view, self.shell.clock.now(), self.shell.settings.timezone).areas()

    def compose_room(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        self._areas = self._made()
        head, rest = rect.cut_top(self._head_px(rect.w))
        across = 1 if panel.portrait else 2
        down = max(1, rest.h // panel.y(_ROW))
        room = across * down
        self._compose_head(page, head, partial(self._turn, room) if len(self._areas) > room else None)
        if not self._areas:
            page.add(BusyState(look, rest.inset(panel.x(STAFF_MARGIN), panel.y(24)), self.tr("board.reading")))
        shown = self._areas[self._first : self._first + room]
        table = rest.cut_top(panel.y(_ROW) * down)[0]
        for cell, area in zip(table.grid(across, down, 0, 0), shown, strict=False):
            page.add(TableRow(look, cell, self._line(area), edge=STAFF_MARGIN if across == 1 else 20))

    def _line(self, area: Area) -> TableLine:
        words = (area.icon, area.title, area.words, area.state, area.colour)
        return TableLine(*words, f"area.{area.key}", partial(self._open, area.key), staff=True)

    def _open(self, key: str) -> None:
        self.shell.go(TechnicianArea(self.shell, self.staff, key))

    def _head_px(self, width: int) -> int:
        """A line for the heading with its keys beside it; where large words leave no room for them, a line each."""
        lines = 1 if self._keys_fit(width) else 1 + len(_KEYS)
        return self.look.panel.y(_HEAD) * lines

    def _keys_fit(self, width: int) -> bool:
        look, panel = self.look, self.look.panel
        keys = sum(look.width(Type.TEXT, self.tr(key)) + panel.x(90) for _, _, key in _KEYS)
        return keys + look.width(Type.HEADING, self.tr("technician.heading")) <= width - 2 * panel.x(STAFF_MARGIN)

    def _compose_head(self, page: Page, rect: Rect, more: Act | None) -> None:
        look, panel = self.look, self.look.panel
        acts: tuple[Act | None, ...] = (more, self._tests, self._calls)
        keys = [(key, act) for key, act in zip((_MORE, *_KEYS), acts, strict=True) if act]
        beside = self._keys_fit(rect.w)
        line, below = rect.cut_left(panel.x(STAFF_MARGIN))[1].cut_top(panel.y(_HEAD))
        for (touch_id, icon, key), act in reversed(keys):
            words = self.tr(key)
            width = look.width(Type.TEXT, words) + panel.x(78)
            if beside:
                cell, line = line.cut_right(width)
            elif key == _MORE[2]:
                continue  # large words: the page is as long as it needs to be
            else:
                cell, below = below.cut_top(panel.y(_HEAD))
            caption = Caption(words, Type.TEXT, icon, 28)
            add_head_key(look, page, cell, touch_id, caption, act)
        heading = self.tr("technician.heading")
        if look.width(Type.HEADING, heading) <= line.w:  # the tab says it as well
            page.add(Text(look, line, heading, Type.HEADING, look.colours.ink))
        hairline(page.canvas.after, look, Rect(rect.x, rect.bottom - 1, rect.w, 1), look.colours.line)

    def _tests(self) -> None:
        self.shell.go(DeviceTests(self.shell, self.staff))

    def _turn(self, room: int) -> None:
        self._first = self._first + room if self._first + room < len(self._areas) else 0
        self.refresh()

    def _calls(self) -> None:
        if may_see_calls(self.staff.role):
            self.shell.instead(self.rooms.of("calls")(self.shell, self.staff))
        else:
            self.shell.dialogs.tell("error.role")


class TechnicianArea(StaffScreen):
    """Everything that is known of one area, and the way to its tests."""

    name = "staff_area"
    title_key: ClassVar[str] = "staff.room.technician"

    def __init__(self, shell: Shell, staff: Staff, key: str) -> None:
        super().__init__(shell, staff)
        self._key = key
        self._area: Area | None = None
        self._view: TechnicianView | None = None

    def enter(self) -> None:
        self.news_read()

    def news_read(self) -> None:
        self.work("area", lambda: self.shell.desk.technician.overview(self.staff), self._take)

    def _take(self, view: TechnicianView) -> None:
        self._view = view
        if self._made() != self._area:
            self.refresh()

    def _made(self) -> Area | None:
        if self._view is None:
            return None
        now, zone = self.shell.clock.now(), self.shell.settings.timezone
        return AreaWords(self.look, self._view, now, zone).area(self._key)

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        self._area = area = self._made()
        inside = page.rect.inset(panel.x(STAFF_MARGIN), 0).cut_top(panel.y(8))[1]
        title, rest = inside.cut_top(panel.y(58), panel.y(2))
        if area is None:
            page.add(BusyState(look, rest, self.tr("board.reading")))
            return
        page.add(Text(look, title, area.title, Type.TITLE, look.colours.ink))
        room = max(1, rest.h // panel.y(_FACT))
        across = 1 if len(area.facts) <= (room if panel.portrait else min(room, 7)) else 2
        down = -(-len(area.facts) // across)
        height = panel.y(_FACT) if down > 5 else min(panel.y(72), rest.h // down)
        table = rest.cut_top(height * down)[0]
        for column, start in zip(table.columns(across, panel.x(28)), range(0, len(area.facts), down), strict=False):
            self._compose_column(page, column, area.facts[start : start + down], height)

    def _compose_column(self, page: Page, rect: Rect, facts: tuple[tuple[str, str], ...], height: int) -> None:
        look, panel = self.look, self.look.panel
        label = max(look.width(Type.STAFF, name) for name, _ in facts) + panel.x(20)
        for name, value in facts:
            line, rect = rect.cut_top(height)
            hairline(page.canvas, look, Rect(line.x, line.y, line.w, 1), look.colours.line)
            left, right = line.cut_left(min(label, line.w // 2))
            if panel.zoom > 1:  # large words have the whole width; the page grows by what they need (``stretch``)
                left, right = line.cut_top(height // 2)
            page.add(Text(look, left, name, Type.STAFF, look.colours.ink2))
            told = value if panel.zoom > 1 else first_lines(look, value, Type.TEXT, right)
            told = one_word(look, told, Type.TEXT, right.w)  # the name of a port has no place where it may be broken
            page.add(Text(look, right, told, Type.TEXT, look.colours.ink, WRAP_MIDDLE))

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        tests = self._area.tests if self._area else ()
        if not tests:
            return BarContent(back)
        if len(tests) > 1:
            return BarContent(back, forward=Forward(self.tr("technician.tests"), self._tests, "cycle"))
        test = partial(self.shell.go, DeviceTest(self.shell, self.staff, tests[0]))
        return BarContent(back, forward=Forward(self.tr("technician.test"), test, "cycle"))

    def _tests(self) -> None:
        self.shell.go(DeviceTests(self.shell, self.staff))
