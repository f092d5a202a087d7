"""A monkey at the glass: anything that can be touched, plugged, waited for or broken, in any order, by a seed.

Owns the choice of the next step and the search for the shortest list that still breaks a rule. ``python -m
tests.ui.monkey --seed 7 --steps 500 --runs 20`` lets it play; what it finds is printed as a list of steps, which
``--replay FILE`` plays alone. Called by ``test_monkey`` with few steps.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.ui.harness import Glass, open_glass
from tests.ui.monkey_acts import NAMES, PINS, UNITS, Acts
from tests.ui.monkey_rules import Rules

Step = list[Any]
SIZES = ((800, 480), (1024, 600), (800, 480), (600, 1024), (800, 480))  # a small one is drawn sooner
OPENINGS = ("sent", "idle", "staff", "known", "sending", "waiting", "staff", "sent", "known")
_LEDGER_EVERY = 40
_KEYS = (273, 274, 275, 276, 9, 13, 13, 27, 8, 282, 283, 284)
_DEVICES = ("fax_line", "receipt_printer", "form_printer", "lights", "media")
_REASONS = ("media-empty", "offline", "no-dial-tone", "cover-open", "unheard-of")
_FORMS = ("receipt", "slip", "report")
_WAITS = (0.3, 1, 2, 15, 60, 101, 130, 290, 400, 2000)


class Monkey:
    """``next`` chooses a step from what is on the glass."""

    def __init__(self, glass: Glass, seed: int) -> None:
        self._glass, self._shell = glass, glass.shell
        self._chance = random.Random(seed)
        self._visits = 0

    def next(self) -> Step:
        """The next step; most of them lead on, the rest is mischief."""
        chance = self._chance.random()
        if chance < 0.45:
            return self._onwards()
        if chance < 0.65:
            return self._anything()
        if chance < 0.75:
            return self._fingers()
        if chance < 0.80:
            return ["key", self._chance.choice(_KEYS)]
        if chance < 0.83:
            return ["time", self._chance.choice(_WAITS)]
        return self._house() if chance < 0.93 else ["news"]

    @property
    def settles(self) -> bool:
        """Whether it waits for what it has begun, as most people do."""
        return self._chance.random() < 0.7

    # --- hands --------------------------------------------------------------------------------------------------

    def _names(self) -> list[str]:
        from kiosk.ui.stops import stops

        return [stop.name for stop in stops(self._shell)]

    def _onwards(self) -> Step:
        """What a person who wants something would do here."""
        if self._shell.dialogs.open:
            return self._anything()
        match self._shell.screen.name:
            case "idle":
                return ["touch", "idle.wake"]
            case "home":
                wishes = ("home.fax", "home.open_fax", "home.open_fax", "home.repair", "home.complaint", "frame.seal")
                return ["touch", self._chance.choice(wishes)]
            case "identify":
                unit = self._chance.choice(list(UNITS))
                return ["identify", unit, UNITS[unit] if self._chance.random() < 0.9 else "000000"]
            case "staff_sign_in":
                return ["digits", self._chance.choice(PINS)]
            case "fax_number":
                self._visits += 1
                return ["number", f"0215266{self._visits % 10000:04d}"]
            case "fax_source" if not self._shell.news.stick.present:
                return ["stick", *self._chance.sample(NAMES, 3)]
            case "fax_sending":
                return ["dial"] if self._chance.random() < 0.5 else ["ends", "delivered"]
            case "sign_account" | "sign_receipt" | "sign_work" | "page_zoom" if self._chance.random() < 0.5:
                return ["draw"]
            case "cash_wait" if self._chance.random() < 0.6:
                return ["cash"]
            case _:
                return ["touch", "bar.forward"] if self._chance.random() < 0.7 else self._anything()

    def _anything(self) -> Step:
        names = self._names()
        if not names or self._chance.random() < 0.15:
            return ["at", *self._point()]
        quick = self._chance.choice((1, 1, 1, 1, 2, 3, 5))
        return ["touch", self._chance.choice(names), quick]

    def _point(self) -> tuple[int, int]:
        return self._chance.randrange(int(self._shell.width)), self._chance.randrange(int(self._shell.height))

    def _fingers(self) -> Step:
        number, names = self._chance.randrange(4), self._names()
        kind = self._chance.random()
        if kind < 0.25 and names:
            return ["hold_on", number, self._chance.choice(names)]
        if kind < 0.4:
            return ["hold", number, *self._point()]
        if kind < 0.55:
            return ["glide", number, *self._point()]
        return ["lift", number] if kind < 0.95 else ["drop"]

    # --- house --------------------------------------------------------------------------------------------------

    def _house(self) -> Step:
        pick = self._chance.choice
        return pick(
            (
                ["stick", *self._chance.sample(NAMES, 3)],
                ["pull"],
                ["health", pick(_DEVICES), pick(("trouble", "absent", "ok")), pick(_REASONS)],
                ["core_ends"],
                ["core_is_back"],
                ["core_is_back"],
                ["dial"],
                ["dial"],
                ["ends", pick(("delivered", "delivered", "busy", "lost", "no fax"))],
                ["arrives"],
                [
                    "printed",
                    pick(("receipt", "slip", "report")),
                    pick(("printed", "waiting", "unknown")),
                    pick(_REASONS),
                ],
                ["cash"],
                ["settle"],
            )
        )


@dataclass
class Played:
    """What a run did, and what it broke (nothing: it may go on for ever)."""

    steps: list[Step] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    screens: set[str] = field(default_factory=set)


class Play:
    """One glass from idle on, over a desk of its own."""

    def __init__(self, folder: Path, size: tuple[int, int], motion: bool) -> None:
        self.glass = open_glass(folder, size, motion=motion)
        gc.collect()
        gc.freeze()  # the screens' own sweeps are not to walk through the tests
        self.acts, self.rules = Acts(self.glass, folder), Rules(self.glass)
        self.played = Played()

    def step(self, step: Step) -> bool:
        """Do it, and look whether everything still holds."""
        self.played.steps.append(step)
        if step[0] == "number":
            self.rules.number(step[1])
        try:
            self.acts.do(step)
            if step[0] == "opening":
                self.rules.begin()
            self.played.broken = self.rules.broken(step)
            if len(self.played.steps) % _LEDGER_EVERY == 0:
                self.played.broken += self.rules.ledger()
        except Exception:  # noqa: BLE001  whatever it is, it is a find
            self.played.broken = [traceback.format_exc()]
        self.played.screens.add(self.glass.screen)
        return not self.played.broken

    def close(self) -> None:
        self.rules.close()
        self.glass.close()
        self.glass.furnished.close()


def run(folder: Path, seed: int, steps: int) -> Played:
    """So many steps by this seed, or until something breaks."""
    play = Play(folder, SIZES[seed % len(SIZES)], motion=seed % 3 == 0)
    monkey = Monkey(play.glass, seed)
    play.step(["opening", OPENINGS[seed % len(OPENINGS)]])
    for _ in range(steps):
        if not play.step(monkey.next()):
            break
        if monkey.settles:
            play.step(["settle"])
    play.close()
    return play.played


def replay(folder: Path, seed: int, steps: list[Step]) -> Played:
    """These steps, on the glass of this seed."""
    play = Play(folder, SIZES[seed % len(SIZES)], motion=seed % 3 == 0)
    for step in steps:
        if not play.step(step):
            break
    play.close()
    return play.played


def shrunk(steps: list[Step], breaks: Callable[[list[Step]], bool]) -> list[Step]:
    """Fewer of them that break the same still: halves, quarters ... single steps are left out; the opening stays."""
    part = max(1, len(steps) // 2)
    while True:
        cuts = (steps[:start] + steps[start + part :] for start in range(1, len(steps), part))
        shorter = next((fewer for fewer in cuts if breaks(fewer)), None)
        if shorter is not None:
            steps = shorter
        elif part == 1:
            return steps
        else:
            part = max(1, part // 2)


def breaks_alike(seed: int, fault: str) -> Callable[[list[Step]], bool]:
    """Whether a list breaks what the whole run has broken."""

    def breaks(steps: list[Step]) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            return fault in replay(Path(folder), seed, steps).broken

    return breaks


def main() -> int:
    """Play until the runs are done or the time is over; the first find ends it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--replay", type=Path)
    asked = parser.parse_args()
    if asked.replay:
        with tempfile.TemporaryDirectory() as folder:
            return _told(asked.seed, replay(Path(folder), asked.seed, json.loads(asked.replay.read_text("utf-8"))))
    done, began, screens = 0, time.monotonic(), set[str]()
    for seed in range(asked.seed, asked.seed + asked.runs):
        with tempfile.TemporaryDirectory() as folder:
            played = run(Path(folder), seed, asked.steps)
        done, screens = done + len(played.steps), screens | played.screens
        print(f"seed {seed}: {len(played.steps)} steps, {done} in {time.monotonic() - began:.0f} s", flush=True)
        if played.broken:
            _told(seed, played)
            print(json.dumps(played.steps), flush=True)
            fewer = shrunk(played.steps, breaks_alike(seed, played.broken[0]))
            print(f"{len(fewer)} steps are enough:\n{json.dumps(fewer, ensure_ascii=True)}")
            return 1
    print(f"{done} steps in {time.monotonic() - began:.0f} s, {len(screens)} screens: {' '.join(sorted(screens))}")
    return 0


def _told(seed: int, played: Played) -> int:
    print(f"seed {seed}, after {len(played.steps)} steps:", *played.broken, sep="\n")
    return 1 if played.broken else 0


if __name__ == "__main__":
    sys.exit(main())
