"""Cards with a published price: what is to be done, what it costs; the chosen one is tinted and ticked."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Radius, Stroke, Type
from kiosk.ui.widgets.paint import Paint
from kiosk.ui.widgets.price import price_runs
from kiosk.ui.widgets.run_line import RunLine
from kiosk.ui.widgets.text import IconMark, Set, Text
from kiosk.ui.widgets.touch import Act, Touchable, pressed


@dataclass(frozen=True)
class Priced:
    """One card; ``fen`` None is said in words, never as 0.00."""

    touch_id: str
    title: str
    fen: int | None
    chosen: bool
    act: Act


class PricedCard(Touchable):
    """At least 100 high: title above, price below, a tick when chosen."""

    def __init__(self, look: Look, rect: Rect, priced: Priced) -> None:
        colours, panel = look.colours, look.panel
        paint = Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.LINE, radius=Radius.CARD)
        if priced.chosen:
            paint = Paint(fill=colours.accent_tint, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
        super().__init__(look, rect, priced.touch_id, paint, pressed(paint, look), priced.act)
        inside = rect.inset(panel.x(18), panel.y(12))
        below, title = inside.cut_bottom(panel.y(34))
        mark, price = below.cut_right(panel.x(32))
        self.add(Text(look, title, priced.title, Type.SUBTITLE, colours.ink, Set("left", "middle", wrap=True)))
        ink = colours.accent if priced.fen is not None else colours.ink2
        self.add(RunLine(look, price, price_runs(look, priced.fen, Type.LABEL, ink, unknown=Type.CAPTION)))
        if priced.chosen:
            self.add(IconMark(look, mark, "check_circle", 30, colours.accent))
