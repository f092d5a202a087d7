"""G2, A1, K2: an owner pays into the machine, sees where each note is, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.desk.views import DepositBag, Method
from kiosk.domain.cash import DENOMINATIONS_FEN, CashCount
from kiosk.ui.geometry import Panel
from kiosk.ui.screens.staff_declare import Counted
from kiosk.ui.screens.staff_door import staff_rooms
from tests.ui.harness import Glass, furnished_desk, ui_settings
from tests.ui.looks import everywhere
from tests.ui.staff_walk import see, sign_in
from tests.ui.till_walk import open_till, sign_here
from tests.ui.tour_machine import fit_machine, machine_step, to_machine, turned
from tests.ui.tours import BOX, MACHINE, looked_at_closely
from tests.ui.walk import sign


@pytest.fixture
def machine_glass(tmp_path: Path) -> Iterator[Glass]:
    """A glass of a kiosk that was given a cash acceptor."""
    furnished = furnished_desk(tmp_path, pay_devices=(Method.MACHINE,))
    furnished.healthy()
    opened = Glass(furnished, ui_settings())
    yield opened
    opened.close()
    opened.furnished.close()


def test_every_screen_of_the_machine_in_every_look(machine_glass: Glass, tmp_path: Path) -> None:
    assert looked_at_closely(machine_glass, tmp_path, MACHINE) == []


def test_every_screen_of_the_machine_s_box_in_every_look(machine_glass: Glass, tmp_path: Path) -> None:
    assert looked_at_closely(machine_glass, tmp_path, BOX) == []


def test_g2_notes_and_coins_pay_a_fax_and_the_owner_signs(machine_glass: Glass) -> None:
    till = fit_machine(machine_glass)
    charge = to_machine(machine_glass, till)
    amount = till.kit.desk.money.charge(charge).amount_fen
    assert machine_glass.shows(f"{amount // 100}.00")
    till.put(500)
    turned(machine_glass, till)
    machine_glass.until_shown(f"{(amount - 500) / 100:.2f}")
    till.put(1000)
    turned(machine_glass, till)
    machine_glass.until_screen("sign_receipt")
    machine_glass.until_shown(f"{(1500 - amount) / 100:.2f}")  # what is over, and whom to ask for it
    machine_glass.touch("dialog.close")
    sign(machine_glass)
    machine_glass.touch("bar.forward")
    machine_glass.until_screen("receipt")
    assert till.faults() == []


def test_a1_who_is_sent_home_by_the_clock_leaves_a_machine_that_takes_nothing(machine_glass: Glass) -> None:
    till = fit_machine(machine_glass)
    charge = to_machine(machine_glass, till)
    machine_glass.shell.end()
    machine_glass.until(lambda: not till.kit.desk.machine.view(charge).open, "withdrawn")
    till.turns()
    assert till.machine.notes.mask == 0


def test_a1_who_has_gone_before_the_machine_was_asked_leaves_one_that_takes_nothing(machine_glass: Glass) -> None:
    till = fit_machine(machine_glass)
    machine_glass.touch("idle.wake")
    screen = machine_step(machine_glass, till, till.kit.owe(1200))
    with till.kit.house.store.step():  # the disk is slow: what was asked for waits
        machine_glass.shell.go(screen)
        machine_glass.shell.end()
    machine_glass.settle()
    assert till.kit.house.books.acceptor.collection() is None


def test_g2_who_gives_up_while_a_note_is_in_doubt_is_not_told_that_nothing_was_taken(machine_glass: Glass) -> None:
    till = fit_machine(machine_glass)
    to_machine(machine_glass, till)
    till.machine.notes.stacks = False
    till.machine.put_note(500)
    till.turns()
    till.clock.turn(25)
    turned(machine_glass, till)
    machine_glass.touch("bar.back")
    machine_glass.until(lambda: machine_glass.screen != "machine_pay", "left")
    machine_glass.turn()
    assert machine_glass.shell.dialogs.open and machine_glass.shows("¥ 5.00")
    assert not machine_glass.shows_key("toast.machine_withdrawn")


def test_k2_nobody_is_told_to_put_money_into_a_machine_whose_core_is_silent(machine_glass: Glass) -> None:
    till = fit_machine(machine_glass)
    to_machine(machine_glass, till)
    machine_glass.until_shown("¥ 10")
    machine_glass.furnished.core_falls_silent()
    machine_glass.until(lambda: machine_glass.shell.news.core_is_silent, "silence")
    machine_glass.settle()
    assert machine_glass.shows_key("machine.takes_nothing") and not machine_glass.shows("¥ 10")
    machine_glass.furnished.core_is_back()
    machine_glass.until_shown("¥ 10")


def test_without_a_machine_nobody_is_offered_one(glass: Glass) -> None:
    charge = glass.furnished.owe(400)
    methods = [option.method for option in glass.desk.money.options(glass.furnished.visitor(), charge)]
    assert Method.MACHINE not in methods
    assert "pay_machine" not in {service.key for service in glass.desk.status.services()}


def test_the_clerk_decides_and_the_money_counts(machine_glass: Glass) -> None:
    till = fit_machine(machine_glass)
    charge = to_machine(machine_glass, till)
    amount = till.kit.desk.money.charge(charge).amount_fen
    till.put(*[100] * ((amount - 500) // 100))
    till.machine.notes.stacks = False
    till.machine.put_note(500)
    till.turns()
    till.clock.turn(25)
    till.turns()
    machine_glass.shell.end()
    machine_glass.touch("idle.wake")
    sign_in(machine_glass)
    [doubt] = till.kit.house.books.acceptor.in_state("unknown")
    see(machine_glass, "¥ 5.00")
    machine_glass.touch(f"row.machine_unknown.{doubt['id']}")
    machine_glass.until_screen("staff_task")
    machine_glass.touch("task.machine.in")
    machine_glass.touch("bar.forward")
    machine_glass.until_screen("staff_board")
    receipt = till.kit.desk.money.receipt_of(charge)
    assert receipt is not None and receipt.method is Method.MACHINE


def test_g4_what_the_machine_took_is_struck_out_and_the_clerk_told_to_give_it_back(machine_glass: Glass) -> None:
    till = fit_machine(machine_glass)
    charge = till.kit.owe(500)
    till.ask(charge)
    till.put(500)
    receipt = till.kit.desk.money.receipt_of(charge)
    assert receipt is not None
    machine_glass.touch("idle.wake")
    sign_in(machine_glass)
    open_till(machine_glass)
    machine_glass.touch("till.receipts")
    machine_glass.settle()
    machine_glass.touch(f"receipt.{receipt.number}")
    machine_glass.settle()
    machine_glass.touch("receipt.void")
    machine_glass.touch("reason.void.amount")
    machine_glass.touch("bar.forward")
    sign_here(machine_glass)
    machine_glass.until_screen("staff_corrected")
    assert machine_glass.shows("投入的 ¥ 5.00 待退还")
    machine_glass.touch("bar.forward")
    machine_glass.settle()
    machine_glass.touch("tab.board")
    see(machine_glass, machine_glass.shell.look.tr("board.machine_held"))
    machine_glass.touch(f"row.machine_held.{charge}")
    machine_glass.until_screen("staff_task")
    assert machine_glass.shows("12 栋 1 单元 101"), "whose it is"
    assert machine_glass.shows_key("staff.choose"), "where money moves nothing is chosen for the clerk"
    machine_glass.touch("task.held.give")
    machine_glass.touch("bar.forward")
    machine_glass.until_shown(machine_glass.shell.look.tr("error.drawer_short"))


def test_g5_the_box_is_emptied_from_the_till(machine_glass: Glass) -> None:
    till = fit_machine(machine_glass)
    charge = till.kit.owe(500)
    till.ask(charge)
    till.put(500)
    machine_glass.touch("idle.wake")
    sign_in(machine_glass)
    open_till(machine_glass)
    machine_glass.shell.use_panel(Panel(800, 480))  # five rows have room
    machine_glass.touch("list.more")
    assert machine_glass.shows_key("till.sheets.title") and not machine_glass.shows_key("till.box.title")
    machine_glass.touch("list.more")
    machine_glass.touch("till.box")
    machine_glass.until_screen("staff_count")
    machine_glass.touch("count.500")
    machine_glass.type_digits("1")
    machine_glass.touch("count.rest")
    machine_glass.touch("bar.forward")
    machine_glass.until_screen("staff_bag")
    machine_glass.type_digits("42")
    machine_glass.touch("bar.forward")
    machine_glass.touch("bar.forward")
    machine_glass.until_screen("staff_counted")
    assert (till.balance("cash:machine"), till.balance("bag:42")) == (0, 500)


def test_g2_nothing_is_signed_for_that_was_not_found_and_all_that_was_stands_beside_the_pad(
    machine_glass: Glass,
) -> None:
    till = fit_machine(machine_glass)
    till.ask(till.kit.owe(150))
    till.machine.put_coin(100)
    till.machine.power_cut()
    till.turns()
    [doubt] = till.kit.house.books.acceptor.in_state("unknown")
    machine_glass.touch("idle.wake")
    sign_in(machine_glass)
    see(machine_glass, machine_glass.shell.look.tr("board.machine_unknown"))
    machine_glass.touch(f"row.machine_unknown.{doubt['id']}")
    machine_glass.until_screen("staff_task")
    machine_glass.touch("task.machine.found")
    machine_glass.touch("bar.forward")
    machine_glass.touch("count.rest")
    assert machine_glass.shows_key("found.none") and not machine_glass.shows_key("till.counted")
    for fen in DENOMINATIONS_FEN:
        machine_glass.touch(f"count.{fen}")
        machine_glass.type_digits("12")
    machine_glass.touch("bar.forward")
    machine_glass.touch("reason.found.inlet")
    machine_glass.touch("bar.forward")
    assert machine_glass.screen == "staff_sign_found"
    assert "".join(machine_glass.texts).count("× 12") == len(DENOMINATIONS_FEN), "who signs sees all of it"
    found: list[str] = []
    everywhere(machine_glass, found, share=7)("every denomination")
    assert found == []


def test_g5_that_wrong_change_was_given_is_no_reason_for_what_the_machine_lacks(machine_glass: Glass) -> None:
    till = fit_machine(machine_glass)
    till.ask(till.kit.owe(500))
    till.put(500)
    clerk, shell = till.kit.clerk(), machine_glass.shell
    count = till.kit.desk.days.empty_box(clerk, CashCount({100: 4}), DepositBag("42", 400), "short")
    machine_glass.touch("idle.wake")
    sign_in(machine_glass)
    shell.go(Counted(shell, clerk, count, staff_rooms()))
    machine_glass.touch("bar.forward")
    assert machine_glass.shows_key("reason.count.missed") and not machine_glass.shows_key("reason.count.change")
    machine_glass.touch("reason.count.missed")
    machine_glass.touch("bar.forward")
    machine_glass.until_shown(shell.look.tr("counted.reason", reason=shell.look.tr("reason.count.missed")))
