"""Fields on the glass: one view a kind, made from what the flow file says.

Owns how a choice looks and what a touch on it answers. The priced catalogue and the words with the keyboard are larger
and stand in ``items.py`` and ``words.py``; ``form.py`` chooses among them.
"""

from __future__ import annotations

from functools import partial
from typing import Generic, TypeVar

from kiosk.ui.flow import spec as s
from kiosk.ui.flow.answers import Answer
from kiosk.ui.flow.step import StepScreen
from kiosk.ui.flow.walk import Walk
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.theme import GAP, Radius, Stroke, Type
from kiosk.ui.widgets.choice import OnOff, Segment, SegmentedSwitch, radio_mark
from kiosk.ui.widgets.paint import Paint
from kiosk.ui.widgets.stepper import Count, Stepper
from kiosk.ui.widgets.text import Set, Text
from kiosk.ui.widgets.touch import Touchable, pressed

F = TypeVar("F")
_WRAP = Set("left", "middle", wrap=True)


class View(Generic[F]):
    """One field of a form step. ``spec`` is what the file says of its kind."""

    def __init__(self, host: StepScreen[s.Form], walk: Walk, field: s.Field, spec: F) -> None:
        self.host, self.walk, self.field, self.spec = host, walk, field, spec

    def enter(self) -> None:
        """The step has come on the glass (again): ask the desk for what is needed."""

    def height(self) -> int:
        """How high it wants to be; 0: whatever is left."""
        return 0

    def compose(self, page: Page, rect: Rect) -> None:
        """Put the field on the page."""
        raise NotImplementedError

    def answer(self, answer: Answer) -> None:
        """The person has chosen."""
        self.walk.answers.give(self.field.key, answer)
        self.host.refresh()

    @property
    def chosen(self) -> str:
        """The value that is chosen, of a field that has values."""
        return self.walk.answers.get(self.field.key, str) or ""

    @property
    def touch_id(self) -> str:
        return f"{self.host.at.flow}.{self.field.key}"


class CardsView(View[s.Cards]):
    """Large cards with a radio, two abreast on a wide glass."""

    @property
    def _across(self) -> int:
        return 1 if self.host.look.panel.portrait else 2

    @property
    def _down(self) -> int:
        return -(-len(self.spec.options) // self._across)

    def height(self) -> int:
        panel = self.host.look.panel
        return panel.y(self._down * 88 if panel.portrait else self._down * 110 - 10)

    def compose(self, page: Page, rect: Rect) -> None:
        panel = self.host.look.panel
        cells = rect.grid(self._across, self._down, panel.x(GAP), panel.y(10))
        for cell, option in zip(cells, self.spec.options, strict=False):
            page.add(self._card(cell, option))

    def _card(self, rect: Rect, option: s.Option) -> Touchable:
        look, colours, chosen = self.host.look, self.host.look.colours, option.answer == self.chosen
        paint = Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.CONTROL, radius=Radius.CARD)
        if chosen:
            paint = Paint(fill=colours.accent_tint, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
        act = partial(self.answer, option.answer)
        touch = Touchable(look, rect, option.text, paint, pressed(paint, look), act)
        mark, words = rect.inset(look.panel.x(20), 0).cut_right(look.panel.x(36), look.panel.x(8))
        if option.words:
            words, below = words.centred(words.w, look.panel.y(72)).cut_top(look.panel.y(40))
            touch.add(Text(look, below, look.tr(option.words), Type.CAPTION, colours.ink2, _WRAP))
        touch.add(Text(look, words, look.tr(option.text), Type.LABEL, colours.ink, _WRAP))
        radio_mark(touch, look, mark.centred(look.panel.y(36), look.panel.y(36)), chosen)
        return touch


class SegmentsView(View[s.Segments]):
    """A label above a segmented switch."""

    def height(self) -> int:
        panel = self.host.look.panel
        return panel.y(100 if panel.portrait else 116)

    def compose(self, page: Page, rect: Rect) -> None:
        look = self.host.look
        head, rest = rect.cut_top(look.panel.y(26), look.panel.y(8))
        page.add(Text(look, head, look.tr(self.spec.label), Type.CAPTION, look.colours.ink2))
        switch = rest.cut_top(min(rest.h, look.panel.y(80)))[0]
        page.add(SegmentedSwitch(look, switch, [self._segment(option) for option in self.spec.options]))

    def _segment(self, option: s.Option) -> Segment:
        tr, act = self.host.look.tr, partial(self.answer, option.answer)
        words = tr(option.words) if option.words else ""
        return Segment(option.text, tr(option.text), words, option.answer == self.chosen, act)


class ToggleView(View[s.Toggle]):
    """A row that says its state, with a switch at its end."""

    def height(self) -> int:
        panel = self.host.look.panel
        return panel.y(90 if panel.portrait else 116)

    def compose(self, page: Page, rect: Rect) -> None:
        look, on = self.host.look, self.chosen == self.spec.on.answer
        now, other = (self.spec.on, self.spec.off) if on else (self.spec.off, self.spec.on)
        words = look.tr(now.text), look.tr(now.words) if now.words else ""
        row = rect.cut_top(min(rect.h, look.panel.y(116)))[0]
        page.add(OnOff(look, row, self.touch_id, self.spec.icon, words, on, partial(self.answer, other.answer)))


class CountView(View[s.Count]):
    """A number with a key for less and one for more."""

    def height(self) -> int:
        return self.host.look.panel.y(116)

    def compose(self, page: Page, rect: Rect) -> None:
        look, spec = self.host.look, self.spec
        value = self.walk.answers.get(self.field.key, int) or spec.least
        words, note = look.tr.count(spec.unit, value), look.tr(spec.label)
        count = Count(self.touch_id, value, spec.least, spec.most, words, note)
        page.add(Stepper(look, rect, count, self.answer))
