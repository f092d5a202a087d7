"""J1: a card instead of the PIN, on the true screens: the way in, an owner's work beside it, whose card is whose."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from kiosk.clock import TurnedClock
from kiosk.desk.views import Staff
from kiosk.ui import driving
from tests.desk_fixture import CLERK_PIN
from tests.ui.harness import Glass, open_glass
from tests.ui.staff_walk import delivered_fax, enter_pin, see, sign_in, wait_for_cash

CLERK_CARD, SUPERVISOR_CARD, STRANGE_CARD = "0415148F26", "0A00C81D2B", "7F00123456"
SUPERVISOR_PIN = "121212"


def hold(glass: Glass, number: str) -> None:
    """A card at the reader, until the glass has heard of it."""
    glass.desk.cards.present(number)
    heard = glass.desk.cards.presented()
    assert heard is not None
    glass.until(lambda: glass.shell.news.card == heard, "the card is heard of")
    glass.settle()


def person_of(glass: Glass) -> str:
    staff = glass.shell.visit.staff
    return staff.id if staff is not None else ""


@pytest.fixture
def reader(glass: Glass) -> Glass:
    """A glass with a reader, and the clerk's card."""
    glass.furnished.set_health("card_reader", "ok")
    supervisor = glass.desk.staff.sign_in_pin(SUPERVISOR_PIN)
    assert isinstance(supervisor, Staff)
    glass.desk.cards.present(CLERK_CARD)
    card = glass.desk.cards.presented()
    assert card is not None
    glass.desk.cards.bind(supervisor, "07", card)
    glass.until(lambda: glass.shell.news.device("card_reader") and glass.shell.news.card == card, "the reader")
    glass.settle()
    glass.furnished.house.live.put("card", None)
    glass.until(lambda: glass.shell.news.card is None, "taken away")
    return glass


def at_the_start(glass: Glass) -> None:
    """Back at the idle screen, whatever the card that was bound has opened."""
    glass.shell.end()
    glass.settle()


def test_a_card_leads_from_the_idle_screen_to_the_board(reader: Glass) -> None:
    at_the_start(reader)
    hold(reader, CLERK_CARD)
    reader.until_screen("staff_board")
    assert (person_of(reader), reader.shows("陈晓 · 工号 07")) == ("07", True)
    assert reader.furnished.records()[-1] == ("staff.signed_in", {"staff": "07", "way": "card"})


def test_a_card_signs_in_where_the_pin_is_asked_for_and_both_are_told(reader: Glass) -> None:
    at_the_start(reader)
    reader.touch("idle.wake")
    reader.touch("frame.seal")
    assert reader.shows_key("sign_in.card.words")
    hold(reader, CLERK_CARD)
    reader.until_screen("staff_board")


def test_a1_an_owner_s_work_waits_for_the_card_a_second_time_and_is_not_lost(reader: Glass) -> None:
    at_the_start(reader)
    reader.touch("idle.wake")
    visitor = reader.furnished.visitor()
    reader.shell.visit.visitor = visitor
    hold(reader, CLERK_CARD)
    assert reader.screen == "staff_sign_in"
    assert reader.shows("业主正在这里办理") and person_of(reader) == ""
    reader.touch("bar.back")
    assert (reader.screen, reader.shell.visit.visitor) == ("home", visitor)
    hold(reader, CLERK_CARD)
    hold(reader, CLERK_CARD)
    reader.until_screen("staff_board")
    assert (person_of(reader), reader.shell.visit.visitor) == ("07", None)


def test_k5_an_unknown_card_opens_nothing_and_back_leads_to_where_one_was(reader: Glass) -> None:
    at_the_start(reader)
    reader.touch("idle.wake")
    hold(reader, STRANGE_CARD)
    assert reader.screen == "staff_sign_in" and reader.shows_key("sign_in.card.unknown")
    assert STRANGE_CARD not in " ".join(reader.texts)
    reader.touch("bar.back")
    assert reader.screen == "home"
    for _ in range(4):
        hold(reader, STRANGE_CARD)
        reader.pass_time(30)
    assert reader.shows("登录已锁定")
    enter_pin_is_closed(reader)


def enter_pin_is_closed(glass: Glass) -> None:
    bar = glass.shell.bar
    forward = getattr(bar, "forward", None)
    assert forward is not None and forward.act is None


def test_g2_at_the_owner_s_waiting_screen_the_card_leads_to_this_very_charge(reader: Glass, tmp_path: Path) -> None:
    at_the_start(reader)
    charge = delivered_fax(reader, tmp_path)
    visitor = reader.furnished.visitor()
    reader.desk.money.ask_cash(visitor, charge)
    reader.touch("idle.wake")
    reader.shell.visit.visitor = visitor
    wait_for_cash(reader, charge)
    reader.settle()
    hold(reader, CLERK_CARD)
    reader.until_screen("staff_cash")
    assert (person_of(reader), reader.shell.visit.visitor) == ("07", visitor)
    reader.settle()
    reader.touch("bar.back")
    assert (reader.screen, person_of(reader)) == ("cash_wait", "")


