"""The ways into the fax flow: begin one, or come back to one that was ordered before."""

from __future__ import annotations

from kiosk.desk.views import FaxState, ReceiptView
from kiosk.ui.screens.fax_errand import FaxErrand
from kiosk.ui.screens.fax_number import FaxNumber
from kiosk.ui.screens.fax_result import FaxResultScreen
from kiosk.ui.screens.fax_sending import FaxSending
from kiosk.ui.screens.identify import Identify
from kiosk.ui.screens.sign import SignReceipt
from kiosk.ui.shell import Shell

OVER = (FaxState.DELIVERED, FaxState.FAILED, FaxState.CANCELLED, FaxState.UNKNOWN)


def start_fax(shell: Shell) -> None:
    """Who is it (A3), then to whom."""
    if shell.visit.visitor is None:
        shell.go(Identify(shell, lambda: FaxNumber(shell, FaxErrand())))
    else:
        shell.go(FaxNumber(shell, FaxErrand()))


def open_fax(shell: Shell, job_id: int) -> None:
    """Back to a fax that is under way, over and not yet paid, or paid in cash and not yet signed for."""
    desk = shell.desk

    def stands() -> tuple[FaxState, ReceiptView | None]:
        charge_id = desk.fax.result(job_id).charge_id
        return desk.fax.progress(job_id).state, desk.money.receipt_of(charge_id) if charge_id else None

    def show(found: tuple[FaxState, ReceiptView | None]) -> None:
        state, receipt = found
        if receipt is not None and receipt.print_state == "unsigned":
            shell.far_side(SignReceipt(shell, receipt))
        elif state in OVER:
            shell.far_side(FaxResultScreen(shell, job_id))
        else:
            shell.far_side(FaxSending(shell, job_id, None))

    shell.run("open_fax", stands, show)
