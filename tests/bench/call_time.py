"""How long a call takes against the least that T.30 allows, and how true the silences are: one call in real time.

Owns the sum of the least call. The far end and the line are the soft modem's world, the driver is the real one. Called
by ``tests.bench``.
"""

from __future__ import annotations

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
from tests.bench.figures import Better, Figure
from tests.hw_doubles.softmodem import CallRecord, FarEnd, TelephoneWorld

# A perfect line's least call, in seconds (measured parts, T.30 and V.17): what the answerer needs before DIS is over,
# then each of our signals and its answers. Turns of the line are counted apart.
_SILENCE_AND_CED, _CSI_DIS, _TSI_DCS, _TRAINING_TCF, _CFR = 2.87, 1.99, 1.83, 2.91, 1.02
_SHORT_TRAINING, _EOP, _MCF, _DCN = 0.142, 1.10, 1.10, 1.10
_TURNS, _TURN_S = 7, 0.075


def measure() -> Iterator[Figure]:
    """One page of text at V.17 14400, MR, without error correction."""
    with tempfile.TemporaryDirectory() as folder, TelephoneWorld(Path(folder), speed=1.0) as world:
        world.set(far_end=FarEnd(ecm=False))
        report, cpu_s = _call(str(world.port))
        record = world.wait_for_call()
    if report.outcome is not CallOutcome.DELIVERED:
        raise RuntimeError(f"the measured call failed: {report.outcome} {report.detail}")
    taken_s = _line_seconds(record)
    yield Figure("fax.call_time_ratio", taken_s / least_call_s(report), "x least call", 1.05)
    gaps = [gap.gap_ms for gap in record.gaps if gap.after.startswith("kiosk:") and "CNG" not in gap.before]
    yield Figure("fax.turn_gap_longest", max(gaps), "ms", 95.0)
    yield Figure("fax.turn_gap_shortest", min(gaps), "ms", 55.0, Better.HIGHER)
    yield Figure("fax.cpu_per_call_second", 100 * cpu_s / taken_s, "% of a core", None)


def least_call_s(report: CallReport) -> float:
    """The least time of this call: its page's bits at its speed, and the fixed signals."""
    page = report.pages[0]
    bits_s = page.octets * 8 / (page.bit_rate or 1)
    before = _SILENCE_AND_CED + _CSI_DIS + _TSI_DCS + _TRAINING_TCF + _CFR
    return before + _SHORT_TRAINING + bits_s + _EOP + _MCF + _DCN + _TURNS * _TURN_S


def _line_seconds(record: CallRecord) -> float:
    """From the answer to the end of our DCN, as the exchange heard it."""
    if record.answered_ms is None:
        raise RuntimeError("the measured call was not answered")
    return (max(signal.end_ms for signal in record.signals) - record.answered_ms) / 1000


def _call(port: str) -> tuple[CallReport, float]:
    """Place the call; the report, and the CPU seconds that this process (not the soft modem's) spent on it."""
    line = Class1Line(port, SystemClock())
    try:
        line.identify()
        before = resource.getrusage(resource.RUSAGE_SELF)
        report = line.place(
            OutgoingCall("057188001234", "+86 571 1", [_page()]), lambda _event: None, threading.Event()
        )
        after = resource.getrusage(resource.RUSAGE_SELF)
    finally:
        line.close()
    return report, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _page() -> FaxPage:
    """A page of text, some 20 KB in MR."""
    picture = Image.new("1", (1728, 1143), 0)
    pen = ImageDraw.Draw(picture)
    for number, top in enumerate(range(60, 1080, 30)):
        pen.text((120, top), f"{number:2} The quick brown fox jumps over the lazy dog. " * 5, fill=1)
    return FaxPage(1728, 1143, Resolution.STANDARD, picture.tobytes())
