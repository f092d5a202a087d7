"""What we answer a call with, as the engine needs to know it.

Owns the plan's values. Knows no procedure: ``answerer.py`` carries it out, ``kiosk.devices.class1_line`` draws it up.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.fax import outcome as o


@dataclass(frozen=True)
class AnswerPlan:
    """How we answer. ``caller``: what the exchange told while it rang.

    ``receive_codes`` are the long +FRM codes of the speeds at which the modem takes a page (``whole_speeds``).
    """

    ident: str
    receive_codes: frozenset[int]
    ecm: bool = True
    caller: o.CallerSays = field(default_factory=o.CallerSays)
