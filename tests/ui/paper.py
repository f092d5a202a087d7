"""Documents for the screens' tests, drawn with Pillow."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from kiosk.assets import Assets, default_root
from kiosk.locale import Language

_A4 = (1240, 1754)


def letter(path: Path, pages: int = 3) -> Path:
    """A PDF of ``pages`` A4 pages of text with a table."""
    face = str(Assets(default_root()).sans(Language.ZH_HANS))
    title, text = ImageFont.truetype(face, 56), ImageFont.truetype(face, 30)
    sheets = []
    for number in range(1, pages + 1):
        sheet = Image.new("L", _A4, 255)
        pen = ImageDraw.Draw(sheet)
        pen.text((400, 160), f"装修验收确认函 {number}", 0, title)
        for line in range(12):
            top = 320 + line * 90
            pen.rectangle((160, top, 1080, top + 90), outline=0, width=2)
            pen.text((190, top + 22), f"{line + 1}　中央空调与地暖分水器　{line + 2} 台　合格", 0, text)
        sheets.append(sheet)
    sheets[0].save(path, save_all=True, append_images=sheets[1:], resolution=150)
    return path
