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

Measure = Callable[[str], float]

_NEVER_FIRST = "，。、；：？！）」》』】％…·,.;:?!)%’”"
_NEVER_LAST = "（「《『【(‘“¥"
_PAUSES = "，。；！？,.;!?"
_EVENED = 3  # more lines are a text, not a sentence: filled
_SHORT_LAST = 0.3  # of the width: a last line below it looks forgotten
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_ATOM = re.compile(rf"[{_HAN}]\s*|[^\s{_HAN}]+\s*|\s+")


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
    """How badly these breaks read: room left by each line, less after a pause, and a last line too short."""
    *upper, (start, end) = pairwise(way)
    unease = 0.3 if ends[end] - ends[start] < _SHORT_LAST * width else 0.0
    for a, b in upper:
        slack = 1 - (ends[b] - ends[a]) / width
        pauses = atoms[b - 1].rstrip()[-1:] in tuple(_PAUSES)
        unease += slack**2 * 0.25 if pauses else slack**2 + 0.05
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
    lines: list[str] = []
    line = ""
    for atom in atoms:
        if line and measure((line + atom).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += atom
    return [*lines, line.rstrip()]
