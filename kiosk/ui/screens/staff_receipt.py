"""One receipt at the counter: what it says, a copy of it, and striking it out by an entry that is signed (G3, G4).

Owns the ways from a receipt to its correction: reason, signature, what is given back. Nothing is erased: the receipt
stays, with a line through it and the number of the one that strikes it out.
"""

from __future__ import annotations

import uuid
from enum import StrEnum
from functools import partial
from typing import ClassVar, assert_never

from kiosk.desk.counter import AT_THE_COUNTER
from kiosk.desk.reasons import reason_words
from kiosk.desk.views import CopyView, ReceiptView, Role, Signature, Staff
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.service_words import paper_state
from kiosk.ui.screens.staff_reason import Asking, Reason
from kiosk.ui.screens.staff_room import StaffRooms, StaffScreen, staff_back
from kiosk.ui.screens.staff_sign import Matter, StaffSign
from kiosk.ui.screens.staff_words import when_words
from kiosk.ui.screens.words import unit_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.panels import DoneWall, Fact, FactLines, SidePanel, beside_side
from kiosk.ui.widgets.price import Amount, money_words
from kiosk.ui.widgets.text import WRAP, Text


class Correction(StrEnum):
    """VOID: a mistake, owed anew; REFUND: given back, owed no more. The names are those of the reasons."""

    VOID = "void"
    REFUND = "refund"


