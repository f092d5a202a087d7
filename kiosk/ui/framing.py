"""Which part of a sheet a window shows, and how large: the arithmetic of dragging, pinching and the two zoom keys.

Owns the rule that a sheet never leaves its window: smaller than it, it stands in the middle; larger, it covers it. A
framing speaks of the sheet, not of pixels, so that it means the same on another panel or page. Pure; knows no widget
and no finger. Called by ``kiosk.ui.widgets.page_viewer`` and by the screens that keep a framing.
"""

from __future__ import annotations

from dataclasses import dataclass

SCALES = (1.0, 1.6, 2.4)  # where the two keys stop; fingers stop anywhere between the first and the last
_SWIPE = 0.12  # of the window's width: less is a finger that was put down
_SIDEWAYS = 1.5  # a swipe goes so many times further across than down


@dataclass(frozen=True)
class Framing:
    """``scale`` 1: the whole sheet fits. ``x``, ``y``: the point of the sheet (0-1) in the window's middle."""

    scale: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def larger(self) -> Framing | None:
        """At the next stop, if there is one."""
        return next((Framing(scale, self.x, self.y) for scale in SCALES if scale > self.scale), None)

    def smaller(self) -> Framing | None:
        """At the stop before, if there is one."""
        return next((Framing(scale, self.x, self.y) for scale in reversed(SCALES) if scale < self.scale), None)


ENLARGED = Framing(SCALES[1], y=0.0)  # how an enlarged page opens: from its first line
WHOLE = Framing()


@dataclass(frozen=True)
class Window:
    """A window ``width`` x ``height`` onto a sheet whose sides are as ``across`` to ``down``; origin top left."""

    width: float
    height: float
    across: float
    down: float

    def size(self, framing: Framing) -> tuple[float, float]:
        """The sheet's width and height in the window's pixels."""
        fitted = min(self.width / self.across, self.height / self.down) * framing.scale
        return self.across * fitted, self.down * fitted

    def corner(self, framing: Framing) -> tuple[float, float]:
        """Where the sheet's upper left corner lies."""
        w, h = self.size(framing)
        left, top = self.width / 2 - framing.x * w, self.height / 2 - framing.y * h
        return _kept(left, self.width, w), _kept(top, self.height, h)

    def dragged(self, framing: Framing, dx: float, dy: float) -> Framing:
        """Moved by a finger, never further than its edges."""
        left, top = self.corner(framing)
        return self._framed(framing.scale, left + dx, top + dy)

    def pinched(self, framing: Framing, factor: float, x: float, y: float) -> Framing:
        """Larger or smaller by ``factor``; what lies under ``x``, ``y`` stays there as far as the edges let it."""
        scale = max(SCALES[0], min(SCALES[-1], framing.scale * factor))
        left, top = self.corner(framing)
        grown = scale / framing.scale
        return self._framed(scale, x - (x - left) * grown, y - (y - top) * grown)

    def fits_across(self, framing: Framing) -> bool:
        """Whether dragging sideways would move nothing, so that it may turn the page."""
        return self.size(framing)[0] <= self.width

    def _framed(self, scale: float, left: float, top: float) -> Framing:
        w, h = self.size(Framing(scale))
        left, top = _kept(left, self.width, w), _kept(top, self.height, h)
        return Framing(scale, (self.width / 2 - left) / w, (self.height / 2 - top) / h)


def swiped(dx: float, dy: float, width: float) -> int:
    """The pages a stroke by ``dx``, ``dy`` turns in a window so wide: 1 on (leftwards), -1 back, 0 it was no swipe."""
    if abs(dx) < _SWIPE * width or abs(dx) < _SIDEWAYS * abs(dy):
        return 0
    return 1 if dx < 0 else -1


def _kept(at: float, room: float, size: float) -> float:
    """``at``, moved so that the sheet covers the room, or stands in the middle of it."""
    if size <= room:
        return (room - size) / 2
    return min(0.0, max(room - size, at))
