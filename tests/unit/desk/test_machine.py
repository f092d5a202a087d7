"""G1, G2, K1: what the machine takes in is booked when it is in the box, settles what is owed, and is never lost."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from kiosk.desk.acceptor import MachineBusyError
from kiosk.desk.collecting import Collector
from kiosk.desk.corrections import DrawerShortError
from kiosk.desk.house import GoneError, RequestUsedError
from kiosk.desk.qr_doubt import QrPendingError
from kiosk.desk.views import ChargeState, DepositBag, Method
from kiosk.domain.cash import CashCount
from kiosk.store.errors import StoreDamagedError, StoreFullError
from tests.desk_fixture import furnish
from tests.hw_doubles.cctalk_kiosk import PATIENCE_S, MachineKiosk
from tests.unit.desk.machine_acts import CLERK, STROKES, SUPERVISOR, machine_till, method, state

till = pytest.fixture(machine_till)


def test_g2_notes_and_coins_pay_a_charge_and_the_receipt_says_so(till: MachineKiosk) -> None:
    charge = till.kit.owe(650)
    till.ask(charge)
    till.put(500, 100, 50)
    receipt = till.kit.desk.money.receipt_of(charge)
    assert receipt is not None and receipt.method is Method.MACHINE and receipt.print_state == "unsigned"
    assert (till.balance("cash:machine"), till.balance(f"held:{charge}")) == (650, 0)
    assert not till.kit.desk.machine.view(charge).open and till.machine.coins.mask == 0


def test_what_is_missing_and_what_may_be_put_in_follow_each_piece(till: MachineKiosk) -> None:
    charge = till.kit.owe(700)
    till.ask(charge)
    before = till.kit.desk.machine.view(charge)
    assert (before.held_fen, before.missing_fen) == (0, 700)
    assert before.takes_fen == (10, 50, 100, 500, 1000)
    till.put(500)
    after = till.kit.desk.machine.view(charge)
    assert (after.held_fen, after.missing_fen, after.takes_fen) == (500, 200, (10, 50, 100, 500, 1000))


def test_k1_the_word_that_somebody_has_left_is_not_for_who_has_come_since(till: MachineKiosk) -> None:
    """The core reads who stands there, the screens let the next one ask, and only then the core has the lock."""
    core, (first, second) = Collector(till.kit.house), (till.kit.owe(650), till.kit.owe(300))
    till.ask(first)
    seen = core.collection()
    till.ask(second)
    assert seen is not None
    core.end("left", seen["id"])
    assert till.kit.desk.machine.view(second).open
    till.put(100, 100, 100)
    assert state(till, second) is ChargeState.PAID and state(till, first) is ChargeState.DUE


def test_no_hundred_for_two_yuan(till: MachineKiosk) -> None:
    charge = till.kit.owe(200)
    till.ask(charge)
    till.put(10000)
    assert till.machine.notes.given_back == [10000]
    assert till.kit.desk.machine.view(charge).refused == "note"


def test_k1_nothing_more_is_taken_while_what_comes_in_cannot_be_kept(till: MachineKiosk) -> None:
    charge, store = till.kit.owe(650), till.kit.house.store.db
    till.ask(charge)
    store.execute("PRAGMA query_only=ON")
    till.machine.put_coin(100)
    with pytest.raises(StoreFullError):
        till.turns()
    till.machine.put_note(500)
    till.machine.put_coin(100)
    store.execute("PRAGMA query_only=OFF")
    till.turns()
    assert till.kit.desk.machine.view(charge).held_fen == 100 == till.machine.box_fen
    till.put(500, 50)
    assert method(till, charge) is Method.MACHINE


def test_k1_nobody_is_asked_for_money_while_the_books_are_damaged(till: MachineKiosk) -> None:
    charge = till.kit.owe(650)
    till.ask(charge)
    till.kit.house.live.put("health.books", {"state": "trouble", "reason": "damaged", "detail": "transaction 7"})
    till.turns()
    till.machine.put_coin(100)
    till.turns()
    assert till.machine.rejected == [100] and till.machine.box_fen == 0
    with pytest.raises(StoreDamagedError):
        till.kit.desk.machine.ask(till.kit.visitor(), charge)


def test_nothing_is_taken_while_nobody_pays(till: MachineKiosk) -> None:
    till.kit.owe(650)
    till.turns(3)
    till.put(500, 100)
    assert till.machine.box_fen == 0 and till.machine.rejected == [100] and till.machine.notes.given_back == [500]


def test_k1_the_intent_is_committed_before_the_note_is_stacked(till: MachineKiosk) -> None:
    charge = till.kit.owe(1000)
    till.ask(charge)
    till.machine.notes.stacks = False
    till.put(1000)
    [intent] = till.kit.house.books.acceptor.in_state("intent")
    assert intent["fen"] == 1000 and till.kit.desk.machine.view(charge).note_waits
    assert method(till, charge) is None and till.balance("cash:machine") == 0
    till.machine.notes.stacked()
    till.turns()
    assert method(till, charge) is Method.MACHINE


def test_a_note_that_comes_back_leaves_nothing(till: MachineKiosk) -> None:
    charge = till.kit.owe(1000)
    till.ask(charge)
    till.machine.notes.stacks = False
    till.put(1000)
    till.machine.notes.returned()
    till.turns()
    assert till.kit.desk.machine.view(charge).missing_fen == 1000 and state(till, charge) is ChargeState.DUE


# --- what is over


def test_change_waits_for_the_clerk_and_is_given_once(till: MachineKiosk) -> None:
    charge = till.kit.owe(650)
    till.ask(charge)
    till.put(1000)
    held = till.kit.desk.machine.held(charge)
    assert (held.fen, held.paid) == (350, True)
    with pytest.raises(DrawerShortError):
        till.kit.desk.machine.give_back(CLERK, charge, "back")
    till.kit.desk.days.open_shift(CLERK, CashCount({1000: 1}), 1000, "open")
    assert [till.kit.desk.machine.give_back(CLERK, charge, "back") for _ in range(2)] == [350, 350]
    assert (till.balance("cash:drawer"), till.balance(f"held:{charge}")) == (650, 0)
    with pytest.raises(GoneError):
        till.kit.desk.machine.give_back(CLERK, charge, "again")


def test_what_is_over_may_go_to_what_the_unit_owes(till: MachineKiosk) -> None:
    charge, visitor = till.kit.owe(650), till.kit.visitor()
    till.ask(charge)
    till.kit.desk.machine.choose_change(visitor, charge, to_account=True)
    till.put(1000)
    assert (till.balance(f"unit:{visitor.unit.id}"), till.balance(f"held:{charge}")) == (-350, 0)


def test_a_coin_that_was_on_its_way_is_not_lost(till: MachineKiosk) -> None:
    charge = till.kit.owe(100)
    till.ask(charge)
    till.machine.put_coin(100)
    till.machine.put_coin(100)
    till.turns()
    assert method(till, charge) is Method.MACHINE and till.kit.desk.machine.held(charge).fen == 100


# --- giving up


def test_who_gives_up_half_way_gets_it_back_or_pays_with_it_later(till: MachineKiosk) -> None:
    charge, visitor = till.kit.owe(1000), till.kit.visitor()
    till.ask(charge)
    till.put(500)
    till.kit.desk.machine.withdraw(visitor, charge)
    till.turns()
    assert till.kit.desk.machine.held(charge).fen == 500 and state(till, charge) is ChargeState.DUE
    till.put(500)
    assert till.machine.notes.given_back == [500]
    till.ask(charge)
    till.put(500)
    assert method(till, charge) is Method.MACHINE


def test_a_note_in_escrow_when_its_owner_gives_up_is_still_accounted_for(till: MachineKiosk) -> None:
    charge, visitor = till.kit.owe(1000), till.kit.visitor()
    till.ask(charge)
    till.machine.notes.stacks = False
    till.put(500)
    till.kit.desk.machine.withdraw(visitor, charge)
    other = till.kit.owe(300)
    with pytest.raises(MachineBusyError):
        till.kit.desk.machine.ask(visitor, other)
    till.machine.notes.stacked()
    till.turns()
    assert till.kit.desk.machine.held(charge).fen == 500
    till.ask(other)
    assert till.kit.desk.machine.view(other).open


def test_a_charge_paid_otherwise_meanwhile_ends_it(till: MachineKiosk) -> None:
    charge = till.kit.owe(1000)
    till.ask(charge)
    till.put(500)
    till.kit.desk.money.take_cash(CLERK, charge, 1000, "cash")
    till.turns()
    assert method(till, charge) is Method.CASH and till.machine.coins.mask == 0
    assert till.kit.desk.machine.held(charge).fen == 500


def test_who_leaves_without_a_word_ends_it_too(till: MachineKiosk) -> None:
    charge = till.kit.owe(1000)
    till.ask(charge)
    till.put(500)
    till.clock.turn(PATIENCE_S + 1)
    till.turns()
    assert not till.kit.desk.machine.view(charge).open and till.machine.notes.mask == 0


# --- corrections, requests


def test_g4_a_refund_of_what_the_machine_took_is_given_out_by_the_clerk(till: MachineKiosk) -> None:
    charge = till.kit.owe(1000)
    till.ask(charge)
    till.put(1000)
    receipt = till.kit.desk.money.receipt_of(charge)
    assert receipt is not None
    till.kit.desk.corrections.refund(SUPERVISOR, receipt.number, "未送达", STROKES, "refund")
    assert till.kit.desk.machine.held(charge).fen == 1000
    till.kit.desk.days.open_shift(CLERK, CashCount({5000: 1}), 5000, "open")
    assert till.kit.desk.machine.give_back(CLERK, charge, "back") == 1000


def test_a_struck_out_payment_is_paid_again_from_what_is_held(till: MachineKiosk) -> None:
    charge = till.kit.owe(1000)
    till.ask(charge)
    till.put(1000)
    receipt = till.kit.desk.money.receipt_of(charge)
    assert receipt is not None
    till.kit.desk.corrections.void(CLERK, receipt.number, "误收", STROKES, "void")
    till.kit.desk.machine.ask(till.kit.visitor(), charge)
    assert method(till, charge) is Method.MACHINE and till.balance("cash:machine") == 1000


def test_a_request_gives_back_for_one_charge_only(till: MachineKiosk) -> None:
    charges = [till.kit.owe(600), till.kit.owe(600)]
    for charge in charges:
        till.ask(charge)
        till.put(1000)
    till.kit.desk.days.open_shift(CLERK, CashCount({5000: 1}), 5000, "open")
    request = str(uuid.uuid4())
    till.kit.desk.machine.give_back(CLERK, charges[0], request)
    with pytest.raises(RequestUsedError):
        till.kit.desk.machine.give_back(CLERK, charges[1], request)


def test_another_units_charge_is_not_taken_for(till: MachineKiosk) -> None:
    charge = till.kit.owe(600, "12-1-102")
    with pytest.raises(GoneError):
        till.kit.desk.machine.ask(till.kit.visitor(), charge)


def test_g5_the_box_is_counted_by_itself_and_leaves_in_a_bag_of_its_own(till: MachineKiosk) -> None:
    charge = till.kit.owe(600)
    till.ask(charge)
    till.put(500, 100)
    count = till.kit.desk.days.empty_box(CLERK, CashCount({500: 1}), DepositBag("B9", 500), "box")
    again = till.kit.desk.days.empty_box(CLERK, CashCount({500: 1}), DepositBag("B9", 500), "box")
    assert count == again and count.difference_fen == -100 and count.unexplained
    assert [till.balance(name) for name in ("cash:machine", "bag:B9", "difference:machine")] == [0, 500, 100]
    till.machine.notes.box, till.machine.coin_box = [], []
    assert till.balance("cash:drawer") == 0 and till.kit.house.books.days.pieces() is None


def test_g4_a_note_that_was_made_larger_afterwards_is_found(till: MachineKiosk) -> None:
    charge, store = till.kit.owe(500), till.kit.house.store
    till.ask(charge)
    till.put(500)
    with store.step():
        store.run("DROP TRIGGER acceptance_decided")
        store.run("UPDATE acceptance SET fen = 5000")
    assert list(till.kit.house.books.takings.faults()) == ["acceptance 1: ledger differs"]
    with store.step():
        store.run("UPDATE acceptance SET fen = 500")


def test_g1_while_a_code_may_have_paid_the_machine_s_money_is_booked_and_waits(tmp_path: Path) -> None:
    kit = furnish(tmp_path, pay_devices=(Method.MACHINE, Method.QR), qr_provider="test")
    till = MachineKiosk(kit)
    till.turns(2)
    charge, visitor = kit.owe(500), kit.visitor()
    till.ask(charge)
    kit.desk.qr.show(visitor, charge, "code")
    till.put(500)
    assert method(till, charge) is None and kit.desk.machine.view(charge).held_fen == 500
    with pytest.raises(QrPendingError):
        kit.desk.machine.ask(visitor, charge)
    with kit.house.store.step() as store:
        store.run("UPDATE qr_order SET state = 'closed'")
    till.turns()
    assert method(till, charge) is Method.MACHINE and till.faults() == []
    kit.close()
