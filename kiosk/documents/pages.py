"""What is asked of a page and what comes back: the values between screens, sandbox and fax line (B3).

Owns PageChoice, PageNote and RenderedPage. Knows no file format and no picture library. Used on both sides of the
sandbox.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from kiosk.fax.outcome import FaxPage, Resolution

TURNS = (0, 90, 180, 270)


@dataclass(frozen=True)
class PageChoice:
    """How one page shall be sent.

    ``number`` counts from 1; ``rotation`` is clockwise degrees on top of the automatic turn to portrait; ``photo``
    chooses a halftone screen (shades survive, letters suffer) in place of a threshold.
    """

    number: int
    resolution: Resolution = Resolution.FINE
    rotation: int = 0
    photo: bool = False

    def __post_init__(self) -> None:
        if self.rotation not in TURNS or self.number < 1:
            raise ValueError(f"no such page view: {self}")


class PageNote(StrEnum):
    """What may make a page arrive illegible or odd; told before any price is accepted (B3)."""

    BLANK = "blank"
    TOO_DARK = "too_dark"
    FAINT = "faint"
    TINY_TEXT = "tiny_text"
    LONG = "long"

    @property
    def message_key(self) -> str:
        """Catalogue key of the warning, with its cure."""
        match self:
            case PageNote.BLANK:
                return "document.note.blank"
            case PageNote.TOO_DARK:
                return "document.note.too_dark"
            case PageNote.FAINT:
                return "document.note.faint"
            case PageNote.TINY_TEXT:
                return "document.note.tiny_text"
            case PageNote.LONG:
                return "document.note.long"
        assert_never(self)


@dataclass(frozen=True)
class RenderedPage:
    """A page exactly as it will be sent, with what should be said about it."""

    page: FaxPage
    notes: frozenset[PageNote]
