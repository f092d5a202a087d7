"""What may happen where in a call that we place on a modem of Class 2, 2.0 or 2.1, and what its end means.

Owns the sender's transitions, reports and hang-up codes. Holds no behaviour: ``t32_opening.py`` and ``t32.py`` have the
methods that are named here.
"""

from __future__ import annotations

from kiosk.fax.outcome import CallOutcome
from kiosk.fax.t31_octets import Result
from kiosk.fax.t32_table import ENDS, IN_DATA_MODE, REPORTS_OF_BOTH, WAYS_OUT, Procedure, State, Word

_REPORTS: dict[Word, str] = {
    Word.ANSWERED: "_answered",
    Word.IDENT: "_identified",
    Word.DIS: "_dis_reported",
    Word.DCS: "_dcs_reported",
    Word.PAGE_ANSWER: "_page_answered",
    **REPORTS_OF_BOTH,
}
_TRANSITIONS: dict[tuple[State, Result], str] = {
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
    **{(State.AWAITING_ANSWER, end): "_answer_complete" for end in ENDS},
    **WAYS_OUT,
}
for _state in (State.AWAITING_CONNECT, *IN_DATA_MODE):
    for _end in ENDS:
        _TRANSITIONS.setdefault((_state, _end), "_ended_by_modem")

DIAL_FAILURES: dict[Result, CallOutcome] = {
    Result.BUSY: CallOutcome.BUSY,
    Result.NO_ANSWER: CallOutcome.NO_ANSWER,
    Result.NO_DIAL_TONE: CallOutcome.NO_DIAL_TONE,
    Result.NO_CARRIER: CallOutcome.NO_CARRIER,
    Result.BARRED: CallOutcome.MODEM_FAILED,
    Result.ERROR: CallOutcome.MODEM_FAILED,
}

# TIA-592 and T.32, hang-up status: the codes of a sender, the same digits in all dialects (hexadecimal in 2.0 and 2.1).
_HANG_UPS: dict[str, tuple[CallOutcome, str]] = {
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

SENDING = Procedure(
    _TRANSITIONS,
    _REPORTS,
    _HANG_UPS,
    CallOutcome.CANCELLED,
    CallOutcome.MODEM_FAILED,
    by_silence=(CallOutcome.NO_ANSWER, CallOutcome.NOT_A_FAX),
)
