"""Pages as they came from the line to rasters, with a count of what was damaged on the way.

Owns concealment: a damaged line is shown as the line above it. Refuses to judge: whether a page is good enough says
``kiosk.fax.copy_quality``. Reading the codes is ``kiosk.fax.t4_lines``. Called by ``page_keeper.py``, off the line's
thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.outcome import Coding, CopyQuality, FaxPage
from kiosk.fax.t4_lines import Changes, coded_lines, lines_of_t6, read_line, row_of

LONGEST_PAGE_LINES = 50_000  # 3 m at superfine resolution: a coded line may be one bit, a raster line has 216 octets


@dataclass(frozen=True)
class DecodedPage:
    """The page as a person will see it, and how much of it had to be concealed."""

    page: FaxPage
    quality: CopyQuality


def decode(arrived: PageArrived) -> DecodedPage:
    """The raster of a page that came in. Any octets are tolerated; without a single line the page has height 0."""
    width = arrived.terms.width
    rows: list[bytes] = []
    damaged = longest = run = 0
    above: Changes = (width,)
    for changes in islice(_lines(arrived), LONGEST_PAGE_LINES):
        run = run + 1 if changes is None else 0
        damaged += changes is None
        longest = max(longest, run)
        rows.append(rows[-1] if changes in (None, above) and rows else row_of(changes or above, width))
        above = changes or above
    page = FaxPage(width, len(rows), arrived.terms.resolution, b"".join(rows))
    return DecodedPage(page, CopyQuality(len(rows), damaged, longest))


def _lines(arrived: PageArrived) -> Iterator[Changes | None]:
    """Each line's changes of colour; None for a damaged one."""
    terms = arrived.terms
    if terms.coding is Coding.MMR:
        yield from lines_of_t6(arrived.octets, terms.width)
        return
    reference: Changes | None = (terms.width,)
    for line in coded_lines(arrived.octets, two_dimensional=terms.coding is Coding.MR):
        # A line coded against one that is lost means nothing, and so on until the next that stands alone (T.4 4.2).
        known = not line.two_dimensional or reference is not None
        reference = read_line(line, terms.width, reference or (terms.width,)) if known else None
        yield reference
