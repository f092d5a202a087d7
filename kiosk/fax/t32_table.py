"""The three dialects of a modem that runs T.30 itself, the states of a call on it and its words, as tables.

Owns what T.32 (Class 2.1), TIA-592 (Class 2.0) and the draft SP-2388 (Class 2, as built) call things. What may happen
where is in ``t32_sending_table.py`` and ``t32_receiving_table.py``. Holds no behaviour: ``t32_dialogue.py`` and its
heirs follow it. Where a word of one dialect turns up in another it is understood too: firmware mixes them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

from kiosk.fax.t31_octets import Result

_Outcome = TypeVar("_Outcome", bound=StrEnum)


@dataclass(frozen=True)
class Dialect:
    """One class of modem. Commands are without AT and value."""

    fax_class: str
    ident: str
    capabilities: str
    session: str
    abort: str
    page_answer: str  # for the host's own judgement of a page that came in
    terms: str  # of the session, to be asked for
    # Commands that improve matters; a modem may refuse them (they are options of the standard, or missing in firmware).
    wishes: tuple[str, ...]
    sending_wishes: tuple[str, ...]
    receiving_wishes: tuple[str, ...]
    ecm_values: tuple[int, ...]  # of the EC field, best first
    ends_page_in_data: bool  # DLE with a code, or DLE ETX and +FET
    ok_confirms: bool  # TIA-592 8.4.2: OK to the end of a page is MCF, RTP or PIP, ERROR is RTN or PIN
    waits_for_xon: bool  # SP-2388 has the modem send XON when it wants the data; later texts dropped it
    sends_rtc: bool  # in SP-2388 the modem appends RTC to DLE ETX; in 2.0 and 2.1 the host ends the page with it
    stop_data: bytes


CLASS_2 = Dialect(
    fax_class="2",
    ident="+FLID",
    capabilities="+FDCC",
    session="+FDIS",
    abort="+FK",
    page_answer="+FPTS",
    terms="+FDCS",
    wishes=("+FBOR=0", "+FCQ=0", "+FPHCTO=300", "+FBUG=1"),  # units of 100 ms; frames are told: signs of life
    sending_wishes=("+FCR=0",),
    receiving_wishes=("+FAA=0", "+FREL=0"),  # answer as a fax only; EOLs as they come
    ecm_values=(2, 1),  # frames of 256 and of 64 octets
    ends_page_in_data=False,
    ok_confirms=False,
    waits_for_xon=True,
    sends_rtc=False,
    stop_data=b"\x10\x03",
)
CLASS_2_0 = Dialect(
    fax_class="2.0",
    ident="+FLI",
    capabilities="+FCC",
    session="+FIS",
    abort="+FKS",
    page_answer="+FPS",
    terms="+FCS",
    wishes=("+FNR=1,1,1,0", "+FBO=0", "+FCQ=0,0", "+FPP=0", "+FCT=30", "+FBU=1"),  # seconds
    sending_wishes=("+FCR=0",),
    # SUB, SEP and PWD are taken and told (B10); no procedure interrupts; EOLs as they come
    receiving_wishes=("+FAA=0", "+FAP=1,1,1", "+FIE=0", "+FEA=0"),
    ecm_values=(1,),
    ends_page_in_data=True,
    ok_confirms=True,
    waits_for_xon=False,
    sends_rtc=True,
    stop_data=b"\x10\x18",  # DLE CAN
)
CLASS_2_1 = replace(CLASS_2_0, fax_class="2.1")
DIALECTS: dict[str, Dialect] = {dialect.fax_class: dialect for dialect in (CLASS_2, CLASS_2_0, CLASS_2_1)}


class PostPage(StrEnum):
    """What follows a page (T.30 5.3.6.1.6)."""

    MPS = "MPS"
    EOM = "EOM"
    EOP = "EOP"


FET_VALUES = {PostPage.MPS: 0, PostPage.EOM: 1, PostPage.EOP: 2}
# What is told of a page that came in; the forms with PRI- ask for an operator, whom a kiosk has not.
POST_PAGES = {0: PostPage.MPS, 1: PostPage.EOM, 2: PostPage.EOP, 3: PostPage.MPS, 4: PostPage.EOM, 5: PostPage.EOP}
END_CODES = {PostPage.MPS: b"\x10\x2c", PostPage.EOM: b"\x10\x3b", PostPage.EOP: b"\x10\x2e"}


class PageAnswer(StrEnum):
    """The far end's answer to a page, as +FPTS and +FPS number it."""

    MCF = "MCF"
    RTN = "RTN"
    RTP = "RTP"
    PIN = "PIN"
    PIP = "PIP"


PAGE_ANSWERS = {1: PageAnswer.MCF, 2: PageAnswer.RTN, 3: PageAnswer.RTP, 4: PageAnswer.PIN, 5: PageAnswer.PIP}
ANSWER_VALUES = {answer: value for value, answer in PAGE_ANSWERS.items()}
CONFIRMING = (PageAnswer.MCF, PageAnswer.RTP, PageAnswer.PIP)


