"""Words where they may be longer than their place: free text loses an end, large words stand below each other.

Owns where the cut is made and the sign for it, and what becomes of two words side by side that do not fit. Sentences of
the catalogues are never cut: they are reworded.
"""

from __future__ import annotations

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.typeset import break_lines

_MORE = "…"


def one_line(look: Look, words: str, role: Type, width: int) -> str:
    """The beginning of ``words`` that fits into ``width`` pixels."""
    while look.width(role, words) > width and len(words) > 2:
        words = words.rstrip(_MORE)[:-1] + _MORE
    return words


def first_lines(look: Look, words: str, role: Type, rect: Rect) -> str:
    """The beginning that fits into ``rect`` when it is wrapped."""
    lines, fitting = _lines(look, words, role, rect)
    return words if len(lines) <= fitting else "".join(lines[:fitting])[:-1] + _MORE


def last_lines(look: Look, words: str, role: Type, rect: Rect) -> str:
    """The end that fits into ``rect``: what has just been written."""
    lines, fitting = _lines(look, words, role, rect)
    return words if len(lines) <= fitting else _MORE + "".join(lines[-fitting:])[1:]


def beside(look: Look, rect: Rect, widths: tuple[int, int], gap: int = 0) -> tuple[Rect, Rect]:
    """Places for two words: the first ``widths[0]`` pixels wide and the rest beside it, or, if large words do not fit
    like that, one above the other (the page is stretched for them)."""
    if look.panel.zoom == 1 or widths[0] + gap + widths[1] <= rect.w:
        return rect.cut_left(widths[0], gap)
    above, below = rect.rows(2, 0)
    return above, below


def _lines(look: Look, words: str, role: Type, rect: Rect) -> tuple[list[str], int]:
    """All lines, and how many of them there is room for."""
    face = look.face(role)
    lines = break_lines(words, lambda text: look.faces.width(face, text), rect.w)
    return lines, max(1, (rect.h + look.line_height(role) - face.size) // look.line_height(role))
