"""Touches made by a program: the same events a finger makes, at a place on the glass.

Owns the injection and the question "what would a finger at this point touch?". Called by the test harness and by the
test remote; the running kiosk has no other use for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.input.motionevent import MotionEvent
from kivy.uix.widget import Widget

from kiosk.errors import KioskError
from kiosk.ui.geometry import Rect
from kiosk.ui.widgets.paint import Placed
from kiosk.ui.widgets.run_line import RunLine
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import Curtain, Touchable
from kiosk.ui.widgets.viewport import Viewport


class TouchError(KioskError):
    """A touch cannot be made: nothing there has that name, or something else covers it."""

    number = 1023


class Finger(MotionEvent):
    """A touch at window pixels, origin bottom left."""

    def __init__(self, x: float, y: float) -> None:
        super().__init__("finger", 77, {"x": x / (Window.width - 1), "y": y / (Window.height - 1)}, is_touch=True)
        self.type_id = "touch"
        self.profile = ["pos"]

    def depack(self, args: dict[str, float]) -> None:
        self.sx, self.sy = args["x"], args["y"]
        super().depack(args)

    def press(self) -> None:
        EventLoop.post_dispatch_input("begin", self)

    def glide(self, x: float, y: float) -> None:
        self.move({"x": x / (Window.width - 1), "y": y / (Window.height - 1)})
        EventLoop.post_dispatch_input("update", self)

    def lift(self) -> None:
        EventLoop.post_dispatch_input("end", self)


def tap(x: float, y: float) -> None:
    """Down and up at one place (origin top left)."""
    finger = Finger(x, Window.height - y)
    finger.press()
    finger.lift()


def double_tap_on(root: Widget, name: str) -> None:
    """Touch a control, and at once the same place again, as Kivy tells a real double tap. Raises TouchError."""
    control = find(root, name)
    tap_on(root, name)
    finger = Finger(*control.to_window(*control.center))
    finger.is_double_tap = True
    finger.press()
    finger.lift()


def drag(points: Sequence[tuple[float, float]]) -> None:
    """One stroke through ``points`` (origin top left)."""
    finger = Finger(points[0][0], Window.height - points[0][1])
    finger.press()
    for x, y in points[1:]:
        finger.glide(x, Window.height - y)
    finger.lift()


def tap_on(root: Widget, name: str) -> None:
    """Touch the control called ``name`` (its id or its words) in its middle. Raises TouchError."""
    control = find(root, name)
    reveal(control)
    x, y = control.to_window(*control.center)
    meets = topmost(root, x, y)
    if meets is not control:
        raise TouchError(f"{name!r} is covered by {describe(meets)}")
    tap(x, Window.height - y)


def windows_of(widget: Widget) -> Iterator[Viewport]:
    """The windows behind which a widget's page is moved, the innermost first."""
    parent = widget.parent
    while parent is not None and parent is not widget:
        if isinstance(parent, Viewport):
            yield parent
        widget, parent = parent, parent.parent


def reveal(widget: Placed) -> None:
    """Move the page on which ``widget`` stands until it is seen, as a person would."""
    for window in windows_of(widget):
        window.reveal(widget.look.at(widget.rect))


def on_glass(widget: Placed) -> Rect:
    """Where a widget is seen, origin top left: on a page that has been stretched and moved."""
    moved = sum(window.at for window in windows_of(widget))
    return widget.look.at(widget.rect).shifted(0, -moved)


def find(root: Widget, name: str) -> Touchable:
    """The control with this id or with these words; of several with the same words the uppermost."""
    controls = [widget for widget in walk(root) if isinstance(widget, Touchable) and widget.act is not None]
    for control in controls:
        if control.touch_id == name:
            return control
    for control in reversed(controls):
        if name in texts_of(control):
            return control
    known = ", ".join(sorted(control.touch_id for control in controls))
    raise TouchError(f"nothing here is called {name!r}; there are: {known}")


def topmost(root: Widget, x: float, y: float) -> Widget | None:
    """What a finger at this point (origin bottom left) would meet: the first taker in dispatch order."""
    if isinstance(root, Viewport) and not root.collide_point(x, y):
        return None
    inner = root.to_local(x, y)
    for child in root.children:  # Kivy keeps the uppermost first
        if (taker := topmost(child, *inner)) is not None:
            return taker
    taking = isinstance(root, Curtain) or (isinstance(root, Touchable) and root.act is not None)
    return root if taking and root.collide_point(x, y) else None


def walk(root: Widget) -> Iterator[Any]:
    """All widgets and marks beneath ``root``, nearly in the order in which they are drawn."""
    yield from getattr(root, "marks", ())
    for child in reversed(root.children):
        yield child
        yield from walk(child)


def texts_of(root: Widget) -> list[str]:
    """All words beneath ``root``, line breaks as blanks."""
    return [widget.words.replace("\n", " ") for widget in walk(root) if isinstance(widget, Text | RunLine)]


def place_of(widget: Any) -> Rect:
    """A widget's rectangle, origin top left."""
    height = Window.height
    return Rect(int(widget.x), int(height - widget.top), int(widget.width), int(widget.height))


def describe(widget: Widget | None) -> str:
    """A widget for an error message."""
    if widget is None:
        return "nothing that takes touches"
    return f"{type(widget).__name__} {getattr(widget, 'touch_id', '')}".strip()
