"""``python -m tests.conformance``: play every procedure, say which fail, and write the two pages of ``docs``.

With words as arguments only the procedures whose names hold them are played, and nothing is written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.conformance import notation, page, playing
from tests.conformance.class2 import notation as class2_notation
from tests.conformance.class2 import page as class2_page
from tests.conformance.class2 import playing as class2_playing
from tests.conformance.notation import Procedure


def main(words: list[str]) -> int:
    class1, class2 = chosen(notation.all_procedures(), words), chosen(class2_notation.all_procedures(), words)
    failing = failing_of(class1, playing.differences)
    class2_failing = failing_of(class2, class2_playing.differences)
    count, wrong = len(class1) + len(class2), len(failing) + len(class2_failing)
    print(f"{count - wrong} of {count} procedures pass")
    if not words:
        page.PAGE.write_text(page.render(class1, failing), encoding="utf-8")
        class2_page.PAGE.write_text(class2_page.render(class2, class2_failing), encoding="utf-8")
    return int(bool(wrong))


def chosen(procedures: list[Procedure], words: list[str]) -> list[Procedure]:
    return [p for p in procedures if all(word.lower() in p.title.lower() for word in words)]


def failing_of(procedures: list[Procedure], differences: Callable[[Procedure], list[str]]) -> set[str]:
    """The titles of those that fail; what is different is printed."""
    found = {procedure.title: told for procedure in procedures if (told := differences(procedure))}
    for title, told in found.items():
        print(f"{title}\n    " + "\n    ".join(told))
    return set(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
