"""Documents become the raster that the recipient will see (B2, B3); golden figures, with room for new libraries."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from kiosk.documents.errors import NoSuchPageError
from kiosk.documents.kinds import DocumentKind
from kiosk.documents.pages import PageChoice, PageNote
from kiosk.fax.outcome import FaxPage, Resolution
from tests.unit.documents import materials
from tests.unit.documents.conftest import Opener


def black(page: FaxPage) -> int:
    """Black pels of a page."""
    return int.from_bytes(page.rows, "big").bit_count()


def ink_box(page: FaxPage) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is black."""
    box = Image.frombytes("1", (page.width, page.height), page.rows).convert("L").getbbox()
    assert box is not None
    return box


def near(measured: int, expected: float, tolerance: float = 2) -> bool:
    return abs(measured - expected) <= tolerance


@pytest.mark.parametrize(
    ("resolution", "lines", "lines_per_mm"),
    [(Resolution.STANDARD, 1143, 3.85), (Resolution.FINE, 2287, 7.7), (Resolution.SUPERFINE, 4574, 15.4)],
)
def test_an_inch_on_the_page_is_an_inch_on_the_wire(
    reading: Opener, resolution: Resolution, lines: int, lines_per_mm: float
) -> None:
    page = reading(materials.pdf()).page(PageChoice(1, resolution)).page
    left, top, right, bottom = ink_box(page)
    assert (page.width, page.height, len(page.rows)) == (1728, lines, lines * 216)
    assert near(left, 20 + 25.4 * 1728 / 215) and near(right - left, 25.4 * 1728 / 215)
    assert near(top, (841.89 - 772) / 72 * 25.4 * lines_per_mm) and near(bottom - top, 25.4 * lines_per_mm)


def test_a_page_of_text_has_the_ink_it_had_when_it_was_last_looked_at(reading: Opener) -> None:
    reader = reading(materials.pdf([materials.TEXT_PAGE]))
    shares = [black(reader.page(PageChoice(1, r)).page) / {1143: 1, 2287: 2, 4574: 4}[h] for r, h in HEIGHTS]
    assert all(near(round(share), 128_000, 16_000) for share in shares), shares


HEIGHTS = [(Resolution.STANDARD, 1143), (Resolution.FINE, 2287), (Resolution.SUPERFINE, 4574)]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_turning_a_page_moves_its_corner_clockwise(reading: Opener, rotation: int) -> None:
    """B3: the square lies near the top left corner, then top right, bottom right, bottom left."""
    page = reading(materials.encoded(materials.picture(), "PNG")).page(PageChoice(1, rotation=rotation)).page
    left, top, _, _ = ink_box(page)
    across, down = {0: (0, 0), 90: (1, 0), 180: (1, 1), 270: (0, 1)}[rotation]
    used_height = 2287 if rotation in (0, 180) else 1222
    assert (left > 864, top > used_height / 2) == (bool(across), bool(down))


def test_a_landscape_page_is_sent_upright(reading: Opener) -> None:
    page = reading(materials.pdf(size=(841.89, 595.276), contents=[b"0 g 0 500 72 72 re f"])).page(PageChoice(1)).page
    left, _, _, bottom = ink_box(page)
    assert page.height == 2287
    assert left < 864 and bottom > 2200  # its left edge became the bottom


@pytest.mark.parametrize(
    ("form", "mode", "kind"),
    [
        ("JPEG", "RGB", DocumentKind.JPEG),
        ("JPEG", "CMYK", DocumentKind.JPEG),
        ("PNG", "RGBA", DocumentKind.PNG),
        ("PNG", "L", DocumentKind.PNG),
        ("PNG", "1", DocumentKind.PNG),
        ("TIFF", "RGB", DocumentKind.TIFF),
    ],
)
def test_pictures_of_every_mode_show_the_same_square(reading: Opener, form: str, mode: str, kind: DocumentKind) -> None:
    image = materials.picture(mode="L" if mode == "CMYK" else mode)
    reader = reading(materials.encoded(image.convert(mode), form))
    left, top, right, bottom = ink_box(reader.page(PageChoice(1)).page)
    assert reader.kind is kind and reader.page_count == 1
    assert near(left, 190, 6) and near(right - left, 169, 4) and near(bottom - top, 162, 4) and near(top, 162, 6)


