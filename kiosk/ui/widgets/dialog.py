"""A dialog: a card on a veil, a title, a sentence, one or two actions. It has no x: an action is the answer."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Radius, Stroke, Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import Box, Paint
from kiosk.ui.widgets.ring import Ring, RingPaint
from kiosk.ui.widgets.text import WRAP, Text
from kiosk.ui.widgets.touch import Act, Curtain

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
        card = self.rect.centred(min(panel.x(640), panel.width - panel.x(48)), panel.y(320))
        edge = Paint(fill=look.colours.surface, edge=look.colours.stroke, stroke=Stroke.LINE, radius=Radius.CARD)
        self.add(Box(look, card, edge))
        inside = card.inset(panel.x(32), panel.y(28))
        buttons, text = inside.cut_bottom(panel.y(104), panel.y(16))
        self.ring = self._add_ring(text) if counts else None
        if self.ring is not None:
            text = text.cut_left(self.ring.rect.w, panel.x(28))[1]
        head, body = text.cut_top(panel.y(48), panel.y(8))
        self.title = Text(look, head, title, Type.TITLE, look.colours.ink)
        self.body = Text(look, body, words, Type.LEAD, look.colours.ink2, WRAP)
        self.add(self.title, self.body)
        for cell, choice in zip(buttons.columns(len(choices), panel.x(16)), choices, strict=True):
            self.add(Button(look, cell, choice.touch_id, Caption(choice.words), choice.kind, choice.act))

    def _add_ring(self, rect: Rect) -> Ring:
        look, colours = self.look, self.look.colours
        paint = RingPaint(colours.accent, colours.line, colours.ink, _RING, _RING_STROKE, Type.NUMBER)
        ring = Ring(look, rect.cut_left(look.panel.x(_RING))[0], paint)
        self.add(ring)
        return ring
