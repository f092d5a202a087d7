"""The register of vouchers on the glass: what was issued, one issue, and a number that is blocked or let free (G2).

Owns these looks and the acts on one issue. How vouchers are issued is ``staff_voucher_wish``'s.
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import ClassVar

from kiosk.desk.counter import AT_THE_COUNTER
from kiosk.desk.reasons import reason_words
from kiosk.desk.settling import OWED
from kiosk.desk.views import ChargeState, Signature, Staff, VoucherIssue
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_cash import TakeCash
from kiosk.ui.screens.staff_lists import KeyedList
from kiosk.ui.screens.staff_reason import Asking, Reason
from kiosk.ui.screens.staff_room import StaffRooms, StaffScreen, staff_back
from kiosk.ui.screens.staff_sign import Matter, StaffSign
from kiosk.ui.screens.staff_voucher_find import FindVoucher
from kiosk.ui.screens.staff_voucher_wish import WishVouchers, span_words
from kiosk.ui.screens.staff_words import when_words
from kiosk.ui.screens.words import full_date_words, unit_short
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Colour, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.pad import BACKSPACE, CLEAR, NumberPad
from kiosk.ui.widgets.panels import Fact, FactLines, SidePanel, beside_side
from kiosk.ui.widgets.price import money_words
from kiosk.ui.widgets.table import TableLine
from kiosk.ui.widgets.text import WRAP, Text
from kiosk.ui.widgets.touch import Act

_DIGITS = 6


class VoucherList(KeyedList[VoucherIssue]):
    """What was issued, the newest first."""

    name = "staff_vouchers"
    tab: ClassVar[str] = "till"
    title_key: ClassVar[str] = "staff.room.vouchers"
    heading: ClassVar[str] = "staff.room.vouchers"
    nothing: ClassVar[str] = "vouchers.nothing"
    nothing_note: ClassVar[str] = "vouchers.nothing.note"

    def news_read(self) -> None:
        self.work("vouchers", lambda: self.shell.desk.vouchers.listing(self.staff), self.take)

    def head_keys(self) -> tuple[tuple[str, str, Act], ...]:
        return (
            ("vouchers.till", "tab.till", self.to_till),
            ("vouchers.issue", "vouchers.issue", self._wish),
            ("vouchers.find", "vouchers.find", self._find),
        )

    def _wish(self) -> None:
        self.shell.go(WishVouchers(self.shell, self.staff, self.rooms))

    def _find(self) -> None:
        self.shell.go(FindVoucher(self.shell, self.staff, self._show))

    def _show(self, issue: VoucherIssue) -> None:
        self.shell.go(StaffVouchers(self.shell, self.staff, issue, self.rooms))

    def line(self, issue: VoucherIssue) -> TableLine:
        look = self.look
        told = (
            unit_short(look, issue.unit),
            f"{issue.pieces} × {money_words(issue.face_fen)}",
            self.tr("vouchers.used", used=issue.used, n=issue.pieces),
        )
        return TableLine(
            "sell",
            span_words(issue),
            " · ".join(told),
            state_words(look, issue),
            state_ink(look, issue),
            f"vouchers.{issue.id}",
            partial(self._show, issue),
            staff=True,
        )


def state_words(look: Look, issue: VoucherIssue) -> str:
    """Sold and how that stands, or given until when."""
    if issue.sale is not None:
        return look.tr(f"vouchers.sale.{issue.sale}")
    assert issue.valid_until is not None  # given: the store holds it to that
    until = full_date_words(look, issue.valid_until)
    return look.tr("vouchers.over" if issue.over else "vouchers.good", until=until)


def state_ink(look: Look, issue: VoucherIssue) -> Colour:
    """Ochre where money is wanted."""
    return look.colours.ochre if issue.sale in OWED else look.colours.ink2


class StaffVouchers(StaffScreen):
    """One issue, and beside it what can be done with it."""

    name = "staff_voucher_issue"
    title_key: ClassVar[str] = "staff.room.vouchers"

    def __init__(self, shell: Shell, staff: Staff, issue: VoucherIssue, rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self._issue, self._rooms = issue, rooms

    def enter(self) -> None:
        self.news_read()

    def news_read(self) -> None:
        desk, issue_id = self.shell.desk.vouchers, self._issue.id
        self.work("issue", lambda: desk.one(self.staff, issue_id), self._take)

    def _take(self, issue: VoucherIssue) -> None:
        if issue != self._issue:
            self._issue = issue
            self.refresh()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        look, panel, colours, issue = self.look, self.look.panel, self.look.colours, self._issue
        keys = self._keys()
        main, side = beside_side(look, page.rect, across=330, down=290) if keys else (page.rect, None)
        title, rest = main.inset(panel.x(STAFF_MARGIN), panel.y(8)).cut_top(panel.y(56), panel.y(4))
        page.add(Text(look, title, span_words(issue), Type.TITLE, colours.ink))
        facts = tuple(self._facts())
        lines, rest = rest.cut_top(panel.y(36 * len(facts)), panel.y(8))
        page.add(FactLines(look, lines, facts, (colours.ink2, colours.ink), 112))
        page.add(Text(look, rest, reason_words(look.tr, issue.reason), Type.TEXT, colours.ink, WRAP))
        if side is not None:
            self._compose_keys(page, side, keys)

    def _compose_keys(self, page: Page, side: Rect, keys: list[tuple[str, str, Act]]) -> None:
        look, panel = self.look, self.look.panel
        page.add(SidePanel(look, side))
        rest = side.inset(panel.x(24), panel.y(20))
        for touch_id, icon, act in keys:
            cell, rest = rest.cut_top(panel.y(72), panel.y(12))
            caption = Caption(self.tr(touch_id), Type.TEXT_BOLD, icon)
            page.add(Button(look, cell, touch_id, caption, Kind.OUTLINED, act))
        page.add(Text(look, rest, self.tr("vouchers.mark.words"), Type.TEXT, look.colours.ink2, WRAP))

    def _keys(self) -> list[tuple[str, str, Act]]:
        keys: list[tuple[str, str, Act]] = []
        if self._issue.sale not in (ChargeState.WITHDRAWN, ChargeState.REFUNDED):
            keys.append(("vouchers.mark", "lock_open", self._mark))
        if self._issue.sale in OWED:
            keys.append(("vouchers.give_up", "close", self._give_up))
        return keys

    def _facts(self) -> list[Fact]:
        issue, tr, look = self._issue, self.tr, self.look
        issued = f"{issue.issued_by} {when_words(look, issue.issued_at, self.shell.settings.timezone)}"
        facts = [
            Fact(tr("vouchers.worth"), f"{issue.pieces} × {money_words(issue.face_fen)}"),
            Fact(tr("approve.unit"), unit_short(look, issue.unit)),
            Fact(tr("vouchers.state"), state_words(look, issue), ink=state_ink(look, issue)),
            Fact(tr("vouchers.used.label"), tr("vouchers.used", used=issue.used, n=issue.pieces)),
            Fact(tr("vouchers.issued"), issued),
        ]
        if issue.blocked:
            more = f" +{len(issue.blocked) - 1}" if len(issue.blocked) > 1 else ""
            facts.append(Fact(tr("vouchers.blocked"), issue.blocked[0] + more, ink=look.colours.seal))
        return facts

    def bar(self) -> BarContent:
        back, issue = Back(self.tr("staff.back"), lambda: staff_back(self.shell)), self._issue
        if issue.sale not in OWED or self.staff.role not in AT_THE_COUNTER:
            return BarContent(back)
        return BarContent(back, forward=Forward(self.tr("vouchers.collect"), self._collect, "payments"))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _collect(self) -> None:
        if self._issue.charge_id is not None:
            self.shell.go(TakeCash(self.shell, self.staff, self._issue.charge_id, self._rooms))

    def _give_up(self) -> None:
        desk, issue_id = self.shell.desk.vouchers, self._issue.id
        self.work("give_up", lambda: desk.give_up_sale(self.staff, issue_id), self._take)

    def _mark(self) -> None:
        self.shell.go(MarkVoucher(self.shell, self.staff, self._issue, self._rooms))


class MarkVoucher(StaffScreen):
    """Which number: it is blocked, or let free if it is."""

    name = "staff_voucher_mark"
    title_key: ClassVar[str] = "staff.room.vouchers"

    def __init__(self, shell: Shell, staff: Staff, issue: VoucherIssue, rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self._issue, self._rooms = issue, rooms
        self._digits = issue.first.rpartition("-")[2] if issue.pieces == 1 else ""

    @property
    def _number(self) -> str:
        return f"{self._issue.series}-{self._digits.zfill(_DIGITS)}"

    @property
    def _blocks(self) -> bool:
        return self._number not in self._issue.blocked

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(STAFF_MARGIN), 0)
        if panel.portrait:
            left, pad = inside.cut_top(panel.y(460), panel.y(8))
        else:
            pad, left = inside.cut_right(panel.x(376), panel.x(32))
        page.add(NumberPad(look, pad.inset(0, panel.y(12)), CLEAR, self._type, self.shell.clock.monotonic))
        title, rest = left.cut_top(panel.y(12))[1].cut_top(panel.y(58), panel.y(4))
        page.add(Text(look, title, self.tr("vouchers.which"), Type.TITLE, look.colours.ink))
        span, rest = rest.cut_top(panel.y(40), panel.y(20))
        page.add(Text(look, span, span_words(self._issue), Type.TEXT, look.colours.ink2))
        number, rest = rest.cut_top(panel.y(72), panel.y(12))
        shown = f"{self._issue.series}-{self._digits}"
        page.add(Text(look, number, shown, Type.ACTION, look.colours.ink))
        if self._digits and not self._blocks:
            page.add(Text(look, rest, self.tr("vouchers.is_blocked"), Type.TEXT, look.colours.seal, WRAP))

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        if not (self._digits and self._issue.first <= self._number <= self._issue.last):
            return BarContent(back, forward=Forward(self.tr("vouchers.not_of_it"), None, kind=Kind.NOT_YET))
        words = self.tr("vouchers.block" if self._blocks else "vouchers.free")
        return BarContent(back, forward=Forward(words, self._why, "arrow_forward"))

    def _type(self, key: str) -> None:
        if key == CLEAR:
            self._digits = ""
        elif key == BACKSPACE:
            self._digits = self._digits[:-1]
        elif len(self._digits) < _DIGITS:
            self._digits += key
        self.refresh()

    def _why(self) -> None:
        kind = "blocked" if self._blocks else "freed"
        title = partial(self.tr, f"reason.of_{kind}", number=self._number)
        self.shell.go(Reason(self.shell, self.staff, Asking(kind, title, self._sign)))

    def _sign(self, reason: str) -> None:
        marking = (self._number, self._blocks, reason)
        self.shell.go(SignMark(self.shell, self.staff, self._issue, marking, self._rooms))


class SignMark(StaffSign):
    """The signature blocks the number, or lets it free. ``marking``: number, whether it is blocked, why."""

    name = "staff_sign_mark"
    title_key: ClassVar[str] = "staff.room.vouchers"
    note_key: ClassVar[str] = "vouchers.mark.note"

    def __init__(
        self, shell: Shell, staff: Staff, issue: VoucherIssue, marking: tuple[str, bool, str], rooms: StaffRooms
    ) -> None:
        super().__init__(shell, staff)
        self._issue, self._marking, self._rooms = issue, marking, rooms
        self._request_id = str(uuid.uuid4())

    def matter(self) -> Matter:
        number, blocks, reason = self._marking
        title = self.tr("vouchers.block" if blocks else "vouchers.free")
        return Matter(
            title, self._issue.face_fen, (Fact(self.tr("approve.voucher"), number),), reason_words(self.look.tr, reason)
        )

    def sign(self, signature: Signature) -> None:
        desk, (number, blocks, reason), request_id = self.shell.desk.vouchers, self._marking, self._request_id
        mark = partial(desk.mark, self.staff, number, blocks, reason, signature, request_id)
        self.work("sign", mark, self._marked)

    def _marked(self, _issue: VoucherIssue) -> None:
        number, blocks, _ = self._marking
        self.shell.toasts.say("toast.voucher_blocked" if blocks else "toast.voucher_free", number=number)
        self.shell.far_side(self._rooms.of("vouchers")(self.shell, self.staff))
