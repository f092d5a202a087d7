"""Two true processes at one store, both at work at once: what each was told is what the model says, in some order.

Owns the joint steps. In each, two processes (the core and the screens) do a few acts at the same time, chosen by all
from the same seed and model; some are tapped at both. SQLite lets one write at a time, and whoever has the write lock
notes its act: the order in which the acts took place, and the one in which the model goes through them. Now and then
one of the two is killed (SIGKILL), before an act of its disk, behind a commit or at any moment; the
other goes on, while the next one starts, recovers, and does again what nobody was told. Called by a test for a few
steps, by ``tests.bench.ledger`` for thousands. What the processes do is ``joint_walker``'s.
"""

from __future__ import annotations

import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.connection import wait
from pathlib import Path
from random import Random
from typing import Any

from kiosk.clock import TurnedClock
from tests.desk_fixture import NOON
from tests.faults.joint_walker import (
    CORE,
    NO_DEATH,
    ORDER,
    RECOVERY,
    SCREENS,
    Compare,
    Death,
    Do,
    Follow,
    Step,
    Told,
    choose,
    walk_along,
)
from tests.faults.money_model import Model
from tests.faults.power_cuts import children
from tests.faults.walk_acts import Choice, Place, begin, open_kit

_WHOLE_LOOK = 100
_PATIENCE_S = 60.0
_MOST_ACTS_OF_DISK = 60  # of one process in a step, seldom more
_LONGEST_S = 0.012  # of a step, seldom longer
_STAMPS = 256  # numbers for the acts of a life in a step
Turn = tuple[int, int, int]  # which process, which of its lives in this step, which act of that life


@dataclass(frozen=True)
class Kill:
    """Which process dies in a step: by itself, where ``at`` says, or, with nothing there, after so many seconds."""

    which: int
    at: Death
    after_s: float


@dataclass
class Life:
    """What a process was to do in a step, by place, and what it said of each until it was done or dead.

    ``kept``: so many are in the store, or were refused: as many as were ``told``, or one more.
    """

    program: list[int]
    stamp: int
    told: list[Told] = field(default_factory=list)
    ended: bool = False
    kept: int = 0


