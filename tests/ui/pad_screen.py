"""A screen with nothing but a signature pad, for tests of pad and fingers.

Owns that it stays: news compose the home screen anew whenever they come, and a pad laid over it is gone with the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.ui.harness import Glass

if TYPE_CHECKING:
    from kiosk.ui.strokes import Lines
    from kiosk.ui.widgets.signature import SignaturePad


def show_pad(glass: Glass, strokes: Lines, changed: Callable[[], None]) -> SignaturePad:
    """The pad, 600 x 340 pixels from (100, 100), origin top left; ``changed`` is called after each stroke."""
    from kiosk.ui.geometry import Rect
    from kiosk.ui.screen import Page, Screen
    from kiosk.ui.widgets.bar import BarContent
    from kiosk.ui.widgets.signature import SignaturePad

    pad = SignaturePad(glass.shell.look, Rect(100, 100, 600, 340), strokes, changed)

    class PadAlone(Screen):
        name = "pad"

        def compose(self, page: Page) -> None:
            page.add(pad)

        def bar(self) -> BarContent:
            return BarContent()

    glass.shell.go(PadAlone(glass.shell))
    glass.turn()
    return pad
