"""The ways into the fax flow: begin one, or come back to one that is under way."""

from __future__ import annotations

from kiosk.ui.shell import Shell


def start_fax(shell: Shell) -> None:
    """Who is it, then to whom."""
    shell.dialogs.tell("home.later.words")


def open_fax(shell: Shell, job_id: int) -> None:
    """Back to a fax that was ordered before."""
    shell.dialogs.tell("home.later.words")
