"""Where ``trace`` and ``replay`` get a call from: a file, stdin, or the kiosk's own store.

Owns the arguments for it. Called by both parts.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.fax.trace_file import NotATraceError, RecordedCall, read_trace


class TraceUnreadableError(KioskError):
    """No such file, or no trace in it."""

    number = 1011
    message_key = "error.trace"


def add_source(parser: argparse.ArgumentParser) -> None:
    """FILE, or with --from-store a number of the fax log."""
    parser.add_argument(
        "source", metavar="FILE", help="the trace; - for stdin; with --from-store a number of the fax log"
    )
    parser.add_argument(
        "--from-store", type=Path, metavar="CONFIG", help="take the call out of the store of the kiosk so configured"
    )
    parser.add_argument("--attempt", type=int, metavar="N", help="with --from-store: this attempt (else the last one)")


def recorded_call(args: argparse.Namespace) -> RecordedCall:
    """The call meant. Raises TraceUnreadableError, and what ``stored_call`` raises."""
    if args.from_store:
        from kiosk.modem.stored_traces import stored_call

        return stored_call(args.from_store, args.source, args.attempt)
    try:
        if args.source == "-":
            return read_trace(sys.stdin)
        with Path(args.source).open(encoding="utf-8") as file:
            return read_trace(file)
    except (OSError, UnicodeDecodeError, NotATraceError) as error:
        raise TraceUnreadableError(f"{args.source}: {error}", file=args.source) from error
