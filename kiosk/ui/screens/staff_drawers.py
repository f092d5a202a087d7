"""The drawers of the board: one for each kind of work, on its tab how much waits in it (J2).

Owns the strip of tabs and what lies in an open drawer. All of them together are the board itself, the first tab. Knows
no row's words; called by the board.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from kiosk.desk.views import BoardRow, Drawer, Level
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Type
from kiosk.ui.widgets.button import Caption, icon_and_words
from kiosk.ui.widgets.paint import Paint, Placed, hairline
from kiosk.ui.widgets.text import MIDDLE, Text
from kiosk.ui.widgets.touch import Touchable, pressed

ALL = "all"
_TAB = 64  # design px down: 9.2 mm on a 7" glass
_ICONS = {
    None: "dashboard",
    Drawer.CALLS: "notifications_active",
    Drawer.FAXES_OUT: "outgoing_mail",
    Drawer.FAXES_IN: "mark_email_unread",
    Drawer.REQUESTS: "home_repair_service",
    Drawer.MONEY: "payments",
    Drawer.FEEDBACK: "rate_review",
    Drawer.DEVICES: "print_disabled",
}
Choose = Callable[[Drawer | None], None]


def rows_in(rows: Sequence[BoardRow], drawer: Drawer | None) -> tuple[BoardRow, ...]:
    """What lies in a drawer, in the board's order; None: everything."""
    return tuple(row for row in rows if drawer is None or row.drawer is drawer)


def name_of(drawer: Drawer | None) -> str:
    """The drawer's name in ids and keys."""
    return ALL if drawer is None else drawer.value


class DrawerStrip(Placed):
    """Tabs of equal width: icon and number over a word. As many in a row as have room for their words."""

    def __init__(self, look: Look, rect: Rect, rows: Sequence[BoardRow], shown: Drawer | None, choose: Choose) -> None:
        super().__init__(look, rect)
        cells = rect.grid(tabs_across(look, rect.w), _lines(look, rect.w), 0, 0)
        for drawer, cell in zip(_ICONS, cells, strict=False):
            self.add(self._tab(cell, drawer, rows_in(rows, drawer), drawer is shown, partial(choose, drawer)))
            hairline(self.canvas.after, look, Rect(cell.x, cell.y, 1, cell.h), look.colours.line)
            hairline(self.canvas.after, look, Rect(cell.x, cell.bottom - 1, cell.w, 1), look.colours.line)

    def _tab(
        self, rect: Rect, drawer: Drawer | None, rows: Sequence[BoardRow], shown: bool, act: Callable[[], None]
    ) -> Touchable:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        paint = Paint(fill=colours.accent_tint if shown else colours.ground)
        tab = Touchable(look, rect, f"drawer.{name_of(drawer)}", paint, pressed(paint, look), act)
        upper, lower = rect.inset(0, panel.y(4)).cut_top(panel.y(30))
        count = Caption(str(len(rows)), Type.CAPTION_BOLD, _ICONS[drawer], 24)
        tab.add(*icon_and_words(look, upper, count, _ink(look, rows)))
        role = Type.STAFF_BOLD if shown else Type.STAFF
        tab.add(Text(look, lower, look.tr(f"drawer.{name_of(drawer)}"), role, colours.ink, MIDDLE))
        if shown:
            hairline(tab.canvas.after, look, Rect(rect.x, rect.y, rect.w, panel.y(4)), colours.accent)
        return tab


def strip_height(look: Look, width: int) -> int:
    """How high the strip is, in pixels, where it is ``width`` wide."""
    return look.panel.y(_TAB) * _lines(look, width)


def tabs_across(look: Look, width: int) -> int:
    """All in one line if their words have room, else in two, four or eight lines."""
    words = max(look.width(Type.STAFF_BOLD, words) for words in _words(look)) + look.panel.x(8)
    count = look.panel.x(24 + 12 + 16) + look.width(Type.CAPTION_BOLD, "88")  # icon, gap, edges
    widest = max(words, count)
    return next((across for across in (8, 4, 2) if widest <= width // across), 1)


def _lines(look: Look, width: int) -> int:
    return len(_ICONS) // tabs_across(look, width)


def _words(look: Look) -> Iterator[str]:
    return (look.tr(f"drawer.{name_of(drawer)}") for drawer in _ICONS)


def _ink(look: Look, rows: Sequence[BoardRow]) -> Colour:
    """Vermilion where a person waits, as on the rows; an empty drawer stands back."""
    if not rows:
        return look.colours.ink2
    return look.colours.seal if any(row.level is Level.PERSON_WAITING for row in rows) else look.colours.ink
