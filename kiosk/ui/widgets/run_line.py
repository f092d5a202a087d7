"""A line of pieces in several sizes and colours on one baseline: an amount with its sign, a number in groups.

Owns where each piece stands, and knows, as a text does, if any of it would be cut off. Called by widgets with figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kivy.graphics import Color

from kiosk.ui.faces import Face
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.sketch import Inked, Sketch
from kiosk.ui.theme import Colour, Type
from kiosk.ui.widgets.fitting import display_scale, outgrown
from kiosk.ui.widgets.paint import Mark
from kiosk.ui.widgets.text import indent, stamp


@dataclass(frozen=True)
class Run:
    """A piece of a line: words in one role and colour; ``lead`` design pixels of room before it, ``scale`` of size."""

    text: str
    role: Type
    colour: Colour
    lead: float = 0
    scale: float = 1.0


class RunLine(Mark):
    """Runs on one baseline, centred by the tallest run's line box; enlarged they take more lines where they must."""

    def __init__(self, look: Look, rect: Rect, runs: Sequence[Run], align: str = "left") -> None:
        super().__init__(look, rect)
        self.align = align
        self.runs: tuple[Run, ...] = ()
        self._scale = 1.0
        self._lines: list[tuple[Run, ...]] = []
        self.show(runs)

    def show(self, runs: Sequence[Run]) -> None:
        """Show other runs; nothing happens if they are the same."""
        runs = tuple(run for run in runs if run.text)
        if runs != self.runs:
            self.runs, self._scale = runs, 1.0
            self._scale = self._fitted()
            self._lines = self._broken()
            self._draw()

    def _fitted(self) -> float:
        """The part of their enlarged size that runs of display sizes keep; a currency sign stays with its figure."""
        scales = [1.0]
        for number, run in enumerate(self.runs):
            before = self.runs[number - 1] if number else run
            sign = self._run_width(before) if before.scale != 1 else 0
            room = self.rect.w - (self.look.panel.x(run.lead) if number else 0)
            scales.append(display_scale(self.look, run.role, run.text, room, sign))
        return min(scales)

    @property
    def words(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def needed(self) -> tuple[int, int]:
        """Width and height the runs take."""
        lines = self._lines
        if not lines:
            return 0, 0
        *upper, last = lines
        return max(map(self._width, lines)), sum(map(self._pitch, upper)) + self._size(last)

    @property
    def clipped(self) -> bool:
        width, height = self.needed
        return width > self.rect.w + 1 or height > self.look.at(self.rect).h + 1

    @property
    def ink(self) -> Rect:
        """Where the glyphs stand on the page."""
        width, height = self.needed
        place = self.look.at(self.rect)
        x = self.rect.x + indent(self.align, self.rect.w - width)
        return Rect(x, place.y + (place.h - height) // 2, width, height)

    def _broken(self) -> list[tuple[Run, ...]]:
        """The runs line by line; a currency sign stays with its figure."""
        if self.look.panel.zoom == 1 or self._width(self.runs) <= self.rect.w:
            return [self.runs] if self.runs else []
        lines: list[tuple[Run, ...]] = [()]
        runs = [part for run in self.runs for part in self._parted(run)]
        for number, run in enumerate(runs):
            follows = bool(number) and runs[number - 1].scale != 1
            if lines[-1] and not follows and self._width((*lines[-1], run)) > self.rect.w:
                lines.append(())
            lines[-1] = (*lines[-1], run)
        return lines

    def _parted(self, run: Run) -> list[Run]:
        """A run that is too wide for a line of its own, word by word."""
        words = run.text.split(" ")
        if self._run_width(run) <= self.rect.w or len(words) < 2:
            return [run]
        blank = self._run_width(replace(run, text=" ")) / self.look.panel.scale_x
        return [replace(run, text=word, lead=blank if number else run.lead) for number, word in enumerate(words)]

    def _run_face(self, run: Run) -> Face:
        return self.look.face(run.role, scale=self._scale_of(run))

    def _run_width(self, run: Run) -> int:
        return self.look.width(run.role, run.text, self._scale_of(run))

    def _scale_of(self, run: Run) -> float:
        return run.scale * (self._scale if outgrown(self.look, run.role) else 1.0)

    def _width(self, runs: Sequence[Run]) -> int:
        leads = sum(self.look.panel.x(run.lead) for run in runs[1:])
        return leads + sum(map(self._run_width, runs))

    def _size(self, runs: Sequence[Run]) -> int:
        return max((self._run_face(run).size for run in runs), default=0)

    def _pitch(self, runs: Sequence[Run]) -> int:
        return round(self._size(runs) * 1.2)

    def _draw(self) -> None:
        if self.look.sketch is not None:
            self._sketch(self.look.sketch)
            return
        self.canvas.clear()
        lines, place = self._lines, self.look.at(self.rect)
        top = place.y + (place.h - sum(map(self._pitch, lines))) // 2
        for runs in lines:
            pitch = self._pitch(runs)
            self._draw_line(runs, Rect(place.x, top, place.w, pitch))
            top += pitch

    def _sketch(self, sketch: Sketch) -> None:
        if self.runs:
            inks = tuple(run.colour for run in self.runs)
            sketch.parts.append(Inked(self.rect, self.needed[1], self.ink, inks, self.words))

    def _draw_line(self, runs: Sequence[Run], place: Rect) -> None:
        x = place.x + indent(self.align, place.w - self._width(runs))
        baseline = self._baseline(runs, place)
        for number, run in enumerate(runs):
            x += self.look.panel.x(run.lead) if number else 0
            line = self.look.faces.line(self._run_face(run), run.text)
            with self.canvas:
                Color(*run.colour)
                stamp(self.look, line, x, baseline - line.ascent)
            x += self._run_width(run)

    def _baseline(self, runs: Sequence[Run], place: Rect) -> int:
        tallest = max(runs, key=lambda run: self._run_face(run).size)
        line = self.look.faces.line(self._run_face(tallest), tallest.text)
        return place.y + (place.h - line.height) // 2 + line.ascent
