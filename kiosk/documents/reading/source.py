"""What every reader of a kind of document offers to the drawing of pages.

Owns the PageSource protocol. Knows no kind. Implemented beside this file, used by ``kiosk.documents.raster``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PIL import Image


@dataclass(frozen=True)
class PageSize:
    """Proportions of an upright page in any one unit; ``native`` is its raster in pels if it is a 1-bit scan."""

    width: float
    height: float
    native: tuple[int, int] | None = None


class PageSource(Protocol):
    """An opened document. Page numbers count from 0 here."""

    @property
    def page_count(self) -> int: ...

    def size(self, index: int) -> PageSize:
        """Raises RefusedError."""
        ...

    def draw(self, index: int, width: int, height: int, turn: int) -> Image.Image:
        """The page turned clockwise by ``turn`` degrees, then scaled to ``width`` x ``height``, mode L, 0 = black."""
        ...
