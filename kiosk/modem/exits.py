"""What the exit status of ``kiosk modem`` tells.

Owns the numbers, which scripts rely on: they stay as they are. Knows no device. Called by the parts and their help.
"""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.fax.outcome import CallOutcome, ReceptionOutcome

OK, ERROR, WRONG_USE = 0, 1, 2
DIFFERENT = 1  # of ``replay``, which needs no device
UNPLAYABLE = 3
INTERRUPTED = 20
SOME_FAILED, ALL_FAILED = 30, 31

OF_CALLS: dict[CallOutcome, int] = {
    CallOutcome.DELIVERED: OK,
    CallOutcome.BUSY: 10,
    CallOutcome.NO_ANSWER: 11,
    CallOutcome.NO_DIAL_TONE: 12,
    CallOutcome.NOT_A_FAX: 13,
    CallOutcome.NO_CARRIER: 14,
    CallOutcome.INCOMPATIBLE: 15,
    CallOutcome.FAR_IDENT_REFUSED: 16,
    CallOutcome.TRAINING_FAILED: 17,
    CallOutcome.PAGE_REFUSED: 18,
    CallOutcome.LINE_LOST: 19,
    CallOutcome.CANCELLED: INTERRUPTED,
    CallOutcome.MODEM_FAILED: 21,
    CallOutcome.SPEED_LIMIT: 23,
}
OF_RECEPTIONS: dict[ReceptionOutcome, int] = {
    ReceptionOutcome.RECEIVED: OK,
    ReceptionOutcome.NOT_A_FAX: 13,
    ReceptionOutcome.CALLER_GONE: 14,
    ReceptionOutcome.INCOMPATIBLE: 15,
    ReceptionOutcome.TRAINING_FAILED: 17,
    ReceptionOutcome.INCOMPLETE: 19,
    ReceptionOutcome.CANCELLED: INTERRUPTED,
    ReceptionOutcome.MODEM_FAILED: 21,
    ReceptionOutcome.NOT_KEPT: 22,
}
_MEANINGS = {
    OK: "all went well",
    ERROR: "the device or a file is in trouble; no call was made",
    WRONG_USE: "wrong use",
    UNPLAYABLE: "the trace does not hold what a replay needs",
    10: "busy",
    11: "no answer",
    12: "no dial tone",
    13: "not a fax",
    14: "no carrier; caller gone before its first page",
    15: "incompatible",
    16: "identification refused",
    17: "training failed at every speed",
    18: "page refused",
    19: "line lost; received incompletely",
    INTERRUPTED: "interrupted; the line is at rest",
    21: "modem failed in the call",
    22: "a page could not be kept",
    23: "the far end takes nothing as slow as --max-speed; allow more",
    SOME_FAILED: "some test calls failed",
    ALL_FAILED: "every test call failed",
}


def table(codes: Iterable[int], **special: str) -> str:
    """The exit status for a part's help. ``special`` overrides a meaning: ``code_1="..."``."""
    words = {code: special.get(f"code_{code}", _MEANINGS[code]) for code in sorted(set(codes))}
    return "exit status:\n" + "\n".join(f"  {code:>2}  {meaning}" for code, meaning in words.items())
