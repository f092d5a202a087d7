"""Notices of the house on the idle screen: one at a time, eight seconds each, dots tell how many there are."""

from __future__ import annotations

from kivy.animation import Animation

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.widgets.paint import Box, Paint, Placed
from kiosk.ui.widgets.text import MIDDLE, WRAP, Text


class NoticeBoard(Placed):
    """``turn`` shows the next notice when its time has come."""

    def __init__(self, look: Look, rect: Rect, notices: tuple[str, ...], motion: bool) -> None:
        super().__init__(look, rect)
        self._notices, self._motion = notices, motion
        self._shown, self._since = 0, 0.0
        self._compose()

    def turn(self, now_s: float, each_s: float) -> None:
        """``now_s`` monotonic; a notice stays ``each_s``."""
        if not self._since:
            self._since = now_s
        if len(self._notices) < 2 or now_s - self._since < each_s:
            return
        self._since = now_s
        self._shown = (self._shown + 1) % len(self._notices)
        self._compose()
        if self._motion:
            self.opacity = 0
            Animation(opacity=1, duration=0.3).start(self)

    def _compose(self) -> None:
        self.wipe()
        if not self._notices:
            return
        look, panel = self.look, self.look.panel
        words = look.tr("idle.notice")
        tag, rest = self.rect.cut_left(look.width(Type.CAPTION_BOLD, words) + panel.x(24), panel.x(16))
        dots, rest = rest.cut_right(panel.x(8), panel.x(20))
        pill = Rect(tag.x, tag.y + panel.y(4), tag.w, panel.y(34))
        box = Box(look, pill, Paint(fill=look.colours.accent_tint, radius=17))
        box.add(Text(look, pill, words, Type.CAPTION_BOLD, look.colours.accent, MIDDLE))
        self.add(box, Text(look, rest, self._notices[self._shown], Type.TEXT, look.colours.ink, WRAP))
        if len(self._notices) > 1:
            self._add_dots(dots)

    def _add_dots(self, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        y = rect.y + panel.y(12)
        for number in range(len(self._notices)):
            chosen = number == self._shown
            height = panel.y(24 if chosen else 8)
            colour = look.colours.accent if chosen else look.colours.stroke
            self.add(Box(look, Rect(rect.x, y, panel.x(8), height), Paint(fill=colour, radius=4)))
            y += height + panel.y(8)
