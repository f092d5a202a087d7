"""Cash: what is owed, what was tendered, the change; or the way to a phone, a voucher, or to nothing being taken (G2).

Owns the arithmetic of the moment. Booked is what the desk books: once, however often it is touched (G1).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from kiosk.desk.settling import OWED
from kiosk.desk.views import ChargeState, ChargeView, Method, ReceiptView, Staff
from kiosk.desk.voucher_rules import SALE
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.service_words import explain
from kiosk.ui.screens.staff_cash_taken import CashTaken
from kiosk.ui.screens.staff_free import GiveFree
from kiosk.ui.screens.staff_qr import QrAtCounter
from kiosk.ui.screens.staff_room import StaffRooms, StaffScreen, staff_back
from kiosk.ui.screens.staff_voucher import TakeVoucher
from kiosk.ui.screens.words import unit_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Lookup
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.pad import CLEAR, NumberPad, typed_on
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.price import Amount, money_words
from kiosk.ui.widgets.text import Text

NOTES_YUAN = (10, 20, 50, 100)
_MOST_YUAN = 99_999
_UPRIGHT, _WAYS, _ABREAST = 460, 74, 2  # design px of an upright panel above the pad, of a row of ways; how many a row


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

    def news_read(self) -> None:
        """A code that is open may have been paid, or be over: the clerk sees it without a touch."""
        if self._charge is not None and self._charge.code_open:
            self.work("charge", lambda: self.shell.desk.money.charge(self._charge_id), self._take_news)

    def _take_news(self, charge: ChargeView) -> None:
        if charge != self._charge:
            self._take(charge)

    def _take(self, charge: ChargeView) -> None:
        self._charge = charge
        self.refresh()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        if panel.portrait:
            high = _UPRIGHT + (_WAYS if len(self._ways_below) > _ABREAST else 0)
            left, pad = page.rect.inset(panel.x(24), 0).cut_top(panel.y(high), panel.y(8))
        else:
            pad, left = page.rect.inset(panel.x(24), 0).cut_right(panel.x(376), panel.x(32))
        self._compose_left(page, left)
        keys = pad.inset(0, panel.y(12))
        page.add(NumberPad(self.look, keys, CLEAR, self._type, self.shell.clock.monotonic))

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
        change, rest = rest.cut_top(panel.y(94))
        self._figure(page, change, key, abs(left), Type.NUMBER_L)
        self._compose_ways(page, rest)

    @property
    def _ways_below(self) -> tuple[Lookup, ...]:
        """The other ways where an upright bar has no room for them."""
        charge = self._charge
        if charge is None or charge.state not in OWED or not self.look.panel.portrait:
            return ()
        return tuple(self._other_ways(charge))

    def _compose_ways(self, page: Page, rect: Rect) -> None:
        look, panel, ways = self.look, self.look.panel, self._ways_below
        down = -(-len(ways) // _ABREAST)
        cells = rect.cut_top(panel.y(66 + _WAYS * (down - 1)))[0].grid(_ABREAST, max(1, down), panel.x(12), panel.y(8))
        for cell, way in zip(cells, ways, strict=False):
            caption = Caption(way.words, Type.TEXT_BOLD, way.icon, 28)
            page.add(Button(look, cell, way.touch_id, caption, Kind.CONTROL, way.act))

    def _figure(self, page: Page, rect: Rect, key: str, fen: int, role: Type) -> None:
        look = self.look
        ink = look.colours.seal if key == "take.lacking" else look.colours.ink
        label, amount = rect.rows(2, 0) if look.panel.narrow else rect.cut_left(look.panel.x(170))
        page.add(Text(look, label, self.tr(key), Type.LEAD, look.colours.ink2))
        page.add(Amount(look, amount, fen, role, ink))

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
        if charge is None or self.busy("take"):
            return BarContent(back, forward=Forward(self.tr("take.booking"), None, kind=Kind.NOT_YET))
        if charge.state not in OWED:
            over = {ChargeState.REFUNDED: "take.refunded", ChargeState.WITHDRAWN: "take.withdrawn"}
            words = self.tr(over.get(charge.state, "take.paid"))
            return BarContent(back, forward=Forward(words, None, kind=Kind.NOT_YET))
        others = None if self.look.panel.portrait else tuple(self._other_ways(charge))
        if charge.code_open:
            return BarContent(back, others, Forward(self.tr("take.code_open"), None, kind=Kind.NOT_YET))
        lacking = charge.amount_fen - self._tendered_fen
        if lacking > 0:
            words = self.tr("take.short", amount=money_words(lacking))
            return BarContent(back, others, Forward(words, None, kind=Kind.NOT_YET))
        return BarContent(back, others, Forward(self.tr("take.confirm"), self._confirm, "payments"))

    def _other_ways(self, charge: ChargeView) -> Iterator[Lookup]:
        """Instead of cash; what is given away is the staff's to say."""
        shell, staff, rooms = self.shell, self.staff, self._rooms
        if charge.code_open:  # no other way before it is known whether it was paid
            yield Lookup("take.qr", self.tr("take.see_code"), "qr_code_scanner", self._to_code)
            return
        if shell.desk.qr.offered:
            yield Lookup("take.qr", self.tr("take.qr"), "qr_code_scanner", self._by_phone)
        if charge.kind == SALE:  # vouchers are bought with money
            return
        if shell.desk.grants.voucher_series:
            voucher = self.tr("take.voucher")
            yield Lookup("take.voucher", voucher, "sell", lambda: shell.go(TakeVoucher(shell, staff, charge, rooms)))
        yield Lookup(
            "take.free", self.tr("take.free"), "verified", lambda: shell.go(GiveFree(shell, staff, charge, rooms))
        )

    # --- acts ---------------------------------------------------------------------------------------------------

    def _by_phone(self) -> None:
        if self.shell.news.service("pay_qr").usable:
            self._to_code()
        else:
            explain(self.shell, lambda: self.shell.news.service("pay_qr"))

    def _to_code(self) -> None:
        shell, staff, rooms = self.shell, self.staff, self._rooms

        def paid(receipt: ReceiptView) -> None:
            if receipt.method is Method.QR:
                shell.far_side(CashTaken(shell, staff, receipt, rooms))
            else:
                shell.back()  # where it says so

        shell.go(QrAtCounter(shell, staff, self._charge_id, paid, rooms))

    def _type(self, key: str) -> None:
        yuan = self._tendered_fen // 100 if self._typed else 0
        self._typed = True
        self._set(typed_on(yuan, key, _MOST_YUAN) * 100)

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
        """Booked; or a code or the machine was quicker, and the cash in the clerk's hand is the owner's."""
        if receipt.method is not Method.CASH:
            self.shell.dialogs.tell("take.paid_otherwise", number=receipt.number)
            self.enter()
            return
        self.shell.far_side(CashTaken(self.shell, self.staff, receipt, self._rooms))
