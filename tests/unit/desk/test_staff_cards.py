"""J1, K5: cards of the staff: whose each is, what opens and what does not, and what is kept of a number."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.clock import TurnedClock
from kiosk.desk.cards import COMMAND_LINE, CardTakenError, NotACardError, SupervisorOnlyError
from kiosk.desk.house import GoneError
from kiosk.desk.views import CardRecognised, PresentedCard, Staff, StaffRefusal
from kiosk.domain.offer import TYPED
from tests.desk_fixture import CLERK_PIN, FurnishedDesk, furnish

NUMBER, OTHER = "0415148F26", "0415148F27"
SUPERVISOR_PIN = "121212"


def held(kit: FurnishedDesk, number: str = NUMBER) -> PresentedCard:
    """The card with this number, just held to the reader."""
    kit.desk.cards.present(number)
    card = kit.desk.cards.presented()
    assert card is not None
    return card


def bind(kit: FurnishedDesk, staff_id: str = "07", number: str = NUMBER) -> PresentedCard:
    """This person's card."""
    card = held(kit, number)
    kit.desk.cards.bind(kit.clerk(SUPERVISOR_PIN), staff_id, card)
    return card


def records(kit: FurnishedDesk) -> list[tuple[str, dict[str, object]]]:
    return [record for record in kit.records() if record[0].startswith("staff.")]


@pytest.fixture
def both(tmp_path: Path) -> Iterator[FurnishedDesk]:
    """A house whose cards need a PIN as well."""
    furnished = furnish(tmp_path / "both", card_needs_pin=True)
    furnished.set_health("card_reader", "ok")
    yield furnished
    furnished.close()


def test_a_card_signs_its_person_in_and_the_record_says_how(kit: FurnishedDesk) -> None:
    bind(kit)
    staff = kit.desk.staff.sign_in_card(held(kit))
    assert isinstance(staff, Staff) and staff.id == "07"
    assert records(kit)[-2:] == [
        ("staff.card_bound", {"by": "12", "staff": "07"}),
        ("staff.signed_in", {"staff": "07", "way": "card"}),
    ]


def test_k5_a_number_stands_nowhere_and_nothing_of_it_leaves_the_kiosk(kit: FurnishedDesk) -> None:
    card = bind(kit)
    kit.desk.staff.sign_in_card(held(kit))
    for file in kit.folder.rglob("*.db*"):
        assert NUMBER.encode() not in file.read_bytes()
    said = json.dumps(kit.records()) + repr(card) + repr(kit.desk.cards.listing(kit.clerk(SUPERVISOR_PIN)))
    assert NUMBER not in said and card.token not in said


def test_k5_two_kiosks_know_the_same_card_by_other_marks(kit: FurnishedDesk, tmp_path: Path) -> None:
    from dataclasses import replace

    from kiosk.desk.cards import CardDesk

    other = CardDesk(replace(kit.house, receipt_key=b"o" * 32))
    mark = held(kit).token
    other.present(NUMBER)
    presented = other.presented()
    assert presented is not None and presented.token != mark


def test_five_unknown_cards_close_the_gate_like_wrong_pins_and_for_pins_too(kit: FurnishedDesk) -> None:
    assert isinstance(kit.clock, TurnedClock)
    refusals = []
    for _ in range(5):
        refusal = kit.desk.staff.sign_in_card(held(kit, uuid.uuid4().hex[:10]))
        assert isinstance(refusal, StaffRefusal)
        refusals.append(refusal.reason_key)
        kit.clock.turn(refusal.wait_s if refusal.reason_key != "staff.locked" else 0)
    assert refusals == ["staff.card_unknown"] * 4 + ["staff.locked"]
    assert kit.desk.staff.sign_in_pin(CLERK_PIN) == StaffRefusal("staff.locked", 600)


def test_a_lost_card_is_taken_back_and_opens_nothing_from_then_on(kit: FurnishedDesk) -> None:
    bind(kit)
    kit.desk.cards.unbind(kit.clerk(SUPERVISOR_PIN), "07")
    assert kit.desk.staff.sign_in_card(held(kit)) == StaffRefusal("staff.card_unknown", 0)
    assert ("staff.card_unbound", {"by": "12", "staff": "07"}) in records(kit)
    assert kit.desk.cards.listing(kit.clerk(SUPERVISOR_PIN))[0].bound_at is None


def test_a_new_card_takes_the_old_one_s_place(kit: FurnishedDesk) -> None:
    bind(kit)
    bind(kit, number=OTHER)
    assert isinstance(kit.desk.staff.sign_in_card(held(kit, OTHER)), Staff)
    assert isinstance(kit.desk.staff.sign_in_card(held(kit)), StaffRefusal)


def test_nobody_stands_for_two(kit: FurnishedDesk) -> None:
    bind(kit)
    with pytest.raises(CardTakenError):
        bind(kit, staff_id="31")
    assert bind(kit, staff_id="07").token, "one's own card again is no trouble"


def test_only_a_supervisor_gives_cards_and_takes_them_back(kit: FurnishedDesk) -> None:
    clerk, card = kit.clerk(), held(kit)
    for act in (
        lambda: kit.desk.cards.bind(clerk, "07", card),
        lambda: kit.desk.cards.unbind(clerk, "07"),
        lambda: kit.desk.cards.listing(clerk),
    ):
        with pytest.raises(SupervisorOnlyError):
            act()


def test_what_could_not_be_read_is_nobody_s_card_and_no_wrong_one(kit: FurnishedDesk) -> None:
    kit.desk.cards.present_problem("two_cards")
    card = kit.desk.cards.presented()
    assert card is not None and (card.token, card.problem) == ("", "two_cards")
    with pytest.raises(NotACardError):
        kit.desk.cards.bind(kit.clerk(SUPERVISOR_PIN), "07", card)


