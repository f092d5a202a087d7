"""The ways into the fax flow: begin one, or come back to one that was ordered before."""

from __future__ import annotations

from kiosk.desk.views import FaxState
from kiosk.ui.screens.fax_errand import FaxErrand
from kiosk.ui.screens.fax_number import FaxNumber
from kiosk.ui.screens.fax_result import FaxResultScreen
from kiosk.ui.screens.fax_sending import FaxSending
from kiosk.ui.screens.identify import Identify
from kiosk.ui.shell import Shell

OVER = (FaxState.DELIVERED, FaxState.FAILED, FaxState.CANCELLED, FaxState.UNKNOWN)


def start_fax(shell: Shell) -> None:
    """Who is it (A3), then to whom."""
    if shell.visit.visitor is None:
        shell.go(Identify(shell, lambda: FaxNumber(shell, FaxErrand())))
    else:
        shell.go(FaxNumber(shell, FaxErrand()))


def open_fax(shell: Shell, job_id: int) -> None:
    """Back to a fax that is under way, or over and not yet paid."""

    def show(state: FaxState) -> None:
        if state in OVER:
            shell.far_side(FaxResultScreen(shell, job_id))
        else:
            shell.far_side(FaxSending(shell, job_id, None))

    shell.run("open_fax", lambda: shell.desk.fax.progress(job_id).state, show)
