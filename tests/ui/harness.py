"""The glass in a test: the true screens over a real desk in a temporary folder, in one offscreen window a process.

Owns the test's hand and eye: ``touch`` is a finger on the middle of a control (a covered one fails), ``until`` turns
Kivy's loop until something is seen. The acts are those of ``kiosk.ui.driving``, which the demo's remote uses too.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from kiosk.assets import default_root
from kiosk.clock import TurnedClock
from kiosk.locale import Language
from kiosk.ui.environment import prepare
from kiosk.ui.settings import House, Notice, Screen, UiSettings
from tests.desk_fixture import FurnishedDesk, furnish

_PATIENCE_S = 20.0
_BETWEEN_TURNS_S = 0.005
_HOARD = 20_000  # objects made since the last collection: some six pages
_SURFACE = {"width": 1280, "height": 1024}  # an offscreen one keeps its first size: as wide and as high as any panel


def per_language(hans: str, hant: str, english: str) -> dict[Language, str]:
    return {Language.ZH_HANS: hans, Language.ZH_HANT: hant, Language.EN: english}


HOUSE = House(
    seal="松",
    estate=per_language("听松苑", "聽松苑", "Tingsong Villas"),
    service_number=per_language("内线 8000", "內線 8000", "Ext. 8000"),
    complaint_number=per_language("内线 8010", "內線 8010", "ext. 8010"),
    notices=(
        Notice(
            per_language(
                "11 月 20 日（星期五）9:00 – 11:00\n南区供水检修，请您提前备水。",
                "11 月 20 日（星期五）9:00 – 11:00\n南區供水檢修，請您提前備水。",
                "Friday 20 November, 9:00 – 11:00\nNo water in the south area.",
            ),
            ends=datetime(2026, 11, 20, 11),
        ),
    ),
)


def ui_settings(size: tuple[int, int] = (1024, 600), **changes: object) -> UiSettings:
    """Settings of the test's screens; the window itself is opened once a process and then resized."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")  # the input method's folder is one process's own
    folder = Path(tempfile.gettempdir()) / f"kiosk-ui-tests-{worker}"
    screen = Screen(*size, video_driver="offscreen", max_fps=0)
    settings = UiSettings(screen, HOUSE, default_root(), folder, demo=False, motion=False, night_by_clock=False)
    return replace(settings, **changes)  # type: ignore[arg-type]


class Glass:
    """The running screens, turned by hand."""

    def __init__(self, furnished: FurnishedDesk, settings: UiSettings) -> None:
        prepare(replace(settings.screen, **_SURFACE), settings.state_dir / "kivy", os.environ)
        from kivy.core.window import Window

        from kiosk.ui.running import Running

        if tuple(Window.size) != (settings.screen.width, settings.screen.height):
            Window.size = (settings.screen.width, settings.screen.height)
        self._pause = threading.Event()
        self.furnished, self.desk = furnished, furnished.desk
        self.running = Running(furnished.desk, settings, furnished.clock)
        self.running.start_threads()
        self.shell = self.running.shell
        self.turn()

    @property
    def screen(self) -> str:
        """Name of the screen on the glass."""
        return self.shell.screen.name

    @property
    def texts(self) -> list[str]:
        """All words on the glass."""
        from kiosk.ui import touches

        return touches.texts_of(self.shell)

    def shows(self, words: str) -> bool:
        """Whether these words stand anywhere on the glass."""
        return any(words in text for text in self.texts)

    def shows_key(self, key: str) -> bool:
        """Whether the sentence of this key stands on the glass, in the present language."""
        return self.shows(self.shell.look.tr(key).replace("\n", " "))

    def do(self, act: str, **arguments: object) -> None:
        """One act of ``kiosk.ui.driving``, and the frames that show its effect."""
        from kiosk.ui import driving

        driving.carry_out(self.shell, {"do": act, **arguments})
        self.turn()

    def touch(self, name: str) -> None:
        """Touch the control with this id or these words."""
        self.do("touch", name=name)

    def type_digits(self, digits: str) -> None:
        self.do("type", digits=digits)

    def screenshot(self, path: Path) -> None:
        self.do("screenshot", path=str(path))

    def turn(self, frames: int = 3) -> None:
        """Let Kivy do a few turns; what they leave is collected now and then, as no loop runs that would do it."""
        for _ in range(frames):
            self.running.turn()
        if gc.get_count()[0] > _HOARD:
            gc.collect()

    def until(self, seen: Callable[[], object], what: str = "") -> None:
        """Turn until ``seen`` holds; fails with what is on the glass instead."""
        deadline = time.monotonic() + _PATIENCE_S
        while not seen():
            assert time.monotonic() < deadline, f"never seen: {what}; {self.screen}: {self.texts}"
            self._pause.wait(_BETWEEN_TURNS_S)  # the threads need the processor more than the loop does
            self.turn(1)

    def until_screen(self, name: str) -> None:
        self.until(lambda: self.screen == name, f"screen {name}")

    def until_shown(self, words: str) -> None:
        self.until(lambda: self.shows(words), words)

    def settle(self) -> None:
        """Turn until no use case is under way."""
        self.until(lambda: self.shell.work.idle, "all use cases ended")
        self.turn()

    def pass_time(self, seconds: float) -> None:
        """Turn the house's clock and let the shell see it."""
        assert isinstance(self.furnished.clock, TurnedClock)
        self.furnished.clock.turn(seconds)
        self.shell.tick()
        self.turn()

    def stay(self, seconds: float) -> None:
        """Time passes, and the person touches the glass now and then, where nothing is."""
        while seconds > 0:
            self.do("touch_at", x=2, y=self.shell.height - 2 if self.shell.bar is None else 70)
            self.pass_time(min(seconds, 90))
            seconds -= 90

    def close(self) -> None:
        """End the threads; the bell wakes the newsboy, so that no test waits for its half second."""
        self.running.ask_to_end()
        self.furnished.house.ring()
        self.running.close()


@cache
def _template() -> Path:
    """A furnished folder to copy: hashing the sample's passcodes takes half a second, once a process is enough."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-ui-"))
    furnish(folder).close()
    return folder


def furnished_desk(folder: Path, **changes: object) -> FurnishedDesk:
    """A freshly furnished desk that no device has told anything yet; ``changes`` are those of its settings."""
    shutil.copytree(_template(), folder, dirs_exist_ok=True)
    return furnish(folder, **changes)


def open_glass(folder: Path, size: tuple[int, int] = (1024, 600), **changes: object) -> Glass:
    """A glass over a freshly furnished desk with healthy devices."""
    furnished = furnished_desk(folder)
    furnished.healthy()
    return Glass(furnished, ui_settings(size, **changes))
