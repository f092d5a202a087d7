"""Pictures of lines of text: one texture a line, drawn white and tinted when shown, kept while they are in use.

Owns the font files' opening (of each face the light cut, the whole one only for a line with a rare character), the
cache of textures (a ring that counts, a clock and a change of colours make no new texture twice), and that it forgets:
when a visit ends, everything that is not a sentence of the catalogues goes, for a picture of a name is as good as the
name (A1). Knows no screen. Called by the text and icon widgets.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, assert_never

from kivy.core.text import Label

from kiosk.assets import ICON_FILE, Assets, common_characters
from kiosk.glyphs import GlyphChain, Piece
from kiosk.icons import glyph
from kiosk.locale import Language, catalogued
from kiosk.ui.rare import joined
from kiosk.ui.theme import Family

ARROW_UP = "arrow_up"  # see Faces.icon
_KEPT, _KEPT_OCTETS = 600, 6 << 20  # pictures; a full screen shows about 60, of 1 MB at 1024 x 600


@dataclass(frozen=True)
class Line:
    """A drawn line: its texture, its size in pixels and how far down its baseline is."""

    texture: Any  # kivy.graphics.texture.Texture
    width: int
    height: int
    ascent: int

    @property
    def octets(self) -> int:
        """Of memory: RGBA."""
        return 4 * self.width * self.height


class Face(NamedTuple):
    """A font file at a size in real pixels; a key of every cache here, so its hash has to be a quick one."""

    path: str
    size: int


class Faces:
    """Opens the house's faces and draws single lines with them."""

    def __init__(self, assets: Assets) -> None:
        self._assets = assets
        self._lines: OrderedDict[tuple[Face, str], Line] = OrderedDict()
        self._octets = 0  # of all lines
        self._faces: dict[tuple[Family, bool, Language, int], Face] = {}
        self._rulers: dict[tuple[Face, bool], Any] = {}
        self._opened: dict[tuple[Face, bool], str] = {}  # font files: found once
        self._widths: dict[tuple[Face, str], float] = {}
        self._private: set[tuple[Face, str]] = set()  # the lines and widths to forget
        self._public: set[str] = set()  # known to be words of the house

    def face(self, family: Family, bold: bool, language: Language, size: int) -> Face:
        """The face for a family in the forms of ``language``. Raises AssetError."""
        key = (family, bold, language, size)
        if key not in self._faces:
            self._faces[key] = Face(str(self._file(family, bold, language)), size)
        return self._faces[key]

    def _file(self, family: Family, bold: bool, language: Language) -> Path:
        match family:
            case Family.SANS:
                return self._assets.sans(language, bold)
            case Family.SERIF:
                return self._assets.serif(language, bold)
            case Family.ICONS:
                return self._assets.icons()
            case _:
                assert_never(family)

    def line(self, face: Face, text: str) -> Line:
        """The picture of ``text``, from the cache if it was drawn before."""
        key = (face, text)
        if key in self._lines:
            self._lines.move_to_end(key)
            return self._lines[key]
        drawn = self._keep(key, self._draw(face, text))
        self._classify(key)
        return drawn

    def _keep(self, key: tuple[Face, str], line: Line) -> Line:
        """Into the cache; what was shown longest ago goes if there is no room."""
        self._lines[key] = line
        self._octets += line.octets
        while len(self._lines) > _KEPT or self._octets > _KEPT_OCTETS:
            self._drop(next(iter(self._lines)))
        return line

    def _drop(self, key: tuple[Face, str]) -> None:
        line = self._lines.pop(key, None)
        if line is not None:
            self._octets -= line.octets

    def _classify(self, key: tuple[Face, str]) -> None:
        """Note what has to be forgotten; a single sign says nothing of anybody."""
        text = key[1]
        if len(text) <= 1 or text in self._public:
            return
        if catalogued(text):
            self._public.add(text)
        else:
            self._private.add(key)

    @property
    def kept(self) -> int:
        """How many pictures are kept."""
        return len(self._lines)

    def forget(self) -> None:
        """The visit is over: no picture and no width of anything that was written in it stays."""
        for key in self._private:
            self._drop(key)
            self._widths.pop(key, None)
        self._private.clear()

    def icon(self, name: str, size: int) -> Line:
        """The picture of an icon; ``size`` in real pixels. The face has no arrow up: it is the arrow down, turned."""
        face = self.face(Family.ICONS, False, Language.EN, size)
        if name != ARROW_UP:
            return self.line(face, glyph(name))
        turned = self._lines.get((face, ARROW_UP))
        if turned is None:
            turned = self._keep((face, ARROW_UP), self._draw(face, glyph("keyboard_arrow_down")))
            turned.texture.flip_vertical()
        return turned

    def width(self, face: Face, text: str) -> float:
        """How wide ``text`` is in pixels."""
        if not text:
            return 0.0
        key = (face, text)
        width = self._widths.get(key)
        if width is None:
            if len(self._widths) > 8 * _KEPT:
                self._widths.clear()
            width = self._widths[key] = self._measure(face, text)
            self._classify(key)
        return width

    def _measure(self, face: Face, text: str) -> float:
        if _is_common(text):
            return float(self._ruler(face, True).get_extents(text)[0])
        return sum(self._rare_width(face, piece) for piece in self._chain(face).pieces(text))

    def _rare_width(self, face: Face, piece: Piece) -> float:
        if piece.font is None:
            return float(len(piece.text) * face.size)
        path = self._chain(face).fonts[piece.font]
        return float(self._ruler(Face(str(path), face.size), False).get_extents(piece.text)[0])

    def draws(self, text: str) -> bool:
        """Whether some font has every character of ``text``."""
        return _is_common(text) or self._chain(self.face(Family.SANS, False, Language.ZH_HANS, 1)).has(text)

    def _chain(self, face: Face) -> GlyphChain:
        """The fonts that a line with a rare character is drawn with, the whole face first."""
        return GlyphChain((Path(face.path), *self._assets.rare()))

    def ascent(self, face: Face) -> int:
        """Pixels from the top of the line box to the baseline."""
        return int(self._ruler(face, True).get_ascent())

    def _ruler(self, face: Face, common: bool) -> Any:
        key = (face, common)
        if key not in self._rulers:
            self._rulers[key] = Label(font_name=self._file_to_open(face, common), font_size=face.size)
        return self._rulers[key]

    def _file_to_open(self, face: Face, common: bool) -> str:
        key = (face, common)
        if key not in self._opened:
            path = Path(face.path)
            light = common and path.name != ICON_FILE
            self._opened[key] = str(self._assets.common(path)) if light else face.path
        return self._opened[key]

    def _draw(self, face: Face, text: str) -> Line:
        if not _is_common(text) and Path(face.path).name != ICON_FILE:
            return self._draw_rare(face, text)
        opened = self._file_to_open(face, True)
        label = Label(text=text, font_name=opened, font_size=face.size, color=(1, 1, 1, 1))
        label.refresh()
        width, height = label.texture.size
        return Line(label.texture, width, height, self.ascent(face))

    def _draw_rare(self, face: Face, text: str) -> Line:
        """Piece by piece, each in the first font that has it; what none has is a box with its code point."""
        chain = self._chain(face)
        fonts = [None if piece.font is None else str(chain.fonts[piece.font]) for piece in chain.pieces(text)]
        pieces = [(piece.text, font) for piece, font in zip(chain.pieces(text), fonts, strict=True)]
        texture = joined(pieces, face.path, face.size, self.ascent(face))
        width, height = texture.size
        return Line(texture, width, height, self.ascent(face))


def _is_common(text: str) -> bool:
    return common_characters().issuperset(text)
