"""The kiosk cannot start: one page in all languages, for nobody can choose one, with the way to a person and a number.

Owns the page's places. Knows no error but its number, which the technician looks up, and no shell. Called by
``kiosk.ui.standing``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kiosk.locale import Language
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Icon, Type
from kiosk.ui.widgets.paint import Box, Paint, Placed, hairline
from kiosk.ui.widgets.text import IconMark, Text, flow

_WALL, _WALL_UPRIGHT = 184, 136  # design pixels: wide at the left, high at the top of an upright panel


class Standstill(Placed):
    """``looks``: one a language, in the order in which they stand; ``telephone``: of the counter, if it is known.

    Without ``icons`` there is no mark on the wall.
    """

    def __init__(
        self, looks: Sequence[Look], telephone: Mapping[Language, str], fault: int, icons: bool = True
    ) -> None:
        first = looks[0]
        super().__init__(first, first.panel.whole)
        self._telephone = telephone
        panel, colours = first.panel, first.colours
        self.add(Box(first, self.rect, Paint(fill=colours.ground)))
        if panel.portrait:
            wall, page = self.rect.cut_top(panel.y(_WALL_UPRIGHT))
        else:
            wall, page = self.rect.cut_left(panel.x(_WALL))
        self.add(Box(first, wall, Paint(fill=colours.wall)))
        if icons:
            self.add(IconMark(first, wall, "concierge", Icon.OUTCOME, colours.on_wall))
        foot, page = page.inset(panel.x(48), panel.y(28)).cut_bottom(panel.y(30), panel.y(12))
        for look, row in zip(looks, page.rows(len(looks), panel.y(12)), strict=True):
            self._compose(look, row)
        words = " · ".join(dict.fromkeys(look.tr("standstill.fault", number=fault) for look in looks))
        self.add(Text(first, foot, words, Type.CAPTION, colours.ink2))

    def _compose(self, look: Look, row: Rect) -> None:
        colours, telephone = look.colours, self._telephone.get(look.language, "")
        title, below = flow(look, row, look.tr("standstill.title"), Type.HEADING, colours.ink, gap=2)
        counter, below = flow(look, below, look.tr("standstill.counter"), Type.TEXT, colours.ink, gap=2)
        self.add(title, counter)
        if telephone:
            call = look.tr("standstill.telephone", number=telephone)
            self.add(flow(look, below, call, Type.TEXT_BOLD, colours.ink)[0])
        hairline(self.canvas, look, Rect(row.x, row.bottom, row.w, 1), colours.line)
