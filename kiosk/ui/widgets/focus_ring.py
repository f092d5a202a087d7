"""The ring around the control that the next OK presses: a line of ink and inside it one of ground.

Owns its look; one of the two lines stands out 3:1 from whatever lies beneath. Where it stands is ``kiosk.ui.focus``'s.
"""

from __future__ import annotations

from kivy.graphics import Color, InstructionGroup, SmoothLine

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour

RING_PX, HALO_PX = 4, 3  # design pixels
_OFF = 4  # it stands so far outside the control
_RADIUS = 12


def draw_ring(group: InstructionGroup, look: Look, rect: Rect) -> None:
    """Draw it around ``rect`` of the glass, origin top left."""
    panel, colours = look.panel, look.colours
    ring, halo = max(3, panel.y(RING_PX)), max(2, panel.y(HALO_PX))
    outer = _within(rect.inset(-panel.x(_OFF) - ring, -panel.y(_OFF) - ring), panel.whole)
    _line(group, look, outer, ring, colours.ink)
    _line(group, look, outer.inset(ring, ring), halo, colours.ground)


def _line(group: InstructionGroup, look: Look, rect: Rect, width: int, colour: Colour) -> None:
    half = width / 2
    low = (rect.x + half, look.panel.height - rect.bottom + half)
    shape = (*low, rect.w - width, rect.h - width, look.panel.y(_RADIUS))
    group.add(Color(*colour))
    group.add(SmoothLine(rounded_rectangle=shape, width=half, overdraw_width=0.8))


def _within(rect: Rect, glass: Rect) -> Rect:
    """What of a ring lies on the glass: at its edges the ring stands inside the control."""
    left, top = max(rect.x, glass.x), max(rect.y, glass.y)
    return Rect(left, top, min(rect.right, glass.right) - left, min(rect.bottom, glass.bottom) - top)
