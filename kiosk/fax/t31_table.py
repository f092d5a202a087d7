"""The Class 1 dialogue as tables: its states, what a result code means in each, how long each may last.

Owns nothing but the tables; ``t31.py`` holds the methods they name.
"""

from __future__ import annotations

from enum import StrEnum

from kiosk.fax.t31_octets import Result


class State(StrEnum):
    """What the modem is doing for us."""

    READY = "ready for a command"
    AWAITING_ANSWER = "awaiting the answer to a command"
    DIALLING = "awaiting an answer to the call"
    ANSWERING = "awaiting the end of CED"
    KEEPING_SILENCE = "keeping silence at the turn of the line"
    SENDING_FRAMES = "sending frames"
    STARTING_DATA = "awaiting CONNECT for data"
    SENDING_DATA = "sending data"
    AWAITING_FRAME = "awaiting a frame"
    RECEIVING_FRAME = "receiving a frame"
    AWAITING_VERDICT = "awaiting the verdict on a frame"
    AWAITING_DATA = "awaiting a fast carrier"
    RECEIVING_DATA = "receiving data"
    AWAITING_END_OF_DATA = "awaiting the word after data"
    BREAKING_OFF = "breaking off"
    HEARING_OUT = "hearing out the answers to several breaks"
    HANGING_UP = "hanging up"


# The transition table: what each result code means in each state. What is not in it is passed over; the state's
# deadline (below) ends every wait.
TABLE: dict[tuple[State, Result], str] = {
    (State.AWAITING_ANSWER, Result.OK): "_answer_good",
    (State.AWAITING_ANSWER, Result.ERROR): "_answer_bad",
    (State.DIALLING, Result.CONNECT): "_frame_begins",
    (State.DIALLING, Result.WRONG_CARRIER): "_wrong_carrier",
    **{
        (State.DIALLING, result): "_call_fails"
        for result in Result
        if result not in (Result.CONNECT, Result.WRONG_CARRIER, Result.OK)
    },
    (State.ANSWERING, Result.CONNECT): "_call_answered",
    **{(State.ANSWERING, result): "_refused" for result in Result if result is not Result.CONNECT},
    (State.KEEPING_SILENCE, Result.OK): "_silence_is_kept",
    (State.KEEPING_SILENCE, Result.ERROR): "_silence_is_kept",  # a modem without +FTS: its own delay must do
    (State.KEEPING_SILENCE, Result.NO_CARRIER): "_refused",
    (State.SENDING_FRAMES, Result.CONNECT): "_send_next_frame",
    (State.SENDING_FRAMES, Result.OK): "_frames_are_sent",
    (State.SENDING_FRAMES, Result.ERROR): "_refused",
    (State.SENDING_FRAMES, Result.NO_CARRIER): "_refused",
    (State.STARTING_DATA, Result.CONNECT): "_data_begin",
    (State.STARTING_DATA, Result.OK): "_refused",
    (State.STARTING_DATA, Result.ERROR): "_refused",
    (State.STARTING_DATA, Result.NO_CARRIER): "_refused",
    (State.SENDING_DATA, Result.OK): "_data_are_sent",
    (State.SENDING_DATA, Result.ERROR): "_refused",
    (State.SENDING_DATA, Result.NO_CARRIER): "_refused",
    (State.AWAITING_FRAME, Result.CONNECT): "_frame_begins",
    (State.AWAITING_FRAME, Result.NO_CARRIER): "_carrier_lost",
    (State.AWAITING_FRAME, Result.OK): "_carrier_lost",
    (State.AWAITING_FRAME, Result.WRONG_CARRIER): "_wrong_carrier",
    (State.AWAITING_FRAME, Result.ERROR): "_refused",
    (State.AWAITING_VERDICT, Result.OK): "_frame_is_good",
    (State.AWAITING_VERDICT, Result.ERROR): "_frame_is_bad",
    (State.AWAITING_VERDICT, Result.NO_CARRIER): "_frame_judged_by_fcs",
    (State.AWAITING_DATA, Result.CONNECT): "_carrier_found",
    (State.AWAITING_DATA, Result.NO_CARRIER): "_carrier_lost",
    (State.AWAITING_DATA, Result.OK): "_carrier_lost",
    (State.AWAITING_DATA, Result.WRONG_CARRIER): "_wrong_carrier",
    (State.AWAITING_DATA, Result.ERROR): "_refused",
    (State.AWAITING_END_OF_DATA, Result.NO_CARRIER): "_data_ended",
    (State.AWAITING_END_OF_DATA, Result.OK): "_data_ended",
    (State.AWAITING_END_OF_DATA, Result.ERROR): "_data_ended",
    (State.BREAKING_OFF, Result.OK): "_broken_off",
    (State.BREAKING_OFF, Result.ERROR): "_broken_off",
    (State.BREAKING_OFF, Result.NO_CARRIER): "_broken_off",
    (State.BREAKING_OFF, Result.BUSY): "_broken_off",
    (State.BREAKING_OFF, Result.NO_ANSWER): "_broken_off",
    (State.BREAKING_OFF, Result.NO_DIAL_TONE): "_broken_off",
    (State.BREAKING_OFF, Result.WRONG_CARRIER): "_broken_off",
    (State.BREAKING_OFF, Result.CONNECT): "_late_frame_begins",
    (State.HANGING_UP, Result.OK): "_at_rest",
    (State.HANGING_UP, Result.ERROR): "_refused",
}

# How long each state may last before the modem counts as silent. Sending has its own measure (length of the data).
PATIENCE_MS: dict[State, int] = {
    State.AWAITING_ANSWER: 3_000,
    State.DIALLING: 180_000,  # backstop: the caller's own timer is shorter
    State.ANSWERING: 15_000,  # T.30 4.1: 1.8 to 2.5 s of silence, CED 2.6 to 4 s, preamble; and a slow modem
    State.KEEPING_SILENCE: 2_000,
    State.SENDING_FRAMES: 8_000,  # preamble 1 s, TSI and DCS 0.9 s, and a slow modem
    State.STARTING_DATA: 5_000,
    State.AWAITING_FRAME: 45_000,  # backstop: T1, T2, T4 are the caller's
    State.RECEIVING_FRAME: 6_000,  # T.30 5.3.1: a frame lasts 3 s at most
    State.AWAITING_VERDICT: 5_000,  # OK after a final frame waits for the end of the far carrier
    State.AWAITING_DATA: 45_000,  # backstop: a training that fails says nothing, the answerer's timers end the wait
    State.RECEIVING_DATA: 10_000,  # since the last octets
    State.AWAITING_END_OF_DATA: 3_000,
    State.BREAKING_OFF: 700,
    State.HEARING_OUT: 200,  # what was sent while the modem was slow is answered at once when it is ready
    State.HANGING_UP: 3_500,  # relays and a firmware that tidies up; behind 1.1 s of DCN still within five seconds
}
