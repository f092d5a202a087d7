"""A payment by QR code as the screens are shown it (G2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class QrStage(StrEnum):
    """ASKING: the code is on its way; CHECKING: given up or expired, whether it was paid is being asked; DOUBT: nobody
    can say yet, the clerk has it on the board; OVER: surely not paid, and not payable any more."""

    ASKING = "asking"
    SHOWN = "shown"
    CHECKING = "checking"
    DOUBT = "doubt"
    PAID = "paid"
    OVER = "over"


@dataclass(frozen=True)
class QrView:
    """``code`` is what the QR code holds, while it may be scanned; ``left_s`` of ``total_s`` it is shown for.

    ``reason`` of OVER: given_up | expired | refused | silent | owed_back (paid another way, and by phone too).
    ``receipt_number`` once it is paid.
    """

    order_id: int
    stage: QrStage
    amount_fen: int
    provider: str
    code: str = ""
    left_s: float = 0.0
    total_s: float = 1.0
    reason: str = ""
    receipt_number: str = ""
