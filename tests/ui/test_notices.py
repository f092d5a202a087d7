"""Notices of the estate on the idle screen begin and end by themselves (A1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from kiosk.ui.settings import Notice
from tests.hw_doubles.lobby_config import notice_of_works
from tests.ui.harness import HOUSE, Glass, furnished_desk, per_language, ui_settings


@pytest.fixture
def glass(tmp_path: Path) -> Iterator[Glass]:
    """An idle glass at noon of 18 November, with a notice of today and one of tomorrow."""
    notices = (
        Notice(per_language("今日停水", "今日停水", "No water today"), ends=datetime(2026, 11, 19)),
        Notice(per_language("明日停电", "明日停電", "No power tomorrow"), begins=datetime(2026, 11, 19)),
    )
    opened = Glass(furnished_desk(tmp_path), ui_settings(house=replace(HOUSE, notices=notices)))
    yield opened
    opened.close()
    opened.furnished.close()


def test_a1_a_notice_goes_when_its_time_is_over_and_the_next_comes(glass: Glass) -> None:
    assert glass.shows("今日停水") and not glass.shows("明日停电")
    glass.pass_time(12 * 3600)
    assert glass.shows("明日停电") and not glass.shows("今日停水")


def test_the_demo_s_notice_is_valid_on_whatever_day_the_demo_is_given() -> None:
    told = notice_of_works(date(2027, 2, 27))
    assert 'until = "2027-03-01T11:00"' in told
    assert "3 月 1 日（星期一）" in told and "Monday 1 March" in told