class _Walker:
    """A process, and its lives in the step that is under way."""

    def __init__(self, folder: Path, which: int) -> None:
        self._folder, self.which = folder, which
        self.lives: list[Life] = []
        self._dying = False

    @property
    def busy(self) -> bool:
        """There is something to hear of it."""
        return self._dying or not self.lives[-1].ended

    def start(self, choice: Choice) -> None:
        """Another process, that opens the store."""
        self.pipe, theirs = children().Pipe()
        arguments = (self._folder, self.which, choice, theirs)
        self._process = children().Process(target=walk_along, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    def do(self, program: list[int], stamp: int, death: Death = NO_DEATH) -> None:
        """A step, or the rest of one."""
        self.lives.append(Life(program, stamp))
        self.pipe.send(Do(program, stamp, len(self.lives) - 1, death))

    def hear(self) -> Any:
        """What it says next. Raises EOFError when it is dead, AssertionError when it says nothing."""
        assert self.pipe.poll(_PATIENCE_S), f"process {self.which} has said nothing for {_PATIENCE_S} s"
        try:
            return self.pipe.recv()
        except ConnectionResetError as reset:
            raise EOFError from reset

    def kill(self) -> None:
        """At once, wherever it is."""
        self._dying = True
        self._process.kill()

    def bury(self) -> None:
        """It has fallen silent: it was killed, and nothing else."""
        self.pipe.close()
        self._dying = False
        self._ended(-signal.SIGKILL)

    def close(self) -> None:
        """It ends by itself."""
        self.pipe.close()
        self._ended(0)

    def _ended(self, expected: int) -> None:
        self._process.join(_PATIENCE_S)
        code = self._process.exitcode
        assert code == expected, f"process {self.which} ended with {code}: see standard error"


class JointWalk:
    """Who says what is done, and follows it with a model. Raises AssertionError with seed and step where they part.

    One of them is killed in each ``kill_every``-th step; 0: in none. Counted are ``acts``; by process, how often it had
    the lock (``locked``) and was killed (``kills``); how often the lock went over (``turns``); the acts of the dead
    that were kept though nobody was told (``untold``).
    """

    def __init__(self, folder: Path, seed: int, kill_every: int = 0) -> None:
        clock = TurnedClock(NOON)
        kit = open_kit(folder, clock)
        begin(kit, folder)
        self._choice = Choice(seed, clock, kit.visitor())
        kit.close()
        (folder / ORDER).touch()
        self._order = (folder / ORDER).open(encoding="ascii")
        self._seed, self._kill_every, self._chance = seed, kill_every, Random(seed)
        self._both = (_Walker(folder, CORE), _Walker(folder, SCREENS))
        self.acts = self.turns = self.untold = 0
        self.locked: Counter[int] = Counter()
        self.kills: Counter[int] = Counter()

    @property
    def model(self) -> Model:
        return self._choice.model

    def go(self, steps: int) -> None:
        """So many joint steps."""
        for walker in self._both:
            walker.start(self._choice)
        for walker in self._both:
            walker.hear()
        for number in range(1, steps + 1):
            where = f"seed {self._seed}, step {number}"
            self._one(number, where, self._kill() if self._kill_every and number % self._kill_every == 0 else None)
            comparing = self._both[number % 2]
            comparing.pipe.send(Compare(number % _WHOLE_LOOK == 0 or number == steps))
            differs = comparing.hear()
            assert not differs, f"{where}: {differs}"

    def close(self) -> None:
        """Both processes end."""
        for walker in self._both:
            walker.close()
        self._order.close()

    # --- one step

    def _kill(self) -> Kill:
        which, moment = self._chance.randrange(2), self._chance.random() * _LONGEST_S
        deaths = (
            NO_DEATH,
            Death(self._chance.randint(1, _MOST_ACTS_OF_DISK)),
            Death(commit=self._chance.randint(1, 3)),
        )
        return Kill(which, self._chance.choice(deaths), moment)

    def _one(self, number: int, where: str, kill: Kill | None) -> None:
        before, step = self._choice.place(), choose(self._choice)
        for walker in self._both:
            death = kill.at if kill and kill.which == walker.which else NO_DEATH
            walker.lives.clear()
            walker.do(list(range(len(step.acts[walker.which]))), 2 * _STAMPS * number, death)
        self._hear_both(step, before, kill)
        turns = self._in_order()
        order = [(which, self._both[which].lives[life].program[act]) for which, life, act in turns]
        for walker in self._both:
            walker.pipe.send(Follow(order))
        self._hold_against(list(zip(turns, step.follow(self.model, order), strict=True)), where)
        self.acts += len(order)

    def _hear_both(self, step: Step, before: Place, kill: Kill | None) -> None:
        """Until all is done. Whoever falls silent is followed by another process, while the other one goes on."""
        timed = self._both[kill.which] if kill and kill.at == NO_DEATH else None
        moment = time.monotonic() + (kill.after_s if kill else 0.0)
        while busy := [walker for walker in self._both if walker is timed or walker.busy]:
            patience_s = max(0.0, moment - time.monotonic()) if timed else _PATIENCE_S
            spoken = wait([walker.pipe for walker in busy], patience_s)
            assert spoken or timed, f"nobody has said anything for {_PATIENCE_S} s"
            if timed and time.monotonic() >= moment:
                timed.kill()
                timed = None
            for walker in busy:
                if walker.pipe in spoken:
                    self._hear(walker, step, before)

    def _hear(self, walker: _Walker, step: Step, before: Place) -> None:
        life = walker.lives[-1]
        try:
            said: Told | None = walker.hear()
        except EOFError:
            self._follow_dead(walker, step, before)
        else:
            if said is None:
                life.ended, life.kept = True, len(life.program)
            else:
                life.told.append(said)

    def _follow_dead(self, walker: _Walker, step: Step, before: Place) -> None:
        """The next process knows what was kept. What nobody was told is done again, or, of what a line or a device said
        and was kept, not."""
        walker.bury()
        self.kills[walker.which] += 1
        now = self._choice.place()
        self._choice.go_back(before)
        walker.start(self._choice)
        self._choice.go_back(now)
        life, told = walker.lives[-1], len(walker.lives[-1].told)
        untold = walker.hear() == life.stamp + told
        life.ended, life.kept = True, told + untold
        self.untold += untold
        again = untold and step.act(walker.which, life.program[told]).again
        rest = life.program[told if again else life.kept :]
        walker.do([RECOVERY, *rest] if walker.which == CORE else rest, life.stamp + _STAMPS)

    def _in_order(self) -> list[Turn]:
        """As they took place. An act that took no lock has read nothing that another could change: it keeps its place
        among the acts of its process. What a dead one noted and the store has not kept did not take place."""
        kept = [
            [(walker.which, n, act) for n, life in enumerate(walker.lives) for act in range(life.kept)]
            for walker in self._both
        ]
        noted = [(which, life, act) for line in self._order for which, life, act in (map(int, line.split()),)]
        noted = [turn for turn in noted if turn in kept[turn[0]]]
        self.locked.update(which for which, _, _ in noted)
        self.turns += sum(before[0] != after[0] for before, after in pairwise(noted))
        order: list[Turn] = []
        for turn in noted:
            mine = kept[turn[0]]
            assert turn in mine, f"{turn} took more than one step"
            order += [mine.pop(0) for _ in range(mine.index(turn) + 1)]
        return [*order, *kept[CORE], *kept[SCREENS]]

    def _hold_against(self, expected: list[tuple[Turn, Told]], where: str) -> None:
        """What was said of each act is what the model says; of an act of the dead nobody may have been told."""
        said = {
            (walker.which, n, act): told
            for walker in self._both
            for n, life in enumerate(walker.lives)
            for act, told in enumerate(life.told)
        }
        right = {turn: told for turn, told in expected if turn in said}
        assert said == right, f"{where}: {said}, not {right}"
