"""G3: a picture becomes a job: PWG raster for a queue without filters, PNG for one with a driver."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from kiosk.devices.print_media import ROLL_58, ROLL_80, SHEET_A4, PrintMedia
from tests.hw_doubles.private_cups.pictures import noise_png
from tests.hw_doubles.private_cups.pwg_raster import read_pages


@pytest.mark.parametrize(
    ("media", "width", "height", "page"),
    [
        pytest.param(ROLL_80, 576, 801, (639, 801), id="80 mm"),
        pytest.param(ROLL_58, 384, 300, (464, 300), id="58 mm"),
        pytest.param(SHEET_A4, 2480, 3508, (2480, 3508), id="A4"),
    ],
)
def test_raster_read_back_by_an_independent_reader_has_every_dot(
    media: PrintMedia, width: int, height: int, page: tuple[int, int]
) -> None:
    picture = media.checked(noise_png(width, height))
    document = media.document(picture, raster=True)
    (sheet,) = read_pages(document.octets)
    left = (page[0] - width) // 2
    assert document.mime_type == "image/pwg-raster"
    assert sheet.size == page
    assert sheet.crop((left, 0, left + width, height)).tobytes() == picture.tobytes()


def test_repeated_lines_are_sent_once() -> None:
    blank = ROLL_80.document(Image.new("1", (576, 1200), 1), raster=True)
    assert len(blank.octets) < 3000
    assert read_pages(blank.octets)[0].size == (639, 1200)


def test_a_queue_with_a_driver_gets_a_png_on_paper_longer_than_wide() -> None:
    """Field notes: media, ppi and print-scaling keep the dots; the filter would turn a picture on wide paper."""
    document = ROLL_80.document(ROLL_80.checked(noise_png(576, 300)), raster=False)
    framed = Image.open(io.BytesIO(document.octets))
    assert document.mime_type == "image/png"
    assert document.options == {"media": "Custom.80x84mm", "ppi": "203", "print-scaling": "none"}
    assert framed.height > 639


def test_a_sheet_for_a_driver_fills_the_page() -> None:
    document = SHEET_A4.document(SHEET_A4.checked(noise_png(2480, 3508)), raster=False)
    assert document.options == {"media": "A4", "print-scaling": "fill"}
