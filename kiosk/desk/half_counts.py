"""A count of the drawer that somebody has begun and not declared: it survives their being called away (G6).

Owns how long it is kept, and for whom: for the same person and the same kind of count only. It lies in the volatile
store, for nothing is true of it until it is declared. Called by the clerk's counting screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from kiosk.clock import iso_utc
from kiosk.desk.counter import counter_only
from kiosk.desk.house import House, sure_moment
from kiosk.desk.views import Staff
from kiosk.domain.cash import CountPurpose

KEPT_FOR = timedelta(minutes=15)  # later the drawer may have been used: it is counted anew
_KEY = "half_count"


class HalfCounts:
    """At most one is kept."""

    def __init__(self, house: House) -> None:
        self._house = house

    def keep(self, staff: Staff, purpose: CountPurpose, pieces: Mapping[int, int]) -> None:
        """``pieces`` by denomination in fen, of those that were counted. Raises CounterOnlyError."""
        counter_only(staff)
        counted = {str(fen): number for fen, number in pieces.items()}
        at_utc = iso_utc(self._house.clock.now())
        told = {"staff": staff.id, "purpose": purpose.value, "pieces": counted, "at_utc": at_utc}
        self._house.live.put(_KEY, told)

    def kept(self, staff: Staff, purpose: CountPurpose) -> dict[int, int]:
        """What this person had counted so far; nothing after a quarter of an hour."""
        told = self._house.live.get(_KEY)
        if told is None or (told["staff"], told["purpose"]) != (staff.id, purpose.value):
            return {}
        if not timedelta() <= self._house.clock.now() - sure_moment(told["at_utc"]) <= KEPT_FOR:
            return {}
        return {int(fen): int(number) for fen, number in told["pieces"].items()}

    def forget(self) -> None:
        """It is declared, or given up."""
        if self._house.live.get(_KEY) is not None:
            self._house.live.remove(_KEY)
