"""When a step of a request is late (D8): not taken on in time, not visited by the day that was agreed.

Owns the counting, in hours at which somebody is at the counter: what comes in at night is late in the morning, not at
midnight. Pure; moments are aware and in local time. Called by ``kiosk.desk``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_DAYS_TO = {"wanted.today": 0, "wanted.tomorrow": 1}
_WEEKEND, _SUNDAY = "wanted.weekend", 7


@dataclass(frozen=True)
class CounterHours:
    """From when to when somebody is at the counter, each day alike."""

    opens: time
    closes: time

    def closing(self, day: date, like: datetime) -> datetime:
        """The end of a day's hours, in the zone of ``like``."""
        return datetime.combine(day, self.closes, like.tzinfo)

    def after(self, moment: datetime, span: timedelta) -> datetime:
        """When ``span`` of these hours has gone by since ``moment``."""
        if self.opens >= self.closes:  # open through midnight: every hour counts
            return moment + span
        day = moment.date()
        while True:
            begins = max(moment, datetime.combine(day, self.opens, moment.tzinfo))
            left = self.closing(day, moment) - begins
            if left >= span:
                return begins + span
            span -= max(timedelta(0), left)
            day += timedelta(days=1)


def visit_by(opened: datetime, wanted_key: str, hours: CounterHours) -> datetime | None:
    """Until when an owner who asked for this time expects the visit; None: no time was asked for."""
    first = opened.date() if opened < hours.closing(opened.date(), opened) else opened.date() + timedelta(days=1)
    if wanted_key == _WEEKEND:
        return hours.closing(first + timedelta(days=_SUNDAY - first.isoweekday()), opened)
    if wanted_key in _DAYS_TO:
        return hours.closing(max(first, opened.date() + timedelta(days=_DAYS_TO[wanted_key])), opened)
    return None
