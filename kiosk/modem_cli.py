"""``kiosk modem``: the fax line on the command line, with nothing else of the kiosk running.

Owns the arguments, the progress on stderr, the report on stdout and the exit codes. For technicians, and for whoever
tests us. It puts a line together by itself, as ``kiosk.app`` does for the core; both are composition roots.

Exit codes: 0 every page confirmed; 1 a device or document error (nothing was dialled); 2 wrong use; 10 busy; 11 no
answer; 12 no dial tone; 13 not a fax; 14 no carrier; 15 incompatible; 16 identification refused; 17 training failed; 18
page refused; 19 line lost; 20 cancelled; 21 modem failed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, assert_never

from kiosk import modem_receive
from kiosk.fax import outcome as o

EXIT_CODES: dict[o.CallOutcome, int] = {
    o.CallOutcome.DELIVERED: 0,
    o.CallOutcome.BUSY: 10,
    o.CallOutcome.NO_ANSWER: 11,
    o.CallOutcome.NO_DIAL_TONE: 12,
    o.CallOutcome.NOT_A_FAX: 13,
    o.CallOutcome.NO_CARRIER: 14,
    o.CallOutcome.INCOMPATIBLE: 15,
    o.CallOutcome.FAR_IDENT_REFUSED: 16,
    o.CallOutcome.TRAINING_FAILED: 17,
    o.CallOutcome.PAGE_REFUSED: 18,
    o.CallOutcome.LINE_LOST: 19,
    o.CallOutcome.CANCELLED: 20,
    o.CallOutcome.MODEM_FAILED: 21,
}
_RESOLUTIONS = (o.Resolution.STANDARD, o.Resolution.FINE)
_SPEEDS = (14400, 12000, 9600, 7200, 4800, 2400)


def add_parser(subparsers: Any) -> None:
    """Name the subcommand and its parts."""
    parser = subparsers.add_parser("modem", help="use the fax modem alone: send, receive, identify")
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    send = parts.add_parser("send", help="place one call and send files")
    send.add_argument("--port", required=True, help="serial port of the modem, e.g. /dev/ttyACM0")
    send.add_argument("--to", required=True, type=_number, metavar="NUMBER", help="digits, * # and , for a pause")
    send.add_argument("--ident", default="", type=_ident, help="our identification: 20 of digits, + and blank")
    send.add_argument("--resolution", default=o.Resolution.FINE, choices=_RESOLUTIONS, type=o.Resolution)
    send.add_argument("--json", action="store_true", help="print the call report on stdout")
    send.add_argument("--trace", action="store_true", help="show the ladder of T.30 signals on stderr")
    send.add_argument("--no-ecm", action="store_true", help="without error correction, even if the far end has it")
    send.add_argument("--max-speed", type=int, choices=_SPEEDS, metavar="BPS", help="no faster than this")
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
    identify = parts.add_parser("identify", help="say what modem is at a port and what it can do")
    identify.add_argument("--port", required=True)
    identify.add_argument("--json", action="store_true")
    modem_receive.add_parser(parts, _ident, _SPEEDS)


def run(args: argparse.Namespace) -> int:
    """Carry the part out; the exit codes are those of the module's docstring."""
    if args.part == "receive":
        with _cancel_on_signals() as cancel:
            return modem_receive.run(args, cancel)
    return _send(args) if args.part == "send" else _identify(args)


def _send(args: argparse.Namespace) -> int:
    from kiosk.clock import SystemClock
    from kiosk.devices.line_choice import open_line
    from kiosk.devices.protocols import OutgoingCall
    from kiosk.documents.render import fax_pages

    line = open_line(args.port, SystemClock())
    try:
        files = [file for document in (args.files, *args.next) for file in document]
        with fax_pages(files, args.resolution) as pages, _cancel_on_signals() as cancel:
            call = OutgoingCall(
                args.to,
                args.ident,
                pages,
                ecm=not args.no_ecm,
                max_bit_rate=args.max_speed,
                document_starts=frozenset(map(pages.first_page_of, _first_files(args))),
            )
            report = line.place(call, _Progress(len(pages)).show, cancel)
    finally:
        line.close()
    _tell(report, args)
    return EXIT_CODES[report.outcome]


def _first_files(args: argparse.Namespace) -> Iterator[int]:
    """Which of all files, counted from 0, begin a document of their own, the first one apart."""
    yield from itertools.accumulate(map(len, args.next[:-1]), initial=len(args.files)) if args.next else ()


def _identify(args: argparse.Namespace) -> int:
    from kiosk.clock import SystemClock
    from kiosk.devices.line_choice import open_line

    line = open_line(args.port, SystemClock())
    try:
        identity = line.identify()
    finally:
        line.close()
    facts = {
        "modem": identity.words,
        "fax_classes": identity.classes,
        "transmit": sorted(identity.transmit_codes),
        "receive": sorted(identity.receive_codes),
    }
    lines = [json.dumps(facts)] if args.json else [f"{name}: {value}" for name, value in facts.items()]
    print("\n".join(lines))
    return 0


@contextmanager
def _cancel_on_signals() -> Iterator[threading.Event]:
    """SIGINT and SIGTERM end the call politely; the far end gets its DCN."""
    cancel = threading.Event()
    before = {number: signal.signal(number, lambda *_: cancel.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell(report: o.CallReport, args: argparse.Namespace) -> None:
    from kiosk.fax.trace import render_ladder

    if args.trace:
        print(render_ladder(report.trace), file=sys.stderr)
    print(f"{report.outcome.value}: {report.confirmed_pages} of {len(report.pages)} pages confirmed", file=sys.stderr)
    if report.detail:
        print(report.detail, file=sys.stderr)
    if args.json:
        print(json.dumps(report_as_json(report), ensure_ascii=False, indent=2))


def report_as_json(report: o.CallReport) -> dict[str, Any]:
    """The call report as plain values, without the trace's raw octets."""
    from kiosk.fax.trace import RAW

    values = asdict(report)
    values["confirmed_pages"] = report.confirmed_pages
    values["trace"] = [entry for entry in values["trace"] if entry["signal"] != RAW]
    return values


class _Progress:
    """One line on stderr for each thing that happens."""

    def __init__(self, page_count: int) -> None:
        self._page_count = page_count

    def show(self, event: o.LineEvent) -> None:
        print(self._words(event), file=sys.stderr, flush=True)

    def _words(self, event: o.LineEvent) -> str:
        match event:
            case o.Dialling(number):
                return f"dialling {number}"
            case o.Connected(far_ident):
                return f"connected to {far_ident or 'a machine without identification'}"
            case o.Trained(modulation, bit_rate):
                return f"trained {modulation} {bit_rate} bit/s"
            case o.PageStarted(page, octets):
                return f"page {page} of {self._page_count}: {octets} octets"
            case o.PageProgress(page, sent, octets):
                return f"page {page}: {100 * sent // max(1, octets)} %"
            case o.PageSubmitted(page):
                return f"page {page}: all sent"
            case o.PageConfirmed(page):
                return f"page {page}: confirmed"
            case o.PageRefused(page):
                return f"page {page}: refused"
            case o.HangingUp():
                return "hanging up"
            case _:
                assert_never(event)


def _number(text: str) -> str:
    if not re.fullmatch(r"[0-9*#,]{1,40}", text):
        raise argparse.ArgumentTypeError("only digits, * # and , are dialled")
    return text


def _ident(text: str) -> str:
    if not re.fullmatch(r"[0-9+ ]{0,20}", text):
        raise argparse.ArgumentTypeError("at most 20 of digits, + and blank (T.30 5.3.6.2.6)")
    return text
