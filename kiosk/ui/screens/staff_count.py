"""The drawer is counted: by denomination, blind, with digits, one after another (G5, G6).

Owns the counting. What should lie in the drawer is not known here and cannot be seen. A count that is left half done is
kept for the same person for some minutes; what becomes of a whole one is ``staff_declare``'s.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import ClassVar

from kiosk.desk.views import DepositBag, Staff
from kiosk.domain.cash import DENOMINATIONS_FEN, MOST_PIECES, CountPurpose
from kiosk.ui.drawer_count import DrawerCount
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.staff_room import StaffRooms, StaffScreen, room_words, staff_back
from kiosk.ui.screens.till_words import denomination_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Radius, Stroke, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.fitting import beside
from kiosk.ui.widgets.pad import CLEAR, NumberPad
from kiosk.ui.widgets.paint import Paint
from kiosk.ui.widgets.price import Amount, money_words
from kiosk.ui.widgets.stepper import Count, Stepper
from kiosk.ui.widgets.text import MIDDLE, Text
from kiosk.ui.widgets.touch import Act, Touchable, pressed

_ACROSS, _DOWN = 3, 4  # eleven denominations


@dataclass
class Counting:
    """One count from its first note to its declaration. ``request_id``: declared once, however often it is touched."""

    purpose: CountPurpose
    rooms: StaffRooms
    day: date | None = None  # that a closing ends
    lent_fen: int = 0
    brought_fen: int = 0
    bag: DepositBag | None = None
    drawer: DrawerCount = field(default_factory=DrawerCount)
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))


class CountScreen(StaffScreen):
    """A screen of a count: its frame says so if it is not the drawer that is counted."""

    title_key: ClassVar[str] = "staff.room.count"

    @property
    def purpose(self) -> CountPurpose:
        """What is counted, and when."""
        raise NotImplementedError

    @property
    def room(self) -> tuple[str, str, str]:
        key = "sheet.point.machine" if self.purpose is CountPurpose.MACHINE else self.title_key
        return room_words(self.look, self.tr(key), self.staff)


class CountDrawer(CountScreen):
    """``then`` makes the screen that follows on a whole count."""

    name = "staff_count"
    holds_session = True  # a drawer full of coins is not counted in two minutes

    def __init__(self, shell: Shell, staff: Staff, counting: Counting, then: Callable[[], Screen]) -> None:
        super().__init__(shell, staff)
        self._counting, self._then = counting, then

    @property
    def purpose(self) -> CountPurpose:
        return self._counting.purpose

    @property
    def _drawer(self) -> DrawerCount:
        return self._counting.drawer

    def enter(self) -> None:
        if not self._drawer.begun:
            half, purpose = self.shell.desk.half_counts, self._counting.purpose
            self.work("kept", lambda: half.kept(self.staff, purpose), self._take_up)

    def _take_up(self, pieces: dict[int, int]) -> None:
        if pieces and not self._drawer.begun:
            self._counting.drawer = DrawerCount(pieces)
            self.refresh()
            self.shell.toasts.say("toast.count_kept")

    def leave(self) -> None:
        """Forward, back or called away: what was counted is not lost with the screen."""
        half, purpose, pieces = self.shell.desk.half_counts, self._counting.purpose, dict(self._drawer.pieces)
        if pieces:
            self.shell.run("half_count", lambda: half.keep(self.staff, purpose, pieces), lambda _none: None)

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        inside = page.rect.inset(panel.x(STAFF_MARGIN), 0)
        if panel.portrait:
            left, right = inside.cut_top(panel.y(388), panel.y(4))
        else:
            right, left = inside.cut_right(panel.x(376), panel.x(24))
        head, cells = left.cut_top(panel.y(66))
        self._compose_head(page, head)
        grid = cells.cut_bottom(panel.y(12))[1].grid(_ACROSS, _DOWN, panel.x(8), panel.y(8))
        for cell, fen in zip(grid, DENOMINATIONS_FEN, strict=False):
            page.add(self._cell(cell, fen))
        page.add(self._last_key(grid[-1]))
        stepper, pad = right.inset(0, panel.y(12)).cut_top(panel.y(110), panel.y(8))
        page.add(Stepper(self.look, stepper, self._steps(), self._put))
        page.add(NumberPad(self.look, pad, CLEAR, self._type, self.shell.clock.monotonic))

    def _compose_head(self, page: Page, rect: Rect) -> None:
        look, fen = self.look, self._drawer.counted.total_fen
        words = self.tr("till.counted_so_far")
        widths = (look.width(Type.LEAD, words), look.width(Type.NUMBER, money_words(fen)))
        label, amount = beside(look, rect, widths, look.panel.x(16))
        page.add(Text(look, label, words, Type.LEAD, look.colours.ink2))
        page.add(Amount(look, amount, fen, Type.NUMBER, look.colours.ink))

    def _cell(self, rect: Rect, fen: int) -> Touchable:
        number = self._drawer.pieces.get(fen)
        return DenominationCell(self.look, rect, fen, number, fen == self._drawer.at, partial(self._choose, fen))

    def _last_key(self, rect: Rect) -> Button:
        """Beside the eleven: the others are not there, or all once more."""
        whole = self._drawer.complete
        caption = Caption(self.tr("till.anew" if whole else "till.rest_is_none"), Type.TEXT)
        act = self._anew if whole else self._rest
        return Button(self.look, rect, "count.anew" if whole else "count.rest", caption, Kind.CONTROL, act)

    def _steps(self) -> Count:
        drawer = self._drawer
        note = denomination_words(self.look, drawer.at)
        return Count("count", drawer.number, 0, MOST_PIECES, str(drawer.number), note)

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        following = self._drawer.following
        if self._drawer.complete:
            return BarContent(back, forward=Forward(self.tr("till.counted"), self._go_on, "check"))
        words = self.tr("till.last") if following is None else denomination_words(self.look, following)
        return BarContent(back, forward=Forward(self.tr("till.next", next=words), self._next))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _type(self, key: str) -> None:
        self._drawer.type(key)
        self.refresh()

    def _put(self, number: int) -> None:
        self._drawer.put(number)
        self.refresh()

    def _choose(self, fen: int) -> None:
        self._drawer.choose(fen)
        self.refresh()

    def _next(self) -> None:
        self._drawer.go_on()
        self.refresh()

    def _rest(self) -> None:
        self._drawer.rest_is_none()
        self.refresh()

    def _anew(self) -> None:
        self._counting.drawer = DrawerCount()
        self.refresh()

    def _go_on(self) -> None:
        self.shell.go(self._then())


class DenominationCell(Touchable):
    """A denomination and how many there are; a dash where nobody has looked yet."""

    def __init__(self, look: Look, rect: Rect, fen: int, number: int | None, chosen: bool, act: Act) -> None:
        colours, panel = look.colours, look.panel
        paint = Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.LINE, radius=Radius.CARD)
        if chosen:
            paint = Paint(fill=colours.accent_tint, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
        super().__init__(look, rect, f"count.{fen}", paint, pressed(paint, look), act)
        label, below = rect.inset(panel.x(8), panel.y(4)).cut_top(panel.y(26))
        self.add(Text(look, label, denomination_words(look, fen), Type.STAFF, colours.ink2, MIDDLE))
        words = "—" if number is None else f"× {number}"
        self.add(Text(look, below, words, Type.LABEL, colours.ink2 if number is None else colours.ink, MIDDLE))
