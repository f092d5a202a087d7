"""Which requests are late, and since when (D8): for the board, and for the call light.

Owns what the estate's settings and a case's row mean together; the counting is ``kiosk.domain.overdue``'s.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.desk.house import House, sure_moment
from kiosk.domain.overdue import CounterHours, visit_by
from kiosk.domain.tariff import Urgency
from kiosk.store.database import Row


def late_since(house: House, case: Row) -> datetime | None:
    """Since when an open or accepted case is late; None while it is not."""
    due = _due(house, case)
    return due if due is not None and due <= house.clock.now() else None


def _due(house: House, case: Row) -> datetime | None:
    settings = house.settings
    hours = CounterHours(*settings.counter_hours)
    opened = sure_moment(case["opened_utc"]).astimezone(settings.timezone)
    if case["state"] == "accepted":
        return visit_by(opened, case["wanted_key"], hours)
    urgent = case["urgency"] == Urgency.URGENT.value
    minutes = settings.accept_urgent_min if urgent else settings.accept_min
    return hours.after(opened, timedelta(minutes=minutes))
