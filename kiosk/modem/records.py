"""What ``send`` and ``receive`` leave of a call: the ladder on stderr, the trace in a file.

Owns the place of the trace file; what stands in it is ``kiosk.fax.trace_file``'s. Called by ``send.py``, ``receive.py``
and ``qualify.py``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kiosk.clock import Clock, iso_utc
from kiosk.fax.outcome import CallReport, ReceptionReport
from kiosk.fax.trace import render_ladder
from kiosk.fax.trace_file import write_trace
from kiosk.modem.files import FileTroubleError, demand_writable, write_private


def demand_trace(args: argparse.Namespace) -> None:
    """Raises FileTroubleError where the trace could not be written: told before anything is dialled."""
    if args.trace:
        demand_writable(Path(args.trace))


def keep_trace(report: CallReport | ReceptionReport, args: argparse.Namespace, clock: Clock, call: int = 1) -> None:
    """As --ladder and --trace ask for it. Of several calls the second one's file is NAME-2, and so on.

    A disk that is full by now is told; it changes nothing of what came of the call.
    """
    if args.ladder:
        print(render_ladder(report.trace), file=sys.stderr)
    if args.trace:
        path = Path(args.trace)
        try:
            write_trace_file(path if call == 1 else path.with_stem(f"{path.stem}-{call}"), report, clock)
        except FileTroubleError as trouble:
            print(f"the trace was not written: {trouble.detail} [{trouble.number}]", file=sys.stderr)


def write_trace_file(path: Path, report: CallReport | ReceptionReport, clock: Clock) -> None:
    """Numbers that were called stand in a trace, and pages may: it is the user's alone. Raises FileTroubleError."""
    write_private(path, write_trace(report, iso_utc(clock.now())))
