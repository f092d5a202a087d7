"""G1, B4: two quick taps mean what one means; the second never accepts what came on the glass with the first."""

from __future__ import annotations

from pathlib import Path

from tests.ui.harness import Glass
from tests.ui.paper import letter
from tests.ui.walk import identify, open_document


def test_two_taps_on_see_price_show_the_price_and_do_not_accept_it(glass: Glass, tmp_path: Path) -> None:
    open_document(glass, letter(tmp_path / "letter.pdf", 1))
    glass.do("double_touch", name="bar.forward")
    glass.settle()
    assert glass.screen == "fax_quote"
    assert glass.furnished.house.books.faxes.latest(10) == []


def test_two_taps_on_the_same_key_are_two_digits(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("home.fax")
    identify(glass)
    glass.do("double_touch", name="pad.0")
    glass.do("double_touch", name="pad.2")
    glass.settle()
    assert "0022" in "".join(glass.texts).replace(" ", "")
