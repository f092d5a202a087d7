"""A sheet of the books as plain values: the daily report, the charge log, a cash count, a month (G5).

Owns the shape that all of them share, so that paper, worksheet and CSV show the same cells. Words are set, and money
stays whole fen. Pure; made by ``kiosk.desk``, drawn by ``kiosk.forms``, written by ``kiosk.desk.sheet_files``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.money import figures, minus

Strokes = Sequence[Sequence[tuple[float, float]]]


@dataclass(frozen=True)
class Money:
    """An amount in a cell; on paper without its sign of currency, which stands at the foot."""

    fen: int

    @property
    def text(self) -> str:
        """``1,234.56``; a minus sign leads what was given back."""
        return f"{minus(self.fen)}{figures(self.fen)}"


Cell = str | int | Money


def text_of(cell: Cell) -> str:
    """A cell as it is read."""
    return cell.text if isinstance(cell, Money) else str(cell)


@dataclass(frozen=True)
class SheetRow:
    """One row; ``struck`` ones are lined through, and still count: what strikes them out counts against them."""

    cells: tuple[Cell, ...]
    struck: bool = False


@dataclass(frozen=True)
class SheetTable:
    """Columns with their heading and share of the width, rows, and the sum row if there is one.

    ``carried``: sums of the money columns go on from page to page (过次页, 承前页).
    """

    name: str  # of the worksheet, in ASCII
    heading: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[SheetRow, ...]
    total: tuple[Cell, ...] = ()
    carried: bool = False

    def sums(self, rows: int) -> tuple[Cell, ...]:
        """The first ``rows`` rows summed up, column by column; words stay empty."""
        summed: list[Cell] = []
        for place in range(len(self.columns)):
            amounts = [row.cells[place] for row in self.rows[:rows]]
            fen = [cell.fen for cell in amounts if isinstance(cell, Money)]
            summed.append(Money(sum(fen)) if fen else "")
        return tuple(summed)


@dataclass(frozen=True)
class Signer:
    """Who signs the sheet: name and moment are empty, and so is the line, until they have."""

    label: str
    name: str = ""
    at: str = ""
    strokes: Strokes = ()


@dataclass(frozen=True)
class CopyMark:
    """What a reprint says of itself: which copy, when it was asked for and by whom."""

    number: int
    at: str
    person: str


@dataclass(frozen=True)
class BookSheet:
    """One sheet of the books, which may go over several pages. ``code``: what its QR code holds, if it has one."""

    title: str  # the form's official title
    title_key: str
    number_label: str
    number: str
    made_at: str
    facts: tuple[tuple[str, str, str], ...]  # label, value, remark
    tables: tuple[SheetTable, ...]
    signers: tuple[Signer, ...]
    foot: str
    code: str = ""
    proof: tuple[str, ...] = ()
    copy: CopyMark | None = None
