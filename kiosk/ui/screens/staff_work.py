"""After the inspection the clerk writes the quote: labour and material, line by line, then the owner is asked (D4).

Owns the lines as they are being written. Kept is what the desk keeps, when the quote goes to the owner: a new version.
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import ClassVar

from kiosk.desk.views import CaseView, LineKind, Staff, WorkLine, WorkQuote
from kiosk.desk.work_orders import LINES_LIMIT
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.agree_work import AgreeWork
from kiosk.ui.screens.staff_room import StaffScreen, hand_over, staff_back
from kiosk.ui.screens.staff_work_line import StaffWorkLine
from kiosk.ui.screens.work_words import ICONS, line_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.price import Amount, money_words
from kiosk.ui.widgets.rows import ChoiceRow
from kiosk.ui.widgets.text import Text

_HEAD, _ROW, _KEYS = 58, 76, 66


class StaffWork(StaffScreen):
    """A row a line; a touch on it opens it."""

    name = "staff_work"
    title_key: ClassVar[str] = "staff.room.work"

    def __init__(self, shell: Shell, staff: Staff, case: CaseView, lines: tuple[WorkLine, ...]) -> None:
        super().__init__(shell, staff)
        self._case, self._lines = case, list(lines)
        self._request_id = str(uuid.uuid4())  # what is handed over twice unchanged is one quote (G1)

    @property
    def _total_fen(self) -> int:
        return sum(line.amount_fen for line in self._lines)

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(STAFF_MARGIN), panel.y(8))
        head, rest = inside.cut_top(panel.y(_HEAD * (2 if panel.narrow else 1)), panel.y(4))
        title, total = head.rows(2, 0) if panel.narrow else head.cut_left(round(head.w * 0.6))
        page.add(Text(look, title, self.tr("work.title", number=self._case.number), Type.TITLE, look.colours.ink))
        page.add(Amount(look, total, self._total_fen, Type.NUMBER, look.colours.ink, "right"))
        keys, rest = rest.cut_bottom(panel.y(_KEYS * (2 if panel.narrow else 1)), panel.y(8))
        self._compose_keys(page, keys)
        across = 1 if panel.portrait else 2
        down = -(-LINES_LIMIT // across)
        cells = rest.cut_top(min(rest.h, panel.y(_ROW) * down))[0].grid(across, down, panel.x(12), panel.y(6))
        for number, (cell, line) in enumerate(zip(cells, self._lines, strict=False)):
            self._compose_line(page, cell, number, line)

    def _compose_line(self, page: Page, rect: Rect, number: int, line: WorkLine) -> None:
        times = f" × {line.quantity}" if line.quantity > 1 else ""
        words = (line_words(self.look, line, self._case.item_key) + times, money_words(line.amount_fen))
        page.add(
            ChoiceRow(self.look, rect, f"work.{number}", ICONS[line.kind], words, False, partial(self._open, number))
        )

    def _compose_keys(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        cells = rect.rows(2, panel.y(8)) if panel.narrow else rect.columns(2, panel.x(12))
        kinds = [LineKind.LABOUR] if self._case.materials_by_owner else list(LineKind)
        for cell, kind in zip(cells, kinds, strict=False):
            room = len(self._lines) < LINES_LIMIT
            caption = Caption(self.tr(f"work.add.{kind}"), Type.TEXT_BOLD, ICONS[kind], 30)
            act = partial(self._add, kind) if room else None
            page.add(Button(look, cell, f"work.add.{kind}", caption, Kind.CONTROL if room else Kind.NOT_YET, act))
        if len(kinds) == 1:
            page.add(Text(look, cells[1], self.tr("work.own_material"), Type.TEXT, look.colours.ink2))

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        note = Note(self.tr("work.note"))
        if self.busy("quote"):
            return BarContent(back, note, Forward(self.tr("work.keeping"), None, kind=Kind.NOT_YET))
        if not self._lines:
            return BarContent(back, note, Forward(self.tr("work.missing"), None, kind=Kind.NOT_YET))
        return BarContent(back, note, Forward(self.tr("work.to_owner"), self._quote, "draw"))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _add(self, kind: LineKind) -> None:
        self.shell.go(StaffWorkLine(self.shell, self.staff, WorkLine(kind, "", 1, 0), partial(self._put, None)))

    def _open(self, number: int) -> None:
        self.shell.go(StaffWorkLine(self.shell, self.staff, self._lines[number], partial(self._put, number)))

    def _put(self, number: int | None, line: WorkLine | None) -> None:
        """A line as it came back; None: it goes."""
        at = len(self._lines) if number is None else number
        self._lines[at : at + 1] = [line] if line else []
        self._request_id = str(uuid.uuid4())
        self.shell.back()

    def _quote(self) -> None:
        work, lines, request_id = self.shell.desk.work, tuple(self._lines), self._request_id
        self.work("quote", lambda: work.quote(self.staff, self._case.id, lines, request_id), self._quoted)
        self.refresh_bar()

    def _quoted(self, quote: WorkQuote) -> None:
        hand_over(self.shell, self._case.unit)
        self.shell.far_side(AgreeWork(self.shell, self.staff, self._case, quote))
