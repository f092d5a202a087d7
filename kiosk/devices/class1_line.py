"""The fax line on a Class 1 modem: T.30 is ours (``kiosk.fax``).

Owns the modem's set-up for its class, and what a call is made of. Called by the core's fax worker and ``kiosk modem``
through ``line_choice.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from kiosk.devices.answer_run import ReceivingSession
from kiosk.devices.call_run import SendingSession
from kiosk.devices.class1_setup import ModemIdentity, class_1_of
from kiosk.devices.modem_line import ModemLine
from kiosk.devices.modem_profiles import choose_profile
from kiosk.devices.page_coder import format_of
from kiosk.devices.protocols import AnswerOrder, OutgoingCall
from kiosk.fax.answerer import Answerer, AnswerPlan
from kiosk.fax.answerer_session import AnswererSession
from kiosk.fax.call_session import CallSession
from kiosk.fax.caller import Caller, CallPlan
from kiosk.fax.modulations import LADDER
from kiosk.fax.negotiation import whole_speeds
from kiosk.fax.outcome import CallerSays
from kiosk.fax.t31 import T31
from kiosk.fax.trace_plan import plan_entry


class Class1Line(ModemLine):
    """A line that can place fax calls and answer them."""

    # What a living modem needs for its longest silence: 1.5 s of page data and its OK.
    silent_at_the_end_s: ClassVar[float] = 2.5
    _last_answered: tuple[ModemIdentity, AnswererSession] | None = None

    def _outgoing(self, call: OutgoingCall) -> SendingSession:
        identity = self._modem.ready(self._introduction)
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
        habits = self._modem.profile.habits
        opening = (plan_entry(plan, habits, identity.words),)
        return CallSession(Caller(plan), T31(habits), keep_data=call.trace_data, opening=opening)

    def _readiness(self, order: AnswerOrder) -> Callable[[CallerSays], ReceivingSession]:
        identity = self._learned(self._modem.ready(self._introduction))
        codes = frozenset(m.long_code for m in whole_speeds(identity.receive_codes, order.max_bit_rate))

        def answer(caller: CallerSays) -> ReceivingSession:
            plan, habits = AnswerPlan(order.ident, codes, order.ecm, caller), self._modem.profile.habits
            opening = (plan_entry(plan, habits, identity.words),)
            session = AnswererSession(Answerer(plan), T31(habits), keep_data=order.trace_data, opening=opening)
            self._last_answered = identity, session
            return session

        return answer

    def _learned(self, identity: ModemIdentity) -> ModemIdentity:
        """A modem that refused V.17's short training in the last call is not offered in V.17 again.

        Most callers cannot be led out of it once they have trained, above all with error correction.
        """
        seen, session = self._last_answered or (None, None)
        self._last_answered = None
        if session is None or seen is not identity or session.takes_short_training:
            return identity
        short = {modulation.short_code for modulation in LADDER} - {modulation.long_code for modulation in LADDER}
        self._modem.known_as(replace(identity, receive_codes=identity.receive_codes - short), self._modem.profile)
        return self._modem.ready(self._introduction)

    def _introduction(self) -> ModemIdentity:
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
