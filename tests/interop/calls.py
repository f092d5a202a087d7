"""What every call with other software has: a folder, two pages of words, and the comparison of what came.

Owns the pages and the table's rows. Knows no program. Called by ``__main__.py`` and the programs' modules.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageOps, ImageSequence

NUMBER = "057188001234"


@dataclass(frozen=True)
class Row:
    """One call, as the kiosk's side reported it. ``whole``: the other side holds every pel."""

    sender: str
    receiver: str
    report: dict[str, Any]
    whole: bool

    def words(self) -> str:
        report = self.report
        last = report["pages"][-1] if report["pages"] else {}
        agreed = f"{report['modulation']} {report['bit_rate']} {last.get('coding')}{' ECM' if report['ecm'] else ''}"
        came = "every pel" if self.whole else "NOT WHOLE"
        seconds = report["duration_ms"] / 1000
        return f"{self.sender:8} -> {self.receiver:8} {report['outcome']:10} {agreed:24} {seconds:6.1f} s  {came}"


@contextmanager
def lobby() -> Iterator[Path]:
    """A folder for one call."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "exchange").mkdir()
        yield Path(name)


def pages_of(folder: Path, min_is_white: bool) -> list[Path]:
    """Two pages of words, as a TIFF of one strip: what the program sends as it is."""
    paths = []
    for number in (1, 2):
        picture = Image.new("1", (1728, 1100), 1)
        draw = ImageDraw.Draw(picture)
        for line in range(40):
            draw.text((120, 40 + 25 * line), f"page {number}, line {line}: a word or two to fill it. " * 4, fill=0)
        paths.append(folder / f"page-{number}.tif")
        bits = ImageOps.invert(picture) if min_is_white else picture
        tags = {278: picture.height, 262: 0 if min_is_white else 1}  # RowsPerStrip, PhotometricInterpretation
        bits.save(paths[-1], compression="group3", dpi=(204, 98), tiffinfo=tags)
    return paths


def same(sent: list[Path], came: list[Path]) -> bool:
    """Whether each page that was sent stands, pel for pel, within the page that came."""
    pages = [frame.convert("1") for path in came for frame in ImageSequence.Iterator(Image.open(path))]
    originals = [Image.open(path).convert("1") for path in sent]
    return len(pages) == len(originals) and all(map(_stands_in, originals, pages))


def _stands_in(original: Image.Image, page: Image.Image) -> bool:
    """The other side may have put a header line above, and white lines below."""
    box = ImageOps.invert(original).getbbox()
    words = original.crop((0, box[1], original.width, box[3])).tobytes() if box else b""
    return page.width == original.width and words in page.tobytes()
