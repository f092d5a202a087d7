"""What the parts of ``kiosk modem`` ask for in the same words: port, numbers, identification, speeds.

Owns the types of arguments and the shape of a part's help. Knows no device. Called by every part's ``add_parser``.
"""

from __future__ import annotations

import argparse
import re
from typing import Any

_PORT = "serial port of the modem: a path as /dev/ttyACM0, or usb:VID:PID[:SERIAL] (see `list`)"
FAX_CLASSES = ("1", "2", "2.0", "2.1")
SPEEDS = (14400, 12000, 9600, 7200, 4800, 2400)


def add_part(parts: Any, name: str, summary: str, more: str) -> argparse.ArgumentParser:
    """A part with its line in ``kiosk modem --help`` and, below its own arguments, ``more`` as it stands."""
    description = summary[0].upper() + summary[1:] + "."
    shape = argparse.RawDescriptionHelpFormatter
    parser: argparse.ArgumentParser = parts.add_parser(
        name, help=summary, description=description, epilog=more.strip(), formatter_class=shape
    )
    return parser


def add_port(parser: argparse.ArgumentParser) -> None:
    """The serial port, which every part that speaks to a modem must be given."""
    parser.add_argument("--port", required=True, type=port, metavar="PORT", help=_PORT)


def add_class(parser: argparse.ArgumentParser) -> None:
    """A modem of several classes is used as its profile says, unless the technician says otherwise."""
    parser.add_argument(
        "--class",
        dest="fax_class",
        choices=FAX_CLASSES,
        help="use the modem as this class (else the best that it offers and its profile names)",
    )


def add_ident(parser: argparse.ArgumentParser) -> None:
    """Who we are to the far end."""
    words = "our identification (TSI, CSI): at most 20 of digits, + and blank"
    parser.add_argument("--ident", default="", type=ident, metavar="ID", help=words)


def add_json(parser: argparse.ArgumentParser, what: str) -> None:
    """Machine-readable output; people's words go to stderr all the same."""
    parser.add_argument("--json", action="store_true", help=f"print {what} as JSON on stdout, and nothing else there")


def add_trace(parser: argparse.ArgumentParser) -> None:
    """What is kept of a call beside its report."""
    parser.add_argument("--ladder", action="store_true", help="show the ladder of T.30 signals on stderr")
    parser.add_argument("--trace", metavar="FILE", help="write the call's trace: for `kiosk modem trace` and `replay`")
    parser.add_argument(
        "--trace-data", action="store_true", help="page data too in the trace: whoever has it can read the pages"
    )


def port(text: str) -> str:
    """A path or a USB name; an empty one is a variable of somebody's script that was not set."""
    if not text.strip():
        raise argparse.ArgumentTypeError("a path as /dev/ttyACM0, or usb:VID:PID[:SERIAL]; it is empty")
    return text


def number(text: str) -> str:
    """What may be dialled; no command can hide in it."""
    if not re.fullmatch(r"[0-9*#,]{1,40}", text):
        raise argparse.ArgumentTypeError(f"only digits, * # and , are dialled (a comma is a pause), and not {text!r}")
    return text


def ident(text: str) -> str:
    """T.30 5.3.6.2.6: what CSI and TSI may hold."""
    if not re.fullmatch(r"[0-9+ ]{0,20}", text):
        raise argparse.ArgumentTypeError("at most 20 of digits, + and blank (T.30 5.3.6.2.6)")
    return text


def count(text: str) -> int:
    """How many rings, how many calls."""
    found = int(text) if text.isascii() and text.isdecimal() else 0
    if not 1 <= found <= 100_000:
        raise argparse.ArgumentTypeError("a number from 1 on")
    return found


def speeds(text: str) -> tuple[int, ...]:
    """Several speeds, fastest first, as ``14400,9600``."""
    found = {int(part) for part in text.split(",") if part.isascii() and part.isdecimal()}
    if not found or not found <= set(SPEEDS) or len(found) != len(text.split(",")):
        raise argparse.ArgumentTypeError(f"some of {', '.join(map(str, SPEEDS))}, with commas between")
    return tuple(sorted(found, reverse=True))
