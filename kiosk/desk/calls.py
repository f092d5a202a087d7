"""Calling the clerk (F1): one open call a kiosk, answered by a person, never lost by a restart."""

from __future__ import annotations

from datetime import timedelta

from kiosk.desk.counter import counter_only
from kiosk.desk.house import House, moment, sure_moment
from kiosk.desk.views import CallView, Staff, Visitor
from kiosk.store.database import Row

_SHOWN_AFTER_ANSWER = timedelta(seconds=60)


class CallDesk:
    """Calls for the clerk, from the screen and from the physical button."""

    def __init__(self, house: House) -> None:
        self._house = house

    def call(self, screen: str, visitor: Visitor | None, urgent: bool = False) -> CallView:
        """Raise a call; while one is waiting, calling again is the same call (made urgent if asked)."""
        with self._house.step() as books:
            waiting = books.calls.waiting()
            if waiting and not (urgent and not waiting[0]["urgent"]):
                call_id = int(waiting[0]["id"])
            else:
                unit = visitor.unit.id if visitor else None
                call_id = books.calls.add(screen, unit, urgent, self._house.now_utc)
                books.record("call.raised", call=call_id, origin=screen, unit=unit, urgent=urgent)
        return self.state(call_id)

    def state(self, call_id: int) -> CallView:
        """How a call stands."""
        return self._view(self._house.books.calls.get(call_id))

    def acknowledge(self, staff: Staff, call_id: int) -> None:
        """A clerk answers; somebody else's answer stays. Raises CounterOnlyError."""
        counter_only(staff)
        with self._house.step() as books:
            if books.calls.acknowledge(call_id, staff.id, self._house.now_utc):
                books.record("call.acknowledged", call=call_id, staff=staff.id)

    def current(self) -> CallView | None:
        """The call that the frame shows: waiting, or answered within the last minute."""
        row = self._house.books.calls.latest()
        if row is None:
            return None
        answered = moment(row["acknowledged_utc"])
        if answered and self._house.clock.now() - answered > _SHOWN_AFTER_ANSWER:
            return None
        return self._view(row)

    def _view(self, row: Row) -> CallView:
        ahead = sum(1 for other in self._house.books.calls.waiting() if other["id"] < row["id"])
        return CallView(row["id"], sure_moment(row["raised_utc"]), moment(row["acknowledged_utc"]), ahead)
