"""The three dialects of a modem that runs T.30 itself, its states and its words, as tables.

Owns what T.32 (Class 2.1), TIA-592 (Class 2.0) and the draft SP-2388 (Class 2, as built) call things, what may happen
where, and what a hang-up code means for the call. Holds no behaviour: ``t32.py`` and ``t32_dialogue.py`` follow it.
Where a word of one dialect turns up in another it is understood too: firmware mixes them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.fax.outcome import CallOutcome
from kiosk.fax.t31_octets import Result


@dataclass(frozen=True)
class Dialect:
    """One class of modem. Commands are without AT and value."""

    fax_class: str
    ident: str
    capabilities: str
    session: str
    abort: str
    # Commands that improve matters; a modem may refuse them (they are options of the standard, or missing in firmware).
    wishes: tuple[str, ...]
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
    wishes=("+FCR=0", "+FBOR=0", "+FCQ=0", "+FPHCTO=300"),  # units of 100 ms
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
    wishes=("+FCR=0", "+FNR=1,1,1,0", "+FBO=0", "+FCQ=0,0", "+FPP=0", "+FCT=30"),  # seconds
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
END_CODES = {PostPage.MPS: b"\x10\x2c", PostPage.EOM: b"\x10\x3b", PostPage.EOP: b"\x10\x2e"}


class PageAnswer(StrEnum):
    """The far end's answer to a page, as +FPTS and +FPS number it."""

    MCF = "MCF"
    RTN = "RTN"
    RTP = "RTP"
    PIN = "PIN"
    PIP = "PIP"


PAGE_ANSWERS = {1: PageAnswer.MCF, 2: PageAnswer.RTN, 3: PageAnswer.RTP, 4: PageAnswer.PIN, 5: PageAnswer.PIP}
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


WORDS: dict[str, Word] = {word.value: word for word in Word} | {
    "+FCO": Word.ANSWERED,
    "+FCI": Word.IDENT,
    "+FIS": Word.DIS,
    "+FCS": Word.DCS,
    "+FPS": Word.PAGE_ANSWER,
    "+FHS": Word.HUNG_UP,
    "+FVO": Word.VOICE,
}


class State(StrEnum):
    """Where the call is."""

    NOT_BEGUN = "before the call"
    DIALLING = "while dialling"
    BETWEEN_COMMANDS = "between two commands"
    SETTING_SESSION = "while setting the session's terms"
    AWAITING_CONNECT = "while awaiting the modem's training"
    AWAITING_XON = "while awaiting XON"
    AWAITING_PAGE = "while awaiting the coded page"
    SENDING_PAGE = "while sending the page"
    ENDING_PAGE = "while the modem takes the end of the page"
    AWAITING_ANSWER = "while awaiting confirmation"
    AWAITING_HANG_UP = "while the modem disconnects"
    STOPPING = "while stopping the modem"
    ABORTING = "while aborting the call"
    HANGING_UP = "while hanging up"
    OVER = "after the call"


IN_DATA_MODE = (State.AWAITING_XON, State.AWAITING_PAGE, State.SENDING_PAGE, State.ENDING_PAGE)
# A command line goes out here. While it does, a result code belongs to the one before.
COMMANDING = (State.SETTING_SESSION, State.AWAITING_CONNECT, State.ABORTING, State.HANGING_UP)
LEAVING = (State.STOPPING, State.ABORTING, State.HANGING_UP, State.OVER)

# A report may come wherever a call is under way: it is noted, whatever we wait for.
REPORTS: dict[Word, str] = {
    Word.ANSWERED: "_answered",
    Word.IDENT: "_identified",
    Word.DIS: "_dis_reported",
    Word.DCS: "_dcs_reported",
    Word.PAGE_ANSWER: "_page_answered",
    Word.HUNG_UP: "_hang_up_reported",
    Word.VOICE: "_voice_heard",
}
TRANSITIONS: dict[tuple[State, Result], str] = {
    (State.DIALLING, Result.OK): "_phase_b_reached",
    (State.DIALLING, Result.CONNECT): "_data_modem_answered",
    **{
        (State.DIALLING, failure): "_dial_failed"
        for failure in Result
        if failure not in (Result.OK, Result.CONNECT, Result.WRONG_CARRIER)
    },
    (State.SETTING_SESSION, Result.OK): "_session_set",
    (State.SETTING_SESSION, Result.ERROR): "_session_refused",
    (State.SETTING_SESSION, Result.NO_CARRIER): "_ended_by_modem",
    (State.AWAITING_CONNECT, Result.CONNECT): "_connected_for_data",
    (State.ENDING_PAGE, Result.OK): "_data_taken",
    **{(State.AWAITING_ANSWER, end): "_answer_complete" for end in (Result.OK, Result.ERROR, Result.NO_CARRIER)},
    (State.AWAITING_HANG_UP, Result.OK): "_disconnected",
    (State.AWAITING_HANG_UP, Result.NO_CARRIER): "_disconnected",
    **{(State.STOPPING, end): "_stopped" for end in (Result.OK, Result.ERROR, Result.NO_CARRIER)},
    **{(State.ABORTING, end): "_aborted" for end in (Result.OK, Result.ERROR, Result.NO_CARRIER)},
    (State.HANGING_UP, Result.OK): "_at_rest",
    (State.HANGING_UP, Result.NO_CARRIER): "_at_rest",
    (State.HANGING_UP, Result.ERROR): "_not_at_rest",
}
for _state in (State.AWAITING_CONNECT, *IN_DATA_MODE):
    for _end in (Result.OK, Result.ERROR, Result.NO_CARRIER):
        TRANSITIONS.setdefault((_state, _end), "_ended_by_modem")

