"""The wall of an outcome: pine for delivered, seal tint for failed, ochre for unknown, sunken for cancelled."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never
from zoneinfo import ZoneInfo

from kiosk.desk.views import FaxResult, FaxState
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.screens.words import duration_words
from kiosk.ui.sketch import Sketch
from kiosk.ui.theme import Colour, Stroke, Type
from kiosk.ui.widgets.paint import Box, Paint, circle, hairline
from kiosk.ui.widgets.panels import Fact, FactLines
from kiosk.ui.widgets.run_line import Run, RunLine
from kiosk.ui.widgets.text import WRAP_MIDDLE, IconMark, Text


class OutcomeWall(Box):
    """Sign, word, pages confirmed, the facts of the call."""

    def __init__(self, look: Look, rect: Rect, result: FaxResult, zone: ZoneInfo) -> None:
        fill, ink, second = _colours(look, result.state)
        super().__init__(look, rect, Paint(fill=fill))
        self._result, self._zone = result, zone
        panel = look.panel
        inside = rect.inset(panel.x(32), panel.y(20))
        head, rest = inside.cut_top(panel.y(70), panel.y(6))
        self._add_head(head, fill, ink)
        figures, rest = rest.cut_top(panel.y(118), panel.y(4 if panel.portrait else 10))
        self._add_pages(figures, ink, second)
        hairline(self.canvas.after, look, Rect(rest.x, rest.y, rest.w, 1), second)
        facts = rest.cut_top(panel.y(12 if panel.portrait else 18))[1]
        self.add(FactLines(look, facts, self._facts(), (second, ink)))

    def _add_head(self, rect: Rect, fill: Colour, ink: Colour) -> None:
        look, panel = self.look, self.look.panel
        mark, words = rect.cut_left(panel.y(64), panel.x(18))
        mark = mark.centred(panel.y(64), panel.y(64))
        circle(self.canvas, look, mark, ink, Stroke.SELECTED, fill)
        self.add(IconMark(look, mark, _icon(self._result.state), 40, ink))
        self.add(Text(look, words, look.tr(f"result.{self._result.state}"), Type.OUTCOME, ink, WRAP_MIDDLE))

    def _add_pages(self, rect: Rect, ink: Colour, second: Colour) -> None:
        look, result = self.look, self._result
        if result.state is FaxState.DELIVERED:
            runs = [
                Run(f"{result.confirmed} / {result.pages}", Type.HERO, ink),
                Run(look.tr.count("result.confirmed", result.confirmed), Type.LEAD, ink, lead=16),
            ]
            tried = RunLine(replace(look, sketch=Sketch()), rect, runs)  # measured, not shown
            self.add(RunLine(look, rect, runs[:1] if tried.clipped else runs))
            return
        self.add(Text(look, rect, self._told(), Type.LEAD, ink, WRAP_MIDDLE))

    def _told(self) -> str:
        """What happened in a sentence, with the pages that did or may have arrived."""
        tr, result = self.look.tr, self._result
        cause = tr(result.cause_key) if result.cause_key else ""
        if result.unknown_pages:
            pages = ", ".join(map(str, result.unknown_pages))
            return tr("result.unknown.pages", pages=pages)
        if result.confirmed:
            return f"{cause}{tr.count('result.some', result.confirmed, pages=result.pages)}"
        return cause or tr("result.none")

    def _facts(self) -> tuple[Fact, ...]:
        tr, result = self.look.tr, self._result
        facts = [Fact(tr("result.to"), " ".join(result.number_groups))]
        if result.far_ident:
            facts.append(Fact(tr("result.ident"), result.far_ident))
        if result.ended_at is not None:
            ended = f"{result.ended_at.astimezone(self._zone):%H:%M:%S}"
            took = ""
            if result.started_at is not None:
                seconds = round((result.ended_at - result.started_at).total_seconds())
                took = f"　{tr('result.took', duration=duration_words(self.look, seconds))}"
            label = "result.at" if result.state is FaxState.DELIVERED else "result.ended"
            facts.append(Fact(tr(label), ended + took))
        return tuple(facts)


def _colours(look: Look, state: FaxState) -> tuple[Colour, Colour, Colour]:
    """Ground, ink, second ink."""
    colours = look.colours
    match state:
        case FaxState.DELIVERED:
            return colours.wall, colours.on_wall, colours.on_wall
        case FaxState.FAILED:
            return colours.seal_tint, colours.ink, colours.ink2
        case FaxState.UNKNOWN:
            return colours.ochre_tint, colours.ink, colours.ink2
        case FaxState.CANCELLED | FaxState.QUEUED | FaxState.CALLING | FaxState.RETRY:
            return colours.sunken, colours.ink, colours.ink2
        case _:
            assert_never(state)


def _icon(state: FaxState) -> str:
    return {FaxState.DELIVERED: "check", FaxState.UNKNOWN: "warning"}.get(state, "close")
