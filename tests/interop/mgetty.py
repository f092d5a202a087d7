"""mgetty and sendfax, which Debian carries: fax programs for modems of Class 2 and 2.0, MH without error correction.

They were written for real modems of these classes, so here they judge our Class 2 soft modems, as hosts that are not
ours: ``sendfax`` sends through ``class2_modem.py``, ``mgetty`` answers on ``class2_called_modem.py``; libspandsp is the
far end, and T.30 is lived in virtual time. ``./run interop`` unpacks them beside the system (Debian lets nobody install
them and HylaFAX together), so mgetty finds no spool folder, and puts what it receives where it then does: into /tmp.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image, ImageSequence

from tests.hw_doubles.class2_called_modem import Class2CalledPort, Defects
from tests.hw_doubles.class2_modem import Class2SoftPort
from tests.hw_doubles.softmodem import FarEnd
from tests.hw_doubles.softmodem.records import CallRecord
from tests.interop.calls import NUMBER, Row, lobby, pages_of, same

_UNPACKED = Path(__file__).parents[2] / ".cache" / "mgetty"
_INCOMING = Path("/tmp")
_PAGES = "f[nf]*.0[1-9]"  # as mgetty names them, by resolution
_CALL_S = 60
_CLASS = {True: "cls2", False: "c2.0"}
_SPEEDS = {14400: "V.17", 12000: "V.17", 9600: "V.29", 7200: "V.29", 4800: "V.27ter", 2400: "V.27ter"}


def _sends(*, draft: bool) -> Row:
    """sendfax through our modem to libspandsp."""
    with lobby() as folder, Class2SoftPort(folder, FarEnd(), draft=draft) as port:
        pages = pages_of(folder, min_is_white=False)
        raw = [_as_g3(page) for page in pages]
        words = (_program("usr/sbin/sendfax"), "-n", "-C", _CLASS[draft], "-l", port.path.removeprefix("/dev/"), NUMBER)
        ended = subprocess.run(
            [*words, *map(str, raw)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_CALL_S
        )
        record = port.modem.record
        whole = ended.returncode == 0 and port.error is None and record.delivered
        return Row(_name(draft), "spandsp", _report(record), whole and same(pages, [Path(record.tiff)]))


def _receives(*, draft: bool) -> Row:
    """libspandsp calls mgetty on our modem. mgetty expects the draft's modems to hand pages over bit-reversed."""
    defects = Defects(reversed_bits=draft)
    with lobby() as folder, Class2CalledPort(folder, draft=draft, defects=defects) as port, _spooled() as came:
        pages = pages_of(folder, min_is_white=False)
        words = (
            _program("sbin/mgetty"),
            "-F",
            "-n",
            "1",
            "-C",
            _CLASS[draft],
            "-I",
            "+86 571 1",
            port.path.removeprefix("/dev/"),
        )
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                port.call_in(_together(folder, pages), NUMBER, FarEnd())
                process.wait(_CALL_S)
            finally:
                process.kill()
        record = port.modem.record
        files = [_from_g3(path, folder) for path in came()]
        return Row("spandsp", _name(draft), _report(record), record.delivered and same(pages, files))


CALLS = tuple(partial(call, draft=draft) for draft in (True, False) for call in (_sends, _receives))


def _program(path: str) -> str:
    return str(_UNPACKED / path)


def _name(draft: bool) -> str:
    return f"mgetty {'2' if draft else '2.0'}"


def _report(record: CallRecord) -> dict[str, Any]:
    """A far end's record in the words of a row; its time is the line's, not ours."""
    return {
        "outcome": "delivered" if record.delivered else record.completion,
        "modulation": _SPEEDS.get(record.bit_rate, "?"),
        "bit_rate": record.bit_rate,
        "pages": [{"coding": page.coding} for page in record.pages],
        "ecm": record.ecm,
        "duration_ms": record.duration_ms,
    }


def _as_g3(page: Path) -> Path:
    """Raw MH, the first bit in the most significant place, by mgetty's own coder."""
    bitmap = page.with_suffix(".pbm")
    with Image.open(page) as picture:
        picture.convert("1").save(bitmap)
    return _converted("pbm2g3", bitmap, page.with_suffix(".g3"))


def _from_g3(page: Path, folder: Path) -> Path:
    """Decoded by mgetty's own decoder. Of a name that begins with fn it would double the lines."""
    named = folder / f"came-{page.name}"
    named.write_bytes(page.read_bytes())
    return _converted("g32pbm", named, folder / f"{named.name}.pbm")


def _converted(program: str, source: Path, target: Path) -> Path:
    with target.open("wb") as out:
        subprocess.run([_program(f"usr/bin/{program}"), str(source)], stdout=out, stderr=subprocess.DEVNULL, check=True)
    return target


def _together(folder: Path, pages: list[Path]) -> Path:
    frames = [frame.convert("1") for page in pages for frame in ImageSequence.Iterator(Image.open(page))]
    frames[0].save(folder / "both.tif", compression="group4", dpi=(204, 98), save_all=True, append_images=frames[1:])
    return folder / "both.tif"


@contextmanager
def _spooled() -> Iterator[Any]:
    """What mgetty has received meanwhile; it is taken away again."""
    before = set(_INCOMING.glob(_PAGES))

    def came() -> list[Path]:
        return sorted(set(_INCOMING.glob(_PAGES)) - before, key=lambda path: path.suffix)

    try:
        yield came
    finally:
        for path in came():
            path.unlink()
