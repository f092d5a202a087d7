"""The progress ladder: what has happened and when, what happens now, what is to come, what failed and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Stroke, Type
from kiosk.ui.widgets.fitting import beside
from kiosk.ui.widgets.paint import Box, Paint, Placed, circle, disc, hairline
from kiosk.ui.widgets.text import RIGHT, WRAP, IconMark, Text


class RungState(Enum):
    """Shapes differ, not only colours."""

    DONE = auto()
    CURRENT = auto()
    TO_COME = auto()
    FAILED = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class Rung:
    """One rung. ``fraction`` draws a bar under the current one."""

    state: RungState
    title: str
    note: str = ""
    time: str = ""
    fraction: float | None = None


_DISC = 40


class Ladder(Placed):
    """``show`` draws the rungs; nothing is drawn when they are the same."""

    def __init__(self, look: Look, rect: Rect, rungs: tuple[Rung, ...]) -> None:
        super().__init__(look, rect)
        self.rungs: tuple[Rung, ...] = ()
        self.show(rungs)

    def show(self, rungs: tuple[Rung, ...]) -> None:
        """The ladder as it is now."""
        if rungs == self.rungs:
            return
        self.rungs = rungs
        self.wipe()
        places = self._places(rungs)
        self._draw_rail(places)
        for rung, place in zip(rungs, places, strict=True):
            self._add_rung(rung, place)

    def _places(self, rungs: tuple[Rung, ...]) -> list[Rect]:
        """Rows as high as they need, spread over the room there is."""
        panel, rest, places = self.look.panel, self.rect, []
        needs = [panel.y(44 + (26 if rung.note else 0) + (34 if rung.fraction is not None else 0)) for rung in rungs]
        spare = max(0, rest.h - sum(needs)) // max(1, len(rungs))
        for need in needs:
            place, rest = rest.cut_top(need, min(spare, panel.y(20)))
            places.append(place)
        return places

    def _draw_rail(self, places: list[Rect]) -> None:
        if len(places) < 2:
            return
        side = self.look.panel.y(_DISC)
        first, last = places[0].y + side // 2, places[-1].y + side // 2
        x = self.rect.x + side // 2 - 1
        hairline(self.canvas, self.look, Rect(x, first, 2, last - first), self.look.colours.stroke)

    def _add_rung(self, rung: Rung, rect: Rect) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        side = panel.y(_DISC)
        self._draw_disc(rung.state, Rect(rect.x, rect.y, side, side))
        text = rect.cut_left(side, panel.x(20))[1]
        line, below = text.cut_top(panel.y(38), panel.y(2))
        time_width = look.width(Type.CAPTION, rung.time)
        role = {RungState.CURRENT: Type.LABEL, RungState.TO_COME: Type.LEAD}.get(rung.state, Type.SUBTITLE)
        right, title = line.cut_right(time_width, panel.x(8))
        if look.width(role, rung.title) > title.w and rung.time:
            title, right = beside(look, line, (look.width(role, rung.title), time_width), panel.x(8))
        ink = colours.ink2 if rung.state is RungState.TO_COME else colours.ink
        self.add(
            Text(look, title, rung.title, role, ink), Text(look, right, rung.time, Type.CAPTION, colours.ink2, RIGHT)
        )
        if rung.note:
            note, below = below.cut_top(panel.y(26), panel.y(10))
            self.add(Text(look, note, rung.note, Type.CAPTION, colours.ink2, WRAP))
        if rung.fraction is not None:
            self.add(ProgressBar(look, below.cut_top(panel.y(16))[0], rung.fraction))

    def _draw_disc(self, state: RungState, rect: Rect) -> None:
        look, colours, canvas = self.look, self.look.colours, self.canvas
        match state:
            case RungState.DONE:
                disc(canvas, look, rect, colours.accent)
                self.add(IconMark(look, rect, "check", 28, colours.on_accent))
            case RungState.CURRENT:
                circle(canvas, look, rect, colours.accent, Stroke.PROGRESS, colours.ground)
                disc(canvas, look, rect.centred(look.panel.y(16), look.panel.y(16)), colours.accent)
            case RungState.TO_COME:
                circle(canvas, look, rect, colours.stroke, Stroke.CONTROL, colours.ground)
            case RungState.FAILED:
                disc(canvas, look, rect, colours.seal)
                self.add(IconMark(look, rect, "close", 28, colours.on_seal))
            case RungState.UNKNOWN:
                disc(canvas, look, rect, colours.ochre_tint)
                self.add(IconMark(look, rect, "warning", 28, colours.ochre))


class ProgressBar(Box):
    """A bar of 16; it moves linearly, at most four times a second."""

    def __init__(self, look: Look, rect: Rect, fraction: float) -> None:
        super().__init__(look, rect, Paint(fill=look.colours.line, radius=8))
        done = max(rect.h, round(rect.w * min(1.0, fraction)))
        if fraction > 0:
            self.add(Box(look, Rect(rect.x, rect.y, done, rect.h), Paint(fill=look.colours.accent, radius=8)))
