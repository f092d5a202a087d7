"""Amounts on the glass: ¥ at 0.62 of its number, on the baseline, 0.14 em before it; unknown is said, never 0.00.

Owns how whole fen become figures, in a sentence, as runs beside other runs, or as a mark of its own. Called by bar,
quote, payment, signature, receipt.
"""

from __future__ import annotations

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Type
from kiosk.ui.widgets.run_line import Run, RunLine

CURRENCY_SIGNS = {"CNY": "¥"}
_SIGN_SCALE = 0.62
_SIGN_GAP_EM = 0.14  # of the sign's own size


def figures(fen: int) -> str:
    """``1200`` -> ``12.00``; a reversal keeps its minus."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def money_words(fen: int) -> str:
    """An amount inside a sentence: ``¥ 12.00``."""
    return f"¥ {figures(fen)}"


def price_runs(look: Look, fen: int | None, role: Type, colour: Colour, unknown: Type = Type.LABEL) -> list[Run]:
    """The runs of an amount in ``role``; without an amount the words 由客服报价 in ``unknown``."""
    if fen is None:
        return [Run(look.tr("price.by_clerk"), unknown, colour)]
    gap = role.value.size * _SIGN_SCALE * _SIGN_GAP_EM
    return [Run("¥", role, colour, scale=_SIGN_SCALE), Run(figures(fen), role, colour, lead=gap)]


class Amount(RunLine):
    """An amount alone in its place; ``tell`` shows another one."""

    def __init__(
        self, look: Look, rect: Rect, fen: int | None, role: Type, colour: Colour, align: str = "left"
    ) -> None:
        self.role, self.colour = role, colour
        super().__init__(look, rect, price_runs(look, fen, role, colour), align)

    def tell(self, fen: int | None) -> None:
        """Another amount, or none yet."""
        self.show(price_runs(self.look, fen, self.role, self.colour))
