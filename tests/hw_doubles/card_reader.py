"""A card reader on a pseudo-terminal: what an RDM6300 or ID-12LA says when cards are held to it, well or badly.

Owns what lies on the reader and what it says of it. The frames are composed here, of the data sheets, and not by the
driver's code. Called by the tests and by the lobby (a staff card to hold to it).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import reduce
from itertools import cycle
from operator import xor
from pathlib import Path

from tests.hw_doubles.pty_cable import PtyCable

REPEATS_S = 0.065  # an RDM6300 says a card again and again while it lies there
CLERK_CARD, SUPERVISOR_CARD, STRANGE_CARD = "0415148F26", "0A00C81D2B", "7F00123456"


def frame(number: str, *, crlf: bool = True) -> bytes:
    """What a reader sends for a card; ``crlf``: as an ID-12LA, else as an RDM6300."""
    checksum = reduce(xor, bytes.fromhex(number))
    return b"\x02" + f"{number}{checksum:02X}".encode() + (b"\r\n" if crlf else b"") + b"\x03"


class CardReaderDouble(PtyCable):
    """``with CardReaderDouble(folder) as reader:`` then open ``reader.path``."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "card-reader")
        self.lying: tuple[str, ...] = ()
        self._away = threading.Event()
        self._repeating: threading.Thread | None = None

    def has_come(self, master: int) -> None:
        os.set_blocking(master, False)

    def goes(self) -> None:
        self.take_away()

    # --- what is held to it

    def hold(self, number: str, *, crlf: bool = True) -> None:
        """A card, for a moment: said once."""
        self.say(frame(number, crlf=crlf))

    def lay(self, *numbers: str, badly: bool = False) -> None:
        """Cards that are left lying: said again and again, by turns, until they are taken away; ``badly``: at the edge
        of the field. Raises ConnectionError without a cable."""
        self.take_away()
        self._away.clear()
        say = self.hold_badly if badly else self._say_again
        say(numbers[0])
        self.lying = numbers
        self._repeating = threading.Thread(target=self._repeat, args=(numbers, say), name="card", daemon=True)
        self._repeating.start()

    def take_away(self) -> None:
        """Nothing lies there any more."""
        self._away.set()
        if self._repeating is not None:
            self._repeating.join()
        self._repeating, self.lying = None, ()

    def hold_half(self, number: str) -> None:
        """A card that is pulled away too soon."""
        self.say(frame(number)[:7])

    def hold_badly(self, number: str) -> None:
        """A card at the edge of the field: a digit is wrong, so the checksum is."""
        said = bytearray(frame(number))
        said[3] = ord("0") if said[3] != ord("0") else ord("1")
        self.say(bytes(said))

    def babble(self) -> None:
        """What a reader says at another speed, or a fluorescent lamp next to it."""
        self.say(bytes(range(4, 256)))

    def say(self, octets: bytes) -> None:
        """These octets go to the kiosk. Raises ConnectionError without a cable."""
        if self._ends is None:
            raise ConnectionError("the card reader is not plugged in")
        with suppress(BlockingIOError):  # nobody listens, and what a reader says is not kept for anybody
            os.write(self._ends[0], octets)

    def _say_again(self, number: str) -> None:
        self.hold(number, crlf=False)

    def _repeat(self, numbers: tuple[str, ...], say: Callable[[str], None]) -> None:
        for number in cycle(numbers):
            if self._away.wait(REPEATS_S):
                return
            say(number)
