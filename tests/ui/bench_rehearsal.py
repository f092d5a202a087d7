"""Opens the lobby panel's window offscreen over a lobby that stands still, touches every chip, tells what it saw.

Owns the stand-in for the keeper. ``python -m tests.ui.bench_rehearsal FOLDER`` writes ``FOLDER/bench.png`` and one line
of JSON. Called by ``test_lobby_panel``; a process of its own, for Kivy has one window a process.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from tests.hw_doubles.demo_window import kivy_environment
from tests.hw_doubles.lobby import Panel
from tests.hw_doubles.lobby_panel.keeper import Stage
from tests.hw_doubles.lobby_panel.plan import FULL_HEIGHT, WIDTH
from tests.hw_doubles.lobby_panel.switches import CASH_FEN, DIALS
from tests.hw_doubles.lobby_panel.watching import Office, Seen, Telephone

_PATIENCE_S = 5.0


class StandingStill:
    """A keeper whose lobby does not change; it writes down what it is asked for."""

    stage = Stage.UP
    told = ""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.asked: list[str] = []

    def do(self, act: Callable[[Any], None]) -> None:
        act(self)

    def turn(self, key: str, position: str) -> None:
        self.asked.append(f"{key}.{position}")

    def insert(self, fen: int) -> None:
        self.asked.append(f"cash.{fen}")

    def phone_pays(self, times: int) -> None:
        self.asked.append("phone.pay" if times == 1 else "phone.twice")

    def say_paid_untruly(self) -> None:
        self.asked.append("phone.untrue")

    def press_call_button(self) -> None:
        self.asked.append("button.call")

    def kill(self, name: str) -> None:
        self.asked.append(f"kill.{name}")

    def lamps(self) -> tuple[float, float]:
        return 1.0, 0.4


def a_moment(folder: Path) -> Seen:
    """A call under way, a receipt out, faults switched on, the longest words in every place."""
    return Seen(
        receipts=(_sheet(folder / "receipt.png", (576, 1243)),),
        forms=(_sheet(folder / "form.png", (1240, 1754)),),
        received=(_sheet(folder / "page-1.png", (1728, 2292)), _sheet(folder / "page-2.png", (1728, 2292))),
        telephone=Telephone(True, "057188001234", "TSI+DCS", "kiosk", 2, "2 p. · MMR · 14400 · ECM · 31 s"),
        office=Office(False, 118, 121, 118, tuple((118 - at, "case.rectification_ordered") for at in range(5))),
        positions={key: dial.positions[-1] for key, dial in DIALS.items()},
    )


def _sheet(path: Path, size: tuple[int, int]) -> Path:
    sheet = Image.new("1", size, 1)
    draw = ImageDraw.Draw(sheet)
    for y in range(40, size[1] - 40, 60):
        draw.rectangle((40, y, size[0] - 40, y + 18), fill=0)
    sheet.save(path)
    return path


def main(folder: Path) -> int:
    """Rehearse once; 0."""
    keeper = StandingStill(a_moment(folder))
    with kivy_environment(Panel(WIDTH, FULL_HEIGHT), folder / "kivy"):
        from kivy.core.window import Window

        from tests.hw_doubles.lobby_panel.window import BenchWindow
    bench = BenchWindow(keeper, WIDTH, FULL_HEIGHT)  # type: ignore[arg-type]
    for _ in range(5):
        bench.tick()
        bench.turn()
    from kiosk.ui.driving import screenshot

    screenshot(folder / "bench.png")
    print(json.dumps(_told(bench, Window, keeper)))
    return 0


def _told(bench: Any, window: Any, keeper: StandingStill) -> dict[str, object]:
    from kiosk.ui.touches import tap, walk
    from kiosk.ui.widgets.touch import Touchable
    from tests.hw_doubles.lobby_panel.look import Words

    shown = [widget for section in [bench.head, *bench.sections] for widget in walk(section)]
    controls = {widget.touch_id: widget for widget in shown if isinstance(widget, Touchable)}
    expected = [f"{dial.key}.{position}" for dial in DIALS.values() for position in dial.positions]
    expected += ["button.call", "kill.core", "kill.ui", "phone.pay", "phone.twice", "phone.untrue"]
    expected += [f"cash.{fen}" for fen in CASH_FEN]
    for name in expected:
        x, y = controls[name].to_window(*controls[name].center)
        asked = len(keeper.asked)
        tap(x, window.height - y)
        _turn_until(bench, lambda before=asked: len(keeper.asked) > before)
    return {
        "viewed": _viewed(bench, window, controls["receipt.sheet"]),
        "clipped": [widget.words for widget in shown if isinstance(widget, Words) and widget.clipped],
        "overlapping": [pair for pair in combinations(controls, 2) if _overlap(*(controls[name] for name in pair))],
        "asked": keeper.asked,
        "expected": expected,
    }


def _viewed(bench: Any, window: Any, sheet: Any) -> list[bool]:
    """Whether a sheet is shown large: before it is touched, after, and after the viewer was closed."""
    from kiosk.ui.touches import tap, tap_on

    x, y = sheet.to_window(*sheet.center)
    viewed = [bench.viewer is not None]
    tap(x, window.height - y)
    _turn_until(bench, lambda: bench.viewer is not None)
    viewed.append(bench.viewer is not None)
    tap_on(bench.viewer, "viewer.close")
    return [*viewed, bench.viewer is not None]


def _turn_until(bench: Any, done: Callable[[], bool]) -> None:
    """A scrolled place waits a moment whether a touch will become a scroll before it hands it on."""
    end = time.monotonic() + _PATIENCE_S
    while not done() and time.monotonic() < end:
        bench.turn()


def _overlap(one: Any, other: Any) -> bool:
    return bool(one.rect.overlaps(other.rect))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
