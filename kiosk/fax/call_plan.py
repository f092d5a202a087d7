"""What an outgoing call is for, as the engine needs to know it.

Owns the plan's values. Knows no procedure: ``caller.py`` carries it out, ``kiosk.devices.class1_line`` draws it up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.fax.negotiation import PageFormat
from kiosk.fax.timers import ANSWER_WAIT_MS


@dataclass(frozen=True)
class CallPlan:
    """What the call is for. ``accept_far_ident`` must be quick: the far end waits T2 (6 s) for our DCS."""

    number: str
    ident: str
    page_count: int
    first_format: PageFormat
    modem_codes: frozenset[int]  # the modem's +FTM=?
    accept_far_ident: Callable[[str | None], bool] | None = None
    answer_wait_ms: int = ANSWER_WAIT_MS  # the modem's S7
    ecm: bool = True  # if the far end has it
    max_bit_rate: int | None = None
    document_starts: frozenset[int] = frozenset()  # pages before which EOM ends a document: several in one call
