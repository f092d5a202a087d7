"""A printer's test page on A4, and the same page as a fax: for the technician (J3).

Owns what it must show: the edges of the sheet, a millimetre scale, Han and Latin in every size, single dots and black.
Called by the core's print worker and by the test call.
"""

from __future__ import annotations

from PIL import Image

from kiosk.assets import Assets
from kiosk.fax.outcome import FaxPage, Resolution
from kiosk.forms.blocks import BLACK, Canvas, Gap, Picture, Stack, Words
from kiosk.forms.data import Issuer
from kiosk.forms.roll import png
from kiosk.forms.sheet import DOTS_PER_INCH, ROOM_PX, SheetForm
from kiosk.forms.test_page import SAMPLE, chequers, ruler
from kiosk.forms.type import Style
from kiosk.locale import Language

TITLE = "打印机测试页"
_DOTS_PER_MM = DOTS_PER_INCH / 25.4
_SIZES_PX = (32, 44, 56, 84)
_SMALL = Style(40)
_EDGE_PX = 60  # 5 mm: no office printer reaches further out
_PATTERN_PX, _PATTERN_OF_A_FAX_PX = 480, 96  # dots take long on the line
_FAX_PX = (1728, 1143)  # T.4: A4 at the standard resolution


def test_sheet(issuer: Issuer, printed_at: str, language: Language, assets: Assets) -> bytes:
    """The test page as a 1-bit PNG, A4 at 300 dpi. Raises AssetError, MissingTextError."""
    return png(draw_test_sheet(issuer, printed_at, language, assets).image, DOTS_PER_INCH)


def draw_test_sheet(
    issuer: Issuer, printed_at: str, language: Language, assets: Assets, pattern_px: int = _PATTERN_PX
) -> Canvas:
    """As ``test_sheet``, before it is a file."""
    form = SheetForm(language, assets, issuer, copy_number=0)
    head = form.head(TITLE, "forms.test.title", form.tr("forms.test.kiosk"), issuer.kiosk, printed_at)
    pattern = Stack(
        [
            Words(form.tr("forms.test.ruler", dots=ROOM_PX), _SMALL),
            Gap(12),
            Picture(ruler(ROOM_PX, _DOTS_PER_MM)),
            Gap(60),
            *(Words(SAMPLE, Style(size)) for size in _SIZES_PX),
            Gap(60),
            Words(form.tr("forms.test.dots"), _SMALL),
            Gap(12),
            Picture(chequers(ROOM_PX, pattern_px)),
        ]
    )
    canvas = next(form.render(head, [pattern], [], Gap(0), form.tr("forms.test.edge")))
    width, height = canvas.image.size
    canvas.draw.rectangle((_EDGE_PX, _EDGE_PX, width - _EDGE_PX, height - _EDGE_PX), outline=BLACK, width=2)
    return canvas


def test_fax(issuer: Issuer, sent_at: str, language: Language, assets: Assets) -> FaxPage:
    """The same page as it is sent in a test call. Raises AssetError, MissingTextError."""
    sheet = draw_test_sheet(issuer, sent_at, language, assets, _PATTERN_OF_A_FAX_PX).image.convert("L")
    page = sheet.resize(_FAX_PX, Image.Resampling.BOX).convert("1", dither=Image.Dither.NONE)
    return FaxPage(*_FAX_PX, Resolution.STANDARD, page.tobytes("raw", "1;I"))
