"""A toast: one short confirmation that asks nothing and holds up nothing.

Owns its looks: a flat strip with a tick, no shadow (design.md 8), as wide as its words. Takes no touch: a finger goes
through it to what lies beneath. Where it stands and when it goes is ``kiosk.ui.toasts``'s.
"""

from __future__ import annotations

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Radius, Stroke, Type
from kiosk.ui.widgets.paint import Box, Paint
from kiosk.ui.widgets.text import IconMark, Text

_ROLE = Type.TEXT_BOLD
_ICON = 28  # design px


class Toast(Box):
    """A tick and its words on tint."""

    def __init__(self, look: Look, rect: Rect, words: str) -> None:
        colours, panel = look.colours, look.panel
        paint = Paint(fill=colours.accent_tint, edge=colours.accent, stroke=Stroke.CONTROL, radius=Radius.CARD)
        super().__init__(look, rect, paint)
        icon, text = rect.inset(panel.x(16), 0).cut_left(panel.icon(_ICON), panel.x(10))
        self.text = Text(look, text, words, _ROLE, colours.ink)
        self.add(IconMark(look, icon, "check_circle", _ICON, colours.accent), self.text)


def toast_size(look: Look, words: str) -> tuple[int, int]:
    """Pixels across and down that a toast of these words takes, in one line."""
    panel = look.panel
    across = look.width(_ROLE, words) + panel.icon(_ICON) + panel.x(2 * 16 + 10) + 2
    return across, look.line_height(_ROLE) + panel.y(24)
