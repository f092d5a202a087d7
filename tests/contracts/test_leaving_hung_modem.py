"""Whoever ends a call, or the waiting for one, does not wait for a modem that hangs; a slow one is waited for (B6).

Within five seconds it is over, and whatever may wake the modem has been tried.
"""

from __future__ import annotations

import threading

import pytest

from kiosk.devices.class1_setup import ModemDoesNotAnswerError
from kiosk.devices.line_choice import ChosenLine, open_line
from kiosk.devices.protocols import AnswerOrder, OutgoingCall
from kiosk.fax import outcome as o
from tests.contracts.test_hung_modem import GO, ONE, page
from tests.hw_doubles.hurried_clock import HurriedClock
from tests.hw_doubles.scripted_port import ScriptedPort
from tests.hw_doubles.stubborn_port import Cure, StubbornPort
from tests.hw_doubles.usb_tray import UsbTray

pytestmark = pytest.mark.real_time

SPEED = 2.0
LIMIT_S = 5.0


class Impatience:
    """A cancel that comes ``after_s``, and how long it took from then on."""

    def __init__(self, clock: HurriedClock) -> None:
        self.cancel = threading.Event()
        self._clock = clock
        self._asked_s = 0.0

    def after(self, seconds: float) -> None:
        threading.Timer(seconds / SPEED, self.now).start()

    def now(self) -> None:
        self._asked_s = self._clock.monotonic()
        self.cancel.set()

    def waited_s(self) -> float:
        assert self.cancel.is_set(), "it was over before anybody lost patience"
        return self._clock.monotonic() - self._asked_s


@pytest.fixture
def tray(tmp_path):
    return UsbTray(tmp_path)


@pytest.fixture
def clock():
    return HurriedClock(SPEED)


@pytest.fixture
def impatience(clock):
    return Impatience(clock)


def line_on(port: StubbornPort, tray: UsbTray, clock: HurriedClock) -> ChosenLine:
    return open_line(tray.plug("ttyACM0", port.path), clock, around=port.around)


def order(pages: int = 1) -> OutgoingCall:
    return OutgoingCall("057188001234", "+86 571 1", [page()] * pages)


@pytest.mark.parametrize("after_s", [0.1, 4.0, 9.0])
def test_who_sends_and_loses_patience_with_a_hung_modem_is_let_go(tray, clock, impatience, after_s):
    """It has hung since the last call: all means together take half a minute."""
    port = StubbornPort(ONE, Cure.NEVER, tray)
    line = line_on(port, tray, clock)
    with port:
        line.identify()
        port.hang()
        impatience.after(after_s)
        with pytest.raises(ModemDoesNotAnswerError) as told:
            line.place(order(), lambda event: None, impatience.cancel)
        assert impatience.waited_s() < LIMIT_S
        line.close()
    assert "DTR and break" in told.value.detail and "a USB reset" in told.value.detail
    assert tray.acts[0] == "reset 1-1.2:1.0"


def test_who_waits_for_calls_and_loses_patience_is_let_go(tray, clock, impatience):
    port = StubbornPort(ONE, Cure.NEVER, tray)
    line = line_on(port, tray, clock)
    with port:
        line.identify()
        port.hang()
        impatience.after(2.0)
        with pytest.raises(ModemDoesNotAnswerError):
            line.receive(AnswerOrder("+86 571 1"), lambda page: None, lambda event: None, impatience.cancel)
        assert impatience.waited_s() < LIMIT_S
        line.close()


def test_a_modem_that_only_one_reset_can_wake_is_well_when_it_is_next_needed(tray, clock, impatience):
    port = StubbornPort(ONE, Cure.USB_RESET, tray)
    line = line_on(port, tray, clock)
    with port:
        line.identify()
        port.hang()
        impatience.after(1.0)
        with pytest.raises(ModemDoesNotAnswerError):
            line.place(order(), lambda event: None, impatience.cancel)
        assert line.place(order(), lambda event: None, threading.Event()).outcome is o.CallOutcome.DELIVERED
        line.close()


