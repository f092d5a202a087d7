"""The calling terminal's states and transitions as tables: what may happen where, and which method answers it.

Owns nothing but the tables; ``caller.py``, ``ecm.py`` and ``caller_turns.py`` hold the methods they name. The states of
any call are in ``turns_table.py``. State letters are those of T.30 figures 5-2a to 5-2c. What is not in a table has no
effect; every waiting state ends by its timer.
"""

from __future__ import annotations

from enum import StrEnum

from kiosk.fax import primitives as p
from kiosk.fax.frames import Fcf
from kiosk.fax.outcome import CallOutcome
from kiosk.fax.turns_table import CallState, Transitions, in_any_call


class State(StrEnum):
    """Where the call is."""

    DIALLING = "while dialling"  # phase A
    AWAITING_DIS = "while awaiting DIS"  # T
    SENDING_DCS = "while sending DCS"  # D
    SENDING_TCF = "while sending TCF"
    AWAITING_CFR = "while awaiting CFR"  # E
    AWAITING_PAGE = "while awaiting the coded page"
    SENDING_PAGE = "while sending the page"  # phase C, I
    SENDING_POST_PAGE = "while sending the post-page message"  # phase D, II
    AWAITING_CONFIRMATION = "while awaiting confirmation"  # III, IV
    SENDING_PPS = "while sending PPS"  # T.30 Annex A
    AWAITING_BLOCK_CONFIRMATION = "while awaiting confirmation of the block"
    SENDING_RR = "while sending RR"
    AWAITING_READINESS = "while the far end is not ready"
    SENDING_CTC = "while sending CTC"
    AWAITING_CTR = "while awaiting CTR"
    SENDING_EOR = "while sending EOR"
    AWAITING_ERR = "while awaiting ERR"


# Error correction: what is awaited when a command of Annex A has been sent.
AWAITED_AFTER = {
    State.SENDING_PPS: State.AWAITING_BLOCK_CONFIRMATION,
    State.SENDING_RR: State.AWAITING_READINESS,
    State.SENDING_CTC: State.AWAITING_CTR,
    State.SENDING_EOR: State.AWAITING_ERR,
}
AWAITING = (State.AWAITING_DIS, State.AWAITING_CFR, State.AWAITING_CONFIRMATION, *AWAITED_AFTER.values())
SENDING = (State.SENDING_DCS, State.SENDING_TCF, State.SENDING_PAGE, State.SENDING_POST_PAGE, *AWAITED_AFTER)

TRANSITIONS: Transitions[State] = {
    **in_any_call(AWAITING, SENDING),
    (State.DIALLING, p.FrameBegan): "_far_end_speaks",
    (State.DIALLING, p.CarrierLost): "_carrier_lost",
    (State.DIALLING, p.BrokenOff): "_carrier_lost",
    (State.DIALLING, p.CallFailed): "_call_failed",
    (State.DIALLING, p.CommandRefused): "_line_gone",
    (State.DIALLING, p.ModemSilent): "_modem_failed",
    (State.SENDING_DCS, p.Sent): "_dcs_sent",
    (State.SENDING_TCF, p.Sent): "_tcf_sent",
    (State.SENDING_TCF, p.CommandRefused): "_speed_refused",
    (State.SENDING_PAGE, p.CommandRefused): "_carrier_refused",
    (State.SENDING_PAGE, p.DataProgress): "_page_progresses",
    (State.SENDING_PAGE, p.DataHandedOver): "_page_handed_over",
    (State.SENDING_PAGE, p.Sent): "_page_sent",
    (State.SENDING_POST_PAGE, p.PreambleBegan): "_post_page_begins",
    (State.SENDING_POST_PAGE, p.Sent): "_post_page_sent",
    (State.SENDING_PPS, p.PreambleBegan): "_pps_begins",
    (State.SENDING_CTC, p.PreambleBegan): "_command_begins",
    (State.SENDING_EOR, p.PreambleBegan): "_command_begins",
    **{(state, p.Sent): "_command_sent" for state in AWAITED_AFTER},
}

# Which frame answers what we wait for. Any other is optional or out of place: heard out and passed over (T.30 5.3.6).
RESPONSES: dict[State | CallState, dict[Fcf, str]] = {
    State.AWAITING_DIS: {
        Fcf.CSI: "_identified",
        Fcf.DIS: "_dis_received",
        Fcf.DTC: "_polled",
        Fcf.DCN: "_disconnected",
    },
    State.AWAITING_CFR: {
        Fcf.CFR: "_confirmed_to_receive",
        Fcf.FTT: "_failed_to_train",
        Fcf.DIS: "_command_unheard",
        Fcf.CRP: "_command_unheard",
        Fcf.DCN: "_disconnected",
    },
    State.AWAITING_CONFIRMATION: {
        Fcf.MCF: "_message_confirmed",
        Fcf.RTP: "_retrain_positive",
        Fcf.RTN: "_retrain_negative",
        Fcf.PIP: "_procedure_interrupt_positive",
        Fcf.PIN: "_procedure_interrupt_negative",
        Fcf.CRP: "_command_unheard",
        Fcf.DCN: "_disconnected",
    },
    State.AWAITING_BLOCK_CONFIRMATION: {
        Fcf.MCF: "_block_confirmed",
        Fcf.PPR: "_frames_asked_for",
        Fcf.RNR: "_not_ready",
        Fcf.RTP: "_block_retrained",
        Fcf.RTN: "_block_refused",
        Fcf.PIP: "_block_interrupted",
        Fcf.PIN: "_procedure_interrupt_negative",
        Fcf.CRP: "_command_unheard",
        Fcf.DCN: "_disconnected",
    },
    State.AWAITING_READINESS: {
        Fcf.MCF: "_block_confirmed",
        Fcf.PPR: "_frames_asked_for",
        Fcf.RNR: "_not_ready",
        Fcf.ERR: "_retransmission_ended",
        Fcf.RTP: "_block_retrained",
        Fcf.RTN: "_block_refused",
        Fcf.PIP: "_block_interrupted",
        Fcf.PIN: "_procedure_interrupt_negative",
        Fcf.CRP: "_command_unheard",
        Fcf.DCN: "_disconnected",
    },
    State.AWAITING_CTR: {
        Fcf.CTR: "_continue_to_correct",
        Fcf.CRP: "_command_unheard",
        Fcf.DCN: "_disconnected",
    },
    State.AWAITING_ERR: {
        Fcf.ERR: "_retransmission_ended",
        Fcf.MCF: "_retransmission_ended",
        Fcf.RNR: "_not_ready",
        Fcf.CRP: "_command_unheard",
        Fcf.DCN: "_disconnected",
    },
}
CONFIRMING = (Fcf.MCF, Fcf.RTP, Fcf.PIP)

DIAL_FAILURES = {
    p.DialFailure.BUSY: CallOutcome.BUSY,
    p.DialFailure.NO_ANSWER: CallOutcome.NO_ANSWER,
    p.DialFailure.NO_DIAL_TONE: CallOutcome.NO_DIAL_TONE,
    p.DialFailure.NO_CARRIER: CallOutcome.NO_CARRIER,
    p.DialFailure.BARRED: CallOutcome.MODEM_FAILED,
    p.DialFailure.REFUSED: CallOutcome.MODEM_FAILED,
}
