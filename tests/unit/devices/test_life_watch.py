"""A modem that says nothing in a call: its device is asked now and then; twice no answer means that it is dead (K2).

Time is turned by hand; questions are answered by hand.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.devices.life_watch import LifeWatch


class Time:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.tenths = 1000

    def monotonic(self) -> float:
        return self.tenths / 10

    @property
    def passed_s(self) -> float:
        return (self.tenths - 1000) / 10


class Device:
    """Questions wait until ``answer``: True, False, or None where it cannot be asked."""

    def __init__(self) -> None:
        self.time = Time()
        self.waiting: list[Callable[[], None]] = []
        self.asked_s: list[float] = []
        self._answer: bool | None = True
        self.watch = LifeWatch(self._asked, self.time, self._put)

    def silence(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.time.tenths += 1
            self.watch.look()

    def answer(self, answer: bool | None) -> None:
        self._answer = answer
        self.waiting.pop()()
        self.watch.look()

    def _put(self, question: Callable[[], None]) -> None:
        self.asked_s.append(self.time.passed_s)
        self.waiting.append(question)

    def _asked(self) -> bool:
        if self._answer is None:
            raise PermissionError(13, "Permission denied")
        return self._answer


@pytest.fixture
def device():
    return Device()


def test_a_modem_that_says_something_every_few_seconds_is_not_asked(device):
    for _ in range(10):
        device.silence(9)
        device.watch.stirred()
    assert device.asked_s == [] and not device.watch.gone


def test_a_silent_one_is_asked_every_ten_seconds_as_long_as_it_answers(device):
    for _ in range(6):
        device.silence(10.1)
        device.answer(True)
    assert len(device.asked_s) == 6 and device.asked_s[0] == 10.0
    assert all(later - earlier > 10 for earlier, later in zip(device.asked_s, device.asked_s[1:], strict=False))
    assert not device.watch.gone


def test_two_questions_without_an_answer_are_its_end_twenty_seconds_after_it_began_to_hang(device):
    device.silence(10)
    device.silence(5)  # so long the system waits for an answer
    assert len(device.waiting) == 1
    device.answer(False)
    assert not device.watch.gone
    device.silence(0.1)
    device.silence(5)
    device.answer(False)
    assert device.watch.gone and device.time.passed_s < 21
    device.silence(20)
    assert len(device.asked_s) == 2


def test_a_disturbance_that_ends_every_question_at_once_lasts_three_seconds_at_least(device):
    device.silence(10)
    device.answer(False)
    device.silence(2.8)
    assert device.waiting == []
    device.silence(0.3)
    device.answer(True)
    assert not device.watch.gone
    device.silence(9.8)
    assert len(device.asked_s) == 2


def test_one_missing_answer_is_forgotten_when_the_modem_says_something(device):
    device.silence(10)
    device.answer(False)
    device.watch.stirred()
    device.silence(10)
    device.answer(False)
    assert not device.watch.gone and len(device.asked_s) == 2


def test_a_modem_that_says_something_while_it_is_asked_needs_no_answer(device):
    device.silence(12)
    device.watch.stirred()
    device.silence(3)
    device.answer(False)
    device.silence(6.8)
    assert device.waiting == [] and not device.watch.gone
    device.silence(0.3)
    assert len(device.waiting) == 1


def test_a_device_that_may_not_be_asked_is_asked_once(device):
    device.silence(10)
    device.answer(None)
    device.silence(60)
    assert len(device.asked_s) == 1 and not device.watch.gone


def test_where_there_is_no_device_nobody_is_asked():
    time, put = Time(), []
    watch = LifeWatch(None, time, put.append)
    time.tenths += 1000
    watch.look()
    assert put == [] and not watch.gone
