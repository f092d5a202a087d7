"""A file's name made fit to be shown and logged.

Owns the cleaning. A stick's names are as hostile as its files: undecodable octets, line feeds, characters that turn the
direction of writing ("annexe[U+202E]fdp.exe"). Knows no file.
"""

from __future__ import annotations

import unicodedata

MAX_NAME = 120
_UNSAFE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def clean_name(name: str) -> str:
    """``name`` with every invisible, undecodable or direction-changing character replaced, and not too long."""
    composed = unicodedata.normalize("NFC", name)
    safe = "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in _UNSAFE else char for char in composed)
    return safe if len(safe) <= MAX_NAME else f"{safe[: MAX_NAME - 9]}…{safe[-8:]}"
