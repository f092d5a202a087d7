"""What orders of faxes and of work come to, page by page and quote by quote, in plain dictionaries.

Owns the rules of docs/money.md under "Hold, then capture" and "Work on the spot", said once more. An order that is over
leaves a charge in the books it was given. Part of ``money_model``; calls nothing of the house but its errors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.desk.repair_errors import CaseMovedError
from kiosk.desk.work_orders import QuoteOpenError

if TYPE_CHECKING:
    from tests.faults.money_model import Answer, Model

FREE_A_MONTH = {"local": 3, "domestic": 0}
_TRIES = {"line_lost": 3, "busy": 5}


def price_fen(zone: str, pages: int, free: int) -> int:
    """Local: 2 yuan a page after the free ones, at least 5 yuan. Domestic: 1.25 yuan a page, to the nearest jiao."""
    paid_for = max(0, pages - free)
    if zone == "local":
        return max(500, 200 * paid_for) if paid_for else 0
    return (125 * paid_for + 5) // 10 * 10


@dataclass
class Fax:
    """``pages``: not_sent | confirmed | unknown. ``state``: waiting | calling | unknown | over."""

    zone: str
    pages: dict[int, str]
    free: int
    month: str
    state: str = "waiting"
    attempts: int = 0
    cause: str = ""
    cancelled: bool = False

    @property
    def confirmed(self) -> int:
        return sum(state == "confirmed" for state in self.pages.values())

    @property
    def held_fen(self) -> int:
        """All of the quote, until the order is over."""
        return 0 if self.state == "over" else price_fen(self.zone, len(self.pages), self.free)


@dataclass
class Work:
    """``quotes``: by their ids, in fen, and the owner's word: None while there is none."""

    state: str = "open"
    quotes: dict[int, tuple[int, bool | None]] = field(default_factory=dict)


@dataclass
class Orders:
    """All orders of the one unit."""

    books: Model
    faxes: dict[int, Fax] = field(default_factory=dict)
    works: dict[int, Work] = field(default_factory=dict)
    quote_of: dict[int, int] = field(default_factory=dict)  # the case that a quote is for
    requests: dict[str, str] = field(default_factory=dict)

    @property
    def held_fen(self) -> int:
        return sum(fax.held_fen for fax in self.faxes.values() if fax.state != "over")

    # --- faxes

    def order(self, zone: str, pages: int, request: str) -> Answer:
        """Free pages that are left this month are taken to itself."""
        month = f"{self.books.now:%Y-%m}"
        if request not in self.requests:
            others = [fax for fax in self.faxes.values() if (fax.zone, fax.month) == (zone, month)]
            taken = sum(min(fax.free, fax.confirmed) if fax.state == "over" else fax.free for fax in others)
            free = min(pages, max(0, FREE_A_MONTH[zone] - taken))
            self.faxes[len(self.faxes) + 1] = Fax(zone, dict.fromkeys(range(1, pages + 1), "not_sent"), free, month)
            self.requests[request] = str(len(self.faxes))
        return self.requests[request]

    def dial(self, number: int) -> Answer:
        fax = self.faxes[number]
        if fax.state == "waiting":
            fax.state, fax.attempts = "calling", fax.attempts + 1
        return fax.state

    def page(self, number: int, page: int, state: str) -> Answer:
        """What the line has proved; a confirmed page stays so."""
        fax = self.faxes[number]
        if fax.state == "calling" and fax.pages[page] != "confirmed":
            fax.pages[page] = state
        return fax.pages[page]

    def hang_up(self, number: int, cause: str) -> Answer:
        fax = self.faxes[number]
        if fax.state == "calling":
            self._go_on(fax, cause)
        return fax.state

    def settle(self, number: int, page: int, arrived: bool) -> Answer:
        """The clerk's word on a page of which nobody knows."""
        fax = self.faxes[number]
        if fax.pages[page] == "unknown":
            fax.pages[page] = "confirmed" if arrived else "not_sent"
            if fax.state == "unknown":
                self._go_on(fax, fax.cause)
        return "settled"

    def cancel(self, number: int) -> Answer:
        fax = self.faxes[number]
        fax.cancelled = True
        if fax.state == "waiting":
            self._go_on(fax, "cancelled")
        return "cancelled"

    def recover(self) -> None:
        """After a start: the calls that were on are over."""
        for fax in self.faxes.values():
            if fax.state == "calling":
                self._go_on(fax, "line_lost")

    def _go_on(self, fax: Fax, cause: str) -> None:
        """Unknown pages wait for a clerk; else there is another call, or the order is over and owes what arrived."""
        states = set(fax.pages.values())
        fax.cause = cause
        if "unknown" in states:
            fax.state = "unknown"
        elif "not_sent" not in states or fax.cancelled or fax.attempts >= _TRIES[cause]:
            fax.state = "over"
            self.books.owe(price_fen(fax.zone, fax.confirmed, fax.free), f"fax.{fax.zone}")
        else:
            fax.state = "waiting"

    # --- work

    def open(self, request: str) -> Answer:
        if request not in self.requests:
            self.works[len(self.works) + 1] = Work()
            self.requests[request] = str(len(self.works))
        return self.requests[request]

    def accept(self, case: int) -> Answer:
        if self.works[case].state != "open":
            return CaseMovedError
        self.works[case].state = "accepted"
        return "accepted"

    def quote(self, case: int, lines_fen: Iterable[int], request: str) -> Answer:
        """Another price is another quote."""
        if request in self.requests:
            return self.requests[request]
        if self.works[case].state != "accepted":
            return CaseMovedError
        quote = len(self.quote_of) + 1
        self.quote_of[quote] = case
        self.works[case].quotes[quote] = (sum(lines_fen), None)
        self.requests[request] = str(quote)
        return str(quote)

    def answer(self, quote: int, agreed: bool) -> Answer:
        """The owner's word on the newest; the same again changes nothing."""
        work = self.works[self.quote_of[quote]]
        fen, said = work.quotes[quote]
        if said is None and (work.state != "accepted" or quote != max(work.quotes)):
            return CaseMovedError
        if said not in (None, agreed):
            return CaseMovedError
        work.quotes[quote] = (fen, agreed)
        return "answered"

    def close(self, case: int) -> Answer:
        """Accepted by the owner: owed is what was agreed to last."""
        work = self.works[case]
        if any(said is None for _, said in list(work.quotes.values())[-1:]):
            return QuoteOpenError
        if work.state != "accepted":
            return CaseMovedError
        work.state = "closed"
        agreed = [fen for fen, said in work.quotes.values() if said]
        self.books.owe(agreed[-1] if agreed else 0, "repair.drain")
        return "closed"

    def close_undone(self, case: int) -> Answer:
        """Declined, and nothing is done."""
        work = self.works[case]
        words = [said for _, said in work.quotes.values()]
        if work.state != "accepted" or words[-1:] != [False] or True in words:
            return CaseMovedError
        work.state = "closed"
        return "closed"
