"""What a place shows instead of its contents: nothing there yet, on its way, or why it cannot be shown.

Owns the three of them, so that each looks and sounds the same on every screen. A list without rows is never a blank
(design.md 3): it says that it is empty; what is read from the store says so if it takes a moment; what failed says
what, what was tried, and what the person can do. Knows no screen and no error: the sentences are handed in.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Icon, Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import Placed
from kiosk.ui.widgets.text import IconMark, flow
from kiosk.ui.widgets.touch import Act

_NARROW = 360  # design px: below it the icon stands above the words


class _Told(Placed):
    """An icon and one or more sentences, the first of them the largest; ``below`` is what is left."""

    def __init__(
        self, look: Look, rect: Rect, icon: tuple[str, Colour], sentences: tuple[tuple[str, Type, Colour], ...]
    ) -> None:
        super().__init__(look, rect)
        panel = look.panel
        across = max(panel.x(Icon.CARD), panel.icon(Icon.CARD))
        if rect.w < panel.x(_NARROW):
            mark, text = rect.cut_top(panel.y(Icon.CARD + 8), panel.y(6))
            mark = mark.cut_left(across)[0]
        else:
            mark, text = rect.cut_left(across, panel.x(18))
            mark = mark.cut_top(panel.y(Icon.CARD))[0]
        self.add(IconMark(look, mark, icon[0], Icon.CARD, icon[1]))
        for words, role, colour in sentences:
            if words:
                line, text = flow(look, text, words, role, colour, gap=6)
                self.add(line)
        self.below = text


class EmptyState(_Told):
    """Nothing is here, and that is no fault; ``note`` says when there will be, or what to do."""

    def __init__(self, look: Look, rect: Rect, words: str, note: str = "", icon: str = "check_circle") -> None:
        colours = look.colours
        sentences = ((words, Type.LEAD, colours.ink), (note, Type.CAPTION, colours.ink2))
        super().__init__(look, rect, (icon, colours.ink2), sentences)


class BusyState(_Told):
    """On its way. It does not turn: nothing moves on a glass while it is read (design.md 1, motion)."""

    def __init__(self, look: Look, rect: Rect, words: str, note: str = "") -> None:
        colours = look.colours
        sentences = ((words, Type.LEAD, colours.ink2), (note, Type.CAPTION, colours.ink2))
        super().__init__(look, rect, ("sync", colours.accent), sentences)


@dataclass(frozen=True)
class Cure:
    """A control that may mend it."""

    touch_id: str
    words: str
    act: Act


@dataclass(frozen=True)
class Trouble:
    """``what`` is wrong, what was ``tried`` already (empty: nothing), what the person ``can`` do; ``cure`` does it."""

    what: str
    tried: str
    can: str
    cure: Cure | None = None


class ErrorState(_Told):
    """It cannot be shown: what, what was tried, what to do, and the control that does it."""

    def __init__(self, look: Look, rect: Rect, trouble: Trouble) -> None:
        colours, panel = look.colours, look.panel
        sentences = (
            (trouble.what, Type.TEXT_BOLD, colours.seal),
            (trouble.tried, Type.CAPTION, colours.ink2),
            (trouble.can, Type.TEXT, colours.ink),
        )
        super().__init__(look, rect, ("error", colours.seal), sentences)
        if trouble.cure is not None:
            caption = Caption(trouble.cure.words, Type.TEXT_BOLD, "cycle", 30)
            wide = min(self.below.w, look.width(Type.TEXT_BOLD, caption.words) + panel.x(96))
            cell = self.below.cut_top(panel.y(8))[1].cut_top(panel.y(72))[0].cut_left(wide)[0]
            self.add(Button(look, cell, trouble.cure.touch_id, caption, Kind.OUTLINED, trouble.cure.act))
