"""How a bill is paid, signed for, printed and rated: the steps that every paid service shares (G1-G3, A7, E4).

Owns what those steps hand to each other. Their screens know no flow: each is told what to do when it is done, so the
clerk's side uses the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from kiosk.desk.views import ReceiptView
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.walk import Walk
from kiosk.ui.screen import Screen
from kiosk.ui.screens.cash_wait import CashWait
from kiosk.ui.screens.machine_pay import MachinePay
from kiosk.ui.screens.qr_pay import QrPay
from kiosk.ui.screens.rate import Rate
from kiosk.ui.screens.receipt import Receipt
from kiosk.ui.screens.sign import SignOnAccount, SignReceipt
from kiosk.ui.screens.work_closed import WorkClosed
from kiosk.ui.shell import Shell

PaySpec = s.SignOnAccount | s.CashWait | s.MachinePay | s.QrPay | s.SignForCash | s.Paper | s.Marks


@dataclass(frozen=True)
class Bill:
    """What is paid and, once it is, its receipt; ``about`` (kind, id) is what is rated when nothing was owed."""

    charge_id: int = 0
    receipt: ReceiptView | None = None
    about: tuple[str, int] = ("", 0)


def pay_screen(walk: Walk, step: s.Step, spec: PaySpec) -> Screen:
    """The screen of a step of the payment."""
    shell, bill = walk.shell, walk.of(Bill)

    def paid(receipt: ReceiptView) -> None:
        walk.put(Bill(receipt.charge.id, receipt, (receipt.charge.kind, receipt.charge.job_id)))
        walk.leave(step)

    match spec:
        case s.SignOnAccount():
            return SignOnAccount(shell, bill.charge_id, paid)
        case s.CashWait():
            return CashWait(shell, bill.charge_id, paid)
        case s.MachinePay():
            return MachinePay(shell, bill.charge_id, paid)
        case s.QrPay():
            return QrPay(shell, bill.charge_id, paid)
        case s.SignForCash():
            return SignReceipt(shell, _receipt(bill), paid)
        case s.Paper():
            return Receipt(shell, _receipt(bill), lambda: walk.leave(step))
        case s.Marks():
            return _end(shell, bill)
        case _:
            assert_never(spec)


def _end(shell: Shell, bill: Bill) -> Screen:
    """The mark, unless it was given with the acceptance of the work."""
    if bill.receipt is not None and bill.receipt.charge.kind == "repair":
        return WorkClosed(shell, bill.receipt.charge.detail)
    return Rate(shell, *bill.about)


def _receipt(bill: Bill) -> ReceiptView:
    assert bill.receipt is not None  # these steps come after the payment
    return bill.receipt
