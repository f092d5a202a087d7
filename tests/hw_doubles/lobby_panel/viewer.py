"""A sheet, large: over the whole bench, scrolled by wheel or finger, closed by its button.

Owns the overlay. Called by ``window``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kivy.graphics import Color, Rectangle
from kivy.uix.scrollview import ScrollView
from kivy.uix.widget import Widget

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.widgets.paint import Paint
from kiosk.ui.widgets.touch import Curtain
from tests.hw_doubles.lobby_panel.look import GROUND, PAPER, picture
from tests.hw_doubles.lobby_panel.parts import Chip, plain
from tests.hw_doubles.lobby_panel.words import label

_BAR = 52


class Viewer(Curtain):
    """One sheet. ``close`` is called by its button."""

    def __init__(self, look: Look, path: Path, close: Callable[[], None]) -> None:
        super().__init__(look, look.panel.whole, Paint(GROUND))
        bar, rest = look.panel.whole.cut_top(_BAR)
        button, name = bar.inset(12, 8).cut_right(96, 12)
        self.add(plain(look, name, path.stem, 13), Chip(look, button, "viewer.close", label("viewer.close"), close))
        self.add(_scrolled(rest.inset(12, 0), path))


def _scrolled(rect: Rect, path: Path) -> Widget:
    """The sheet as wide as ``rect`` (which begins at the bottom edge) or as its own dots, whichever is less."""
    texture = picture(path, rect.w)
    sheet = Widget(size_hint=(None, None), size=(rect.w, texture.height))
    with sheet.canvas:
        Color(*PAPER)
        drawn = Rectangle(texture=texture, size=texture.size)

    def follow(_sheet: Widget, place: tuple[float, float]) -> None:
        drawn.pos = (place[0] + (rect.w - texture.width) // 2, place[1])

    sheet.bind(pos=follow)
    view = ScrollView(pos=(rect.x, 0), size=(rect.w, rect.h), size_hint=(None, None), do_scroll_x=False, bar_width=6)
    view.add_widget(sheet)
    return view
