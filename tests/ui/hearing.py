"""Who cannot see the glass hears it: what of a screen would not be heard as words.

Owns the question whether everything that spoken guidance says of a screen is speech: amounts with their unit, a name
for each control that bears an icon or a sign. Called by the tours at each of their stops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.ui.harness import Glass

_NO_WORDS = re.compile(r"[¥×\n]|[。，！？]，|\d( \d)+\.\d\d (元|yuan)")


def unheard(glass: Glass) -> Iterator[str]:
    """Sentences and controls with signs in them that no voice reads, and controls that have no name."""
    from kiosk.ui import spoken
    from kiosk.ui.stops import stops

    shell = glass.shell
    nameless = shell.look.tr("speech.name.other")
    said = {stop.name: spoken.control(shell, stop) for stop in stops(shell)}
    for words in (spoken.title(shell), *spoken.sentences(shell), *said.values()):
        if _NO_WORDS.search(words):
            yield f"not said in words: {words!r}"
    if not spoken.title(shell).strip():
        yield "the screen is not said"
    silent = (name for name, words in said.items() if words.startswith(nameless) or not words.strip())
    yield from (f"has no name to be said: {name}" for name in silent)
