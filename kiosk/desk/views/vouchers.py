"""The register of vouchers, as the screens are shown it (G2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.desk.views.money import ChargeState
from kiosk.desk.views.people import UnitView


@dataclass(frozen=True)
class VoucherWish:
    """What is to be issued: numbers ``first`` to ``last`` of a series, to a unit.

    ``valid_until`` None: they are sold, else they are given until that day, for ``reason``.
    """

    series: str
    first: int
    last: int
    unit_id: str
    valid_until: date | None = None
    reason: str = ""

    @property
    def pieces(self) -> int:
        """How many."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class VoucherIssue:
    """What was issued. ``sale``: how its charge stands (None: given); ``used`` of its ``pieces`` have paid."""

    id: int
    series: str
    first: str
    last: str
    pieces: int
    face_fen: int
    unit: UnitView
    issued_at: datetime
    issued_by: str
    used: int
    blocked: tuple[str, ...]
    valid_until: date | None
    over: bool  # its last day is
    reason: str
    sale: ChargeState | None
    charge_id: int | None
