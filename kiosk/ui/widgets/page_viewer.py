"""The page viewer: the pages of a document as a strip and one large page, or that page enlarged under the fingers.

Owns the gestures - one finger drags, two pinch, a stroke sideways turns the page, a touch enlarges - and the keys that
do the same without them (WCAG 2.5.1). What the pages are and which of them is looked at is the screen's; where a sheet
may lie is ``kiosk.ui.framing``'s. Called by the screens that show a draft or a received fax.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kivy.graphics import Color, Rectangle, StencilPop, StencilPush, StencilUnUse, StencilUse

from kiosk.desk.views import PageView
from kiosk.ui.framing import Framing, Window, swiped
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import DAY, Type
from kiosk.ui.widgets.button import Button, Caption, Kind, paint_of
from kiosk.ui.widgets.pages import PageNumbers, PagePicture, PageStrip, Thumb, texture_of
from kiosk.ui.widgets.paint import Box, Paint, Placed
from kiosk.ui.widgets.states import ErrorState, Trouble
from kiosk.ui.widgets.text import WRAP_CENTRE, IconMark, Text
from kiosk.ui.widgets.touch import Act, Stroked, Touchable, pressed

STRIP, PAGE, BETWEEN = 176, 282, 32  # design px across
_KEY = 64  # of each key beside an enlarged page
_SILENT_S = 3.0  # a finger that rests is not told of by every panel, and one whose lift was lost by none
_SPEAKS = 24  # design px: by then the other half of a pinch has moved too
_COMPACT, _FACTS_UPRIGHT = 410, 370


@dataclass(frozen=True)
class Shown:
    """What there is to see. ``name`` begins the ids; ``picture`` None: not there yet, or ``trouble`` says why;
    ``words`` stand on a sheet without a picture. With a ``framing`` the page is enlarged."""

    name: str
    thumbs: Sequence[Thumb]
    picture: PageView | None
    words: str = ""
    trouble: Trouble | None = None
    framing: Framing | None = None

    @property
    def at(self) -> int:
        """The number of the page that is looked at, from 1."""
        return next((thumb.number for thumb in self.thumbs if thumb.chosen), 1)

    def leads(self, pages: int) -> bool:
        """Whether there is a page so many further on."""
        return 1 <= self.at + pages <= len(self.thumbs)


@dataclass(frozen=True)
class ViewerActs:
    """``choose`` a page by its number; ``enlarge`` the one looked at; ``framed`` hears where an enlarged one lies."""

    choose: Callable[[int], None]
    enlarge: Act = field(default=lambda: None)
    framed: Callable[[Framing], None] = field(default=lambda _framing: None)


def viewer_places(look: Look, page: Placed, margin: Rect) -> tuple[Rect, Rect]:
    """The viewer's place on a page, and what is left beside it (on an upright panel beneath it)."""
    panel = look.panel
    if panel.portrait:
        facts, rest = margin.inset(0, panel.y(10)).cut_bottom(panel.y(_FACTS_UPRIGHT), panel.y(12))
        return rest, facts
    if panel.compact:
        return margin.inset(0, panel.y(10)).cut_left(panel.x(_COMPACT), panel.x(28))
    viewer, rest = page.rect.cut_left(panel.x(STRIP + BETWEEN + PAGE), panel.x(BETWEEN))
    return viewer, rest.cut_right(panel.x(BETWEEN))[1].inset(0, panel.y(12))


