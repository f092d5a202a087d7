"""The ways into flows: begin a service, or come back to one that waits at some step.

Owns identification before anything is done in a person's name (A3), and the sentence for a service that is halted.
Called by home, the staff's side and the demonstration of a card or button to come.
"""

from __future__ import annotations

from kiosk.desk.views import FaxState, ReceiptView
from kiosk.ui.flow.payment import Bill
from kiosk.ui.flow.walk import Walk
from kiosk.ui.screen import Screen
from kiosk.ui.screens.fax_errand import OVER, FaxErrand
from kiosk.ui.screens.identify import Identify
from kiosk.ui.shell import Shell

HALTED = "flow.halted.words"


def begin(shell: Shell, flow: str) -> None:
    """Who is it (A3), then the first step."""
    walk = _walk(shell, flow)
    if walk is not None:
        shell.go(walk.first() if shell.visit.visitor is not None else Identify(shell, walk.first))


def open_fax(shell: Shell, job_id: int) -> None:
    """Back to a fax that is under way, over and not yet paid, or paid in cash and not yet signed for."""
    desk = shell.desk

    def stands() -> tuple[FaxState, ReceiptView | None]:
        charge_id = desk.fax.result(job_id).charge_id
        return desk.fax.progress(job_id).state, desk.money.receipt_of(charge_id) if charge_id else None

    def show(found: tuple[FaxState, ReceiptView | None]) -> None:
        state, receipt = found
        if receipt is not None and receipt.print_state == "unsigned":
            sign_for_cash(shell, receipt)
        else:
            _enter(shell, "fax", "result" if state in OVER else "sending", FaxErrand(job_id=job_id))

    shell.screen.work("open_fax", stands, show)


def can_be_signed_for(shell: Shell) -> bool:
    """Whether owners can sign for what they paid in cash; if that flow is halted, whoever asks is told so."""
    return _walk(shell, "payment") is not None


def sign_for_cash(shell: Shell, receipt: ReceiptView) -> None:
    """The cash has been taken: its owner signs the receipt."""
    _enter(shell, "payment", "sign_receipt", Bill(receipt.charge.id, receipt))


def pay(shell: Shell, charge_id: int, step: str) -> None:
    """Pay a bill that belongs to no flow by one of the steps of the payment; back leads to the choice of the way."""
    walk = _walk(shell, "payment")
    if walk is not None:
        walk.put(Bill(charge_id))
        screen = walk.at(step)
        if screen is not None:
            shell.go(screen)


def _enter(shell: Shell, flow: str, step: str, thing: object) -> None:
    """Into the middle of a flow, with what its step stands on; there is no way back to what was not gone."""
    walk = _walk(shell, flow)
    if walk is None:
        return
    walk.put(thing)
    screen: Screen | None = walk.at(step)
    if screen is not None:
        shell.far_side(screen)


def _walk(shell: Shell, flow: str) -> Walk | None:
    walk = shell.rooms.flows.walk(shell, flow)
    if walk is None:
        shell.dialogs.tell(HALTED)
    return walk
