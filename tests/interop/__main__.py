"""``./run interop [efax] [hylafax]``: each program calls ``kiosk modem`` and is called by it; what came is compared.

Two pages each way over real modem signals, in real time. A row says who sent, how the call was agreed, how long it took
from off-hook to the modem at rest, and whether every pel of every page is there. Exit code 1 if any is not.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from PIL import Image, ImageDraw, ImageOps, ImageSequence

from tests.hw_doubles.softmodem import FarEnd, FarEndKind, TelephoneWorld
from tests.interop import efax, hylafax

_PROGRAMS: dict[str, ModuleType] = {"efax": efax, "hylafax": hylafax}
_KIOSK = (str(Path(sys.prefix) / "bin" / "kiosk"), "modem")
_NUMBER = "057188001234"
_CALL_S = 180


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


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="./run interop", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help=f"which of {', '.join(_PROGRAMS)} (both)")
    names = parser.parse_args().programs or list(_PROGRAMS)
    if unknown := [name for name in names if name not in _PROGRAMS]:
        parser.error(f"unknown: {', '.join(unknown)}")
    whole = True
    for name in names:
        for call in (_we_send, _we_receive):
            row = call(_PROGRAMS[name])
            whole = whole and row.whole
            print(row.words(), flush=True)
    return 0 if whole else 1


def _we_send(program: ModuleType) -> Row:
    with _lobby() as folder, TelephoneWorld(folder / "exchange", second_modem=True) as world:
        world.set(far_end=FarEnd(kind=FarEndKind.MODEM))
        pages = _pages(folder, program.MIN_IS_WHITE)
        with program.answering(world.second_port, folder):
            words = ("send", "--json", "--resolution", "standard", "--port", world.port, "--to", _NUMBER)
            told = subprocess.run(
                [*_KIOSK, *words, *map(str, pages)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_CALL_S
            )
        return Row("kiosk", program.NAME, json.loads(told.stdout), _same(pages, program.received(folder)))


def _we_receive(program: ModuleType) -> Row:
    with _lobby() as folder, TelephoneWorld(folder / "exchange", second_modem=True) as world:
        world.set(far_end=FarEnd(kind=FarEndKind.MODEM))
        pages = _pages(folder, program.MIN_IS_WHITE)
        words = ("receive", "--json", "--calls", "1", "--port", world.second_port, "--out", str(folder / "came"))
        kiosk = subprocess.Popen([*_KIOSK, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            with program.sending(world.port, _NUMBER, pages, folder):
                told, _ = kiosk.communicate(timeout=_CALL_S)
        finally:
            kiosk.kill()
        came = sorted((folder / "came").glob("*.tif"))
        return Row(program.NAME, "kiosk", json.loads(told), _same(pages, came))


@contextmanager
def _lobby() -> Iterator[Path]:
    """A folder for one call."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "exchange").mkdir()
        yield Path(name)


def _pages(folder: Path, min_is_white: bool) -> list[Path]:
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


def _same(sent: list[Path], came: list[Path]) -> bool:
    """Whether each page that was sent stands, pel for pel, within the page that came."""
    pages = [frame.convert("1") for path in came for frame in ImageSequence.Iterator(Image.open(path))]
    originals = [Image.open(path).convert("1") for path in sent]
    return len(pages) == len(originals) and all(map(_stands_in, originals, pages))


def _stands_in(original: Image.Image, page: Image.Image) -> bool:
    """The other side may have put a header line above, and white lines below."""
    box = ImageOps.invert(original).getbbox()
    words = original.crop((0, box[1], original.width, box[3])).tobytes() if box else b""
    return page.width == original.width and words in page.tobytes()


if __name__ == "__main__":
    sys.exit(main())