class PageViewer(Placed):
    """Strip (on a small panel page numbers) and page; or, enlarged, the page alone with its keys."""

    def __init__(self, look: Look, rect: Rect, shown: Shown, acts: ViewerActs) -> None:
        super().__init__(look, rect)
        self.shown, self.acts = shown, acts
        if shown.framing is not None:
            self._compose_enlarged(shown.framing)
        else:
            self._compose_page(self._compose_strip())

    def turn(self, pages: int) -> None:
        """On (or back), as far as there are pages."""
        if pages and self.shown.leads(pages):
            self.acts.choose(self.shown.at + pages)

    # --- strip and page -----------------------------------------------------------------------------------------

    def _compose_strip(self) -> Rect:
        look, panel, thumbs = self.look, self.look.panel, self.shown.thumbs
        if panel.portrait or panel.compact:
            row, rest = self.rect.cut_top(panel.y(64), panel.y(10))
            self.add(PageNumbers(look, row, thumbs, self.acts.choose))
            return rest
        strip, rest = self.rect.cut_left(panel.x(STRIP), panel.x(BETWEEN))
        self.add(PageStrip(look, strip, thumbs, self.acts.choose))
        return rest.inset(0, panel.y(16))

    def _compose_page(self, rect: Rect) -> None:
        look, shown = self.look, self.shown
        if shown.trouble is not None:
            self.add(ErrorState(look, rect, shown.trouble))
        elif shown.picture is None:
            sheet = PagePicture(look, rect, None)
            words = sheet.sheet.inset(look.panel.x(16), 0)
            self.add(sheet, Text(look.chrome, words, shown.words, Type.CAPTION, DAY.ink2, WRAP_CENTRE))  # on paper
        else:
            self.add(Leaf(look, rect, f"{shown.name}.zoom", shown.picture, self.acts.enlarge, self.turn))

    # --- enlarged -----------------------------------------------------------------------------------------------

    def _compose_enlarged(self, framing: Framing) -> None:
        look, panel, shown = self.look, self.look.panel, self.shown
        if shown.trouble is not None:
            self.add(ErrorState(look, self.rect.inset(panel.x(32), panel.y(32)), shown.trouble))
        elif shown.picture is not None:
            self.add(Sheet(look, self.rect, shown.picture, framing, SheetActs(self.acts.framed, self.turn)))
        self._add_keys(framing)

    def _add_keys(self, framing: Framing) -> None:
        """Size, and the way to the other pages: one above the other, or where the glass is low in two columns."""
        shown, larger, smaller = self.shown, framing.larger(), framing.smaller()
        keys: list[tuple[str, Caption, Act | None]] = [
            ("larger", Caption("+", Type.ACTION), partial(self.acts.framed, larger) if larger else None),
            ("smaller", Caption("−", Type.ACTION), partial(self.acts.framed, smaller) if smaller else None),
        ]
        if len(shown.thumbs) > 1:
            for name, icon, pages in (("before", "arrow_back", -1), ("after", "arrow_forward", 1)):
                turn = partial(self.turn, pages) if shown.leads(pages) else None
                keys.append((name, Caption("", Type.TEXT, icon, 32), turn))
        for cell, (name, caption, act) in zip(self._key_cells(len(keys)), keys, strict=True):
            kind = Kind.CONTROL if act is not None else Kind.NOT_YET
            self.add(Button(self.look.usual, cell, f"zoom.{name}", caption, kind, act))

    def _key_cells(self, count: int) -> list[Rect]:
        panel = self.look.panel
        wide, high, gap = panel.x(_KEY), panel.y(_KEY), panel.y(12)
        room = self.rect.inset(panel.x(8), panel.y(16))
        across = 1 if count * (high + gap) - gap <= room.h else 2
        corner = room.cut_right(across * wide + (across - 1) * panel.x(8))[0]
        down = (count + across - 1) // across
        return corner.cut_top(down * (high + gap) - gap)[0].grid(across, down, panel.x(8), gap)[:count]


class Leaf(Touchable):
    """The page on white: a touch enlarges it, a stroke sideways turns to its neighbour. It keeps its paper under a
    finger; the key in its corner, which says what a touch does, is what looks pressed."""

    def __init__(
        self, look: Look, rect: Rect, touch_id: str, page: PageView, enlarge: Act, turn: Callable[[int], None]
    ) -> None:
        super().__init__(look, rect, touch_id, Paint(), Paint(), enlarge)
        self._turn = turn
        picture = PagePicture(look, rect, page)
        self.add(picture)
        panel = look.panel
        corner = picture.sheet.inset(panel.x(12), panel.y(12)).cut_bottom(panel.y(_KEY))[0].cut_right(panel.x(_KEY))[0]
        flat = look.chrome
        self._key = Box(flat, corner, paint_of(flat, Kind.CONTROL))
        self._key.add(IconMark(flat, corner, "zoom_in", 36, look.colours.ink))
        self.add(self._key)

    def _show_state(self) -> None:
        rest = paint_of(self.look, Kind.CONTROL)
        self._key.repaint(pressed(rest, self.look) if self.down else rest)

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return bool(super().on_touch_up(touch))
        pages = swiped(touch.x - touch.ox, touch.y - touch.oy, self.width)
        if not pages:
            return bool(super().on_touch_up(touch))
        touch.ungrab(self)
        self.press(False)
        self._turn(pages)
        return True


