"""Text is drawn with the light cuts, to the same pixel as with the whole faces, and a rare name is no box (A4)."""

from __future__ import annotations

from kiosk.assets import Assets, default_root
from kiosk.locale import Language, Translator
from kiosk.ui.theme import Family
from tests.ui.harness import Glass

_KEYS = ("home.fax", "session.words", "error.unexpected")
_RARE = "龘靐"  # in no national set of old, in Noto all the same
_SIZE = 22


def drawn(path: str, words: str) -> tuple[object, bytes]:
    """Size and pixels of these words in the face of this file."""
    from kivy.core.text import Label

    label = Label(text=words, font_name=path, font_size=_SIZE)
    label.refresh()
    return label.texture.size, label.texture.pixels


def sentences(language: Language) -> list[str]:
    words = Translator(language)
    signs = ["AVATAR, To. “12:30” ¥1,234.50 – 7/8 …", "听松苑・聽松苑（２０２６）", "fi fl ffi"]
    return [line for key in _KEYS for line in words(key).split("\n")] + signs


def test_the_light_cut_draws_what_the_whole_face_draws(glass: Glass) -> None:
    assets = Assets(default_root())
    for language in Language:
        for path in (assets.sans(language), assets.sans(language, bold=True), assets.serif(language)):
            for words in sentences(language):
                assert drawn(str(assets.common(path)), words) == drawn(str(path), words), (path.name, words)


def test_a_rare_name_is_drawn_with_the_whole_face(glass: Glass) -> None:
    assets, faces = Assets(default_root()), glass.shell.look.faces
    face = faces.face(Family.SANS, False, Language.ZH_HANS, _SIZE)
    line = faces.line(face, _RARE)
    assert (line.texture.size, line.texture.pixels) == drawn(face.path, _RARE)
    assert line.texture.pixels != drawn(str(assets.common(assets.sans(Language.ZH_HANS))), _RARE)[1]
