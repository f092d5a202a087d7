"""A whole count is declared, once; only then the difference is told, and its reason asked (G5, G6).

Owns the last look before the declaration, and what it came to. A difference cannot be changed any more; who wants to
count again does so as a count of its own.
"""

from __future__ import annotations

from typing import assert_never

from kiosk.desk.reasons import reason_words
from kiosk.desk.views import CountView, Staff
from kiosk.domain.cash import DENOMINATIONS_FEN, CountPurpose
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_count import Counting, CountScreen
from kiosk.ui.screens.staff_day_end import DayEnd
from kiosk.ui.screens.staff_reason import Asking, Reason
from kiosk.ui.screens.staff_room import StaffRooms, staff_back
from kiosk.ui.screens.till_words import denomination_words, ending, signed_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Lookup, Note
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.fitting import beside
from kiosk.ui.widgets.paint import Box, Paint, hairline
from kiosk.ui.widgets.panels import Fact, FactLines, SidePanel, beside_side
from kiosk.ui.widgets.price import Amount, money_words
from kiosk.ui.widgets.text import RIGHT, WRAP, IconMark, Text


class Declare(CountScreen):
    """All pieces, the total, and what else belongs to this count."""

    name = "staff_declare"

    def __init__(self, shell: Shell, staff: Staff, counting: Counting) -> None:
        super().__init__(shell, staff)
        self._counting = counting

    @property
    def purpose(self) -> CountPurpose:
        return self._counting.purpose

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        main, side = beside_side(self.look, page.rect)
        self._compose_pieces(page, main.inset(panel.x(STAFF_MARGIN), panel.y(8)))
        page.add(SidePanel(self.look, side))
        self._compose_side(page, side.inset(panel.x(28), panel.y(20)))

    def _compose_pieces(self, page: Page, rect: Rect) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        title, rest = rect.cut_top(panel.y(56), panel.y(4))
        page.add(Text(look, title, self.tr("declare.title"), Type.TITLE, colours.ink))
        pieces = self._counting.drawer.pieces
        rows = rest.cut_top(panel.y(32) * len(DENOMINATIONS_FEN))[0].rows(len(DENOMINATIONS_FEN), 0)
        for row, fen in zip(rows, DENOMINATIONS_FEN, strict=True):
            number = pieces.get(fen, 0)
            ink = colours.ink if number else colours.ink2
            hairline(page.canvas, look, Rect(row.x, row.bottom - 1, row.w, 1), colours.line)
            label, values = row.cut_left(panel.x(140))
            times, sum_place = values.cut_left(panel.x(120))
            page.add(Text(look, label, denomination_words(look, fen), Type.STAFF, colours.ink2))
            page.add(Text(look, times, f"× {number}", Type.STAFF_BOLD, ink, RIGHT))
            page.add(Text(look, sum_place, money_words(fen * number), Type.STAFF, ink, RIGHT))

    def _compose_side(self, page: Page, rect: Rect) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        label, rest = rect.cut_top(panel.y(32))
        page.add(Text(look, label, self.tr("till.counted_so_far"), Type.LEAD, colours.ink2))
        amount, rest = rest.cut_top(panel.y(80), panel.y(8))
        page.add(Amount(look, amount, self._counting.drawer.counted.total_fen, Type.NUMBER_L, colours.ink))
        facts = self._facts(rect.w if panel.zoom > 1 else panel.x(200))  # large words have a line of their own
        if facts:
            lines, rest = rest.cut_top(panel.y(36 * len(facts)), panel.y(12))
            page.add(FactLines(look, lines, facts, (colours.ink2, colours.ink), 92))
        words = self.tr("declare.final")
        if self._counting.purpose is CountPurpose.CLOSING:
            words = f"{words}\n{self.tr('declare.closing')}"
        page.add(Text(look, rest, words, Type.TEXT, colours.ink2, WRAP))

    def _facts(self, room: int) -> tuple[Fact, ...]:
        """``room``: pixels for the number of the bag."""
        counting, tr = self._counting, self.tr
        facts = []
        if counting.brought_fen:
            facts.append(Fact(tr("change_money.label"), money_words(counting.brought_fen)))
        if counting.bag is not None:
            left_fen = counting.drawer.counted.total_fen - counting.bag.fen
            facts += [
                Fact(tr("bag.number"), ending(self.look, counting.bag.number, Type.TEXT_BOLD, room)),
                Fact(tr("bag.amount"), money_words(counting.bag.fen)),
            ]
            facts.append(Fact(tr("bag.left"), money_words(left_fen)))
        return tuple(facts)

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        if self.busy("declare"):
            return BarContent(back, forward=Forward(self.tr("declare.booking"), None, kind=Kind.NOT_YET))
        return BarContent(back, forward=Forward(self.tr("declare.confirm"), self._declare, "check"))

    def _declare(self) -> None:
        days, half, counting = self.shell.desk.days, self.shell.desk.half_counts, self._counting
        counted, request_id = counting.drawer.counted, counting.request_id

        def declare() -> CountView:
            match counting.purpose:
                case CountPurpose.OPENING:
                    view = days.open_shift(self.staff, counted, counting.brought_fen, request_id)
                case CountPurpose.CHECK:
                    view = days.check(self.staff, counted, request_id)
                case CountPurpose.CLOSING:
                    assert counting.day is not None  # who ends a day says which
                    view = days.end_day(self.staff, counting.day, counted, counting.bag, request_id)
                case CountPurpose.MACHINE:
                    view = days.empty_box(self.staff, counted, counting.bag, request_id)
                case CountPurpose.HANDOVER:
                    raise AssertionError("a hand-over is declared before both persons")
                case _:
                    assert_never(counting.purpose)
            half.forget()
            return view

        self.work("declare", declare, self._declared)
        self.refresh_bar()

    def _declared(self, count: CountView) -> None:
        self.shell.far_side(Counted(self.shell, self.staff, count, self._counting.rooms))


