"""``kiosk modem replay``: a recorded call through the engine of today: does the same come out?

Owns the arguments and what is told. The playing is ``kiosk.fax.replay``'s. Called by ``cli.py``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.errors import KioskError
from kiosk.fax.outcome import CallOutcome, CallReport, ReceptionReport, TraceEntry
from kiosk.fax.trace import for_people, render, render_ladder
from kiosk.fax.trace_compare import Difference, first_difference
from kiosk.fax.trace_file import Direction, RecordedCall
from kiosk.modem import exits
from kiosk.modem.arguments import add_json, add_part
from kiosk.modem.trace_source import add_source, recorded_call
from kiosk.modem.trouble import tell_trouble

if TYPE_CHECKING:
    from kiosk.fax.replay import House

_MORE = """
The modem's octets come at their recorded moments, in virtual time; our side is played anew, and the signals and the
outcome are compared with the recorded ones. Pages need not be in the trace: where --trace-data was not given, they are
made up so that the same must come of them. Only --out, and a call that came in through a modem of Class 2, need them.

example:
  kiosk modem replay call.trace
  kiosk modem replay call.trace --pages letter.pdf
  kiosk modem replay received.trace --out pages.tif
"""


def add_parser(parts: Any) -> None:
    """Name the part and its arguments."""
    codes = (exits.OK, exits.DIFFERENT, exits.WRONG_USE, exits.UNPLAYABLE)
    words = {
        "code_0": "the same signals and the same outcome",
        "code_1": "something differs: the first difference is shown",
        "code_3": "no trace, or without what a replay needs",
    }
    more = _MORE + "\n" + exits.table(codes, **words)
    parser = add_part(parts, "replay", "play a recorded call through the engine again and compare", more)
    add_source(parser)
    parser.add_argument("--pages", nargs="+", type=Path, default=[], metavar="FILE", help="the files that were sent")
    parser.add_argument("--out", type=Path, metavar="TIFF", help="write the pages that came in to this file")
    parser.add_argument("--ladder", action="store_true", help="show the new ladder on stderr")
    add_json(parser, "the comparison")


@dataclass(frozen=True)
class Comparison:
    """The recorded call beside the replay. ``recorded`` and ``replayed``: outcome and pages, in words."""

    recorded: str
    replayed: str
    signals: int
    difference: Difference | None

    @property
    def same(self) -> bool:
        return self.difference is None and self.recorded == self.replayed


def run(args: argparse.Namespace) -> int:
    """Replay, compare, tell."""
    from kiosk.fax.replay import replay

    try:
        call = recorded_call(args)
        with _house(call, args) as (house, sizes):
            refused = call.report.get("outcome") == CallOutcome.FAR_IDENT_REFUSED
            again = replay(call.entries, house, accept_far_ident=not refused)
    except KioskError as trouble:
        tell_trouble(trouble, args)
        return exits.UNPLAYABLE
    except ValueError as error:  # NoPlanError, NoPageDataError, or an entry that is none
        print(f"kiosk modem replay: {error}", file=sys.stderr)
        return exits.UNPLAYABLE
    if args.ladder:
        print(render_ladder(again.trace), file=sys.stderr)
    compared = compare(call, again, sizes=sizes)
    _tell(compared, args)
    return exits.OK if compared.same else exits.DIFFERENT


@contextmanager
def _house(call: RecordedCall, args: argparse.Namespace) -> Iterator[tuple[House, bool]]:
    """Whoever codes and decodes pages; and whether the lengths of pages are true."""
    from kiosk.fax.replay_data import is_counted
    from kiosk.fax.replay_house import RecordedHouse
    from kiosk.fax.replay_inputs import NoPageDataError
    from kiosk.modem.replay_house import FilesHouse, ReadingHouse

    remembered = RecordedHouse(call.entries)
    if call.direction is Direction.RECEIVED and any(map(is_counted, call.entries)):
        if args.out:
            raise NoPageDataError("the trace has no page data to write pages of: record with --trace-data")
        yield remembered, True
    elif call.direction is Direction.RECEIVED:
        with ReadingHouse(remembered, args.out) as reading:
            yield reading, True
    elif args.pages:
        with FilesHouse(args.pages, call.entries) as files:
            yield files, True
    else:
        yield remembered, remembered.has_true_pages


def compare(call: RecordedCall, again: CallReport | ReceptionReport, *, sizes: bool) -> Comparison:
    """Signals, outcome, and how many pages were confirmed."""
    difference = first_difference(call.entries, again.trace, sizes=sizes)
    confirmed = call.report.get("confirmed_pages", again.confirmed_pages)
    return Comparison(
        f"{call.report.get('outcome')}, {confirmed} pages confirmed",
        f"{again.outcome.value}, {again.confirmed_pages} pages confirmed",
        len(for_people(call.entries)),
        difference,
    )


def _tell(compared: Comparison, args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps({"same": compared.same, **asdict(compared)}, ensure_ascii=False, indent=2))
    elif compared.same:
        print(f"the same: {compared.signals} signals, {compared.replayed}")
    else:
        print("\n".join(_difference_in_words(compared)))


def _difference_in_words(compared: Comparison) -> Sequence[str]:
    lines = [f"recorded: {compared.recorded}", f"replayed: {compared.replayed}"]
    if (difference := compared.difference) is not None:
        lines.append("first difference:")
        lines += [f"            {render(entry)}" for entry in difference.before]
        lines += [f"  recorded  {_rung(difference.recorded)}", f"  replayed  {_rung(difference.replayed)}"]
    return lines


def _rung(entry: TraceEntry | None) -> str:
    return "   (no more)" if entry is None else render(entry)
