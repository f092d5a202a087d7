"""How long a call that comes in takes against the least that T.30 allows: three pages with error correction, real time.

Owns the caller and what it sends. The caller is libspandsp's terminal, whose own pauses are in the figure too; the
answering side is the real driver, the pages are decoded and counted as kept. The least call and the bits of a page are
those of ``ecm_call_time.py``. Called by ``tests.bench``.
"""

from __future__ import annotations

import resource
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from kiosk.clock import SystemClock
from kiosk.devices.class1_line import Class1Line
from kiosk.devices.protocols import AnswerOrder, ReceivedPage
from kiosk.fax.outcome import FaxPage, ReceptionOutcome
from tests.bench import least_call
from tests.bench.ecm_call_time import least_call_s, text_page
from tests.bench.figures import Better, Figure
from tests.hw_doubles.softmodem import CallRecord, FarEnd, TelephoneWorld

_LIMIT = 1.02
_PAGES = {"6k": (11, 95), "20k": (25, 140), "60k": (55, 190)}  # lines of text, signs in a line


def measure() -> Iterator[Figure]:
    """One page of about 6, 20 and 60 KB at V.17 14400, MMR, with error correction."""
    gaps: list[float] = []
    with tempfile.TemporaryDirectory() as folder, TelephoneWorld(Path(folder), speed=1.0) as world:
        for number, (name, (lines, signs)) in enumerate(_PAGES.items(), 1):
            page = text_page(lines, signs)
            before = resource.getrusage(resource.RUSAGE_SELF)
            record = _called(world, page, Path(folder) / f"{name}.tif", number)
            after = resource.getrusage(resource.RUSAGE_SELF)
            taken_s = least_call.line_seconds(record)
            yield Figure(f"call.receive.{name}", taken_s / least_call_s(page), "ratio", _LIMIT)
            yield Figure(f"call.receive.{name}.time", taken_s, "s", None)
            cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            yield Figure(f"call.receive.{name}.cpu", 100 * cpu_s / taken_s, "% of a core", None)
            gaps += [gap.gap_ms for gap in record.gaps if gap.turn and gap.after.startswith("kiosk:")][1:]
    yield Figure("call.receive.turn_gap_longest", max(gaps), "ms", 95.0)
    yield Figure("call.receive.turn_gap_shortest", min(gaps), "ms", 55.0, Better.HIGHER)


def _called(world: TelephoneWorld, page: FaxPage, tiff: Path, number: int) -> CallRecord:
    picture = Image.frombytes("1", (page.width, page.height), bytes(octet ^ 0xFF for octet in page.rows))
    picture.save(tiff, compression="group4", dpi=(204, 196))
    kept: list[ReceivedPage] = []
    line = Class1Line(str(world.port), SystemClock())
    caller = threading.Timer(1.0, lambda: world.call_in(tiff, far_end=FarEnd(ident="+86 571 8700 9999")))
    caller.start()
    try:
        report = line.receive(AnswerOrder("+86 571 1"), kept.append, lambda _event: None, threading.Event())
    finally:
        line.close()
    if report is None or report.outcome is not ReceptionOutcome.RECEIVED or kept[-1].page.rows != page.rows:
        raise RuntimeError(f"the measured call failed: {report and report.outcome} {report and report.detail}")
    return world.wait_for_call(number)
