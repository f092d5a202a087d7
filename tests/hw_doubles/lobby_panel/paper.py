"""Paper: how much of it shows while it comes out of a slot, and the widget that shows it.

Owns the motion as a pure function of time. Called by ``sections``; a touch on the paper opens it in the viewer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kivy.graphics import Color, Rectangle

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.widgets.paint import Paint
from kiosk.ui.widgets.touch import Touchable
from tests.hw_doubles.lobby_panel.look import PAPER, SLOT, picture

FEED_PX_S = 130.0  # about what an 80 mm printer does at the size it is shown here


def part_in_sight(length: int, room: int, out_s: float) -> tuple[int, int]:
    """First and last+1 row of a sheet ``length`` px long to be seen ``out_s`` seconds after it began to come out.

    The sheet comes out of a slot at the bottom, its head first, into ``room`` px; when all of it is out it is torn off
    and lies there with its head in sight.
    """
    out = round(min(length, out_s * FEED_PX_S))
    if out >= length:
        return 0, min(length, room)
    return max(0, out - room), out


class Outlet(Touchable):
    """Where paper comes out: the newest sheet, coming out, or an older one that is browsed to."""

    def __init__(self, look: Look, rect: Rect, touch_id: str, feeds: bool, open_it: Callable[[Path], None]) -> None:
        paint = Paint(SLOT, radius=6)
        super().__init__(look, rect, touch_id, paint, paint, self._open)
        self._feeds, self._open_it = feeds, open_it
        self._sheets: Sequence[Path] = ()
        self._texture: Any = None
        self._since_s = 0.0
        self._drawn: tuple[int, int] = (0, 0)
        self.at = -1

    @property
    def where(self) -> str:
        """``2 / 3``, or nothing before the first sheet."""
        return f"{self.at + 1} / {len(self._sheets)}" if self._sheets else ""

    def take(self, sheets: Sequence[Path], now_s: float) -> None:
        """The sheets there are now, oldest first; a new one is shown coming out."""
        if len(sheets) == len(self._sheets):
            return
        self._sheets = sheets
        self._since_s = now_s if self._feeds else float("-inf")
        self._load(len(sheets) - 1)

    def browse(self, by: int) -> None:
        """To an older (-1) or newer (+1) sheet."""
        if self._sheets:
            self._since_s = float("-inf")
            self._load(min(max(0, self.at + by), len(self._sheets) - 1))

    def tick(self, now_s: float) -> None:
        """Draw what is in sight now, if it is not what is drawn."""
        if self._texture is not None:
            part = part_in_sight(self._texture.height, self.rect.h - 8, now_s - self._since_s)
            if part != self._drawn:
                self._drawn = part
                self._draw_paper(*part)

    def _load(self, at: int) -> None:
        self.at = at
        self._drawn = (0, 0)
        self.canvas.clear()
        if at >= 0:
            self._texture = picture(self._sheets[at], self.rect.w - 24)

    def _draw_paper(self, first: int, last: int) -> None:
        """The part stands on the slot from which it comes."""
        self.canvas.clear()
        if last <= first:
            return
        x, low = self.low(self.rect)
        sheet = self._texture
        with self.canvas:
            Color(*PAPER)
            # Rows count from the sheet's head, a texture's region from its foot.
            part = sheet.get_region(0, sheet.height - last, sheet.width, last - first)
            Rectangle(texture=part, pos=(x + 12, low + 4), size=(sheet.width, last - first))

    def _open(self) -> None:
        if self._sheets:
            self._open_it(self._sheets[self.at])
