"""A printer's test page on a roll: for the technician, and for whoever sets up a printer (J3).

Owns what it must show: the edges of the printable width, single dots, Han and Latin at the smallest size, black areas.
Called by the technician's page.
"""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from kiosk.assets import Assets
from kiosk.forms.blocks import BLACK, WHITE, Align, Block, Canvas, Gap, Picture, Words
from kiosk.forms.data import Issuer
from kiosk.forms.roll import DASHES, DOTS_PER_INCH, HEAD, ROLL_80, RULE, SMALL, TEXT, VALUE, Roll, Slip, png
from kiosk.locale import Language

SAMPLE = "门直骨 永和九年 0123456789 ABC xyz"  # characters whose regional forms differ: the wrong face shows at once
_DOTS_PER_MM = 8


def test_page(issuer: Issuer, printed_at: str, language: Language, assets: Assets, roll: Roll = ROLL_80) -> bytes:
    """The test page as a 1-bit PNG, ``roll.dots`` wide, at 203 dpi. Raises AssetError, MissingTextError."""
    return png(draw_test_page(issuer, printed_at, language, assets, roll).image, DOTS_PER_INCH)


def draw_test_page(issuer: Issuer, printed_at: str, language: Language, assets: Assets, roll: Roll = ROLL_80) -> Canvas:
    """As ``test_page``, before it is a file."""
    slip = Slip(language, assets, roll)
    blocks: list[Block] = [
        Words(issuer.house, HEAD, Align.CENTRE),
        Words(slip.tr("forms.test.title"), HEAD, Align.CENTRE),
        Words(f"{issuer.kiosk}  {printed_at}", TEXT, Align.CENTRE),
        RULE,
        Words(slip.tr("forms.test.ruler", dots=roll.dots), SMALL),
        Gap(6),
        Picture(ruler(roll.room)),
        DASHES,
        Words(SAMPLE, SMALL),
        Words(SAMPLE, TEXT),
        Words(SAMPLE, VALUE),
        DASHES,
        Words(slip.tr("forms.test.dots"), SMALL),
        Gap(6),
        Picture(chequers(roll.room)),
    ]
    canvas = slip.render(blocks, issuer)
    # The outermost dots of the head: a line that is missing on paper is a picture that was scaled or shifted.
    canvas.draw.rectangle((0, 0, canvas.image.width - 1, canvas.image.height - 1), outline=BLACK)
    return canvas


def ruler(width_px: int, dots_per_mm: float = _DOTS_PER_MM) -> Image.Image:
    """A millimetre scale: longer marks at 5 and 10 mm."""
    scale = Image.new("1", (width_px, 32), WHITE)
    pen = ImageDraw.Draw(scale)
    for mm in range(math.ceil(width_px / dots_per_mm)):
        x = round(mm * dots_per_mm)
        length = 32 if mm % 10 == 0 else 22 if mm % 5 == 0 else 12
        pen.line((x, 0, x, length), fill=BLACK)
    return scale


def chequers(width_px: int, height_px: int = 48) -> Image.Image:
    """Four fields: every dot, every second dot, squares of 2 and of 4; a dead element of the head is a white line."""
    fields = Image.new("1", (width_px, height_px), WHITE)
    quarter = width_px // 4
    for number, size in enumerate((0, 1, 2, 4)):
        for x in range(number * quarter, (number + 1) * quarter - 8):
            for y in range(height_px):
                if size == 0 or (x // size + y // size) % 2 == 0:
                    fields.putpixel((x, y), BLACK)
    return fields
