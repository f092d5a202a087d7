"""``kiosk modem qualify``: a table of what this modem, and this line, can do.

Owns the arguments, the two tables and the exit status. The questions are ``qualify_facts.py``, the test calls
``qualify_calls.py``. Called by ``cli.py``.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.modem import exits
from kiosk.modem.arguments import SPEEDS, add_class, add_ident, add_json, add_part, add_port, number, speeds
from kiosk.modem.files import make_folder
from kiosk.modem.interrupt import cancel_on_signals
from kiosk.modem.table import render_table

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.modem.qualify_calls import Shown, Wanted
    from kiosk.modem.qualify_facts import ModemFacts

_HEADERS = (
    "ASKED",
    "ECM",
    "RESULT",
    "TRAINED",
    "CODING",
    "PAGE S",
    "LEAST S",
    "RATIO",
    "RETRAINS",
    "REPEATS",
    "ARRIVED",
)
_ECM = {"both": (True, False), "with": (True,), "without": (False,)}
_SECONDS_AROUND_A_PAGE = 25  # dialling, phases A, B and E
_PAGE_BITS = 70_000
_MORE = """
Without --number only the modem is asked; nothing is dialled. With it a short page is sent at each speed, once with
error correction and once without: a call each, which the far end prints and which costs what calls cost. --loop-back
names a second modem on this machine, which answers at --number: then the page is compared bit for bit too.

PAGE S is the time from the turn before the page to its confirmation, LEAST S what a perfect line allows for the same
octets at the same speed. Speeds that the far end has shown not to have are left out.

example:
  kiosk modem qualify --port /dev/ttyACM0
  kiosk modem qualify --port /dev/ttyACM0 --number 02155550100 --speeds 14400,9600
  kiosk modem qualify --port /dev/ttyACM0 --number 12 --loop-back /dev/ttyACM1 --json
