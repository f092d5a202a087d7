"""What a graphics driver compiles at first use, used once before anybody comes (K4).

Owns one invisible frame with every way of painting that the first screens do not use: a page's grey picture, and a
picture in a window (stencil). A driver compiles its program when it meets a new state: on software GL this frame took
54 ms of a processor the first time and 21 ms, as any other, from then on; on a busy machine that is a quarter of a
second, at somebody's first preview. Called by ``kiosk.ui.running`` once nobody has touched for a while.
"""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics import Color, InstructionGroup, Rectangle, StencilPop, StencilPush, StencilUnUse, StencilUse
from kivy.graphics.texture import Texture

_SIZE = (1, 1)


def warm_up() -> None:
    """Draw it in the next frame, and take it away after that."""
    invisible = _every_way()
    Window.canvas.add(invisible)
    Clock.schedule_once(lambda _dt: Window.canvas.remove(invisible), 0)


def _every_way() -> Any:
    grey = Texture.create(size=_SIZE, colorfmt="luminance", bufferfmt="ubyte")
    grey.blit_buffer(b"\xff", colorfmt="luminance", bufferfmt="ubyte")
    group = InstructionGroup()
    group.add(Color(1, 1, 1, 0))
    group.add(Rectangle(texture=grey, size=_SIZE))
    group.add(StencilPush())
    group.add(Rectangle(size=_SIZE))
    group.add(StencilUse())
    group.add(Rectangle(texture=grey, size=_SIZE))
    group.add(Rectangle(size=_SIZE))
    group.add(StencilUnUse())
    group.add(Rectangle(size=_SIZE))
    group.add(StencilPop())
    return group
