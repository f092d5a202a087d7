"""A list that could not be read: said in its place, with the key that tries again.

Owns the refusal until something has been read. Called by the screens that show a list from the store; what was read
before stays on the glass, and of that an error is told in a dialog.
"""

from __future__ import annotations

import logging

from kiosk.errors import KioskError
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.states import Cure, ErrorState, Trouble
from kiosk.ui.widgets.touch import Act

log = logging.getLogger(__name__)


class Unread:
    """``what`` is the key of the sentence that names the list; ``read`` asks for it anew."""

    def __init__(self, screen: Screen, what: str, read: Act) -> None:
        self._screen, self._what, self._read = screen, what, read
        self._error: KioskError | None = None

    def take(self, error: KioskError) -> None:
        """A reading has failed. The same again changes nothing: a finger may be on its way to the key."""
        if self._error is None or self._error.message_key != error.message_key:
            log.warning("not read: %s (%s %s)", error.message_key, error.number, error.detail)
            self._error = error
            self._screen.refresh()

    def state(self, rect: Rect) -> ErrorState | None:
        """What stands in the list's place; None while no reading has failed."""
        if self._error is None:
            return None
        tr = self._screen.tr
        again = Cure("unread.again", tr("viewer.again"), self._again)
        can = tr(self._error.message_key, **self._error.values)
        return ErrorState(self._screen.look, rect, Trouble(tr(self._what), tr("viewer.tried"), can, again))

    def _again(self) -> None:
        self._error = None
        self._screen.refresh()
        self._read()
