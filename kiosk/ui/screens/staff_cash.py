"""Cash: what is owed, what was tendered, the change; then the glass goes to the owner for the signature (G2, A7).

Owns the arithmetic of the moment. Booked is what the desk books: once, however often it is touched (G1).
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import ClassVar

from kiosk.desk.views import ChargeState, ChargeView, ReceiptView, Staff
from kiosk.ui.flow.ways import can_be_signed_for, sign_for_cash
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_room import StaffRooms, StaffScreen, hand_over, staff_back
from kiosk.ui.screens.words import unit_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Lookup, Note
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.pad import BACKSPACE, CLEAR, NumberPad
from kiosk.ui.widgets.paint import Box, Paint, hairline
from kiosk.ui.widgets.price import money_words, price_runs
from kiosk.ui.widgets.run_line import RunLine
from kiosk.ui.widgets.text import IconMark, Text

NOTES_YUAN = (10, 20, 50, 100)
_MOST_YUAN = 99_999


class TakeCash(StaffScreen):
    """``charge_id`` is paid in cash; the clerk lands here from the board or from the owner's waiting screen."""

    name = "staff_cash"
    title_key: ClassVar[str] = "staff.room.cash"

    def __init__(self, shell: Shell, staff: Staff, charge_id: int, rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self._charge_id, self._rooms = charge_id, rooms
        self._charge: ChargeView | None = None
        self._request_id = ""
        self._tendered_fen = 0
        self._typed = False  # digits typed (yuan) rather than notes counted

    def enter(self) -> None:
        self._request_id = str(uuid.uuid4())  # a second touch on the same sight is the same payment (G1)
        self.work("charge", lambda: self.shell.desk.money.charge(self._charge_id), self._take)

    def _take(self, charge: ChargeView) -> None:
        self._charge = charge
        self.refresh()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        if panel.portrait:
            left, pad = page.rect.inset(panel.x(24), 0).cut_top(panel.y(460), panel.y(8))
        else:
            pad, left = page.rect.inset(panel.x(24), 0).cut_right(panel.x(376), panel.x(32))
        self._compose_left(page, left)
        keys = pad.inset(0, panel.y(12))
        page.add(NumberPad(self.look, keys, CLEAR, self._type))

    def _compose_left(self, page: Page, rect: Rect) -> None:
        look, panel, charge = self.look, self.look.panel, self._charge
        if charge is None:
            return
        head, rest = rect.cut_top(panel.y(12))[1].cut_top(panel.y(34))
        told = f"{unit_words(look, charge.unit)} · {self.tr(charge.title_key)}"
        page.add(Text(look, head, told, Type.TEXT, look.colours.ink2))
        owed, rest = rest.cut_top(panel.y(84), panel.y(4))
        self._figure(page, owed, "take.owed", charge.amount_fen, Type.DISPLAY)
        notes, rest = rest.cut_top(panel.y(84), panel.y(12))
        self._compose_notes(page, notes, charge)
        tendered, rest = rest.cut_top(panel.y(72))
        self._figure(page, tendered, "take.tendered", self._tendered_fen, Type.NUMBER)
        hairline(page.canvas.after, look, Rect(rest.x, rest.y + panel.y(2), rest.w, 1), look.colours.line)
        left = self._tendered_fen - charge.amount_fen
        key = "take.change" if left >= 0 else "take.lacking"
        self._figure(page, rest.cut_top(panel.y(94))[0], key, abs(left), Type.NUMBER_L)

    def _figure(self, page: Page, rect: Rect, key: str, fen: int, role: Type) -> None:
        look = self.look
        ink = look.colours.seal if key == "take.lacking" else look.colours.ink
        label, amount = rect.rows(2, 0) if look.panel.narrow else rect.cut_left(look.panel.x(170))
        page.add(Text(look, label, self.tr(key), Type.LEAD, look.colours.ink2))
        page.add(RunLine(look, amount, price_runs(look, fen, role, ink)))

    def _compose_notes(self, page: Page, rect: Rect, charge: ChargeView) -> None:
        look, panel = self.look, self.look.panel
        count, down = len(NOTES_YUAN) + 1, 2 if panel.narrow else 1
        cells = rect.grid(-(-count // down), down, panel.x(8), panel.y(8))
        for cell, yuan in zip(cells, NOTES_YUAN, strict=False):
            caption = Caption(f"+{yuan}", Type.LABEL)
            page.add(Button(look, cell, f"note.{yuan}", caption, Kind.CONTROL, partial(self._add_note, yuan)))
        caption = Caption(self.tr("take.exact"), Type.TEXT_BOLD)
        act = partial(self._exact, charge.amount_fen)
        page.add(Button(look, cells[-1], "note.exact", caption, Kind.CONTROL, act))

    def bar(self) -> BarContent:
        back, charge = Back(self.tr("staff.back"), lambda: staff_back(self.shell)), self._charge
        note = Note(self.tr("take.note"))
        if charge is None or self.busy("take"):
            return BarContent(back, note, Forward(self.tr("take.booking"), None, kind=Kind.NOT_YET))
        if charge.state not in (ChargeState.DUE, ChargeState.CASH_WANTED):
            words = self.tr("take.refunded" if charge.state is ChargeState.REFUNDED else "take.paid")
            return BarContent(back, note, Forward(words, None, kind=Kind.NOT_YET))
        lacking = charge.amount_fen - self._tendered_fen
        if lacking > 0:
            words = self.tr("take.short", amount=money_words(lacking))
            return BarContent(back, note, Forward(words, None, kind=Kind.NOT_YET))
        return BarContent(back, note, Forward(self.tr("take.confirm"), self._confirm, "payments"))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _type(self, key: str) -> None:
        yuan = self._tendered_fen // 100 if self._typed else 0
        self._typed = True
        if key == CLEAR:
            yuan = 0
        elif key == BACKSPACE:
            yuan //= 10
        elif yuan * 10 + int(key) <= _MOST_YUAN:
            yuan = yuan * 10 + int(key)
        self._set(yuan * 100)

    def _add_note(self, yuan: int) -> None:
        counted = 0 if self._typed else self._tendered_fen
        self._typed = False
        self._set(min(counted + yuan * 100, _MOST_YUAN * 100))

    def _exact(self, fen: int) -> None:
        self._typed = False
        self._set(fen)

    def _set(self, fen: int) -> None:
        self._tendered_fen = fen
        self.refresh()

    def _confirm(self) -> None:
        money, charge_id, tendered = self.shell.desk.money, self._charge_id, self._tendered_fen
        request_id = self._request_id
        self.work("take", lambda: money.take_cash(self.staff, charge_id, tendered, request_id), self._taken)
        self.refresh_bar()

    def _taken(self, receipt: ReceiptView) -> None:
        self.shell.far_side(CashTaken(self.shell, self.staff, receipt, self._rooms))


class CashTaken(StaffScreen):
    """Booked: the change, large. The glass goes to the owner, or the receipt prints unsigned if they have left."""

    name = "staff_cash_taken"
    title_key: ClassVar[str] = "staff.room.cash"

    def __init__(self, shell: Shell, staff: Staff, receipt: ReceiptView, rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self._receipt, self._rooms = receipt, rooms
        self._handed_over = False

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
        page.add(Text(look, title, self.tr("taken.title"), Type.OUTCOME, ink))
        label, rest = rest.cut_top(panel.y(36))
        page.add(Text(look, label, self.tr("taken.change"), Type.LEAD, ink))
        amount, rest = rest.cut_top(panel.y(128), panel.y(16))
        page.add(RunLine(look, amount, price_runs(look, receipt.change_fen, Type.HERO, ink)))
        paid, tendered = money_words(receipt.charge.amount_fen), money_words(receipt.tendered_fen)
        for words in (
            self.tr("taken.amounts", paid=paid, tendered=tendered),
            self.tr("taken.receipt", number=receipt.number),
        ):
            line, rest = rest.cut_top(panel.y(38))
            page.add(Text(look, line, words, Type.LEAD, ink))

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
