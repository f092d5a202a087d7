"""Call light, message lamp and call button on the GPIO header (F1-F3).

Owns the look of each pattern (a pure function of time), the pins, and the thread that drives them. Refuses to know who
calls and why: ``kiosk.desk`` decides which pattern is due, and it is shown again after a restart because it is asked
for again. Made by ``kiosk.app``; called by the core's worker for light and buttons.

The pins are gpiozero's, so the factory named in the configuration may be the header, gpiozero's mock, or a double.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, assert_never

from gpiozero import PWMLED, Device, DigitalInputDevice
from gpiozero.exc import GPIOZeroError
from gpiozero.pins.mock import MockFactory, MockPWMPin

from kiosk.clock import Clock
from kiosk.devices.protocols import Health, HealthState, LightPattern

HEADER_FACTORY = "gpiozero.pins.lgpio:LGPIOFactory"  # every Pi, the 5 included, without a daemon

FRAME_S = 0.04  # a breath in steps the eye does not see
CHECK_S = 5.0  # how soon a lost header is noticed while nothing blinks, and how often a missing one is tried
BOUNCE_S = 0.05  # a new bell push settles within 20 ms; this leaves room for an old one

BREATH_S = 2.4
BREATH_FLOOR = 0.15  # never dark while somebody waits
URGENT_S = 0.5  # two flashes a second: WCAG 2.3.1 allows three
FAULT_S = 3.0
FAULT_BLINK_S = 0.4
FAULT_BLINKS = 3


def brightness(pattern: LightPattern, at_s: float) -> float:
    """How bright the call light is, 0..1, ``at_s`` seconds into ``pattern`` (F2).

    Told apart without colour, from across a lobby: waiting breathes, urgent flashes evenly, fault blinks three times
    and pauses.
    """
    match pattern:
        case LightPattern.OFF:
            return 0.0
        case LightPattern.WAITING:
            phase = at_s % BREATH_S / BREATH_S
            return BREATH_FLOOR + (1.0 - BREATH_FLOOR) * abs(2.0 * phase - 1.0)
        case LightPattern.URGENT:
            return float(at_s % URGENT_S < URGENT_S / 2)
        case LightPattern.FAULT:
            beat = at_s % FAULT_S / FAULT_BLINK_S
            return float(beat < FAULT_BLINKS and beat % 1.0 < 0.5)
        case _:
            assert_never(pattern)


@dataclass(frozen=True)
class LightsSettings:
    """GPIO numbers as on the chip (BCM), and the pin factory: ``""`` the header, ``mock``, or ``module:callable``."""

    call_light: int
    message_lamp: int
    call_button: int
    pin_factory: str = ""


class GpioLights:
    """CounterLights on three pins. Opens nothing until ``start``; a missing header is a state of health, not an error.

    ``start`` begins a thread that calls ``refresh``; a test may call ``refresh`` itself, with a clock it turns.
    """

    def __init__(self, settings: LightsSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._pattern = LightPattern.OFF
        self._since_s = 0.0
        self._message = False
        self._pressed: Callable[[], None] | None = None
        self._last_edge_s = float("-inf")
        self._pins: _Pins | None = None
        self._retry_at_s = float("-inf")
        self._health = Health(HealthState.UNKNOWN)
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lights", daemon=True)

    def start(self) -> None:
        """Begin to drive the pins."""
        self._thread.start()

    def show_call(self, pattern: LightPattern) -> None:
        """Show ``pattern`` from its beginning; asking for the one that is on changes nothing."""
        with self._lock:
            if pattern is not self._pattern:
                self._pattern, self._since_s = pattern, self._clock.monotonic()
        self._wake.set()

    def show_message(self, on: bool) -> None:
        """Message lamp on or off (F3)."""
        with self._lock:
            self._message = on
        self._wake.set()

    def on_button(self, pressed: Callable[[], None]) -> None:
        """``pressed`` is called in the pins' own thread, once for each press however much the contacts bounce."""
        self._pressed = pressed

    def health(self) -> Health:
        """OK, or ABSENT with reason ``gpio-absent`` while the header cannot be used."""
        return self._health

    def close(self) -> None:
        """Put the lamps out and give the pins back."""
        self._closing.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()
        self._release()

    def refresh(self) -> float:
        """Bring the lamps to what they should show now; seconds until this must be called again at the latest."""
        now_s = self._clock.monotonic()
        with self._lock:
            light = brightness(self._pattern, now_s - self._since_s)
            message = float(self._message)
            still = self._pattern is LightPattern.OFF
        try:
            pins = self._opened(now_s)
            if pins is not None:
                pins.show(light, message)
        except _hardware_errors() as error:
            self._lose(error, now_s)
        return CHECK_S if still or self._pins is None else FRAME_S

    def _run(self) -> None:
        while not self._closing.is_set():
            self._wake.clear()
            wait_s = self.refresh()
            self._wake.wait(wait_s)

    def _opened(self, now_s: float) -> _Pins | None:
        if self._pins is None and now_s >= self._retry_at_s:
            self._pins = _Pins(self._settings, self._edge)
            self._health = Health(HealthState.OK)
        return self._pins

    def _lose(self, error: Exception, now_s: float) -> None:
        self._release()
        self._retry_at_s = now_s + CHECK_S
        self._health = Health(HealthState.ABSENT, "gpio-absent", f"{type(error).__name__}: {error}")

    def _release(self) -> None:
        pins, self._pins = self._pins, None
        if pins is not None:
            pins.close()

    def _edge(self, down: bool) -> None:
        """A change of the button's contact; a press counts only after a quiet time (a release bounces too)."""
        now_s = self._clock.monotonic()
        quiet_s, self._last_edge_s = now_s - self._last_edge_s, now_s
        if down and quiet_s >= BOUNCE_S and self._pressed is not None:
            self._pressed()


