"""One of the two processes of a joint walk: does its part of each step, says so, and may die in the middle of it.

Owns what such a process is told and says. Everybody in the walk has the same seed and model and chooses the same acts;
who does which of them, in which order they took place, and who dies when, is ``joint_walk``'s, which calls this. While
it has the write lock, a process notes its act in a common file before it commits or gives up. In the same commit it
writes the act's number into a word of the store's header that is its own (``application_id``, ``user_version``: the
house uses neither), so that the process that follows a killed one knows what the store has kept.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from kiosk.store.database import Store
from tests.desk_fixture import FurnishedDesk
from tests.faults.disk import OK, Disk, Op
from tests.faults.grant_acts import Act
from tests.faults.money_model import Answer, Model
from tests.faults.money_walk import asked, compare_all, new_transactions
from tests.faults.walk_acts import Choice, open_kit

CORE, SCREENS = 0, 1
ORDER = "order-of-acts"
RECOVERY = -1  # what a core does first that finds the store of a dead one
Told = tuple[str, str]  # the name of an act, and the answer
_WORDS = ("application_id", "user_version")
_MOST_ACTS = 5  # of each process in a joint step


@dataclass(frozen=True)
class Step:
    """The acts of a joint step, by process."""

    acts: tuple[list[Act], list[Act]]

    def act(self, which: int, place: int) -> Act:
        """The one at this place among the acts of a process."""
        return _RECOVERY if place == RECOVERY else self.acts[which][place]

    def follow(self, model: Model, order: Sequence[tuple[int, int]]) -> list[Told]:
        """The model goes through these acts, by process and place; what each should have been told."""
        return [(act.name, _named(act.model(model))) for which, place in order for act in (self.act(which, place),)]


def choose(choice: Choice) -> Step:
    """The same on all sides. Time goes by between the steps, for all."""
    acts: tuple[list[Act], list[Act]] = ([], [])
    for _ in range(2 * choice.one_of(_MOST_ACTS) + 2):
        act, chance, who = choice.next(), choice.chance(), choice.one_of(2)
        if act.name == "clock":
            act.model(choice.model)
        elif act.again and chance < 0.15:
            acts[CORE].append(act)
            acts[SCREENS].append(act)
        else:
            acts[CORE if act.core else who].append(act)
    return Step(acts)


@dataclass(frozen=True)
class Death:
    """Where in a step a process is killed: before this act of its disk, behind this commit; each from 1, 0: nowhere."""

    act_of_disk: int = 0
    commit: int = 0


NO_DEATH = Death()


@dataclass(frozen=True)
class Do:
    """The acts of a step, by place, or, for who follows a dead one, what is left of them.

    ``stamp`` is the number of the first of them in the store's header; ``life`` counts the lives of the process in this
    step from 0.
    """

    program: list[int]
    stamp: int
    life: int
    death: Death


@dataclass(frozen=True)
class Follow:
    """The step is over: in this order its acts took place, by process and place."""

    order: list[tuple[int, int]]


@dataclass(frozen=True)
class Compare:
    """Say what is not as the model has it; ``whole``: look at everything."""

    whole: bool


class NotedStore(Store):
    """Writes down, while it holds the write lock, whose act is under way, and with its commit that it is done."""

    order: int = -1  # file descriptor
    which, life, number, stamp = 0, 0, 0, 0
    commits = dies_behind = 0

    def _commit(self) -> None:
        if NotedStore.order >= 0:
            self.db.execute(f"PRAGMA {_WORDS[NotedStore.which]} = {NotedStore.stamp + NotedStore.number}")
        self._note()
        super()._commit()
        NotedStore.commits += 1
        if NotedStore.commits == NotedStore.dies_behind:
            _die()

    @contextmanager
    def step(self) -> Iterator[Store]:
        """A refusal has been decided under the lock too."""
        outer = not self.db.conn.in_transaction
        with super().step() as store:
            try:
                yield store
            except BaseException:
                if outer:
                    self._note()
                raise

    def _note(self) -> None:
        if NotedStore.order >= 0:
            os.write(NotedStore.order, f"{NotedStore.which} {NotedStore.life} {NotedStore.number}\n".encode())


class _Walker:
    """The process: its connection, its model, and a disk before each of whose acts it may be killed."""

    def __init__(self, folder: Path, which: int, choice: Choice, pipe: Connection, disk: Disk) -> None:
        self._choice, self._which, self._pipe, self._disk = choice, which, pipe, disk
        self._kit = open_kit(folder, choice.clock, NotedStore)
        self._step = Step(([], []))
        self._compared = len(choice.model.transactions)
        self._acts_of_disk = self._dies_at = 0
        disk.answer = self._before
        NotedStore.which = which
        pipe.send(next(iter(self._kit.house.store.one(f"PRAGMA {_WORDS[which]}").values())))
        NotedStore.order = os.open(folder / ORDER, os.O_WRONLY | os.O_APPEND)

    def obey(self, said: Do | Follow | Compare) -> None:
        """One thing."""
        match said:
            case Do():
                self._do(said)
            case Follow():
                self._step.follow(self._choice.model, said.order)
            case Compare():
                self._pipe.send(self._differences(said.whole))

    def close(self) -> None:
        self._kit.close()

    def _do(self, said: Do) -> None:
        self._step = choose(self._choice)
        self._acts_of_disk, self._dies_at = 0, said.death.act_of_disk
        NotedStore.commits, NotedStore.dies_behind = 0, said.death.commit
        NotedStore.life, NotedStore.stamp = said.life, said.stamp
        for number, place in enumerate(said.program):
            NotedStore.number = number
            act = self._step.act(self._which, place)
            self._pipe.send((act.name, _named(asked(act, self._kit))))
        self._disk.log.clear()
        self._pipe.send(None)

    def _before(self, _op: Op) -> int:
        self._acts_of_disk += 1
        if self._acts_of_disk == self._dies_at:
            _die()
        return OK

    def _differences(self, whole: bool) -> str:
        try:
            _compare(self._kit, self._choice.model, self._compared, whole)
        except AssertionError:
            return traceback.format_exc()
        self._compared = len(self._choice.model.transactions)
        return ""


def walk_along(folder: Path, which: int, choice: Choice, pipe: Connection) -> None:
    """The whole life of the process: it ends when nobody says anything any more."""
    with Disk(folder / "kiosk.db") as disk:
        walker = _Walker(folder, which, choice, pipe, disk)
        while (said := _heard(pipe)) is not None:
            walker.obey(said)
        walker.close()


def _heard(pipe: Connection) -> Do | Follow | Compare | None:
    try:
        said: Do | Follow | Compare = pipe.recv()
    except EOFError:
        return None
    return said


def _compare(kit: FurnishedDesk, model: Model, after: int, whole: bool) -> None:
    """What all have booked since, to the last posting, what is owed, and what is held of orders under way."""
    books = kit.house.books
    owed = {row["id"]: row["amount_fen"] for row in books.takings.unpaid()}
    expected_owed = {charge: fen for charge, (fen, _) in model.charges.items() if model.owed(charge)}
    assert owed == expected_owed, f"owed {owed}, not {expected_owed}"
    held_fen = books.holds.open_fen("12-1-101")
    assert held_fen == model.orders.held_fen, f"held {held_fen}, not {model.orders.held_fen}"
    booked, expected = new_transactions(kit, after), model.transactions[after:]
    assert booked == expected, f"booked {booked}, not {expected}"
    if whole:
        compare_all(kit, model)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _recover(kit: FurnishedDesk) -> str:
    with kit.house.step():  # all in one, so that it has one place in the order
        kit.dispatch.recover()
    return "recovered"


def _recovered(model: Model) -> Answer:
    model.orders.recover()
    return "recovered"


def _named(answer: Answer) -> str:
    return answer if isinstance(answer, str) else answer.__name__


_RECOVERY = Act("recover", _recover, _recovered, again=False, core=True)
