"""Receipts at the counter: the newest ones, one that is looked for by its number (G3, G4).

Owns the list and the search. What can be done to a receipt is ``staff_receipt``'s.
"""

from __future__ import annotations

from typing import ClassVar

from kiosk.desk.views import ReceiptView, Staff
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_lists import KeyedList
from kiosk.ui.screens.staff_receipt import StaffReceipt
from kiosk.ui.screens.staff_room import StaffRooms, StaffScreen, staff_back
from kiosk.ui.screens.staff_words import when_words
from kiosk.ui.screens.words import unit_short
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.field import NumberEntry, NumberField
from kiosk.ui.widgets.pad import BACKSPACE, CLEAR, NumberPad
from kiosk.ui.widgets.price import money_words
from kiosk.ui.widgets.table import TableLine
from kiosk.ui.widgets.text import WRAP, Text
from kiosk.ui.widgets.touch import Act

_DIGITS = 7


class ReceiptList(KeyedList[ReceiptView]):
    """The newest receipts, the last one first; one that is struck out has a line through it, as on paper."""

    name = "staff_receipts"
    tab: ClassVar[str] = "till"
    title_key: ClassVar[str] = "staff.room.receipts"
    heading: ClassVar[str] = "receipts.heading"
    nothing: ClassVar[str] = "receipts.nothing"
    nothing_note: ClassVar[str] = "receipts.nothing.note"

    def news_read(self) -> None:
        self.work("receipts", lambda: self.shell.desk.receipts.latest(self.staff), self.take)

    def head_keys(self) -> tuple[tuple[str, str, Act], ...]:
        return ("receipts.till", "tab.till", self.to_till), ("receipts.find", "receipts.find", self._find)

    def line(self, receipt: ReceiptView) -> TableLine:
        look, colours = self.look, self.look.colours
        when = when_words(look, receipt.paid_at, self.shell.settings.timezone)
        parts = [state_of(self, receipt), when, self.tr(receipt.charge.title_key), self.tr(f"pay.{receipt.method}")]
        red = bool(receipt.strikes_out)
        return TableLine(
            "receipt_long",
            f"{receipt.number} · {unit_short(look, receipt.charge.unit)}",
            " · ".join(part for part in parts if part),
            money_words(receipt.amount_fen),
            colours.seal if red else colours.ink2 if receipt.struck_out_by else colours.ink,
            f"receipt.{receipt.number}",
            lambda: self.shell.go(StaffReceipt(self.shell, self.staff, receipt, self.rooms)),
            staff=True,
            struck=bool(receipt.struck_out_by),
        )

    def _find(self) -> None:
        self.shell.go(FindReceipt(self.shell, self.staff, self.rooms))


def state_of(screen: StaffScreen, receipt: ReceiptView) -> str:
    """What has become of a receipt, if anything."""
    if receipt.struck_out_by:
        return screen.tr("receipts.struck_by", number=receipt.struck_out_by)
    return screen.tr("receipts.strikes", number=receipt.strikes_out) if receipt.strikes_out else ""


class FindReceipt(StaffScreen):
    """Its digits, without the kiosk's letters and noughts before them."""

    name = "staff_find_receipt"
    title_key: ClassVar[str] = "staff.room.receipts"

    def __init__(self, shell: Shell, staff: Staff, rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self._rooms, self._digits = rooms, ""

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(STAFF_MARGIN), 0)
        if panel.portrait:
            left, pad = inside.cut_top(panel.y(340), panel.y(8))
        else:
            pad, left = inside.cut_right(panel.x(376), panel.x(32))
        title, rest = left.cut_top(panel.y(12))[1].cut_top(panel.y(56), panel.y(4))
        page.add(Text(look, title, self.tr("find.title"), Type.TITLE, look.colours.ink))
        words, rest = rest.cut_top(panel.y(70), panel.y(12))
        page.add(Text(look, words, self.tr("find.words"), Type.TEXT, look.colours.ink2, WRAP))
        entry = NumberEntry(self.tr("find.label"), (self._digits,) if self._digits else (), active=True)
        page.add(NumberField(look, rest.cut_top(panel.y(102))[0], "find.field", entry, None))
        page.add(NumberPad(look, pad.inset(0, panel.y(12)), CLEAR, self._type, self.shell.clock.monotonic))

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        if not self._digits:
            return BarContent(back, forward=Forward(self.tr("find.missing"), None, kind=Kind.NOT_YET))
        return BarContent(back, forward=Forward(self.tr("find.find"), self._find))

    def _type(self, key: str) -> None:
        if key == CLEAR:
            self._digits = ""
        elif key == BACKSPACE:
            self._digits = self._digits[:-1]
        elif len(self._digits) < _DIGITS:
            self._digits += key
        self.refresh()

    def _find(self) -> None:
        number, receipts = int(self._digits), self.shell.desk.receipts
        self.work("find", lambda: receipts.find(self.staff, number), self._found)

    def _found(self, receipt: ReceiptView) -> None:
        self.shell.go(StaffReceipt(self.shell, self.staff, receipt, self._rooms))