def test_a_card_is_forgotten_some_seconds_after_it_was_held(kit: FurnishedDesk) -> None:
    held(kit)
    kit.desk.cards.forget()
    assert kit.desk.cards.presented() is not None, "fresh ones stay"
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(6)
    assert kit.desk.cards.presented() is None
    kit.desk.cards.forget()
    assert kit.house.live.get("card") is None


def test_an_owner_s_work_is_not_ended_by_a_card_that_only_came_near(kit: FurnishedDesk) -> None:
    bind(kit)
    before = len(records(kit))
    assert kit.desk.staff.sign_in_card(held(kit), sure=False) == CardRecognised("陈晓", pin_wanted=False)
    assert len(records(kit)) == before


def test_where_both_are_needed_neither_opens_alone(both: FurnishedDesk) -> None:
    supervisor = both.clerk(SUPERVISOR_PIN)  # has no card: the PIN is all there is
    card = held(both)
    both.desk.cards.bind(supervisor, "07", card)
    assert both.desk.staff.sign_in_card(card) == CardRecognised("陈晓", pin_wanted=True)
    assert both.desk.staff.sign_in_pin(CLERK_PIN) == StaffRefusal("staff.card_wanted", 0)
    assert both.desk.staff.sign_in_pin("999999") == StaffRefusal("staff.card_wanted", 0), "a right PIN looks no better"
    assert isinstance(both.desk.staff.sign_in_pin(CLERK_PIN, card), Staff)
    assert records(both)[-1] == ("staff.signed_in", {"staff": "07", "way": "card and pin"})


def test_where_both_are_needed_another_s_card_does_not_help(both: FurnishedDesk) -> None:
    supervisor = both.clerk(SUPERVISOR_PIN)
    both.desk.cards.bind(supervisor, "07", held(both))
    other = held(both, OTHER)
    both.desk.cards.bind(supervisor, "31", other)
    assert isinstance(both.desk.staff.sign_in_pin(CLERK_PIN, other), StaffRefusal)


def test_k2_without_the_reader_the_pin_works_and_the_record_says_so(both: FurnishedDesk) -> None:
    both.desk.cards.bind(both.clerk(SUPERVISOR_PIN), "07", held(both))
    both.set_health("card_reader", "absent", "unplugged")
    assert isinstance(both.desk.staff.sign_in_pin(CLERK_PIN), Staff)
    assert records(both)[-1] == ("staff.signed_in", {"staff": "07", "way": "pin, no reader"})


def test_k2_while_the_core_is_silent_nobody_reads_a_card_and_the_pin_works(both: FurnishedDesk) -> None:
    """What the core said last of the reader would keep everybody out, and close the gate after five right PINs."""
    both.desk.cards.bind(both.clerk(SUPERVISOR_PIN), "07", held(both))
    both.set_health("card_reader", "ok")
    both.core_falls_silent()
    assert isinstance(both.desk.staff.sign_in_pin(CLERK_PIN), Staff)
    assert records(both)[-1] == ("staff.signed_in", {"staff": "07", "way": "pin, no reader"})
    both.core_beats()
    assert both.desk.staff.sign_in_pin(CLERK_PIN) == StaffRefusal("staff.card_wanted", 0)


def test_k2_a_reader_that_types_for_the_screens_reads_without_the_core_too(both: FurnishedDesk) -> None:
    both.desk.cards.bind(both.clerk(SUPERVISOR_PIN), "07", held(both))
    entry = "health.card_reader"
    both.set_health("card_reader", "ok")
    both.house.live.put(entry, {**both.house.live.get(entry), "detail": TYPED})
    both.core_falls_silent()
    assert both.desk.staff.sign_in_pin(CLERK_PIN) == StaffRefusal("staff.card_wanted", 0)


def test_k2_a_missing_reader_leaves_the_pin_and_no_reader_at_all_is_not_missed(kit: FurnishedDesk) -> None:
    kit.healthy()
    assert "staff_card" not in {service.key for service in kit.desk.status.services()}
    kit.set_health("card_reader", "absent", "port-missing")
    service = kit.desk.status.service("staff_card")
    assert (service.reasons, service.still) == (("why.card_reader.out",), ("still.staff_pin",))
    assert [row.detail for row in kit.desk.board.board(kit.clerk()).rows] == ["card_reader"]


def test_a_card_that_is_being_bound_elsewhere_opens_no_screen(kit: FurnishedDesk) -> None:
    with kit.desk.cards.claim():
        kit.desk.cards.present(NUMBER)
        assert kit.desk.cards.presented() is None
        card = kit.desk.cards.presented(claimed=True)
        assert card is not None and card.token
    assert kit.desk.cards.presented() is None, "nor afterwards"
    held(kit)


def test_a_claimed_card_waits_for_its_claimant_as_long_as_any_card(kit: FurnishedDesk) -> None:
    with kit.desk.cards.claim():
        kit.desk.cards.present(NUMBER)
        kit.desk.cards.forget()  # the core tidies while the command line has not looked yet
        assert kit.desk.cards.presented(claimed=True) is not None


def test_a_claim_that_nobody_ended_ends_by_itself(kit: FurnishedDesk) -> None:
    assert isinstance(kit.clock, TurnedClock)
    kit.house.live.put("card_claimed", {"at_utc": kit.house.now_utc})
    kit.clock.turn(61)
    assert held(kit).token


def test_nobody_of_that_number_gets_no_card(kit: FurnishedDesk) -> None:
    with pytest.raises(GoneError):
        kit.desk.cards.bind(COMMAND_LINE, "99", held(kit))
