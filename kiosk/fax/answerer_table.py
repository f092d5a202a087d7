"""The answering terminal's states and transitions as tables: what may happen where, and which method answers it.

Owns nothing but the tables; ``answerer.py`` and ``answerer_turns.py`` hold the methods they name. The states of any
call are in ``turns_table.py``. State letters are those of T.30 figures 5-2a to 5-2c. What is not in a table has no
effect; every waiting state ends by its timer.
"""

from __future__ import annotations

from enum import StrEnum

from kiosk.fax import primitives as p
from kiosk.fax.frames import Fcf
from kiosk.fax.turns_table import Transitions, in_any_call


class State(StrEnum):
    """Where the call is."""

    ANSWERING = "while answering"  # phase A, and the first DIS
    SENDING_DIS = "while sending DIS"  # R
    AWAITING_DCS = "while awaiting DCS"  # D, F
    AWAITING_TCF = "while awaiting TCF"
    RECEIVING_TCF = "while receiving TCF"
    SENDING_RESPONSE = "while sending a response"
    AWAITING_CARRIER = "while awaiting the page"  # phase C
    RECEIVING_PAGE = "while receiving the page"
    AWAITING_COMMAND = "while awaiting a command"  # phase D: F
    AWAITING_KEEPING = "until the page is on disk"


LISTENING = (State.AWAITING_DCS, State.AWAITING_COMMAND)
SENDING = (State.ANSWERING, State.SENDING_DIS, State.SENDING_RESPONSE)
AWAITING_DATA = (State.AWAITING_TCF, State.AWAITING_CARRIER)
RECEIVING = (State.RECEIVING_TCF, State.RECEIVING_PAGE)

TRANSITIONS: Transitions[State] = {
    **in_any_call(LISTENING, (*SENDING, *AWAITING_DATA, *RECEIVING)),
    (State.ANSWERING, p.Sent): "_dis_sent",
    (State.SENDING_DIS, p.Sent): "_dis_sent",
    (State.SENDING_RESPONSE, p.PreambleBegan): "_response_begins",
    (State.SENDING_RESPONSE, p.Sent): "_response_sent",
    (State.AWAITING_TCF, p.DataBegan): "_tcf_begins",
    (State.AWAITING_TCF, p.CommandRefused): "_speed_refused",
    (State.RECEIVING_TCF, p.DataReceived): "_tcf_continues",
    (State.RECEIVING_TCF, p.DataEnded): "_tcf_ended",
    (State.AWAITING_CARRIER, p.DataBegan): "_page_begins",
    (State.AWAITING_CARRIER, p.CommandRefused): "_page_speed_refused",
    (State.RECEIVING_PAGE, p.DataReceived): "_page_continues",
    (State.RECEIVING_PAGE, p.DataEnded): "_page_ended",
    (State.RECEIVING_PAGE, p.BrokenOff): "_page_ended",  # no DLE ETX came: what has come is the page
    (State.RECEIVING_TCF, p.BrokenOff): "_tcf_ended",
}
for _state in AWAITING_DATA:
    TRANSITIONS |= {(_state, p.CarrierLost): "_no_data", (_state, p.BrokenOff): "_no_data"}

# What the caller may say whenever we listen. Any other frame is optional or out of place: heard out and passed over.
COMMANDS: dict[Fcf, str] = {
    Fcf.TSI: "_told",
    Fcf.SUB: "_told",
    Fcf.PWD: "_told",
    Fcf.SID: "_told",
    Fcf.SEP: "_told",
    Fcf.DCS: "_commanded",
    Fcf.MPS: "_post_page",
    Fcf.EOM: "_post_page",
    Fcf.EOP: "_post_page",
    Fcf.PRI_MPS: "_post_page",  # nobody stands at our end: answered as if no operator was asked for (T.30 5.3.6.1.6)
    Fcf.PRI_EOM: "_post_page",
    Fcf.PRI_EOP: "_post_page",
    Fcf.PPS: "_partial_page_sent",
    Fcf.EOR: "_correction_given_up",
    Fcf.CTC: "_correction_goes_on",
    Fcf.RR: "_asked_whether_ready",
    Fcf.CRP: "_response_unheard",
    Fcf.DTC: "_asked_for_pages",
    Fcf.DCN: "_disconnected",
}
# Which of the caller's words (``outcome.CallerSays``) a frame holds.
TELLS = {
    Fcf.TSI: "ident",
    Fcf.SUB: "subaddress",
    Fcf.PWD: "password",
    Fcf.SID: "password",
    Fcf.SEP: "selective_polling",
}
NEXT_PAGE = (Fcf.MPS, Fcf.PRI_MPS)
PHASE_B_AGAIN = (Fcf.EOM, Fcf.PRI_EOM)
LAST_PAGE = (Fcf.EOP, Fcf.PRI_EOP)
# Our responses that answer a command which comes again.
ANSWERS_TO_PAGE = (Fcf.MCF, Fcf.RTP, Fcf.RTN)
CONFIRMING = (Fcf.MCF, Fcf.RTP)
ANSWERS_TO_BLOCK = (Fcf.MCF, Fcf.RNR, Fcf.PPR)  # to PPS and to RR
