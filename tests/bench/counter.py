"""The desk of a running lobby, used from the bench's own process as the screens use it from theirs.

Owns a second composition on the lobby's configuration: same store, same doorbells, no glass. Called by the figures that
need a fax or a payment without touching for it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.app import CORE_BELL, UI_BELL, Composition
from kiosk.clock import SystemClock
from kiosk.config import load_config
from kiosk.desk.api import Desk
from kiosk.desk.house import House
from kiosk.desk.views import DocumentView, DraftPage, FaxDraft, Visitor
from kiosk.fax.outcome import Resolution
from kiosk.locale import Language
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.processes import until
from tests.hw_doubles.sample_documents import LETTER, make_samples

NUMBER, UNIT, PASSCODE = "02112003846", "12-1-101", "246810"
_PREVIEW = (420, 560)


class Counter:
    """What an owner does, without the glass."""

    def __init__(self, lobby: Lobby, house: House, desk: Desk) -> None:
        self._lobby = lobby
        self.house, self.desk = house, desk
        found = desk.identity.identify(UNIT, PASSCODE, Language.ZH_HANS)
        assert isinstance(found, Visitor), found
        self.visitor = found

    def order_fax(self, pages: int) -> int:
        """A fax of so many fine pages from a stick; the job's number. The line takes it at once."""
        document = self.take_in_letter()
        choice = tuple(DraftPage(1) for _ in range(pages))
        draft = FaxDraft(NUMBER, document.id, choice, Resolution.FINE)
        quote = self.desk.fax.quote(self.visitor, draft)
        return self.desk.fax.order(self.visitor, draft, quote, str(uuid.uuid4()))

    def take_in_letter(self) -> DocumentView:
        """A document from a stick, which is plugged in if it is not."""
        if not self._letters():
            self._lobby.tray.plug("BENCH", make_samples(self._lobby.folder / "samples"))
            until(self._letters, "the stick has been read")
        return self.desk.fax.take_in(self.visitor, self._letters()[0])

    def look_at_page(self, document: DocumentView) -> None:
        """Its first page drawn anew and made small for the glass, as the preview is."""
        self.desk.fax.page(document.id, DraftPage(1), Resolution.FINE, photo=False, size=_PREVIEW)

    def _letters(self) -> list[str]:
        return [file.key for file in self.desk.fax.stick().files if file.name == LETTER]

    def owe(self, fen: int) -> int:
        """A charge as an ended job leaves it; its number."""
        row = {
            "kind": "fax",
            "job_id": self._next_job(),
            "unit_id": UNIT,
            "title_key": "charge.fax.local",
            "detail": NUMBER,
        }
        with self.house.step() as books:
            return books.takings.add_charge(
                {**row, "quantity": 1, "unit_fen": fen, "amount_fen": fen, "made_utc": self.house.now_utc}
            )

    def _next_job(self) -> int:
        """A job number that no real fax of this run has."""
        row = self.house.store.one("SELECT coalesce(max(job_id), 0) AS newest FROM charge")
        return max(1_000_000, int(row["newest"])) + 1


@contextmanager
def counter(lobby: Lobby) -> Iterator[Counter]:
    """A counter in a lobby that is up."""
    composition = Composition(
        load_config(lobby.config), SystemClock(), listens="bench.bell", rings=(CORE_BELL, UI_BELL)
    )
    try:
        yield Counter(lobby, composition.house, composition.desk())
    finally:
        composition.close()
