"""One line of a quote: what it is, how many, what one costs; or it goes (D4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from kiosk.desk.views import LineKind, Staff, WorkLine
from kiosk.desk.work_orders import PRICE_LIMIT_FEN, QUANTITY_LIMIT, WORDS_LIMIT
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_room import StaffScreen, staff_back
from kiosk.ui.screens.staff_writing import StaffWriting
from kiosk.ui.screens.work_words import ICONS
from kiosk.ui.screens.writing import WritingTask
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.pad import CLEAR, NumberPad, typed_on
from kiosk.ui.widgets.price import Amount
from kiosk.ui.widgets.rows import ChoiceRow
from kiosk.ui.widgets.stepper import Count, Stepper
from kiosk.ui.widgets.text import Text

Put = Callable[[WorkLine | None], None]


class StaffWorkLine(StaffScreen):
    """Words at the left, the price typed at the right: the last two figures are jiao and fen."""

    name = "staff_work_line"
    title_key: ClassVar[str] = "staff.room.work"

    def __init__(self, shell: Shell, staff: Staff, line: WorkLine, put: Put) -> None:
        super().__init__(shell, staff)
        self._line, self._put = line, put

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        inside = page.rect.inset(panel.x(STAFF_MARGIN), panel.y(8))
        if panel.portrait:
            left, pad = inside.cut_top(panel.y(440), panel.y(8))
        else:
            pad, left = inside.cut_right(panel.x(376), panel.x(32))
        self._compose_left(page, left)
        page.add(NumberPad(self.look, pad, CLEAR, self._type, self.shell.clock.monotonic))

    def _compose_left(self, page: Page, rect: Rect) -> None:
        look, panel, line = self.look, self.look.panel, self._line
        words, rest = rect.cut_top(panel.y(84), panel.y(12))
        said = (line.words or self.tr(f"work.line.{line.kind}"), "")
        page.add(ChoiceRow(look, words, "work.words", ICONS[line.kind], said, False, self._write))
        label, rest = rest.cut_top(panel.y(34))
        page.add(Text(look, label, self.tr("work.price"), Type.TEXT, look.colours.ink2))
        price, rest = rest.cut_top(panel.y(72), panel.y(8))
        page.add(Amount(look, price, line.unit_fen, Type.NUMBER_L, look.colours.ink))
        stepper, rest = rest.cut_top(panel.y(110), panel.y(12))
        count = Count("work.quantity", line.quantity, 1, QUANTITY_LIMIT, str(line.quantity), self.tr("work.quantity"))
        page.add(Stepper(look, stepper, count, self._count))
        remove = Caption(self.tr("work.remove"), Type.TEXT, "close", 30)
        key = rest.cut_top(panel.y(66))[0]
        page.add(Button(look, key, "work.remove", remove, Kind.CONTROL, lambda: self._put(None)))

    def bar(self) -> BarContent:
        back, note = Back(self.tr("staff.back"), lambda: staff_back(self.shell)), Note(self.tr("work.line.note"))
        if not self._line.words and self._line.kind is LineKind.MATERIAL:
            return BarContent(back, note, Forward(self.tr("work.line.missing"), None, kind=Kind.NOT_YET))
        return BarContent(back, note, Forward(self.tr("work.line.done"), lambda: self._put(self._line), "check"))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _type(self, key: str) -> None:
        self._change(replace(self._line, unit_fen=typed_on(self._line.unit_fen, key, PRICE_LIMIT_FEN)))

    def _count(self, quantity: int) -> None:
        self._change(replace(self._line, quantity=quantity))

    def _change(self, line: WorkLine) -> None:
        self._line = line
        self.refresh()

    def _write(self) -> None:
        label, hint = partial(self.tr, f"work.line.{self._line.kind}"), partial(self.tr, "work.line.hint")
        task = WritingTask(label, hint, self._line.words, WORDS_LIMIT, self._written)
        self.shell.go(StaffWriting(self.shell, self.staff, task))

    def _written(self, text: str) -> None:
        self._line = replace(self._line, words=text)
        self.shell.back()