@dataclass(frozen=True)
class SheetActs:
    """``framed``: where the sheet lies after a gesture. ``turn``: on or back by so many pages."""

    framed: Callable[[Framing], None]
    turn: Callable[[int], None]


class Sheet(Stroked):
    """A page in a window: one finger drags it, two pinch it, a stroke sideways turns it where it fits across."""

    touch_id = "zoom.page"
    dragged = True

    def __init__(self, look: Look, rect: Rect, page: PageView, framing: Framing, acts: SheetActs) -> None:
        super().__init__(look, rect)
        self.keep_height()
        self.framing = framing
        self._acts = acts
        self._window = Window(self.width, self.height, page.width, page.height)
        self._fingers: dict[Any, tuple[float, float]] = {}
        self._touches: dict[Any, Any] = {}
        self._silent: set[Any] = set()  # when the other one came: resting, or gone
        self._begun: tuple[float, float] | None = None  # where a single finger came down; None once there were two
        if look.sketch is None:
            self._draw(page)

    def _draw(self, page: PageView) -> None:
        with self.canvas:
            StencilPush()
            Rectangle(pos=self.pos, size=self.size)
            StencilUse()
            Color(1, 1, 1, 1)
            self._sheet = Rectangle(texture=texture_of(page))
            StencilUnUse()
            Rectangle(pos=self.pos, size=self.size)
            StencilPop()
        self._lay()

    def _lay(self) -> None:
        (left, top), (w, h) = self._window.corner(self.framing), self._window.size(self.framing)
        self._sheet.pos, self._sheet.size = (self.x + left, self.top - top - h), (w, h)

    # --- fingers ------------------------------------------------------------------------------------------------

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        self._silent = {uid for uid, old in self._touches.items() if touch.time_start - old.time_update > _SILENT_S}
        if len(self._fingers) == 2:
            self._drop_silent()
        if len(self._fingers) == 2:
            return False
        touch.grab(self)
        self._begun = None if self._fingers else touch.pos
        self._fingers[touch.uid], self._touches[touch.uid] = touch.pos, touch
        return True

    def _drop_silent(self) -> None:
        """The panel has lost their lift."""
        for uid in self._silent:
            del self._fingers[uid], self._touches[uid]
        self._silent = set()

    def _in_doubt(self, touch: Any) -> bool:
        """Whether it may still be half of a pinch with a finger that has been silent; if that moves too, it is."""
        if touch.uid in self._silent:
            self._silent = set()
        if not self._silent:
            return False
        begun = self._fingers[touch.uid]
        if math.dist(begun, touch.pos) < self.look.panel.x(_SPEAKS):
            return True
        self._drop_silent()
        self._begun = begun
        return False

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self or touch.uid not in self._fingers:
            return False
        if self._in_doubt(touch):
            return True
        before = list(self._fingers.values())
        self._fingers[touch.uid] = touch.pos
        after = list(self._fingers.values())
        (old_x, old_y), (x, y) = _middle(before), _middle(after)
        framing = self._window.dragged(self.framing, x - old_x, old_y - y)
        if len(after) == 2 and (apart := math.dist(*before)) > 0:
            framing = self._window.pinched(framing, math.dist(*after) / apart, x - self.x, self.top - y)
        self.framing = framing
        self._lay()
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self._fingers.pop(touch.uid, None)
        self._touches.pop(touch.uid, None)
        self._silent.discard(touch.uid)
        if not self._fingers:
            self._ended(touch.pos)
        return True

    def _ended(self, at: tuple[float, float]) -> None:
        """The last finger has gone: it turned the page, or it left it where it lies."""
        begun, self._begun = self._begun, None
        pages = 0
        if begun is not None and self._window.fits_across(self.framing):
            pages = swiped(at[0] - begun[0], at[1] - begun[1], self.width)
        if pages:
            self._acts.turn(pages)
        else:
            self._acts.framed(self.framing)


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
