"""Why: of a difference, of a receipt that is struck out, of money that is given back (G4, G5).

Owns the asking. Usual reasons are one touch, any other is written. What is done with the words is the caller's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from kiosk.desk.corrections import REASON_LIMIT
from kiosk.desk.reasons import USUAL
from kiosk.desk.views import Staff
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_room import StaffScreen, staff_back
from kiosk.ui.screens.staff_writing import StaffWriting
from kiosk.ui.screens.writing import WritingTask
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.rows import ChoiceRow
from kiosk.ui.widgets.text import Text


@dataclass(frozen=True)
class Asking:
    """``kind``: one of ``USUAL``; ``title`` in words of the present language.

    ``then`` takes the reason: the name of a usual one, which every reader is told in their language, or the words.
    """

    kind: str
    title: Callable[[], str]
    then: Callable[[str], None]


class Reason(StaffScreen):
    """Usual reasons, and one's own words."""

    name = "staff_reason"
    title_key: ClassVar[str] = "staff.room.reason"

    def __init__(self, shell: Shell, staff: Staff, asking: Asking) -> None:
        super().__init__(shell, staff)
        self._asking = asking
        self._chosen = ""  # a usual one's key
        self._said = ""

    def compose(self, page: Page) -> None:
        look, panel, usual = self.look, self.look.panel, USUAL[self._asking.kind]
        inside = page.rect.inset(panel.x(STAFF_MARGIN), panel.y(8))
        title, rest = inside.cut_top(panel.y(58), panel.y(4))
        page.add(Text(look, title, self._asking.title(), Type.TITLE, look.colours.ink))
        across = 1 if panel.portrait else 2
        down = -(-(len(usual) + 1) // across)
        cells = rest.cut_top(panel.y(84) * down)[0].grid(across, down, panel.x(12), panel.y(10))
        for cell, reason in zip(cells, usual, strict=False):
            chosen, act = reason == self._chosen, partial(self._choose, reason)
            page.add(ChoiceRow(look, cell, reason, "rate_review", (self.tr(reason), ""), chosen, act))
        self._compose_own(page, cells[len(usual)])

    def _compose_own(self, page: Page, rect: Rect) -> None:
        words = (self._said or self.tr("reason.own"), "")
        page.add(ChoiceRow(self.look, rect, "reason.own", "draw", words, bool(self._said), self._write))

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        if not (self._chosen or self._said):
            return BarContent(back, forward=Forward(self.tr("reason.missing"), None, kind=Kind.NOT_YET))
        return BarContent(back, forward=Forward(self.tr("reason.confirm"), self._confirm, "check"))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _choose(self, reason: str) -> None:
        self._chosen, self._said = reason, ""
        self.refresh()

    def _write(self) -> None:
        label, hint = partial(self.tr, "reason.label"), partial(self.tr, "reason.hint")
        task = WritingTask(label, hint, self._said, REASON_LIMIT, self._written)
        self.shell.go(StaffWriting(self.shell, self.staff, task))

    def _written(self, text: str) -> None:
        self._said, self._chosen = text, ""
        self.shell.back()

    def _confirm(self) -> None:
        self._asking.then(self._chosen or self._said)