class StaffReceipt(StaffScreen):
    """What it says, and three keys beside it."""

    name = "staff_receipt"
    title_key: ClassVar[str] = "staff.room.receipts"

    def __init__(self, shell: Shell, staff: Staff, receipt: ReceiptView, rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self._receipt, self._rooms = receipt, rooms
        self._copy_request = str(uuid.uuid4())

    def enter(self) -> None:
        self.news_read()

    def news_read(self) -> None:
        number, money = self._receipt.number, self.shell.desk.money
        self.work("receipt", lambda: money.receipt(number), self._take)

    def _take(self, receipt: ReceiptView) -> None:
        if receipt != self._receipt:
            self._receipt = receipt
            self.refresh()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        main, side = beside_side(self.look, page.rect)
        self._compose_receipt(page, main.inset(panel.x(STAFF_MARGIN), panel.y(8)))
        page.add(SidePanel(self.look, side))
        self._compose_acts(page, side.inset(panel.x(28), panel.y(20)))

    def _compose_receipt(self, page: Page, rect: Rect) -> None:
        look, panel, colours, receipt = self.look, self.look.panel, self.look.colours, self._receipt
        struck = bool(receipt.struck_out_by)
        title, rest = rect.cut_top(panel.y(56))
        ink = colours.ink2 if struck else colours.ink
        number = Text(look, title, receipt.number, Type.TITLE, ink)
        page.add(number)
        amount, rest = rest.cut_top(panel.y(72), panel.y(4))
        page.add(Amount(look, amount, receipt.amount_fen, Type.NUMBER, colours.seal if receipt.strikes_out else ink))
        if struck:
            number.strike(colours.seal)
        facts = self._facts()
        lines = rest.cut_top(panel.y(36 * len(facts)))[0]
        page.add(FactLines(look, lines, facts, (colours.ink2, colours.ink), 112))

    def _facts(self) -> tuple[Fact, ...]:
        look, tr, receipt, seal = self.look, self.tr, self._receipt, self.look.colours.seal
        facts = [
            Fact(tr("sign.unit"), unit_words(look, receipt.charge.unit)),
            Fact(tr("sign.item"), tr(receipt.charge.title_key)),
            Fact(tr("sign.method"), tr(f"pay.{receipt.method}")),
            Fact(tr("receipts.when"), when_words(look, receipt.paid_at, self.shell.settings.timezone)),
            Fact(tr("receipts.paper"), self._paper()),
            Fact(tr("receipts.check"), receipt.check_code),
        ]
        if receipt.struck_out_by:
            facts.append(Fact(tr("receipts.state"), tr("receipts.struck_by", number=receipt.struck_out_by), ink=seal))
        if receipt.strikes_out:
            facts.append(Fact(tr("receipts.state"), tr("receipts.strikes", number=receipt.strikes_out), ink=seal))
        return tuple(facts)

    def _paper(self) -> str:
        return self.tr(f"receipts.paper.{paper_word(self.shell, self._receipt)}")

    def _compose_acts(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        if self.staff.role not in AT_THE_COUNTER:
            page.add(Text(look, rect, self.tr("receipts.only_read"), Type.TEXT, look.colours.ink2, WRAP))
            return
        final = bool(self._receipt.struck_out_by or self._receipt.strikes_out)
        copy, rest = rect.cut_top(panel.y(72), panel.y(20))
        caption = Caption(self.tr("receipts.copy"), Type.TEXT_BOLD, "print")
        page.add(Button(look, copy, "receipt.copy", caption, Kind.OUTLINED, self._copy))
        for correction in () if final else Correction:
            cell, rest = rest.cut_top(panel.y(72), panel.y(2))
            words, rest = rest.cut_top(panel.y(50), panel.y(10))
            self._compose_correction(page, (cell, words), correction)

    def _compose_correction(self, page: Page, places: tuple[Rect, Rect], correction: Correction) -> None:
        look = self.look
        may = correction is Correction.VOID or self.staff.role is Role.SUPERVISOR
        kind = Kind.DANGER_OUTLINED if may else Kind.UNAVAILABLE
        act = partial(self._correct, correction) if may else self._not_yours
        caption = Caption(self.tr(f"receipts.{correction}"), Type.TEXT_BOLD)
        page.add(Button(look, places[0], f"receipt.{correction}", caption, kind, act))
        note = self.tr(f"receipts.{correction}.words" if may else "receipts.supervisor")
        page.add(Text(look, places[1], note, Type.STAFF, look.colours.ink2, WRAP))

    def bar(self) -> BarContent:
        return BarContent(Back(self.tr("staff.back"), lambda: staff_back(self.shell)))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _copy(self) -> None:
        copies, number, request_id = self.shell.desk.copies, self._receipt.number, self._copy_request
        self.work("copy", lambda: copies.print_copy(self.staff, number, request_id), self._copied)

    def _copied(self, copy: CopyView) -> None:
        self._copy_request = str(uuid.uuid4())
        self.shell.toasts.say("toast.copy", n=copy.copy)

    def _not_yours(self) -> None:
        self.shell.dialogs.tell("error.supervisor")

    def _correct(self, correction: Correction) -> None:
        def sign(reason: str) -> None:
            self.shell.go(SignCorrection(self.shell, self.staff, (self._receipt, correction, reason), self._rooms))

        title = partial(self.tr, f"reason.of_{correction}", number=self._receipt.number)
        self.shell.go(Reason(self.shell, self.staff, Asking(correction.value, title, sign)))


def paper_word(shell: Shell, receipt: ReceiptView) -> str:
    """How its paper stands: printed | waiting | trouble | unknown | unsigned | failed."""
    return paper_state(receipt.print_state, shell.news.service("printed_receipt"))


class SignCorrection(StaffSign):
    """Whoever strikes out signs, as on paper."""

    name = "staff_sign_correction"
    title_key: ClassVar[str] = "staff.room.receipts"
    note_key: ClassVar[str] = "correction.note"

    def __init__(self, shell: Shell, staff: Staff, of: tuple[ReceiptView, Correction, str], rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self._receipt, self._correction, self._reason = of
        self._rooms, self._request_id = rooms, str(uuid.uuid4())

    def matter(self) -> Matter:
        receipt = self._receipt
        facts = (
            Fact(self.tr("find.label"), receipt.number),
            Fact(self.tr("sign.method"), self.tr(f"pay.{receipt.method}")),
        )
        title, words = self.tr(f"receipts.{self._correction}"), reason_words(self.look.tr, self._reason)
        return Matter(title, -receipt.amount_fen, facts, words, self.look.colours.seal)

    def sign(self, signature: Signature) -> None:
        corrections, number = self.shell.desk.corrections, self._receipt.number
        match self._correction:
            case Correction.VOID:
                act = corrections.void
            case Correction.REFUND:
                act = corrections.refund
            case _:
                assert_never(self._correction)
        done = partial(act, self.staff, number, self._reason, signature, self._request_id)
        self.work("sign", done, self._corrected)

    def _corrected(self, red: ReceiptView) -> None:
        self.shell.far_side(Corrected(self.shell, self.staff, (red, self._correction), self._rooms))


class Corrected(StaffScreen):
    """Struck out: the number of the red receipt, and what the clerk gives back now."""

    name = "staff_corrected"
    title_key: ClassVar[str] = "staff.room.receipts"

    def __init__(self, shell: Shell, staff: Staff, of: tuple[ReceiptView, Correction], rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        (self._red, self._correction), self._rooms = of, rooms

    def compose(self, page: Page) -> None:
        red = self._red
        title = self.tr("corrected.title")
        amount = money_words(-red.amount_fen)
        words = [self.tr("corrected.red", struck=red.strikes_out, number=red.number)]
        words.append(self.tr(f"corrected.{red.method}", amount=amount))
        if self._correction is Correction.VOID:
            words.append(self.tr("corrected.owed"))
        page.add(DoneWall(self.look, page.rect, title, "\n".join(words)))

    def bar(self) -> BarContent:
        return BarContent(forward=Forward(self.tr("till.done"), self._to_list, "check"))

    def _to_list(self) -> None:
        self.shell.far_side(self._rooms.of("receipts")(self.shell, self.staff))
