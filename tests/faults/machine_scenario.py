"""Paying at the machine while the power goes at one chosen commit, or at one octet to the machine or from it (G1, K1).

Owns the persons: an owner who puts in what is still missing, as the glass says it, and a clerk who looks into the box
and gives back what is held. They go on after a cut as people do: they look, and do what is left. The machine outlives
the kiosk, or loses its power with it. What must hold afterwards is ``wrong``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.clock import TurnedClock
from kiosk.desk.views import ChargeState, Role, Staff
from kiosk.domain.cash import CashCount
from kiosk.store.database import Store
from tests.desk_fixture import NOON, FurnishedDesk, furnish
from tests.faults.money_scenario import CutStore, PowerCutError
from tests.hw_doubles.cctalk_kiosk import MachineKiosk
from tests.hw_doubles.cctalk_machine import CashMachine

CLERK = Staff("07", "陈晓", Role.CLERK)
OWED_FEN, CHARGE = 650, 1
STROKES = (((0.1, 0.2), (0.8, 0.6)),)
_PURSE = (500, 100)  # what the owner has, and puts in by turns: the last piece is more than is missing


@dataclass
class Counter:
    """What stands when the kiosk has no power: the machine, its box, and what the owner has put in and got."""

    folder: Path
    machine: CashMachine = field(default_factory=CashMachine)
    put_in_fen: int = 0
    change_fen: int = 0  # out of the clerk's drawer

    @property
    def owner_paid_fen(self) -> int:
        """What the owner is without now."""
        out = sum(self.machine.notes.given_back) + sum(self.machine.rejected)
        return self.put_in_fen - out - self.change_fen


@dataclass(frozen=True)
class Cut:
    """Where the power goes: at a commit (before or after it), or before an octet to the machine or from it; 0: nowhere.

    ``breaks``: nobody's power goes. That octet and all that comes back with it is lost on the wire.
    """

    commit: int = 0
    after: bool = False
    octet: int = 0
    answer: int = 0
    machine_too: bool = False
    breaks: bool = False


@dataclass
class Way:
    """How much a life had: commits, octets to the machine, octets from it (echoes too)."""

    cut: Cut
    commits: int = 0
    octets: int = 0
    answers: int = 0

    def say(self) -> None:
        """The next octet goes out, unless the power does."""
        self.octets += 1
        if self.octets == self.cut.octet:
            raise PowerCutError

    def hear(self, words: bytes) -> bytes:
        """What of these words comes back."""
        begins, self.answers = self.answers, self.answers + len(words)
        if begins < self.cut.answer <= self.answers:
            if not self.cut.breaks:
                raise PowerCutError
            return words[: self.cut.answer - 1 - begins]
        return words


def morning(folder: Path) -> None:
    """A charge that waits to be paid, a drawer with change, a machine that the kiosk has met."""
    kit = furnish(folder, TurnedClock(NOON))
    kit.owe(OWED_FEN)
    kit.desk.days.open_shift(CLERK, CashCount({1000: 1}), 1000, "open")
    MachineKiosk(kit).turns(2)
    kit.close()


def live(counter: Counter, cut: Cut) -> Way:
    """Everything until the owner has paid and has the change, or until the cut; how much there was until then."""
    kit, way = _start(counter), Way(cut)
    till = MachineKiosk(kit, counter.machine)
    till.wire.before_octet, till.wire.passes = way.say, way.hear
    CutStore.at, CutStore.after, CutStore.commits = cut.commit, cut.after, 0
    try:
        _pay(counter, till)
        _clerk(counter, till)
    except PowerCutError:
        if cut.machine_too:
            counter.machine.power_cut()
    finally:
        CutStore.at = 0
        kit.close()
    way.commits = CutStore.commits
    return way


def cut_and_lived_on(counter: Counter, cut: Cut) -> list[str]:
    """What is wrong when the power went there, and everybody has done the rest."""
    live(counter, cut)
    live(counter, Cut())
    return wrong(counter)


def live_on(folder: Path, store_class: type[Store] = Store) -> None:
    """The same over a store of another class, whose power is somebody else's business."""
    counter, kit = Counter(folder), furnish(folder, TurnedClock(NOON), store_class=store_class)
    till = MachineKiosk(kit, counter.machine)
    try:
        _pay(counter, till)
        _clerk(counter, till)
    finally:
        kit.close()


def wrong(counter: Counter) -> list[str]:
    """What is not as it must be after all is done."""
    kit = furnish(counter.folder, TurnedClock(NOON))
    till = MachineKiosk(kit, counter.machine)
    found = till.faults()
    receipts = kit.house.store.rows("SELECT amount_fen FROM payment")
    if [row["amount_fen"] for row in receipts] != [OWED_FEN] or counter.owner_paid_fen != OWED_FEN:
        found.append(f"{receipts}, and the owner has paid {counter.owner_paid_fen}")
    if till.balance("cash:machine") != counter.machine.box_fen or till.balance(f"held:{CHARGE}"):
        found.append(f"booked {till.balance('cash:machine')}, in the box {counter.machine.box_fen}, or money is held")
    if till.balance("cash:drawer") != 1000 - counter.change_fen:
        found.append(f"the drawer: {till.balance('cash:drawer')}")
    kit.close()
    return found


def _start(counter: Counter) -> FurnishedDesk:
    CutStore.at, CutStore.commits = 0, 0
    return furnish(counter.folder, TurnedClock(NOON), store_class=CutStore)


def _pay(counter: Counter, till: MachineKiosk) -> None:
    """Looks, asks, puts in what is missing until there is a receipt."""
    till.turns(3)
    machine, visitor = till.kit.desk.machine, till.kit.visitor()
    for _ in range(20):
        if till.kit.desk.money.charge(CHARGE).state is ChargeState.PAID:
            return
        _look_into_the_box(till)
        view = machine.view(CHARGE)
        if not view.open:
            _unless_paid(till, lambda: machine.ask(visitor, CHARGE))
        elif view.note_waits:
            till.clock.turn(25)
        else:
            piece = next((fen for fen in _PURSE if fen in view.takes_fen and fen <= view.missing_fen), _PURSE[-1])
            counter.put_in_fen += piece
            till.put(piece)
        till.turns(2)
    raise AssertionError("the owner stands there for ever")


def _clerk(counter: Counter, till: MachineKiosk) -> None:
    """Gives the change that the board says."""
    till.turns(2)
    _look_into_the_box(till)
    for row in till.kit.house.books.acceptor.held():
        assert row["account"] == f"held:{CHARGE}"
        till.kit.desk.machine.give_back(CLERK, CHARGE, "change")
    counter.change_fen = 1000 - till.balance("cash:drawer")


def _look_into_the_box(till: MachineKiosk) -> None:
    """The clerk decides what the machine cannot say, by what lies there."""
    for row in till.kit.house.books.acceptor.in_state("unknown"):
        more_fen = till.machine.box_fen - till.balance("cash:machine")
        if more_fen > 0 and not row["fen"]:
            till.kit.desk.machine.book_found(CLERK, row["id"], CashCount({_PURSE[-1]: 1}), "reason.found.box", STROKES)
        else:
            till.kit.desk.machine.settle_doubt(CLERK, row["id"], min(more_fen, row["fen"]))


def _unless_paid(till: MachineKiosk, act: Callable[[], None]) -> None:
    if till.kit.desk.money.charge(CHARGE).state is not ChargeState.PAID:
        act()