DIAL_FAILURES: dict[Result, CallOutcome] = {
    Result.BUSY: CallOutcome.BUSY,
    Result.NO_ANSWER: CallOutcome.NO_ANSWER,
    Result.NO_DIAL_TONE: CallOutcome.NO_DIAL_TONE,
    Result.NO_CARRIER: CallOutcome.NO_CARRIER,
    Result.BARRED: CallOutcome.MODEM_FAILED,
    Result.ERROR: CallOutcome.MODEM_FAILED,
}

NORMAL_END = "00"
# TIA-592 and T.32, hang-up status: the codes of a sender, the same digits in all dialects (hexadecimal in 2.0 and 2.1).
HANG_UPS: dict[str, tuple[CallOutcome, str]] = {
    "01": (CallOutcome.NO_CARRIER, "ring detected without a handshake"),
    "02": (CallOutcome.MODEM_FAILED, "the modem took something for an abort"),
    "03": (CallOutcome.NO_DIAL_TONE, "no loop current"),
    "04": (CallOutcome.NO_ANSWER, "ringback and no answer"),
    "05": (CallOutcome.NOT_A_FAX, "answered without CED"),
    "10": (CallOutcome.NO_CARRIER, "phase A failed"),
    "11": (CallOutcome.NOT_A_FAX, "no DIS within T1"),
    "20": (CallOutcome.NO_CARRIER, "phase B failed"),
    "21": (CallOutcome.INCOMPATIBLE, "the far end can neither receive nor be polled"),
    "22": (CallOutcome.NO_CARRIER, "no command, or DCN, in phase B"),
    "23": (CallOutcome.NO_CARRIER, "invalid command in phase B"),
    "24": (CallOutcome.NO_CARRIER, "no response, or DCN, in phase B"),
    "25": (CallOutcome.NO_CARRIER, "no answer to three DCS"),
    "26": (CallOutcome.NO_CARRIER, "DIS three times: DCS was not recognised"),
    "27": (CallOutcome.TRAINING_FAILED, "FTT at the lowest speed"),
    "28": (CallOutcome.NO_CARRIER, "invalid response in phase B"),
    "40": (CallOutcome.LINE_LOST, "phase C failed"),
    "41": (CallOutcome.MODEM_FAILED, "image format"),
    "42": (CallOutcome.MODEM_FAILED, "image conversion"),
    "43": (CallOutcome.MODEM_FAILED, "page data came too late"),
    "44": (CallOutcome.MODEM_FAILED, "unrecognised code in page data: octets lost on the port, see flow control"),
    "45": (CallOutcome.MODEM_FAILED, "line length wrong"),
    "46": (CallOutcome.MODEM_FAILED, "page length wrong"),
    "47": (CallOutcome.MODEM_FAILED, "wrong compression code"),
    "50": (CallOutcome.LINE_LOST, "phase D failed"),
    "51": (CallOutcome.LINE_LOST, "no response, or DCN, in phase D"),
    "52": (CallOutcome.LINE_LOST, "no answer to three MPS"),
    "53": (CallOutcome.LINE_LOST, "invalid response to MPS"),
    "54": (CallOutcome.LINE_LOST, "no answer to three EOP"),
    "55": (CallOutcome.LINE_LOST, "invalid response to EOP"),
    "56": (CallOutcome.LINE_LOST, "no answer to three EOM"),
    "57": (CallOutcome.LINE_LOST, "invalid response to EOM"),
    "58": (CallOutcome.PAGE_REFUSED, "cannot go on after PIN or PIP"),
}
