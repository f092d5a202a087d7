"""A voice that keeps what it was asked to say, for tests; as the real one, it forgets on ``hush``."""

from __future__ import annotations


class RecordedVoice:
    """``said`` are the utterances since the last hush, with their languages in ``languages``."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.languages: list[str] = []
        self.hushed = 0

    @property
    def last(self) -> str:
        """What is being said now."""
        return self.said[-1] if self.said else ""

    def say(self, words: str, language: str) -> None:
        self.said.append(words)
        self.languages.append(str(language))

    def hush(self) -> None:
        self.said.clear()
        self.languages.clear()
        self.hushed += 1

    def take(self) -> str:
        """Everything said since the last taking, and forget it."""
        words = "\n".join(self.said)
        self.said.clear()
        return words
