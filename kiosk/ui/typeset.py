"""Breaking sentences into lines: Han anywhere except where punctuation forbids it, Latin between words.

Owns the rules of line breaking. Kivy's own wrapping breaks at spaces only and leaves 。 alone on a line, hence this.
Pure; measures with a function that is passed in. Called by ``kiosk.ui.widgets.text``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Measure = Callable[[str], float]

_NEVER_FIRST = "，。、；：？！）」》』】％…·,.;:?!)%’”"
_NEVER_LAST = "（「《『【(‘“¥"
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_ATOM = re.compile(rf"[{_HAN}]\s*|[^\s{_HAN}]+\s*|\s+")


def break_lines(text: str, measure: Measure, width: float) -> list[str]:
    """Lines none of which is wider than ``width``, unless one atom alone is; ``\\n`` always breaks."""
    return [line for part in text.split("\n") for line in _fill(_atoms(part), measure, width)]


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
