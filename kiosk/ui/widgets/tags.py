"""Tags: a pill with an icon (identified unit, zone), a badge with a count."""

from __future__ import annotations

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.widgets.button import Caption, icon_and_words
from kiosk.ui.widgets.paint import Box, Paint


class Pill(Box):
    """A tinted pill at the left of ``rect``, vertically in its middle; ``width`` is what it takes."""

    def __init__(self, look: Look, rect: Rect, words: str, icon: str = "", role: Type = Type.CAPTION_BOLD) -> None:
        panel = look.panel
        self.width_px = min(self.needed(look, words, icon, role), rect.w)
        height = min(rect.h, panel.y(38)) if panel.zoom > 1 else panel.y(38)
        pill = Rect(rect.x, rect.y + (rect.h - height) // 2, self.width_px, height)
        super().__init__(look, pill, Paint(fill=look.colours.accent_tint, radius=19))
        self.add(*icon_and_words(look, pill, Caption(words, role, icon, 24), look.colours.accent))

    @staticmethod
    def needed(look: Look, words: str, icon: str = "", role: Type = Type.CAPTION_BOLD) -> int:
        """Pixels across that a pill with these words takes."""
        return look.width(role, words) + look.panel.x(26 + (32 if icon else 0))
