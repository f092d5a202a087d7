"""Names are written with characters that no single font has: which font is asked, and what is seen where none has."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from kiosk.assets import Assets, default_root
from kiosk.forms.type import Style, Type
from kiosk.glyphs import Coverage, GlyphChain, Piece, code_rows
from kiosk.locale import Language

NOWHERE = "\U00031350"  # the first of extension H: no packaged font has it


@pytest.fixture
def assets() -> Assets:
    return Assets(default_root())


@pytest.fixture
def chain(assets: Assets) -> GlyphChain:
    return GlyphChain((assets.sans(Language.ZH_HANS), *assets.rare()))


def test_the_surnames_of_the_standard_table_are_in_the_house_face(assets: Assets) -> None:
    """通用规范汉字表: 㛃 of extension A, 𬱖 of extension E."""
    coverage = Coverage(assets.sans(Language.ZH_HANS))
    assert "㛃" in coverage
    assert "𬱖" in coverage
    assert "𪚥" not in coverage


def test_a_name_is_split_into_runs_of_one_font_each(chain: GlyphChain) -> None:
    assert chain.pieces("王㛃𬱖") == [Piece("王㛃𬱖", 0)]
    assert [piece.text for piece in chain.pieces("王𪚥先生")] == ["王", "𪚥", "先生"]
    assert chain.pieces("王𪚥")[1].font in (1, 2)


def test_what_no_font_has_is_said_to_have_none(chain: GlyphChain) -> None:
    assert chain.pieces(f"王{NOWHERE}") == [Piece("王", 0), Piece(NOWHERE, None)]
    assert not chain.has(NOWHERE)
    assert chain.has("王㛃𬱖𪚥")


def test_a_variant_of_a_character_is_its_usual_form_and_nothing_of_its_selector_is_seen(chain: GlyphChain) -> None:
    assert chain.pieces("葛\U000e0100城邉\ufe00") == [Piece("葛城邉", 0)]
    assert chain.has("葛\U000e0100")
    assert chain.pieces("\U000e0100")[0].font is None, "alone it chooses nothing: nothing is left out silently"


def test_a_box_shows_the_code_point_in_two_rows() -> None:
    assert code_rows("㛃") == ("36", "C3")
    assert code_rows(NOWHERE) == ("031", "350")


def test_what_is_no_font_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "font.ttf"
    path.write_bytes(b"\0" * 64)
    with pytest.raises(ValueError, match="cmap"):
        Coverage(path)


def _written(assets: Assets, words: str) -> tuple[Image.Image, tuple[float, ...], int]:
    type_ = Type(assets, Language.ZH_HANS)
    sheet = Image.new("1", (400, 60), 1)
    pen = ImageDraw.Draw(sheet)
    pen.fontmode = "1"
    style = Style(32)
    return sheet, type_.write(pen, (10, 40), words, 0, style), type_.width(words, style)


@pytest.mark.parametrize("character", ["㛃", "𬱖", "𪚥", NOWHERE])
def test_on_paper_no_character_is_a_hole(assets: Assets, character: str) -> None:
    """Each takes its em, and there is ink in it; the box of a font without the glyph would look alike for all."""
    sheet, box, width = _written(assets, f"王{character}生")
    assert width == 96
    cell = sheet.crop((42, 10, 74, 48))
    assert {colour: count for count, colour in cell.getcolors() or []}.get(0, 0) > 60
    assert box[2] <= 10 + 96


def test_on_paper_a_variant_is_as_wide_as_its_character(assets: Assets) -> None:
    varied, usual = _written(assets, "葛\U000e0100城"), _written(assets, "葛城")
    assert (varied[0].tobytes(), varied[2]) == (usual[0].tobytes(), usual[2])


def test_two_characters_without_a_glyph_do_not_look_alike(assets: Assets) -> None:
    one, other = (_written(assets, character)[0] for character in (NOWHERE, "\U00031351"))
    assert one.tobytes() != other.tobytes()