class _Pins:
    """The factory and its three devices, open. Raises what ``_hardware_errors`` names, with nothing left open."""

    def __init__(self, settings: LightsSettings, edge: Callable[[bool], None]) -> None:
        self._open: list[Any] = []
        try:
            factory = self._keep(make_factory(settings.pin_factory))
            self._call_light = self._keep(PWMLED(settings.call_light, pin_factory=factory))
            self._message_lamp = self._keep(PWMLED(settings.message_lamp, pin_factory=factory))
            button: Device = self._keep(DigitalInputDevice(settings.call_button, pull_up=True, pin_factory=factory))
            button.when_activated = lambda: edge(True)
            button.when_deactivated = lambda: edge(False)
        except _hardware_errors():
            self.close()
            raise

    def show(self, light: float, message: float) -> None:
        """Write both lamps, changed or not: writing is how a lost header is noticed."""
        self._call_light.value = light
        self._message_lamp.value = message

    def close(self) -> None:
        """Give everything back, last opened first; a header that is gone cannot be told so."""
        while self._open:
            with suppress(*_hardware_errors()):
                self._open.pop().close()

    def _keep(self, device: Any) -> Any:
        self._open.append(device)
        return device


def make_factory(name: str) -> Any:
    """The gpiozero pin factory called ``name`` (see LightsSettings). Raises ImportError, GPIOZeroError or OSError."""
    if name == "mock":
        return MockFactory(pin_class=MockPWMPin)
    module, _, attribute = (name or HEADER_FACTORY).partition(":")
    return getattr(importlib.import_module(module), attribute)()


def _hardware_errors() -> tuple[type[Exception], ...]:
    """What a missing or lost header raises: gpiozero's errors, the system's, and lgpio's own where it is loaded."""
    lgpio = sys.modules.get("lgpio")
    own = (lgpio.error,) if lgpio is not None else ()
    return (GPIOZeroError, OSError, ImportError, *own)