class Counted(CountScreen):
    """What the books expected, and the difference. ``explainer``: who gives the reason, if another than who is here."""

    name = "staff_counted"

    def __init__(
        self, shell: Shell, staff: Staff, count: CountView, rooms: StaffRooms, explainer: Staff | None = None
    ) -> None:
        super().__init__(shell, staff)
        self._count, self._rooms, self._explainer = count, rooms, explainer or staff

    @property
    def purpose(self) -> CountPurpose:
        return self._count.purpose

    def compose(self, page: Page) -> None:
        look, panel, count = self.look, self.look.panel, self._count
        differs = count.difference_fen != 0
        if differs:
            page.add(Box(look, page.rect, Paint(fill=look.colours.ochre_tint)))
        ink = look.colours.ochre if differs else look.colours.accent
        inside = page.rect.inset(panel.x(40), panel.y(20))
        head, rest = inside.cut_top(panel.y(76), panel.y(8))
        icon, title = head.cut_left(panel.x(64), panel.x(18))
        page.add(IconMark(look, icon, "warning" if differs else "check_circle", 64, ink))
        page.add(Text(look, title, self._title(), Type.OUTCOME, look.colours.ink))
        rest = self._compose_figure(page, rest, "counted.difference", signed_words(count.difference_fen), Type.DISPLAY)
        rest = self._compose_figure(page, rest, "counted.counted", money_words(count.counted_fen), Type.LABEL)
        rest = self._compose_figure(page, rest, "counted.expected", money_words(count.expected_fen), Type.LABEL)
        told = self.tr("counted.number", number=count.number)
        if count.reason:
            told = f"{told}\n{self.tr('counted.reason', reason=reason_words(look.tr, count.reason))}"
        elif differs:
            told = f"{told}\n{self.tr('counted.again')}"
        page.add(Text(look, rest.cut_top(panel.y(8))[1], told, Type.TEXT, look.colours.ink2, WRAP))

    def _title(self) -> str:
        if not self._count.difference_fen:
            return self.tr("counted.right")
        return self.tr("counted.over" if self._count.difference_fen > 0 else "counted.short")

    def _compose_figure(self, page: Page, rect: Rect, key: str, words: str, role: Type) -> Rect:
        look, panel = self.look, self.look.panel
        row, rest = rect.cut_top(panel.y(84 if role is Type.DISPLAY else 44))
        told = self.tr(key)
        width = max(panel.x(190), look.width(Type.LEAD, told) + panel.x(16))
        label, value = beside(look, row, (width, look.width(role, words)))
        page.add(Text(look, label, told, Type.LEAD, look.colours.ink2))
        page.add(Text(look, value, words, role, look.colours.ink))
        return rest

    def bar(self) -> BarContent:
        done = Lookup("counted.later", self.tr("counted.later"), "logout", self._to_day)
        if self._count.unexplained:
            return BarContent(middle=(done,), forward=Forward(self.tr("counted.explain"), self._explain, "rate_review"))
        if self._count.purpose is CountPurpose.CLOSING:
            return BarContent(middle=(done,), forward=Forward(self.tr("counted.sign"), self._sign, "draw"))
        return BarContent(None, Note(self.tr("counted.done")), Forward(self.tr("till.done"), self._to_day, "check"))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _explain(self) -> None:
        kind = "box" if self.purpose is CountPurpose.MACHINE else "count"  # a machine gives no change
        asking = Asking(kind, lambda: self.tr("reason.of_count", amount=self._difference), self._give_reason)
        self.shell.go(Reason(self.shell, self.staff, asking))

    @property
    def _difference(self) -> str:
        return signed_words(self._count.difference_fen)

    def _give_reason(self, reason: str) -> None:
        days, by, count_id, screen = self.shell.desk.days, self._explainer, self._count.id, self.shell.screen
        screen.work("explain", lambda: days.explain(by, count_id, reason), self._explained)

    def _explained(self, count: CountView) -> None:
        self._count = count
        self.shell.back()

    def _sign(self) -> None:
        self.shell.go(DayEnd(self.shell, self.staff, self._count.business_day, self._rooms))

    def _to_day(self) -> None:
        self.shell.far_side(self._rooms.of("till")(self.shell, self.staff))
