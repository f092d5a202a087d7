"""``python -m tests.conformance``: play every procedure, say which fail, and write ``docs/conformance.md``.

With words as arguments only the procedures whose names hold them are played, and nothing is written.
"""

from __future__ import annotations

import sys

from tests.conformance.notation import all_procedures
from tests.conformance.page import PAGE, render
from tests.conformance.playing import differences


def main(words: list[str]) -> int:
    procedures = [p for p in all_procedures() if all(word.lower() in p.title.lower() for word in words)]
    failing = {procedure.title: found for procedure in procedures if (found := differences(procedure))}
    for title, found in failing.items():
        print(f"{title}\n    " + "\n    ".join(found))
    print(f"{len(procedures) - len(failing)} of {len(procedures)} procedures pass")
    if not words:
        PAGE.write_text(render(procedures, failing), encoding="utf-8")
    return int(bool(failing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
