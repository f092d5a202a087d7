"""A voucher is looked up by its number, however many were issued since: to see how it stands, or to block it (G2).

Owns the typing. Called by the register's list, which shows what is found.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from kiosk.desk.views import Staff, VoucherIssue
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_room import staff_back
from kiosk.ui.screens.staff_voucher import TypeVoucher
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.text import Text


class FindVoucher(TypeVoucher):
    """``found`` is given the issue that the number is of."""

    name = "staff_voucher_find"
    title_key: ClassVar[str] = "staff.room.vouchers"

    def __init__(self, shell: Shell, staff: Staff, found: Callable[[VoucherIssue], None]) -> None:
        super().__init__(shell, staff, shell.desk.vouchers.series)
        self._found = found

    def compose_head(self, page: Page, rect: Rect) -> Rect:
        title, rest = rect.cut_top(self.look.panel.y(58), self.look.panel.y(12))
        page.add(Text(self.look, title, self.tr("vouchers.which"), Type.TITLE, self.look.colours.ink))
        return rest

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        if not self.typed:
            return BarContent(back, forward=Forward(self.tr("voucher.missing"), None, kind=Kind.NOT_YET))
        return BarContent(back, forward=Forward(self.tr("vouchers.show"), self._show, "arrow_forward"))

    def _show(self) -> None:
        desk, number = self.shell.desk.vouchers, self.number
        self.work("find", lambda: desk.find(self.staff, number), self._found)
