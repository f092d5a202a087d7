"""The page that ``kiosk modem qualify`` sends: short, legible on paper, and hard enough on the coding to take seconds.

Owns the drawing. Called by ``qualify_calls.py``.
"""

from __future__ import annotations

import random

from PIL import Image, ImageDraw, ImageFont

from kiosk.fax.outcome import FaxPage, Resolution

_WIDTH, _HEIGHT = 1728, 572  # the width and half the length of A4 at 3.85 line/mm
_SEED = 3  # the same page every time: times can be compared
_MARKS = 300


def draw_chart(title: str) -> FaxPage:
    """About 8 KB in MMR. ``title`` stands at its top, in ASCII."""
    picture = Image.new("1", (_WIDTH, _HEIGHT), 0)
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1"
    pen.text((100, 40), title, fill=1, font=ImageFont.load_default(40))
    _bars(pen, 110)
    _fan(pen, 170)
    _marks(pen, 330)
    return FaxPage(_WIDTH, _HEIGHT, Resolution.STANDARD, picture.tobytes())


def _bars(pen: ImageDraw.ImageDraw, top: int) -> None:
    """Bars of one to eight pels: what a scanner or a coder merges is seen at once."""
    left = 100
    for pels in range(1, 9):
        for number in range(16):
            x = left + number * 2 * pels
            pen.rectangle((x, top, x + pels - 1, top + 30), fill=1)
        left += 32 * pels + 20


def _fan(pen: ImageDraw.ImageDraw, top: int) -> None:
    """Lines of all slopes: a missing row shows as a step."""
    for end in range(100, 1629, 191):
        pen.line((864, top, end, top + 130), fill=1, width=2)


def _marks(pen: ImageDraw.ImageDraw, top: int) -> None:
    """Something like text in size and number."""
    chance = random.Random(_SEED)
    for number in range(_MARKS):
        row, column = divmod(number, 60)
        x, y = 100 + column * 25, top + row * 40
        pen.rectangle((x, y, x + chance.randrange(3, 20), y + chance.randrange(2, 16)), fill=1)
