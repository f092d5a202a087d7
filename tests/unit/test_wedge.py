"""J1: a reader that types is told from a person who types, and its number is never typed into the glass."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.clock import TurnedClock
from kiosk.ui.wedge import GAP_S, Key, Wedge
from tests.desk_fixture import NOON

ENTER = Key(13, "\r", frozenset())
NUMBER = "0004567890"


class Desk:
    """Hears what the wedge makes of the keys."""

    def __init__(self) -> None:
        self.clock = TurnedClock(NOON + timedelta(0))
        self.pressed: list[Key] = []
        self.cards: list[str] = []
        self.wedge = Wedge(self.clock, self.pressed.append, self.cards.append)

    def type(self, text: str, gap_s: float) -> None:
        for sign in text:
            self.clock.turn(gap_s)
            self.wedge.key(Key(ord(sign), sign, frozenset()))

    @property
    def characters(self) -> str:
        return "".join(key.character or "" for key in self.pressed)


@pytest.mark.parametrize("gap_s", [0.0, 0.012, 0.05])
def test_a_card_s_number_is_one_card_and_no_key(gap_s: float) -> None:
    desk = Desk()
    desk.type(NUMBER, gap_s)
    desk.wedge.key(ENTER)
    assert (desk.cards, desk.pressed) == ([NUMBER], [])


def test_a_person_s_digits_arrive_one_by_one_and_a_little_later() -> None:
    desk = Desk()
    desk.type("7", 0.3)
    assert desk.wedge.holding and not desk.pressed
    desk.clock.turn(GAP_S)
    desk.wedge.tick()
    assert desk.characters == "7" and not desk.wedge.holding
    desk.type("07070", 0.15)
    desk.wedge.key(ENTER)
    assert desk.characters == "707070\r"
    assert not desk.cards


def test_a_quick_hand_s_pin_and_enter_are_no_card() -> None:
    desk = Desk()
    desk.type("707070", 0.03)
    desk.wedge.key(ENTER)
    assert desk.characters == "707070\r" and not desk.cards


def test_another_key_lets_go_what_was_held_back_in_its_order() -> None:
    desk = Desk()
    desk.type("12", 0.01)
    desk.type("a", 0.01)
    assert desk.characters == "12a"
