"""Amounts on the glass: ¥ at 0.62 of its number, on the baseline, 0.14 em before it; unknown is said, never 0.00.

Owns how whole fen become figures, in a sentence, as runs beside other runs, or as a mark of its own. Called by bar,
quote, payment, signature, receipt.
"""

from __future__ import annotations

from kiosk.domain.money import figures, minus
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Type
from kiosk.ui.widgets.run_line import Run, RunLine

CURRENCY_SIGNS = {"CNY": "¥"}
_SIGN_SCALE = 0.62
_SIGN_GAP_EM = 0.14  # of the sign's own size
_SIZES = (Type.HERO, Type.DISPLAY, Type.NUMBER_L, Type.NUMBER, Type.LABEL)


def money_words(fen: int) -> str:
    """An amount inside a sentence: ``¥ 1,200.00``; what goes back as on paper: ``−¥ 1,200.00``."""
    return f"{minus(fen)}¥ {figures(fen)}"


def price_runs(look: Look, fen: int | None, role: Type, colour: Colour, unknown: Type = Type.LABEL) -> list[Run]:
    """The runs of an amount in ``role``; without an amount the words 由客服报价 in ``unknown``."""
    if fen is None:
        return [Run(look.tr("price.by_clerk"), unknown, colour)]
    gap = role.value.size * _SIGN_SCALE * _SIGN_GAP_EM
    back = [Run(minus(fen), role, colour)] if fen < 0 else []
    sign = Run("¥", role, colour, lead=gap if back else 0, scale=_SIGN_SCALE)
    return [*back, sign, Run(figures(fen), role, colour, lead=gap)]


class Amount(RunLine):
    """An amount alone in its place, in ``role`` or, where that has no room, in the next smaller size that has: an
    amount that is cut off is another amount."""

    def __init__(
        self, look: Look, rect: Rect, fen: int | None, role: Type, colour: Colour, align: str = "left"
    ) -> None:
        self._fen, self._colour = fen, colour
        super().__init__(look, rect, price_runs(look, fen, role, colour), align)

    def _draw(self) -> None:
        size = self.runs[-1].role.value.size
        smaller = next((role for role in _SIZES if role.value.size < size), None)
        if smaller is not None and self.needed[0] > self.rect.w:
            self.show(price_runs(self.look, self._fen, smaller, self._colour))
        else:
            super()._draw()
