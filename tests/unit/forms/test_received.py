"""B8, B12: a received fax on A4 sheets: everything that came in, readable, and what it is."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from kiosk.assets import Assets
from kiosk.fax.outcome import FaxPage, Resolution
from kiosk.forms.blocks import Canvas
from kiosk.forms.data import ReceivedPage, ReceivedPrintData
from kiosk.forms.received import ReceivedSheets
from kiosk.locale import Language, Translator
from tests.unit.forms import examples
from tests.unit.forms.measured import assert_no_words_overlap, assert_nothing_is_clipped

EDGE_PX = 58  # 4.9 mm


def framed(width: int, height: int, resolution: Resolution = Resolution.STANDARD) -> FaxPage:
    """A page with a bar at its very top and one at its very bottom."""
    octets = width // 8
    bar = b"\xff" * octets * 12
    return FaxPage(width, height, resolution, bar + b"\x00" * octets * (height - 24) + bar)


def printed(*pages: FaxPage) -> ReceivedPrintData:
    return replace(examples.RECEIVED, pages=tuple(examples.received_page(page) for page in pages))


def drawn(data: ReceivedPrintData, language: Language, assets: Assets) -> list[Canvas]:
    sheets = ReceivedSheets(data, language, assets)
    return [sheets.draw(number) for number in range(len(sheets))]


def words(data: ReceivedPrintData, language: Language, assets: Assets) -> list[str]:
    return [run.words for canvas in drawn(data, language, assets) for run in canvas.runs]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("data", [examples.RECEIVED, examples.BROKEN_OFF_RECEIVED], ids=["whole", "broken off"])
def test_the_line_above_the_page_is_whole(data: ReceivedPrintData, language: Language, assets: Assets) -> None:
    for canvas in drawn(data, language, assets):
        assert_nothing_is_clipped(canvas)
        assert_no_words_overlap(canvas)


@pytest.mark.parametrize("language", Language)
def test_it_says_number_time_sender_page_and_that_it_is_the_original(language: Language, assets: Assets) -> None:
    said, tr = " ".join(words(examples.RECEIVED, language, assets)), Translator(language)
    for word in ("RF000012", "2026-11-18 10:30", "+86 571 8700 9999", tr("forms.original")):
        assert word in said
    assert tr("forms.report.sheet", sheet=2, sheets=2) in said
    assert tr("forms.received.incomplete") not in said


@pytest.mark.parametrize("language", Language)
def test_what_is_missing_or_damaged_is_said_and_a_reprint_is_a_copy(language: Language, assets: Assets) -> None:
    said, tr = " ".join(words(examples.BROKEN_OFF_RECEIVED, language, assets)), Translator(language)
    for word in (tr("forms.copy", n=2), tr("forms.received.incomplete"), tr("forms.received.from_unknown")):
        assert word in said
    assert tr.count("forms.received.damaged", 1) in said and tr.count("forms.received.damaged", 23) in said


def test_paper_of_a_kiosk_on_doubles_says_so(assets: Assets) -> None:
    demo = replace(examples.RECEIVED, issuer=replace(examples.ISSUER, demo=True))
    assert "演示 无效" in words(demo, Language.EN, assets)


@pytest.mark.parametrize(
    ("page", "sheets"),
    [
        (framed(1728, 1143), 1),  # A4
        (framed(1728, 2287, Resolution.FINE), 1),
        (framed(1728, 4573, Resolution.SUPERFINE), 1),
        (framed(1728, 1370), 1),  # legal
        (framed(2048, 1401), 1),  # B4
        (framed(2432, 1617), 1),  # A3, made A4
        (framed(1728, 60), 1),
        (framed(1728, 3465), 4),  # 90 cm
    ],
    ids=["A4", "A4 fine", "A4 superfine", "legal", "B4", "A3", "a strip", "90 cm"],
)
def test_nothing_that_came_in_is_cut_off(page: FaxPage, sheets: int, assets: Assets) -> None:
    pictures = [canvas.image for canvas in drawn(printed(page), Language.ZH_HANS, assets)]
    assert [picture.size for picture in pictures] == [(2480, 3508)] * sheets
    assert sum(len(_bars(picture)) for picture in pictures) == 2  # at the top of the page and at its bottom
    for picture in pictures:
        left, top, right, bottom = ImageChops.invert(picture.convert("L")).getbbox()
        assert left >= EDGE_PX and top >= EDGE_PX and 2480 - right >= EDGE_PX and 3508 - bottom >= EDGE_PX


def _bars(picture: Image.Image) -> list[tuple[int, int]]:
    """First and last row of what is black nearly from edge to edge; the rule beneath the head is thinner."""
    wide = [y for y in range(picture.height) if picture.crop((0, y, 2480, y + 1)).histogram()[0] > 1500]
    starts = [y for y in wide if y - 1 not in wide]
    ends = [y for y in wide if y + 1 not in wide]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end - start > 4]


def test_proportions_are_true(assets: Assets) -> None:
    (canvas,) = drawn(printed(framed(1728, 1143)), Language.ZH_HANS, assets)
    (top, _), (_, bottom) = _bars(canvas.image)
    height_px, width_px = bottom - top, canvas.image.crop((0, top + 9, 2480, top + 10)).histogram()[0]
    assert height_px / width_px == pytest.approx((1143 / 3.85) / (1728 / 8.04), rel=0.02)


def test_sheets_are_one_bit_pngs_that_know_their_resolution(assets: Assets) -> None:
    sheets = ReceivedSheets(examples.RECEIVED, Language.EN, assets)
    assert len(sheets) == 2
    with Image.open(io.BytesIO(sheets[0])) as picture:
        assert picture.mode == "1" and round(picture.info["dpi"][0]) == 300


def test_a_page_is_loaded_when_its_sheet_is_drawn_and_not_before(assets: Assets) -> None:
    loaded: list[int] = []

    def page(number: int) -> ReceivedPage:
        raster = framed(1728, 1143)

        def load() -> FaxPage:
            loaded.append(number)
            return raster

        return replace(examples.received_page(raster), load=load)

    sheets = ReceivedSheets(replace(examples.RECEIVED, pages=tuple(map(page, range(100)))), Language.EN, assets)
    assert len(sheets) == 100 and loaded == []
    assert sheets[41].startswith(b"\x89PNG") and loaded == [41]
    assert len(sheets[98:]) == 2 and loaded == [41, 98, 99]
