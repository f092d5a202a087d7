"""The subcommand ``kiosk modem`` and the table of its parts.

Owns the table, and the end by Ctrl-C. Knows no part's work: each is a module with ``add_parser(parts)`` and
``run(args) -> int``. Called by ``kiosk.__main__``.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any, Protocol

from kiosk.errors import KioskError
from kiosk.modem import exits, identify, ports, qualify, receive, replay, send, trace
from kiosk.modem.trouble import tell_trouble


class _Part(Protocol):
    def add_parser(self, parts: Any) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


_PARTS: dict[str, _Part] = {
    "list": ports,
    "identify": identify,
    "qualify": qualify,
    "send": send,
    "receive": receive,
    "trace": trace,
    "replay": replay,
}
_DESCRIPTION = """Use a fax modem with nothing else of the kiosk running: no store, no screens, no configuration."""
_MORE = """
`kiosk modem PART --help` tells each part's arguments, an example and its exit status. With --json stdout holds JSON and
nothing else; what people read goes to stderr.
"""


def add_parser(subparsers: Any) -> None:
    """Name the subcommand and its parts."""
    summary = "use the fax modem alone: " + ", ".join(_PARTS)
    shape = argparse.RawDescriptionHelpFormatter
    parser = subparsers.add_parser(
        "modem", help=summary, description=_DESCRIPTION, epilog=_MORE.strip(), formatter_class=shape
    )
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART", title="parts")
    for part in _PARTS.values():
        part.add_parser(parts)


def run(args: argparse.Namespace) -> int:
    """Carry the part out; its exit status is ours (``exits.py``)."""
    try:
        return _PARTS[args.part].run(args)
    except KioskError as error:
        tell_trouble(error, args)
        return exits.ERROR
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return exits.INTERRUPTED
    except BrokenPipeError:  # `| head` has seen enough; without this Python complains when it flushes stdout at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exits.OK
