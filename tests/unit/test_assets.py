"""Fonts: the right regional face for each language, every icon drawn, and a set-up that can be interrupted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

from kiosk import locale
from kiosk.asset_build import STAMP_FILE, build
from kiosk.assets import AssetError, Assets, Script, common_characters, default_root, script_of
from kiosk.icons import ICONS, glyph
from kiosk.locale import Language

HAN = 0x95E8  # 门, one of the characters whose regional forms differ


def small_font(family: str, characters: dict[int, str]) -> TTFont:
    """A font with one square for each character: enough to be cut, named and found."""
    builder = FontBuilder(1000, isTTF=True)
    names = [".notdef", *characters.values()]
    pen = TTGlyphPen(None)
    for step, point in enumerate([(0, 0), (500, 0), (500, 500)]):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(characters)
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    return builder.font


def small_collection(path: Path, families: Iterable[str]) -> None:
    collection = TTCollection()
    collection.fonts = [small_font(family, {HAN: "men"}) for family in families]
    collection.save(str(path))


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A system's font folder, its faces in another order than Debian's."""
    folder = tmp_path / "system"
    folder.mkdir()
    for family in ("Sans", "Serif"):
        for weight in ("Regular", "Bold"):
            faces = [f"Noto {family} CJK {region}" for region in ("TC", "JP", "SC")]
            small_collection(folder / f"Noto{family}CJK-{weight}.ttc", faces)
    return folder


@pytest.fixture
def icon_font(tmp_path: Path) -> Path:
    path = tmp_path / "icons.ttf"
    small_font("Icons", {code: name for name, code in ICONS.items()} | {0xE000: "never_wanted"}).save(path)
    return path


def family_of(path: Path) -> str | None:
    return TTFont(path, lazy=True)["name"].getBestFamilyName()


def test_each_language_has_its_own_form_of_the_characters() -> None:
    assert [script_of(language) for language in Language] == [Script.SC, Script.TC, Script.SC]


def test_faces_are_found_by_name_wherever_the_collection_keeps_them(
    tmp_path: Path, system: Path, icon_font: Path
) -> None:
    build(tmp_path / "made", icon_font, [system])
    assets = Assets(tmp_path / "made")
    assert family_of(assets.sans(Language.ZH_HANS)) == "Noto Sans CJK SC"
    assert family_of(assets.sans(Language.ZH_HANT, bold=True)) == "Noto Sans CJK TC"
    assert family_of(assets.serif(Language.EN)) == "Noto Serif CJK SC"


def test_the_icon_face_holds_the_table_and_nothing_else(tmp_path: Path, system: Path, icon_font: Path) -> None:
    build(tmp_path / "made", icon_font, [system])
    assert set(TTFont(Assets(tmp_path / "made").icons()).getBestCmap()) == set(ICONS.values())


def test_each_face_has_a_light_cut_of_its_common_characters(tmp_path: Path, system: Path, icon_font: Path) -> None:
    build(tmp_path / "made", icon_font, [system])
    assets = Assets(tmp_path / "made")
    for language in Language:
        assert set(TTFont(assets.common(assets.sans(language)), lazy=True).getBestCmap()) == {HAN}


def test_every_sentence_of_the_house_can_be_drawn_with_the_light_cuts() -> None:
    for folder in (Path(locale.__file__).parent).iterdir():
        for catalogue in folder.glob("*.po"):
            assert set(catalogue.read_text("utf-8")) - {"\n"} <= common_characters(), catalogue


def test_a_second_build_has_nothing_to_do(tmp_path: Path, system: Path, icon_font: Path) -> None:
    assert build(tmp_path / "made", icon_font, [system])
    assert not build(tmp_path / "made", icon_font, [system])


