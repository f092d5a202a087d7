"""What Chinese is written with in this process: keys, and a finger (D2).

Owns their common life. Called by ``kiosk.ui.running``, which makes them once, and by the screens that write.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.handwriting import Handwriting
from kiosk.ui.pinyin import Pinyin


@dataclass(frozen=True)
class InputMethods:
    """Both may be missing on their own; each says so itself."""

    pinyin: Pinyin
    handwriting: Handwriting

    def start(self) -> None:
        """Seconds the first time, for the schemas are compiled: not on the screens' thread."""
        self.handwriting.start()
        self.pinyin.start()

    def renew(self) -> None:
        """A visit begins: names that have come since the last one are to be known. Not on the screens' thread."""
        self.pinyin.renew()

    def close(self) -> None:
        """Forget every session, let go of the dictionaries."""
        self.pinyin.close()
