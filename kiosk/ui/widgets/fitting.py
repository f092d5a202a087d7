"""Words where they may be longer than their place: free text loses an end, large words stand below each other.

Owns where the cut is made and the sign for it, what becomes of two words side by side that do not fit, and how far type
of display sizes grows. Sentences of the catalogues are never cut: they are reworded.
"""

from __future__ import annotations

import re

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.typeset import break_lines, longest

_MORE = "…"
_DISPLAY = 96  # design px, 14 mm: what is larger may keep less than its whole growth


def outgrown(look: Look, role: Type) -> bool:
    """Whether type of this role has become so large that a place may not hold a word of it."""
    return look.panel.zoom > 1 and role.value.size * look.panel.zoom > _DISPLAY


def display_scale(look: Look, role: Type, words: str, room: int, beside: int = 0) -> float:
    """How much of its enlarged size a text keeps, so that no word is wider than ``room`` less ``beside`` pixels.

    Amounts and counts are large for who is not near. They grow with the words too, as far as their place lets them: an
    upright glass is not wide enough for every amount in twice 14 mm. None becomes smaller than 14 mm.
    """
    if not outgrown(look, role):
        return 1.0
    width = beside + longest(words, lambda atom: look.width(role, atom))
    least = max(role.value.size, _DISPLAY) / (role.value.size * look.panel.zoom)
    return 1.0 if width <= room else max(0.99 * room / width, least)  # a size is a whole number of pixels


def one_line(look: Look, words: str, role: Type, width: int) -> str:
    """The beginning of ``words`` that fits into ``width`` pixels."""
    while look.width(role, words) > width and len(words) > 2:
        words = words.rstrip(_MORE)[:-1] + _MORE
    return words


def whole_parts(look: Look, words: str, role: Type, width: int) -> str:
    """``words`` if they fit into ``width`` pixels, else the first of their parts between commas that do, none cut."""
    if look.width(role, words) <= width:
        return words
    ends = [comma.start() for comma in re.finditer("，|, ", words)]
    shorter = (f"{words[:end]} {_MORE}" for end in reversed(ends))
    kept = next((some for some in shorter if look.width(role, some) <= width), words)
    return one_line(look, kept, role, width)


def one_word(look: Look, words: str, role: Type, width: int) -> str:
    """``words`` as they are if they can be wrapped into ``width``; where a single one is wider, one line of them."""
    if longest(words, lambda atom: look.width(role, atom)) <= width:
        return words
    return one_line(look, words, role, width)


def first_lines(look: Look, words: str, role: Type, rect: Rect) -> str:
    """The beginning that fits into ``rect`` when it is wrapped."""
    lines, fitting = _lines(look, words, role, rect)
    if len(lines) <= fitting:
        return words
    kept = f"{words[: _end_of(words, lines[:fitting]) - 1].rstrip()}{_MORE}"
    while len(kept) > 2 and len(_lines(look, kept, role, rect)[0]) > fitting:  # the sign is wider than what it replaced
        kept = f"{kept[:-2].rstrip()}{_MORE}"
    return kept


def last_lines(look: Look, words: str, role: Type, rect: Rect) -> str:
    """The end that fits into ``rect``: what has just been written."""
    lines, fitting = _lines(look, words, role, rect)
    if len(lines) <= fitting:
        return words
    kept = f"{_MORE}{words[_end_of(words, lines[:-fitting]) :].lstrip()[1:]}"
    while len(kept) > 2 and len(_lines(look, kept, role, rect)[0]) > fitting:
        kept = f"{_MORE}{kept[2:]}"
    return kept


def _end_of(words: str, lines: list[str]) -> int:
    """Where in ``words`` the last of its first lines ends: lines have lost the blanks at which they were broken."""
    end = 0
    for line in lines:
        end = words.index(line, end) + len(line)
    return end


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
