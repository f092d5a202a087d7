"""What may happen where in a call that comes in on a modem of Class 2, 2.0 or 2.1, and what its end means.

Owns the receiver's transitions, reports and hang-up codes. Holds no behaviour: ``t32_answering.py`` and
``t32_receiver.py`` have the methods that are named here.
"""

from __future__ import annotations

from kiosk.fax.outcome import ReceptionOutcome
from kiosk.fax.t31_octets import Result
from kiosk.fax.t32_table import ENDS, REPORTS_OF_BOTH, WAYS_OUT, Procedure, State, Word

_REPORTS: dict[Word, str] = {
    Word.ANSWERED: "_fax_heard",
    Word.CALLER_IDENT: "_told_ident",
    Word.SUBADDRESS: "_told_subaddress",
    Word.SELECTIVE_POLLING: "_told_selective_polling",
    Word.PASSWORD: "_told_password",
    Word.DCS: "_commanded",
    Word.POLLED: "_asked_for_pages",
    Word.PAGE_ANSWER: "_counted",
    Word.POST_PAGE: "_post_page_told",
    **REPORTS_OF_BOTH,
}
_TRANSITIONS: dict[tuple[State, Result], str] = {
    (State.ANSWERING, Result.OK): "_phase_b_reached",
    (State.ANSWERING, Result.CONNECT): "_data_modem_called",
    (State.ANSWERING, Result.ERROR): "_ended_by_modem",
    (State.ANSWERING, Result.NO_CARRIER): "_ended_by_modem",
    (State.ANSWERING, Result.NO_ANSWER): "_ended_by_modem",
    (State.ASKING_TERMS, Result.OK): "_terms_asked",
    (State.ASKING_TERMS, Result.ERROR): "_terms_asked",
    (State.ASKING_TERMS, Result.NO_CARRIER): "_ended_by_modem",
    (State.AWAITING_DATA, Result.CONNECT): "_connected_for_data",
    (State.AWAITING_DATA, Result.OK): "_no_data",
    (State.AWAITING_DATA, Result.ERROR): "_call_ended",
    (State.AWAITING_DATA, Result.NO_CARRIER): "_call_ended",
    (State.AWAITING_POST_PAGE, Result.OK): "_page_over",
    (State.AWAITING_POST_PAGE, Result.ERROR): "_page_over",
    (State.AWAITING_POST_PAGE, Result.NO_CARRIER): "_ended_by_modem",
    (State.AWAITING_KEEPING, Result.NO_CARRIER): "_ended_by_modem",
    (State.SETTING_ANSWER, Result.OK): "_answer_set",
    (State.SETTING_ANSWER, Result.ERROR): "_answer_refused",
    (State.SETTING_ANSWER, Result.NO_CARRIER): "_ended_by_modem",
    **{(State.AWAITING_HANG_UP, end): "_disconnected" for end in ENDS},
    **WAYS_OUT,
}

# TIA-592 and T.32, hang-up status. What is said here is so before the first page; a call that ends later, and not by
# our own modem's fault, is INCOMPLETE.
_HANG_UPS: dict[str, tuple[ReceptionOutcome, str]] = {
    "00": (ReceptionOutcome.CALLER_GONE, "DCN before the end of the document"),
    "01": (ReceptionOutcome.NOT_A_FAX, "ring detected without a handshake"),
    "02": (ReceptionOutcome.MODEM_FAILED, "the modem took something for an abort"),
    "03": (ReceptionOutcome.CALLER_GONE, "no loop current"),
    "10": (ReceptionOutcome.NOT_A_FAX, "phase A failed"),
    "11": (ReceptionOutcome.NOT_A_FAX, "no answer to DIS within T1"),
    "20": (ReceptionOutcome.CALLER_GONE, "phase B failed"),
    "21": (ReceptionOutcome.INCOMPATIBLE, "the caller neither sends nor takes what is here"),
    "22": (ReceptionOutcome.CALLER_GONE, "no command, or DCN, in phase B"),
    "70": (ReceptionOutcome.CALLER_GONE, "phase B failed"),
    "71": (ReceptionOutcome.CALLER_GONE, "no response, or DCN, in phase B"),
    "72": (ReceptionOutcome.CALLER_GONE, "no command, or DCN, in phase B"),
    "73": (ReceptionOutcome.CALLER_GONE, "no page within T2"),
    "74": (ReceptionOutcome.CALLER_GONE, "nothing within T1 after EOM"),
    "90": (ReceptionOutcome.CALLER_GONE, "phase C failed"),
    "91": (ReceptionOutcome.CALLER_GONE, "no end of line for 5 s"),
    "92": (ReceptionOutcome.CALLER_GONE, "bad frames with error correction"),
    "93": (ReceptionOutcome.MODEM_FAILED, "the modem's buffer ran over: see flow control"),
    "94": (ReceptionOutcome.CALLER_GONE, "bad frames with error correction"),
    "A0": (ReceptionOutcome.CALLER_GONE, "phase D failed"),
    "A1": (ReceptionOutcome.CALLER_GONE, "invalid response in phase D"),
    "A2": (ReceptionOutcome.CALLER_GONE, "invalid command in phase D"),
    "A3": (ReceptionOutcome.CALLER_GONE, "cannot go on after PIN or PIP"),
}

RECEIVING = Procedure(
    _TRANSITIONS,
    _REPORTS,
    _HANG_UPS,
    ReceptionOutcome.CANCELLED,
    ReceptionOutcome.MODEM_FAILED,
    by_silence=(ReceptionOutcome.NOT_A_FAX, ReceptionOutcome.CALLER_GONE),
)
