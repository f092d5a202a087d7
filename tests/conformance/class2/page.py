"""``docs/conformance_class2.md`` out of the procedures of Class 2, 2.0 and 2.1 and what came of them.

Owns the page's words. Called by ``python -m tests.conformance``, which writes it, and by the test that holds it to the
scripts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tests.conformance import page
from tests.conformance.notation import Procedure

PAGE = page.PAGE.with_name("conformance_class2.md")

_HEAD = """# Conformance: modems that run T.30 themselves

What `fax/t32*.py` is held to, by name, on a modem of Class 2 (SP-2388 as built), 2.0 (TIA-592) and 2.1 (T.32): what
such a modem may tell, in its order and out of it, and what we make of it. Most procedures are played in all three
classes, in the words of each. What a call on a modem of Class 1 is held to is in [conformance.md](conformance.md).

This page is made from the scripts by `python -m tests.conformance`; a test sees to it that it is up to date. They are
`tests/conformance/class2/procedures/*.txt`, ladders of what we say and what the modem answers (`TRAIN => @4000 |
+FDCS:0,5,0,2,1,0,0,0 | READY`); `notation.py` there has the words, `playing.py` plays them in virtual time on a
scripted modem that shares no code with the engine. Beside what its script says, each procedure must be played to its
end, leave the modem at rest, and never confirm a page that is not on disk.

{counts}
"""


def render(procedures: Sequence[Procedure], failing: Collection[str] = ()) -> str:
    """The whole page. ``failing``: titles of the procedures that do not pass."""
    return page.render(procedures, failing, _HEAD)
