"""Calling the clerk from any screen (F1): the call, what the frame says of it, and that it was heard.

Owns the words of a call on the glass; the call itself is a row, made by the desk. Called by frame, dialogs, screens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk.views import CallView
from kiosk.ui.widgets.frame import CallState

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell


class Calling:
    """At most one call is open; calling again while it waits is the same call."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    @property
    def state(self) -> CallState:
        """How the call stands, by the last news."""
        call = self._shell.news.call
        if call is None:
            return CallState.NONE
        return CallState.WAITING if call.acknowledged_at is None else CallState.ANSWERED

    def call(self) -> None:
        """Call light and queue entry; the person is told that it was heard, and how many are before."""
        name, visitor = self._shell.screen.name, self._shell.visit.visitor
        self._shell.run("call", lambda: self._shell.desk.calls.call(name, visitor), self._heard)

    def _heard(self, call: CallView) -> None:
        if call.acknowledged_at is None:
            title = "call.unlit.title" if self._shell.news.core_is_silent else "call.title"
            self._shell.dialogs.told(title, lambda: self._words(call.ahead))

    def _words(self, ahead: int) -> str:
        tr, look = self._shell.look.tr, self._shell.look
        if self._shell.news.core_is_silent:  # the call stands on the board, and no lamp and no chime tells of it
            return tr("call.unlit.words", number=self._shell.settings.house.service_number[look.language])
        return tr.count("call.ahead", ahead) if ahead else tr("call.next")
