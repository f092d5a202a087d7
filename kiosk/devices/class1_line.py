"""The fax line on a Class 1 modem: ``FaxLine`` of ``protocols.py``.

Owns the port between calls, the modem's set-up and its recovery. T.30 is ``kiosk.fax``; the loop of one call is
``call_run.py``. Called by the core's fax worker and by ``kiosk modem``. One call at a time; ``health`` may be asked
from another thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.clock import Clock
from kiosk.devices.call_run import CallRun
from kiosk.devices.class1_answer import AnswerRun
from kiosk.devices.class1_rings import RingWatch
from kiosk.devices.class1_setup import ModemConsole, ModemIdentity
from kiosk.devices.errors import DeviceError
from kiosk.devices.modem_profiles import GENERIC, ModemProfile, built_in_profiles
from kiosk.devices.page_coder import format_of
from kiosk.devices.protocols import AnswerOrder, Health, HealthState, OutgoingCall, ReceivedPage
from kiosk.devices.serial_port import PortForbiddenError, PortInUseError, PortLostError, PortMissingError, SerialPort
from kiosk.fax.answerer import Answerer, AnswerPlan
from kiosk.fax.answerer_session import AnswererSession
from kiosk.fax.call_session import CallSession
from kiosk.fax.caller import Caller, CallPlan
from kiosk.fax.modulations import LADDER
from kiosk.fax.outcome import CallReport, LineEvent, ReceptionEvent, ReceptionReport
from kiosk.fax.t31 import T31

_ANSWER_WAIT_S = 60  # S7; V.250 6.3.10


class Class1Line:
    """A line that can place fax calls and answer them. The port is opened when it is first needed and kept open."""

    def __init__(
        self,
        port_path: str,
        clock: Clock,
        profiles: dict[str, ModemProfile] | None = None,
        answer_wait_s: int = _ANSWER_WAIT_S,
    ) -> None:
        self._path = port_path
        self._clock = clock
        self._profiles = profiles or built_in_profiles()
        self._answer_wait_s = answer_wait_s
        self._port: SerialPort | None = None
        self._profile = self._profiles[GENERIC]
        self._identity: ModemIdentity | None = None
        self._using = threading.Lock()

    def place(self, call: OutgoingCall, watch: Callable[[LineEvent], None], cancel: threading.Event) -> CallReport:
        """Carry out one call. Raises DeviceError if it could not begin: nothing was dialled then."""
        with self._using:
            port, identity = self._make_ready()
            plan = CallPlan(
                number=call.number,
                ident=call.ident,
                page_count=len(call.pages),
                first_format=format_of(call.pages[0]),
                modem_codes=identity.transmit_codes,
                accept_far_ident=call.accept_far_ident,
                answer_wait_ms=self._answer_wait_s * 1000,
                ecm=call.ecm,
                max_bit_rate=call.max_bit_rate,
                document_starts=call.document_starts,
            )
            caller = Caller(plan)
            session = CallSession(caller, T31(self._profile.habits))
            try:
                return CallRun(session, port, self._clock, call.pages, watch, cancel).run()
            finally:
                if not caller.modem_at_rest:
                    self._recover()

    def receive(
        self,
        order: AnswerOrder,
        keep_page: Callable[[ReceivedPage], None],
        watch: Callable[[ReceptionEvent], None],
        cancel: threading.Event,
    ) -> ReceptionReport | None:
        """Wait for one call and answer it (see FaxAnswerer). The line is in use until somebody has called."""
        with self._using:
            port, identity = self._make_ready()
            self._console().ask("AT+VCID=1")  # a modem or exchange without caller identification just does not tell
            caller = RingWatch(port, self._clock).wait(order.rings, watch, cancel)
            if caller is None:
                return None
            codes = frozenset(m.long_code for m in LADDER if m.bit_rate <= order.max_bit_rate) & identity.receive_codes
            answerer = Answerer(AnswerPlan(order.ident, codes, order.ecm, caller))
            session = AnswererSession(answerer, T31(self._profile.habits))
            try:
                return AnswerRun(session, port, self._clock, keep_page, watch, cancel).run()
            finally:
                if not answerer.modem_at_rest:
                    self._recover()

    def identify(self) -> ModemIdentity:
        """What the modem says of itself. Raises DeviceError."""
        with self._using:
            return self._make_ready()[1]

    def health(self) -> Health:
        """Whether a call could be placed now. A line in use is well."""
        if not self._using.acquire(blocking=False):
            return Health(HealthState.OK, "in-call")
        try:
            self._open()
            self._console().wake()
        except PortMissingError as missing:
            return Health(HealthState.ABSENT, "port-missing", missing.detail)
        except PortLostError as lost:
            self._close()
            return Health(HealthState.ABSENT, "port-missing", lost.detail)
        except (PortForbiddenError, PortInUseError) as refused:
            return Health(HealthState.TROUBLE, "port-refused", refused.detail)
        except DeviceError as silent:
            self._close()
            return Health(HealthState.TROUBLE, "modem-silent", silent.detail)
        finally:
            self._using.release()
        return Health(HealthState.OK)

    def close(self) -> None:
        """Give the port back. Waits for a call that is under way."""
        with self._using:
            self._close()

    def _make_ready(self) -> tuple[SerialPort, ModemIdentity]:
        """Port open, modem awake, known and set up. A port that went stale since the last call is opened afresh."""
        was_open = self._port is not None
        try:
            return self._set_up()
        except DeviceError:
            self._close()
            if not was_open:
                raise
        return self._set_up()

    def _set_up(self) -> tuple[SerialPort, ModemIdentity]:
        port = self._open()
        console = self._console()
        console.wake()
        if self._identity is None:
            self._identity = console.identify()
            self._profile = console.choose(self._profiles, self._identity)
        for command in (*self._profile.init, f"ATS7={self._answer_wait_s}"):
            console.demand(command)
        return port, self._identity

    def _open(self) -> SerialPort:
        if self._port is None:
            self._identity = None
            self._profile = self._profiles[GENERIC]
            self._port = SerialPort(self._path, self._profile.baud, self._profile.flow)
        return self._port

    def _console(self) -> ModemConsole:
        return ModemConsole(self._open(), self._profile, self._clock)

    def _recover(self) -> None:
        """ATH had no answer: other means, then the port anew, so that the next call finds a modem or a clear error."""
        try:
            if self._console().bring_to_rest():
                return
            self._close()
            self._console().bring_to_rest()
        except DeviceError:
            self._close()  # the next ``health`` or ``place`` meets the same trouble and tells it

    def _close(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close()
