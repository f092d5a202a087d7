"""Pages that have come in, decoded and kept in a thread beside the line's: neither decoding nor disk hold it up.

Owns that thread and what became of each page. Refuses to know calls, modems and fax classes. Called by
``answer_run.py``; the disk is the house's (``keep_page``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType

from kiosk.devices.page_decoder import decode
from kiosk.devices.protocols import ReceivedPage
from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.copy_quality import judge_page
from kiosk.fax.frames import Fcf
from kiosk.fax.outcome import CopyQuality


@dataclass(frozen=True)
class PageRead:
    """``kept``: the page is on disk; False where it is too bad to be kept."""

    number: int
    quality: CopyQuality
    kept: bool


@dataclass(frozen=True)
class DiskRefused:
    """The page is good and could not be kept."""

    detail: str


class PageKeeper:
    """One page after another, in the order in which they came. A context: at its end no page is under way."""

    def __init__(self, keep_page: Callable[[ReceivedPage], None]) -> None:
        self._keep_page = keep_page
        self._thread = ThreadPoolExecutor(1, "pages")
        self._under_way: deque[Future[PageRead]] = deque()

    def take(self, arrived: PageArrived) -> None:
        """Begin with this page when those before it are done."""
        self._under_way.append(self._thread.submit(self._read_and_keep, arrived))

    @property
    def busy(self) -> bool:
        return bool(self._under_way)

    def finished(self, *, wait: bool = False) -> Iterator[PageRead | DiskRefused]:
        """What became of the pages that are done (all of them if ``wait``), each once.

        Raises what ``keep_page`` has raised, if it is not an OSError.
        """
        while self._under_way and (wait or self._under_way[0].done()):
            page = self._under_way.popleft()
            try:
                yield page.result()
            except OSError as error:
                yield DiskRefused(str(error))

    def __enter__(self) -> PageKeeper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()

    def _read_and_keep(self, arrived: PageArrived) -> PageRead:
        decoded = decode(arrived)
        good = judge_page(decoded.quality) is not Fcf.RTN
        if good:
            self._keep_page(ReceivedPage(arrived.number, decoded.page, decoded.quality))
        return PageRead(arrived.number, decoded.quality, good)
