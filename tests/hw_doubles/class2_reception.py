"""A whole call that comes in on a modem that runs T.30 itself, as a script, in virtual time.

Owns nothing but the putting together: the house's part is ``virtual_reception.py``'s, the clock ``virtual_line.py``'s,
the modem ``class2_caller_script.py``'s. Called by the unit tests of the Class 2 receiver.
"""

from __future__ import annotations

from kiosk.fax.outcome import CallerSays, CopyQuality
from kiosk.fax.t32_dialogue import Class2Habits
from kiosk.fax.t32_receiver import T32Receiver
from kiosk.fax.t32_table import DIALECTS
from tests.hw_doubles.class2_caller_script import Class2CallerScript
from tests.hw_doubles.virtual_line import VirtualLine
from tests.hw_doubles.virtual_reception import Answered, VirtualReception


class Class2Reception(VirtualReception):
    """Plays one call. ``disk_fails`` is the number of the page that cannot be kept."""

    def __init__(
        self,
        script: str,
        fax_class: str = "2",
        pages: list[bytes] | None = None,
        *,
        qualities: list[CopyQuality] | None = None,
        keeping_ms: int = 0,
        cancel_ms: float | None = None,
        disk_fails: int = 0,
        habits: Class2Habits | None = None,
        caller: CallerSays | None = None,
        keep_data: bool = False,
    ) -> None:
        dialect, words = DIALECTS[fax_class], caller or CallerSays()
        self.answerer = T32Receiver(words, dialect, habits or Class2Habits(), keep_data=keep_data)
        VirtualLine.__init__(self, self.answerer, Class2CallerScript(script, pages or []), cancel_ms)
        self.kept = []
        self._qualities = qualities or []
        self._keeping_ms = keeping_ms
        self._disk_fails = disk_fails


def answer(script: str, fax_class: str = "2", pages: list[bytes] | None = None, **settings: object) -> Answered:
    """Answer a call whose script this is."""
    return Class2Reception(script, fax_class, pages, **settings).play()
