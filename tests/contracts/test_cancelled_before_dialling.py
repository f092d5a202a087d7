"""A call that is cancelled before it is dialled is never dialled, whatever the class of the modem (B6).

Setting a modem up takes a second where it is slow; a wish to end that comes meanwhile used to be seen after ATD.
"""

from __future__ import annotations

import threading

import pytest

from kiosk.clock import SystemClock
from kiosk.devices.class1_line import Class1Line
from kiosk.devices.class2_line import Class2Line
from kiosk.devices.protocols import OutgoingCall
from kiosk.fax import outcome as o
from tests.contracts.test_class2_line import MODEM
from tests.contracts.test_fax_line import page
from tests.hw_doubles.class2_modem_script import Class2Port
from tests.hw_doubles.scripted_port import ScriptedPort

pytestmark = pytest.mark.real_time

PORTS = {
    "class 1": (lambda: ScriptedPort("R DIS"), Class1Line),
    "class 2.0": (lambda: Class2Port("ATDT => BUSY", MODEM), Class2Line),
}


class CancelledAt(list[str]):
    """The commands a modem was given; at one of them somebody loses interest."""

    def __init__(self, prefix: str, cancel: threading.Event) -> None:
        super().__init__()
        self._prefix, self._cancel = prefix, cancel

    def append(self, command: str) -> None:
        super().append(command)
        if command.startswith(self._prefix):
            self._cancel.set()


@pytest.mark.parametrize("moment", ["AT", "AT+FCLASS=?", "AT+FCLASS="])
@pytest.mark.parametrize("fax_class", PORTS)
def test_whenever_in_the_set_up_it_is_cancelled_nothing_is_dialled(fax_class, moment):
    make_port, driver = PORTS[fax_class]
    cancel, events = threading.Event(), []
    with make_port() as port:
        port.modem.commands = CancelledAt(moment, cancel)
        line = driver(port.path, SystemClock())
        report = line.place(OutgoingCall("057188001234", "1", [page(), page(2)]), events.append, cancel)
        line.close()
    assert cancel.is_set() and [command for command in port.modem.commands if command.startswith("ATD")] == []
    assert report.outcome is o.CallOutcome.CANCELLED and events == []
    assert [page.state for page in report.pages] == [o.PageState.NOT_SENT] * 2


def test_the_same_call_not_cancelled_is_dialled():
    with ScriptedPort("SAY BUSY; HANGUP") as port:
        line = Class1Line(port.path, SystemClock())
        report = line.place(OutgoingCall("057188001234", "1", [page()]), lambda event: None, threading.Event())
        line.close()
    assert report.outcome is o.CallOutcome.BUSY and "ATDT057188001234" in port.modem.commands
