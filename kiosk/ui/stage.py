"""The stage: where a screen's page stands between frame and bar, and how it is composed there.

Owns the page's place, its growth for large words (measured first, then drawn), the window onto a page that is higher
than its place, what moves from the bar to the page's end, and the empty upper part for whom it is out of reach. Knows
no single screen. Called by the shell, which owns when.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kivy.uix.widget import Widget

from kiosk.ui.blanks import closings
from kiosk.ui.geometry import Panel, Rect
from kiosk.ui.look import Look
from kiosk.ui.screen import Page
from kiosk.ui.sketch import Sketch
from kiosk.ui.stretch import Stretch, stretched
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import BarContent
from kiosk.ui.widgets.ending import Ending
from kiosk.ui.widgets.paint import Box, Paint, Placed
from kiosk.ui.widgets.text import MIDDLE, Text
from kiosk.ui.widgets.viewport import Rail, Viewport

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell

_RAIL = 84  # design px across (or, on an upright panel, 76 down): 12.6 mm
_ROW = 76  # its arrows are 9 mm high, as a finger needs
_BLANK, _AIR = 96, 48  # a higher empty band of a page that is scrolled is closed to the other one
_REACHED_UPRIGHT, _REACHED = 0.6, 0.75  # of the height: a lying panel is not as high as an upright one's lower part


class Stage:
    """``compose`` makes the page; ``viewport`` is there while the page is higher than its place."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self.sketching = False  # True: everything is measured and nothing drawn (the tests' tour of all looks)
        self.viewport: Viewport | None = None
        self._rail: Rail | None = None

    # --- the glass ------------------------------------------------------------------------------------------------

    def panel(self, glass: Panel) -> Panel:
        """The glass as this person uses it."""
        visit = self._shell.visit
        reached = _REACHED_UPRIGHT if glass.upright else _REACHED
        top = round(glass.height * (1 - reached)) if visit.lowered and self._lowers(glass) else 0
        return replace(glass, zoom=visit.zoom, top=top)

    def _lowers(self, glass: Panel) -> bool:
        """Whether what is shown comes down to the lower part of the glass."""
        screen = getattr(self._shell, "screen", None)  # none yet while the shell is being made
        return screen is None or not (screen.whole_glass or (screen.low_already and not glass.upright))

    def bar_content(self) -> BarContent | None:
        """What the bar says: with large words less, since the rest stands at the end of the page."""
        content = self._shell.screen.bar()
        return content.spared if content is not None and self._shell.look.panel.zoom > 1 else content

    def foot(self, look: Look) -> Placed | None:
        """What stands in the bar's place beside a page that scrolls, if the screen has no bar."""
        return self._shell.screen.foot(look.chrome) if self.scrolls(look) else None

    def scrolls(self, look: Look) -> bool:
        """Whether a page may be higher than its place in this look."""
        return look.panel.zoom > 1 or look.panel.top > 0

    # --- the page -------------------------------------------------------------------------------------------------

    def compose(self) -> list[Widget]:
        """The page in its place, drawn from below: what must lie over it comes after it."""
        shell = self._shell
        base = shell.plain_look()
        if not self.scrolls(base) or not shell.screen.reflows:
            self.viewport = self._rail = None
            shell.look = base
            return [self._drawn(base, self._place(base)), *self._above(base)]
        return [*self._scrolled(base), *self._above(base)]

    def _place(self, look: Look) -> Rect:
        """Between frame (or strip) and bar (or what takes its place), without arrows."""
        shell, panel = self._shell, look.panel
        rect = panel.content
        if shell.screen.step:
            rect = rect.cut_top(panel.strip.bottom - rect.y)[1]
        content = self.bar_content()
        if content is None:
            foot = self.foot(look)
            bottom = foot.rect.y if foot is not None else panel.height
            return Rect(rect.x, rect.y, rect.w, bottom - rect.y)
        return rect.cut_bottom(content.line(look))[1]

    def _drawn(self, look: Look, rect: Rect) -> Page:
        """The screen's page in this look; nothing is drawn if the look only sketches."""
        shell = self._shell
        shell.look = look
        page = Page(look, rect)
        shell.screen.page = page
        shell.screen.compose(page)
        return page

    def _scrolled(self, base: Look) -> list[Widget]:
        """The page measured, stretched, drawn, behind a window as high as its place."""
        window, rail = self._windows(base)
        rail_px = base.panel.width - window.w
        panel = replace(base.panel, reflowed=base.panel.zoom > 1, rail=rail_px, window=window.h)
        natural = Rect(window.x, window.y, window.w, max(window.h, self._natural(panel, window)))
        sketch = Sketch()
        sketched = replace(base, panel=panel, sketch=sketch)
        self._drawn(sketched, natural)
        ending = self._ending(sketched, natural)
        bottom = ending.rect.bottom if ending else natural.bottom
        whole = Rect(window.x, window.y, window.w, bottom - window.y)
        look = replace(base, panel=panel, stretch=_stretched(sketch, whole, window.h, panel))
        page = self._drawn(look, natural)
        ending = self._ending(look, natural)
        height = look.at(ending.rect if ending else natural).bottom - window.y
        self.viewport = Viewport(look, window, height, self._shell.screen.scrolled, self._moved)
        self.viewport.add(page, *([ending] if ending else []))
        self._rail = Rail(look.chrome, rail, self._turn)
        self._moved(self.viewport.at)
        return [self.viewport, self._rail]

    def _windows(self, base: Look) -> tuple[Rect, Rect]:
        """The place of the page and that of the arrows."""
        place = self._place(base)
        if base.panel.upright or base.panel.zoom == 1:
            rail, window = place.cut_bottom(base.panel.y(_ROW))
        else:
            rail, window = place.cut_right(base.panel.x(_RAIL))
        return window, rail

    def _natural(self, panel: Panel, window: Rect) -> int:
        """How high the design's page is."""
        above = window.y - panel.frame.bottom  # the strip
        return panel.natural - above

    def _ending(self, look: Look, page: Rect) -> Ending | None:
        content = self._shell.screen.bar()
        if look.panel.zoom == 1 or content is None or content.spared is content or not content.middle:
            return None
        return Ending(look, page, content.middle)

    def _above(self, look: Look) -> list[Widget]:
        """The part of the glass that is out of reach: a calm wall with the name of the house."""
        panel = look.panel
        if not panel.top:
            return []
        wall = Box(look.chrome, Rect(0, 0, panel.width, panel.top), Paint(fill=look.colours.wall))
        house = self._shell.settings.house.estate[look.language]
        wall.add(Text(look.chrome, wall.rect, house, Type.GREETING, look.colours.on_wall, MIDDLE))
        return [wall]

    # --- scrolling ------------------------------------------------------------------------------------------------

    def _turn(self, way: int) -> None:
        if self.viewport is not None:
            self.viewport.scroll(self.viewport.at + way * self.viewport.step)

    def _moved(self, at: int) -> None:
        self._shell.screen.scrolled = at
        if self._rail is not None and self.viewport is not None:
            self._rail.show(at > 0, at < self.viewport.room)


def _stretched(sketch: Sketch, page: Rect, window_px: int, panel: Panel) -> Stretch:
    """The page opened for its words, and closed where it would be scrolled through nothing."""
    needs = sketch.needs()
    opened = stretched(needs)
    excess = opened.at(page).h - window_px
    wide, gap = panel.y(_BLANK), panel.y(_AIR)
    closed = closings(sketch.shape(page, wide), excess, wide, gap) if excess > 0 else {}
    return stretched(needs, closed) if closed else opened
