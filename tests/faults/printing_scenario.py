"""A receipt is paid for, signed and printed while the power goes: before an octet to cupsd, or at a commit (G3, K1).

Owns the life that ends there, the next one, and what must hold: where the kiosk alone had no power, the receipt lies
there once and is called printed; where cupsd had none either, it may be unknown, and is on the clerk's board then, and
lies there at most once. The kiosk's number is new for each cut, for cupsd remembers the names of all jobs. Called by
``test_printing`` and by ``tests.bench.crash``.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import cups
from PIL import Image

from kiosk.core.health import HealthBoard
from kiosk.core.print_worker import PrintWorker
from kiosk.devices.cups_printer import CupsPrinter
from kiosk.devices.print_media import ROLL_80
from kiosk.devices.protocols import Health, Printer, PrintStatus
from kiosk.store.database import Store
from tests.desk_fixture import FurnishedDesk, furnish
from tests.faults.cut_line import CutLine, Place
from tests.faults.money_scenario import CLERK, STROKES, CutStore, PowerCutError
from tests.hw_doubles.private_cups import PrivateCups
from tests.hw_doubles.private_cups.processes import wait_until

Answer = TypeVar("Answer")
_LONG_HISTORY = 510
_NOWHERE = Place()


@dataclass(frozen=True)
class Cut:
    """At which place of the line, or at which commit of the print worker (and on which side of it); 0: nowhere."""

    place: Place = _NOWHERE
    commit: int = 0
    after: bool = False
    scheduler_too: bool = False


class OneSheet:
    """Draws a receipt as one sheet with a bar, which is few octets: its looks are not what is counted."""

    def draw(self, form: str, ref: int, language: str) -> tuple[bytes, ...]:
        """The sheet."""
        sheet, file = Image.new("1", (576, 300), 1), io.BytesIO()
        sheet.paste(0, (100, 100, 400, 140))
        sheet.save(file, "PNG")
        return (file.getvalue(),)


class Mortal:
    """A printer's driver whose process ends with its line: whatever it answers after the cut, nobody hears it."""

    def __init__(self, printer: Printer, line: CutLine) -> None:
        self._printer, self._line = printer, line

    def submit(self, name: str, picture_png: bytes) -> None:
        """As the driver's."""
        self._alive(lambda: self._printer.submit(name, picture_png))

    def status(self, name: str) -> PrintStatus | None:
        """As the driver's."""
        return self._alive(lambda: self._printer.status(name))

    def cancel(self, name: str) -> None:
        """As the driver's."""
        self._alive(lambda: self._printer.cancel(name))

    def health(self) -> Health:
        """As the driver's."""
        return self._alive(self._printer.health)

    def _alive(self, act: Callable[[], Answer]) -> Answer:
        try:
            return act()
        finally:
            if self._line.cut.is_set():
                raise PowerCutError


@dataclass(frozen=True)
class Lived:
    """How far a first life came: octets to cupsd and what they were part of, commits of the worker; was it cut."""

    line: CutLine
    commits: int
    cut: bool


@dataclass(frozen=True)
class Outcome:
    """Whether the power went at all, what was wrong then, or nothing; which request was the last until then, and
    whether the chosen place was met."""

    cut: bool
    fault: str
    within: str = field(default="", compare=False)
    met: bool = field(default=False, compare=False)


def live(room: Path, lobby: PrivateCups, kiosk: str, cut: Cut) -> Lived:
    """Paid, signed, and printed until the cut; nothing of this life goes on after it."""
    CutStore.at = 0
    kit = _kit(room, kiosk, CutStore)
    charge = kit.owe(300)
    receipt = kit.desk.money.take_cash(CLERK, charge, 300, "cash").number
    kit.desk.money.sign_receipt(receipt, STROKES)
    CutStore.at, CutStore.after, CutStore.commits = cut.commit, cut.after, 0
    with CutLine(room / "cups", lobby.server, cut.place) as line:
        cut_off = False
        try:
            _print(kit, Mortal(CupsPrinter(line.path, lobby.receipt_queue, ROLL_80), line))
        except PowerCutError:
            cut_off = True
            if cut.scheduler_too:
                lobby.power_cut()
        finally:
            CutStore.at = 0
            kit.close()
    return Lived(line, CutStore.commits, cut_off)


def cut_and_lived_on(room: Path, lobby: PrivateCups, kiosk: str, cut: Cut) -> Outcome:
    """The power went there, and came back."""
    lived = live(room, lobby, kiosk, cut)
    asked = lived.line.requests()
    fault = wrong(room, lobby, kiosk, may_ask=cut.scheduler_too and lived.cut)
    return Outcome(lived.cut, fault, asked[-1].name if asked else "", lived.line.reached.is_set())


def wrong(room: Path, lobby: PrivateCups, kiosk: str, *, may_ask: bool = False) -> str:
    """The next life prints what is still to be printed; what is not as it must be then, or nothing."""
    kit = _kit(room, kiosk, Store)
    state = _print(kit, CupsPrinter(lobby.server, lobby.receipt_queue, ROLL_80))
    lobby.mend_all()
    asks = len(kit.house.books.prints.unknown())
    kit.close()
    on_paper = sum(f"{kiosk}-receipt" in paper.name for paper in lobby.printed(lobby.receipt_queue))
    right = (state == "printed" and on_paper == 1) or (may_ask and state == "unknown" and on_paper <= 1 and asks == 1)
    return "" if right else f"{state}, {on_paper} on paper, {asks} on the board"


def grow_old(lobby: PrivateCups) -> None:
    """cupsd's history is longer from now on than what it names at once: the newest jobs are the last it would tell."""
    spooler = cups.Connection(host=lobby.server)
    for number in range(_LONG_HISTORY):
        spooler.createJob(lobby.form_queue, f"long-ago-{number}", {"job-hold-until": "indefinite"})
    spooler.cancelAllJobs(name=lobby.form_queue, my_jobs=False, purge_jobs=False)


def _print(kit: FurnishedDesk, printer: Printer) -> str:
    """The worker turns until the receipt waits no longer; what it says of it."""
    health = HealthBoard(kit.house.live, kit.clock)
    worker = PrintWorker("receipt_printer", "receipt", kit.house, printer, OneSheet(), health)

    def ended() -> bool:
        worker.turn()
        return not kit.house.books.prints.open("receipt")

    wait_until(ended, "the receipt waits no longer", timeout_s=30.0)
    row = kit.house.books.prints.of("receipt", 1)
    assert row is not None, "a receipt that was signed is wanted on paper"
    return str(row["state"])


def _kit(room: Path, kiosk: str, store_class: type[Store]) -> FurnishedDesk:
    return furnish(room, store_class=store_class, kiosk_id=kiosk)
