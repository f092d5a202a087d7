"""Phases A and B of a call that comes in on a modem that runs T.30 itself: who calls, and how its pages will be coded.

Owns answering, what the modem reports of the caller, and what an end of the call means for a receiver. Refuses to know
page data: its heir ``t32_receiver.py`` takes them. The calling side's like is ``t32_opening.py``.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import replace

from kiosk.fax import outcome as o
from kiosk.fax.answerer_pages import PageArrived, ReceivedPages
from kiosk.fax.t31_octets import Result
from kiosk.fax.t32_dialogue import Class2Habits, Dialogue
from kiosk.fax.t32_fields import Codes, read_codes, read_words
from kiosk.fax.t32_receiving_table import RECEIVING
from kiosk.fax.t32_table import NORMAL_END, Dialect, State

Wish = o.ReceptionEvent | PageArrived
Wishes = list[Wish]

_ANSWER_MS = 55_000  # CED (4 s), then T1 (35 +- 5 s, T.30 5.4.3.1), then the modem's hang-up code
_TERMS_MS = 3_000
_BARE_TERMS = re.compile(r"[0-9A-Fa-f]{1,2}(?:,[0-9A-Fa-f]{0,2}){4,}")
_BEFORE_A_PAGE = (o.ReceptionOutcome.CALLER_GONE, o.ReceptionOutcome.NOT_A_FAX)


class Answering(Dialogue[Wish, o.ReceptionOutcome]):
    """A call that comes in, up to the moment at which page data may be fetched."""

    def __init__(
        self, caller: o.CallerSays, dialect: Dialect, habits: Class2Habits, *, keep_data: bool = False
    ) -> None:
        super().__init__(dialect, habits, RECEIVING, keep_data=keep_data)
        self.caller = caller
        self.pages = ReceivedPages()
        self._dcs: Codes | None = None  # reported since it was last heeded
        self._wants_to_poll = False
        self._finished = False  # the last page is confirmed, and the modem has said so much as that it has answered

    def start(self, now_ms: int) -> Wishes:
        """Off-hook. The modem has been set up: class, identification, abilities, +FCR=1 (``set_up_commands``)."""
        self.modem_at_rest = False
        self.state = State.ANSWERING
        self._note("ANSWER", "", now_ms)
        self._command("ATA", _ANSWER_MS, now_ms)
        return [o.Answering()]

    # ---- what the modem reports ----

    def _fax_heard(self, _value: str, now_ms: int) -> Wishes:
        """+FCON, +FCO: a fax machine has called."""
        self._reach(now_ms)
        return []

    def _reach(self, now_ms: int) -> None:
        """A frame proves a fax machine as well as its flags do: some firmware tells them late, or only the frames."""
        if self.state is State.ANSWERING and not self._reached_far_end:
            self._reached_far_end = True
            self._deadline_ms = now_ms + _ANSWER_MS

    def _told_ident(self, value: str, now_ms: int) -> Wishes:
        return self._told("TSI", "ident", value, now_ms)

    def _told_subaddress(self, value: str, now_ms: int) -> Wishes:
        return self._told("SUB", "subaddress", value, now_ms)

    def _told_selective_polling(self, value: str, now_ms: int) -> Wishes:
        return self._told("SEP", "selective_polling", value, now_ms)

    def _told_password(self, value: str, now_ms: int) -> Wishes:
        return self._told("PWD", "password", value, now_ms)

    def _told(self, signal: str, field: str, value: str, now_ms: int) -> Wishes:
        """TSI, SUB, SEP, PWD: taken note of; whether they open anything is for the house (B10)."""
        self._reach(now_ms)
        words = read_words(value)
        self.caller = replace(self.caller, **{field: words})
        self._note(signal, words or "", now_ms, "<")
        return []

    def _commanded(self, value: str, now_ms: int) -> Wishes:
        self._reach(now_ms)
        self._dcs = read_codes(value)
        self._note("DCS", str(self._dcs), now_ms, "<")
        return []

    def _asked_for_pages(self, value: str, now_ms: int) -> Wishes:
        """DTC: the caller wants to be sent something; nothing lies here for polling."""
        self._reach(now_ms)
        self._wants_to_poll = True
        self._note("DTC", value, now_ms, "<")
        return []

    def _voice_heard(self, _value: str, now_ms: int) -> Wishes:
        if self.state is not State.ANSWERING:
            return []
        return self._end(o.ReceptionOutcome.NOT_A_FAX, "the modem heard a voice", now_ms)

    def _data_modem_called(self, _result: Result, now_ms: int) -> Wishes:
        return self._end(o.ReceptionOutcome.NOT_A_FAX, "the modem made a data connection", now_ms)

    # ---- phase B ----

    def _phase_b_reached(self, result: Result, now_ms: int) -> Wishes:
        """OK to ATA: who calls is known, and what it has commanded (T.32 8.3.2)."""
        if self._hang_up_code is not None or not self._reached_far_end:
            return self._ended_by_modem(result, now_ms)
        self.state = State.BETWEEN_COMMANDS
        if self._wants_to_poll:
            return self._end(o.ReceptionOutcome.INCOMPATIBLE, "the caller wants to poll", now_ms)
        known: Wishes = [o.CallerKnown(self.caller)]
        if self._dcs is not None:
            return [*known, *self._fetch(now_ms)]
        self.state = State.ASKING_TERMS
        return [*known, *self._command(f"AT{self._dialect.terms}?", _TERMS_MS, now_ms)]

    def _heard(self, line: str, now_ms: int) -> Wishes:
        """Asked for its terms a modem may answer without their name."""
        if self.state is State.ASKING_TERMS and _BARE_TERMS.fullmatch(line):
            return self._commanded(line, now_ms)
        return super()._heard(line, now_ms)

    def _terms_asked(self, _result: Result, now_ms: int) -> Wishes:
        """If it has not told them now, it may tell them with the page."""
        return self._fetch(now_ms)

    @abstractmethod
    def _fetch(self, now_ms: int) -> Wishes:
        """+FDR: the modem may answer what was, and is to hand over what comes."""

    # ---- what an end means ----

    def _settle(self, outcome: o.ReceptionOutcome, detail: str) -> None:
        """A hang-up after the last confirmation is the proper end; amid the pages it leaves the document incomplete."""
        if self._finished:
            outcome, detail = o.ReceptionOutcome.RECEIVED, "" if self._hang_up_code == NORMAL_END else detail
        elif outcome in _BEFORE_A_PAGE:
            outcome = self._lost() if self._page_came else outcome
        super()._settle(outcome, detail)

    @property
    def _page_came(self) -> bool:
        return bool(self.pages.reports) or self.pages.begun

    def _lost(self) -> o.ReceptionOutcome:
        if self._page_came:
            return o.ReceptionOutcome.INCOMPLETE
        return o.ReceptionOutcome.CALLER_GONE if self._reached_far_end else o.ReceptionOutcome.NOT_A_FAX

    def _hanging_up(self) -> Wishes:
        return [o.HangingUp()]
