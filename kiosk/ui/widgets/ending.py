"""The end of a page with large words: what the bar says in its middle otherwise, a note or things to look up."""

from __future__ import annotations

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Lookup, Note, PriceTag
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import Placed, hairline
from kiosk.ui.widgets.text import WRAP_MIDDLE, Text

_ROW, _GAP = 72, 12


class Ending(Placed):
    """Stands below ``page`` and is as high as it has rows."""

    def __init__(self, look: Look, page: Rect, middle: PriceTag | Note | tuple[Lookup, ...]) -> None:
        panel = look.panel
        rows = len(middle) if isinstance(middle, tuple) else 1
        place = Rect(page.x, page.bottom, page.w, panel.y((_ROW + _GAP) * rows + _GAP))
        super().__init__(look, place)
        hairline(self.canvas, look, Rect(place.x, place.y, place.w, 1), look.colours.line)
        rest = place.inset(panel.x(24), panel.y(_GAP))
        if isinstance(middle, Note):
            self.add(Text(look, rest, middle.words, Type.CAPTION, look.colours.ink2, WRAP_MIDDLE))
        elif isinstance(middle, tuple):
            for lookup in middle:
                row, rest = rest.cut_top(panel.y(_ROW), panel.y(_GAP))
                self._add_lookup(row, lookup)

    def _add_lookup(self, rect: Rect, lookup: Lookup) -> None:
        look = self.look
        if lookup.act is None:
            self.add(Text(look, rect, lookup.words, Type.TEXT, look.colours.ink, WRAP_MIDDLE))
            return
        caption = Caption(lookup.words, Type.TEXT, lookup.icon, 28)
        self.add(Button(look, rect, lookup.touch_id, caption, Kind.CONTROL, lookup.act))
