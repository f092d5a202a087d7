"""Pages of unknown fate: the clerk asks the recipient and says of each whether it arrived (B6)."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from kiosk.desk.views import FaxResult, Staff
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_room import StaffScreen, staff_back
from kiosk.ui.shell import Shell
from kiosk.ui.theme import GAP, Type
from kiosk.ui.widgets.bar import Back, BarContent, Note
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.text import WRAP, Text

_SHOWN = 3


class SettleFax(StaffScreen):
    """One row a page: arrived or not; the answer is booked at once."""

    name = "staff_fax"
    title_key: ClassVar[str] = "staff.room.fax"

    def __init__(self, shell: Shell, staff: Staff, result: FaxResult) -> None:
        super().__init__(shell, staff)
        self._result = result

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(24), panel.y(14))
        title, rest = inside.cut_top(panel.y(52), panel.y(2))
        words, rest = rest.cut_top(panel.y(72), panel.y(10))
        number = " ".join(self._result.number_groups)
        page.add(Text(look, title, self.tr("settle.title"), Type.TITLE, look.colours.ink))
        told = self.tr("settle.words", number=number, job=self._result.job_number)
        page.add(Text(look, words, told, Type.TEXT, look.colours.ink2, WRAP))
        for number_of_page in self._result.unknown_pages[:_SHOWN]:
            if panel.portrait:
                label, rest = rest.cut_top(panel.y(44))
                buttons, rest = rest.cut_top(panel.y(80), panel.y(GAP))
            else:
                row, rest = rest.cut_top(panel.y(80), panel.y(GAP))
                label, buttons = row.cut_left(panel.x(200), panel.x(GAP))
            page.add(Text(look, label, self.tr("settle.page", n=number_of_page), Type.LABEL, look.colours.ink))
            for cell, arrived in zip(buttons.columns(2, panel.x(GAP)), (True, False), strict=True):
                page.add(self._answer(cell, number_of_page, arrived))

    def _answer(self, rect: Rect, page: int, arrived: bool) -> Button:
        key = "settle.arrived" if arrived else "settle.missing"
        caption = Caption(self.tr(key), Type.SUBTITLE, "check" if arrived else "close", 30)
        return Button(self.look, rect, f"{key}.{page}", caption, Kind.OUTLINED, partial(self._settle, page, arrived))

    def bar(self) -> BarContent:
        return BarContent(Back(self.tr("staff.back"), lambda: staff_back(self.shell)), Note(self.tr("settle.note")))

    def _settle(self, page: int, arrived: bool) -> None:
        job, fax, staff = self._result.job_id, self.shell.desk.fax, self.staff

        def settle() -> FaxResult:
            fax.settle_unknown(staff, job, page, arrived)
            return fax.result(job)

        self.work("settle", settle, self._settled)

    def _settled(self, result: FaxResult) -> None:
        self._result = result
        if result.unknown_pages:
            self.refresh()
        else:
            self.shell.back()
