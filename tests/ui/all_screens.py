"""Every screen there is, on one glass, in every language: what the process holds when all of them have been seen.

Owns that walk. ``python -m tests.ui.all_screens`` takes the tours and writes the most memory that was held at any of
their stops, as a line of JSON. Called by the bench.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.locale import Language
from kiosk.ui import garbage
from tests.ui.harness import Glass, open_glass
from tests.ui.sessions import finish_frames, memory_mb
from tests.ui.tour import tour
from tests.ui.tour_counter import repair_tour, staff_tour
from tests.ui.tour_feedback import feedback_tour
from tests.ui.tour_technician import technician_tour

Stop = Callable[[str], None]

_STILL_S = 3.0
_TICK_S = 0.25  # of kiosk.ui.running, which may not be imported before there is a glass
TOURS: tuple[Callable[[Glass, Path, Stop], None], ...] = (
    tour,
    lambda glass, _folder, stop: repair_tour(glass, stop),
    lambda glass, _folder, stop: feedback_tour(glass, stop),
    staff_tour,
    lambda glass, _folder, stop: technician_tour(glass, stop),
)


class Seen:
    """The stops so far."""

    def __init__(self) -> None:
        self.stops = 0
        self.most_mb, self.most_at = 0.0, ""

    def look(self, glass: Glass, name: str) -> None:
        """This screen in each language; the tours go on in the first one."""
        self.stops += 1
        for language in (Language.EN, Language.ZH_HANT, Language.ZH_HANS):
            glass.shell.choose_language(language)
            glass.turn()
            held_mb = memory_mb()
            if held_mb > self.most_mb:
                self.most_mb, self.most_at = held_mb, f"{name} {language}"


def _rest(glass: Glass) -> None:
    """Nobody comes for a moment: what has to be compiled is compiled, and the compiler goes (kiosk.ui.running)."""
    glass.pass_time(_STILL_S)
    ticked_s = time.monotonic() + 4 * _TICK_S
    glass.until(lambda: time.monotonic() > ticked_s, "a few ticks")


def main() -> None:
    """One line: the most of all stops, and how many there were."""
    garbage.begin()  # as the screens' own process does
    seen = Seen()
    with tempfile.TemporaryDirectory() as folder:
        for number, go in enumerate(TOURS):
            place = Path(folder) / str(number)
            (place / "sticks").mkdir(parents=True)
            glass = open_glass(place / "house")
            finish_frames()
            _rest(glass)
            go(glass, place / "sticks", lambda name, glass=glass: seen.look(glass, name))
            glass.shell.end()
            glass.settle()
            glass.pass_time(1.5)  # the sweep
            glass.close()
            glass.furnished.close()
    print(json.dumps({"memory_mb": seen.most_mb, "at": seen.most_at, "stops": seen.stops}))


if __name__ == "__main__":
    main()
