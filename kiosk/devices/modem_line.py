"""The fax line on a modem of any class: ``FaxLine`` and ``FaxAnswerer`` of ``protocols.py``, but for the class itself.

Owns the one call at a time, and that every call leaves the modem at rest. Its heirs (``class1_line.py``,
``class2_line.py``) set the modem up and make the session of a call; the loops are ``call_run.py`` and
``answer_run.py``, the port and its recovery ``modem_port.py``. Called through ``line_choice.py``. ``health`` may be
asked from another thread.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

from kiosk.clock import Clock
from kiosk.devices.answer_run import AnswerRun, ReceivingSession
from kiosk.devices.call_run import CallRun, SendingSession
from kiosk.devices.class1_rings import RingWatch
from kiosk.devices.class1_setup import ModemIdentity
from kiosk.devices.line_run import Patience
from kiosk.devices.modem_port import ModemPort
from kiosk.devices.modem_profiles import GENERIC, ModemProfile, built_in_profiles
from kiosk.devices.protocols import AnswerOrder, Health, HealthState, OutgoingCall, ReceivedPage
from kiosk.fax.outcome import CallerSays, CallReport, LineEvent, ReceptionEvent, ReceptionReport

_ANSWER_WAIT_S = 60  # S7; V.250 6.3.10


class ModemLine(ABC):
    """A line that can place fax calls and answer them. The port is opened when it is first needed and kept open.

    ``port`` is the modem's name (see ``modem_place.py``), or the port on which the driver was chosen.
    """

    # A modem that runs T.30 itself may owe us an answer that counts, and says nothing while it waits for it.
    silent_at_the_end_s: ClassVar[float] = 6.0

    def __init__(
        self,
        port: str | ModemPort,
        clock: Clock,
        profiles: dict[str, ModemProfile] | None = None,
        answer_wait_s: int = _ANSWER_WAIT_S,
    ) -> None:
        self._profiles = profiles or built_in_profiles()
        self._clock = clock
        self._answer_wait_s = answer_wait_s
        self._modem = port if isinstance(port, ModemPort) else ModemPort(port, clock, self._profiles[GENERIC])
        self._using = threading.Lock()

    def place(self, call: OutgoingCall, watch: Callable[[LineEvent], None], cancel: threading.Event) -> CallReport:
        """Carry out one call. Raises DeviceError if it could not begin: nothing was dialled then."""
        with self._using, self._modem.hurried_by(cancel):
            session = self._outgoing(call)
            with self._left_at_rest(session):
                port, patience = self._modem.open(), self._patience()
                return CallRun(session, port, self._clock, call.pages, watch, cancel, patience).run()

    def receive(
        self,
        order: AnswerOrder,
        keep_page: Callable[[ReceivedPage], None],
        watch: Callable[[ReceptionEvent], None],
        cancel: threading.Event,
    ) -> ReceptionReport | None:
        """Wait for one call and answer it (see FaxAnswerer). The line is in use until somebody has called."""
        with self._using, self._modem.hurried_by(cancel):
            answer = self._readiness(order)
            # A modem or an exchange without caller identification just does not tell.
            self._modem.console().ask("AT+VCID=1")
            caller = RingWatch(self._modem.open(), self._clock).wait(order.rings, watch, cancel)
            if caller is None:
                return None
            session = answer(caller)
            with self._left_at_rest(session):
                port, patience = self._modem.open(), self._patience()
                return AnswerRun(session, port, self._clock, keep_page, watch, cancel, patience).run()

    def identify(self) -> ModemIdentity:
        """What the modem says of itself. Raises DeviceError."""
        with self._using:
            return self._modem.ready(self._introduction)

    def health(self) -> Health:
        """Whether a call could be placed now. A line in use is well."""
        if not self._using.acquire(blocking=False):
            return Health(HealthState.OK, "in-call")
        try:
            return self._modem.health()
        finally:
            self._using.release()

    def close(self) -> None:
        """Give the port back. Waits for a call that is under way."""
        with self._using:
            self._modem.close()

    def _patience(self) -> Patience:
        return Patience(self.silent_at_the_end_s, self._modem.life_watch())

    @contextmanager
    def _left_at_rest(self, session: SendingSession | ReceivingSession) -> Iterator[None]:
        try:
            yield
        finally:
            if not session.modem_at_rest:
                self._modem.recover()

    @abstractmethod
    def _introduction(self) -> ModemIdentity:
        """The modem awake and known."""

    @abstractmethod
    def _outgoing(self, call: OutgoingCall) -> SendingSession:
        """The modem set up, and the session of this call."""

    @abstractmethod
    def _readiness(self, order: AnswerOrder) -> Callable[[CallerSays], ReceivingSession]:
        """The modem set up to answer, and what makes the session when somebody has called."""
