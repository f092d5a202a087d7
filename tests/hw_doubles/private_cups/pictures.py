"""Pictures for printing tests: noise, in which one shifted, lost or smoothed dot shows."""

from __future__ import annotations

import io
import random
from pathlib import Path

from PIL import Image


def noise_png(width: int, height: int, seed: int = 1) -> bytes:
    """A 1-bit PNG of random dots; the same ``seed`` gives the same dots."""
    dots = random.Random(seed).randbytes((width + 7) // 8 * height)
    file = io.BytesIO()
    Image.frombytes("1", (width, height), dots).save(file, "PNG")
    return file.getvalue()


def is_on_paper(picture_png: bytes, paper: Path, margin_dots: int = 24) -> bool:
    """Whether every dot of the picture is on the paper, with no more than white around it."""
    picture = Image.open(io.BytesIO(picture_png)).convert("1")
    sheet = Image.open(paper).convert("1")
    for top in range(margin_dots):
        box = (0, top, picture.width, top + picture.height)
        if sheet.width == picture.width and sheet.crop(box).tobytes() == picture.tobytes():
            rest = sheet.convert("L")
            rest.paste(255, box)
            return rest.getextrema() == (255, 255)
    return False
