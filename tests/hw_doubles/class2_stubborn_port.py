"""A modem of Class 2 whose firmware hangs where its script says so, and comes back only by one means.

Owns nothing but the putting together: ``stubborn_port.py`` has the cures, ``class2_modem_script.py`` the words. While
it hangs it reads nothing either, so that the port fills up as a real one does.
"""

from __future__ import annotations

import threading

from tests.hw_doubles.class2_modem_script import Class2Script
from tests.hw_doubles.stubborn_port import Cure, StubbornPort
from tests.hw_doubles.usb_tray import UsbTray

_WORDS = {"ATI": "Doubles 2", "AT+FCLASS=?": "0,2", "AT+FDCC=?": "(0,1),(0-5),(0-2),(0-2),(0,1),(0),(0),(0-7)"}


class StubbornClass2(Class2Script):
    """Cured, it is on-hook, and answers ATH and what is no part of a call."""

    def begin_again(self, script: str) -> None:
        """Another call will come."""
        self.steps[:] = [step.strip() for step in script.splitlines()]

    def cured(self) -> None:
        self.hung, self.hangs_after, self.on_hook, self._data = False, None, True, None
        self.steps.clear()
        self._line.clear()


class Class2StubbornPort(StubbornPort):
    """``script`` with a HANG somewhere in it."""

    def __init__(self, script: str, cure: Cure, tray: UsbTray) -> None:
        super().__init__("", cure, tray)
        self.modem: StubbornClass2 = StubbornClass2(script, _WORDS, pace=0.02)
        self._again = threading.Event()

    def suffer(self, means: Cure) -> None:
        super().suffer(means)
        if means is self._cure and self.modem.hung:
            self.modem.cured()
            self._again.set()

    def _hear(self, octets: bytes, now_ms: float) -> None:
        super()._hear(octets, now_ms)
        while self.modem.hung and not self._ending.is_set():  # what waits in the port is lost with the rest
            self._again.wait(0.05)
        self._again.clear()
