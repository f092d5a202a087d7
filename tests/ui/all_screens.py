"""Every screen there is, on one glass, in every language: what the process holds when all of them have been seen.

Owns that walk, and the desk that moves: each tour begins in a furnished house of its own, and the glass is one for all
of them, as a kiosk's is for the year. ``python -m tests.ui.all_screens`` takes the tours and writes, as a line of JSON,
the most memory that was held at any moment since the first rest, at which stop, and how much of the compiler's code the
screens have brought into memory again. Called by the bench, which asks the screens' own process what its start took.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.desk.api import Desk
from kiosk.locale import Language
from kiosk.ui import garbage
from tests.bench.usage import code_mb, forget_most_memory, most_memory_mb
from tests.ui.harness import Glass, furnished_desk, ui_settings
from tests.ui.sessions import finish_frames
from tests.ui.tour import tour
from tests.ui.tour_counter import repair_tour, staff_tour
from tests.ui.tour_feedback import feedback_tour
from tests.ui.tour_technician import technician_tour

Stop = Callable[[str], None]

_STILL_S = 3.0
_TICK_S = 0.25  # of kiosk.ui.running, which may not be imported before there is a glass
_LANGUAGES = (Language.EN, Language.ZH_HANT, Language.ZH_HANS)
_PERSON = (((0.5, 0.1), (0.46, 0.45), (0.3, 0.72), (0.1, 0.9)), ((0.49, 0.38), (0.62, 0.62), (0.9, 0.9)))  # 人


class MovingDesk:
    """The desk of whichever house the glass stands in now."""

    def __init__(self, desk: Desk) -> None:
        self.now = self.heard_at = desk

    def __getattr__(self, name: str) -> Any:
        asked = self.now
        if name == "changed":
            self.heard_at = asked  # at whose bell the newsboy waits
        return getattr(asked, name)


class Seen:
    """The stops so far."""

    def __init__(self) -> None:
        self.stops = 0
        self.most_mb, self.most_at = 0.0, ""

    def look(self, glass: Glass, name: str) -> None:
        """This screen in each language; the tours go on in the last one."""
        self.stops += 1
        for language in _LANGUAGES:
            glass.shell.choose_language(language)
            glass.turn()
            self.note(f"{name} {language}")

    def note(self, at: str) -> None:
        """Whether there was never more than since this stop."""
        most_mb = most_memory_mb(os.getpid())
        if most_mb > self.most_mb:
            self.most_mb, self.most_at = most_mb, at


def written_tour(glass: Glass, stop: Stop) -> None:
    """A character written with a finger, and read in every language: each has models of its own."""
    from kiosk.ui import touches
    from kiosk.ui.screens.writing import Writing, WritingTask

    methods = glass.running._methods
    glass.touch("idle.wake")
    glass.until(lambda: methods.pinyin.ready, "input methods")
    task = WritingTask(lambda: "", lambda: "", "", 60, lambda _text: None)
    for language in _LANGUAGES:
        glass.shell.choose_language(language)
        glass.shell.go(Writing(glass.shell, methods, task))
        glass.touch("writing.switch")
        place = touches.place_of(glass.shell.screen._pad.pad)
        for stroke in _PERSON:
            glass.do("drag", points=[[place.x + x * place.w, place.y + y * place.h] for x, y in stroke])
        glass.pass_time(0.5)
        glass.settle()
        stop(f"11-written-{language}")
        glass.shell.back()


TOURS: tuple[Callable[[Glass, Path, Stop], None], ...] = (
    tour,
    lambda glass, _folder, stop: repair_tour(glass, stop),
    lambda glass, _folder, stop: written_tour(glass, stop),
    lambda glass, _folder, stop: feedback_tour(glass, stop),
    staff_tour,
    lambda glass, _folder, stop: technician_tour(glass, stop),
)


def _rest(glass: Glass) -> None:
    """Nobody comes for a moment: what a visit has left goes, and at the start what has to be compiled is compiled."""
    glass.pass_time(_STILL_S)
    glass.until(lambda: not glass.running._firsts, "all that is done once")
    ticked_s = time.monotonic() + 4 * _TICK_S
    glass.until(lambda: time.monotonic() > ticked_s, "a few ticks")


def _move(glass: Glass, desk: MovingDesk, folder: Path) -> None:
    """The glass stands in another house from now on."""
    left, new = glass.furnished, furnished_desk(folder, clock=glass.furnished.clock)
    new.healthy()
    glass.furnished, desk.now = new, new.desk
    left.house.ring()
    glass.until(lambda: desk.heard_at is new.desk, "the newsboy at the bell of the new house")
    left.close()
    glass.until(lambda: glass.shell.news.devices == new.desk.status.devices(), "news of the new house")


def main() -> None:
    """One line: the most there ever was, since when, and how many stops there were."""
    garbage.begin()  # as the screens' own process does
    seen = Seen()
    with tempfile.TemporaryDirectory() as folder:
        houses = (Path(folder) / str(number) for number in range(1 + len(TOURS)))
        first = furnished_desk(next(houses))
        desk = MovingDesk(first.desk)
        glass = Glass(replace(first, desk=desk), ui_settings())
        finish_frames()
        for go, house in zip(TOURS, houses, strict=True):
            _move(glass, desk, house)
            _rest(glass)
            if not seen.stops:
                forget_most_memory()
            (house / "sticks").mkdir()
            go(glass, house / "sticks", lambda name: seen.look(glass, name))
            glass.shell.end()
            glass.settle()
        glass.close()
        glass.furnished.close()
    found = {"memory_mb": seen.most_mb, "at": seen.most_at, "stops": seen.stops, "compiler_mb": code_mb("libLLVM")}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
