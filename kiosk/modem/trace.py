"""``kiosk modem trace``: a recorded call as a ladder.

Owns the arguments and the layout. Called by ``cli.py``.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kiosk.fax.outcome import TraceEntry
from kiosk.fax.trace import DATA, MACHINE, RAW, for_people, render
from kiosk.fax.trace_file import Direction, RecordedCall, write_values
from kiosk.fax.trace_plan import NoPlanError, read_plan
from kiosk.modem import exits
from kiosk.modem.arguments import add_json, add_part
from kiosk.modem.files import write_private
from kiosk.modem.trace_source import add_source, recorded_call

_MORE = """
Each line is a signal: seconds since the call began, --> sent, <-- received, a dot for what happened here, its name in
T.30, and what was in it. With --raw the octets of the port stand between them, commands as text, frames in hex.

example:
  kiosk modem trace call.trace
  kiosk modem trace --raw call.trace | less
  kiosk modem trace --from-store /etc/lobby-kiosk/kiosk.toml F000012 --out F000012.trace
"""
_LONGEST_DETAIL = 96  # octets of page data, or a plan: with --raw, shortened


def add_parser(parts: Any) -> None:
    """Name the part and its arguments."""
    more = _MORE + "\n" + exits.table((exits.OK, exits.ERROR, exits.WRONG_USE), code_1="no such trace")
    parser = add_part(parts, "trace", "show the trace of a call as a ladder of T.30 signals", more)
    add_source(parser)
    parser.add_argument("--raw", action="store_true", help="the octets of the port too")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write the trace there instead: out of the store, to be sent on"
    )
    add_json(parser, "report and signals")


def run(args: argparse.Namespace) -> int:
    """Show it. Raises TraceUnreadableError and its kin, FileTroubleError."""
    call = recorded_call(args)
    if args.out:
        write_private(args.out, write_values(call.direction, call.report, call.entries, call.recorded_utc))
    elif args.json:
        told = {"direction": call.direction, "recorded_utc": call.recorded_utc, "report": call.report}
        shown = call.entries if args.raw else for_people(call.entries)
        print(json.dumps({**told, "trace": [asdict(entry) for entry in shown]}, ensure_ascii=False, indent=2))
    else:
        print(headline(call))
        if words := _modem(call):
            print(f"modem: {words}")
        for entry in call.entries if args.raw else for_people(call.entries):
            print(_raw(entry) if entry.signal in MACHINE else render(entry))
    return exits.OK


def headline(call: RecordedCall) -> str:
    """One line: who called, when, and what came of it."""
    report = call.report
    words = [str(report.get("outcome", "no outcome"))]
    if (confirmed := report.get("confirmed_pages")) is not None:
        words.append(f"{confirmed} pages confirmed")
    if report.get("bit_rate"):
        words.append(f"{report.get('modulation')} {report['bit_rate']} bit/s" + (", ECM" if report.get("ecm") else ""))
    words.append(f"{(report.get('duration_ms') or 0) / 1000:.1f} s")
    who = "a call we placed" if call.direction is Direction.SENT else "a call that came in"
    return f"{who}, {call.recorded_utc}: {'; '.join(words)}" + (f"; {report['detail']}" if report.get("detail") else "")


def _modem(call: RecordedCall) -> str:
    try:
        return read_plan(call.entries).words
    except NoPlanError:
        return ""


def _raw(entry: TraceEntry) -> str:
    detail = entry.detail
    if entry.signal == RAW:
        detail = _octets(detail)
    elif entry.signal == DATA and not detail.endswith(" octets"):
        detail = f"{len(detail) // 2} octets: {bytes.fromhex(detail[:_LONGEST_DETAIL]).hex(' ')}"
    short = detail if len(detail) <= _LONGEST_DETAIL else f"{detail[:_LONGEST_DETAIL]}..."
    return render(TraceEntry(entry.at_ms, entry.direction, entry.signal, short))


def _octets(detail: str) -> str:
    """Commands and answers as text, frames in hex."""
    octets = bytes.fromhex(detail)
    text = octets.decode("latin-1")
    return repr(text) if all(" " <= sign <= "~" or sign in "\r\n" for sign in text) else octets.hex(" ")
