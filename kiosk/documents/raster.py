"""From a grey page to the 1-bit raster that is sent, and what may be wrong with it.

Owns the screening (threshold, local threshold, halftone) and the judgement of legibility. Knows no file format and no
process. Runs in the child only.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import assert_never

from PIL import Image, ImageChops, ImageFilter

from kiosk.documents.pages import PageChoice, PageNote
from kiosk.documents.reading.source import PageSource
from kiosk.documents.sheet import LINES_PER_MM, PELS_PER_MM, WIDTH_PELS, Placement, place
from kiosk.fax.outcome import Resolution


class Screening(Enum):
    """How shades become black and white."""

    THRESHOLD = auto()  # documents: crisp, and the smallest to send
    LOCAL = auto()  # photographed documents: darker than its surroundings is ink, so shadows do not blacken the page
    HALFTONE = auto()  # photographs: dots that grow with darkness


# Darker than this is ink. Well above the middle: a hairline covers a pel only in part, and grey print (70 % white is
# common in forms) shall arrive. More so at standard resolution, where cross-strokes are half a line high.
_INK = {Resolution.STANDARD: 190, Resolution.FINE: 180, Resolution.SUPERFINE: 180}
_BLACK_FLOOR = 70  # in LOCAL: this dark is black even inside a large dark area, or bars and logos would become hollow
_LOCAL_RADIUS_MM = 2.0
# A camera's noise must not become specks either, each of which costs as much to send as a letter (_without_grain).
_LOCAL_CONTRAST = 0.83  # ink is darker than this share of its surroundings: in a shadow, ink and paper both are darker
_COARSE = 4
_MIDTONE_SHARE = 0.08  # clean documents have 1-5 % between ink and paper (edges of letters), photographs 20-90 %


def draw_page(source: PageSource, choice: PageChoice) -> tuple[int, bytes, frozenset[PageNote]]:
    """Height in lines, rows (1 = black) and notes of one page as it will be sent. Raises RefusedError."""
    size = source.size(choice.number - 1)
    placement = place(size.width, size.height, choice.rotation, choice.resolution, size.native)
    grey = source.draw(choice.number - 1, placement.width, placement.height, placement.turn)
    ink = screen(grey, choose_screening(grey, choice.photo), choice.resolution)
    sheet = Image.new("1", (WIDTH_PELS, placement.sheet_height), 1)
    sheet.paste(ink, (placement.left, 0))
    notes = judge(grey, sheet, placement, choice.resolution, choice.photo)
    return placement.sheet_height, sheet.tobytes("raw", "1;I"), notes


def choose_screening(grey: Image.Image, photo: bool) -> Screening:
    """By what the page looks like, not by the kind of file: a PDF made by a telephone is a photograph."""
    if photo:
        return Screening.HALFTONE
    shades = grey.histogram()
    midtones = sum(shades[_BLACK_FLOOR:225]) / max(1, sum(shades))
    return Screening.LOCAL if midtones > _MIDTONE_SHARE else Screening.THRESHOLD


def screen(grey: Image.Image, screening: Screening, resolution: Resolution) -> Image.Image:
    """Mode 1, 0 = black."""
    match screening:
        case Screening.THRESHOLD:
            return grey.point(_below(_INK[resolution]), "1")
        case Screening.LOCAL:
            return _local_threshold(grey, resolution)
        case Screening.HALFTONE:
            return _halftone(grey, resolution)
    assert_never(screening)


def _below(limit: int) -> list[int]:
    return [0 if value < limit else 255 for value in range(256)]


def _local_threshold(grey: Image.Image, resolution: Resolution) -> Image.Image:
    limit = _surroundings(grey, resolution).point([round(value * _LOCAL_CONTRAST) for value in range(256)])
    smooth = _without_grain(grey, resolution)
    paper = ImageChops.subtract(limit, smooth).point([255] + [0] * 255, "1")  # clips at 0: lighter than the limit
    return ImageChops.logical_and(paper, grey.point(_below(_BLACK_FLOOR), "1"))


def _surroundings(grey: Image.Image, resolution: Resolution) -> Image.Image:
    """The mean around each pel; computed at a quarter of the size, which nobody sees and takes a sixth of the time."""
    radius_pels, radius_lines = _LOCAL_RADIUS_MM * PELS_PER_MM, _LOCAL_RADIUS_MM * LINES_PER_MM[resolution]
    blur = ImageFilter.BoxBlur((radius_pels / _COARSE, radius_lines / _COARSE))
    return grey.reduce(_COARSE).filter(blur).resize(grey.size, Image.Resampling.NEAREST)


def _without_grain(grey: Image.Image, resolution: Resolution) -> Image.Image:
    """Each pel averaged with its neighbours; not with the line above at standard resolution, whose lines are few."""
    beside = Image.blend(grey, ImageChops.offset(grey, 1, 0), 0.5)
    return beside if resolution is Resolution.STANDARD else Image.blend(beside, ImageChops.offset(beside, 0, 1), 0.5)


# A clustered-dot screen (dots that grow from the middle of a 6 x 6 cell, two of them in a checkerboard: 45 degrees).
# Error diffusion shows finer shades, but its lone pels defeat T.4 and T.6: measured in tests/bench/documents.py.
_CELL = (
    (34, 29, 17, 21, 30, 35),
    (28, 14, 9, 16, 20, 31),
    (13, 8, 4, 5, 15, 19),
    (12, 3, 0, 1, 10, 18),
    (27, 7, 2, 6, 23, 24),
    (33, 26, 11, 22, 25, 32),
)
_SCREEN_WHITE = 245  # as light as this is paper: a grey veil of lone dots would cost minutes


def _halftone(grey: Image.Image, resolution: Resolution) -> Image.Image:
    return ImageChops.subtract(grey, _screen_sheet(grey.size, resolution), 1, 0).point([0] + [255] * 255, "1")


def _screen_sheet(size: tuple[int, int], resolution: Resolution) -> Image.Image:
    """Thresholds over the whole page; at standard resolution a cell is three lines high, so that dots stay round."""
    side = len(_CELL)
    tile = Image.new("L", (2 * side, 2 * side))
    for y in range(2 * side):
        for x in range(2 * side):
            rank = _CELL[y % side][x % side]
            rank = rank if (x < side) == (y < side) else 35 - rank
            tile.putpixel((x, y), round((rank + 0.5) * _SCREEN_WHITE / 36))
    lines = max(2, round(2 * side * LINES_PER_MM[resolution] / 8.0))
    tile = tile.resize((2 * side, lines), Image.Resampling.NEAREST)
    sheet = Image.new("L", size)
    for left in range(0, size[0], tile.width):
        sheet.paste(tile, (left, 0))
    done = tile.height
    while done < size[1]:
        sheet.paste(sheet.crop((0, 0, size[0], min(done, size[1] - done))), (0, done))
        done *= 2
    return sheet


_BLANK_SHARE = 0.00015  # a stray speck or a page number alone: 600 pels of an A4 page
_DARK_SHARE = 0.35
_PALE_LEAST, _PALE_MOST, _PALE_TIMES_INKED = 0.0005, 0.25, 1.5
_PALE_TO = 232  # lighter than this is paper, as scanners see it
_TINY_LINES = 12  # a character drawn in fewer scan lines: Han at 9 point in standard, 4.5 point in fine resolution
_RULE_LINES = 4  # a band lower than this is a rule, not text
_TINY_BANDS = 3


def judge(
    grey: Image.Image, sheet: Image.Image, placement: Placement, resolution: Resolution, photo: bool
) -> frozenset[PageNote]:
    """What to tell about a page before it is paid for."""
    black = 1 - sum(sheet.histogram()[1:]) / (sheet.width * sheet.height)
    verdicts: tuple[tuple[PageNote, Callable[[], bool]], ...] = (
        (PageNote.FAINT, lambda: not photo and _is_faint(grey, resolution)),
        (PageNote.BLANK, lambda: black < _BLANK_SHARE),
        (PageNote.TOO_DARK, lambda: black > _DARK_SHARE),
        (PageNote.TINY_TEXT, lambda: not photo and _is_tiny(sheet)),
        (PageNote.LONG, lambda: placement.is_long),
    )
    return frozenset(note for note, holds in verdicts if holds())


def _is_faint(grey: Image.Image, resolution: Resolution) -> bool:
    """More pels are pale than inked, on paper that is white: the letters themselves are pale, not only their edges."""
    shades = grey.histogram()
    total = sum(shades)
    inked, pale = sum(shades[: _INK[resolution]]), sum(shades[_INK[resolution] : _PALE_TO])
    return total * _PALE_LEAST < pale < total * _PALE_MOST and pale > _PALE_TIMES_INKED * inked


def _is_tiny(sheet: Image.Image) -> bool:
    """Most bands of ink between white lines are lower than a legible character."""
    heights = [height for height in _band_heights(sheet) if height > _RULE_LINES]
    tiny = sum(1 for height in heights if height < _TINY_LINES)
    return len(heights) >= _TINY_BANDS and tiny > len(heights) / 2


def _band_heights(sheet: Image.Image) -> list[int]:
    profile = sheet.convert("L").resize((1, sheet.height), Image.Resampling.BOX).tobytes()
    heights, run = [], 0
    for share in profile + b"\xff":
        if share < 255:
            run += 1
        elif run:
            heights.append(run)
            run = 0
    return heights
