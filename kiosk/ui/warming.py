"""What a graphics driver compiles at first use, used once before anybody comes (K4).

Owns the list of the ways of painting that the first screens do not use, and an invisible frame with each. A driver has
a program for each of them, and compiles it when it meets a new one: software GL has one for each kind of picture,
whether its points stay sharp, whether it is seen through a window (stencil), and for each of its sides whether it is a
power of two. That takes 60 ms of a processor and 26 MB of the compiler's code (``kiosk.ui.code_pages``), or where the
driver has kept the program in a file 4 ms and 5 MB, which may have to come from the disk: on a busy machine a quarter
of a second, at somebody's first preview or with a word that happens to be 64 points wide. Called by
``kiosk.ui.running`` once nobody has touched for a while, a way at a time: somebody may come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics import Color, InstructionGroup, Rectangle, StencilPop, StencilPush, StencilUnUse, StencilUse
from kivy.graphics.texture import Texture

_OTHER, _POWER_OF_TWO = 3, 4
_SIZES = tuple((width, height) for width in (_OTHER, _POWER_OF_TWO) for height in (_OTHER, _POWER_OF_TWO))
_ON_THE_GLASS = (1, 1)


@dataclass(frozen=True)
class Way:
    """Of painting: a picture's format in Kivy's words and its size, how it is enlarged, and through what it is seen."""

    colours: str
    size: tuple[int, int]
    sharp: bool = False
    windowed: bool = False


def ways() -> list[Way]:
    """Pages enlarged and as small pictures, words, a QR code (its side is odd); in the order in which they are used.

    What is seen through a window comes first: the first window of all leaves the driver in a state in which every
    program is another one, those that it had before and the screens' too.
    """
    pages = [Way("luminance", size, windowed=windowed) for windowed in (True, False) for size in _SIZES]
    words = [Way("rgba", size) for size in _SIZES]
    return [*pages, *words, Way("luminance", (_OTHER, _OTHER), sharp=True)]


def warm_up(way: Way) -> None:
    """Draw it in the next frame, and take it away after that."""
    invisible = InstructionGroup()
    invisible.add(Color(1, 1, 1, 0))
    for instruction in _seen_through_a_window(_picture(way)) if way.windowed else (_picture(way),):
        invisible.add(instruction)
    Window.canvas.add(invisible)
    Clock.schedule_once(lambda _dt: Window.canvas.remove(invisible), 0)


def _picture(way: Way) -> Any:
    texture = Texture.create(size=way.size, colorfmt=way.colours, bufferfmt="ubyte")
    texture.blit_buffer(b"\xff" * len("rgba") * _POWER_OF_TWO**2, colorfmt=way.colours, bufferfmt="ubyte")
    if way.sharp:
        texture.mag_filter = texture.min_filter = "nearest"
    return Rectangle(texture=texture, size=_ON_THE_GLASS)


def _seen_through_a_window(picture: Any) -> tuple[Any, ...]:
    pane, rest = Rectangle(size=_ON_THE_GLASS), Rectangle(size=_ON_THE_GLASS)
    return StencilPush(), pane, StencilUse(), picture, StencilUnUse(), rest, StencilPop()
