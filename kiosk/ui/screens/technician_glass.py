"""The test of the glass itself: a finger on every field, then its light down and up (J3).

Owns the fields and the question. The screens are the only ones who can test this; the outcome is a record like all
others. A panel without a light that can be set is not asked about it.
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import ClassVar

from kiosk.desk.self_tests import may_test
from kiosk.desk.views import SelfTestKind, SelfTestView, Staff
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_room import StaffScreen, staff_back
from kiosk.ui.screens.technician_test import DeviceTest
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.text import WRAP, Text
from kiosk.ui.widgets.touch import Act

_ACROSS, _DOWN = 8, 5
_DIM, _FULL = 0.3, 1.0
_DIM_S = 2.0


class GlassTest(StaffScreen):
    """Fields that fill when they are touched; when all are, the light is asked about."""

    name = "staff_glass"
    title_key: ClassVar[str] = "staff.room.technician"
    reflows: ClassVar[bool] = False  # the fields are the glass: they do not scroll
    whole_glass: ClassVar[bool] = True

    def __init__(self, shell: Shell, staff: Staff) -> None:
        super().__init__(shell, staff)
        self._request_id = str(uuid.uuid4())
        self._touched: set[str] = set()
        self._dimmed_s: float | None = None
        self._asks = False

    @property
    def _fields(self) -> list[str]:
        """``column.row``, from the upper left."""
        across, down = (_DOWN, _ACROSS) if self.look.panel.portrait else (_ACROSS, _DOWN)
        return [f"{column}.{row}" for row in range(1, down + 1) for column in range(1, across + 1)]

    def leave(self) -> None:
        self._shine(_FULL)

    def tick(self) -> None:
        if self._dimmed_s is not None and self.shell.clock.monotonic() - self._dimmed_s >= _DIM_S:
            self._dimmed_s = None
            self._shine(_FULL)

    def _shine(self, part: float) -> bool:
        light = self.shell.settings.backlight
        return light is not None and light.shine(part)

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        if self._asks:
            self._compose_question(page)
        else:
            self._compose_fields(page)

    def _compose_fields(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        across, down = (_DOWN, _ACROSS) if panel.portrait else (_ACROSS, _DOWN)
        cells = page.rect.grid(across, down, 0, 0)
        for cell, field in zip(cells, self._fields, strict=True):
            touched = field in self._touched
            kind, icon = (Kind.FILLED, "check") if touched else (Kind.CONTROL, "touch_app")
            place = cell.inset(panel.x(3), panel.y(3))
            page.add(Button(look, place, f"field.{field}", Caption("", icon=icon), kind, partial(self._touch, field)))

    def _compose_question(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(STAFF_MARGIN), panel.y(16))
        buttons, words = inside.cut_bottom(panel.y(110), panel.y(16))
        title, rest = words.cut_top(panel.y(58), panel.y(8))
        page.add(Text(look, title, self.tr("self_test.glass.light"), Type.TITLE, look.colours.ink))
        page.add(Text(look, rest, self.tr("self_test.glass.question"), Type.LEAD, look.colours.ink2, WRAP))
        cells: list[Rect] = buttons.columns(3, panel.x(16))
        choices: tuple[tuple[str, Kind, Act], ...] = (
            ("again", Kind.CONTROL, self._play),
            ("no", Kind.OUTLINED, partial(self._end, False)),
            ("yes", Kind.FILLED, partial(self._end, True)),
        )
        for cell, (key, kind, act) in zip(cells, choices, strict=True):
            page.add(Button(look, cell, f"glass.{key}", Caption(self.tr(f"self_test.glass.{key}")), kind, act))

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        if self._asks:
            return BarContent(back)
        left = len(set(self._fields) - self._touched)
        note = Note(self.look.tr.count("self_test.glass.left", left))
        forward = Forward(self.tr("self_test.glass.dead"), partial(self._end, None), "close", Kind.PLAIN)
        return BarContent(back, note, forward)

    # --- acts ---------------------------------------------------------------------------------------------------

    def _touch(self, field: str) -> None:
        self._touched.add(field)
        if set(self._fields) <= self._touched:
            self._ask_about_light()
        self.refresh()

    def _ask_about_light(self) -> None:
        self._play()
        if self._dimmed_s is None:
            self._end(None)
        else:
            self._asks = True

    def _play(self) -> None:
        """Down now, up again by itself."""
        self._dimmed_s = self.shell.clock.monotonic() if self._shine(_DIM) else None

    def _end(self, light: bool | None) -> None:
        if not may_test(self.staff.role):
            self.shell.dialogs.tell("error.role")
            return
        missed = tuple(field for field in self._fields if field not in self._touched)
        note, staff, request_id = self.shell.desk.self_tests.note_glass, self.staff, self._request_id
        self.work("note", lambda: note(staff, request_id, missed, light), self._noted)

    def _noted(self, test: SelfTestView) -> None:
        self.shell.instead(DeviceTest(self.shell, self.staff, SelfTestKind.GLASS, test))
