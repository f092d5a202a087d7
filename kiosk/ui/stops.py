"""Where the focus can stand: every control on the glass, in order of reading, and which lies to which side.

Owns order and neighbourhood; both come from what is drawn, so no screen knows that it can be worked by keys. An open
dialog has the focus to itself. Called by ``kiosk.ui.focus``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kiosk.ui.geometry import Rect
from kiosk.ui.keys import Act
from kiosk.ui.widgets.touch import Stroked, Touchable
from kiosk.ui.widgets.viewport import DOWN, UP, Viewport

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell

FORWARD = "bar.forward"
_TOLERANCE_PX = 3
_ASIDE = 2  # a control straight ahead is nearer than one that is aside by half as much


@dataclass(frozen=True)
class Stop:
    """A place for the focus. ``name`` is the touch id, with a number behind it where one occurs twice."""

    name: str
    widget: Any  # a Touchable or a Stroked

    @property
    def place(self) -> Rect:
        """Where it stands on its page, however far that is scrolled; origin top left."""
        widget = self.widget
        top = widget.look.panel.height - widget.y - widget.height
        return Rect(round(widget.x), round(top), round(widget.width), round(widget.height))

    @property
    def rect(self) -> Rect:
        """Where it is seen on the glass now."""
        window = window_of(self.widget)
        return self.place.shifted(0, -window.at) if window is not None else self.place


def stops(shell: Shell) -> list[Stop]:
    """Every place for the focus, in order of reading: the page, then the bar, then the frame."""
    if shell.dialogs.shown is not None:
        return _named(_ordered(shell.dialogs.shown))
    regions = (shell.screen.page, shell.bar, shell.frame)
    return _named(widget for region in regions if region is not None for widget in _ordered(region))


def _named(widgets: Iterator[Any] | Sequence[Any]) -> list[Stop]:
    seen: dict[str, int] = {}
    found = []
    for widget in widgets:
        count = seen[widget.touch_id] = seen.get(widget.touch_id, 0) + 1
        found.append(Stop(widget.touch_id if count == 1 else f"{widget.touch_id}#{count}", widget))
    return found


def _ordered(region: Any) -> list[Any]:
    """Group after group as composed, and row by row inside a group of siblings."""
    found: list[Any] = []
    _collect(region, found)
    groups: list[Any] = []
    for _, siblings in groupby(found, key=lambda widget: id(widget.parent)):
        groups += _by_rows(list(siblings))
    return groups


def _collect(root: Any, found: list[Any]) -> None:
    """What takes the focus beneath ``root``, in the order in which it is drawn; marks (words, icons) never do."""
    for child in reversed(root.children):
        if _takes_focus(child):
            found.append(child)
        if child.children:
            _collect(child, found)


def _takes_focus(widget: Any) -> bool:
    """Forward keeps its place while it is not possible yet: it says what is missing. Keys scroll as they go."""
    if isinstance(widget, Touchable):
        if widget.touch_id in (UP, DOWN):
            return False
        return widget.act is not None or widget.touch_id == FORWARD
    return isinstance(widget, Stroked)


def _by_rows(widgets: list[Any]) -> list[Any]:
    if len(widgets) == 1:
        return widgets
    rows: list[list[Any]] = []
    for widget in sorted(widgets, key=lambda widget: (widget.rect.y, widget.rect.x)):
        middle = widget.rect.y + widget.rect.h // 2
        if rows and middle < rows[-1][0].rect.bottom:
            rows[-1].append(widget)
        else:
            rows.append([widget])
    return [widget for row in rows for widget in sorted(row, key=lambda widget: widget.rect.x)]


def beside(here: Stop, act: Act, among: Sequence[Stop]) -> Stop | None:
    """The nearest stop in a direction; sideways only what stands in the same row."""
    page = window_of(here.widget)
    if page is not None:  # what is scrolled out of sight is nearer than the bar that covers it
        own = [stop for stop in among if window_of(stop.widget) is page]
        return _nearest_ahead(here, act, own) or _nearest_ahead(here, act, among)
    return _nearest_ahead(here, act, among)


def window_of(widget: Any) -> Viewport | None:
    """The window behind which a widget's page is moved, if it is."""
    while widget is not None and not isinstance(widget, Viewport):
        widget = widget.parent if widget.parent is not widget else None
    return widget


def _nearest_ahead(here: Stop, act: Act, among: Sequence[Stop]) -> Stop | None:
    found, begin, sideways = [], here.place, act in (Act.LEFT, Act.RIGHT)
    for number, stop in enumerate(among):
        if stop.name == here.name:
            continue
        place = stop.place
        ahead, aside = _way(begin, act, place)
        if ahead >= -_TOLERANCE_PX and not (sideways and aside):
            found.append((ahead + _ASIDE * aside, _off_centre(begin, place, sideways), number))
    return among[min(found)[2]] if found else None


def _way(here: Rect, act: Act, there: Rect) -> tuple[int, int]:
    """How far ahead and how far aside; not ahead at all is negative."""
    across = max(0, there.x - here.right, here.x - there.right)
    down = max(0, there.y - here.bottom, here.y - there.bottom)
    match act:
        case Act.LEFT:
            return here.x - there.right, down
        case Act.RIGHT:
            return there.x - here.right, down
        case Act.UP:
            return here.y - there.bottom, across
        case _:
            return there.y - here.bottom, across


def _off_centre(here: Rect, there: Rect, sideways: bool) -> int:
    if sideways:
        return abs(here.y + here.h // 2 - there.y - there.h // 2)
    return abs(here.x + here.w // 2 - there.x - there.w // 2)


def nearest(place: Rect, among: Sequence[Stop]) -> Stop:
    """The stop whose middle is nearest to that of ``place``: where the focus goes when its control has gone."""
    return min(among, key=lambda stop: _off_centre(place, stop.place, True) + _off_centre(place, stop.place, False))
