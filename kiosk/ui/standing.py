"""The glass of a kiosk that cannot start: a calm page instead of a dark panel, until the cause is mended (K1, K2).

Owns the window, the loop and the asking whether it could start by now. That is asked of a process of its own: whoever
has failed half-way holds files open. Knows neither store nor desk nor configuration, and stands on nothing that could
be what is broken: without the house's fonts it writes with any other. Called by ``kiosk.commands.ui``; imports Kivy
only after its environment is made.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.assets import AssetError, Assets, OneFont, default_root
from kiosk.clock import Clock
from kiosk.locale import Language, Translator
from kiosk.ui.environment import Screen, found, prepare
from kiosk.ui.theme import DAY

if TYPE_CHECKING:
    from kiosk.ui.screens.standstill import Standstill

_TICK_S = 0.5
_FIRST_S, _EVERY_S = 3.0, 20.0  # what is over at once, such as a store that was busy, is not to keep anybody waiting
_ANSWER_S = 60.0  # large books on a slow card; one that has said nothing by then hangs
_END_S = 5.0


@dataclass(frozen=True)
class Fault:
    """Why it stands still. ``again``: a command that prints the number of what is wrong by now, 0 when nothing is."""

    number: int
    again: Sequence[str]
    screen: Screen
    assets_root: Path | None = None  # None: the usual one
    telephone: Mapping[Language, str] = field(default_factory=dict)  # of the counter, as far as it is known


class Asking:
    """Asks ``again`` every now and then, one child at a time.

    One that hangs is ended and is no answer. While the kernel keeps it all the same, for a disk that does not answer,
    no second one is begun.
    """

    def __init__(self, fault: Fault, clock: Clock) -> None:
        self._fault, self._clock = fault, clock
        self._due_s = clock.monotonic() + _FIRST_S
        self._late_s = 0.0  # when the child under way is given up
        self._child: subprocess.Popen[str] | None = None

    def is_other(self) -> bool | None:
        """Whether something else than what is shown is the matter by now; None while there is no answer."""
        if self._child is None:
            if self._clock.monotonic() >= self._due_s:
                self._begin()
            return None
        if self._child.poll() is None:
            if self._clock.monotonic() >= self._late_s:
                self._child.kill()
            return None
        ended, self._child = self._child, None
        self._due_s = self._clock.monotonic() + _EVERY_S
        answer = ended.communicate()[0].strip()
        return answer.isdigit() and int(answer) != self._fault.number

    def _begin(self) -> None:
        now_s, command = self._clock.monotonic(), self._fault.again
        self._due_s, self._late_s = now_s + _EVERY_S, now_s + _ANSWER_S
        with contextlib.suppress(OSError):  # no memory for it just now: the page stands, and asks again
            self._child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)

    def close(self) -> None:
        """Nobody wants to know any more."""
        if self._child is not None:
            self._child.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):  # the kernel keeps it; whoever waits for us does not
                self._child.communicate(timeout=_END_S)


def stand_still(fault: Fault, clock: Clock) -> bool:
    """Show it until SIGTERM or until the window is closed (False), or until something else is the matter (True)."""
    with tempfile.TemporaryDirectory(prefix="kiosk-glass-") as folder:
        prepare(replace(fault.screen, max_fps=0), Path(folder), os.environ)
        return _shown(fault, Asking(fault, clock))


def page(fault: Fault, window: tuple[int, int], left: Callable[[Assets], Path | None] = Assets.spare) -> Standstill:
    """What stands on the glass, in all languages that can be written with what is ``left`` of the fonts."""
    from kiosk.ui.faces import Faces
    from kiosk.ui.geometry import Panel
    from kiosk.ui.look import Look
    from kiosk.ui.screens.standstill import Standstill

    screen, assets, languages = found(fault.screen, window), Assets(fault.assets_root or default_root()), (*Language,)
    try:
        assets.prove()
    except (AssetError, OSError):
        assets, languages = _written_with(left(assets))
    faces, panel = Faces(assets), Panel(screen.width, screen.height)
    looks = [Look(panel, DAY, faces, Translator(language)) for language in languages]
    return Standstill(looks, fault.telephone, fault.number, icons=not isinstance(assets, OneFont))


def _written_with(spare: Path | None) -> tuple[OneFont, tuple[Language, ...]]:
    """In the last resort the font that Kivy brings, which is Latin."""
    from kivy import kivy_data_dir

    if spare is not None:
        return OneFont(spare), (*Language,)
    return OneFont(Path(kivy_data_dir) / "fonts" / "Roboto-Regular.ttf"), (Language.EN,)


def _shown(fault: Fault, asking: Asking) -> bool:
    from kivy.base import stopTouchApp
    from kivy.clock import Clock as KivyClock
    from kivy.core.window import Window

    from kiosk.ui.turning import Loop

    Window.add_widget(page(fault, tuple(Window.size)))
    over = []

    def look(_dt: float) -> None:
        if asking.is_other():
            over.append(True)
            stopTouchApp()

    KivyClock.schedule_interval(look, _TICK_S)
    signal.signal(signal.SIGTERM, lambda *_: KivyClock.schedule_once(lambda _dt: stopTouchApp(), 0))
    loop = Loop()
    loop.resting = True  # nothing here is touched
    try:
        loop.run()
    finally:
        asking.close()
    return bool(over)
