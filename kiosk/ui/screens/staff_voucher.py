"""A voucher's series and number are typed; one is taken so, above the house's limit a supervisor approves (G2).

Owns the typing. Whether a number is one, was used, or is worth enough the desk says; it books once for this sight (G1).
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import ClassVar

from kiosk.desk.views import ChargeView, ReceiptView, Staff
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_approve import Approve, Matter, about_charge
from kiosk.ui.screens.staff_cash_taken import CashTaken
from kiosk.ui.screens.staff_room import StaffRooms, StaffScreen, staff_back
from kiosk.ui.screens.words import unit_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.pad import BACKSPACE, CLEAR, NumberPad
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.price import Amount
from kiosk.ui.widgets.text import Text

_MOST_DIGITS = 12
_ACROSS = 4


class TypeVoucher(StaffScreen):
    """The number of a voucher of one of ``series``; subclasses say above it what it is for, and go on in the bar."""

    def __init__(self, shell: Shell, staff: Staff, series: tuple[str, ...]) -> None:
        super().__init__(shell, staff)
        self._all_series, self._series = series, series[0]
        self._digits = ""

    @property
    def typed(self) -> bool:
        """Whether there is a number by now."""
        return bool(self._digits)

    @property
    def number(self) -> str:
        """What is typed so far, with its series."""
        return f"{self._series}-{self._digits}"

    def compose_head(self, page: Page, rect: Rect) -> Rect:
        """What it is for; the place that is left."""
        raise NotImplementedError

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        if panel.portrait:
            left, pad = page.rect.inset(panel.x(STAFF_MARGIN), 0).cut_top(panel.y(460), panel.y(8))
        else:
            pad, left = page.rect.inset(panel.x(STAFF_MARGIN), 0).cut_right(panel.x(376), panel.x(32))
        page.add(NumberPad(look, pad.inset(0, panel.y(12)), CLEAR, self._type, self.shell.clock.monotonic))
        rest = self.compose_head(page, left.cut_top(panel.y(12))[1])
        label, rest = rest.cut_top(panel.y(36), panel.y(4))
        page.add(Text(look, label, self.tr("voucher.label"), Type.LEAD, look.colours.ink2))
        if len(self._all_series) > 1:
            down = -(-len(self._all_series) // _ACROSS)
            series, rest = rest.cut_top(panel.y(76) * down, panel.y(8))
            self._compose_series(page, series, down)
        number = rest.cut_top(panel.y(72))[0]
        page.add(Text(look, number, self.number, Type.ACTION, look.colours.ink))
        hairline(page.canvas.after, look, Rect(number.x, number.bottom, number.w, 2), look.colours.line)

    def _compose_series(self, page: Page, rect: Rect, down: int) -> None:
        panel = self.look.panel
        cells = rect.grid(min(_ACROSS, len(self._all_series)), down, panel.x(8), panel.y(8))
        for cell, series in zip(cells, self._all_series, strict=False):
            chosen, choose = series == self._series, partial(self._choose, series)
            caption = Caption(series, Type.TEXT_BOLD, "check" if chosen else "", 28)
            kind = Kind.OUTLINED if chosen else Kind.CONTROL
            page.add(Button(self.look, cell, f"series.{series}", caption, kind, choose))

    def _choose(self, series: str) -> None:
        self._series = series
        self.refresh()

    def _type(self, key: str) -> None:
        if key == CLEAR:
            self._digits = ""
        elif key == BACKSPACE:
            self._digits = self._digits[:-1]
        elif len(self._digits) < _MOST_DIGITS:
            self._digits += key
        self.refresh()


class TakeVoucher(TypeVoucher):
    """A charge is paid with a voucher."""

    name = "staff_voucher"
    title_key: ClassVar[str] = "staff.room.voucher"

    def __init__(self, shell: Shell, staff: Staff, charge: ChargeView, rooms: StaffRooms) -> None:
        super().__init__(shell, staff, shell.desk.grants.voucher_series)
        self._charge, self._rooms = charge, rooms
        self._request_id = str(uuid.uuid4())  # a second touch on the same sight is the same payment (G1)

    def compose_head(self, page: Page, rect: Rect) -> Rect:
        look, panel = self.look, self.look.panel
        head, rest = rect.cut_top(panel.y(34))
        told = f"{unit_words(look, self._charge.unit)} · {self.tr(self._charge.title_key)}"
        page.add(Text(look, head, told, Type.TEXT, look.colours.ink2))
        owed, rest = rest.cut_top(panel.y(84), panel.y(8))
        page.add(Amount(look, owed, self._charge.amount_fen, Type.DISPLAY, look.colours.ink))
        return rest

    def bar(self) -> BarContent:
        back, note = Back(self.tr("staff.back"), lambda: staff_back(self.shell)), Note(self.tr("voucher.note"))
        if self.busy("voucher"):
            return BarContent(back, note, Forward(self.tr("take.booking"), None, kind=Kind.NOT_YET))
        if not self.typed:
            return BarContent(back, note, Forward(self.tr("voucher.missing"), None, kind=Kind.NOT_YET))
        return BarContent(back, note, Forward(self.tr("voucher.confirm"), self._confirm, "check"))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _confirm(self) -> None:
        grants, charge_id = self.shell.desk.grants, self._charge.id
        number = self.number
        self.work("voucher", lambda: grants.needs_approval(self.staff, charge_id, number), self._take)
        self.refresh_bar()

    def _take(self, approval: bool) -> None:
        if not approval:
            self.work("voucher", lambda: self._book(None), self._taken)
            return
        facts = (("approve.voucher", self.number), ("approve.asked_by", self.staff.name))
        matter = Matter(
            about_charge(self._charge), "approve.voucher.title", "approve.free.words", facts, self._book, self._taken
        )
        self.shell.go(Approve(self.shell, self.staff, lambda: matter))

    def _book(self, approver: Staff | None) -> ReceiptView:
        grants, charge_id = self.shell.desk.grants, self._charge.id
        return grants.take_voucher(self.staff, charge_id, self.number, self._request_id, approver)

    def _taken(self, receipt: ReceiptView) -> None:
        self.shell.far_side(CashTaken(self.shell, self.staff, receipt, self._rooms))
