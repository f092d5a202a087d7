"""G3, G5: an amount is written one way for people, with its thousands apart, and plain for machines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.domain.money import figures, minus
from kiosk.domain.sheets import Money
from kiosk.forms.roll import yuan
from kiosk.ui.widgets.price import money_words

KIOSK = Path(__file__).parents[3] / "kiosk"
BY_HAND = re.compile(r"// 100[:}].{0,12}\\.\\{|% 100:0")  # an amount that is set together by hand
PLAIN = ["desk/sheet_files.py", "domain/money.py"]  # the one is read by machines, the other is the rule


@pytest.mark.parametrize(
    ("fen", "written"),
    [(0, "0.00"), (5, "0.05"), (99999, "999.99"), (100000, "1,000.00"), (-123456789, "1,234,567.89")],
)
def test_thousands_stand_apart_on_the_glass_and_on_every_paper(fen: int, written: str) -> None:
    assert figures(fen) == written and minus(fen) == ("\u2212" if fen < 0 else "")
    assert money_words(fen) == f"{minus(fen)}¥ {written}"
    assert yuan(fen) == f"{minus(fen)}¥{written}" and Money(fen).text == f"{minus(fen)}{written}"


def test_nobody_writes_an_amount_by_hand() -> None:
    written = [path for path in sorted(KIOSK.rglob("*.py")) if BY_HAND.search(path.read_text("utf-8"))]
    assert [str(path.relative_to(KIOSK)) for path in written] == PLAIN
