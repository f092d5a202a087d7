"""G1: where money, a receipt or a day is decided, a hand of ten fingers is no act and two quick taps are one."""

from __future__ import annotations

from pathlib import Path

from kiosk.domain.booking import Method
from kiosk.domain.cash import CountPurpose
from tests.ui.harness import Glass
from tests.ui.staff_walk import enter_pin, see
from tests.ui.test_bad_touches import finger, lift
from tests.ui.till_walk import SUPERVISOR_PIN, be, count_out, have_drawer, open_till, sign_in_as
from tests.ui.walk import sign, to_result

FORWARD = "bar.forward"


def acts_of(glass: Glass, kind: str) -> int:
    return sum(recorded == kind for recorded, _body in glass.furnished.records())


def decide(glass: Glass, screen: str, kind: str) -> None:
    """A hand on the way forward, then two taps on it within one frame: one record of ``kind``."""
    assert glass.screen == screen
    glass.settle()
    before = acts_of(glass, kind)
    way = glass.shell.bar.forward if glass.shell.bar else None
    assert way is not None and way.act is not None
    lift(glass, finger(glass, FORWARD), *(finger(glass, at=(60 + 95 * n, 110 + 40 * (n % 3))) for n in range(9)))
    glass.settle()
    assert (glass.screen, acts_of(glass, kind)) == (screen, before), "a hand decides nothing"
    glass.do("double_touch", name=FORWARD)
    glass.settle()
    glass.until(lambda: acts_of(glass, kind) > before, kind)
    glass.settle()
    assert acts_of(glass, kind) == before + 1


def owing(board: Glass, fen: int) -> int:
    """At the counter with something to be paid, in the clerk's hands."""
    charge = board.furnished.owe(fen)
    board.furnished.house.ring()
    see(board, "现金待收")
    board.touch(f"row.cash.{charge}")
    board.until_screen("staff_cash")
    board.settle()
    return charge


def test_cash_is_taken_once_and_its_receipt_struck_out_once(board: Glass) -> None:
    charge = owing(board, 1200)
    board.touch("note.20")
    decide(board, "staff_cash", "payment.taken")
    receipt = board.desk.money.receipt_of(charge)
    assert receipt is not None
    board.touch("taken.gone")
    board.settle()
    correct(board, receipt.number, "void", "reason.void.method")
    assert board.desk.money.receipt(receipt.number).struck_out_by == "K01-000002"


def test_a_receipt_is_refunded_once(board: Glass) -> None:
    money, charge = board.desk.money, board.furnished.owe(1200)
    paid = money.take_cash(board.furnished.clerk(), charge, 1200).number
    money.leave_unsigned(paid)
    sign_in_as(board, SUPERVISOR_PIN)
    correct(board, paid, "refund", "reason.refund.quality")
    assert money.receipt(paid).struck_out_by == "K01-000002"


def correct(board: Glass, number: str, way: str, reason: str) -> None:
    """From any tab to a correction that is signed."""
    open_till(board)
    board.touch("till.receipts")
    board.until_shown(number)
    board.touch(f"receipt.{number}")
    board.settle()
    board.touch(f"receipt.{way}")
    board.touch(reason)
    board.touch(FORWARD)
    sign(board)
    decide(board, "staff_sign_correction", "payment.reversed")


def test_a_bag_is_sealed_and_a_day_signed_once(board: Glass) -> None:
    have_drawer(board)
    be(board, 17, 45)
    board.touch("till.close")
    board.until_screen("staff_count")
    count_out(board, 201)
    board.type_digits("5501")
    board.do("double_touch", name=FORWARD)
    board.settle()
    assert board.screen == "staff_declare", "the second tap has not declared what the first has brought"
    board.pass_time(1)
    decide(board, "staff_declare", "cash.counted")
    purposes = [body["purpose"] for kind, body in board.furnished.records() if kind == "cash.counted"]
    assert purposes == [CountPurpose.OPENING, CountPurpose.CLOSING]
    board.touch(FORWARD)
    board.touch("reason.count.change")
    board.touch(FORWARD)
    board.settle()
    board.touch(FORWARD)
    board.until_screen("staff_day_end")
    board.settle()
    board.touch(FORWARD)
    sign(board)
    decide(board, "staff_sign_day", "day.closed")


def test_a_supervisor_approves_once(board: Glass) -> None:
    charge = owing(board, 88800)
    board.touch("take.free")
    board.touch("free.fault")
    board.touch(FORWARD)
    board.until_screen("staff_approve")
    board.settle()
    board.touch(FORWARD)
    enter_pin(board, SUPERVISOR_PIN)
    board.until_screen("staff_approve")
    decide(board, "staff_approve", "payment.taken")
    receipt = board.desk.money.receipt_of(charge)
    assert receipt is not None and receipt.method is Method.FREE


def test_an_owner_is_charged_once(glass: Glass, tmp_path: Path) -> None:
    from tests.ui.paper import letter

    to_result(glass, letter(tmp_path / "letter.pdf", 1))
    glass.touch("pay.account")
    glass.touch(FORWARD)
    glass.until_screen("sign_account")
    sign(glass)
    decide(glass, "sign_account", "payment.taken")
    paid = [body for kind, body in glass.furnished.records() if kind == "payment.taken"]
    assert [body["method"] for body in paid] == [Method.ACCOUNT]
