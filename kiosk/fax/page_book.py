"""What is proved about each page while a call goes on.

Owns the three-valued truth (confirmed, unknown, not sent) and the counting of attempts. Knows no frames and no modem.
Called by ``caller.py``.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.fax.fields import Terms
from kiosk.fax.outcome import PageReport, PageState


class PageBook:
    """The pages of one call, counted from 1; ``current`` is the first one that is not confirmed."""

    def __init__(self, page_count: int) -> None:
        self._pages = [PageReport(number, PageState.NOT_SENT) for number in range(1, page_count + 1)]
        self.current = 1

    @property
    def count(self) -> int:
        return len(self._pages)

    @property
    def is_last(self) -> bool:
        """Whether the current page is the last one."""
        return self.current >= self.count

    @property
    def all_confirmed(self) -> bool:
        return all(page.state is PageState.CONFIRMED for page in self._pages)

    @property
    def attempts(self) -> int:
        """How often the current page was sent."""
        return self._pages[self.current - 1].attempts

    @property
    def reports(self) -> tuple[PageReport, ...]:
        return tuple(self._pages)

    def begin(self, terms: Terms, octets: int, now_ms: int) -> None:
        """Data of the current page begin to go out (again)."""
        page = self._pages[self.current - 1]
        self._set(
            replace(
                page,
                coding=terms.coding,
                bit_rate=terms.modulation.bit_rate,
                octets=octets,
                attempts=page.attempts + 1,
                started_ms=now_ms if page.started_ms is None else page.started_ms,
            )
        )

    def submit(self) -> None:
        """The post-page message goes out: until its answer nobody knows."""
        self._set(replace(self._pages[self.current - 1], state=PageState.UNKNOWN))

    def confirm(self, now_ms: int) -> int:
        """The current page has arrived; the next one becomes current. Returns the number of the confirmed page."""
        self._set(replace(self._pages[self.current - 1], state=PageState.CONFIRMED, confirmed_ms=now_ms))
        self.current += 1
        return self.current - 1

    def refuse(self) -> None:
        """The recipient surely does not have the current page."""
        self._set(replace(self._pages[self.current - 1], state=PageState.NOT_SENT))

    def _set(self, page: PageReport) -> None:
        self._pages[page.number - 1] = page
