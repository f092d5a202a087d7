"""The clerk's list of received faxes, the other half of the fax log (B8, B9): who, when, how many pages, for whom.

Owns the reading of the list and the two keys that turn the fax log from sent to received. What a fax looks like is the
business of ``staff_received_fax``.
"""

from __future__ import annotations

from typing import ClassVar

from kiosk.desk.views import ReceivedView, Staff
from kiosk.ui.screens.received_words import (
    for_whom_words,
    pages_words,
    received_colour,
    received_icon,
    sender_words,
    when_words,
)
from kiosk.ui.screens.staff_lists import LoggedList
from kiosk.ui.screens.staff_received_fax import ReceivedFax
from kiosk.ui.screens.staff_room import StaffRooms
from kiosk.ui.shell import Shell
from kiosk.ui.widgets.table import TableLine
from kiosk.ui.widgets.touch import Act


class ReceivedList(LoggedList):
    """收到的传真: the newest first."""

    name = "staff_received"
    log: ClassVar[str] = "received"
    heading: ClassVar[str] = "received.heading"
    nothing: ClassVar[str] = "received.nothing"

    def __init__(self, shell: Shell, staff: Staff, rooms: StaffRooms) -> None:
        super().__init__(shell, staff, rooms)
        self._faxes: tuple[ReceivedView, ...] = ()

    def news_read(self) -> None:
        self.work("received", lambda: self.shell.desk.received.listing(self.staff), self._take)

    def _take(self, faxes: tuple[ReceivedView, ...]) -> None:
        if faxes != self._faxes:
            self._faxes = faxes
            self.refresh()

    def lines(self) -> list[TableLine]:
        return [self._line(fax) for fax in self._faxes]

    def _line(self, fax: ReceivedView) -> TableLine:
        look = self.look
        parts = (
            when_words(look, fax.begun, self.shell.settings.timezone),
            pages_words(look, fax),
            for_whom_words(look, fax),
        )
        return TableLine(
            received_icon(fax),
            sender_words(look, fax),
            " · ".join(parts),
            self.tr(f"received.state.{fax.state}"),
            received_colour(look, fax),
            f"received.{fax.id}",
            self._opener(fax.id),
            staff=True,
        )

    def _opener(self, received_id: int) -> Act:
        return lambda: self.shell.go(ReceivedFax(self.shell, self.staff, received_id))
