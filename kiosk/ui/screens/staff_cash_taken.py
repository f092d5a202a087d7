"""What a clerk has booked: the change in notes and coins, then the glass goes to the owner for the signature (G2, A7).

Owns the hand-over: however the clerk leaves, there is a receipt, signed or not (G3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from kiosk.desk.views import Method, ReceiptView, Staff
from kiosk.ui.flow.ways import can_be_signed_for, sign_for_cash
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_room import StaffRooms, StaffScreen, hand_over
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import BarContent, Forward, Lookup
from kiosk.ui.widgets.paint import Box, Paint
from kiosk.ui.widgets.price import Amount, money_words
from kiosk.ui.widgets.text import IconMark, Text, flow


class CashTaken(StaffScreen):
    """Booked: the change, large, and in which notes and coins; of what was given away, the amount. The glass goes to
    the owner, or the receipt prints unsigned if they have left."""

    name = "staff_cash_taken"
    title_key: ClassVar[str] = "staff.room.cash"

    def __init__(self, shell: Shell, staff: Staff, receipt: ReceiptView, rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self._receipt, self._rooms = receipt, rooms
        self._handed_over = False
        self._pieces: tuple[tuple[int, int], ...] = ()

    def enter(self) -> None:
        change_fen, money = self._receipt.change_fen, self.shell.desk.money
        self.work("pieces", lambda: money.change_pieces(change_fen), self._take_pieces)

    def _take_pieces(self, pieces: tuple[tuple[int, int], ...]) -> None:
        self._pieces = pieces
        self.refresh()

    def leave(self) -> None:
        """However the clerk leaves, the receipt is printed: unsigned, unless the owner has the glass now (G3)."""
        if not self._handed_over:
            number, money = self._receipt.number, self.shell.desk.money
            self.shell.run("unsigned", lambda: money.leave_unsigned(number), lambda _receipt: None)

    def compose(self, page: Page) -> None:
        look, panel, receipt = self.look, self.look.panel, self._receipt
        ink = look.colours.on_wall
        page.add(Box(look, page.rect, Paint(fill=look.colours.wall)))
        inside = page.rect.inset(panel.x(48), panel.y(32))
        head, rest = inside.cut_top(panel.y(76), panel.y(12))
        icon, title = head.cut_left(panel.x(64), panel.x(18))
        page.add(IconMark(look, icon, "check_circle", 64, ink))
        page.add(Text(look, title, self.tr(f"taken.title.{receipt.method}"), Type.OUTCOME, ink))
        label, rest = rest.cut_top(panel.y(36))
        cash = receipt.method is Method.CASH
        told = "taken.waived" if receipt.method is Method.FREE else "taken.change" if cash else "taken.given"
        page.add(Text(look, label, self.tr(told), Type.LEAD, ink))
        amount, rest = rest.cut_top(panel.y(128), panel.y(16))
        fen = receipt.change_fen if cash else receipt.amount_fen
        page.add(Amount(look, amount, fen, Type.HERO, ink))
        for words in self._lines():
            line, rest = flow(look, rest, words, Type.LEAD, ink)
            page.add(line)

    def _lines(self) -> Iterator[str]:
        receipt = self._receipt
        if self._pieces:
            told = (f"¥ {_yuan(denomination)}×{number}" for denomination, number in self._pieces)
            yield self.tr("taken.pieces", pieces=" · ".join(told))
        rest = [self.tr("taken.receipt", number=receipt.number)]
        if receipt.method is Method.CASH:
            paid, tendered = money_words(receipt.charge.amount_fen), money_words(receipt.tendered_fen)
            rest.insert(0, self.tr("taken.amounts", paid=paid, tendered=tendered))
        yield from rest if self.look.panel.portrait else (" · ".join(rest),)

    def bar(self) -> BarContent:
        gone = Lookup("taken.gone", self.tr("taken.gone"), "logout", self._gone)
        return BarContent(middle=(gone,), forward=Forward(self.tr("taken.sign"), self._to_owner, "draw"))

    def _to_owner(self) -> None:
        if not can_be_signed_for(self.shell):
            return  # the clerk stays, and lets the receipt come out unsigned
        self._handed_over = True
        hand_over(self.shell, self._receipt.charge.unit)
        sign_for_cash(self.shell, self._receipt)

    def _gone(self) -> None:
        self.shell.dismiss()
        self.shell.far_side(self._rooms.of("board")(self.shell, self.staff))


def _yuan(denomination_fen: int) -> str:
    """As people say it: 10, 0.5, 0.01."""
    return f"{denomination_fen / 100:g}"
