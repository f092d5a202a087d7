"""``kiosk modem receive``: answer calls, put each into a folder as a TIFF and a JSON report, with nothing else running.

Owns the arguments, the files, the progress on stderr and the exit codes. A page is in the TIFF and synced before the
caller is told so; a process that is killed leaves every confirmed page readable. Called by ``modem_cli.py``.

Exit codes: 0 every call that came in was received whole (and as many came as were asked for); 1 a device or disk error
before a call was answered; 2 wrong use; else that of the last call that was not: 13 not a fax; 14 caller gone before
its first page; 15 incompatible; 17 training failed; 19 incomplete; 20 cancelled; 21 modem failed; 22 a page could not
be kept.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

from kiosk.fax import outcome as o

if TYPE_CHECKING:
    from kiosk.devices.page_tiff import PageTiff
    from kiosk.devices.protocols import ReceivedPage

EXIT_CODES: dict[o.ReceptionOutcome, int] = {
    o.ReceptionOutcome.RECEIVED: 0,
    o.ReceptionOutcome.NOT_A_FAX: 13,
    o.ReceptionOutcome.CALLER_GONE: 14,
    o.ReceptionOutcome.INCOMPATIBLE: 15,
    o.ReceptionOutcome.TRAINING_FAILED: 17,
    o.ReceptionOutcome.INCOMPLETE: 19,
    o.ReceptionOutcome.CANCELLED: 20,
    o.ReceptionOutcome.MODEM_FAILED: 21,
    o.ReceptionOutcome.NOT_KEPT: 22,
}
_ROOM_OCTETS = 50_000_000  # with less free space no call is answered: a long fax may have 100 pages of 100 KB


def add_parser(parts: Any, ident: Callable[[str], str], speeds: Sequence[int]) -> None:
    """Name the part and its arguments."""
    receive = parts.add_parser("receive", help="answer calls and put their pages into a folder")
    receive.add_argument("--port", required=True, help="serial port of the modem, e.g. /dev/ttyACM0")
    receive.add_argument("--out", required=True, type=Path, metavar="DIR", help="where the TIFF and JSON files go")
    receive.add_argument("--ident", default="", type=ident, help="our identification: 20 of digits, + and blank")
    receive.add_argument("--rings", default=1, type=_count, help="answer at this ring (from 2 on the caller is known)")
    receive.add_argument("--calls", type=_count, metavar="N", help="end after so many calls (else when interrupted)")
    receive.add_argument("--json", action="store_true", help="print each call's report on stdout, one a line")
    receive.add_argument("--trace", action="store_true", help="show the ladder of T.30 signals on stderr")
    receive.add_argument("--no-ecm", action="store_true", help="offer no error correction")
    receive.add_argument("--max-speed", default=14400, type=int, choices=speeds, metavar="BPS", help="offer no more")


def run(args: argparse.Namespace, cancel: threading.Event) -> int:
    """Answer calls until there were enough or ``cancel`` is set. Raises DeviceError."""
    from kiosk.clock import SystemClock
    from kiosk.devices.line_choice import open_line
    from kiosk.devices.protocols import AnswerOrder

    args.out.mkdir(parents=True, exist_ok=True)
    clock = SystemClock()
    line = open_line(args.port, clock)
    order = AnswerOrder(args.ident, args.rings, not args.no_ecm, args.max_speed)
    code, calls = 0, 0
    try:
        while args.calls is None or calls < args.calls:
            _demand_room(args.out)
            with _Folder(args.out, clock.now().strftime("%Y%m%dT%H%M%SZ")) as folder:
                report = line.receive(order, folder.keep, folder.watch, cancel)
                if report is None:
                    return code or (0 if args.calls is None else EXIT_CODES[o.ReceptionOutcome.CANCELLED])
                _tell(report, folder.finish(report), args)
            code, calls = EXIT_CODES[report.outcome] or code, calls + 1
    finally:
        line.close()
    return code


def _demand_room(folder: Path) -> None:
    from kiosk.devices.errors import DeviceError

    free = shutil.disk_usage(folder).free
    if free < _ROOM_OCTETS:
        detail = f"{folder}: {free // 1_000_000} MB free; calls are answered from {_ROOM_OCTETS // 1_000_000} MB on"
        raise DeviceError(detail, device=str(folder))


class _Folder:
    """The files of one call: the TIFF begins with the first page."""

    def __init__(self, out: Path, stem: str) -> None:
        self._out = out
        self._stem = stem
        self._tiff: PageTiff | None = None
        self._path: Path | None = None
        self._last = 0

    def __enter__(self) -> _Folder:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._tiff is not None:
            self._tiff.close()

    def keep(self, received: ReceivedPage) -> None:
        """On disk and synced when it returns."""
        if self._tiff is None:
            self._tiff = self._begin()
        self._tiff.append(received.page)
        self._last = received.number

    def watch(self, event: o.ReceptionEvent) -> None:
        """Say what happens, and take away a page that will not be confirmed."""
        if isinstance(event, o.PageDropped) and self._tiff is not None and event.page == self._last:
            self._tiff.drop_last()
            self._last = 0
        print(_words(event), file=sys.stderr, flush=True)

    def finish(self, report: o.ReceptionReport) -> dict[str, Any]:
        """Write the report beside the pages; returns its values."""
        values = report_as_json(report)
        values["file"] = self._path.name if self._path and self._tiff and self._tiff.pages else None
        with self._free_path(".json", self._path).open("x", encoding="utf-8") as file:
            json.dump(values, file, ensure_ascii=False, indent=2)
            file.flush()
            os.fsync(file.fileno())
        return values

    def _begin(self) -> PageTiff:
        from kiosk.devices.page_tiff import PageTiff

        self._path = self._free_path(".tif")
        return PageTiff(self._path)

    def _free_path(self, suffix: str, beside: Path | None = None) -> Path:
        """A name that nothing has yet: a call may end within the second in which another began."""
        path, number = (beside or self._out / self._stem).with_suffix(suffix), 1
        while path.exists():
            number += 1
            path = self._out / f"{self._stem}-{number}{suffix}"
        return path


def report_as_json(report: o.ReceptionReport) -> dict[str, Any]:
    """The report as plain values, without the trace's raw octets."""
    from kiosk.fax.trace import RAW

    values = asdict(report)
    values["confirmed_pages"] = report.confirmed_pages
    values["trace"] = [entry for entry in values["trace"] if entry["signal"] != RAW]
    return values


