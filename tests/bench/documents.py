"""What a page costs: drawn to the fax raster in the sandbox, screened, kept; and what refusing a bomb costs.

Times are ratios to a plain rendering of the same page by the same library in this process, so that a slow machine and
a fast one agree; the field notes' 58 + 7 ms is such a rendering with a threshold.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pypdfium2
from PIL import Image

from kiosk.documents.errors import TooManyPagesError
from kiosk.documents.intake import Content
from kiosk.documents.limits import DocumentLimits
from kiosk.documents.pagefile import encode_page
from kiosk.documents.pages import PageChoice
from kiosk.documents.preview import preview
from kiosk.documents.reader import DocumentReader
from kiosk.documents.vault import DocumentVault
from tests.bench.figures import Figure
from tests.unit.documents import materials

TIMES = 7


def seconds(act: Callable[[], object]) -> float:
    """Median wall-clock time of ``act``."""
    return median(_once(act) for _ in range(TIMES))


def _once(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def reading(octets: bytes) -> DocumentReader:
    return DocumentReader(Content([octets]), DocumentLimits())


def plain(octets: bytes) -> Image.Image:
    """Rendering and threshold with nothing around them."""
    with pypdfium2.PdfDocument(octets) as pdf:
        return pdf[0].render(scale=204 / 72, grayscale=True).to_pil().point(lambda value: 255 * (value > 127), "1")


class Unit:
    """A plain page of the same moment: a host whose speed wanders is measured again beside each figure."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets

    @property
    def seconds(self) -> float:
        """Median wall-clock time of a plain page, now."""
        return seconds(lambda: plain(self._octets))

    def ratio(self, act: Callable[[], object]) -> float:
        """``act`` in plain pages: both by turns, the median of each."""
        took, unit = zip(*((_once(act), _once(lambda: plain(self._octets))) for _ in range(TIMES)), strict=True)
        return median(took) / median(unit)


def refuse() -> None:
    try:
        reading(materials.many_pages_pdf(10_000)).close()
    except TooManyPagesError:
        return
    raise AssertionError("10,000 pages were not refused")


def measure() -> Iterator[Figure]:
    text = materials.pdf([materials.TEXT_PAGE])
    unit = Unit(text)
    yield Figure("documents.plain_page", unit.seconds * 1000, "ms", None)
    with reading(text) as reader:
        page = reader.page(PageChoice(1)).page
        yield Figure("documents.page", unit.ratio(lambda: reader.page(PageChoice(1))), "x plain page", 6.0)
        yield Figure("documents.page_ms", seconds(lambda: reader.page(PageChoice(1))) * 1000, "ms", None)
    yield Figure("documents.page_octets", len(encode_page(page)), "octets", 60_000)
    yield from measure_photo(unit)
    yield Figure("documents.preview", unit.ratio(lambda: preview(page, 282, 394)), "x plain page", 2.0)
    yield Figure("documents.open", unit.ratio(lambda: reading(text).close()), "x plain page", None)
    yield Figure("documents.refuse_10000_pages", unit.ratio(refuse), "x plain page", 40.0)
    yield from measure_vault(text, unit)


def measure_photo(unit: Unit) -> Iterator[Figure]:
    with reading(materials.encoded(materials.shadowed_photo(3000, 4242), "JPEG")) as photo:
        local, halftone = (unit.ratio(lambda p=p: photo.page(PageChoice(1, photo=p))) for p in (False, True))
        yield Figure("documents.photographed_page", local, "x plain page", 20.0)
        yield Figure("documents.halftone_page", halftone, "x plain page", 16.0)
        octets = len(encode_page(photo.page(PageChoice(1)).page))
        yield Figure("documents.photographed_page_octets", octets, "octets", 120_000)


def measure_vault(text: bytes, unit: Unit) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        vault = DocumentVault(Path(folder) / "vault", bytes(32), reserve_octets=0)
        source = Path(folder) / "source.pdf"
        source.write_bytes(text)
        yield Figure("documents.take_in", unit.ratio(lambda: vault.add(source, "a")), "x plain page", 40.0)
        with vault.open(vault.ids()[0]) as reader:
            page = reader.page(PageChoice(1)).page
        vault.put_pages("job", [page])
        yield Figure("documents.kept_page", unit.ratio(lambda: vault.page("job", 1)), "x plain page", 2.0)
