"""A dialog: a card on a veil, a title, a sentence, one or two actions. It has no x: an action is the answer."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Radius, Stroke, Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import Box, Paint, Placed
from kiosk.ui.widgets.ring import Ring, RingPaint
from kiosk.ui.widgets.text import WRAP, Text
from kiosk.ui.widgets.touch import Act, Curtain
from kiosk.ui.widgets.viewport import Rail, Viewport

_RING, _RING_STROKE = 124, 8  # design pixels


@dataclass(frozen=True)
class Choice:
    """One action of a dialog."""

    touch_id: str
    words: str
    kind: Kind
    act: Act


class Dialog(Curtain):
    """The veil with the card on it; the primary choice is the right one."""

    def __init__(
        self,
        look: Look,
        title: str,
        words: str,
        choices: tuple[Choice, ...],
        counts: bool = False,
        place: Rect | None = None,
    ) -> None:
        """``counts``: a ring stands beside the words, for ``ring.show``. ``place``: of the veil, if not the glass."""
        super().__init__(look, place or look.panel.whole, Paint(fill=look.colours.veil))
        panel = look.panel
        middle = self.rect if place else panel.used
        room = middle.w - panel.x(48)
        wide = min(round(panel.x(640) * panel.zoom), room)
        high = panel.y(320)
        if panel.zoom > 1:
            high = min(middle.h - panel.y(24), self._enlarged(wide, (title, words), choices, counts))
        card = middle.centred(wide, high)
        edge = Paint(fill=look.colours.surface, edge=look.colours.stroke, stroke=Stroke.LINE, radius=Radius.CARD)
        self.add(Box(look, card, edge))
        inside = card.inset(panel.x(32), panel.y(28))
        buttons, text = inside.cut_bottom(self._button_height(inside.w, choices), panel.y(16))
        self.ring = self._add_ring(text) if counts else None
        if self.ring is not None:
            text = text.cut_left(self.ring.rect.w, panel.x(28))[1]
        top = panel.y(48) if panel.zoom == 1 else self._height(text.w, title, Type.TITLE)
        head, body = text.cut_top(top, panel.y(8))
        self.title = Text(look, head, title, Type.TITLE, look.colours.ink)
        self.add(self.title)
        self._add_body(body, words)
        for cell, choice in zip(buttons.columns(len(choices), panel.x(16)), choices, strict=True):
            self.add(Button(look, cell, choice.touch_id, Caption(choice.words), choice.kind, choice.act))

    def _add_body(self, rect: Rect, words: str) -> None:
        """The sentence; large words that are more than the card holds are moved by arrows."""
        look = self.look
        body = Text(look, rect, words, Type.LEAD, look.colours.ink2, WRAP)
        if look.panel.zoom == 1 or not body.clipped:
            self.add(body)
            return
        rail, window = rect.cut_right(look.panel.x(84), look.panel.x(8))
        height = Text(look, window, words, Type.LEAD, look.colours.ink2, WRAP).needed[1]
        page = Placed(look, Rect(window.x, window.y, window.w, height))
        page.add(Text(look, page.rect, words, Type.LEAD, look.colours.ink2, WRAP))
        arrows = Rail(look, rail, lambda way: view.scroll(view.at + way * view.step))
        view = Viewport(look, window, height, 0, lambda at: arrows.show(at > 0, at < view.room))
        view.add(page)
        arrows.show(False, True)
        self.add(view, arrows)

    def _enlarged(self, width: int, words: tuple[str, str], choices: tuple[Choice, ...], counts: bool) -> int:
        """How high the card must be for a title and a sentence in large words."""
        panel = self.look.panel
        inside = width - panel.x(64)
        beside = inside - (panel.x(_RING + 28) if counts else 0)
        text = self._height(beside, words[0], Type.TITLE) + self._height(beside, words[1], Type.LEAD)
        return text + self._button_height(inside, choices) + panel.y(2 * 28 + 16 + 8 + 8)

    def _height(self, width: int, words: str, role: Type) -> int:
        """Pixels down that words of this width take, with the air of their lines."""
        lines = Text(self.look, Rect(0, 0, width, 0), words, role, self.look.colours.ink, WRAP).lines
        return self.look.line_height(role) * len(lines)

    def _button_height(self, width: int, choices: tuple[Choice, ...]) -> int:
        look, panel = self.look, self.look.panel
        cell = Rect(0, 0, width, 0).columns(len(choices), panel.x(16))[0].inset(panel.x(12), 0)
        needed = (Text(look, cell, choice.words, Type.LABEL, look.colours.ink).needed[1] for choice in choices)
        return max(panel.y(106), max(needed) + panel.y(24))

    def _add_ring(self, rect: Rect) -> Ring:
        look, colours = self.look, self.look.colours
        paint = RingPaint(colours.accent, colours.line, colours.ink, _RING, _RING_STROKE, Type.NUMBER)
        ring = Ring(look, rect.cut_left(look.panel.x(_RING))[0], paint)
        self.add(ring)
        return ring
