"""What ``send`` and ``receive`` leave of a call: the ladder on stderr, the trace in a file.

Owns the place of the trace file; what stands in it is ``kiosk.fax.trace_file``'s. Called by ``send.py``, ``receive.py``
and ``qualify_calls.py``.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from kiosk.clock import Clock, iso_utc
from kiosk.fax.outcome import CallReport, ReceptionReport
from kiosk.fax.trace import render_ladder
from kiosk.fax.trace_file import write_trace


def keep_trace(report: CallReport | ReceptionReport, args: argparse.Namespace, clock: Clock, call: int = 1) -> None:
    """As --ladder and --trace ask for it. Of several calls the second one's file is NAME-2, and so on."""
    if args.ladder:
        print(render_ladder(report.trace), file=sys.stderr)
    if args.trace:
        path = Path(args.trace)
        write_private(path if call == 1 else path.with_stem(f"{path.stem}-{call}"), report, clock)


def write_private(path: Path, report: CallReport | ReceptionReport, clock: Clock) -> None:
    """Numbers that were called stand in a trace, and pages may: it is the user's alone to read. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(write_trace(report, iso_utc(clock.now())))
