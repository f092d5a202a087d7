"""Where the specimens of a sheet stand: rows from left to right, as many pages as the panel needs.

Owns the flow. Pure but for measuring captions. Called by ``kiosk.ui.gallery.gallery``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kiosk.ui.gallery.specimen import WHOLE_WIDTH, Sheet, Specimen
from kiosk.ui.geometry import Panel, Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import STAFF_MARGIN, Type

HEADER = 64  # design pixels: the way to the other pages, languages, colours
_CAPTION, _GAP_X, _GAP_Y = 26, 16, 12


@dataclass(frozen=True)
class Cell:
    """One specimen on a page: its caption's place and its own."""

    specimen: Specimen
    words: str
    caption: Rect
    rect: Rect

    @property
    def right(self) -> int:
        return max(self.caption.right, self.rect.right)

    def down(self, y: int) -> Cell:
        """The same, ``y`` pixels lower."""
        return replace(self, caption=self.caption.shifted(0, y), rect=self.rect.shifted(0, y))


def words_of(look: Look, specimen: Specimen) -> str:
    """What a caption says: the state in the language of the glass, the name as in code."""
    state = look.tr(f"gallery.state.{specimen.state}") if specimen.state else ""
    return " · ".join(part for part in (state, specimen.name) if part)


def room_of(panel: Panel) -> Rect:
    """Where specimens may stand: all beneath the header, inside the margins."""
    rest = panel.whole.cut_top(panel.y(HEADER))[1]
    return rest.inset(panel.x(STAFF_MARGIN), panel.y(8))


def pages_of(look: Look, sheet: Sheet) -> list[tuple[Cell, ...]]:
    """The sheet's cells, page by page."""
    room = room_of(look.panel)
    pages: list[list[Cell]] = [[]]
    y = room.y
    for row in _rows(look, room, sheet.specimens):
        bottom = max(cell.rect.bottom for cell in row)
        if pages[-1] and y + bottom > room.bottom:
            pages.append([])
            y = room.y
        pages[-1] += [cell.down(y) for cell in row]
        y += bottom + look.panel.y(_GAP_Y)
    return [tuple(page) for page in pages]


def _rows(look: Look, room: Rect, specimens: Sequence[Specimen]) -> Iterator[list[Cell]]:
    """Cells side by side, from y = 0; a row ends when the next one does not fit."""
    row: list[Cell] = []
    for specimen in specimens:
        x = row[-1].right + look.panel.x(_GAP_X) if row else room.x
        cell = _cell(look, room, specimen, x)
        if row and (cell.right > room.right or WHOLE_WIDTH in (specimen.width, row[-1].specimen.width)):
            yield row
            row, cell = [], _cell(look, room, specimen, room.x)
        row.append(cell)
    if row:
        yield row


def _cell(look: Look, room: Rect, specimen: Specimen, x: int) -> Cell:
    panel = look.panel
    high = panel.y(specimen.portrait_height if panel.portrait and specimen.portrait_height else specimen.height)
    top = panel.y(_CAPTION)
    words = words_of(look, specimen)
    caption = Rect(x, 0, look.width(Type.STAFF, words), top)
    if specimen.width == WHOLE_WIDTH:
        return Cell(specimen, words, caption, Rect(0, top, panel.width, high))
    return Cell(specimen, words, caption, Rect(x, top, min(panel.x(specimen.width), room.w), high))
