"""Fax pages on the glass: the 1-bit raster as the recipient gets it, box-filtered; strip of thumbs, large view.

Owns textures made of grey previews. Never shows the original document (design.md 3).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture

from kiosk.desk.views import PageView
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Stroke, Type, rgb
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import Paint, Placed, draw_box
from kiosk.ui.widgets.text import MIDDLE, IconMark, Text
from kiosk.ui.widgets.touch import Touchable

THUMB = (92, 120)  # design px of a page in small (design.md 3)
STRIP_SHOWN = 3
_CHOSEN = 4  # design px of the outline of the page that is looked at
_WHITE = rgb("#FFFFFF")


def texture_of(page: PageView) -> Any:
    """A grey texture, upright."""
    texture = Texture.create(size=(page.width, page.height), colorfmt="luminance", bufferfmt="ubyte")
    texture.blit_buffer(page.grey, colorfmt="luminance", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture


class PagePicture(Placed):
    """A page on white, as large as ``rect`` allows; ``sent`` (0-1) dims what has not gone out yet."""

    def __init__(
        self, look: Look, rect: Rect, page: PageView | None, edge: float = Stroke.LINE, selected: bool = False
    ):
        super().__init__(look, rect)
        self.page = page
        self.keep_height()
        self._flat = look.chrome  # a sheet keeps its shape, however its place has been stretched
        colour = look.colours.accent if selected else look.colours.stroke
        self.sheet = self._sheet()
        draw_box(self.canvas, self._flat, self.sheet, Paint(fill=_WHITE, edge=colour, stroke=edge))
        if page is not None:
            inner = self.sheet.inset(int(look.panel.stroke(edge)))
            with self.canvas:
                Color(1, 1, 1, 1)
                Rectangle(texture=texture_of(page), pos=self._flat.low(inner), size=(inner.w, inner.h))

    def _sheet(self) -> Rect:
        """A4 upright or the page's own shape, fitted into the rectangle."""
        width, height = (self.page.width, self.page.height) if self.page else (210, 297)
        place = self.look.at(self.rect)
        scale = min(place.w / width, place.h / height)
        return place.centred(round(width * scale), round(height * scale))

    def show_sent(self, fraction: float) -> None:
        """A line where the sending is, what is below it pale."""
        look, sheet, low = self.look, self.sheet, self._flat.low
        self.canvas.after.clear()
        at = sheet.y + round(sheet.h * min(1.0, max(0.0, fraction)))
        below = Rect(sheet.x, at, sheet.w, sheet.bottom - at)
        with self.canvas.after:
            Color(*look.colours.ground[:3], 0.75)
            Rectangle(pos=low(below), size=(below.w, below.h))
            Color(*look.colours.accent)
            Rectangle(pos=low(Rect(sheet.x, at, sheet.w, 3)), size=(sheet.w, 3))


@dataclass(frozen=True)
class Thumb:
    """One page in the strip."""

    number: int
    page: PageView | None
    warned: bool
    chosen: bool


class PageStrip(Placed):
    """Three thumbs a view, the chosen one in the middle where possible; a touch chooses."""

    def __init__(self, look: Look, rect: Rect, thumbs: Sequence[Thumb], choose: Callable[[int], None]) -> None:
        super().__init__(look, rect)
        draw_box(self.canvas, look, rect, Paint(fill=look.colours.sunken))
        panel = look.panel
        cells = rect.inset(0, panel.y(8)).rows(STRIP_SHOWN, panel.y(8))
        for cell, thumb in zip(cells, window_of(thumbs, STRIP_SHOWN), strict=False):
            self._add_thumb(cell, thumb, choose)

    def _add_thumb(self, rect: Rect, thumb: Thumb, choose: Callable[[int], None]) -> None:
        look, panel = self.look, self.look.panel
        clear = Paint(fill=look.colours.sunken)
        held = Paint(fill=look.colours.accent_tint)
        touch = Touchable(look, rect, f"page.{thumb.number}", clear, held, lambda: choose(thumb.number))
        inside = rect.inset(panel.x(12), panel.y(4))
        picture, side = inside.cut_right(panel.x(46))[1], inside.cut_right(panel.x(46))[0]
        edge = _CHOSEN if thumb.chosen else Stroke.LINE
        touch.add(PagePicture(look, picture, thumb.page, edge, thumb.chosen))
        mark = side.centred(side.w, panel.y(70 if thumb.warned else 34))
        number, below = mark.cut_top(panel.y(34))
        touch.add(Text(look, number, str(thumb.number), Type.SUBTITLE, look.colours.ink, MIDDLE))
        if thumb.warned:
            touch.add(IconMark(look, below, "warning", 28, look.colours.ochre))
        self.add(touch)


class PageNumbers(Placed):
    """The strip of a small panel: a row of page numbers."""

    def __init__(self, look: Look, rect: Rect, thumbs: Sequence[Thumb], choose: Callable[[int], None], shown: int = 5):
        super().__init__(look, rect)
        cells = rect.columns(shown, look.panel.x(8))
        for cell, thumb in zip(cells, window_of(thumbs, shown), strict=False):
            kind = Kind.FILLED if thumb.chosen else Kind.CONTROL
            caption = Caption(str(thumb.number), Type.SUBTITLE, "warning" if thumb.warned else "", 24, icon_last=True)
            self.add(Button(look, cell, f"page.{thumb.number}", caption, kind, partial(choose, thumb.number)))


def window_of(thumbs: Sequence[Thumb], size: int) -> Sequence[Thumb]:
    """``size`` thumbs around the chosen one."""
    at = next((i for i, thumb in enumerate(thumbs) if thumb.chosen), 0)
    first = min(max(0, at - size // 2), max(0, len(thumbs) - size))
    return thumbs[first : first + size]
