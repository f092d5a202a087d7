"""The focus: which control the next OK presses, and the ring that shows it. It is never lost.

Owns the place of the focus on each screen, and when its ring is seen. A finger hides the ring, a key shows it again.
When the control has gone the focus goes to what now stands nearest; a screen that comes has it on its first control, a
screen that is come back to where it was, a dialog on its right choice, which changes nothing. Called by
``kiosk.ui.keypad``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kivy.graphics import InstructionGroup

from kiosk.ui.geometry import Rect
from kiosk.ui.keys import Act
from kiosk.ui.screen import Screen
from kiosk.ui.stops import Stop, beside, nearest, stops, window_of
from kiosk.ui.widgets.focus_ring import draw_ring

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell


class Focus:
    """``here`` is where it stands; ``shown`` is whether the ring is to be seen."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self.shown = False
        self._names: WeakKeyDictionary[Screen, str] = WeakKeyDictionary()
        self._dialog_name = ""
        self._place: Rect | None = None  # where it stood last
        self._of: object = None  # the screen or dialog in which that was
        self._drawn: object = None
        self._ring = InstructionGroup()
        shell.canvas.after.insert(0, self._ring)  # above every widget, inside the wandering picture

    @property
    def here(self) -> Stop | None:
        """Where the focus stands now; None only where nothing at all can be pressed."""
        return self._stand(stops(self._shell))

    def _stand(self, among: list[Stop]) -> Stop | None:
        if not among:
            return None
        found = next((stop for stop in among if stop.name == self._name), None) or self._instead(among)
        self._keep(found)
        return found

    @property
    def _name(self) -> str:
        return self._dialog_name if self._shell.dialogs.shown else self._names.get(self._shell.screen, "")

    def _instead(self, among: list[Stop]) -> Stop:
        if self._shell.dialogs.shown is not None:
            return among[-1]
        if self._place is None or self._of is not self._shell.screen:
            return among[0]
        family = self._name.rpartition(".")[0]
        alike = [stop for stop in among if stop.name.rpartition(".")[0] == family]  # the next part's choices
        return alike[0] if alike and family != "bar" else nearest(self._place, among)

    def _keep(self, stop: Stop) -> None:
        dialog = self._shell.dialogs.shown
        window = window_of(stop.widget)
        if window is not None and self.shown:
            window.reveal(stop.place)
        self._place, self._of = stop.place, dialog or self._shell.screen
        if dialog is not None:
            self._dialog_name = stop.name
        else:
            self._names[self._shell.screen] = stop.name
            self._dialog_name = ""

    # --- moves --------------------------------------------------------------------------------------------------

    def move(self, act: Act) -> str:
        """A step: to what lies on that side, or where nothing does, to the next or last in order of reading.

        Returns the name of where it stands then; empty only where nothing at all can be pressed.
        """
        among = stops(self._shell)
        here = self._stand(among)
        if here is None:
            return ""
        sides = (Act.UP, Act.DOWN, Act.LEFT, Act.RIGHT)
        found = beside(here, act, among) if act in sides else None
        step = -1 if act in (Act.UP, Act.LEFT, Act.PREVIOUS) else 1
        place = next(place for place, stop in enumerate(among) if stop.name == here.name)
        there = found or among[(place + step) % len(among)]
        self._keep(there)
        return there.name

    def go(self, name: str) -> bool:
        """To the stop of this name; False: it is not on the glass."""
        stop = next((stop for stop in stops(self._shell) if stop.name == name), None)
        if stop is not None:
            self._keep(stop)
        return stop is not None

    def forget(self) -> None:
        """The visit is over."""
        self._names.clear()
        self._dialog_name, self._place, self._of = "", None, None
        self.show(False)

    # --- ring ---------------------------------------------------------------------------------------------------

    def show(self, shown: bool) -> None:
        """Show the ring where the focus stands, or hide it."""
        self.shown = shown
        self.draw()

    def draw(self) -> None:
        """The ring at its place, if that is another or something was drawn over it."""
        stop = self.here if self.shown else None
        look = self._shell.look
        drawn = (stop.rect, look) if stop else None
        if drawn == self._drawn:
            return
        self._drawn = drawn
        self._ring.clear()
        if stop is not None:
            draw_ring(self._ring, look, stop.rect)
