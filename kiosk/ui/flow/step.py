"""A step on the glass: what every kind of step shares. A kind says how it looks; the flow file says what it asks.

Owns the joining of a screen to its place in the flow: name, strip, session, the way back, the price in the bar.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from kiosk.ui.flow import spec as s
from kiosk.ui.flow.price import price_tag
from kiosk.ui.flow.rules import NEXT
from kiosk.ui.flow.walk import Walk
from kiosk.ui.screen import Screen
from kiosk.ui.session import WAITS_S
from kiosk.ui.widgets.bar import Back, Forward, PriceTag
from kiosk.ui.widgets.button import Kind

S = TypeVar("S")
AnyScreen = TypeVar("AnyScreen", bound=Screen)


def stand(screen: AnyScreen, walk: Walk, step: s.Step) -> AnyScreen:
    """Give a screen the place that the flow has for it."""
    screen.name, screen.step, screen.steps = step.screen, step.strip, max(1, walk.segments(step))
    screen.holds_session = step.session is not s.Session.COUNTS
    if step.session is s.Session.WATCHED:
        screen.patience_s = WAITS_S
    return screen


class StepScreen(Screen, Generic[S]):
    """A screen that is nothing but a step. ``spec`` are the words and parts that the file declares for its kind."""

    def __init__(self, walk: Walk, step: s.Step, spec: S) -> None:
        super().__init__(walk.shell)
        self.walk, self.at, self.spec = walk, step, spec
        stand(self, walk, step)

    def go_on(self, way: str = NEXT) -> None:
        """By one of the ways on."""
        self.walk.leave(self.at, way)

    def way_back(self) -> Back:
        """To the step before, as it was left."""
        return Back(self.tr("bar.back"), self.shell.back)

    def not_yet(self, key: str) -> Forward:
        """What is missing, in the place of the way forward."""
        return Forward(self.tr(key), None, kind=Kind.NOT_YET)

    def price(self) -> PriceTag | None:
        """What the bar says of the price, as far as it is known by now."""
        return price_tag(self.walk, self.at)
