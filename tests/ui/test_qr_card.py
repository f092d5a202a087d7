"""The receipt's code on the glass is the one on its paper: the same modules, with the white that phones need (G3)."""

from __future__ import annotations

from kiosk.forms.marks import qr_code
from tests.ui.harness import Glass

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
