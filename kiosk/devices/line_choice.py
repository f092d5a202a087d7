"""Which driver a modem gets: it is asked, when it is first needed, what it is and what it can do.

Owns the choice between ``Class1Line`` and ``Class2Line``, and makes it anew when another modem may stand at the port.
Knows no T.30. Called by the composition roots (``kiosk.app``, ``kiosk modem``), which get a line that works whatever is
plugged in, also if nothing is yet.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.clock import Clock
from kiosk.devices.class1_line import Class1Line
from kiosk.devices.class1_setup import ModemIdentity, class_1_of, fax_classes
from kiosk.devices.class2_line import Class2Line, choose_dialect
from kiosk.devices.errors import DeviceError
from kiosk.devices.modem_port import ModemPort, Surroundings
from kiosk.devices.modem_profiles import CLASS_1, GENERIC, ModemProfile, built_in_profiles, choose_profile
from kiosk.devices.protocols import AnswerOrder, Health, HealthState, OutgoingCall, ReceivedPage
from kiosk.fax.outcome import CallReport, LineEvent, ReceptionEvent, ReceptionReport

Driver = Class1Line | Class2Line


def open_line(
    port: str, clock: Clock, profiles: dict[str, ModemProfile] | None = None, around: Surroundings | None = None
) -> ChosenLine:
    """A line on the modem called ``port`` (a path or a USB identity, see ``modem_place.py``), of whatever class.

    Nothing is opened before it is needed.
    """
    known = profiles or built_in_profiles()
    return ChosenLine(ModemPort(port, clock, known[GENERIC], around), clock, known)


class ChosenLine:
    """``FaxLine`` and ``FaxAnswerer`` that asks the modem which driver it wants; ``driver`` is that one."""

    def __init__(self, modem: ModemPort, clock: Clock, profiles: dict[str, ModemProfile]) -> None:
        self._modem, self._clock, self._profiles = modem, clock, profiles
        self._driver: Driver | None = None
        self._choosing = threading.Lock()

    def driver(self, cancel: threading.Event | None = None) -> Driver:
        """The driver for this modem, chosen now if it has not been. Raises DeviceError; nothing stays open then."""
        with self._choosing:
            if self._driver is None:
                with self._modem.hurried_by(cancel or threading.Event()):
                    self._driver = self._choose()
            return self._driver

    def place(self, call: OutgoingCall, watch: Callable[[LineEvent], None], cancel: threading.Event) -> CallReport:
        """Carry out one call. Raises DeviceError if it could not begin: nothing was dialled then."""
        driver = self.driver(cancel)
        try:
            return driver.place(call, watch, cancel)
        except DeviceError:
            self._forget(driver)
            raise

    def receive(
        self,
        order: AnswerOrder,
        keep_page: Callable[[ReceivedPage], None],
        watch: Callable[[ReceptionEvent], None],
        cancel: threading.Event,
    ) -> ReceptionReport | None:
        """Wait for one call and answer it (see FaxAnswerer)."""
        driver = self.driver(cancel)
        try:
            return driver.receive(order, keep_page, watch, cancel)
        except DeviceError:
            self._forget(driver)
            raise

    def identify(self) -> ModemIdentity:
        """What the modem says of itself. Raises DeviceError."""
        return self.driver().identify()

    def health(self) -> Health:
        """Whether a call could be placed now. A modem that is away may come back as another: it will be asked anew."""
        driver = self._driver
        if driver is None:
            return self._health_of_nobody()
        health = driver.health()
        if health.state is HealthState.ABSENT:
            self._forget(driver)
        return health

    def close(self) -> None:
        """Give the port back. Waits for a call that is under way."""
        with self._choosing:
            if self._driver is None:
                self._modem.close()
            else:
                self._driver.close()

    def _choose(self) -> Driver:
        try:
            identity = self._modem.ready(self._ask)
            profile = choose_profile(self._profiles, identity.words)
            # The drivers find the same profile again: they ask the same questions.
            if wants_class_1(profile, identity):
                return Class1Line(self._modem, self._clock, self._profiles)
            choose_dialect(self._modem.path, profile, identity)  # raises if there is no fax class at all
        except DeviceError:
            self._modem.close()
            raise
        return Class2Line(self._modem, self._clock, self._profiles)

    def _ask(self) -> ModemIdentity:
        console = self._modem.console()
        console.wake()
        return console.introduce()

    def _health_of_nobody(self) -> Health:
        if not self._choosing.acquire(blocking=False):
            return Health(HealthState.OK, "in-call")
        try:
            return self._driver.health() if self._driver is not None else self._modem.health()
        finally:
            self._choosing.release()

    def _forget(self, driver: Driver) -> None:
        with self._choosing:
            driver.close()
            if self._driver is driver:
                self._driver = None


def wants_class_1(profile: ModemProfile, identity: ModemIdentity) -> bool:
    """Whether Class 1 is the best of the profile's classes that the modem offers."""
    offered = fax_classes(identity.classes) | ({CLASS_1} if class_1_of(identity.classes) else set())
    return next((name for name in profile.classes if name in offered), None) == CLASS_1
