"""What the gallery shows: a widget in a state, its size, and how it is made; many of them are a sheet.

Owns the shape of that data, and the finger that holds a widget pressed. Knows no window. Called by every sheet and by
``kiosk.ui.gallery.gallery``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kivy.graphics import InstructionGroup

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.widgets.focus_ring import draw_ring
from kiosk.ui.widgets.paint import Mark, Placed
from kiosk.ui.widgets.touch import Touchable

Build = Callable[[Look, Rect], Placed | Mark]
WHOLE_WIDTH = 0.0  # as a specimen's width: from edge to edge of the glass
_RING = 8  # design px: how far the ring of the focus stands outside a control


class State(StrEnum):
    """How a control can stand (design.md 3); the value is its word's key under ``gallery.state``."""

    IDLE = "idle"
    PRESSED = "pressed"
    CHOSEN = "chosen"
    NOT_YET = "not_yet"
    UNAVAILABLE = "unavailable"
    LIMITED = "limited"
    ERROR = "error"
    BUSY = "busy"
    EMPTY = "empty"
    DONE = "done"
    FOCUSED = "focused"


@dataclass(frozen=True)
class Specimen:
    """One widget in one state. ``width`` and ``height`` in design pixels; ``name`` tells siblings apart, as in code.

    ``finger`` is the id of the control a finger lies on when the state is PRESSED (empty: the widget itself);
    ``portrait_height`` for what is higher on an upright panel.
    """

    state: State | None
    width: float
    height: float
    build: Build
    name: str = ""
    finger: str = ""
    portrait_height: float = 0.0

    def made(self, look: Look, rect: Rect) -> Placed | Mark:
        """The widget at ``rect``, with the finger on it if it is to be seen pressed, the ring if it has the focus."""
        if self.state is State.FOCUSED:
            rect = rect.inset(look.panel.x(_RING), look.panel.y(_RING))
        part = self.build(look, rect)
        if self.state is State.FOCUSED:
            ring = InstructionGroup()
            draw_ring(ring, look, rect)
            part.canvas.after.add(ring)
        if self.state is State.PRESSED:
            for control in _beneath(part):
                if control.touch_id == self.finger or not self.finger:
                    control.press(True)
        return part


@dataclass(frozen=True)
class Sheet:
    """The specimens of one kind; ``name`` is the key of its title under ``gallery.sheet`` and its picture's name."""

    name: str
    specimens: tuple[Specimen, ...]


def _beneath(part: Any) -> Iterator[Touchable]:
    """The controls of a widget, itself among them."""
    if isinstance(part, Touchable):
        yield part
    for child in getattr(part, "children", ()):
        yield from _beneath(child)


def nothing(*_anything: object) -> None:
    """What every control of the gallery does."""