def test_what_is_transparent_is_paper(reading: Opener) -> None:
    image = Image.new("RGBA", (500, 700), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((100, 100, 199, 199), fill=(0, 0, 0, 255))
    page = reading(materials.encoded(image, "PNG")).page(PageChoice(1)).page
    assert 0.01 < black(page) / (page.width * page.height) < 0.05


def test_sixteen_bit_scans_keep_their_shades(reading: Opener) -> None:
    image = Image.new("I;16", (500, 700), 60_000)
    image.paste(5_000, (100, 100, 200, 200))
    page = reading(materials.encoded(image, "PNG")).page(PageChoice(1)).page
    assert 0.01 < black(page) / (page.width * page.height) < 0.05


def test_a_telephone_held_sideways_gives_an_upright_page(reading: Opener) -> None:
    upright = materials.picture()
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: rotate by 90 degrees to see it upright
    sideways = materials.encoded(upright.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)
    left, top, right, _ = ink_box(reading(sideways).page(PageChoice(1)).page)
    assert near(left, 190, 6) and near(top, 162, 6) and near(right - left, 169, 4)


@pytest.mark.parametrize("compression", ["group3", "group4", "tiff_lzw"])
def test_faxes_stored_by_other_machines_pass_pel_for_pel(reading: Opener, compression: str) -> None:
    """B2: TIFF with G3 and G4, several pages; page n holds a bar 50 n pels long."""
    reader = reading(materials.fax_tiff(3, compression=compression))
    boxes = [ink_box(reader.page(PageChoice(number)).page) for number in (3, 1, 2)]
    assert reader.page_count == 3
    assert boxes == [(100, 100, 251, 201), (100, 100, 151, 201), (100, 100, 201, 201)]


def test_a_standard_resolution_scan_is_not_squeezed(reading: Opener) -> None:
    """Its pels are twice as high as wide: only its resolution tags say so."""
    reader = reading(materials.fax_tiff(1, lines=1146, dpi=(204, 98)))
    page = reader.page(PageChoice(1, Resolution.STANDARD)).page
    assert (page.height, ink_box(page)) == (1146, (100, 100, 151, 201))


def test_a_page_drawn_coarse_first_is_as_sharp_as_ever_when_drawn_fine(reading: Opener) -> None:
    photo = materials.encoded(materials.shadowed_photo(3000, 4242), "JPEG")
    fresh = reading(photo).page(PageChoice(1, Resolution.SUPERFINE)).page
    again = reading(photo)
    again.page(PageChoice(1, Resolution.STANDARD))
    assert again.page(PageChoice(1, Resolution.SUPERFINE)).page == fresh


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16", "big5"])
def test_plain_text_is_drawn_in_chinese_whatever_its_encoding(reading: Opener, codec: str) -> None:
    octets = "傳真".encode(codec)
    rendered = reading(octets).page(PageChoice(1))
    left, top, right, bottom = ink_box(rendered.page)
    assert near(right - left, 2 * 34, 8) and near(bottom - top, 32, 8)
    assert left > 100 and top > 100 and PageNote.TINY_TEXT not in rendered.notes


def test_long_text_is_wrapped_and_paged(reading: Opener) -> None:
    reader = reading(("传真服务申请 " * 40 + "\n").encode() * 60)
    boxes = [ink_box(reader.page(PageChoice(n + 1)).page) for n in range(reader.page_count)]
    assert reader.page_count > 5
    assert all(right <= 1728 - 20 - 100 for _, _, right, _ in boxes)


def test_a_form_feed_begins_a_page(reading: Opener) -> None:
    assert reading(b"one\ftwo\fthree").page_count == 3


def test_a_page_that_is_not_there_is_refused(reading: Opener) -> None:
    with pytest.raises(NoSuchPageError):
        reading(materials.pdf()).page(PageChoice(2))


@pytest.mark.parametrize(("number", "rotation"), [(0, 0), (1, 45)])
def test_nonsense_is_not_asked_of_a_page(number: int, rotation: int) -> None:
    with pytest.raises(ValueError, match="no such page view"):
        PageChoice(number, rotation=rotation)


def test_a_shadow_on_a_photographed_page_does_not_turn_black(reading: Opener) -> None:
    rendered = reading(materials.encoded(materials.shadowed_photo(), "JPEG")).page(PageChoice(1))
    share = black(rendered.page) / (1728 * 2287)
    assert 0.08 < share < 0.14  # the rules are 9 in 60 lines over 80 % of the width and 81 % of the height
    assert PageNote.TOO_DARK not in rendered.notes


def test_photo_mode_keeps_shades_as_dots(reading: Opener) -> None:
    """B3: half grey becomes half the pels, light grey a tenth."""
    for shade, share in ((128, 0.5), (230, 0.1), (255, 0.0), (0, 1.0)):
        grey = materials.encoded(Image.new("L", (1000, 1382), shade), "PNG")
        page = reading(grey).page(PageChoice(1, photo=True)).page
        assert black(page) / (1728 * 2287) == pytest.approx(share, abs=0.06)


def test_photo_mode_costs_less_than_half_of_error_diffusion() -> None:
    """Why there is a screen of dots: field notes, 1.3 MB for error diffusion."""
    from kiosk.documents.pagefile import encode_page
    from kiosk.documents.raster import Screening, screen

    photo = Image.effect_noise((216, 286), 90).resize((1728, 2287), Image.Resampling.BICUBIC)
    pages = [screen(photo, Screening.HALFTONE, Resolution.FINE), photo.convert("1")]
    halftone, diffused = (
        len(encode_page(FaxPage(1728, 2287, Resolution.FINE, image.tobytes("raw", "1;I")))) for image in pages
    )
    assert halftone < diffused / 2


def test_what_was_typed_into_a_form_is_sent(reading: Opener) -> None:
    left, top, right, bottom = ink_box(reading(materials.filled_form_pdf()).page(PageChoice(1)).page)
    assert 200 < left < 300 and right < 1150 and near(top, 602, 40) and bottom - top < 60


def test_chinese_in_a_font_that_the_file_only_names_is_drawn(reading: Opener) -> None:
    """The sandbox leaves the system's fonts readable for this."""
    left, top, right, bottom = ink_box(reading(materials.foreign_font_pdf()).page(PageChoice(1)).page)
    assert near(right - left, 4 * 24 / 72 * 204, 20) and near(bottom - top, 24 / 72 * 196, 12)


def test_a_pdf_that_only_forbids_changes_opens(reading: Opener) -> None:
    assert reading(materials.restricted_pdf()).page_count == 1


class TestNotes:
    """What a person is told about a page before any price (B3)."""

    def test_clean_text_has_none(self, reading: Opener) -> None:
        reader = reading(materials.pdf([materials.TEXT_PAGE]))
        assert [reader.page(PageChoice(1, r)).notes for r in Resolution] == [frozenset()] * 3

    def test_a_blank_page(self, reading: Opener) -> None:
        assert reading(materials.pdf([b""])).page(PageChoice(1)).notes == {PageNote.BLANK}

    def test_a_page_too_dark(self, reading: Opener) -> None:
        dark = materials.pdf([b"0 g 0 0 595 500 re f"])
        assert reading(dark).page(PageChoice(1)).notes == {PageNote.TOO_DARK}

    def test_pale_letters(self, reading: Opener) -> None:
        pale = materials.pdf([b"0.82 g " + materials.TEXT_PAGE])
        assert PageNote.FAINT in reading(pale).page(PageChoice(1)).notes

    def test_tiny_letters_are_cured_by_a_finer_resolution(self, reading: Opener) -> None:
        tiny = (
            b"BT /F1 6 Tf 72 760 Td 12 TL "
            + b"(Terms and conditions in the smallest print, gjpqy.) Tj T* " * 50
            + b"ET"
        )
        reader = reading(materials.pdf([tiny]))
        assert PageNote.TINY_TEXT in reader.page(PageChoice(1, Resolution.STANDARD)).notes
        assert PageNote.TINY_TEXT not in reader.page(PageChoice(1, Resolution.FINE)).notes

    def test_a_long_strip(self, reading: Opener) -> None:
        strip = materials.encoded(materials.picture(400, 2400), "PNG")
        assert PageNote.LONG in reading(strip).page(PageChoice(1)).notes

    def test_each_has_a_sentence_of_its_own(self) -> None:
        assert len({note.message_key for note in PageNote}) == len(PageNote)
