"""D8: what is late, counted in the hours at which somebody is there to do it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.overdue import CounterHours, visit_by

HOURS = CounterHours(time(8), time(20))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026; the 18th is a Wednesday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("opened", "hours", "due"),
    [
        (at(18, 9), 4, at(18, 13)),
        (at(18, 18), 4, at(19, 10)),  # two hours are left today
        (at(18, 23), 4, at(19, 12)),  # the night is nobody's
        (at(18, 3), 4, at(18, 12)),
        (at(18, 8), 12, at(18, 20)),
        (at(18, 8), 30, at(20, 14)),
    ],
)
def test_only_the_counter_s_hours_count(opened: datetime, hours: int, due: datetime) -> None:
    assert HOURS.after(opened, timedelta(hours=hours)) == due


@pytest.mark.parametrize(
    ("opened", "wanted", "due"),
    [
        (at(18, 9), "wanted.today", at(18, 20)),
        (at(18, 21), "wanted.today", at(19, 20)),  # asked for after hours: today is over
        (at(18, 9), "wanted.tomorrow", at(19, 20)),
        (at(18, 21), "wanted.tomorrow", at(19, 20)),
        (at(18, 9), "wanted.weekend", at(22, 20)),
        (at(22, 9), "wanted.weekend", at(22, 20)),  # Sunday
        (at(22, 21), "wanted.weekend", at(29, 20)),
        (at(18, 9), "wanted.any", None),
        (at(18, 9), "callback.morning", None),
    ],
)
def test_a_visit_is_expected_until_the_end_of_the_day_that_was_asked_for(
    opened: datetime, wanted: str, due: datetime | None
) -> None:
    assert visit_by(opened, wanted, HOURS) == due


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    st.timedeltas(timedelta(0), timedelta(days=3)),
    st.times(),
    st.times(),
)
def test_nothing_is_late_before_its_time_whatever_the_hours_are(
    opened: datetime, span: timedelta, opens: time, closes: time
) -> None:
    hours = CounterHours(opens, closes) if opens.hour != closes.hour else CounterHours(closes, closes)
    assert hours.after(opened, span) >= opened + span
