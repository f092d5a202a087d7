"""Sheets of the books as a PDF for a desk without the kiosk's printer: the same pages, dot for dot (G5).

Owns the file's form. Knows no store. Called by ``kiosk ledger report``.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from kiosk.assets import Assets
from kiosk.core.paper_words import Letterhead
from kiosk.domain.sheets import BookSheet
from kiosk.forms.book_sheet import book_sheet
from kiosk.forms.data import Issuer
from kiosk.forms.sheet import DOTS_PER_INCH
from kiosk.locale import Language


def write_pdf(
    sheets: Sequence[BookSheet],
    head: Letterhead,
    kiosk: tuple[str, bool],
    language: Language,
    assets: Assets,
    target: Path,
) -> None:
    """All pages of all sheets, A4. ``kiosk``: its id, and whether it runs on doubles. Raises OSError, AssetError."""
    kiosk_id, demo = kiosk
    issuer = Issuer(head.names[language], kiosk_id, head.service_numbers[language], demo)
    drawn = [png for sheet in sheets for png in book_sheet(sheet, issuer, language, assets)]
    first, *others = (Image.open(io.BytesIO(png)) for png in drawn)
    first.save(target, "PDF", save_all=True, append_images=others, resolution=DOTS_PER_INCH)
