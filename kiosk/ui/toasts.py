"""Toasts: what has just been done is confirmed beside the work, for a few seconds, where nothing else stands.

Owns which one is shown, its place and its end: it lies over no control and no word, so where a page has no free place
it is not shown (a spoken guide says it all the same); it goes by itself after four seconds, at the next touch, and with
the visit (A1). Nothing is told by a toast alone: the screen shows what is so. Called by the shell and by screens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiosk.ui.geometry import Rect
from kiosk.ui.widgets.pages import PagePicture
from kiosk.ui.widgets.run_line import RunLine
from kiosk.ui.widgets.text import IconMark, Text
from kiosk.ui.widgets.toast import Toast, toast_size
from kiosk.ui.widgets.touch import Stroked, Touchable
from kiosk.ui.widgets.viewport import Viewport

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell

STAYS_S = 4.0
_STEP, _APART = 8, 8  # design px: from one place looked at to the next, and between a toast and its neighbours
_ACROSS = (0.5, 0.35, 0.65, 0.2, 0.8, 0.0, 1.0)  # of the width that is left


@dataclass(frozen=True)
class _Said:
    """A sentence's key and values, and when it goes."""

    key: str
    values: dict[str, object]
    until_s: float


class Toasts:
    """``say`` shows one; a later one takes the place of the earlier."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._said: _Said | None = None
        self.shown: Toast | None = None

    @property
    def words(self) -> str:
        """What is confirmed just now, in the present language; empty without a toast."""
        return self._shell.look.tr(self._said.key, **self._said.values) if self._said is not None else ""

    def say(self, key: str, **values: object) -> None:
        """Confirm with the sentence of this key."""
        self._said = _Said(key, values, self._shell.clock.monotonic() + STAYS_S)
        self.compose()

    def tick(self) -> None:
        """Its time may be over."""
        if self._said is not None and self._shell.clock.monotonic() >= self._said.until_s:
            self.close()

    def close(self) -> None:
        """Take it away, if there is one."""
        self._said = None
        self._take_away()

    def compose(self) -> None:
        """Put it where there is room for it, on the glass as it looks now."""
        self._take_away()
        if self._said is None:
            return
        shell, look = self._shell, self._shell.look.chrome
        place = self._place(*toast_size(look, self.words))
        if place is not None:
            self.shown = Toast(look, place, self.words)
            shell.add_widget(self.shown, index=1 if shell.dialogs.shown in shell.children else 0)

    def _take_away(self) -> None:
        if self.shown is not None:
            self._shell.remove_widget(self.shown)
            self.shown = None

    def _place(self, w: int, h: int) -> Rect | None:
        """The lowest free place between frame and bar, and there the one nearest to the middle."""
        shell, panel = self._shell, self._shell.look.chrome.panel
        bottom = shell.bar.rect.y if shell.bar is not None else panel.height
        top = panel.strip.bottom if shell.screen.step else panel.frame.bottom
        room = Rect(0, top, panel.width, bottom - top).inset(panel.x(24), panel.y(10))
        taken = [rect.inset(-panel.x(_APART)) for rect in _taken(shell)]
        for y in range(room.bottom - h, room.y, -panel.y(_STEP)):
            for part in _ACROSS:
                place = Rect(room.x + round((room.w - w) * part), y, w, h)
                if room.contains(place) and not any(place.overlaps(other) for other in taken):
                    return place
        return None


def _taken(widget: Any, moved: int = 0) -> Iterator[Rect]:
    """Where controls, words, icons and pages stand on the glass; what is behind a window, where it has been moved."""
    if isinstance(widget, Viewport):
        moved += widget.at
    for mark in getattr(widget, "marks", ()):
        if isinstance(mark, Text | RunLine):
            yield mark.ink.shifted(0, -moved)
        elif isinstance(mark, IconMark):
            yield mark.look.at(mark.rect).shifted(0, -moved)
    for child in widget.children:
        if isinstance(child, Touchable | Stroked | PagePicture):
            yield child.look.at(child.rect).shifted(0, -moved)
        yield from _taken(child, moved)
