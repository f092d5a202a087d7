"""``kiosk modem send``: one call, one or several documents.

Owns the arguments and the report on stdout. Called by ``cli.py``.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kiosk.fax import outcome as o
from kiosk.modem import exits
from kiosk.modem.arguments import SPEEDS, add_class, add_ident, add_json, add_part, add_port, add_trace, number
from kiosk.modem.interrupt import cancel_on_signals

_RESOLUTIONS = tuple(o.Resolution)
_EXAMPLE = """
example:
  kiosk modem send --port /dev/ttyACM0 --to 02155550100 --ident "+86 21 5555 0100" letter.pdf
  kiosk modem send --port /dev/ttyACM0 --to 02155550100 --trace call.trace first.pdf --next second.pdf

Ctrl-C ends the call politely: the far end is told (DCN), the modem is on-hook. A page that was under way is confirmed,
not sent, or unknown; the report says which.
"""


def add_parser(parts: Any) -> None:
    """Name the part and its arguments."""
    codes = (exits.OK, exits.ERROR, exits.WRONG_USE, *exits.OF_CALLS.values())
    more = (
        _EXAMPLE
        + "\n"
        + exits.table(codes, code_0="every page was confirmed", code_14="no carrier", code_19="line lost")
    )
    send = add_part(parts, "send", "place one call and send files", more)
    add_port(send)
    send.add_argument("--to", required=True, type=number, metavar="NUMBER", help="digits, * # and , for a pause")
    add_ident(send)
    send.add_argument("--resolution", default=o.Resolution.FINE, choices=_RESOLUTIONS, type=o.Resolution)
    send.add_argument("--no-ecm", action="store_true", help="without error correction, even if the far end has it")
    send.add_argument("--max-speed", type=int, choices=SPEEDS, metavar="BPS", help="no faster than this")
    add_class(send)
    add_json(send, "the call report")
    add_trace(send)
    send.add_argument("files", nargs="+", type=Path, metavar="FILE", help="PDF, TIFF, PNG, JPEG or text")
    send.add_argument(
        "--next",
        nargs="+",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="files of another document in the same call (EOM before it); may be given again",
    )


def run(args: argparse.Namespace) -> int:
    """Place the call. Raises DeviceError, DocumentError, FileTroubleError: nothing was dialled then."""
    from kiosk.clock import SystemClock
    from kiosk.devices.protocols import OutgoingCall
    from kiosk.modem.lines import line_at
    from kiosk.modem.progress import Progress
    from kiosk.modem.records import demand_trace, keep_trace
    from kiosk.modem.spool import Spool

    demand_trace(args)
    clock = SystemClock()
    line = line_at(args.port, clock, args.fax_class)
    try:
        files = [file for document in (args.files, *args.next) for file in document]
        with Spool(files, args.resolution) as pages, cancel_on_signals() as cancel:
            call = OutgoingCall(
                args.to,
                args.ident,
                pages,
                ecm=not args.no_ecm,
                max_bit_rate=args.max_speed,
                document_starts=frozenset(map(pages.first_page_of, _first_files(args))),
                trace_data=args.trace_data,
            )
            report = line.place(call, Progress(len(pages)).show, cancel)
    finally:
        line.close()
    _tell(report, args)
    keep_trace(report, args, clock)
    return exits.OF_CALLS[report.outcome]


def _first_files(args: argparse.Namespace) -> Iterator[int]:
    """Which of all files, counted from 0, begin a document of their own, the first one apart."""
    yield from itertools.accumulate(map(len, args.next[:-1]), initial=len(args.files)) if args.next else ()


def _tell(report: o.CallReport, args: argparse.Namespace) -> None:
    from kiosk.fax.trace_file import report_values

    print(f"{report.outcome.value}: {report.confirmed_pages} of {len(report.pages)} pages confirmed", file=sys.stderr)
    if report.detail:
        print(report.detail, file=sys.stderr)
    if args.json:
        print(json.dumps(report_values(report), ensure_ascii=False, indent=2))
