"""Acts of a person, carried out by a program on the true screens: touch, type, drag, look.

Owns the vocabulary shared by the remote and the test harness. Runs in the Kivy thread. Each act is a touch event like a
finger's, so a covered or missing control is an error, not a success.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels

from kiosk.ui import touches
from kiosk.ui.shell import Shell
from kiosk.ui.touches import TouchError
from kiosk.ui.widgets.touch import Touchable


def carry_out(shell: Shell, request: dict[str, Any]) -> dict[str, Any]:
    """Do what one request of the remote asks. Raises TouchError, KeyError (an argument is missing)."""
    shell.fade.end()
    match request["do"]:
        case "touch":
            touches.tap_on(shell, request["name"])
        case "double_touch":
            touches.double_tap_on(shell, request["name"])
        case "touch_at":
            touches.tap(request["x"], request["y"])
        case "type":
            type_digits(shell, request["digits"])
        case "drag":
            touches.drag([(x, y) for x, y in request["points"]])
        case "screenshot":
            screenshot(Path(request["path"]))
        case "look":
            return look(shell)
        case other:
            raise TouchError(f"no such act: {other!r}")
    return {"screen": shell.screen.name}


def look(shell: Shell) -> dict[str, Any]:
    """What a person sees: the screen's name, all words, and what can be touched."""
    touchable = [w.touch_id for w in touches.walk(shell) if isinstance(w, Touchable) and w.act is not None]
    return {
        "screen": shell.screen.name,
        "texts": touches.texts_of(shell),
        "touchable": touchable,
        "dialog": shell.dialogs.shown is not None,
        "idle": shell.work.idle,
    }


def type_digits(shell: Shell, digits: str) -> None:
    """Touch the keys of the number pad on the screen, one after another."""
    for digit in digits:
        touches.tap_on(shell, f"pad.{digit}")


def screenshot(path: Path) -> None:
    """Write what is on the glass as PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(glass_png())


def glass_png() -> bytes:
    """What is on the glass, as PNG."""
    Window.dispatch("on_draw")
    width, height = Window.size
    return png(width, height, bytes(glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)))


def png(width: int, height: int, rgb_bottom_up: bytes) -> bytes:
    """A PNG of 24-bit pixels whose first row is the lowest (as OpenGL reads them)."""
    stride = width * 3
    rows = (b"\x00" + rgb_bottom_up[y * stride : (y + 1) * stride] for y in range(height - 1, -1, -1))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(rows), 6)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
