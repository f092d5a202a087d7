"""Phases A and B of a call on a modem that runs T.30 itself: who answered, and on which terms pages may go.

Owns dialling, what the modem reports of the far end, the question to policy (B7) and the session's terms. Refuses to
know pages on their way: its heir ``t32.py`` sends them.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.call_plan import CallPlan
from kiosk.fax.fields import Abilities, Terms
from kiosk.fax.page_book import PageBook
from kiosk.fax.t31_octets import Result
from kiosk.fax.t32_dialogue import Class2Habits, Dialogue
from kiosk.fax.t32_fields import (
    LEAST_DIS,
    Codes,
    ModemAbilities,
    capabilities_of,
    commanded_terms,
    read_codes,
    read_words,
    session_codes,
    session_terms,
    shared_abilities,
    with_coding,
)
from kiosk.fax.t32_sending_table import DIAL_FAILURES, SENDING
from kiosk.fax.t32_table import Dialect, State, Word

Wish = o.LineEvent | p.PageWanted
Wishes = list[Wish]

_T1_MS = 40_000  # T.30 5.4.3.1: 35 +- 5 s
_DIALLING_MS = 25_000  # the modem's S7 begins behind the last digit (a pulse dialled 0 takes 1.8 s)
_ANSWER_SLACK_MS = 3_000
_SESSION_MS = 5_000


class Opening(Dialogue[Wish, o.CallOutcome]):
    """A call up to the moment at which the first page, or the first after an EOM, may begin."""

    def __init__(
        self, plan: CallPlan, dialect: Dialect, modem: ModemAbilities, habits: Class2Habits, *, keep_data: bool = False
    ) -> None:
        super().__init__(dialect, habits, SENDING, keep_data=keep_data)
        self.pages = PageBook(plan.page_count)
        self._plan, self._modem = plan, modem
        self._own = capabilities_of(modem, dialect, ecm=plan.ecm, max_bit_rate=plan.max_bit_rate)
        self._format = plan.first_format
        self._far_codes: Codes | None = None
        self._shared: Abilities | None = None
        self._dcs: Codes | None = None
        self._page_refused = False  # and no end of it told since: whoever goes now has gone because of that
        self.terms: Terms | None = None
        self.far_ident: str | None = None
        self.connected_ms: int | None = None

    def start(self, now_ms: int) -> Wishes:
        """Dial. The modem has been set up: class, identification and abilities (``set_up_commands``)."""
        self.modem_at_rest = False
        self.state = State.DIALLING
        self._note("DIAL", self._plan.number, now_ms)
        self._command(f"{self._habits.dial}{self._plan.number}", self._plan.answer_wait_ms + _DIALLING_MS, now_ms)
        return [o.Dialling(self._plan.number)]

    def _answered(self, _value: str, now_ms: int) -> Wishes:
        """+FCON, +FCO: a fax machine's flags are on the line."""
        self._reach(now_ms)
        return []

    def _reach(self, now_ms: int) -> None:
        """A frame proves a fax machine as well as its flags do: some firmware tells them late, or only the frames."""
        if self.state is State.DIALLING and not self._reached_far_end:
            self._reached_far_end, self.connected_ms = True, now_ms
            self._deadline_ms = now_ms + _T1_MS

    def _identified(self, value: str, now_ms: int) -> Wishes:
        self._reach(now_ms)
        self.far_ident = read_words(value)
        self._note(Word.IDENT.value[2:], self.far_ident or "", now_ms, "<")
        return []

    def _dis_reported(self, value: str, now_ms: int) -> Wishes:
        self._reach(now_ms)
        self._far_codes = read_codes(value)
        self._note("DIS", str(self._far_codes), now_ms, "<")
        return []

    def _dcs_reported(self, value: str, now_ms: int) -> Wishes:
        self._dcs = read_codes(value)
        self._note("DCS", str(self._dcs), now_ms, ">")
        return []

    def _voice_heard(self, _value: str, now_ms: int) -> Wishes:
        if self.state is not State.DIALLING:
            return []
        return self._end(o.CallOutcome.NOT_A_FAX, "the modem heard a voice", now_ms)

    def _dial_failed(self, result: Result, now_ms: int) -> Wishes:
        if self._hang_up_code is not None and result in (Result.NO_CARRIER, Result.ERROR):
            return self._ended_by_modem(result, now_ms)  # the code tells more; BUSY and its like say it themselves
        outcome = DIAL_FAILURES[result]
        waited = now_ms >= self._plan.answer_wait_ms - _ANSWER_SLACK_MS
        if result is Result.NO_CARRIER and (waited or self._reached_far_end):
            outcome = o.CallOutcome.NOT_A_FAX  # S7 or T1 ran out in the modem
        self._settle(outcome, f"the modem answered {result.value}")
        return [o.HangingUp(), *self._hang_up(now_ms)]

    def _data_modem_answered(self, _result: Result, now_ms: int) -> Wishes:
        return self._end(o.CallOutcome.NOT_A_FAX, "the modem made a data connection", now_ms)

    def _phase_b_reached(self, result: Result, now_ms: int) -> Wishes:
        """OK to ATD: who is there, may it have the pages (B7), on which terms."""
        if self._hang_up_code is not None or not self._reached_far_end:
            return self._ended_by_modem(result, now_ms)
        accept = self._plan.accept_far_ident
        connected: Wishes = [o.Connected(self.far_ident)]
        if accept is not None and not accept(self.far_ident):
            self.state = State.BETWEEN_COMMANDS
            refused = o.CallOutcome.FAR_IDENT_REFUSED
            return [*connected, *self._end(refused, "policy refused this identification", now_ms)]
        return [*connected, *self._set_session(now_ms)]

    def _set_session(self, now_ms: int) -> Wishes:
        """The terms of the pages that follow; before the first, and after each EOM."""
        far = self._far_codes or LEAST_DIS
        self._shared = shared_abilities(self._modem, self._own, far)
        rate = min(self._own.br, far.br)
        self.terms = session_terms(rate, self._format, self._shared, ecm=self._plan.ecm)
        self.state = State.BETWEEN_COMMANDS
        if self.terms is None:
            return self._end(o.CallOutcome.INCOMPATIBLE, "the far end cannot receive this page", now_ms)
        if not self._habits.sets_session_in_call:
            return self._begin_page(now_ms)
        self.state = State.SETTING_SESSION
        codes = session_codes(self.terms, self._own, far)
        return self._command(f"AT{self._dialect.session}={codes}", _SESSION_MS, now_ms)

    def _session_set(self, _result: Result, now_ms: int) -> Wishes:
        if self._hang_up_code is not None:
            return self._ended_by_modem(_result, now_ms)
        return self._begin_page(now_ms)

    def _session_refused(self, result: Result, now_ms: int) -> Wishes:
        """What was set before the call stands then; +FDCS will tell what it comes to."""
        self._note("REFUSED", self._dialect.session, now_ms)
        return self._session_set(result, now_ms)

    def _adopt_dcs(self) -> Wishes:
        """What the modem has commanded overrules what we asked for, in this call for good: some have MH only."""
        if self._dcs is None or self._shared is None:
            return []  # the same terms as for the page before, or a modem that does not report: ours stand
        asked, terms = self.terms, commanded_terms(self._dcs, self._format, self._shared)
        self.terms = terms
        if terms is None:
            return []
        if asked is not None and terms.coding is not asked.coding:
            self._modem = with_coding(self._modem, terms.coding)
            self._shared = replace(self._shared, codings=frozenset({o.Coding.MH, terms.coding}))
        return [o.Trained(terms.modulation.name, terms.modulation.bit_rate)]

    def _settle(self, outcome: o.CallOutcome, detail: str) -> None:
        """However it ended: if every page is confirmed, it is delivered. Training may be lost amid a message, too."""
        if self.pages.all_confirmed:
            outcome, detail = o.CallOutcome.DELIVERED, ""
        elif outcome in (o.CallOutcome.NO_CARRIER, o.CallOutcome.LINE_LOST):
            outcome = self._lost()
        super()._settle(outcome, detail)

    def _hanging_up(self) -> Wishes:
        return [o.HangingUp()]

    def _lost(self) -> o.CallOutcome:
        if self._page_refused:
            return o.CallOutcome.PAGE_REFUSED
        in_message = any(page.attempts for page in self.pages.reports)
        return o.CallOutcome.LINE_LOST if in_message else o.CallOutcome.NO_CARRIER

    @abstractmethod
    def _begin_page(self, now_ms: int) -> Wishes:
        """The terms are set: on with the current page."""
