"""``./run bench``: every figure the house promises, as a table and in bench.json; exit status 1 if a limit is broken.

Owns the list of what is measured. Each module named here has ``measure() -> Iterable[Figure]``; times are ratios within
one run wherever they can be, so that a slow machine and a fast one agree.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.figures import Figure, table, to_json

MODULES = (
    "start",
    "call_time",
    "ecm_call_time",
    "receive_time",
    "call_ends",
    "call_ends_class2",
    "endurance",
    "documents",
    "payment",
    "ledger",
    "crash",
    "glass",
    "touch",
    "loads",
    "sessions",
    "replies",
    "sync",
)


def measured(names: Sequence[str], failed: list[str]) -> Iterator[Figure]:
    """The figures of these modules of ``tests.bench``, one module after another; each is told while it runs.

    A module that breaks is added to ``failed``, with its trace on standard error: the others are measured all the same.
    """
    for name in names:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        began_s = time.monotonic()
        try:
            yield from importlib.import_module(f"tests.bench.{name}").measure()
        except Exception:  # noqa: BLE001  told, counted, and the run ends with 1
            traceback.print_exc()
            failed.append(name)
        print(f"  {time.monotonic() - began_s:.0f} s", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description="Measure what the house promises.")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"of {', '.join(MODULES)} (default: all)")
    parser.add_argument("--output", type=Path, default=Path("bench.json"))
    options = parser.parse_args(arguments)
    if unknown := set(options.modules) - set(MODULES):
        parser.error(f"no such module: {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    failed: list[str] = []
    for figure in measured(options.modules or MODULES, failed):
        figures.append(figure)
        options.output.write_text(to_json(figures), encoding="utf-8")
    print(table(figures))
    for name in failed:
        print(f"{name}: could not be measured")
    return int(bool(failed) or any(figure.broken for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
