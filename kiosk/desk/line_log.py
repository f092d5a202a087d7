"""The fax line's calls for the technician: the last ones, and one of them as a ladder of signals.

Owns who may look: telephone numbers and the words of machines are for technicians and supervisors. Knows no T.30: the
trace's entries carry their names already. Called by the technician's page.
"""

from __future__ import annotations

import json
from typing import assert_never

from kiosk.desk.house import DeskError, House, sure_moment
from kiosk.desk.numbers import readable, same_number
from kiosk.desk.views import CallWay, LadderStep, LineCall, Role, SignalWay, Staff
from kiosk.store.database import Row
from kiosk.store.line_log import LineLog

# What a trace keeps to be replayed, nothing a person reads (kiosk.fax.trace.MACHINE; a test holds them the same).
FOR_MACHINES = frozenset({"octets", "data", "plan", "coded", "cancel"})
_WAYS = {">": SignalWay.OUT, "<": SignalWay.IN}


class NotForThisRoleError(DeskError):
    """The person who is signed in may not see this."""

    number = 5050
    message_key = "error.role"


class LineLogDesk:
    """Reads; every method raises NotForThisRoleError for a clerk."""

    def __init__(self, house: House) -> None:
        self._house = house

    def calls(self, staff: Staff, limit: int = 60) -> tuple[LineCall, ...]:
        """The newest calls that are over."""
        self._check(staff)
        return tuple(_call(row, self._house.settings.country) for row in LineLog(self._house.store).latest(limit))

    def ladder(self, staff: Staff, call: LineCall) -> tuple[LadderStep, ...]:
        """Its signals in order; empty when no trace was kept (the power went, or no call came about)."""
        self._check(staff)
        trace = LineLog(self._house.store).trace(call.way.value, call.ref, call.attempt)
        entries = json.loads(trace) if trace else []
        return tuple(
            LadderStep(at_ms, _WAYS.get(way, SignalWay.LOCAL), signal, detail)
            for at_ms, way, signal, detail in entries
            if signal not in FOR_MACHINES
        )

    def _check(self, staff: Staff) -> None:
        if not may_see_calls(staff.role):
            raise NotForThisRoleError(f"{staff.id} is {staff.role.value}")


def may_see_calls(role: Role) -> bool:
    """Whether the line's calls are this role's business."""
    match role:
        case Role.TECHNICIAN | Role.SUPERVISOR:
            return True
        case Role.CLERK | Role.FINANCE:
            return False
        case _:
            assert_never(role)


def _call(row: Row, country: str) -> LineCall:
    number = row["number"] or ""
    return LineCall(
        way=CallWay(row["way"]),
        ref=row["ref"],
        attempt=row["attempt"],
        fax=row["fax"],
        number=number,
        groups=tuple(readable(number, country).split()),
        ident=readable(row["ident"], country),
        agrees=bool(same_number(row["ident"], number, country)),
        begun=sure_moment(row["begun_utc"]),
        outcome=row["outcome"] or "",
        modulation=row["modulation"] or "",
        bit_rate=row["bit_rate"] or 0,
        pages=row["pages"],
        duration_ms=row["duration_ms"] or 0,
        detail=row["detail"] or "",
        traced=bool(row["traced"]),
    )
