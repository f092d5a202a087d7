"""``kiosk modem receive``: answer calls, put each into a folder as a TIFF and a JSON report, with nothing else running.

Owns the arguments, the calls one after another and the exit status. A page is in the TIFF and synced before the caller
is told so; a process that is killed leaves every confirmed page readable. Called by ``cli.py``; the files are
``received_files.py``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.fax import outcome as o
from kiosk.modem import exits
from kiosk.modem.arguments import SPEEDS, add_class, add_ident, add_json, add_part, add_port, add_trace, count
from kiosk.modem.files import make_folder
from kiosk.modem.interrupt import cancel_on_signals

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.devices.line_choice import ChosenLine

_ROOM_OCTETS = 50_000_000  # with less free space no call is answered: a long fax may have 100 pages of 100 KB
_EXAMPLE = """
example:
  kiosk modem receive --port /dev/ttyACM0 --out received --ident "+86 21 5555 0100" --rings 2
  kiosk modem receive --port /dev/ttyACM0 --out received --calls 1 --json --trace call.trace --trace-data

Each call is DIR/<UTC time>.json and, if a page was confirmed, a TIFF of the same name. With less than 50 MB free no
call is answered. Ctrl-C ends the call under way politely; while nobody calls it just ends.
"""


def add_parser(parts: Any) -> None:
    """Name the part and its arguments."""
    codes = (exits.OK, exits.ERROR, exits.WRONG_USE, *exits.OF_RECEPTIONS.values())
    meanings = {
        "code_0": "every call that came in was received whole (else the status of the last one that was not)",
        "code_14": "the caller was gone before its first page",
        "code_17": "training failed",
        "code_19": "received incompletely",
    }
    receive = add_part(parts, "receive", "answer calls and put their pages into a folder", _table(codes, meanings))
    add_port(receive)
    receive.add_argument("--out", required=True, type=Path, metavar="DIR", help="where the TIFF and JSON files go")
    add_ident(receive)
    receive.add_argument("--rings", default=1, type=count, help="answer at this ring (from 2 on the caller is known)")
    receive.add_argument("--calls", type=count, metavar="N", help="end after so many calls (else when interrupted)")
    receive.add_argument("--no-ecm", action="store_true", help="offer no error correction")
    receive.add_argument("--max-speed", default=14400, type=int, choices=SPEEDS, metavar="BPS", help="offer no more")
    add_class(receive)
    add_json(receive, "each call's report, one a line,")
    add_trace(receive)


def _table(codes: tuple[int, ...], meanings: dict[str, str]) -> str:
    return _EXAMPLE + "\n" + exits.table(codes, **meanings)


def run(args: argparse.Namespace) -> int:
    """Answer calls until there were enough or Ctrl-C. Raises DeviceError, FileTroubleError."""
    from kiosk.clock import SystemClock
    from kiosk.modem.lines import line_at
    from kiosk.modem.records import demand_trace

    make_folder(args.out)
    demand_trace(args)
    clock = SystemClock()
    line = line_at(args.port, clock, args.fax_class)
    try:
        with cancel_on_signals() as cancel:
            return _answer_calls(args, line, clock, cancel)
    finally:
        line.close()


def _answer_calls(args: argparse.Namespace, line: ChosenLine, clock: Clock, cancel: threading.Event) -> int:
    from kiosk.devices.protocols import AnswerOrder
    from kiosk.modem.received_files import Folder
    from kiosk.modem.records import keep_trace

    order = AnswerOrder(args.ident, args.rings, not args.no_ecm, args.max_speed, args.trace_data)
    code, calls = exits.OK, 0
    while args.calls is None or calls < args.calls:
        _demand_room(args.out)
        with Folder(args.out, clock.now().strftime("%Y%m%dT%H%M%SZ")) as folder:
            report = line.receive(order, folder.keep, folder.watch, cancel)
            if report is None:
                return code or (exits.OK if args.calls is None else exits.INTERRUPTED)
            code, calls = exits.OF_RECEPTIONS[report.outcome] or code, calls + 1
            keep_trace(report, args, clock, calls)
            _tell(report, folder.finish(report), args)
    return code


def _demand_room(folder: Path) -> None:
    from kiosk.devices.errors import DeviceError

    free = shutil.disk_usage(folder).free
    if free < _ROOM_OCTETS:
        detail = f"{folder}: {free // 1_000_000} MB free; calls are answered from {_ROOM_OCTETS // 1_000_000} MB on"
        raise DeviceError(detail, device=str(folder))


def _tell(report: o.ReceptionReport, values: dict[str, Any], args: argparse.Namespace) -> None:
    print(f"{report.outcome.value}: {report.confirmed_pages} pages confirmed, {values['file']}", file=sys.stderr)
    if report.detail:
        print(report.detail, file=sys.stderr)
    if args.json:
        print(json.dumps(values, ensure_ascii=False), flush=True)
