"""K1, G2: what the machine cannot say of a note or coin is in doubt, and decided once, by whoever speaks first."""

from __future__ import annotations

import pytest

from kiosk.desk.acceptor import PieceError
from kiosk.desk.collecting import Collector
from kiosk.desk.corrections import ReasonMissingError
from kiosk.desk.house import GoneError
from kiosk.desk.receipts import NotSignedError
from kiosk.desk.signing import sha256_of
from kiosk.desk.views import ChargeState, Method
from kiosk.domain.cash import CashCount
from tests.hw_doubles.cctalk_kiosk import MachineKiosk
from tests.unit.desk.machine_acts import CLERK, STROKES, machine_till, method, state

till = pytest.fixture(machine_till)
FOUND = CashCount({100: 1, 50: 1})


def a_note_without_a_word(till: MachineKiosk) -> int:
    """The charge for which a note of ten yuan went in and the machine has not said what became of it."""
    charge = till.kit.owe(1000)
    till.ask(charge)
    till.machine.notes.stacks = False
    till.put(1000)
    till.clock.turn(25)
    till.turns()
    return charge


def test_a_note_without_a_word_is_the_clerks_to_decide(till: MachineKiosk) -> None:
    charge = a_note_without_a_word(till)
    [doubt] = till.kit.house.books.acceptor.in_state("unknown")
    assert till.kit.desk.machine.view(charge).unknown_fen == 1000
    till.machine.notes.stacked()
    till.machine.notes.start()  # and then it forgets
    till.kit.desk.machine.settle_doubt(CLERK, doubt["id"], 1000)
    till.kit.desk.machine.settle_doubt(CLERK, doubt["id"], 1000)
    till.turns()
    assert method(till, charge) is Method.MACHINE and till.balance("cash:machine") == 1000


@pytest.mark.parametrize("said", [True, False])
def test_a_machine_that_speaks_after_the_clerk_did_books_nothing_twice(till: MachineKiosk, said: bool) -> None:
    charge = a_note_without_a_word(till)
    [doubt] = till.kit.house.books.acceptor.in_state("unknown")
    till.machine.notes.box.append(0)
    till.machine.notes.stacked()
    till.kit.desk.machine.settle_doubt(CLERK, doubt["id"], 1000 if said else 0)
    till.turns()
    assert till.balance("cash:machine") == 1000 and method(till, charge) is Method.MACHINE


def test_a_note_in_doubt_is_not_taken_for_the_next_one_that_goes_back_out(till: MachineKiosk) -> None:
    charge = a_note_without_a_word(till)
    till.machine.notes.box.append(1000)  # it was stacked, and nobody was told
    till.machine.notes.on_the_way = None
    till.machine.put_note(500)
    till.kit.desk.machine.withdraw(till.kit.visitor(), charge)  # before that one was seen in escrow
    till.turns()
    assert till.machine.notes.given_back == [500]
    assert till.kit.desk.machine.view(charge).unknown_fen == 1000


def test_k1_a_machine_whose_power_goes_with_a_note_on_its_way(till: MachineKiosk) -> None:
    charge = till.kit.owe(1000)
    till.ask(charge)
    till.machine.notes.stacks = False
    till.put(1000)
    till.machine.power_cut()
    till.turns()
    doubts = till.kit.house.books.acceptor.in_state("unknown")
    assert {(row["reason"], row["kind"], row["fen"]) for row in doubts} == {
        ("restarted", "note", 1000),
        ("restarted", "coin", 0),
    }
    assert till.kit.desk.machine.view(charge).unknown_fen == 1000 and state(till, charge) is ChargeState.DUE


def test_events_that_were_lost_are_told_and_seen_to(till: MachineKiosk) -> None:
    charge = till.kit.owe(1000)
    till.ask(charge)
    for _ in range(7):
        till.machine.put_coin(100)
    till.turns()
    assert till.kit.desk.machine.view(charge).held_fen == 500
    [lost] = till.kit.house.books.acceptor.in_state("unknown")
    assert till.kit.desk.machine.doubt(lost["id"]).reason == "lost"
    till.kit.desk.machine.settle_doubt(CLERK, lost["id"], 0)
    with pytest.raises(GoneError):
        till.kit.desk.machine.doubt(lost["id"])
    till.machine.coin_box[:2] = []  # what nobody booked is what a count of the box will find


