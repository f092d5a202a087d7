"""Nothing is taken: the clerk says why, above the house's limit a supervisor approves (G2).

Owns the choice of the reason. Booked is what the desk books, once for this sight (G1); then the owner signs.
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import ClassVar

from kiosk.desk.corrections import REASON_LIMIT
from kiosk.desk.grants import FREE_REASONS
from kiosk.desk.views import ChargeView, ReceiptView, Staff
from kiosk.domain.accounts import FREE_SERIES
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_approve import Approve, Matter, about_charge
from kiosk.ui.screens.staff_cash_taken import CashTaken
from kiosk.ui.screens.staff_room import StaffRooms, StaffScreen, staff_back
from kiosk.ui.screens.staff_writing import StaffWriting
from kiosk.ui.screens.words import unit_words
from kiosk.ui.screens.writing import WritingTask
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.price import money_words
from kiosk.ui.widgets.rows import ChoiceRow
from kiosk.ui.widgets.text import WRAP, Text

_ICONS = {"fault": "engineering", "goodwill": "rate_review", "official": "badge", "other": "draw"}


class GiveFree(StaffScreen):
    """One reason of four; the last is written."""

    name = "staff_free"
    title_key: ClassVar[str] = "staff.room.free"

    def __init__(self, shell: Shell, staff: Staff, charge: ChargeView, rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self._charge, self._rooms = charge, rooms
        self._request_id = str(uuid.uuid4())  # a second touch on the same sight is the same payment (G1)
        self._reason, self._written_out = "", ""

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(STAFF_MARGIN), panel.y(10))
        head, rest = inside.cut_top(panel.y(40))
        title, rest = rest.cut_top(panel.y(56), panel.y(8))
        about = (unit_words(look, self._charge.unit), self.tr(self._charge.title_key))
        told = " · ".join((*about, money_words(self._charge.amount_fen)))
        page.add(Text(look, head, told, Type.TEXT, look.colours.ink2))
        page.add(Text(look, title, self.tr("free.title"), Type.TITLE, look.colours.ink, WRAP))
        across = 1 if panel.portrait else 2
        down = -(-len(FREE_REASONS) // across)
        cells = rest.cut_top(panel.y(94) * down)[0].grid(across, down, panel.x(12), panel.y(10))
        for cell, reason in zip(cells, FREE_REASONS, strict=False):
            words = self._written_out if reason == "other" and self._written_out else self.tr(f"free.reason.{reason}")
            chosen, act = reason == self._reason, partial(self._choose, reason)
            page.add(ChoiceRow(look, cell, f"free.{reason}", _ICONS[reason], (words, ""), chosen, act))

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        if not self._reason:
            return BarContent(
                back, Note(self.tr("free.note")), Forward(self.tr("free.missing"), None, kind=Kind.NOT_YET)
            )
        if self.busy("free"):
            return BarContent(back, forward=Forward(self.tr("take.booking"), None, kind=Kind.NOT_YET))
        return BarContent(back, Note(self.tr("free.note")), Forward(self.tr("free.confirm"), self._confirm, "check"))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _choose(self, reason: str) -> None:
        if reason == "other":
            label, hint = partial(self.tr, "free.label"), partial(self.tr, "free.hint")
            self.shell.go(
                StaffWriting(
                    self.shell, self.staff, WritingTask(label, hint, self._written_out, REASON_LIMIT, self._written)
                )
            )
            return
        self._reason = reason
        self.refresh()

    def _written(self, text: str) -> None:
        self._written_out = text
        self._reason = "other" if text.strip() else ""
        self.shell.back()

    def _confirm(self) -> None:
        grants, charge_id = self.shell.desk.grants, self._charge.id
        self.work("free", lambda: grants.needs_approval(self.staff, charge_id), self._give)
        self.refresh_bar()

    def _give(self, approval: bool) -> None:
        if not approval:
            self.work("free", lambda: self._book(None), self._given)
            return
        words = self._written_out if self._reason == "other" else f"{FREE_SERIES}.{self._reason}"
        facts = (("approve.reason", words), ("approve.asked_by", self.staff.name))
        matter = Matter(
            about_charge(self._charge), "approve.free.title", "approve.free.words", facts, self._book, self._given
        )
        self.shell.go(Approve(self.shell, self.staff, lambda: matter))

    def _book(self, approver: Staff | None) -> ReceiptView:
        words = self._written_out if self._reason == "other" else ""
        grants, charge_id = self.shell.desk.grants, self._charge.id
        return grants.waive(self.staff, charge_id, self._reason, words, self._request_id, approver)

    def _given(self, receipt: ReceiptView) -> None:
        self.shell.far_side(CashTaken(self.shell, self.staff, receipt, self._rooms))
