"""The receipt's code on the glass is the one on its paper: the same modules, with the white that phones need (G3)."""

from __future__ import annotations

from itertools import product

from kiosk.forms.marks import qr_code
from kiosk.locale import Language
from kiosk.ui.theme import ZOOMS
from tests.ui.harness import Glass
from tests.ui.looks import PANELS, Aspect, use

CONTENT = "kiosk-receipt:R000042/4F2A91C0"
QUIET = 4  # ISO/IEC 18004, 9.1


def test_paper_and_glass_bear_the_same_modules(glass: Glass) -> None:
    from kiosk.ui.widgets.qr_card import QrCode

    side, grey = QrCode(CONTENT).grey
    paper = qr_code(CONTENT, most_px=2)
    modules = paper.resize((paper.width // 2, paper.width // 2))
    inner = side - 2 * QUIET
    assert modules.size == (inner, inner)
    rows = [grey[at * side : (at + 1) * side] for at in range(side)]
    assert [row[QUIET:-QUIET] for row in rows[QUIET:-QUIET]] == [
        bytes(255 if modules.getpixel((x, y)) else 0 for x in range(inner)) for y in range(inner)
    ]
    around = rows[:QUIET] + rows[-QUIET:] + [row[:QUIET] + row[-QUIET:] for row in rows]
    assert {octet for row in around for octet in row} == {255}


def test_nobody_scrolls_for_the_code_of_a_receipt_however_large_the_words(glass: Glass) -> None:
    from kiosk.ui import touches
    from kiosk.ui.screens.receipt import Receipt
    from kiosk.ui.widgets.qr_card import QR_SIDE, QrSquare

    paid = glass.desk.money.take_cash(glass.furnished.clerk(), glass.furnished.owe(1200), 2000)
    shell, cut = glass.shell, []
    shell.stage.sketching = True
    shell.far_side(Receipt(shell, paid, shell.home))
    for panel, language, zoom in product(PANELS, Language, ZOOMS):
        use(glass, Aspect(panel, language, zoom))
        page = shell.screen.page
        [code] = (widget for widget in touches.walk(page) if isinstance(widget, QrSquare))
        if not page.first_view.contains(code.square) or code.square.w < code.look.panel.y(QR_SIDE):
            cut.append(f"{panel} {language} {zoom}: {code.square}, seen {page.first_view}")
    assert not cut, "\n".join(cut)