def test_who_goes_while_the_system_still_resets_the_device_is_let_go(tray, clock, impatience):
    """Of one that is dead Linux returns from it after 16 s; who comes next waits for that, and finds the modem well."""
    port = StubbornPort(ONE, Cure.USB_RESET, tray)
    line, returns = line_on(port, tray, clock), threading.Event()

    def reset() -> None:
        impatience.now()
        returns.wait(16)
        port.suffer(Cure.USB_RESET)

    tray.on_reset = reset
    with port:
        line.identify()
        port.hang()
        with pytest.raises(ModemDoesNotAnswerError) as told:
            line.place(order(), lambda event: None, impatience.cancel)
        assert impatience.waited_s() < LIMIT_S
        assert "a USB reset" in told.value.detail
        threading.Timer(0.3, returns.set).start()
        assert line.place(order(), lambda event: None, threading.Event()).outcome is o.CallOutcome.DELIVERED
        line.close()
    assert tray.acts == ["reset 1-1.2:1.0"]


MOMENTS = {
    "dialling": ("QUIET", o.Dialling),
    "training": (f"{GO}; T PAGE; T EOP; QUIET", o.Connected),
    "in a page": (f"{GO}; T PAGE; T EOP; QUIET", o.PageStarted),
    "awaiting MCF": (f"{GO}; T PAGE; T EOP; QUIET", o.PageSubmitted),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_call_on_a_modem_that_hangs_can_be_left(tray, clock, impatience, moment):
    script, event = MOMENTS[moment]
    port = StubbornPort(script, Cure.NEVER, tray)
    line = line_on(port, tray, clock)

    def watch(seen: o.LineEvent) -> None:
        if isinstance(seen, event) and not port.hung:
            port.hang()
            impatience.after(1.0)

    with port:
        report = line.place(order(), watch, impatience.cancel)
        assert report.outcome is o.CallOutcome.CANCELLED and impatience.waited_s() < LIMIT_S
        line.close()
    expected = o.PageState.UNKNOWN if event is o.PageSubmitted else o.PageState.NOT_SENT
    assert [page.state for page in report.pages] == [expected]


def test_a_call_on_a_modem_whose_usb_device_is_dead_can_be_left(tmp_path, clock, impatience):
    """Whoever asks it anything waits: less than a second is all that it is given."""
    tray = UsbTray(tmp_path, SPEED)
    port = StubbornPort("QUIET", Cure.NEVER, tray)
    line = line_on(port, tray, clock)

    def watch(seen: o.LineEvent) -> None:
        if isinstance(seen, o.Dialling):
            port.hang(with_its_device=True)
            impatience.after(1.0)

    with port:
        report = line.place(order(), watch, impatience.cancel)
        assert report.outcome is o.CallOutcome.CANCELLED and impatience.waited_s() < LIMIT_S
        line.close()


@pytest.mark.parametrize("answer_ms", [2_300, 3_300])
def test_a_modem_that_hangs_up_slowly_is_at_rest_within_five_seconds_and_hears_one_ath(clock, answer_ms):
    ended_s: list[float] = []

    def watch(event: o.LineEvent) -> None:
        if isinstance(event, o.PageConfirmed):
            ended_s.append(clock.monotonic())

    with ScriptedPort(f"{ONE}") as port:
        port.modem.slow_to_hang_up_ms = answer_ms / SPEED / 0.02  # a second of the port is 20 ms
        line = open_line(port.path, clock)
        report = line.place(order(), watch, threading.Event())
        took_s = clock.monotonic() - ended_s[0]
        assert report.outcome is o.CallOutcome.DELIVERED and took_s < LIMIT_S
        assert [command for command in port.modem.commands if command.startswith("ATH")] == ["ATH0"]
        assert 146 in line.identify().transmit_codes  # no answer was left over
        line.close()
