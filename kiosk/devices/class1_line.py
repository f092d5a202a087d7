"""The fax line on a Class 1 modem: ``FaxLine`` and ``FaxAnswerer`` of ``protocols.py``.

Owns the modem's set-up for its class. T.30 is ``kiosk.fax``, the loops of a call ``call_run.py`` and
``answer_run.py``, the port and its recovery ``modem_port.py``. Called by the core's fax worker and ``kiosk modem``
through ``line_choice.py``. One call at a time; ``health`` may be asked from another thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.clock import Clock
from kiosk.devices.answer_run import AnswerRun
from kiosk.devices.call_run import CallRun
from kiosk.devices.class1_rings import RingWatch
from kiosk.devices.class1_setup import ModemIdentity, class_1_of
from kiosk.devices.modem_port import ModemPort
from kiosk.devices.modem_profiles import GENERIC, ModemProfile, built_in_profiles, choose_profile
from kiosk.devices.page_coder import format_of
from kiosk.devices.protocols import AnswerOrder, Health, HealthState, OutgoingCall, ReceivedPage
from kiosk.fax.answerer import Answerer, AnswerPlan
from kiosk.fax.answerer_session import AnswererSession
from kiosk.fax.call_session import CallSession
from kiosk.fax.caller import Caller, CallPlan
from kiosk.fax.modulations import LADDER
from kiosk.fax.outcome import CallReport, LineEvent, ReceptionEvent, ReceptionReport
from kiosk.fax.t31 import T31
from kiosk.fax.trace_plan import plan_entry

_ANSWER_WAIT_S = 60  # S7; V.250 6.3.10


class Class1Line:
    """A line that can place fax calls and answer them. The port is opened when it is first needed and kept open.

    ``port`` is the modem's name (see ``modem_place.py``), or the port on which the driver was chosen.
    """

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
        with self._using:
            identity = self._modem.ready(self._set_up)
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
            caller, habits = Caller(plan), self._modem.profile.habits
            opening = (plan_entry(plan, habits, identity.words),)
            session = CallSession(caller, T31(habits), keep_data=call.trace_data, opening=opening)
            try:
                return CallRun(session, self._modem.open(), self._clock, call.pages, watch, cancel).run()
            finally:
                if not caller.modem_at_rest:
                    self._modem.recover()

    def receive(
        self,
        order: AnswerOrder,
        keep_page: Callable[[ReceivedPage], None],
        watch: Callable[[ReceptionEvent], None],
        cancel: threading.Event,
    ) -> ReceptionReport | None:
        """Wait for one call and answer it (see FaxAnswerer). The line is in use until somebody has called."""
        with self._using:
            identity = self._modem.ready(self._set_up)
            # A modem or an exchange without caller identification just does not tell.
            self._modem.console().ask("AT+VCID=1")
            caller = RingWatch(self._modem.open(), self._clock).wait(order.rings, watch, cancel)
            if caller is None:
                return None
            codes = frozenset(m.long_code for m in LADDER if m.bit_rate <= order.max_bit_rate) & identity.receive_codes
            plan, habits = AnswerPlan(order.ident, codes, order.ecm, caller), self._modem.profile.habits
            answerer, opening = Answerer(plan), (plan_entry(plan, habits, identity.words),)
            session = AnswererSession(answerer, T31(habits), keep_data=order.trace_data, opening=opening)
            try:
                return AnswerRun(session, self._modem.open(), self._clock, keep_page, watch, cancel).run()
            finally:
                if not answerer.modem_at_rest:
                    self._modem.recover()

    def identify(self) -> ModemIdentity:
        """What the modem says of itself. Raises DeviceError."""
        with self._using:
            return self._modem.ready(self._set_up)

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

    def _set_up(self) -> ModemIdentity:
        """Awake, known, and told what its profile says. Raises ModemRefusesSetupError and its kin."""
        self._modem.console().wake()
        identity = self._modem.identity
        if identity is None:
            identity = self._modem.console().identify()
            self._modem.known_as(identity, choose_profile(self._profiles, identity.words))
        console = self._modem.console()
        for command in (*self._modem.profile.init, f"AT+FCLASS={class_1_of(identity.classes)}"):
            console.demand(command)
        console.demand(f"ATS7={self._answer_wait_s}")
        for command in self._modem.profile.flow_commands:  # after +FCLASS=1, with which some change their flow control
            console.ask(command)
        return identity
