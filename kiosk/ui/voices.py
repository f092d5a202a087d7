"""The face of the synthesiser behind spoken guidance, as the screens need it.

Owns the protocol alone; no Kivy, so that it can be chosen before Kivy is imported. The composition root brings one.
"""

from __future__ import annotations

from typing import Protocol


class Voice(Protocol):
    """A mouth. Both calls return at once."""

    def say(self, words: str, language: str) -> None:
        """Say this instead of whatever is being said; ``language`` is a BCP 47 tag."""
        ...

    def hush(self) -> None:
        """Be silent, and keep nothing of what was said."""
        ...
