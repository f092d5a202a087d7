"""A tour of paying into the machine: what came back, what is in doubt, and the clerk's part after (G2, K2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kiosk.domain.cash import CashCount
from kiosk.ui.flow.payment import Bill
from kiosk.ui.screen import Screen
from tests.hw_doubles.cctalk_kiosk import MachineKiosk
from tests.ui.harness import Glass
from tests.ui.staff_walk import see, sign_in
from tests.ui.till_walk import be, declare, open_till, sign_here

Stop = Callable[[str], None]


def fit_machine(glass: Glass) -> MachineKiosk:
    """A machine that works, before a kiosk that has one."""
    till = MachineKiosk(glass.furnished)
    till.turns(2)
    glass.until(lambda: glass.shell.news.service("pay_machine").usable, "the machine is there")
    return till


def to_machine(glass: Glass, till: MachineKiosk, owed_fen: int = 1200) -> int:
    """The step of the payment at which the machine waits for an identified owner's money; the charge."""
    charge = till.kit.owe(owed_fen)
    glass.touch("idle.wake")
    glass.shell.go(machine_step(glass, till, charge))
    glass.until(lambda: till.kit.house.books.acceptor.collection() is not None, "asked")
    turned(glass, till)
    return charge


def machine_step(glass: Glass, till: MachineKiosk, charge: int) -> Screen:
    """That step, of an owner who is identified."""
    glass.shell.visit.visitor = till.kit.visitor()
    walk = glass.shell.rooms.flows.walk(glass.shell, "payment")
    assert walk is not None
    walk.put(Bill(charge))
    screen = walk.at("machine_pay")
    assert screen is not None
    return screen


def turned(glass: Glass, till: MachineKiosk) -> None:
    """The machine is looked at, and the glass has read what came of it."""
    till.turns(2)
    glass.pass_time(1)
    glass.settle()


def machine_tour(glass: Glass, stop: Stop) -> None:
    """From the empty machine to the clerk who gives the change."""
    till = fit_machine(glass)
    to_machine(glass, till)
    till.machine.put_note(10000)
    turned(glass, till)
    stop("50-machine-refused")
    till.machine.put_coin(100)
    turned(glass, till)
    till.machine.notes.stacks = False
    till.machine.put_note(500)
    turned(glass, till)
    till.clock.turn(25)
    turned(glass, till)
    glass.until_shown("收到 ¥ 5.00")
    stop("50-machine-doubt")
    glass.touch("bar.back")
    glass.until(lambda: glass.shell.dialogs.open, "where the money is")
    stop("50-machine-left")
    glass.touch("dialog.close")
    glass.shell.end()
    glass.touch("idle.wake")
    sign_in(glass)
    see(glass, "¥ 5.00")
    [doubt] = till.kit.house.books.acceptor.in_state("unknown")
    glass.touch(f"row.machine_unknown.{doubt['id']}")
    glass.until_screen("staff_task")
    stop("51-task-doubt")


def box_tour(glass: Glass, stop: Stop) -> None:
    """The clerk's part: change to be given, the box at the till, on the board, counted, and on the day's report."""
    till = fit_machine(glass)
    charge = till.kit.owe(300)
    till.ask(charge)
    till.put(500)
    glass.touch("idle.wake")
    sign_in(glass)
    see(glass, glass.shell.look.tr("board.machine_held"))
    glass.touch(f"row.machine_held.{charge}")
    glass.until_screen("staff_task")
    stop("51-task-held")
    glass.touch("bar.back")
    _find_cash(glass, till, stop)
    open_till(glass)
    stop("40-till-box")
    be(glass, 9, days=8)
    glass.touch("tab.board")
    see(glass, glass.shell.look.tr("board.till_box"))
    stop("13-board-box")
    _count_box(glass, stop)
    till.ask(till.kit.owe(500))
    till.put(500)
    _end_with_box(glass, stop)


def _find_cash(glass: Glass, till: MachineKiosk, stop: Stop) -> None:
    """The power went as coins fell in: the machine cannot name them, the clerk has found them."""
    till.ask(till.kit.owe(150))
    till.machine.put_coin(100)
    till.machine.put_coin(50)
    till.machine.power_cut()
    till.turns()
    [doubt] = till.kit.house.books.acceptor.in_state("unknown")
    see(glass, glass.shell.look.tr("board.machine_unknown"))
    glass.touch(f"row.machine_unknown.{doubt['id']}")
    glass.until_screen("staff_task")
    stop("51-task-unnamed")
    glass.touch("task.machine.found")
    glass.touch("bar.forward")
    assert glass.screen == "staff_found"
    for fen in (100, 50):
        glass.touch(f"count.{fen}")
        glass.type_digits("1")
    stop("41-found")
    glass.touch("count.rest")
    glass.touch("bar.forward")
    stop("45-reason-found")
    glass.touch("reason.found.tray")
    glass.touch("bar.forward")
    assert glass.screen == "staff_sign_found"
    stop("53-sign-found")
    sign_here(glass)
    glass.until_screen("staff_board")
    assert till.balance("cash:machine") == 650, "what was found is in the box"


def _count_box(glass: Glass, stop: Stop) -> None:
    glass.touch("row.till_box.0")
    glass.until_screen("staff_count")
    glass.settle()
    for fen in (500, 100, 50):
        glass.touch(f"count.{fen}")
        glass.type_digits("1")
    glass.touch("count.rest")
    glass.touch("bar.forward")
    glass.until_screen("staff_bag")
    glass.type_digits("42")
    stop("51-bag-box")
    glass.touch("bar.forward")
    stop("43-declare-box")
    declare(glass)
    stop("44-counted-box")
    glass.touch("bar.forward")
    glass.settle()
    stop("40-till-box-counted")


def _end_with_box(glass: Glass, stop: Stop) -> None:
    """The day's figures say how the box stood."""
    days, clerk = glass.desk.days, glass.furnished.clerk()
    days.end_day(clerk, days.view().business_day or date.min, CashCount({}), None, "end")
    glass.furnished.house.ring()
    glass.until(lambda: glass.shows_key("till.to_sign"), "the day is to be signed")
    glass.touch("till.sign")
    glass.until_screen("staff_day_end")
    glass.settle()
    stop("52-day-end-box")
