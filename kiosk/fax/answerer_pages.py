"""What is proved about each page that comes in.

Owns the page under way and the truth about it: handed out to be kept, read, kept, confirmed; and the reports of those
before it. Knows no frames and no modem. Called by ``answerer.py``; ``PageArrived`` goes through the session to the
driver, which decodes it and has it kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.fax.answerer_fields import Commanded
from kiosk.fax.copy_quality import judge_page
from kiosk.fax.frames import Fcf
from kiosk.fax.outcome import CopyQuality, ReceivedPageReport


@dataclass(frozen=True)
class PageArrived:
    """For the house: all data of a page. Decode them, keep the page if it is good enough, and tell ``page_read``.

    ``octets`` as +FRM gave them (least significant bit first), fill and RTC or EOFB included.
    """

    number: int
    terms: Commanded
    octets: bytes = field(repr=False)


class ReceivedPages:
    """The pages of one call, counted from 1. ``current`` is handed out and not yet answered."""

    def __init__(self) -> None:
        self.current: PageArrived | None = None
        self.verdict: Fcf | None = None  # MCF, RTP or RTN, once the page is read
        self.kept = False
        self._reports: list[ReceivedPageReport] = []
        self._next: ReceivedPageReport | None = None
        self._started_ms: int | None = None
        self._unread = 0  # handed out and not answered yet; the house answers in order

    @property
    def number(self) -> int:
        """Of the page under way, or of the next one."""
        return len(self._reports) + 1

    @property
    def reports(self) -> tuple[ReceivedPageReport, ...]:
        """Every page of which data came, the last one perhaps unconfirmed."""
        return (*self._reports, self._next) if self._next else tuple(self._reports)

    @property
    def begun(self) -> bool:
        """Whether data of a page have come that is not confirmed yet."""
        return self._started_ms is not None

    def begin(self, now_ms: int) -> bool:
        """Data are on the line; whether they are the first of this page."""
        first = self._started_ms is None
        if first:
            self._started_ms = now_ms
        return first

    def arrive(self, terms: Commanded, octets: bytes) -> PageArrived:
        """All data are here: hand the page out."""
        self.current, self.verdict, self.kept = PageArrived(self.number, terms, octets), None, False
        self._unread += 1
        self._next = self._report(terms, len(octets))
        return self.current

    def read(self, number: int, quality: CopyQuality, kept: bool) -> None:
        """The house has decoded the oldest page that it was handed and, if ``kept``, has it on disk.

        A page that was dropped meanwhile may have come again under its number: this says nothing of that one (B9).
        """
        self._unread -= 1
        if self._unread or self.current is None or self._next is None or number != self.current.number:
            return
        verdict = judge_page(quality)
        self.verdict, self.kept = (verdict if kept else Fcf.RTN), kept
        self._next = replace(self._next, quality=quality)

    def confirm(self, now_ms: int) -> int | None:
        """The confirmation has gone out; its number, or None when it only was repeated."""
        if self.current is None or self._next is None:
            return None
        assert self.kept, "a page is confirmed only when it is on disk (B9)"
        self._reports.append(replace(self._next, confirmed=True, confirmed_ms=now_ms))
        self.current, self._next, self._started_ms = None, None, None
        return len(self._reports)

    def drop(self) -> int | None:
        """The page under way will not be confirmed as it is; its number if it had been handed out."""
        dropped, self.current = self.current, None
        return dropped.number if dropped else None

    def leave_open(self) -> None:
        """Whether the caller takes the page for received will never be known: it stays on disk, unconfirmed."""
        self.current = None

    def withdraw(self) -> int | None:
        """What seemed to be a new page was the confirmed one once more; its number if it had been handed out."""
        self._next, self._started_ms = None, None
        return self.drop()

    def give_up(self, terms: Commanded) -> None:
        """The caller goes on to the next page without this one (EOR): it will stay unconfirmed."""
        self._reports.append(self._next or self._report(terms, 0))
        self.current, self._next, self._started_ms = None, None, None

    def _report(self, terms: Commanded, octets: int) -> ReceivedPageReport:
        return ReceivedPageReport(
            number=self.number,
            confirmed=False,
            coding=terms.coding,
            resolution=terms.resolution,
            width=terms.width,
            bit_rate=terms.modulation.bit_rate,
            ecm=terms.ecm,
            octets=octets,
            started_ms=self._started_ms or 0,
        )