class Word(StrEnum):
    """Responses that are no result codes."""

    ANSWERED = "+FCON"
    IDENT = "+FCSI"
    DIS = "+FDIS"
    DCS = "+FDCS"
    PAGE_ANSWER = "+FPTS"
    HUNG_UP = "+FHNG"
    VOICE = "+FVOICE"
    CALLER_IDENT = "+FTSI"
    POST_PAGE = "+FET"
    POLLED = "+FDTC"
    SUBADDRESS = "+FSA"
    SELECTIVE_POLLING = "+FPA"
    PASSWORD = "+FPW"
    FRAME_SENT = "+FHT"
    FRAME_HEARD = "+FHR"


WORDS: dict[str, Word] = {word.value: word for word in Word} | {
    "+FCO": Word.ANSWERED,
    "+FCI": Word.IDENT,
    "+FIS": Word.DIS,
    "+FCS": Word.DCS,
    "+FPS": Word.PAGE_ANSWER,
    "+FHS": Word.HUNG_UP,
    "+FVO": Word.VOICE,
    "+FTI": Word.CALLER_IDENT,
    "+FTC": Word.POLLED,
}


class State(StrEnum):
    """Where a call is."""

    NOT_BEGUN = "before the call"
    # a call that we place
    DIALLING = "while dialling"
    BETWEEN_COMMANDS = "between two commands"
    SETTING_SESSION = "while setting the session's terms"
    AWAITING_CONNECT = "while awaiting the modem's training"
    AWAITING_XON = "while awaiting XON"
    AWAITING_PAGE = "while awaiting the coded page"
    SENDING_PAGE = "while sending the page"
    ENDING_PAGE = "while the modem takes the end of the page"
    AWAITING_ANSWER = "while awaiting confirmation"
    # a call that comes in
    ANSWERING = "while answering"
    ASKING_TERMS = "while asking for the session's terms"
    AWAITING_DATA = "while awaiting page data"
    RECEIVING_PAGE = "while receiving a page"
    AWAITING_POST_PAGE = "while awaiting what follows the page"
    AWAITING_KEEPING = "while the page is put on disk"
    SETTING_ANSWER = "while telling the modem how to answer the page"
    # both
    AWAITING_HANG_UP = "while the modem disconnects"
    STOPPING = "while stopping the modem"
    ABORTING = "while aborting the call"
    HANGING_UP = "while hanging up"
    OVER = "after the call"


IN_DATA_MODE = (State.AWAITING_XON, State.AWAITING_PAGE, State.SENDING_PAGE, State.ENDING_PAGE)
# A command line goes out here. While it does, a result code belongs to the one before.
COMMANDING = (
    State.SETTING_SESSION,
    State.AWAITING_CONNECT,
    State.ASKING_TERMS,
    State.AWAITING_DATA,
    State.SETTING_ANSWER,
    State.ABORTING,
    State.HANGING_UP,
)
LEAVING = (State.STOPPING, State.ABORTING, State.HANGING_UP, State.OVER)
# Whoever leaves from here may command at once; the modem takes commands, or keeps them until its result.
IN_COMMAND_STATE = (State.BETWEEN_COMMANDS, State.AWAITING_ANSWER, State.AWAITING_KEEPING)
# A result is at hand, and until then nothing that is sent would be heeded.
DEAF = (State.SETTING_SESSION, State.ASKING_TERMS, State.AWAITING_POST_PAGE, State.SETTING_ANSWER)

REPORTS_OF_BOTH: dict[Word, str] = {
    Word.HUNG_UP: "_hang_up_reported",
    Word.VOICE: "_voice_heard",
    Word.FRAME_SENT: "_frame_sent",
    Word.FRAME_HEARD: "_frame_heard",
}
ENDS = (Result.OK, Result.ERROR, Result.NO_CARRIER)
WAYS_OUT: dict[tuple[State, Result], str] = {
    (State.AWAITING_HANG_UP, Result.OK): "_disconnected",
    (State.AWAITING_HANG_UP, Result.NO_CARRIER): "_disconnected",
    **{(State.STOPPING, end): "_stopped" for end in ENDS},
    **{(State.ABORTING, end): "_aborted" for end in ENDS},
    (State.HANGING_UP, Result.OK): "_at_rest",
    (State.HANGING_UP, Result.NO_CARRIER): "_at_rest",
    (State.HANGING_UP, Result.ERROR): "_not_at_rest",
}


@dataclass(frozen=True)
class Procedure(Generic[_Outcome]):
    """One side's table: the methods for result codes and reports, and what the ends of a call are called."""

    transitions: Mapping[tuple[State, Result], str]
    reports: Mapping[Word, str]  # a report may come wherever a call is under way: it is noted, whatever we wait for
    hang_ups: Mapping[str, tuple[_Outcome, str]]
    cancelled: _Outcome
    modem_failed: _Outcome
    by_silence: tuple[_Outcome, ...]  # what a silence is taken for, until the modem itself turns out to be silent


NORMAL_END = "00"
NO_CODE = "??"  # the call is over, and the modem has not said why


def hang_up_code(value: str) -> str:
    """The value of +FHNG or +FHS as two digits, in the hexadecimal form of 2.0; the draft's 100 to 109 are A0 to A9.

    What is no number proves nothing, least of all that the call has ended well.
    """
    told = value.strip("\" '").upper()
    if not re.fullmatch("[0-9A-F]{1,3}", told):
        return NO_CODE
    digits = told.lstrip("0")
    return f"A{digits[2]}" if re.fullmatch("10[0-9]", digits) else digits.rjust(2, "0")[:2]
