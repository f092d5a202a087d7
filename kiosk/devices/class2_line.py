"""The fax line on a modem of Class 2, 2.0 or 2.1, which runs T.30 itself: ``FaxLine`` and ``FaxAnswerer``.

Owns the modem's set-up for its class. The calls are ``kiosk.fax.t32`` and ``t32_receiver``, their loops ``call_run.py``
and ``answer_run.py``, the port and its recovery ``modem_port.py``. Called by the core's fax worker and ``kiosk modem``
through ``line_choice.py``. One call at a time; ``health`` may be asked from another thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.clock import Clock
from kiosk.devices.answer_run import AnswerRun
from kiosk.devices.call_run import CallRun
from kiosk.devices.class1_rings import RingWatch
from kiosk.devices.class1_setup import ModemIdentity, NoFaxClass1Error, fax_classes
from kiosk.devices.modem_port import ModemPort
from kiosk.devices.modem_profiles import GENERIC, ModemProfile, built_in_profiles, choose_profile
from kiosk.devices.page_coder import format_of
from kiosk.devices.protocols import AnswerOrder, Health, HealthState, OutgoingCall, ReceivedPage
from kiosk.devices.serial_port import FlowControl
from kiosk.fax.answerer import AnswerPlan
from kiosk.fax.call_plan import CallPlan
from kiosk.fax.outcome import CallReport, LineEvent, ReceptionEvent, ReceptionReport
from kiosk.fax.t32 import T32Session
from kiosk.fax.t32_fields import ModemAbilities, capabilities_of, read_abilities, set_up_commands
from kiosk.fax.t32_receiver import T32Receiver
from kiosk.fax.t32_table import CLASS_2, DIALECTS, Dialect
from kiosk.fax.trace_plan import Class2Modem, plan_entry

_ANSWER_WAIT_S = 60  # S7; V.250 6.3.10
_FLOW_VALUES = {FlowControl.NONE: 0, FlowControl.XON_XOFF: 1, FlowControl.RTS_CTS: 2}  # +FLO, TIA-592 8.5.3.3


class Class2Line:
    """A line that can place fax calls and answer them. The port is opened when it is first needed and kept open."""

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
            dialect, abilities = self._modem.ready(lambda: self._set_up(call))
            plan, habits = self._plan(call), self._modem.profile.class2
            session = T32Session(plan, dialect, abilities, habits, keep_data=call.trace_data)
            session.trace.append(plan_entry(plan, Class2Modem(dialect, habits, abilities), self._words))
            try:
                return CallRun(session, self._modem.open(), self._clock, call.pages, watch, cancel).run()
            finally:
                if not session.modem_at_rest:
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
            dialect, abilities = self._modem.ready(lambda: self._set_up(order))
            # A modem or an exchange without caller identification just does not tell.
            self._modem.console().ask("AT+VCID=1")
            caller = RingWatch(self._modem.open(), self._clock).wait(order.rings, watch, cancel)
            if caller is None:
                return None
            habits, plan = self._modem.profile.class2, AnswerPlan(order.ident, frozenset(), order.ecm, caller)
            session = T32Receiver(caller, dialect, habits, keep_data=order.trace_data)
            session.trace.append(plan_entry(plan, Class2Modem(dialect, habits, abilities), self._words))
            try:
                return AnswerRun(session, self._modem.open(), self._clock, keep_page, watch, cancel).run()
            finally:
                if not session.modem_at_rest:
                    self._modem.recover()

    def identify(self) -> ModemIdentity:
        """What the modem says of itself. Raises DeviceError."""
        with self._using:
            return self._modem.ready(self._ask_who)[0]

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

    def _plan(self, call: OutgoingCall) -> CallPlan:
        return CallPlan(
            number=call.number,
            ident=call.ident,
            page_count=len(call.pages),
            first_format=format_of(call.pages[0]),
            modem_codes=frozenset(),  # of Class 1; here the modem keeps its speeds to itself
            accept_far_ident=call.accept_far_ident,
            answer_wait_ms=self._answer_wait_s * 1000,
            ecm=call.ecm,
            max_bit_rate=call.max_bit_rate,
            document_starts=call.document_starts,
        )

    @property
    def _words(self) -> str:
        return self._modem.identity.words if self._modem.identity else ""

    def _ask_who(self) -> tuple[ModemIdentity, Dialect]:
        console = self._modem.console()
        console.wake()
        identity = console.introduce()
        self._modem.known_as(identity, choose_profile(self._profiles, identity.words))
        return identity, choose_dialect(self._modem.path, self._modem.profile, identity)

    def _set_up(self, call: OutgoingCall | AnswerOrder) -> tuple[Dialect, ModemAbilities]:
        """Known, awake, and told what this call needs. Raises ModemRefusesSetupError and its kin."""
        receives = isinstance(call, AnswerOrder)
        _, dialect = self._ask_who()
        console = self._modem.console()
        for command in self._modem.profile.init:
            console.demand(command)
        console.demand(f"AT+FCLASS={dialect.fax_class}")
        for command in self._modem.profile.flow_commands:  # Class 2 has none of its own; +FLO below overrides them
            console.ask(command)
        console.demand(f"ATS7={self._answer_wait_s}")
        abilities = read_abilities(" ".join(console.ask(f"AT{dialect.capabilities}=?")))
        own = capabilities_of(abilities, dialect, ecm=call.ecm, max_bit_rate=call.max_bit_rate)
        for command in set_up_commands(dialect, call.ident, own, receives=receives):
            console.demand(command)
        for wish in self._wishes(dialect, receives=receives):
            console.ask(f"AT{wish}")
        return dialect, abilities

    def _wishes(self, dialect: Dialect, *, receives: bool) -> tuple[str, ...]:
        wishes = (*dialect.wishes, *(dialect.receiving_wishes if receives else dialect.sending_wishes))
        if dialect is CLASS_2:
            return wishes
        return (*wishes, f"+FLO={_FLOW_VALUES[self._modem.profile.flow]}")


def choose_dialect(path: str, profile: ModemProfile, identity: ModemIdentity) -> Dialect:
    """The best class of the profile, 1 aside, that the modem offers. Raises NoFaxClass1Error, for want of any class."""
    offered = fax_classes(identity.classes)
    chosen = next((name for name in profile.classes if name in offered and name in DIALECTS), None)
    if chosen is None:
        raise NoFaxClass1Error(
            f"{path}: {identity.words or 'a modem without a name'} answered {identity.classes or 'ERROR'!r} to"
            " AT+FCLASS=?: a modem with fax class 1, 2, 2.0 or 2.1 is needed",
            device=path,
            classes=identity.classes,
        )
    return DIALECTS[chosen]