def test_a_font_that_is_missing_or_cut_off_is_found_before_anything_is_drawn_and_made_anew(
    tmp_path: Path, system: Path, icon_font: Path
) -> None:
    made = tmp_path / "made"
    build(made, icon_font, [system])
    Assets(made).prove()
    assert Assets(made).spare() == made / "NotoSansSC-Regular.otf"
    font = made / "NotoSansSC-Regular.otf"
    octets = font.read_bytes()
    for left in (octets[:-8], octets[:20], b"", bytes(len(octets))):
        font.write_bytes(left)
        with pytest.raises(AssetError, match=r"NotoSansSC-Regular\.otf is damaged: run the set-up"):
            Assets(made).prove()
    assert Assets(made).spare() == made / "NotoSansSC-Bold.otf", "whatever is whole is left to write with"
    assert build(made, icon_font, [system])
    Assets(made).prove()
    assert len(font.read_bytes()) == len(octets)


def test_without_a_font_of_the_house_one_of_the_system_is_left_to_write_with(tmp_path: Path, system: Path) -> None:
    with pytest.raises(AssetError, match=r"NotoSansSC-Regular\.otf is missing: run the set-up"):
        Assets(tmp_path / "nothing").prove()
    assert Assets(tmp_path / "nothing").spare([system]) == system / "NotoSansCJK-Regular.ttc"


@pytest.mark.parametrize(
    "lost", ["NotoSansSC-Bold.otf", "NotoSerifTC-Regular-common.otf", "material-symbols.ttf", STAMP_FILE]
)
def test_an_interrupted_build_is_finished_by_the_next(tmp_path: Path, system: Path, icon_font: Path, lost: str) -> None:
    build(tmp_path / "made", icon_font, [system])
    (tmp_path / "made" / lost).unlink()
    assert build(tmp_path / "made", icon_font, [system])
    assert (tmp_path / "made" / lost).is_file()


def test_another_icon_font_is_taken_up(tmp_path: Path, system: Path, icon_font: Path) -> None:
    build(tmp_path / "made", icon_font, [system])
    small_font("Newer", {code: name for name, code in ICONS.items()}).save(icon_font)
    assert build(tmp_path / "made", icon_font, [system])


def test_an_icon_the_font_lacks_is_named(tmp_path: Path, system: Path) -> None:
    poor = tmp_path / "poor.ttf"
    small_font("Icons", {code: name for name, code in ICONS.items() if name != "fax"}).save(poor)
    with pytest.raises(AssetError, match="fax U\\+EAD8"):
        build(tmp_path / "made", poor, [system])


def test_an_icon_that_now_shows_something_else_is_named(tmp_path: Path, system: Path) -> None:
    moved = tmp_path / "moved.ttf"
    small_font("Icons", {code: {"print": "printer_3d"}.get(name, name) for name, code in ICONS.items()}).save(moved)
    with pytest.raises(AssetError, match="print U\\+E555"):
        build(tmp_path / "made", moved, [system])


def test_a_missing_system_font_names_the_package(tmp_path: Path, icon_font: Path) -> None:
    with pytest.raises(AssetError, match="install fonts-noto-cjk"):
        build(tmp_path / "made", icon_font, [tmp_path])


def test_a_face_that_was_never_made_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="run the set-up"):
        Assets(tmp_path).sans(Language.EN)


def test_the_place_of_the_fonts_can_be_chosen(tmp_path: Path) -> None:
    assert default_root({"KIOSK_ASSETS": str(tmp_path)}) == tmp_path


def test_an_icon_the_house_does_not_have_cannot_be_drawn_by_accident() -> None:
    assert glyph("fax") == "\uead8"
    with pytest.raises(KeyError):
        glyph("rocket")


@pytest.mark.parametrize("bold", [False, True])
def test_what_this_machine_has_made_can_draw_the_house(bold: bool) -> None:
    assets = Assets(default_root())
    for language in Language:
        for path in (assets.sans(language, bold), assets.serif(language, bold)):
            assert (family_of(path) or "").endswith(script_of(language))
            whole, light = (set(TTFont(file, lazy=True).getBestCmap()) for file in (path, assets.common(path)))
            assert {*map(ord, "传傳真¥，。「」0Az龘")} <= whole
            assert light == whole & {*map(ord, common_characters())}
    assert set(TTFont(assets.icons(), lazy=True).getBestCmap()) == set(ICONS.values())