def test_k5_a_reader_that_types_types_nothing_into_the_glass(tmp_path: Path) -> None:
    from kivy.core.window import Window

    with closing(open_glass(tmp_path, cards_typed=True)) as glass:
        glass.furnished.set_health("card_reader", "ok")
        glass.touch("idle.wake")
        glass.touch("frame.seal")
        for digit in "0004567890":
            Window.dispatch("on_key_down", ord(digit), 0, digit, [])
        Window.dispatch("on_key_down", 13, 0, "\r", [])
        glass.until(lambda: glass.shows_key("sign_in.card.unknown"), "the card is heard of")
        glass.touch("pad.7")
        Window.dispatch("on_key_down", ord("0"), 0, "0", [])
        assert isinstance(glass.furnished.clock, TurnedClock)
        glass.furnished.clock.turn(1)
        glass.until(lambda: glass.shell.keypad.focus.shown, "a hand's digit is let through")
        glass.type_digits("7070")
        glass.touch("bar.forward")
        glass.until_screen("staff_board")
        glass.settle()
    glass.furnished.close()


def test_behind_the_pin_a_card_turns_no_screen_away(reader: Glass) -> None:
    at_the_start(reader)
    reader.touch("idle.wake")
    sign_in(reader, SUPERVISOR_PIN)
    reader.touch("tab.cases")
    hold(reader, CLERK_CARD)
    assert (reader.screen, person_of(reader)) == ("staff_cases", "12")


def test_what_could_not_be_read_is_told(reader: Glass) -> None:
    at_the_start(reader)
    reader.touch("idle.wake")
    reader.touch("frame.seal")
    for problem in ("unreadable", "two_cards"):
        reader.desk.cards.present_problem(problem)
        reader.until(lambda problem=problem: reader.shows_key(f"sign_in.card.{problem}"), problem)
        assert reader.screen == "staff_sign_in"
    enter_pin(reader, CLERK_PIN)
    reader.until_screen("staff_board")
    assert person_of(reader) == "07", "the PIN works all the same"


def test_k2_without_the_reader_the_pin_is_said_to_work_and_the_board_knows(reader: Glass) -> None:
    at_the_start(reader)
    reader.furnished.set_health("card_reader", "absent", "unplugged")
    reader.touch("idle.wake")
    reader.until(lambda: (d := reader.shell.news.device("card_reader")) and d.state == "absent", "unplugged")
    reader.touch("frame.seal")
    assert reader.shows_key("sign_in.card.out")
    enter_pin(reader, CLERK_PIN)
    see(reader, "读卡器：已拔出")
    reader.touch("row.device.card_reader")
    assert reader.shows("可以用 PIN 登录")


def test_no_reader_nothing_of_it_on_any_screen(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("frame.seal")
    assert not glass.shows("卡")
    enter_pin(glass, SUPERVISOR_PIN)
    glass.until_screen("staff_board")
    assert "tab.cards" not in driving.look(glass.shell)["touchable"]
    glass.touch("tab.technician")
    glass.settle()
    assert not glass.shows("读卡器")


def test_a_supervisor_gives_a_card_and_takes_a_lost_one_back(reader: Glass) -> None:
    at_the_start(reader)
    reader.touch("idle.wake")
    sign_in(reader, SUPERVISOR_PIN)
    reader.touch("tab.cards")
    reader.until_shown("2026 年 11 月 18 日 12:00 由 12 登记")
    reader.touch("cards.12")
    hold(reader, CLERK_CARD)
    reader.touch("bar.forward")
    reader.settle()
    assert reader.shows("已登记在工号 07 名下"), "nobody stands for two"
    reader.touch("dialog.close")
    hold(reader, SUPERVISOR_CARD)
    reader.touch("bar.forward")
    reader.until_screen("staff_cards")
    reader.settle()
    reader.touch("cards.07")
    reader.touch("cards.unbind")
    reader.until_screen("staff_cards")
    told = [(kind, body["staff"]) for kind, body in reader.furnished.records() if "bound" in kind]
    assert told == [("staff.card_bound", "07"), ("staff.card_bound", "12"), ("staff.card_unbound", "07")]


def test_a_clerk_gives_no_cards(reader: Glass) -> None:
    at_the_start(reader)
    reader.touch("idle.wake")
    sign_in(reader)
    assert "tab.cards" not in driving.look(reader.shell)["touchable"]
