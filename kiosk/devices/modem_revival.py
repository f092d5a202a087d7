"""Bringing back a modem that answers nothing any more, by means that get rougher from step to step (K2).

Owns the ladder beyond what a command, DTR and a break can do (``ModemConsole.wake``): the port opened afresh, a USB
reset, USB power. Refuses to know who asks. Called by ``modem_port.py``: step by step while the house looks at the
line's health, or all at once where somebody waits for the line.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.clock import Clock
from kiosk.devices.modem_place import ModemPlace
from kiosk.devices.serial_port import PortForbiddenError, PortInUseError, PortLostError, PortMissingError
from kiosk.devices.usb_power import UsbPower

_REOPENED_S = 1.0
_BACK_AFTER_RESET_S = 8.0  # enumeration, udev, the modem's own start
_BACK_AFTER_POWER_S = 12.0
_LOOK_S = 0.1
_PARTING_S = 1.0  # whoever leaves gives the last act so long: a device that comes back takes half of it
_AGAIN_S = 600.0  # a dead modem's power is not switched every few seconds; but a hub that was off may be on again


@dataclass(frozen=True)
class _Means:
    words: str
    act: Callable[[], None]  # may raise OSError: not possible here
    patience_s: float
    parting: bool = False  # worth doing even if nobody waits for what comes of it


class _Deed:
    """An act on the USB device, in a thread of its own: of a dead one Linux may return after 16 s."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act
        self._over = threading.Event()
        self.error: OSError | None = None
        threading.Thread(target=self._run, name="usb", daemon=True).start()

    def _run(self) -> None:
        try:
            self._act()
        except OSError as error:
            self.error = error
        finally:
            self._over.set()

    def over(self, hurry: threading.Event, at_least_s: float = 0.0) -> bool:
        """Wait until it is over; once somebody is in a hurry, no longer than ``at_least_s``. Whether it is."""
        if self._over.wait(at_least_s):
            return True
        while not hurry.is_set():
            if self._over.wait(_LOOK_S):
                return True
        return self._over.is_set()


class Revival:
    """One modem's way back. ``ask`` opens the port where it is closed and says whether AT is answered with OK."""

    def __init__(
        self,
        place: ModemPlace,
        power: UsbPower,
        clock: Clock,
        ask: Callable[[], bool],
        close: Callable[[], None],
    ) -> None:
        self._place = place
        self._power = power
        self._clock = clock
        self._ask = ask
        self._close = close
        self._left: deque[_Means] = deque()
        self._deed: _Deed | None = None  # that somebody has left while it was under way
        self._given_up_s = float("-inf")
        self.device_was_dead = False
        self.tried: list[str] = []

    @property
    def under_way(self) -> bool:
        """There are means left."""
        return bool(self._left)

    @property
    def given_up(self) -> bool:
        """Everything was tried, lately and in vain: somebody must go there."""
        return self._clock.monotonic() - self._given_up_s < _AGAIN_S

    def begin(self, *, device_dead: bool, port_stuck: bool) -> None:
        """The gentle means have failed.

        ``device_dead``: the USB device is silent too. ``port_stuck``: the port holds what the modem does not take, and
        Linux would wait 30 s for that before it closes. With either, a port opened afresh comes last.
        """
        self.forget()
        rough, afresh = self._rough_means(), self._reopening()
        self._left.extend([*rough, afresh] if rough and (device_dead or port_stuck) else [afresh, *rough])
        self.device_was_dead = device_dead

    def forget(self) -> None:
        """The modem answers, or there is another trouble now."""
        self._left.clear()
        self._given_up_s = float("-inf")
        self.device_was_dead = False
        self.tried = []

    def step(self, hurry: threading.Event) -> bool:
        """Try the next means; whether the modem answers now. May take 16 s, less in a hurry. Raises DeviceError of the
        port."""
        if self._deed is not None and not self._deed.over(hurry):
            return False
        answered = self._try(self._left.popleft(), hurry)
        if answered:
            self.forget()
        elif not self._left:
            self._given_up_s = self._clock.monotonic()
        return answered

    def run(self, hurry: threading.Event) -> bool:
        """All means that are left, one after another; whether the modem answers now.

        Once ``hurry`` is set none is waited for any more, and the last act is a USB reset if there was none: the modem
        has the time until somebody needs it to come back.
        """
        while self.under_way and not hurry.is_set():
            if self.step(hurry):
                return True
        for means in [means for means in self._left if means.parting]:
            self._act(means, hurry, _PARTING_S)
            self._close()
        self._left.clear()
        return False

    def _reopening(self) -> _Means:
        return _Means("the port opened afresh", lambda: None, _REOPENED_S)

    def _rough_means(self) -> list[_Means]:
        location = self._place.location
        if location is None:
            return []
        reset = _Means("a USB reset", lambda: self._power.reset(location), _BACK_AFTER_RESET_S, True)
        power = _Means("its USB power off and on", lambda: self._power.cycle(location), _BACK_AFTER_POWER_S)
        return [reset, power]

    def _try(self, means: _Means, hurry: threading.Event) -> bool:
        # The port is still open: a reset frees it of what a dead device does not take; closing would wait for that.
        acted = self._act(means, hurry)
        self._close()
        return acted and self._answers_within(means.patience_s, hurry)

    def _act(self, means: _Means, hurry: threading.Event, at_least_s: float = 0.0) -> bool:
        deed = self._deed = _Deed(means.act)
        over = deed.over(hurry, at_least_s)
        self._deed = None if over else deed
        if deed.error is not None:
            self.tried.append(f"{means.words} (not possible: {deed.error.strerror or deed.error})")
        else:
            self.tried.append(means.words)
        return over and deed.error is None

    def _answers_within(self, patience_s: float, hurry: threading.Event) -> bool:
        """Ask until the time is over: the port may be away for a while, or without its rights, or in other hands."""
        end_s = self._clock.monotonic() + patience_s
        while True:
            try:
                if self._ask():
                    return True
            except (PortMissingError, PortLostError, PortForbiddenError, PortInUseError):
                self._close()
                if self._clock.monotonic() >= end_s and not self._left:
                    raise
            if self._clock.monotonic() >= end_s or hurry.wait(_LOOK_S):
                return False
