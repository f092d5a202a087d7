"""``./run interop [efax] [hylafax] [mgetty]``: others' fax programs and ``kiosk modem`` call one another, and compare.

Two pages each way over real modem signals, in real time. A row says who sent, how the call was agreed, how long it took
from off-hook to the modem at rest, and whether every pel of every page is there. Exit code 1 if any is not.

mgetty speaks Class 2 and 2.0 only: it is the other DTE of our Class 2 soft modem, and the far end is libspandsp's.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType

from tests.hw_doubles.softmodem import FarEnd, FarEndKind, TelephoneWorld
from tests.interop import efax, hylafax, mgetty
from tests.interop.calls import NUMBER, Row, lobby, pages_of, same

_KIOSK = (str(Path(sys.prefix) / "bin" / "kiosk"), "modem")
_CALL_S = 180


def main() -> int:
    calls = _calls()
    parser = argparse.ArgumentParser(
        prog="./run interop", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help=f"which of {', '.join(calls)} (all)")
    names = parser.parse_args().programs or list(calls)
    if unknown := [name for name in names if name not in calls]:
        parser.error(f"unknown: {', '.join(unknown)}")
    whole = True
    for name in names:
        for call in calls[name]:
            row = call()
            whole = whole and row.whole
            print(row.words(), flush=True)
    return 0 if whole else 1


def _calls() -> dict[str, Sequence[Callable[[], Row]]]:
    both_ways = {
        name: (partial(_we_send, program), partial(_we_receive, program))
        for name, program in (("efax", efax), ("hylafax", hylafax))
    }
    return {**both_ways, "mgetty": mgetty.CALLS}


def _we_send(program: ModuleType) -> Row:
    with lobby() as folder, TelephoneWorld(folder / "exchange", second_modem=True) as world:
        world.set(far_end=FarEnd(kind=FarEndKind.MODEM))
        pages = pages_of(folder, program.MIN_IS_WHITE)
        with program.answering(world.second_port, folder):
            words = ("send", "--json", "--resolution", "standard", "--port", world.port, "--to", NUMBER)
            told = subprocess.run(
                [*_KIOSK, *words, *map(str, pages)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_CALL_S
            )
        return Row("kiosk", program.NAME, json.loads(told.stdout), same(pages, program.received(folder)))


def _we_receive(program: ModuleType) -> Row:
    with lobby() as folder, TelephoneWorld(folder / "exchange", second_modem=True) as world:
        world.set(far_end=FarEnd(kind=FarEndKind.MODEM))
        pages = pages_of(folder, program.MIN_IS_WHITE)
        words = ("receive", "--json", "--calls", "1", "--port", world.second_port, "--out", str(folder / "came"))
        kiosk = subprocess.Popen([*_KIOSK, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            with program.sending(world.port, NUMBER, pages, folder):
                told, _ = kiosk.communicate(timeout=_CALL_S)
        finally:
            kiosk.kill()
        came = sorted((folder / "came").glob("*.tif"))
        return Row(program.NAME, "kiosk", json.loads(told), same(pages, came))


if __name__ == "__main__":
    sys.exit(main())
