"""The command ``kiosk``: one table of subcommands, each loaded only when it is wanted.

Owns the table. Knows nothing of what the subcommands do: each is a module with ``add_parser(subparsers)`` and
``run(args) -> int``. A technician's ``kiosk modem`` must not load Kivy or a database, so no module is imported before
its name stands on the command line (``--help`` imports them all).
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from kiosk.errors import KioskError

SUBCOMMANDS: dict[str, str] = {
    "run": "kiosk.commands.together",
    "core": "kiosk.commands.core",
    "ui": "kiosk.commands.ui",
    "import": "kiosk.commands.bring_in",
    "card": "kiosk.commands.card",
    "ledger": "kiosk.commands.ledger",
    "backup": "kiosk.commands.backup",
    "restore": "kiosk.commands.restore",
    "modem": "kiosk.modem.cli",
    "headoffice": "kiosk.headoffice.cli",
    "certificates": "kiosk.headoffice.certificates",
}
_OF_A_PERSON = {"import", "card", "ledger", "backup", "restore", "certificates"}  # a service's log has the whole trace
EXIT_ERROR = 1
EXIT_PIPE = 141  # as a shell tells of who was ended by SIGPIPE (128 + 13)


class Subcommand(Protocol):
    """What a module in the table offers."""

    def add_parser(self, subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; its exit code is ours. What a person must be told is told on stderr."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    names = words[:1] if words and words[0] in SUBCOMMANDS else list(SUBCOMMANDS)
    modules = {name: cast(Subcommand, importlib.import_module(SUBCOMMANDS[name])) for name in names}
    parser = argparse.ArgumentParser(prog="kiosk", description="Controller of a self-service kiosk.")
    subparsers = parser.add_subparsers(dest="subcommand", required=True, metavar="SUBCOMMAND")
    for module in modules.values():
        module.add_parser(subparsers)
    args = parser.parse_args(words)
    try:
        done = modules[args.subcommand].run(args)
        sys.stdout.flush()
        return done
    except EOFError:  # a PIN or a card's number was asked for, and nobody is there
        if args.subcommand not in _OF_A_PERSON:
            raise
        print("kiosk: this asks for a PIN or a number: run it at a terminal", file=sys.stderr)
        return EXIT_ERROR
    except BrokenPipeError:  # `| head` has seen enough; without this Python complains when it flushes stdout at its end
        if args.subcommand not in _OF_A_PERSON:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_PIPE
    except UnicodeEncodeError as error:
        if args.subcommand not in _OF_A_PERSON:
            raise
        print(f"kiosk: {_unspoken(error)}", file=sys.stderr)
        return EXIT_ERROR
    except KioskError as error:
        print(f"kiosk: {_sentence(error)}\n{error.detail} [{error.number}]", file=sys.stderr)
        return EXIT_ERROR
    except OSError as error:  # no such folder, a full disk
        if args.subcommand not in _OF_A_PERSON:
            raise
        print(f"kiosk: {error}", file=sys.stderr)
        return EXIT_ERROR


def _sentence(error: KioskError) -> str:
    """The catalogue's English for the error: a technician's terminal may have no Chinese font."""
    from kiosk.locale import Language, Translator

    words = Translator(Language.EN)
    return words(error.message_key, **error.values) if words.has(error.message_key) else error.message_key


def _unspoken(error: UnicodeEncodeError) -> str:
    return (
        f"this terminal speaks {error.encoding}, and that has no sign for {error.object[error.start]!a}: "
        "set PYTHONIOENCODING=utf-8, or have a file written"
    )


if __name__ == "__main__":
    sys.exit(main())
