"""The clerk's list of received faxes, the other half of the fax log (B8, B9): who, when, how many pages, for whom.

Owns the reading of the list and the two keys that turn the fax log from sent to received. What a fax looks like is the
business of ``staff_received_fax``.
"""

from __future__ import annotations

from typing import ClassVar

from kiosk.desk.views import ReceivedView
from kiosk.ui.screens.received_words import (
    for_whom_words,
    pages_words,
    received_colour,
    received_icon,
    sender_words,
)
from kiosk.ui.screens.staff_lists import LoggedList
from kiosk.ui.screens.staff_received_fax import ReceivedFax
from kiosk.ui.screens.staff_words import when_words
from kiosk.ui.widgets.table import TableLine
from kiosk.ui.widgets.touch import Act


class ReceivedList(LoggedList[ReceivedView]):
    """收到的传真: the newest first."""

    name = "staff_received"
    log: ClassVar[str] = "received"
    heading: ClassVar[str] = "received.heading"
    nothing: ClassVar[str] = "received.nothing"
    nothing_note: ClassVar[str] = "received.nothing.note"

    def news_read(self) -> None:
        self.work("received", lambda: self.shell.desk.received.listing(self.staff), self.take)

    def line(self, fax: ReceivedView) -> TableLine:
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
