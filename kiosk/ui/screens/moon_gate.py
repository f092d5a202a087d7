"""The moon gate: a round opening in a pine wall with the clock in it; the only ornament of the house.

Beside large words the clock alone is in the opening, as large as there is room for it; date and counter stand on the
wall below.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.screens.words import date_words
from kiosk.ui.theme import Colour, Stroke, Type
from kiosk.ui.widgets.paint import Box, Paint, Placed, circle, disc
from kiosk.ui.widgets.text import MIDDLE, Text

_DOT = 12  # design px across, before the counter's state
_DATE, _STATE = 44, 40  # design px high
_CHORD = 0.84  # of the opening's width: what is left of it at the height of the digits
_CELL_EM = 0.56  # serif digits differ in width: each stands in a cell of its own, so the clock does not wander


class MoonGate(Box):
    """Draws the wall once; ``show`` changes clock, date and whether the counter is open."""

    def __init__(self, look: Look, rect: Rect, local: datetime, counter_open: bool) -> None:
        super().__init__(look, rect, Paint(fill=look.colours.wall))
        self._large = look.panel.zoom > 1
        foot, opening = rect.cut_bottom(look.panel.y(_DATE + _STATE) if self._large else 0)
        margin = look.panel.y(16 if self._large else 40)
        side = min(look.panel.y(348), opening.h - margin, rect.w - look.panel.x(40))
        gate = opening.centred(side, side)
        disc(self.canvas, look, gate, look.colours.ground)
        circle(self.canvas, look, gate.inset(look.panel.y(11)), look.colours.brass, Stroke.LINE, look.colours.ground)
        clock, rest = gate.cut_top(round(side * 0.56))
        self._digits = self._add_digits(gate if self._large else clock.cut_top(round(side * 0.22))[1])
        date, rest = (foot if self._large else rest).cut_top(look.panel.y(_DATE))
        self._date = Text(look, date, "", Type.LEAD, self._ink(look.colours.ink), MIDDLE)
        self._state = Placed(look, rest.cut_top(look.panel.y(_STATE))[0])
        self._open: bool | None = None
        self.add(self._date, self._state)
        self.show(local, counter_open)

    def _ink(self, usual: Colour) -> Colour:
        """Of what stands in the opening, or on the wall."""
        return self.look.colours.on_wall if self._large else usual

    def _add_digits(self, rect: Rect) -> list[Text]:
        usual = self.look.usual
        wide = 4 * _CELL_EM * usual.panel.text(Type.CLOCK.value.size) + usual.width(Type.CLOCK, ":")
        zoom = min(self.look.panel.zoom, _CHORD * rect.w / wide)
        look = replace(self.look, panel=replace(self.look.panel, zoom=zoom))
        cell = round(look.panel.text(Type.CLOCK.value.size) * _CELL_EM)
        colon = look.width(Type.CLOCK, ":")
        x = rect.x + (rect.w - 4 * cell - colon) // 2
        digits = []
        for width in (cell, cell, colon, cell, cell):
            digits.append(Text(look, Rect(x, rect.y, width, rect.h), "", Type.CLOCK, look.colours.ink, MIDDLE))
            x += width
        self.add(*digits)
        return digits

    def show(self, local: datetime, counter_open: bool) -> None:
        """The time of day, the date, the counter."""
        look = self.look
        for digit, words in zip(self._digits, f"{local:%H:%M}", strict=True):
            digit.show(words)
        self._date.show(date_words(look, local))
        if counter_open is not self._open:
            self._open = counter_open
            self._show_state(counter_open)

    def _show_state(self, counter_open: bool) -> None:
        look, rect = self.look, self._state.rect
        colour = self._ink(look.colours.accent if counter_open else look.colours.ink2)
        words = look.tr("idle.counter_open" if counter_open else "idle.counter_closed")
        dot, gap = look.panel.y(_DOT), look.panel.x(8)
        line = rect.centred(min(rect.w, dot + gap + look.width(Type.CAPTION_BOLD, words)), rect.h)
        mark, rest = line.cut_left(dot, gap)
        self._state.wipe()
        disc(self._state.canvas, look.chrome, look.at(mark).centred(dot, dot), colour)
        self._state.add(Text(look, rest, words, Type.CAPTION_BOLD, colour))
