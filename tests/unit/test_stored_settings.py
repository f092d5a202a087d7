"""A modem that somebody else has set up, and that keeps it: numeric result codes, or none at all (K2)."""

from __future__ import annotations

from contextlib import closing

import pytest

from kiosk.clock import SystemClock
from kiosk.devices.class1_setup import ModemConsole
from kiosk.devices.modem_profiles import built_in_profiles
from kiosk.devices.serial_port import FlowControl, SerialPort
from tests.hw_doubles.scripted_modem import ScriptedModem
from tests.hw_doubles.scripted_port import ScriptedPort

pytestmark = pytest.mark.real_time


class SetUpOtherwise(ScriptedModem):
    """``quiet`` (Q1) or numeric (V0) until told otherwise (V.250 6.2.5, 6.2.6)."""

    def __init__(self, quiet: bool) -> None:
        super().__init__("HANGUP", 0.02)
        self.lenient = True
        self._quiet, self._numeric = quiet, True

    def _command(self, command: str, now_ms: float) -> None:
        self._quiet = self._quiet and "Q0" not in command
        self._numeric = self._numeric and "V1" not in command
        super()._command(command, now_ms)

    def _say(self, text: str, at_ms: float) -> None:
        if self._quiet:
            return
        if self._numeric:
            self._emit({"OK": b"0\r", "ERROR": b"4\r"}[text], at_ms)
        else:
            super()._say(text, at_ms)


@pytest.mark.parametrize("quiet", [False, True], ids=["V0", "Q1V0"])
def test_a_modem_that_keeps_the_result_codes_of_another_program_is_woken(quiet):
    with ScriptedPort("HANGUP") as line:
        line.modem = SetUpOtherwise(quiet)
        with closing(SerialPort(line.path, 115_200, FlowControl.NONE)) as port:
            console = ModemConsole(port, built_in_profiles()["generic"], SystemClock())
            console.wake()
            assert console.answers()
        assert line.error is None
