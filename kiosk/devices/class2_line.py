"""The fax line on a modem of Class 2, 2.0 or 2.1, which runs T.30 itself.

Owns the modem's set-up for its class, and what a call is made of (``kiosk.fax.t32``, ``t32_receiver``). Called by the
core's fax worker and ``kiosk modem`` through ``line_choice.py``.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.devices.answer_run import ReceivingSession
from kiosk.devices.call_run import SendingSession
from kiosk.devices.class1_setup import ModemIdentity, NoFaxClass1Error, fax_classes
from kiosk.devices.modem_line import ModemLine
from kiosk.devices.modem_profiles import ModemProfile, choose_profile
from kiosk.devices.page_coder import format_of
from kiosk.devices.protocols import AnswerOrder, OutgoingCall
from kiosk.devices.serial_port import FlowControl
from kiosk.fax.answerer import AnswerPlan
from kiosk.fax.call_plan import CallPlan
from kiosk.fax.outcome import CallerSays
from kiosk.fax.t32 import T32Session
from kiosk.fax.t32_fields import ModemAbilities, capabilities_of, read_abilities, set_up_commands
from kiosk.fax.t32_receiver import T32Receiver
from kiosk.fax.t32_table import CLASS_2, DIALECTS, Dialect
from kiosk.fax.trace_plan import Class2Modem, plan_entry

_FLOW_VALUES = {FlowControl.NONE: 0, FlowControl.XON_XOFF: 1, FlowControl.RTS_CTS: 2}  # +FLO, TIA-592 8.5.3.3


class Class2Line(ModemLine):
    """A line that can place fax calls and answer them."""

    def _outgoing(self, call: OutgoingCall) -> SendingSession:
        dialect, abilities = self._modem.ready(lambda: self._set_up(call))
        plan, habits = self._plan(call), self._modem.profile.class2
        session = T32Session(plan, dialect, abilities, habits, keep_data=call.trace_data)
        session.trace.append(plan_entry(plan, Class2Modem(dialect, habits, abilities), self._words))
        return session

    def _readiness(self, order: AnswerOrder) -> Callable[[CallerSays], ReceivingSession]:
        dialect, abilities = self._modem.ready(lambda: self._set_up(order))

        def answer(caller: CallerSays) -> ReceivingSession:
            habits, plan = self._modem.profile.class2, AnswerPlan(order.ident, frozenset(), order.ecm, caller)
            session = T32Receiver(caller, dialect, habits, keep_data=order.trace_data)
            session.trace.append(plan_entry(plan, Class2Modem(dialect, habits, abilities), self._words))
            return session

        return answer

    def _introduction(self) -> ModemIdentity:
        return self._ask_who()[0]

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
