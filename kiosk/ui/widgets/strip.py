"""The step strip of a flow: six segments under the frame, done and current ones in accent."""

from __future__ import annotations

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.widgets.paint import Placed, hairline

_GAP = 4


class StepStrip(Placed):
    """``step`` counts from 1; segments up to it are filled."""

    def __init__(self, look: Look, step: int, steps: int, place: Rect | None = None) -> None:
        super().__init__(look, place or look.panel.strip)
        for number, segment in enumerate(self.rect.columns(steps, look.panel.x(_GAP)), start=1):
            colour = look.colours.accent if number <= step else look.colours.line
            hairline(self.canvas, look, segment, colour)
