"""What the house asks of call light, message lamp and button (F1-F3, K2), proved over the lobby's board."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.clock import SystemClock, TurnedClock
from kiosk.devices.lights import BOUNCE_S, CHECK_S, URGENT_S, GpioLights, LightsSettings, brightness
from kiosk.devices.protocols import CounterLights, HealthState, LightPattern
from tests.hw_doubles.lobby_pins import SOCKET_VARIABLE, LobbyBoard

CALL_LIGHT, MESSAGE_LAMP, BUTTON = 17, 27, 22
SETTINGS = LightsSettings(CALL_LIGHT, MESSAGE_LAMP, BUTTON, "tests.hw_doubles.lobby_pins:lobby_pins")


@pytest.fixture
def board(tmp_path: Path) -> Iterator[LobbyBoard]:
    path = tmp_path / "pins"
    os.environ[SOCKET_VARIABLE] = str(path)
    board = LobbyBoard(path)
    board.plug_in()
    yield board
    board.unplug()
    del os.environ[SOCKET_VARIABLE]


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(datetime(2026, 11, 18, 2, 30, tzinfo=UTC))


@pytest.fixture
def lights(board: LobbyBoard, clock: TurnedClock) -> Iterator[GpioLights]:
    lights = GpioLights(SETTINGS, clock)
    lights.refresh()
    assert board.wait_for(lambda levels: set(levels) == {CALL_LIGHT, MESSAGE_LAMP})
    yield lights
    lights.close()


def lit(board: LobbyBoard, pin: int, level: float) -> bool:
    """Whether the lamp comes to this brightness."""
    return board.wait_for(lambda levels: levels.get(pin) == pytest.approx(level, abs=0.01))


def course(pattern: LightPattern) -> tuple[float, ...]:
    """Six seconds of a pattern, in tenths."""
    return tuple(round(brightness(pattern, tenth / 10), 2) for tenth in range(60))


def test_f2_every_pattern_looks_different_and_can_be_shown() -> None:
    courses = {pattern: course(pattern) for pattern in LightPattern}
    assert all(0.0 <= level <= 1.0 for levels in courses.values() for level in levels)
    assert len(set(courses.values())) == len(LightPattern)


def test_f2_a_waiting_call_is_never_dark_and_off_is_never_lit() -> None:
    assert min(course(LightPattern.WAITING)) > 0.1
    assert set(course(LightPattern.OFF)) == {0.0}


@pytest.mark.parametrize("pattern", list(LightPattern))
def test_no_pattern_flashes_more_than_three_times_a_second(pattern: LightPattern) -> None:
    fine = [brightness(pattern, at / 100) > 0.5 for at in range(600)]
    onsets = [at for at, (before, now) in enumerate(itertools.pairwise(fine)) if now and not before]
    assert all(len([o for o in onsets if at <= o < at + 100]) <= 3 for at in onsets)


def test_it_is_counter_lights(lights: GpioLights) -> None:
    contract: CounterLights = lights
    assert contract.health().state is HealthState.OK


def test_f1_the_call_light_follows_its_pattern_from_its_beginning(
    lights: GpioLights, board: LobbyBoard, clock: TurnedClock
) -> None:
    clock.turn(0.33)
    lights.show_call(LightPattern.URGENT)
    lights.refresh()
    assert lit(board, CALL_LIGHT, 1.0)
    clock.turn(URGENT_S / 2)
    lights.refresh()
    assert lit(board, CALL_LIGHT, 0.0)


def test_asking_again_for_the_pattern_that_is_on_does_not_restart_it(
    lights: GpioLights, board: LobbyBoard, clock: TurnedClock
) -> None:
    lights.show_call(LightPattern.URGENT)
    clock.turn(URGENT_S / 2)
    lights.show_call(LightPattern.URGENT)
    lights.show_message(True)
    lights.refresh()
    assert lit(board, MESSAGE_LAMP, 1.0)
    assert lit(board, CALL_LIGHT, 0.0)


def test_f3_the_message_lamp_is_on_until_it_is_switched_off(lights: GpioLights, board: LobbyBoard) -> None:
    lights.show_message(True)
    lights.refresh()
    assert lit(board, MESSAGE_LAMP, 1.0)
    lights.show_message(False)
    lights.refresh()
    assert lit(board, MESSAGE_LAMP, 0.0)


def test_f1_a_press_calls_once_however_much_the_contacts_bounce(
    lights: GpioLights, board: LobbyBoard, clock: TurnedClock
) -> None:
    presses: list[float] = []
    lights.on_button(lambda: presses.append(clock.monotonic()))
    for _ in range(4):
        board.press(BUTTON)
        board.release(BUTTON)
    assert board.settle()
    assert len(presses) == 1
    clock.turn(BOUNCE_S * 2)
    board.press(BUTTON)
    assert board.settle()
    assert len(presses) == 2


def test_f1_letting_go_of_a_held_button_is_not_another_press(
    lights: GpioLights, board: LobbyBoard, clock: TurnedClock
) -> None:
    presses: list[float] = []
    lights.on_button(lambda: presses.append(clock.monotonic()))
    board.press(BUTTON)
    assert board.settle()
    clock.turn(3.0)
    board.release(BUTTON)
    board.press(BUTTON)  # the contact bounces
    board.release(BUTTON)
    assert board.settle()
    assert len(presses) == 1


def test_k2_without_a_header_the_kiosk_runs_and_says_so(board: LobbyBoard, clock: TurnedClock) -> None:
    board.unplug()
    lights = GpioLights(SETTINGS, clock)
    lights.show_call(LightPattern.FAULT)
    assert lights.refresh() == CHECK_S
    assert (lights.health().state, lights.health().reason) == (HealthState.ABSENT, "gpio-absent")
    lights.close()


def test_k2_a_header_lost_and_found_again_shows_what_is_wanted_by_then(
    lights: GpioLights, board: LobbyBoard, clock: TurnedClock
) -> None:
    board.unplug()
    lights.refresh()
    assert lights.health().state is HealthState.ABSENT
    lights.show_message(True)
    board.plug_in()
    lights.refresh()
    assert lights.health().state is HealthState.ABSENT  # not yet: a broken header is not hammered
    clock.turn(CHECK_S)
    lights.refresh()
    assert lights.health().state is HealthState.OK
    assert lit(board, MESSAGE_LAMP, 1.0)


def test_k2_the_button_works_again_after_the_header_came_back(
    lights: GpioLights, board: LobbyBoard, clock: TurnedClock
) -> None:
    presses: list[float] = []
    lights.on_button(lambda: presses.append(clock.monotonic()))
    board.unplug()
    lights.refresh()
    board.plug_in()
    clock.turn(CHECK_S)
    lights.refresh()
    assert lit(board, CALL_LIGHT, 0.0)
    board.press(BUTTON)
    assert board.settle()
    assert len(presses) == 1


def test_f2_a_restarted_driver_shows_the_pattern_it_is_told_again(board: LobbyBoard, clock: TurnedClock) -> None:
    for _life in range(2):
        lights = GpioLights(SETTINGS, clock)
        lights.show_call(LightPattern.URGENT)
        lights.refresh()
        assert lit(board, CALL_LIGHT, 1.0)
        lights.close()
        assert board.wait_for(lambda levels: levels == {})


def test_its_own_thread_drives_the_lamps_and_closing_puts_them_out(board: LobbyBoard) -> None:
    lights = GpioLights(SETTINGS, SystemClock())
    lights.start()
    lights.show_message(True)
    lights.show_call(LightPattern.FAULT)
    assert lit(board, MESSAGE_LAMP, 1.0)
    assert lit(board, CALL_LIGHT, 1.0)
    assert lit(board, CALL_LIGHT, 0.0)
    lights.close()
    assert board.wait_for(lambda levels: levels == {})


@pytest.mark.parametrize(
    ("factory", "state"),
    [
        ("mock", HealthState.OK),
        ("kiosk.nothing:factory", HealthState.ABSENT),
    ],
)
def test_the_pin_factory_is_a_matter_of_configuration(clock: TurnedClock, factory: str, state: HealthState) -> None:
    lights = GpioLights(LightsSettings(CALL_LIGHT, MESSAGE_LAMP, BUTTON, factory), clock)
    lights.refresh()
    assert lights.health().state is state
    lights.close()
