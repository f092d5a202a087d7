"""A3, J1: owners and staff are recognised, slowed and locked; A4: strangers learn nothing."""

from __future__ import annotations

from datetime import timedelta

from kiosk.clock import TurnedClock
from kiosk.desk.views import IdentityRefusal, Staff, StaffRefusal, Visitor
from kiosk.locale import Language
from tests.desk_fixture import CLERK_PIN, NOON, PASSCODE, UNIT, FurnishedDesk, furnish


def wrong(kit: FurnishedDesk, unit: str = UNIT) -> IdentityRefusal:
    found = kit.desk.identity.identify(unit, "000000", Language.ZH_HANS)
    assert isinstance(found, IdentityRefusal)
    return found


def clock_of(kit: FurnishedDesk) -> TurnedClock:
    assert isinstance(kit.clock, TurnedClock)
    return kit.clock


def test_the_right_passcode_greets_by_surname_only(kit: FurnishedDesk) -> None:
    visitor = kit.visitor()
    assert (visitor.greeting_name, visitor.unit.id) == ("林女士", UNIT)
    assert "若溪" not in repr(visitor) and "13800000001" not in repr(visitor)


def test_wrong_passcodes_are_slowed_then_locked_and_the_clerk_unlocks(kit: FurnishedDesk) -> None:
    assert [wrong(kit).tries_left for _ in range(3)] == [4, 3, 2]
    assert wrong(kit) == IdentityRefusal("identity.wait", 2, 5)
    clock_of(kit).turn(5)
    assert wrong(kit).tries_left == 1
    clock_of(kit).turn(15)
    assert wrong(kit).reason_key == "identity.locked"
    assert isinstance(kit.desk.identity.identify(UNIT, PASSCODE, Language.ZH_HANS), IdentityRefusal)
    clerk = kit.clerk()
    locked = [row.unit for row in kit.desk.board.board(clerk).rows if row.kind == "unit_locked"]
    assert [unit.id for unit in locked if unit] == [UNIT]
    kit.desk.staff.unlock_unit(clerk, UNIT)
    assert isinstance(kit.desk.identity.identify(UNIT, PASSCODE, Language.ZH_HANS), Visitor)
    assert ("identity.unlocked", {"staff": "07", "unit": UNIT}) in kit.records()


def test_a_restart_forgets_no_wrong_passcode(kit: FurnishedDesk) -> None:  # K5: pulling the plug is no key
    for _ in range(2):
        wrong(kit)
    kit.close()
    again = furnish(kit.folder, clock=TurnedClock(NOON + timedelta(minutes=1)))
    assert wrong(again).tries_left == 2
    again.close()


def test_a_right_passcode_forgets_the_wrong_ones(kit: FurnishedDesk) -> None:
    wrong(kit)
    kit.visitor()
    assert wrong(kit).tries_left == 4


def test_an_unknown_unit_looks_like_a_wrong_passcode(kit: FurnishedDesk) -> None:  # A4
    assert wrong(kit, "99-9-999") == IdentityRefusal("identity.wrong", 4, 0)


def test_staff_are_known_by_their_pin_and_every_visit_is_recorded(kit: FurnishedDesk) -> None:
    clerk = kit.clerk()
    kit.desk.staff.sign_out(clerk)
    assert [record for record in kit.records() if record[0].startswith("staff")] == [
        ("staff.signed_in", {"staff": "07"}),
        ("staff.signed_out", {"staff": "07"}),
    ]


def test_five_wrong_pins_close_the_gate_for_ten_minutes(kit: FurnishedDesk) -> None:
    for _ in range(5):
        refusal = kit.desk.staff.sign_in_pin("999999")
        assert isinstance(refusal, StaffRefusal)
        if refusal.reason_key != "staff.locked":
            clock_of(kit).turn(refusal.wait_s)
    assert refusal == StaffRefusal("staff.locked", 600)
    assert kit.desk.staff.sign_in_pin(CLERK_PIN) == StaffRefusal("staff.locked", 600)
    clock_of(kit).turn(600)
    assert isinstance(kit.desk.staff.sign_in_pin(CLERK_PIN), Staff)
