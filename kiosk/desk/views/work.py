"""Work that is quoted after an inspection, as the screens are shown it (D4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.desk.views.people import Staff


class LineKind(StrEnum):
    """What a line of a quote is for."""

    LABOUR = "labour"
    MATERIAL = "material"


class QuoteAnswer(StrEnum):
    """How a quote stands with the owner."""

    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"


@dataclass(frozen=True)
class WorkLine:
    """Labour or material, ``quantity`` at ``unit_fen``; without ``words`` it is the item of the catalogue itself."""

    kind: LineKind
    words: str
    quantity: int
    unit_fen: int

    @property
    def amount_fen(self) -> int:
        """What it adds."""
        return self.quantity * self.unit_fen


@dataclass(frozen=True)
class LessCharged:
    """What is charged at the acceptance instead of what was agreed: less, for a reason of the list or a written one.

    ``approver``: the supervisor who allowed it beside the clerk, where it is more than a clerk gives.
    """

    amount_fen: int
    reason: str
    approver: Staff | None = None


@dataclass(frozen=True)
class WorkQuote:
    """One version of a case's quote. ``less``: it is being accepted, and less than was agreed is charged."""

    id: int
    case_id: int
    version: int
    lines: tuple[WorkLine, ...]
    made_at: datetime
    answer: QuoteAnswer
    less: LessCharged | None = None

    @property
    def agreed_fen(self) -> int:
        """What its lines come to."""
        return sum(line.amount_fen for line in self.lines)

    @property
    def total_fen(self) -> int:
        """What the owner pays when the work is accepted."""
        return self.less.amount_fen if self.less else self.agreed_fen


@dataclass(frozen=True)
class WorkStanding:
    """A case's newest quote, the one that was agreed to, and what a first quote would begin with."""

    newest: WorkQuote | None
    agreed: WorkQuote | None
    usual: tuple[WorkLine, ...]
