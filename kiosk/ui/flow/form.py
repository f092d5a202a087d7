"""A form step: one question, the fields that answer it one below another, and what is missing in the bar.

Owns the places of title and fields and the truth of the way forward. Each field draws itself
(``fields.py``, ``items.py``, ``words.py``).
"""

from __future__ import annotations

from typing import assert_never

from kiosk.desk.views import CaseKind, CaseView
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.fields import CardsView, CountView, SegmentsView, ToggleView, View
from kiosk.ui.flow.items import ItemsView
from kiosk.ui.flow.step import StepScreen
from kiosk.ui.flow.walk import Walk
from kiosk.ui.flow.words import WordsView
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.theme import GAP, Type
from kiosk.ui.widgets.bar import BarContent, Forward, Note
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.text import Text

FieldView = View[s.Items] | View[s.Cards] | View[s.Segments] | View[s.Toggle] | View[s.Words] | View[s.Count]

_BETWEEN, _AT_MOST = 16, 36  # design px between fields
_ALONE = 1.5  # how much higher a field is that has the step to itself


class FormStep(StepScreen[s.Form]):
    """The fields of a step, each as far as it is asked."""

    def __init__(self, walk: Walk, step: s.Step, spec: s.Form) -> None:
        super().__init__(walk, step, spec)
        self._views = [_view_of(self, walk, asked) for asked in spec.fields]
        self._mine: tuple[CaseView, ...] = ()

    @property
    def _asked(self) -> list[FieldView]:
        return [view for view in self._views if self.walk.answers.holds(view.field.when)]

    def enter(self) -> None:
        for view in self._views:
            view.enter()
        visitor, mine = self.shell.visit.visitor, self._mine_kind
        if visitor is not None and mine is not None:
            self.work("mine", lambda: self.shell.desk.repairs.of_unit(visitor, mine), self._take_mine)

    @property
    def _mine_kind(self) -> CaseKind | None:
        """Which of the unit's requests this step shows the way to."""
        beside = self.walk.flow.step(self.spec.mine) if self.spec.mine else None
        return CaseKind(beside.spec.subject) if beside is not None and isinstance(beside.spec, s.Requests) else None

    def _take_mine(self, mine: tuple[CaseView, ...]) -> None:
        self._mine = mine
        self.refresh()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        _, rect = page.margin.cut_top(panel.y(4))
        head, rect = rect.cut_top(panel.y(63), panel.y(8))
        self._compose_head(page, head)
        rest = rect.cut_bottom(panel.y(12))[1]
        rows = self._rows()
        heights = [max(view.height() for view in row) for row in rows]
        if len(rows) == 1 and len(rows[0]) == 1:
            heights = [round(heights[0] * _ALONE)]
        gap = self._between(rest.h - sum(heights), heights)
        for row, height in zip(rows, heights, strict=True):
            place, rest = rest.cut_top(min(rest.h, height or rest.h), gap)
            for cell, view in zip(place.columns(len(row), panel.x(GAP)), row, strict=True):
                view.compose(page, cell)

    def _between(self, room: int, heights: list[int]) -> int:
        """Pixels between the rows: what is left over parts them further, but never so far that they are strangers."""
        panel = self.look.panel
        even = room // len(heights) if all(heights) else 0  # a row without a height takes all that is left
        return max(panel.y(_BETWEEN), min(panel.y(_AT_MOST), even))

    def _rows(self) -> list[list[FieldView]]:
        """On a wide glass two half fields that follow each other share a row."""
        rows: list[list[FieldView]] = []
        for view in self._asked:
            pairs = view.field.half and not self.look.panel.portrait
            if pairs and rows and len(rows[-1]) == 1 and rows[-1][0].field.half:
                rows[-1].append(view)
            else:
                rows.append([view])
        return rows

    def _compose_head(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        if self._mine:
            words = self.tr(self.spec.mine_words, n=len(self._mine))
            icon = "" if panel.portrait else "assignment"
            width = look.width(Type.TEXT_BOLD, words) + panel.x(80 if icon else 28)
            cell, rect = rect.rows(2, 0)[::-1] if panel.narrow else rect.cut_right(width, panel.x(12))
            caption = Caption(words, Type.TEXT_BOLD, icon, 28)
            page.add(Button(look, cell, f"{self.at.flow}.mine", caption, Kind.CONTROL, self._show_mine))
        page.add(Text(look, rect, self.tr(self.spec.title), Type.TITLE, look.colours.ink))

    def _show_mine(self) -> None:
        self.walk.look_aside(self.at, self.spec.mine)

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        middle = self.price() or (Note(self.tr(self.spec.note), self.spec.note_icon) if self.spec.note else None)
        return BarContent(self.way_back(), middle, self._forward())

    def _forward(self) -> Forward:
        for view in self._asked:
            fails = self.walk.answers.failing(view.field)
            if fails is not None:
                return self.not_yet(fails)
        return Forward(self.tr(self.spec.forward), self.go_on)


def _view_of(host: StepScreen[s.Form], walk: Walk, field: s.Field) -> FieldView:
    """The view of a field, by its kind."""
    match field.spec:
        case s.Items():
            return ItemsView(host, walk, field, field.spec)
        case s.Cards():
            return CardsView(host, walk, field, field.spec)
        case s.Segments():
            return SegmentsView(host, walk, field, field.spec)
        case s.Toggle():
            return ToggleView(host, walk, field, field.spec)
        case s.Words():
            return WordsView(host, walk, field, field.spec)
        case s.Count():
            return CountView(host, walk, field, field.spec)
        case _:
            assert_never(field.spec)
