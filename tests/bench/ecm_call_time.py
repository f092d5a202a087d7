"""How long a call with error correction takes against the least that T.30 allows: three pages, each in real time.

Owns the bits of a page in frames: MMR as libtiff codes it by itself, header, check and one flag a frame, the zeros that
its ones need, RCP. The far end and the line are the soft modem's world; the driver is the real one. Called by
``tests.bench``.
"""

from __future__ import annotations

import io
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from kiosk.clock import SystemClock
from kiosk.devices.class1_line import Class1Line
from kiosk.devices.protocols import OutgoingCall
from kiosk.fax.outcome import CallOutcome, FaxPage, Resolution
from tests.bench import least_call
from tests.bench.figures import Better, Figure
from tests.hw_doubles.softmodem import CallRecord, FarEnd, TelephoneWorld

_LIMIT = 1.02
_PPS_S, _FLAGS_S, _BIT_RATE = 1.21, 0.2, 14400
_FRAME_OCTETS, _AROUND_A_FRAME, _RCP_BITS = 256, 7 * 8, 3 * 6 * 8
_PAGES = {"6k": (11, 95), "20k": (25, 140), "60k": (55, 190)}  # lines of text, signs in a line
_ROWS_PER_STRIP, _STRIP_OFFSETS, _STRIP_LENGTHS = 278, 273, 279


def measure() -> Iterator[Figure]:
    """One page of about 6, 20 and 60 KB at V.17 14400, MMR, with error correction."""
    gaps: list[float] = []
    with tempfile.TemporaryDirectory() as folder, TelephoneWorld(Path(folder), speed=1.0) as world:
        world.set(far_end=FarEnd())
        for number, (name, (lines, signs)) in enumerate(_PAGES.items(), 1):
            page = text_page(lines, signs)
            record = _call(world, page, number)
            taken_s, least_s = least_call.line_seconds(record), least_call_s(page)
            yield Figure(f"call.ecm.send.{name}", taken_s / least_s, "ratio", _LIMIT)
            yield Figure(f"call.ecm.send.{name}.time", taken_s, "s", None)
            yield Figure(f"call.ecm.send.{name}.octets", record.pages[0].octets, "octets", None)
            gaps += [gap.gap_ms for gap in record.gaps if gap.after.startswith("kiosk:") and "CNG" not in gap.before]
    yield Figure("call.ecm.send.turn_gap_longest", max(gaps), "ms", 95.0)
    yield Figure("call.ecm.send.turn_gap_shortest", min(gaps), "ms", 55.0, Better.HIGHER)


def least_call_s(page: FaxPage) -> float:
    """The least time of a call with this one page."""
    return least_call.around_one_page_s(_FLAGS_S + frame_bits(mmr(page)) / _BIT_RATE, _PPS_S)


def frame_bits(octets: bytes) -> int:
    """Bits of the page data in frames, from the first frame's flag to the last RCP's."""
    frames = -(-len(octets) // _FRAME_OCTETS)
    bits = "".join(f"{octet:08b}" for octet in octets)
    inserted = bits.count("11111")
    return len(bits) + inserted + frames * _AROUND_A_FRAME + _RCP_BITS


def mmr(page: FaxPage) -> bytes:
    """The page in T.6, as libtiff writes it."""
    picture, tiff = Image.frombytes("1", (page.width, page.height), page.rows), io.BytesIO()
    picture.save(tiff, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: page.height})
    with Image.open(tiff) as written:
        offset, length = written.tag_v2[_STRIP_OFFSETS][0], written.tag_v2[_STRIP_LENGTHS][0]
    return tiff.getvalue()[offset : offset + length]


def text_page(lines: int, signs: int) -> FaxPage:
    """A fine A4 page with so many lines of so many signs."""
    picture = Image.new("1", (1728, 2287), 0)
    pen = ImageDraw.Draw(picture)
    for number in range(lines):
        words = f"{number:2} The quick brown fox jumps over the lazy dog. " * 6
        pen.text((120, 100 + 30 * number), words[number % 7 : number % 7 + signs], fill=1)
    return FaxPage(1728, 2287, Resolution.FINE, picture.tobytes())


def _call(world: TelephoneWorld, page: FaxPage, number: int) -> CallRecord:
    line = Class1Line(str(world.port), SystemClock())
    try:
        call = OutgoingCall("057188001234", "+86 571 1", [page])
        report = line.place(call, lambda _event: None, threading.Event())
    finally:
        line.close()
    record = world.wait_for_call(number)
    if report.outcome is not CallOutcome.DELIVERED or not record.ecm:
        raise RuntimeError(f"the measured call failed: {report.outcome} {report.detail}")
    return record
