"""A finger led by keys: what is drawn or dragged on the glass - a signature, an enlarged page - without touching it.

Owns the led finger: OK puts it down in the middle of the focused field and lifts it again, the arrows lead it while it
is down, and move it without a line while it is not. A mark made in this way is a signature like one made with a finger:
points in a box; who signs is known by the passcode before. Called by ``kiosk.ui.keypad``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kivy.graphics import Color, InstructionGroup, SmoothLine

from kiosk.ui.keys import Act
from kiosk.ui.touches import Finger
from kiosk.ui.widgets.touch import Stroked

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell

_STEP = 18  # design pixels a key
_WAYS = {Act.LEFT: (-1, 0), Act.RIGHT: (1, 0), Act.UP: (0, 1), Act.DOWN: (0, -1)}


class Pen:
    """``take_up`` on a field; then ``take`` gets the keys until Back or another move puts it away."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._field: Stroked | None = None
        self._finger: Finger | None = None
        self._x, self._y = 0.0, 0.0  # on the field's page, origin bottom left, as Kivy's
        self._cross = InstructionGroup()
        shell.canvas.after.insert(0, self._cross)

    @property
    def at_work(self) -> bool:
        """Whether the arrows lead the pen now."""
        return self._field is not None and self._field.get_parent_window() is not None

    @property
    def down(self) -> bool:
        """Whether it draws."""
        return self._finger is not None

    def leads(self, touch: Any) -> bool:
        """Whether this is no person's finger but the led one."""
        return touch is self._finger

    def take_up(self, field: Stroked) -> None:
        """Put the pen down where the field says a stroke begins."""
        self._field = field
        self._x, self._y = field.stroke_begins
        self._put_down()

    def take(self, act: Act) -> bool:
        """A key while the pen is at work. False: it is not the pen's."""
        if not self.at_work:
            self._finger = None
            self.put_away()
            return False
        if act in _WAYS:
            self._lead(*_WAYS[act])
        elif act is Act.OK and self._finger is None:
            self._put_down()
        else:
            self._lift()
            if act is not Act.OK:
                self.put_away()
                return act is Act.BACK
        self._mark()
        return True

    def put_away(self) -> None:
        """The arrows move the focus again."""
        self._lift()
        self._field = None
        self._cross.clear()

    def _put_down(self) -> None:
        self._finger = Finger(*self._seen())
        self._finger.press()
        self._mark()

    def _lift(self) -> None:
        if self._finger is not None:
            finger, self._finger = self._finger, None
            finger.lift()

    def _lead(self, right: int, up: int) -> None:
        field, panel = self._field, self._shell.look.panel
        assert field is not None
        way = -1 if field.dragged else 1  # Down shows what is further down: the page goes up
        x, y = self._x + way * right * panel.x(_STEP), self._y + way * up * panel.y(_STEP)
        if not field.dragged:
            edge = panel.x(_STEP)
            x = min(max(x, field.x + edge), field.right - edge)
            y = min(max(y, field.y + edge), field.top - edge)
        self._x, self._y = x, y
        if self._finger is not None:
            self._finger.glide(*self._seen())

    def _seen(self) -> tuple[float, float]:
        """Where the pen is on the glass: the page may be scrolled."""
        assert self._field is not None
        x, y = self._field.to_window(self._x, self._y)
        return float(x), float(y)

    def _mark(self) -> None:
        """A cross where the pen is, for it has no finger over it."""
        self._cross.clear()
        if self._field is None or self._field.dragged:
            return
        arm = self._shell.look.panel.x(14)
        x, y = self._seen()
        for colour, width in ((self._shell.look.colours.ground, 4), (self._shell.look.colours.accent, 2)):
            self._cross.add(Color(*colour))
            for points in (
                [x - arm, y, x + arm, y],
                [x, y - arm, x, y + arm],
            ):
                self._cross.add(SmoothLine(points=points, width=width))
