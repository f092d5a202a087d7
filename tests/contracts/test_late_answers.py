"""A modem that pauses, and then answers all it was told meanwhile: no answer is taken for another command's (B6, K2).

An OK says not to which command. One that came late was once counted for the next, that one's for the next but one, and
at last for ATD: the call was over, as the kiosk saw it, before the modem had dialled.
"""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kiosk.devices.class1_rings import RingWatch
from kiosk.devices.class1_setup import ModemDoesNotAnswerError, ModemIdentity
from kiosk.devices.line_choice import open_line
from kiosk.devices.modem_port import Surroundings
from kiosk.devices.protocols import HealthState, OutgoingCall
from kiosk.fax import outcome as o
from tests.hw_doubles.class2_modem_script import Class2Script
from tests.hw_doubles.scripted_modem import ScriptedModem
from tests.hw_doubles.tardy_port import TardyPort, TurningClock
from tests.hw_doubles.usb_tray import UsbTray

ABILITIES = "(0,1),(0-5),(0-2),(0-2),(0,1),(0),(0),(0-7)"
WORDS = {"ATI": "Doubles 2", "AT+FMI?": "Late", "AT+FDCC=?": ABILITIES, "AT+FCC=?": ABILITIES}
PAGE = o.FaxPage(1728, 100, o.Resolution.STANDARD, bytes(216) * 100)
PAUSES_MS = (450, 700, 1_600, 2_900)
TOO_LONG_MS = (3_100, 7_000)  # longer than a command is waited for
COMMANDS = 34  # more than any class has before it dials


class BusyClass1(ScriptedModem):
    """Without a script: ATH may come as often as it likes, and before a call."""

    def _receive(self, command: str, now_ms: float) -> None:
        self._say("BUSY", now_ms + 20)

    def _hang_up(self, now_ms: float) -> None:
        self._inform("ATH", self._in_turn(now_ms + self.slow_to_hang_up_ms))


def modem(fax_class: str) -> ScriptedModem | Class2Script:
    """Whoever it calls is busy."""
    if fax_class == "1":
        return BusyClass1("")
    return Class2Script("ATDT => BUSY\nATH0 => OK\nATDT => BUSY\nATH0 => OK", WORDS | {"AT+FCLASS=?": f"0,{fax_class}"})


def two_calls(
    fax_class: str, tmp_path: Path, *pauses: tuple[int, float], refusals: int = 0
) -> tuple[list[o.CallOutcome], ModemIdentity]:
    """A look at the line's health and a call, twice, and who the modem is in the end."""
    clock, tray = TurningClock(), UsbTray(tmp_path)
    port = TardyPort(modem(fax_class), clock, *pauses)
    line = open_line("tardy", clock, around=Surroundings(tray, tray, port.opened, tray))
    outcomes: list[o.CallOutcome] = []
    while len(outcomes) < 2:
        assert any(line.health().state is HealthState.OK for _ in range(5))
        call = OutgoingCall("057188001234", "+86 571 1", [PAGE], ecm=False)
        try:
            outcomes.append(line.place(call, lambda event: None, threading.Event()).outcome)
        except ModemDoesNotAnswerError:
            assert refusals, "it would have answered"
            refusals -= 1
    identity = line.identify()
    line.close()
    return outcomes, identity


@pytest.mark.parametrize("fax_class", ["1", "2", "2.0"])
@pytest.mark.parametrize(("pause_ms", "refusals"), [*((ms, 0) for ms in PAUSES_MS), *((ms, 1) for ms in TOO_LONG_MS)])
def test_wherever_a_modem_pauses_each_call_has_its_own_answer(
    fax_class: str, pause_ms: float, refusals: int, tmp_path: Path
) -> None:
    """A modem that is silent for too long may be told to be; it is well the next time, and nothing was dialled."""
    expected = two_calls(fax_class, tmp_path)
    assert expected[0] == [o.CallOutcome.BUSY] * 2 and expected[1].words
    seen = {place: two_calls(fax_class, tmp_path, (place, pause_ms), refusals=refusals) for place in range(COMMANDS)}
    assert {place: found for place, found in seen.items() if found != expected} == {}


def test_somebody_who_calls_a_modem_that_owes_two_answers_is_answered_when_both_have_come() -> None:
    """It was asked twice whether it lives; the second answer would be taken for the one to ATA."""
    clock = TurningClock()
    port = TardyPort(BusyClass1(""), clock, (0, 19_000), (1, 300))
    port.ring(19_302)
    assert RingWatch(port, clock).wait(1, lambda event: None, threading.Event()) == o.CallerSays()
    assert port.modem.commands == ["AT", "AT"] and not port.wait(1.0)
