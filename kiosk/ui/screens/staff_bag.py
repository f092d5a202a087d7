"""What goes into the drawer beside takings, and what leaves it: change money from finance, the deposit bag (G5).

Owns the asking for both. The number on the seal is typed, written or read by a reader that types; what may be sealed is
the desk's to say.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from kiosk.desk.views import DepositBag, Staff
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.staff_count import Counting
from kiosk.ui.screens.staff_room import StaffScreen, staff_back
from kiosk.ui.screens.staff_writing import StaffWriting
from kiosk.ui.screens.till_words import ending
from kiosk.ui.screens.writing import WritingTask
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Radius, Stroke, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.pad import BACKSPACE, CLEAR, NumberPad, typed_on
from kiosk.ui.widgets.paint import Paint
from kiosk.ui.widgets.price import money_words
from kiosk.ui.widgets.text import WRAP, Text
from kiosk.ui.widgets.touch import Act, Touchable, pressed

_MOST_YUAN = 99_999
BAG_NUMBER_LIMIT = 32
_USUAL_YUAN = (100, 200, 500)


class _Amounts(StaffScreen):
    """An amount in whole yuan from the pad, or one of a few that are likely. Subclasses say what it is for."""

    def __init__(self, shell: Shell, staff: Staff, counting: Counting, then: Callable[[], Screen]) -> None:
        super().__init__(shell, staff)
        self._counting, self._then = counting, then
        self._fen = 0
        self._typed = False  # digits add to what was typed; an amount that was offered is replaced

    @property
    def _total_fen(self) -> int:
        return self._counting.drawer.counted.total_fen

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        inside = page.rect.inset(panel.x(STAFF_MARGIN), 0)
        if panel.portrait:
            left, pad = inside.cut_top(panel.y(470), panel.y(8))
        else:
            pad, left = inside.cut_right(panel.x(376), panel.x(32))
        self.compose_left(page, left.cut_top(panel.y(8))[1])
        page.add(NumberPad(self.look, pad.inset(0, panel.y(12)), CLEAR, self.type, self.shell.clock.monotonic))

    def compose_left(self, page: Page, rect: Rect) -> None:
        """What is asked, beside the pad."""
        raise NotImplementedError

    def _compose_question(self, page: Page, rect: Rect, title: str, words: str) -> Rect:
        """Title and a sentence or two; returns what is left."""
        look, panel = self.look, self.look.panel
        head, rest = rect.cut_top(panel.y(56), panel.y(2))
        page.add(Text(look, head, title, Type.TITLE, look.colours.ink))
        below, rest = rest.cut_top(panel.y(66), panel.y(4))
        page.add(Text(look, below, words, Type.TEXT, look.colours.ink2, WRAP))
        return rest

    def _compose_likely(self, page: Page, rect: Rect, likely: tuple[tuple[str, str, int], ...]) -> None:
        """Keys with an amount each: id, words, fen."""
        look, panel = self.look, self.look.panel
        down = len(likely) if panel.narrow else 1
        for cell, (name, words, fen) in zip(
            rect.grid(-(-len(likely) // down), down, panel.x(8), panel.y(8)), likely, strict=True
        ):
            kind = Kind.OUTLINED if fen == self._fen and not self._typed else Kind.CONTROL
            act = partial(self._offer, fen)
            page.add(Button(look, cell, f"amount.{name}", Caption(words, Type.TEXT_BOLD), kind, act))

    def _offer(self, fen: int) -> None:
        self._fen, self._typed = fen, False
        self.refresh()

    def type(self, key: str) -> None:
        """A key of the pad."""
        yuan = self._fen // 100 if self._typed else 0
        self._typed = True
        self._fen = typed_on(yuan, key, _MOST_YUAN) * 100
        self.refresh()


class ChangeMoney(_Amounts):
    """How much of what was counted finance has just brought."""

    name = "staff_change_money"
    title_key: ClassVar[str] = "staff.room.count"

    def compose_left(self, page: Page, rect: Rect) -> None:
        look, panel, tr = self.look, self.look.panel, self.tr
        words = tr("change_money.words", total=money_words(self._total_fen), lent=money_words(self._counting.lent_fen))
        rest = self._compose_question(page, rect, tr("change_money.title"), words)
        field, rest = rest.cut_top(panel.y(102), panel.y(16))
        page.add(EntryField(look, field, "change_money.field", (tr("change_money.label"), money_words(self._fen))))
        likely = [("none", tr("change_money.none"), 0)]
        likely += [(str(yuan), f"¥ {yuan}", yuan * 100) for yuan in _USUAL_YUAN]
        self._compose_likely(page, rest.cut_top(panel.y(76))[0], tuple(likely))

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        if self._fen > self._total_fen:
            return BarContent(back, forward=Forward(self.tr("change_money.too_much"), None, kind=Kind.NOT_YET))
        return BarContent(back, forward=Forward(self.tr("till.go_on"), self._go_on))

    def _go_on(self) -> None:
        self._counting.brought_fen = self._fen
        self.shell.go(self._then())


class SealBag(_Amounts):
    """How much is deposited, and the number on the bag's seal; all but the change money is offered."""

    name = "staff_bag"
    title_key: ClassVar[str] = "staff.room.close"

    def __init__(self, shell: Shell, staff: Staff, counting: Counting, then: Callable[[], Screen]) -> None:
        super().__init__(shell, staff, counting, then)
        self._fen = max(0, self._total_fen - counting.lent_fen)
        self._number = ""
        self._at_amount = False

    def compose_left(self, page: Page, rect: Rect) -> None:
        look, panel, tr = self.look, self.look.panel, self.tr
        left = money_words(max(0, self._total_fen - self._fen))
        rest = self._compose_question(page, rect, tr("bag.title"), tr("bag.words", left=left))
        amount, rest = rest.cut_top(panel.y(98), panel.y(8))
        words = (tr("bag.amount"), money_words(self._fen))
        page.add(EntryField(look, amount, "bag.amount", words, self._at_amount, partial(self._turn_to, True)))
        likely, rest = rest.cut_top(panel.y(70), panel.y(8))
        self._compose_likely(page, likely, self._likely())
        letters, number = rest.cut_top(panel.y(98))[0].cut_right(panel.x(110), panel.x(8))
        words = (tr("bag.number"), self._number)
        page.add(EntryField(look, number, "bag.number", words, not self._at_amount, partial(self._turn_to, False)))
        caption = Caption(tr("bag.write"), Type.TEXT)
        page.add(Button(look, letters, "bag.write", caption, Kind.CONTROL, self._write))

    def _likely(self) -> tuple[tuple[str, str, int], ...]:
        """Each amount once: without change money the takings are all there is."""
        total_fen, lent_fen = self._total_fen, self._counting.lent_fen
        likely = [("none", self.tr("bag.none"), 0)]
        if total_fen:
            likely.insert(0, ("all", self.tr("bag.all"), total_fen))
        if 0 < lent_fen < total_fen:
            likely.insert(0, ("takings", self.tr("bag.takings"), total_fen - lent_fen))
        return tuple(likely)

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        if self._fen > self._total_fen:
            return BarContent(back, forward=Forward(self.tr("bag.too_much"), None, kind=Kind.NOT_YET))
        if self._fen and not self._number:
            return BarContent(back, forward=Forward(self.tr("bag.missing"), None, kind=Kind.NOT_YET))
        return BarContent(back, forward=Forward(self.tr("till.go_on"), self._go_on))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _turn_to(self, amount: bool) -> None:
        self._at_amount = amount
        self.refresh()

    def type(self, key: str) -> None:
        if self._at_amount:
            super().type(key)
            return
        if key == CLEAR:
            self._number = ""
        elif key == BACKSPACE:
            self._number = self._number[:-1]
        elif len(self._number) < BAG_NUMBER_LIMIT:
            self._number += key
        self.refresh()

    def number_read(self, number: str) -> None:
        """A reader that types has read a bar code: it can only be the seal's."""
        self._number, self._at_amount = number[:BAG_NUMBER_LIMIT], False
        self.refresh()

    def _write(self) -> None:
        label, hint = partial(self.tr, "bag.number"), partial(self.tr, "bag.hint")
        task = WritingTask(label, hint, self._number, BAG_NUMBER_LIMIT, self._written)
        self.shell.go(StaffWriting(self.shell, self.staff, task))

    def _written(self, text: str) -> None:
        self._number = text
        self.shell.back()

    def _go_on(self) -> None:
        self._counting.bag = DepositBag(self._number, self._fen) if self._fen else None
        self.shell.go(self._then())


class SealBox(SealBag):
    """The same of the machine's box, whose count ends no day."""

    title_key: ClassVar[str] = "sheet.point.machine"


class EntryField(Touchable):
    """What is typed: ``words`` are its label and what it holds so far; of a long number the end is seen."""

    def __init__(
        self,
        look: Look,
        rect: Rect,
        touch_id: str,
        words: tuple[str, str],
        active: bool = True,
        act: Act | None = None,
    ) -> None:
        colours, panel = look.colours, look.panel
        edge, stroke = (colours.accent, Stroke.SELECTED) if active else (colours.stroke, Stroke.LINE)
        paint = Paint(fill=colours.surface, edge=edge, stroke=stroke, radius=Radius.CARD)
        super().__init__(look, rect, touch_id, paint, pressed(paint, look), act)
        label, value = rect.inset(panel.x(20), panel.y(8)).cut_top(panel.y(30))
        self.add(Text(look, label, words[0], Type.CAPTION, colours.ink2))
        self.add(Text(look, value, ending(look, words[1] or "—", Type.LABEL, value.w), Type.LABEL, colours.ink))
