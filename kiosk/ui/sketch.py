"""A composition that is measured and not drawn: what it would put on the glass, in order.

Owns the list. The stage reads from it how much room words need before a page is drawn; the tests read from it what is
cut off, what lies on what, and which colours meet, for hundreds of looks at the price of none. Knows no widget.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.ui.blanks import Shape
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

    @property
    def spots(self) -> tuple[Rect, ...]:
        """Where one looks at what lies beneath: the middle, and both ends of words (an icon's corners are empty)."""
        ink = self.ink
        across = (0, ink.w // 2, max(0, ink.w - 1)) if self.words else (ink.w // 2,)
        return tuple(Rect(ink.x + x, ink.y + ink.h // 2, 1, 1) for x in across)

    @property
    def glyphs(self) -> Rect:
        """The ink as far as it lies in its place, which will be opened for the rest."""
        top, bottom = max(self.ink.y, self.place.y), min(self.ink.bottom, self.place.bottom)
        return Rect(self.ink.x, top, self.ink.w, max(0, bottom - top))


@dataclass
class Sketch:
    """What would be drawn, in order."""

    parts: list[Filled | Inked] = field(default_factory=list)
    controls: list[Need] = field(default_factory=list)
    kept: list[Rect] = field(default_factory=list)

    def fill(self, rect: Rect, colour: Colour | None) -> None:
        """A ground, if it has a colour."""
        if colour is not None:
            self.parts.append(Filled(rect, colour))

    def control(self, rect: Rect, height: int) -> None:
        """Something to be touched, which must not be lower than a finger needs."""
        self.controls.append(Need(rect, height))

    def keep(self, rect: Rect) -> None:
        """Something drawn whose height is its own: a round thing, a picture, a place to write in."""
        self.kept.append(rect)

    def shape(self, page: Rect, wide: int) -> Shape:
        """What stands on ``page``; a ground is what is higher than ``wide``, or a control as high as the page."""
        inked = [part for part in self.parts if isinstance(part, Inked)]
        fills = [part.rect for part in self.parts if isinstance(part, Filled)]
        grounds = [rect for rect in fills if rect.h > wide]
        solid = [*(part.glyphs for part in inked), *(rect for rect in self.kept if rect.h < page.h)]
        solid += [rect for rect in fills if rect.h <= wide]
        edges = {end for rect in (*grounds, *(part.place for part in inked)) for end in (rect.y, rect.bottom)}
        return Shape(page, tuple(solid), frozenset(edges))

    def needs(self) -> list[Need]:
        """The heights that words, icons and fingers want."""
        return [*(Need(part.place, part.height) for part in self.parts if isinstance(part, Inked)), *self.controls]

    def meetings(self, ground: Colour) -> list[tuple[Inked, Colour]]:
        """All words and icons with the colours that lie under them; ``ground`` is the glass's."""
        inked = ((at, part) for at, part in enumerate(self.parts) if isinstance(part, Inked))
        return [(part, colour) for at, part in inked for colour in self._beneath(part, at, ground)]

    def _beneath(self, inked: Inked, at: int, ground: Colour) -> set[Colour]:
        return {self._under(spot, at, ground) for spot in inked.spots}

    def _under(self, spot: Rect, at: int, ground: Colour) -> Colour:
        below = (part for part in reversed(self.parts[:at]) if isinstance(part, Filled))
        return next((part.colour for part in below if part.rect.contains(spot) and part.colour[3] == 1), ground)
