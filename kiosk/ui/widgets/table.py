"""Rows of a table to be read: icon, title over a smaller line, a state at the right; touched if it leads somewhere."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Type
from kiosk.ui.widgets.fitting import one_line, one_word
from kiosk.ui.widgets.paint import Paint, hairline
from kiosk.ui.widgets.text import RIGHT, WRAP_MIDDLE, IconMark, Text
from kiosk.ui.widgets.touch import Act, Touchable


@dataclass(frozen=True)
class TableLine:
    """What a row says. ``colour`` is the state's; ``act`` None: only to be read."""

    icon: str
    title: str
    words: str
    state: str
    colour: Colour
    touch_id: str = ""
    act: Act | None = None
    staff: bool = False  # the smaller type of the staff's screens
    struck: bool = False  # a line goes through its title


class TableRow(Touchable):
    """At least 60 high, a hairline beneath. ``edge``: design pixels between the words and the ends of the row.

    The state stands beside title and words, or beside the title alone where the words need the whole width.
    """

    def __init__(self, look: Look, rect: Rect, line: TableLine, edge: float = 4) -> None:
        colours, panel = look.colours, look.panel
        rest_paint = Paint(fill=colours.surface if line.act else None)
        super().__init__(look, rect, line.touch_id, rest_paint, Paint(fill=colours.accent_tint), line.act)
        hairline(self.canvas.after, look, Rect(rect.x, rect.bottom - 1, rect.w, 1), colours.line)
        icon, rest = rect.inset(panel.x(edge), 0).cut_left(panel.x(30), panel.x(18))
        self.add(IconMark(look, icon, line.icon, 30, line.colour))
        if panel.narrow:
            self._stack(rest.inset(0, panel.y(4)), line)
            return
        role, small = Type.TEXT_BOLD, _small(line)
        title, words = rest.centred(rest.w, panel.y(58)).cut_top(panel.y(31))
        state, title = title.cut_right(look.width(role, line.state) + panel.x(8), panel.x(10))
        if look.width(small, line.words) <= title.w:
            state, words = Rect(state.x, rest.y, state.w, rest.h), Rect(words.x, words.y, title.w, words.h)
        self.add(Text(look, state, line.state, role, line.colour, RIGHT))
        head = Text(look, title, one_line(look, line.title, Type.TEXT_BOLD, title.w), Type.TEXT_BOLD, colours.ink)
        self.add(head)
        if line.struck:
            head.strike(colours.seal)
        self.add(Text(look, words, one_line(look, line.words, small, words.w), small, colours.ink2))

    def _stack(self, rect: Rect, line: TableLine) -> None:
        """Large words: title, words and state below each other, as many lines each as it takes."""
        colours, places = self.look.colours, rect.rows(3, 0)
        for place, words, role, ink in (
            (places[0], line.title, Type.TEXT_BOLD, colours.ink),
            (places[1], line.words, _small(line), colours.ink2),
            (places[2], line.state, Type.TEXT_BOLD, line.colour),
        ):
            text = Text(self.look, place, one_word(self.look, words, role, place.w), role, ink, WRAP_MIDDLE)
            self.add(text)
            if line.struck and words == line.title:
                text.strike(colours.seal)


def _small(line: TableLine) -> Type:
    return Type.STAFF if line.staff else Type.CAPTION
