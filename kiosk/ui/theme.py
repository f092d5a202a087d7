"""The tokens of the design: colours by day and night, sizes of type, spacing, radii, strokes.

Owns the figures of design.md 1 as data. Knows no Kivy and no screen. Called by every widget.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import Enum, StrEnum

Colour = tuple[float, float, float, float]


def rgb(code: str, alpha: float = 1.0) -> Colour:
    """``#F4EFE6`` as the four numbers the graphics want."""
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue, alpha


@dataclass(frozen=True)
class Palette:
    """One set of colours. All text reaches 7:1, outlines of controls 3:1 (tested by the WCAG formula)."""

    ground: Colour
    surface: Colour
    sunken: Colour
    ink: Colour
    ink2: Colour
    accent: Colour
    on_accent: Colour
    accent_tint: Colour
    seal: Colour
    on_seal: Colour
    seal_tint: Colour
    ochre: Colour
    ochre_tint: Colour
    stroke: Colour
    line: Colour
    brass: Colour
    wall: Colour
    veil: Colour


_TOKENS = {  # day, night
    "ground": ("#F4EFE6", "#12110F"),
    "surface": ("#FCFAF6", "#211F1B"),
    "sunken": ("#E9E1D3", "#0A0908"),
    "ink": ("#1F1B16", "#FBF6EC"),
    "ink2": ("#4A4339", "#D6CDBD"),
    "accent": ("#15433A", "#A6DCC8"),
    "on_accent": ("#FFFFFF", "#0B1F19"),
    "accent_tint": ("#DCE6DF", "#1D3A32"),
    "seal": ("#82251A", "#FFB9A8"),
    "on_seal": ("#FFFFFF", "#35100A"),
    "seal_tint": ("#F5E1D9", "#472019"),
    "ochre": ("#634000", "#F2CF82"),
    "ochre_tint": ("#F3E6C8", "#3C2F12"),
    "stroke": ("#857A69", "#9C9282"),
    "line": ("#D6CCBB", "#3D3932"),
    "brass": ("#A5884F", "#BFA468"),
    "wall": ("#15433A", "#17362E"),  # the moon gate's wall is a place: by night it does not glare like a control
}

DAY = Palette(**{name: rgb(day) for name, (day, _) in _TOKENS.items()}, veil=rgb("#1F1B16", 0.6))
NIGHT = Palette(**{name: rgb(night) for name, (_, night) in _TOKENS.items()}, veil=rgb("#000000", 0.6))

_NIGHT_FROM, _NIGHT_UNTIL = time(21), time(7)


def palette_at(local: time) -> Palette:
    """The colours of the hour; a person's own choice goes before it."""
    return NIGHT if local >= _NIGHT_FROM or local < _NIGHT_UNTIL else DAY


class Family(StrEnum):
    """The three faces."""

    SANS = "sans"
    SERIF = "serif"
    ICONS = "icons"


@dataclass(frozen=True)
class Style:
    """One size of type: ``size`` in design pixels; ``spacing`` between letters in em."""

    size: float
    bold: bool = False
    family: Family = Family.SANS
    spacing: float = 0.0
    pitch: float = 1.4  # from line to line, in em


class Type(Enum):
    """The roles of the type scale (design.md 1); a text knows its role, never a number of its own."""

    HERO = Style(100, bold=True, pitch=1.2)
    HERO_RATE = Style(70, bold=True, pitch=1.2)
    CLOCK = Style(100, family=Family.SERIF, pitch=1.2)
    DISPLAY = Style(68, bold=True, pitch=1.2)
    GREETING = Style(68, bold=True, family=Family.SERIF, pitch=1.2)
    NUMBER_L = Style(56, bold=True, pitch=1.2)
    NUMBER = Style(44, bold=True, pitch=1.2)
    NUMBER_LATIN = Style(36, bold=True, pitch=1.2)  # Latin words at the optical size of Han
    OUTCOME = Style(44, bold=True, family=Family.SERIF, pitch=1.25)
    TITLE = Style(34, bold=True, family=Family.SERIF, pitch=1.25)
    HEADING = Style(28, bold=True, family=Family.SERIF, pitch=1.25)
    ACTION = Style(34, bold=True, pitch=1.2)
    KEY = Style(34, pitch=1.2)
    LABEL = Style(28, bold=True, pitch=1.25)
    VALUE = Style(28, pitch=1.25)
    SUBTITLE = Style(24, bold=True, pitch=1.25)
    LEAD = Style(24)
    TEXT = Style(22)
    TEXT_BOLD = Style(22, bold=True)
    ESTATE = Style(22, bold=True, family=Family.SERIF, spacing=0.06)
    SEAL = Style(26, bold=True, family=Family.SERIF)
    CAPTION = Style(20)
    CAPTION_BOLD = Style(20, bold=True)
    STAFF = Style(18)
    STAFF_BOLD = Style(18, bold=True)


class Icon:
    """Sizes of icons in design pixels."""

    SMALL = 24
    FRAME = 32
    BUTTON = 32
    FORWARD = 36
    TILE = 38
    CARD = 44
    RADIO = 52
    MAIN = 68
    OUTCOME = 104


class Radius:
    """Corners in design pixels; frame, bar and side panels have none."""

    CARD = 10
    SEAL = 4


class Stroke:
    """Line widths in design pixels."""

    LINE = 1
    CONTROL = 2
    SELECTED = 3
    PROGRESS = 5
    PEN = 6.5


MARGIN = 32  # side margins of owner screens
STAFF_MARGIN = 24
GAP = 14  # between tiles
