"""Sheets of what widgets are made of: colours, sizes of type, measures, icons.

Owns nothing but the choice of samples; the figures are read off ``kiosk.ui.theme``, so that a new token is shown
without a change here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from kiosk.icons import ICONS
from kiosk.ui import theme
from kiosk.ui.gallery.specimen import Build, Sheet, Specimen
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Icon, Palette, Radius, Stroke, Type
from kiosk.ui.widgets.paint import Box, Paint, Placed
from kiosk.ui.widgets.price import Amount
from kiosk.ui.widgets.run_line import Run, RunLine
from kiosk.ui.widgets.text import MIDDLE, WRAP, IconMark, Text

_COLUMNS = ((50, 952), (30, 464), (0, 306))  # type above so many design pixels takes a specimen so wide
_SAMPLE_FEN = 128000


def _code(colour: Colour) -> str:
    """``#15433A``, with the percentage of a colour one can see through."""
    red, green, blue, alpha = colour
    code = "#" + "".join(f"{round(part * 255):02X}" for part in (red, green, blue))
    return code if alpha == 1 else f"{code} {round(alpha * 100)} %"


def _swatch(token: str) -> Build:
    def build(look: Look, rect: Rect) -> Placed:
        colour: Colour = getattr(look.colours, token)
        whole = Placed(look, rect)
        patch, words = rect.cut_top(look.panel.y(52))
        see_through = colour[3] < 1  # round corners are drawn over one another: what shows through must stay square
        edged = Paint(fill=colour, edge=look.colours.stroke, stroke=Stroke.LINE, radius=Radius.CARD)
        whole.add(Box(look, patch, Paint(fill=colour) if see_through else edged))
        whole.add(Text(look, words, _code(colour), Type.STAFF, look.colours.ink2))
        return whole

    return build


def _style(role: Type) -> Build:
    return lambda look, rect: Text(look, rect, f"{look.tr('bar.back')} 128", role, look.colours.ink)


def _styles() -> Iterator[Specimen]:
    for role in sorted(Type, key=lambda role: -role.value.size):
        style = role.value
        name = f"{role.name} {style.size} {style.family.value}{' bold' if style.bold else ''}"
        width = next(width for above, width in _COLUMNS if style.size > above)
        yield Specimen(None, width, style.size * style.pitch, _style(role), name)


def _box(paint: Paint) -> Build:
    def build(look: Look, rect: Rect) -> Placed:
        colours = look.colours
        edge = colours.accent if paint.stroke else None
        return Box(look, rect, Paint(colours.accent_tint, edge, paint.stroke, paint.radius, paint.dashed))

    return build


def _figures(holder: object) -> list[tuple[str, float]]:
    """The named figures of a class or a module of tokens."""
    return [(name, value) for name, value in vars(holder).items() if name.isupper() and isinstance(value, int | float)]


def _gap(width: float) -> Build:
    def build(look: Look, rect: Rect) -> Placed:
        whole = Placed(look, rect)
        tint = Paint(fill=look.colours.accent)
        left, rest = rect.cut_left(look.panel.x(30), look.panel.x(width))
        whole.add(Box(look, left, tint), Box(look, rest.cut_left(look.panel.x(30))[0], tint))
        return whole

    return build


def _measures() -> Iterator[Specimen]:
    for name, value in _figures(theme):
        yield Specimen(None, 148, 60, _gap(value), f"{name} {value}")
    for name, value in _figures(Radius):
        yield Specimen(None, 148, 60, _box(Paint(stroke=Stroke.CONTROL, radius=value)), f"Radius.{name} {value}")
    for name, value in _figures(Stroke):
        yield Specimen(None, 170, 60, _box(Paint(stroke=value, radius=Radius.CARD)), f"Stroke.{name} {value}")
    for name, value in _figures(Icon):
        yield Specimen(None, 148, 104, _icon("concierge", value), f"Icon.{name} {value}")


def _icon(name: str, size: float) -> Build:
    return lambda look, rect: IconMark(look, rect, name, size, look.colours.accent)


def _icons() -> Iterator[Specimen]:
    for name in ICONS:
        yield Specimen(None, 104, 44, _icon(name, Icon.BUTTON), name)


def _amount(fen: int | None, role: Type) -> Build:
    return lambda look, rect: Amount(look, rect, fen, role, look.colours.ink)


def _runs(look: Look, rect: Rect) -> RunLine:
    ink = look.colours.ink
    return RunLine(look, rect, [Run("3", Type.NUMBER_L, ink), Run(look.tr("line.pages", n=8), Type.VALUE, ink, lead=8)])


def _texts() -> Iterator[Specimen]:
    yield Specimen(None, 952, 120, _amount(_SAMPLE_FEN, Type.HERO), "Amount HERO")
    yield Specimen(None, 464, 60, _amount(_SAMPLE_FEN, Type.NUMBER), "Amount NUMBER")
    yield Specimen(None, 464, 60, _amount(-1200, Type.NUMBER), "Amount -1200")
    yield Specimen(None, 464, 60, _amount(None, Type.NUMBER), "Amount None")
    yield Specimen(None, 464, 60, _runs, "RunLine")
    yield Specimen(None, 464, 110, _sentence, "Text WRAP")
    yield Specimen(None, 464, 60, _centred, "Text MIDDLE")


def _sentence(look: Look, rect: Rect) -> Text:
    return Text(look, rect, look.tr("result.failed.words"), Type.LEAD, look.colours.ink, WRAP)


def _centred(look: Look, rect: Rect) -> Text:
    return Text(look, rect, look.tr("sign.title"), Type.TITLE, look.colours.ink, MIDDLE)


def sheets() -> tuple[Sheet, ...]:
    """Colours, type, amounts and sentences, measures, icons."""
    colours = tuple(Specimen(None, 176, 80, _swatch(token.name), token.name) for token in fields(Palette))
    return (
        Sheet("colours", colours),
        Sheet("type", tuple(_styles())),
        Sheet("text", tuple(_texts())),
        Sheet("measures", tuple(_measures())),
        Sheet("icons", tuple(_icons())),
    )
