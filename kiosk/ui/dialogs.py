"""Dialogs over the screen: a sentence to be read, a question, "are you still there?".

Owns which dialog is open. Words are functions, so a change of language changes an open dialog too (A2). Called by the
shell and, through it, by screens.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.errors import KioskError
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.dialog import Choice, Dialog
from kiosk.ui.widgets.frame import FrameStyle

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell

log = logging.getLogger(__name__)

Words = Callable[[], str]
Choices = Callable[[], tuple[Choice, ...]]


class Dialogs:
    """At most one dialog is open; a later one takes the place of the earlier."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._make: Callable[[], Dialog] | None = None
        self.shown: Dialog | None = None
        self.warning = False  # the open dialog is the session's warning

    def ask(self, title_key: str, words: Words, choices: Choices) -> None:
        """Open a dialog with two actions."""
        self._open(lambda: self._shell.look.tr(title_key), words, choices)

    def _open(self, title: Words, words: Words, choices: Choices, counts: bool = False) -> None:
        self.close()
        self.warning = counts
        self._make = lambda: Dialog(self._shell.look.chrome, title(), words(), choices(), counts)
        self.compose()  # the page beneath stays: somebody may be writing on it

    def tell(self, key: str, **values: object) -> None:
        """One sentence, to be read and closed; an owner can call the clerk from it."""
        self.ask("error.title", lambda: self._shell.look.tr(key, **values), self._closing)

    def explain(self, title: Words, words: Words) -> None:
        """How something stands, for as long as it is open; the owner can call the clerk from it."""
        self._open(title, words, self._closing)

    def told(self, title_key: str, words: Words) -> None:
        """Good news or plain news: one way on."""
        self.ask(title_key, words, lambda: (self._close_choice(),))

    def tell_error(self, error: KioskError) -> None:
        """A use case refused or a device failed: its sentence, and the log has the rest."""
        log.warning("told the person: %s (%s %s)", error.message_key, error.number, error.detail)
        self.tell(error.message_key, **error.values)

    def warn(self) -> None:
        """The session is about to end (A1)."""
        self._open(
            lambda: self._shell.look.tr("session.title"),
            lambda: self._shell.look.tr("session.words"),
            self._warning_choices,
            counts=True,
        )

    def count(self, left_s: float) -> None:
        """Seconds that are left, for the warning's ring."""
        if self.shown is not None and self.shown.ring is not None:
            self.shown.ring.show(left_s, self._shell.settings.warning_s)

    @property
    def asked(self) -> object:
        """Which dialog is open, however often it has been composed since; None without one."""
        return self._make

    @property
    def open(self) -> bool:
        """Whether there is one."""
        return self._make is not None

    def close(self) -> None:
        """Take the dialog away, if one is open."""
        self._make, self.warning = None, False
        if self.shown is not None:
            self._shell.remove_widget(self.shown)
            self.shown = None

    def compose(self) -> None:
        """Put the open dialog uppermost, in the present look."""
        if self._make is not None:
            self.shown = self._make()
            self._shell.add_widget(self.shown)

    def _closing(self) -> tuple[Choice, ...]:
        if self._shell.screen.frame_style is FrameStyle.STAFF:
            return (self._close_choice(),)
        call = Choice("dialog.call", self._shell.look.tr("frame.call"), Kind.OUTLINED, self._call_and_close)
        return call, self._close_choice()

    def _close_choice(self) -> Choice:
        return Choice("dialog.close", self._shell.look.tr("dialog.close"), Kind.FILLED, self.close)

    def _call_and_close(self) -> None:
        self.close()
        self._shell.calling.call()

    def _warning_choices(self) -> tuple[Choice, Choice]:
        tr = self._shell.look.tr
        return (
            Choice("session.end", tr("session.end"), Kind.OUTLINED, self._shell.end),
            Choice("session.go_on", tr("session.go_on"), Kind.FILLED, self.close),
        )
