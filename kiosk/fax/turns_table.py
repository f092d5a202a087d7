"""The states and transitions that every call has, whoever called whom: breaking off and phase E.

Owns nothing but the tables; ``turns.py`` holds the methods they name. ``caller_table.py`` and ``answerer_table.py`` put
their own states beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from kiosk.fax import primitives as p


class CallState(StrEnum):
    """Where any call may be."""

    NOT_BEGUN = "before the call"
    BREAKING_OFF = "while breaking off"
    SENDING_DCN = "while sending DCN"  # phase E, C
    HANGING_UP = "while hanging up"  # B
    OVER = "after the call"


S = TypeVar("S", bound=StrEnum)
Transitions = dict[tuple[S | CallState, type[p.Indication]], str]

_ENDING: dict[tuple[CallState, type[p.Indication]], str] = {
    (CallState.BREAKING_OFF, p.FrameReceived): "_late_frame_received",
    (CallState.BREAKING_OFF, p.BrokenOff): "_broken_off",
    (CallState.BREAKING_OFF, p.ModemSilent): "_modem_failed",
    (CallState.SENDING_DCN, p.Sent): "_dcn_sent",
    (CallState.SENDING_DCN, p.CommandRefused): "_dcn_sent",
    (CallState.SENDING_DCN, p.ModemSilent): "_dcn_sent",
    (CallState.HANGING_UP, p.AtRest): "_at_rest",
    (CallState.HANGING_UP, p.CommandRefused): "_not_at_rest",
    (CallState.HANGING_UP, p.ModemSilent): "_not_at_rest",
}


def in_any_call(listening: Iterable[S], busy: Iterable[S]) -> Transitions[S]:
    """What may happen in any call: while a frame is awaited, while anything else is under way, and at its end."""
    table: Transitions[S] = dict(_ENDING.items())
    for state in listening:
        table |= {
            (state, p.FrameBegan): "_frame_begins",
            (state, p.FrameReceived): "_frame_received",
            (state, p.CarrierLost): "_carrier_lost",
            (state, p.BrokenOff): "_carrier_lost",  # the modem's dialogue gave a reception up by itself
        }
    for state in (*listening, *busy):
        table |= {(state, p.CommandRefused): "_line_gone", (state, p.ModemSilent): "_modem_failed"}
    return table
