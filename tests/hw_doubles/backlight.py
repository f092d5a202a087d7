"""A double of the panel's lamp: remembers its light, and can be out of reach."""

from __future__ import annotations


class Lamp:
    """``light`` is what it shines with (0-1); ``refuses`` plays a lamp whose file may not be written."""

    def __init__(self, refuses: bool = False) -> None:
        self.light = 1.0
        self.refuses = refuses

    def shine(self, part: float) -> bool:
        """Set the light."""
        if not self.refuses:
            self.light = part
        return not self.refuses