def coins_that_nobody_named(till: MachineKiosk, charge: int) -> int:
    """Two coins fell in as the power went; the acceptance that is in doubt."""
    till.ask(charge)
    till.machine.put_coin(100)
    till.machine.put_coin(50)
    till.machine.power_cut()
    till.turns()
    [lost] = till.kit.house.books.acceptor.in_state("unknown")
    return int(lost["id"])


def test_g2_money_that_nobody_can_name_is_counted_and_signed_for_by_the_clerk(till: MachineKiosk) -> None:
    charge = till.kit.owe(150)
    lost, machine = coins_that_nobody_named(till, charge), till.kit.desk.machine
    for fen in (100, 300):
        with pytest.raises(PieceError):  # one amount says nothing of what was found
            machine.settle_doubt(CLERK, lost, fen)
    with pytest.raises(ReasonMissingError):
        machine.book_found(CLERK, lost, FOUND, " ", STROKES)
    with pytest.raises(NotSignedError):
        machine.book_found(CLERK, lost, FOUND, "reason.found.box", ())
    with pytest.raises(PieceError):
        machine.book_found(CLERK, lost, CashCount({}), "reason.found.box", STROKES)
    assert till.balance("cash:machine") == 0 and method(till, charge) is None
    for _ in range(2):  # a second touch, or the same again after a restart
        assert machine.book_found(CLERK, lost, FOUND, "reason.found.box", STROKES)
    assert not machine.book_found(CLERK, lost, FOUND, "reason.found.box", (((0.3, 0.3), (0.4, 0.4)),)), "another's"
    assert till.balance("cash:machine") == 150 and method(till, charge) is Method.MACHINE
    [told] = [body for kind, body in till.kit.records() if kind == "cash.found"]
    assert (told["pieces"], told["fen"], told["reason"]) == ('{"100":1,"50":1}', 150, "reason.found.box")
    kept = till.kit.house.store.one("SELECT * FROM acceptance_found")
    assert (kept["acceptance_id"], kept["staff_id"], sha256_of(kept["strokes"])) == (lost, "07", told["strokes_sha256"])


def test_g2_a_note_that_is_known_is_there_or_is_not_and_is_never_counted(till: MachineKiosk) -> None:
    till.ask(till.kit.owe(1000))
    till.machine.notes.stacks = False
    till.put(1000)
    till.clock.turn(25)
    till.turns()
    [doubt] = till.kit.house.books.acceptor.in_state("unknown")
    with pytest.raises(PieceError):
        till.kit.desk.machine.book_found(CLERK, doubt["id"], FOUND, "reason.found.box", STROKES)
    till.kit.desk.machine.settle_doubt(CLERK, doubt["id"], 0)
    assert not till.kit.desk.machine.book_found(CLERK, doubt["id"], FOUND, "reason.found.box", STROKES), "it was out"
    till.machine.notes.on_the_way = None


def test_k2_what_a_machine_holds_that_is_there_no_more_is_given_back_by_the_clerk(till: MachineKiosk) -> None:
    charge = till.kit.owe(1500)
    till.ask(charge)
    till.put(500)
    till.machine.notes.stacks = False
    till.put(1000)
    Collector(till.kit.house).abandon()
    Collector(till.kit.house).abandon()
    waiting = [row.kind for row in till.kit.desk.board.board(CLERK).rows if row.kind.startswith("machine")]
    assert sorted(waiting) == ["machine_held", "machine_unknown"]
    till.kit.desk.money.take_cash(CLERK, till.kit.owe(1000), 1000)
    assert till.kit.desk.machine.give_back(CLERK, charge, "back") == 500


def test_fraud_goes_to_head_office(till: MachineKiosk) -> None:
    till.ask(till.kit.owe(1000))
    till.machine.pull_string()
    till.turns()
    assert "cash.fraud" in [kind for kind, _ in till.kit.records()]
