"""Files that a touch will need, brought from the disk before it comes (K4).

Owns the reading. The faces of a language are opened in the screens' thread when its first words are drawn: 8 MB for the
first page in another language. Where the system has not got them in its cache, after a start or because somebody else
needed the memory, the disk is waited for in the middle of that touch, 5 to 20 ms a file on a quiet machine. Called by
``kiosk.ui.running`` in a thread, at the start and whenever a visit begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_STEP = 1 << 20  # octets


def read_ahead(files: Iterable[Path]) -> None:
    """When this returns the system has all of them in its cache; 3 ms of a processor for 26 MB that it had already.

    What is not there, or cannot be read, is left to whoever needs it.
    """
    step = bytearray(_STEP)
    for path in files:
        with suppress(OSError), path.open("rb", buffering=0) as file:
            while file.readinto(step):
                pass
