"""Calls of the fax line as a technician is shown them: one in a line, and one as a ladder of T.30 signals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CallWay(StrEnum):
    """Who called."""

    SENT = "sent"
    RECEIVED = "received"


class SignalWay(StrEnum):
    """Which way a signal went; LOCAL: something we did or found, nothing on the line."""

    OUT = "out"
    IN = "in"
    LOCAL = "local"


@dataclass(frozen=True)
class LineCall:
    """One call that is over. ``fax`` is the number in the fax log, ``attempt`` counts the calls of that fax from 1,
    ``number`` the other end's as dialled or as the exchange told it, ``ident`` what its machine said (CSI, TSI).
    ``groups``: the number as it is read out; ``agrees``: both are the same number.
    ``outcome``: a CallOutcome or ReceptionOutcome, or interrupted. ``pages``: confirmed, or kept. ``detail``: what the
    line said of a failure. ``traced``: its ladder was kept."""

    way: CallWay
    ref: int
    attempt: int
    fax: str
    number: str
    groups: tuple[str, ...]
    ident: str
    agrees: bool
    begun: datetime
    outcome: str
    modulation: str
    bit_rate: int
    pages: int
    duration_ms: int
    detail: str
    traced: bool


@dataclass(frozen=True)
class LadderStep:
    """One rung: milliseconds since the call began, which way, the ITU-T name, and what stood in the signal."""

    at_ms: int
    way: SignalWay
    signal: str
    detail: str
