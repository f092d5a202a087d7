"""Backspace of a number pad goes on while it is held, wherever what is typed is seen (D2)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.ui.widgets.pad import BACKSPACE
from tests.ui.harness import Glass, furnished_desk, ui_settings
from tests.ui.walk import identify

NUMBER = "02112003846"


@pytest.fixture
def upright(tmp_path: Path) -> Iterator[Glass]:
    furnished = furnished_desk(tmp_path)
    furnished.healthy()
    glass = Glass(furnished, ui_settings((600, 1024)))
    yield glass
    glass.close()
    furnished.close()


def finger_on_backspace(glass: Glass) -> Any:
    from kiosk.ui import touches

    finger = touches.Finger(*touches.find(glass.shell, f"pad.{BACKSPACE}").center)
    finger.press()
    glass.turn(1)
    return finger


def later(glass: Glass, seconds: float) -> None:
    """So much later, when every beat of a held key has passed."""
    glass.pass_time(seconds)
    for _ in range(12):
        glass._pause.wait(0.005)
        glass.turn(1)


def test_the_dots_of_a_passcode_go_one_after_another_while_backspace_is_held(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("home.fax")
    glass.do("type", digits="246810")
    finger = finger_on_backspace(glass)
    for left in (6, 5, 4):
        assert len(glass.shell.screen._typed) == left
        later(glass, 0.55 if left == 6 else 0.11)
    finger.lift()
    glass.turn()
    assert glass.shell.screen._typed == "246", "the lift is no further press"


def test_on_an_upright_glass_it_goes_on_where_the_page_is_composed_anew_beneath_the_finger(upright: Glass) -> None:
    upright.touch("idle.wake")
    upright.touch("home.fax")
    identify(upright)
    upright.until_screen("fax_number")
    upright.do("type", digits=NUMBER)
    upright.settle()
    finger = finger_on_backspace(upright)
    for left in (11, 10, 9):
        assert len(upright.shell.screen._typed[0]) == left
        later(upright, 0.55 if left == 11 else 0.11)
    finger.lift()
    upright.turn()
    later(upright, 1)
    assert upright.shell.screen._typed[0] == NUMBER[:-3]


def test_another_key_ends_it_even_if_the_panel_has_lost_the_lift(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("home.fax")
    glass.do("type", digits="2468")
    lost = finger_on_backspace(glass)
    later(glass, 0.55)
    glass.do("type", digits="7")
    later(glass, 1)
    assert glass.shell.screen._typed == "2467"
    lost.lift()
