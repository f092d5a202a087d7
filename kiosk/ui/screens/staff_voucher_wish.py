"""Vouchers are issued: which numbers, sold or given until when, to which unit; then signed for (G2).

Owns these steps. Which numbers can be, and who may give how much away, is the desk's; what is sold is paid like
anything else.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import ClassVar

from kiosk.desk.counter import AT_THE_COUNTER
from kiosk.desk.reasons import reason_words
from kiosk.desk.views import Signature, Staff, UnitView, VoucherIssue, VoucherWish
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_approve import About, Approve, Matter
from kiosk.ui.screens.staff_bag import EntryField
from kiosk.ui.screens.staff_cash import TakeCash
from kiosk.ui.screens.staff_reason import Asking, Reason
from kiosk.ui.screens.staff_room import StaffRooms, StaffScreen, staff_back
from kiosk.ui.screens.staff_sign import Matter as Signed
from kiosk.ui.screens.staff_sign import StaffSign
from kiosk.ui.screens.words import full_date_words, unit_short
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.pad import BACKSPACE, CLEAR, NumberPad
from kiosk.ui.widgets.panels import Fact
from kiosk.ui.widgets.price import money_words
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.unit_picker import Pick, UnitPicker

_MOST_DIGITS, _ACROSS = {"first": 6, "pieces": 4}, 4
_SOLD = "sold"


def span_words(issue: VoucherIssue) -> str:
    """Its numbers."""
    return issue.first if issue.pieces == 1 else f"{issue.first} – {issue.last}"


class WishVouchers(StaffScreen):
    """Series, first number, how many; and whether they are sold, or given until a day."""

    name = "staff_voucher_wish"
    title_key: ClassVar[str] = "staff.room.vouchers"

    def __init__(self, shell: Shell, staff: Staff, rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self._rooms, self._desk = rooms, shell.desk.vouchers
        self._series = self._desk.series[0]
        self._typed = {"first": "", "pieces": ""}
        self._field = "first"
        self._way = ""  # sold, or months
        self._days = dict(zip(("3", "6", "12"), self._desk.last_days(), strict=True))

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(STAFF_MARGIN), 0)
        if panel.portrait:
            left, pad = inside.cut_top(panel.y(470), panel.y(8))
        else:
            pad, left = inside.cut_right(panel.x(376), panel.x(32))
        page.add(NumberPad(look, pad.inset(0, panel.y(12)), CLEAR, self._type, self.shell.clock.monotonic))
        rest = left.cut_top(panel.y(10))[1]
        if len(self._desk.series) > 1:
            series, rest = rest.cut_top(panel.y(66), panel.y(8))
            keys = tuple((f"series.{name}", name, name == self._series) for name in self._desk.series)
            self._compose_keys(page, series, keys, self._choose_series)
        fields, rest = rest.cut_top(panel.y(98), panel.y(8))
        for cell, field in zip(fields.columns(2, panel.x(8)), self._typed, strict=True):
            words = (self.tr(f"vouchers.{field}"), self._typed[field])
            turn = partial(self._turn_to, field)
            page.add(EntryField(look, cell, f"vouchers.{field}", words, field == self._field, turn))
        ways, rest = rest.cut_top(panel.y(164), panel.y(8))
        told = ((_SOLD, self.tr("vouchers.sold")), *((months, self._until(day)) for months, day in self._days.items()))
        keys = tuple((f"vouchers.way.{way}", words, way == self._way) for way, words in told)
        self._compose_keys(page, ways, keys, self._choose_way, down=2)
        page.add(Text(look, rest.cut_top(panel.y(40))[0], self._summary, Type.TEXT_BOLD, look.colours.ink))

    def _compose_keys(
        self,
        page: Page,
        rect: Rect,
        keys: tuple[tuple[str, str, bool], ...],
        choose: Callable[[str], None],
        down: int = 1,
    ) -> None:
        """Of each key: the name of its touch, its words, whether it is chosen."""
        panel = self.look.panel
        cells = rect.grid(-(-len(keys) // down), down, panel.x(8), panel.y(8))
        for cell, (touch_id, words, chosen) in zip(cells, keys, strict=False):
            caption = Caption(words, Type.TEXT_BOLD, "check" if chosen else "", 28)
            act = partial(choose, touch_id.rpartition(".")[2])
            page.add(Button(self.look, cell, touch_id, caption, Kind.OUTLINED if chosen else Kind.CONTROL, act))

    def _until(self, day: date) -> str:
        return self.tr("vouchers.given", until=full_date_words(self.look, day))

    @property
    def _pieces(self) -> int:
        return int(self._typed["pieces"] or 0)

    @property
    def _summary(self) -> str:
        face_fen = self._desk.face_fen(self._series)
        return f"{self._series} · {self._pieces} × {money_words(face_fen)} = {money_words(self._pieces * face_fen)}"

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        if not (int(self._typed["first"] or 0) and self._pieces and self._way):
            return BarContent(back, forward=Forward(self.tr("vouchers.missing"), None, kind=Kind.NOT_YET))
        return BarContent(back, forward=Forward(self.tr("vouchers.to_unit"), self._to_unit, "arrow_forward"))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _choose_series(self, series: str) -> None:
        self._series = series
        self.refresh()

    def _turn_to(self, field: str) -> None:
        self._field = field
        self.refresh()

    def _choose_way(self, way: str) -> None:
        self._way = way
        self.refresh()

    def _type(self, key: str) -> None:
        typed = self._typed[self._field]
        if key == CLEAR:
            typed = ""
        elif key == BACKSPACE:
            typed = typed[:-1]
        elif len(typed) < _MOST_DIGITS[self._field]:
            typed += key
        self._typed[self._field] = typed
        self.refresh()

    def _to_unit(self) -> None:
        first = int(self._typed["first"])
        wish = VoucherWish(self._series, first, first + self._pieces - 1, "", self._days.get(self._way))
        self.shell.go(VouchersFor(self.shell, self.staff, wish, self._rooms))


class VouchersFor(StaffScreen):
    """The unit that gets them; the desk looks at the numbers before anybody is asked for more."""

    name = "staff_voucher_unit"
    title_key: ClassVar[str] = "staff.room.vouchers"

    def __init__(self, shell: Shell, staff: Staff, wish: VoucherWish, rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self._wish, self._rooms = wish, rooms
        self._units: tuple[UnitView, ...] = ()
        self._pick = Pick()

    def enter(self) -> None:
        self.work("units", self.shell.desk.identity.units, self._take_units)

    def _take_units(self, units: tuple[UnitView, ...]) -> None:
        self._units = units
        self.refresh()

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(STAFF_MARGIN), panel.y(8))
        title, rest = inside.cut_top(panel.y(58), panel.y(8))
        page.add(Text(look, title, self.tr("vouchers.whose"), Type.TITLE, look.colours.ink))
        page.add(UnitPicker(look, rest, self._units, self._pick, self._picked))

    def _picked(self, pick: Pick) -> None:
        self._pick = pick
        self.refresh()

    def bar(self) -> BarContent:
        back, unit = Back(self.tr("staff.back"), lambda: staff_back(self.shell)), self._pick.unit(self._units)
        if unit is None:
            return BarContent(back, forward=Forward(self.tr("identify.unit_missing"), None, kind=Kind.NOT_YET))
        return BarContent(back, forward=Forward(self.tr("till.go_on"), partial(self._go_on, unit)))

    def _go_on(self, unit: UnitView) -> None:
        wish = replace(self._wish, unit_id=unit.id)
        self.work(
            "check", lambda: self.shell.desk.vouchers.check(self.staff, wish), lambda _none: self._why(unit, wish)
        )

    def _why(self, unit: UnitView, wish: VoucherWish) -> None:
        if wish.valid_until is None:
            self._sign(unit, wish, "")
            return
        asking = Asking("given", partial(self.tr, "reason.of_given"), partial(self._sign, unit, wish))
        self.shell.go(Reason(self.shell, self.staff, asking))

    def _sign(self, unit: UnitView, wish: VoucherWish, reason: str) -> None:
        self.shell.go(SignVouchers(self.shell, self.staff, unit, replace(wish, reason=reason), self._rooms))


class SignVouchers(StaffSign):
    """The signature enters them; much that is given waits for a supervisor beside the clerk."""

    name = "staff_sign_vouchers"
    title_key: ClassVar[str] = "staff.room.vouchers"
    note_key: ClassVar[str] = "vouchers.sign.note"

    def __init__(self, shell: Shell, staff: Staff, unit: UnitView, wish: VoucherWish, rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self._unit, self._wish, self._rooms = unit, wish, rooms
        self._request_id = str(uuid.uuid4())

    @property
    def _worth_fen(self) -> int:
        return self._wish.pieces * self.shell.desk.vouchers.face_fen(self._wish.series)

    def matter(self) -> Signed:
        wish, tr = self._wish, self.tr
        first, last = self.shell.desk.vouchers.ends(wish)
        ends = (("vouchers.from", first), ("vouchers.to", last)) if wish.pieces > 1 else (("approve.voucher", first),)
        facts = [Fact(tr(key), number) for key, number in ends]
        facts.append(Fact(tr("approve.unit"), unit_short(self.look, self._unit)))
        if wish.valid_until is not None:
            facts.append(Fact(tr("vouchers.until"), full_date_words(self.look, wish.valid_until)))
        title = tr("vouchers.sign.given" if wish.valid_until else "vouchers.sign.sold")
        return Signed(title, self._worth_fen, tuple(facts), reason_words(self.look.tr, wish.reason))

    def sign(self, signature: Signature) -> None:
        desk, wish = self.shell.desk.vouchers, self._wish
        self.work("sign", lambda: desk.needs_approval(self.staff, wish), partial(self._book, signature))

    def _book(self, signature: Signature, approval: bool) -> None:
        desk, wish, request_id = self.shell.desk.vouchers, self._wish, self._request_id
        if not approval:
            self.work("sign", lambda: desk.issue(self.staff, wish, signature, request_id), self._issued)
            return

        def grant(supervisor: Staff) -> VoucherIssue:
            return desk.issue(self.staff, wish, signature, request_id, supervisor)

        facts = (("approve.reason", wish.reason), ("approve.asked_by", self.staff.name))
        about = About(self._unit, "charge.voucher", self._worth_fen)
        matter = Matter(about, "vouchers.approve", "approve.free.words", facts, grant, self._issued)
        self.shell.go(Approve(self.shell, self.staff, lambda: matter))

    def _issued(self, issue: VoucherIssue) -> None:
        shell, staff = self.shell, self.staff
        shell.toasts.say("toast.vouchers", numbers=span_words(issue))
        shell.far_side(self._rooms.of("vouchers")(shell, staff))
        if issue.charge_id is not None and staff.role in AT_THE_COUNTER:
            shell.go(TakeCash(shell, staff, issue.charge_id, self._rooms))
