"""How long a call takes against the least that T.30 allows, and how true the silences are: one call in real time.

Owns the bits of the page, as libtiff codes them by itself, at the speed that the far end saw. The far end and the line
are the soft modem's world, which also holds the stop-watch; the driver is the real one. Called by ``tests.bench``.
"""

from __future__ import annotations

import io
import resource
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from kiosk.clock import SystemClock
from kiosk.devices.class1_line import Class1Line
from kiosk.devices.protocols import OutgoingCall
from kiosk.fax.outcome import CallOutcome, CallReport, FaxPage, Resolution
from tests.bench import least_call
from tests.bench.figures import Better, Figure
from tests.hw_doubles.softmodem import CallRecord, FarEnd, TelephoneWorld

_EOP_S = 1.10
_ROWS_PER_STRIP, _STRIP_LENGTHS, _T4_OPTIONS, _TWO_DIMENSIONAL = 278, 279, 292, 1


def measure() -> Iterator[Figure]:
    """One page of text at V.17 14400, MR, without error correction."""
    with tempfile.TemporaryDirectory() as folder, TelephoneWorld(Path(folder), speed=1.0) as world:
        world.set(far_end=FarEnd(ecm=False))
        report, cpu_s = _call(str(world.port))
        record = world.wait_for_call()
    if report.outcome is not CallOutcome.DELIVERED:
        raise RuntimeError(f"the measured call failed: {report.outcome} {report.detail}")
    taken_s = least_call.line_seconds(record)
    yield Figure("call.time_per_least_time", taken_s / least_call_s(record), "ratio", 1.05)
    yield Figure("call.time", taken_s, "s", None)
    yield Figure("call.least_time", least_call_s(record), "s", None)
    gaps = [gap.gap_ms for gap in record.gaps if gap.after.startswith("kiosk:") and "CNG" not in gap.before]
    yield Figure("call.turn_gap_longest", max(gaps), "ms", 95.0)
    yield Figure("call.turn_gap_shortest", min(gaps), "ms", 55.0, Better.HIGHER)
    yield Figure("call.cpu", 100 * cpu_s / taken_s, "% of a core", None)


def least_call_s(record: CallRecord) -> float:
    """The least time of this call: its page's bits at its speed, and the fixed signals."""
    return least_call.around_one_page_s(page_bits(_page()) / record.pages[0].bit_rate, _EOP_S)


def page_bits(page: FaxPage) -> int:
    """The page in MR without a bit of fill (an EOL before each line), and RTC (T.4 3.5: six EOL with their tags)."""
    picture, tiff = Image.frombytes("1", (page.width, page.height), page.rows), io.BytesIO()
    options = {_ROWS_PER_STRIP: page.height, _T4_OPTIONS: _TWO_DIMENSIONAL}
    picture.save(tiff, "TIFF", compression="group3", dpi=(204, 98), tiffinfo=options)
    with Image.open(tiff) as written:
        return int(written.tag_v2[_STRIP_LENGTHS][0]) * 8 + 6 * 13


def _call(port: str) -> tuple[CallReport, float]:
    """Place the call; the report, and the CPU seconds that this process (not the soft modem's) spent on it."""
    line = Class1Line(port, SystemClock())
    call = OutgoingCall("057188001234", "+86 571 1", [_page()])
    try:
        line.identify()
        cpu_s = _cpu_s()
        report = line.place(call, lambda _event: None, threading.Event())
        return report, _cpu_s() - cpu_s
    finally:
        line.close()


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _page() -> FaxPage:
    """A page of text, some 20 KB in MR."""
    picture = Image.new("1", (1728, 1143), 0)
    pen = ImageDraw.Draw(picture)
    for number, top in enumerate(range(60, 1080, 30)):
        pen.text((120, top), f"{number:2} The quick brown fox jumps over the lazy dog. " * 5, fill=1)
    return FaxPage(1728, 1143, Resolution.STANDARD, picture.tobytes())
