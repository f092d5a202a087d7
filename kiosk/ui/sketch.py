"""A composition that is measured and not drawn: what it would put on the glass, in order.

Owns the list. The stage reads from it how much room words need before a page is drawn; the tests read from it what is
cut off, what lies on what, and which colours meet, for hundreds of looks at the price of none. Knows no widget.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.ui.geometry import Rect
from kiosk.ui.stretch import Need
from kiosk.ui.theme import Colour


@dataclass(frozen=True)
class Filled:
    """A ground: later ones lie over earlier ones."""

    rect: Rect
    colour: Colour


@dataclass(frozen=True)
class Inked:
    """Words or an icon on the grounds so far: their ``place``, the ``height`` they need, where their ink stands."""

    place: Rect
    height: int
    ink: Rect
    colours: tuple[Colour, ...]
    words: str = ""


@dataclass
class Sketch:
    """What would be drawn, in order."""

    parts: list[Filled | Inked] = field(default_factory=list)
    controls: list[Need] = field(default_factory=list)

    def fill(self, rect: Rect, colour: Colour | None) -> None:
        """A ground, if it has a colour."""
        if colour is not None:
            self.parts.append(Filled(rect, colour))

    def control(self, rect: Rect, height: int) -> None:
        """Something to be touched, which must not be lower than a finger needs."""
        self.controls.append(Need(rect, height))

    def needs(self) -> list[Need]:
        """The heights that words, icons and fingers want."""
        return [*(Need(part.place, part.height) for part in self.parts if isinstance(part, Inked)), *self.controls]

    def meetings(self, ground: Colour) -> list[tuple[Inked, Colour]]:
        """All words and icons with the colour that lies under the middle of their ink; ``ground`` is the glass's."""
        inked = ((at, part) for at, part in enumerate(self.parts) if isinstance(part, Inked))
        return [(part, self._under(part, at, ground)) for at, part in inked]

    def _under(self, inked: Inked, at: int, ground: Colour) -> Colour:
        ink = inked.ink
        spot = Rect(ink.x + ink.w // 2, ink.y + ink.h // 2, 1, 1)
        below = (part for part in reversed(self.parts[:at]) if isinstance(part, Filled))
        return next((part.colour for part in below if part.rect.contains(spot) and part.colour[3] == 1), ground)
