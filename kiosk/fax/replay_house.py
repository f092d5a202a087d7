"""The house's part in a replay, as the trace remembers it: its coded pages, and what it made of those that came in.

Owns nothing but the reading of the trace. Called by the replay where nobody codes or decodes pages anew.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence

from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.outcome import CopyQuality, TraceEntry
from kiosk.fax.primitives import CodedPage, PageWanted
from kiosk.fax.trace import CODED
from kiosk.fax.trace_plan import RecordedPage, read_coded, read_quality

_READ = ("PAGE KEPT", "PAGE NOT KEPT")


class RecordedHouse:
    """``House`` of ``replay.py``. Raises NoPlanError when it is made, for a page that cannot be read."""

    def __init__(self, entries: Sequence[TraceEntry]) -> None:
        self._pages: dict[int, deque[RecordedPage]] = defaultdict(deque)
        for entry in entries:
            if entry.signal == CODED:
                page = read_coded(entry)
                self._pages[page.number].append(page)
        self._qualities = deque(read_quality(entry.detail) for entry in entries if entry.signal in _READ)

    @property
    def has_true_pages(self) -> bool:
        """Whether the pages' data are in the trace; else they are as long as the true ones, and no more."""
        return all(page.true_data for pages in self._pages.values() for page in pages)

    def code(self, wanted: PageWanted) -> CodedPage | None:
        """The page as it was supplied then, the first time, the second time; None if it was not."""
        pages = self._pages[wanted.number]
        if not pages:
            return None
        page = pages.popleft() if len(pages) > 1 else pages[0]
        return CodedPage(page.number, page.format, wanted.terms, page.octets)

    def read(self, _arrived: PageArrived) -> CopyQuality:
        """What the house had made of it."""
        return self._qualities.popleft() if self._qualities else CopyQuality(0)
