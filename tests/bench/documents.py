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

    def once() -> float:
        began = time.perf_counter()
        act()
        return time.perf_counter() - began

    return median(once() for _ in range(TIMES))


def reading(octets: bytes) -> DocumentReader:
    return DocumentReader(Content([octets]), DocumentLimits())


def plain(octets: bytes) -> float:
    """Rendering and threshold with nothing around them."""
    with pypdfium2.PdfDocument(octets) as pdf:

        def draw() -> Image.Image:
            return pdf[0].render(scale=204 / 72, grayscale=True).to_pil().point(lambda value: 255 * (value > 127), "1")

        return seconds(draw)


def refuse() -> None:
    try:
        reading(materials.many_pages_pdf(10_000)).close()
    except TooManyPagesError:
        return
    raise AssertionError("10,000 pages were not refused")


def measure() -> Iterator[Figure]:
    text = materials.pdf([materials.TEXT_PAGE])
    unit = plain(text)
    yield Figure("documents.plain_page", unit * 1000, "ms", None)
    with reading(text) as reader:
        page = reader.page(PageChoice(1)).page
        drawn = seconds(lambda: reader.page(PageChoice(1)))
    yield Figure("documents.page", drawn / unit, "x plain page", 6.0)
    yield Figure("documents.page_ms", drawn * 1000, "ms", None)
    yield Figure("documents.page_octets", len(encode_page(page)), "octets", 60_000)
    with reading(materials.encoded(materials.shadowed_photo(3000, 4242), "JPEG")) as photo:
        local, halftone = (seconds(lambda p=p: photo.page(PageChoice(1, photo=p))) for p in (False, True))
        yield Figure("documents.photographed_page", local / unit, "x plain page", 20.0)
        yield Figure("documents.halftone_page", halftone / unit, "x plain page", 16.0)
        octets = len(encode_page(photo.page(PageChoice(1)).page))
        yield Figure("documents.photographed_page_octets", octets, "octets", 120_000)
    yield Figure("documents.preview", seconds(lambda: preview(page, 282, 394)) / unit, "x plain page", 2.0)
    yield Figure("documents.open", seconds(lambda: reading(text).close()) / unit, "x plain page", None)
    yield Figure("documents.refuse_10000_pages", seconds(refuse) / unit, "x plain page", 40.0)
    yield from measure_vault(text, unit)


def measure_vault(text: bytes, unit: float) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        vault = DocumentVault(Path(folder) / "vault", bytes(32), reserve_octets=0)
        source = Path(folder) / "source.pdf"
        source.write_bytes(text)
        yield Figure("documents.take_in", seconds(lambda: vault.add(source, "a")) / unit, "x plain page", 40.0)
        with vault.open(vault.ids()[0]) as reader:
            page = reader.page(PageChoice(1)).page
        vault.put_pages("job", [page])
        yield Figure("documents.kept_page", seconds(lambda: vault.page("job", 1)) / unit, "x plain page", 2.0)