def _tell(report: o.ReceptionReport, values: dict[str, Any], args: argparse.Namespace) -> None:
    from kiosk.fax.trace import render_ladder

    if args.trace:
        print(render_ladder(report.trace), file=sys.stderr)
    print(f"{report.outcome.value}: {report.confirmed_pages} pages confirmed, {values['file']}", file=sys.stderr)
    if report.detail:
        print(report.detail, file=sys.stderr)
    if args.json:
        print(json.dumps(values, ensure_ascii=False), flush=True)


def _words(event: o.ReceptionEvent) -> str:
    match event:
        case o.Ringing(number, name, rings):
            return f"ring {rings}: {number or 'number not told'}{' ' + name if name else ''}"
        case o.Answering():
            return "answering"
        case o.CallerKnown(caller):
            address = f", for {caller.subaddress}" if caller.subaddress else ""
            return f"called by {caller.ident or 'a machine without identification'}{address}"
        case o.Trained(modulation, bit_rate):
            return f"trained {modulation} {bit_rate} bit/s"
        case o.PageArriving(page):
            return f"page {page}"
        case o.PageConfirmed(page):
            return f"page {page}: on disk, confirmed"
        case o.PageDropped(page):
            return f"page {page}: not confirmed, dropped"
        case o.HangingUp():
            return "hanging up"
        case _:
            assert_never(event)


def _count(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 100_000:
        raise argparse.ArgumentTypeError("a number from 1 on")
    return number
