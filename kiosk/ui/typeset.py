"""Breaking sentences into lines: Han anywhere except where punctuation forbids it, Latin between words.

Owns the rules of line breaking. Kivy's own wrapping breaks at spaces only and leaves 。 alone on a line, hence this.
``break_lines`` fills line after line, for what is being written; ``set_lines`` takes as few lines and lets them end
where a reader pauses, for what is only read. Pure; measures with a function that is passed in. Called by
``kiosk.ui.widgets.text``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from kiosk.ui.whole_words import parts_a_word

Measure = Callable[[str], float]

_NEVER_FIRST = "，。、；：？！）」》』】％…·,.;:?!)%’”"
_NEVER_LAST = "（「《『【(‘“¥"
_PAUSES = "，。；！？,.;!?"
_EVENED = 3  # more lines are a text, not a sentence: filled
_SHORT_LAST = 0.3  # of the width: a last line below it looks forgotten
_PARTED = 0.25  # worse than a line that is half empty
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_LATIN = rf"[^\s{_HAN}]"
_IN_A_NUMBER = "[A-Z0-9]-(?=[A-Z])"  # K01-|Q000007-|DCC9CBA9: the name of an order, at whose end its random part stands
_ATOM = re.compile(rf"[{_HAN}]\s*|{_LATIN}*?{_IN_A_NUMBER}|{_LATIN}+\s*|\s+")


def break_lines(text: str, measure: Measure, width: float) -> list[str]:
    """Lines none of which is wider than ``width``, unless one atom alone is; ``\\n`` always breaks."""
    return [line for part in text.split("\n") for line in _fill(_atoms(part), measure, width)]


def set_lines(text: str, measure: Measure, width: float) -> list[str]:
    """As many lines as ``break_lines`` makes, ending after a clause where they can, none with a forgotten last word."""
    return [line for part in text.split("\n") for line in _set(_atoms(part), measure, width)]


def longest(text: str, measure: Measure) -> float:
    """Width of the widest piece that no line is broken in."""
    return max((measure(atom.rstrip()) for part in text.split("\n") for atom in _atoms(part)), default=0)


def _set(atoms: list[str], measure: Measure, width: float) -> list[str]:
    filled = _fill(atoms, measure, width)
    if not 1 < len(filled) <= _EVENED:
        return filled
    ends = [0.0, *accumulate(measure(atom) for atom in atoms)]  # near enough to choose by; what is chosen is measured
    best = min(_ways(ends, width, len(filled)), key=lambda way: _unease(atoms, ends, width, way), default=())
    lines = ["".join(atoms[a:b]).rstrip() for a, b in pairwise(best)]
    return lines if lines and all(measure(line) <= width for line in lines) else filled


def _ways(ends: Sequence[float], width: float, lines: int, start: int = 0) -> Iterator[tuple[int, ...]]:
    """All ways to set what follows atom ``start`` in ``lines`` lines that fit: where each begins, and the end."""
    if lines == 1:
        if ends[-1] - ends[start] <= width:
            yield start, len(ends) - 1
        return
    for stop in range(start + 1, len(ends)):
        if ends[stop] - ends[start] > width:
            return
        for rest in _ways(ends, width, lines - 1, stop):
            yield start, *rest


def _unease(atoms: list[str], ends: Sequence[float], width: float, way: Sequence[int]) -> float:
    """How badly these breaks read: room left by each line, less after a pause, words parted, a last line too short."""
    *upper, (start, end) = pairwise(way)
    unease = 0.3 if ends[end] - ends[start] < _SHORT_LAST * width else 0.0
    for a, b in upper:
        slack = 1 - (ends[b] - ends[a]) / width
        pauses = atoms[b - 1].rstrip()[-1:] in tuple(_PAUSES)
        unease += slack**2 * 0.25 if pauses else slack**2 + 0.05
        unease += _PARTED if b < len(atoms) and parts_a_word(atoms[b - 1], atoms[b]) else 0.0
    return unease


def _atoms(text: str) -> list[str]:
    """Pieces that no line end may part: a Han character or a Latin word with the punctuation that clings to it."""
    joined: list[str] = []
    for atom in _ATOM.findall(text):
        if joined and (atom[0] in _NEVER_FIRST or joined[-1].rstrip()[-1:] in tuple(_NEVER_LAST)):
            joined[-1] += atom
        else:
            joined.append(atom)
    return joined


def _fill(atoms: list[str], measure: Measure, width: float) -> list[str]:
    lines, start = [], 0
    while (end := _line_end(atoms, start, measure, width)) < len(atoms):
        lines.append("".join(atoms[start:end]).rstrip())
        start = end
    return [*lines, "".join(atoms[start:]).rstrip()]


def _line_end(atoms: list[str], start: int, measure: Measure, width: float) -> int:
    """Behind the last atom of the line that begins at ``start``: guessed, then sought, for every measure is dear."""

    def reached(end: int) -> float:
        return measure("".join(atoms[start:end]).rstrip())

    whole = reached(len(atoms))
    if whole <= max(width, 0):  # nothing stands on one line also where there is no room at all
        return len(atoms)
    end = start + max(1, int((len(atoms) - start) * width / whole))
    while end > start + 1 and reached(end) > width:
        end -= 1
    while end + 1 < len(atoms) and reached(end + 1) <= width:
        end += 1
    return end
