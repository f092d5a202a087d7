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
    """One set of colours. All text reaches 7:1, outlines of controls 3:1 (tested on every screen, by the formula)."""

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
    on_wall: Colour
    wall_held: Colour  # a control on the wall, under a finger
    veil: Colour


_TOKENS = {  # day, night, high contrast: black, white and one accent
    "ground": ("#F4EFE6", "#12110F", "#000000"),
    "surface": ("#FCFAF6", "#211F1B", "#000000"),
    "sunken": ("#E9E1D3", "#0A0908", "#262626"),
    "ink": ("#1F1B16", "#FBF6EC", "#FFFFFF"),
    "ink2": ("#4A4339", "#D6CDBD", "#FFFFFF"),
    "accent": ("#15433A", "#A6DCC8", "#FFE100"),
    "on_accent": ("#FFFFFF", "#0B1F19", "#000000"),
    "accent_tint": ("#DCE6DF", "#1D3A32", "#3D3500"),
    "seal": ("#82251A", "#FFB9A8", "#FFE100"),
    "on_seal": ("#FFFFFF", "#35100A", "#000000"),
    "seal_tint": ("#F5E1D9", "#472019", "#3D3500"),
    "ochre": ("#634000", "#F2CF82", "#FFE100"),
    "ochre_tint": ("#F3E6C8", "#3C2F12", "#3D3500"),
    "stroke": ("#857A69", "#9C9282", "#FFFFFF"),
    "line": ("#D6CCBB", "#3D3932", "#8C8C8C"),
    "brass": ("#A5884F", "#BFA468", "#FFE100"),
    "wall": ("#15433A", "#17362E", "#000000"),  # a place, not a control: by night it does not glare
    "on_wall": ("#FFFFFF", "#FBF6EC", "#FFFFFF"),
    "wall_held": ("#1F1B16", "#0A0908", "#3D3500"),
}


def _palette(column: int, veil: Colour) -> Palette:
    return Palette(**{name: rgb(codes[column]) for name, codes in _TOKENS.items()}, veil=veil)


DAY = _palette(0, rgb("#1F1B16", 0.6))
NIGHT = _palette(1, rgb("#000000", 0.6))
CONTRAST = _palette(2, rgb("#000000", 0.8))
THEMES = {"day": DAY, "night": NIGHT, "contrast": CONTRAST}


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2.2: how far two colours are apart, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def faintest(palette: Palette) -> float:
    """How little of its light a drawn veil may leave this palette, 0-1, so that its words can still be read."""
    inks = (palette.ink, palette.ink2, palette.accent)
    least = 7.0  # WCAG 1.4.6
    for percent in range(5, 100, 5):
        dim = [_dimmed(colour, percent / 100) for colour in (*inks, palette.ground, palette.surface)]
        if min(contrast(ink, ground) for ink in dim[:3] for ground in dim[3:]) >= least:
            return percent / 100
    return 1.0


def _dimmed(colour: Colour, part: float) -> Colour:
    red, green, blue, alpha = colour
    return red * part, green * part, blue * part, alpha


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


ZOOMS = (1.0, 1.5, 2.0)  # sizes of words that a person can choose


MARGIN = 32  # side margins of owner screens
STAFF_MARGIN = 24
GAP = 14  # between tiles
