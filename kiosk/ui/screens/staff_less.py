"""The work is accepted for less than was agreed: the clerk types how much and says why, the owner signs for it (D6).

Owns the typing. What may be is the desk's to say, before anybody is asked for a reason. Called by the clerk's screen
of a case.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from kiosk.desk.views import CaseView, LessCharged, Staff, WorkQuote
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_approve import About, Approve, Matter
from kiosk.ui.screens.staff_reason import Asking, Reason
from kiosk.ui.screens.staff_room import StaffScreen, staff_back
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.pad import CLEAR, NumberPad, typed_on
from kiosk.ui.widgets.price import Amount, money_words
from kiosk.ui.widgets.text import Text

Accept = Callable[[LessCharged], None]


class ChargeLess(StaffScreen):
    """What was agreed, what is typed instead: the last two figures are jiao and fen."""

    name = "staff_less"
    title_key: ClassVar[str] = "staff.room.work"

    def __init__(self, shell: Shell, staff: Staff, case: CaseView, agreed: WorkQuote, accept: Accept) -> None:
        super().__init__(shell, staff)
        self._case, self._agreed, self._accept = case, agreed, accept
        self._fen = 0

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(STAFF_MARGIN), panel.y(8))
        if panel.portrait:
            left, pad = inside.cut_top(panel.y(440), panel.y(8))
        else:
            pad, left = inside.cut_right(panel.x(376), panel.x(32))
        title, rest = left.cut_top(panel.y(58), panel.y(12))
        page.add(Text(look, title, self.tr("work.less.title"), Type.TITLE, look.colours.ink))
        rest = self._figure(page, rest, "work.less.agreed", self._agreed.agreed_fen, Type.NUMBER)
        self._figure(page, rest, "work.less.now", self._fen, Type.NUMBER_L)
        page.add(NumberPad(look, pad, CLEAR, self._type, self.shell.clock.monotonic))

    def _figure(self, page: Page, rect: Rect, key: str, fen: int, role: Type) -> Rect:
        look, panel = self.look, self.look.panel
        label, rest = rect.cut_top(panel.y(34))
        amount, rest = rest.cut_top(panel.y(84), panel.y(12))
        page.add(Text(look, label, self.tr(key), Type.TEXT, look.colours.ink2))
        page.add(Amount(look, amount, fen, role, look.colours.ink))
        return rest

    def bar(self) -> BarContent:
        back, note = Back(self.tr("staff.back"), lambda: staff_back(self.shell)), Note(self.tr("work.less.note"))
        if not 0 < self._fen < self._agreed.agreed_fen:
            return BarContent(back, note, Forward(self.tr("work.less.missing"), None, kind=Kind.NOT_YET))
        return BarContent(back, note, Forward(self.tr("work.less.why"), self._ask, "arrow_forward"))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _type(self, key: str) -> None:
        self._fen = typed_on(self._fen, key, self._agreed.agreed_fen)
        self.refresh()

    def _ask(self) -> None:
        work, case_id, fen = self.shell.desk.work, self._agreed.case_id, self._fen
        self.work("less", lambda: work.check_less(self.staff, case_id, fen), partial(self._why, fen))

    def _why(self, fen: int, approval: bool) -> None:
        less = money_words(self._agreed.agreed_fen - fen)
        asking = Asking("less", partial(self.tr, "reason.of_less", amount=less), partial(self._said, fen, approval))
        self.shell.go(Reason(self.shell, self.staff, asking))

    def _said(self, fen: int, approval: bool, reason: str) -> None:
        if not approval:
            self._accept(LessCharged(fen, reason))
            return
        about = About(self._case.unit, "approve.less.off", self._agreed.agreed_fen - fen)
        told = (("approve.less.now", money_words(fen)), ("approve.reason", reason))
        facts = (*told, ("approve.asked_by", self.staff.name))
        grant = partial(LessCharged, fen, reason)
        matter = Matter(about, "approve.less.title", "approve.less.words", facts, grant, self._accept)
        self.shell.go(Approve(self.shell, self.staff, lambda: matter))