"""


def add_parser(parts: Any) -> None:
    """Name the part and its arguments."""
    codes = (exits.OK, exits.ERROR, exits.WRONG_USE, exits.INTERRUPTED, exits.SOME_FAILED, exits.ALL_FAILED)
    code_1 = "the modem is in trouble, or is no fax modem"
    more = _MORE + "\n" + exits.table(codes, code_0="the modem answered; every test call was good", code_1=code_1)
    parser = add_part(parts, "qualify", "tell in a table what a modem, and the line it is on, can do", more)
    add_port(parser)
    parser.add_argument("--number", type=number, help="call this number: digits, * # and , for a pause")
    parser.add_argument("--loop-back", metavar="PORT", help="port of the modem that answers at --number")
    add_class(parser)
    add_ident(parser)
    parser.add_argument("--speeds", type=speeds, default=SPEEDS, metavar="BPS,...", help="only these, as 14400,9600")
    parser.add_argument(
        "--ecm", choices=_ECM, default="both", help="test calls with error correction, without, or both"
    )
    parser.add_argument("--pause", type=float, default=5.0, metavar="S", help="seconds between two calls (default 5)")
    parser.add_argument("--traces", type=Path, metavar="DIR", help="write each call's trace into this folder")
    add_json(parser, "both tables")


def run(args: argparse.Namespace) -> int:
    """Ask, call, tell. Raises DeviceError."""
    from kiosk.clock import SystemClock

    if args.loop_back and not args.number:
        print(
            "kiosk modem qualify: --loop-back needs --number: what this modem dials to reach the other", file=sys.stderr
        )
        return exits.WRONG_USE
    if args.traces:
        make_folder(args.traces)
    with cancel_on_signals() as cancel:
        return qualify(args, SystemClock(), cancel)


def qualify(args: argparse.Namespace, clock: Clock, cancel: threading.Event) -> int:
    """The same with the time and the end in other hands."""
    from kiosk.modem.lines import profiles_for
    from kiosk.modem.qualify_facts import ask_facts

    facts = ask_facts(args.port, clock, profiles_for(args.fax_class), cancel)
    if not args.json:
        print("\n".join(f"{name:<14} {value}" for name, value in facts.rows()), flush=True)
    shown = list(_calls(args, facts, clock, cancel)) if args.number and not cancel.is_set() else []
    if args.json:
        told = {"modem": asdict(facts), "calls": [_values(call) for call in shown]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    elif shown:
        print("\n" + render_table(_HEADERS, [_cells(call) for call in shown]))
    return _status(shown, cancel)


def _status(shown: Sequence[Shown], cancel: threading.Event) -> int:
    if cancel.is_set():
        return exits.INTERRUPTED
    good = [call.good for call in shown]
    return exits.OK if all(good) else exits.SOME_FAILED if any(good) else exits.ALL_FAILED


def _calls(args: argparse.Namespace, facts: ModemFacts, clock: Clock, cancel: threading.Event) -> Iterator[Shown]:
    from kiosk.modem.lines import line_at
    from kiosk.modem.progress import Progress
    from kiosk.modem.qualify_calls import Qualification, SecondModem, calls_to_make
    from kiosk.modem.qualify_facts import speeds_to_try

    wanted = calls_to_make(speeds_to_try(facts, args.speeds), _ECM[args.ecm])
    print(_announcement(wanted), file=sys.stderr)
    with ExitStack() as open_lines:
        line = open_lines.enter_context(closing(line_at(args.port, clock, args.fax_class)))
        answering = None
        if args.loop_back:
            other = open_lines.enter_context(closing(line_at(args.loop_back, clock)))
            other.identify()  # its trouble is told before anything is dialled
            answering = SecondModem(other, args.ident)
        calls = Qualification(line, args.number, args.ident, clock, Progress(1).show, args.pause)
        for call in calls.run(wanted, answering, cancel):
            _after(call, args, clock)
            yield call


def _announcement(wanted: Sequence[Wanted]) -> str:
    seconds = sum(_SECONDS_AROUND_A_PAGE + _PAGE_BITS // call.bit_rate for call in wanted)
    return f"{len(wanted)} calls at most, about {-(-seconds // 60)} minutes; Ctrl-C ends them"


def _after(call: Shown, args: argparse.Namespace, clock: Clock) -> None:
    from kiosk.modem.records import write_trace_file

    print(f"{call.wanted}: {call.report.outcome.value} {call.report.detail}".rstrip(), file=sys.stderr)
    if args.traces:
        stem = f"{call.wanted.bit_rate}-{'ecm' if call.wanted.ecm else 'plain'}"
        write_trace_file(args.traces / f"{stem}.trace", call.report, clock)
        if call.received is not None:
            write_trace_file(args.traces / f"{stem}-received.trace", call.received, clock)


def _cells(call: Shown) -> list[str]:
    report, time = call.report, call.time
    trained = f"{report.modulation} {report.bit_rate}" if report.bit_rate else "-"
    times = [f"{time.taken_s:.2f}", f"{time.least_s:.2f}", f"{time.ratio:.3f}"] if time else ["-", "-", "-"]
    return [
        str(call.wanted.bit_rate),
        ("yes" if report.ecm else "not had") if call.wanted.ecm else "no",
        report.outcome.value,
        trained,
        report.coding.value if report.coding else "-",
        *times,
        str(call.retrains),
        str(call.repeats),
        arrival_words(call),
    ]


def arrival_words(call: Shown) -> str:
    """Whether the page is at our other modem."""
    if call.arrived is None:
        return "-"
    if call.received is None:
        return "NOT HERE: another machine answered" if call.report.confirmed_pages else "NOT HERE"
    return "bit for bit" if call.arrived else "NOT AS SENT"


def _values(call: Shown) -> dict[str, Any]:
    from kiosk.fax.trace_file import report_values

    report = report_values(call.report)
    del report["trace"]
    return {
        "asked": asdict(call.wanted),
        "good": call.good,
        "page_s": call.time and round(call.time.taken_s, 3),
        "least_s": call.time and round(call.time.least_s, 3),
        "ratio": call.time and round(call.time.ratio, 3),
        "retrains": call.retrains,
        "repeats": call.repeats,
        "arrived": call.arrived,
        "report": report,
    }
