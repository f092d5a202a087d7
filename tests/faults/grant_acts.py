"""Acts of the random walk that the staff grants: plain vouchers, free services, an account above its limit (G2).

Owns what they are for the desk and for the model; which one is done, and to which charge, is ``money_walk``'s choice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from kiosk.desk.views import Staff, Visitor
from tests.desk_fixture import FurnishedDesk
from tests.faults.money_model import Answer, Model
from tests.faults.money_scenario import CLERK, SUPERVISOR
from tests.faults.voucher_model import PLAIN

APPROVE_ABOVE_FEN = 1000
_PRINTED = 40  # few vouchers, so that one is often used


@dataclass(frozen=True)
class Act:
    """The same thing for the desk and for the model.

    ``again``: tapped at both processes at once, both are told the same. ``core``: only the core does it, for a line, a
    device or a provider has told it something; ``told``: that is told once more if the power went before it was kept.
    """

    name: str
    desk: Callable[[FurnishedDesk], str]
    model: Callable[[Model], Answer]
    again: bool = True
    core: bool = False
    told: bool = False


def grant(chance: Random, charge: int, wanted: Sequence[int], request: str, visitor: Visitor) -> Act:
    """One of them; ``wanted``: charges for which a supervisor is waited for."""
    staff, approver = chance.choice((CLERK, SUPERVISOR)), chance.choice((None, None, SUPERVISOR))
    supervisor = SUPERVISOR in (staff, approver)
    match chance.choice(("voucher", "voucher", "free", "ask", "decide", "decide")):
        case "voucher":
            series = chance.choice(tuple(PLAIN))
            number = f"{series}-{chance.randint(1, _PRINTED)}"
            return Act(
                "voucher",
                lambda kit: kit.desk.grants.take_voucher(staff, charge, number, request, approver).number,
                lambda model: model.vouchers.take(charge, number, supervisor, request),
            )
        case "free":
            return Act(
                "free",
                lambda kit: kit.desk.grants.waive(staff, charge, "goodwill", "", request, approver).number,
                lambda model: model.free(charge, "goodwill", supervisor, request),
            )
        case "ask":
            return Act("ask", lambda kit: _ask(kit, visitor, charge), lambda model: model.ask(charge))
        case _:
            granted, asked = chance.random() < 0.6, chance.choice(wanted or [charge])
            return Act(
                "decide",
                lambda kit: _decide(kit, staff, asked, granted),
                lambda model: model.decide(asked, granted, staff is SUPERVISOR),
            )


def _ask(kit: FurnishedDesk, visitor: Visitor, charge: int) -> str:
    kit.desk.grants.ask_above_limit(visitor, charge)
    return "asked"


def _decide(kit: FurnishedDesk, staff: Staff, charge: int, granted: bool) -> str:
    kit.desk.grants.decide_above_limit(staff, charge, granted)
    return "decided"
