"""Where the faces are: one font file a language and weight, a light cut of each for the screens, and the icon face.

Owns the names and the place of the font files, whether they are whole, which characters are common enough for a light
cut, and what is left to write with where the files are not. Knows neither how they are made (``kiosk.asset_build`` does
that at set-up, out of the system's packages) nor how they are drawn. Called by ``kiosk.ui`` and ``kiosk.forms``.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import assert_never

from kiosk.errors import KioskError
from kiosk.locale import Language

ICON_FILE = "material-symbols.ttf"


class AssetError(KioskError):
    """A font is not where set-up should have put it, is damaged, or cannot be made from what is installed."""

    number = 1010


class Script(StrEnum):
    """The regional forms of Han characters that the house draws (门 直 骨 differ); values are Noto's suffixes."""

    SC = "SC"
    TC = "TC"


def script_of(language: Language) -> Script:
    """The character forms a language is drawn with; English words stand beside simplified names."""
    match language:
        case Language.ZH_HANT:
            return Script.TC
        case Language.ZH_HANS | Language.EN:
            return Script.SC
        case _:
            assert_never(language)


def face_file(family: str, script: Script, weight: str) -> str:
    """File name of one face, e.g. ``NotoSansSC-Bold.otf``; ``family`` is Sans or Serif, ``weight`` Regular or Bold."""
    return f"Noto{family}{script.value}-{weight}.otf"


def common_file(face: str) -> str:
    """File name of the light cut of a face: its common characters and nothing else."""
    return face.replace(".otf", "-common.otf")


@cache
def common_characters() -> frozenset[str]:
    """What the light cuts draw: Latin, signs, and the Han of GB 2312 and of Big5's first level.

    Both sets in either form: an owner's name is written one way, whatever language the glass speaks. Whoever changes
    this raises ``kiosk.asset_build.RECIPE``.
    """
    signs = (chr(code) for first, last in _SIGNS for code in range(first, last))
    han = (character for national_set in _NATIONAL_SETS for character in _drawn(*national_set))
    return frozenset((*signs, *han))


def _drawn(codec: str, rows: Iterable[int], columns: Iterable[int]) -> Iterator[str]:
    columns = tuple(columns)
    for row in rows:
        for column in columns:
            yield from bytes((row, column)).decode(codec, "ignore")


# Latin with its accents, spaces and quotes, currencies, arrows to box drawing, kana's middle dot, full width
_SIGNS = ((0x20, 0x250), (0x2000, 0x2070), (0x20A0, 0x20D0), (0x2100, 0x2600), (0x3000, 0x3100), (0xFF00, 0xFFF0))
_NATIONAL_SETS = (
    ("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF)),
    ("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF))),
)


def face_files() -> Iterator[tuple[str, Script, str]]:
    """Every (family, script, weight) the house has."""
    return ((family, script, weight) for family in ("Sans", "Serif") for script in Script for weight in _WEIGHTS)


_WEIGHTS = ("Regular", "Bold")
SYSTEM_FONT_FOLDERS = (
    Path("/usr/share/fonts/opentype/noto"),  # Debian, Ubuntu, Raspberry Pi OS: fonts-noto-cjk
    Path("/usr/share/fonts/noto-cjk"),
    Path("/usr/local/share/fonts"),
)

# Debian: fonts-hanazono. A serif, whatever stands beside it; a name in two styles is better than a name with a box.
_RARE = (
    Path("/usr/share/fonts/truetype/hanazono/HanaMinA.ttf"),
    Path("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"),
)


def made_files() -> tuple[str, ...]:
    """The name of every font file that the set-up makes."""
    faces = [face_file(*face) for face in face_files()]
    return (*faces, *map(common_file, faces), ICON_FILE)


def whole(path: Path) -> bool:
    """Whether a font file is there in its full length: a power cut leaves short ones. Reads its directory only."""
    try:
        with path.open("rb") as file:
            size, (count,) = os.fstat(file.fileno()).st_size, struct.unpack(">4xH6x", file.read(12))
            tables = [struct.unpack(">8xII", file.read(16)) for _ in range(count)]
    except (OSError, struct.error):
        return False
    return bool(tables) and all(start + length <= size for start, length in tables)


class Assets:
    """The font files under ``root``. Each method raises AssetError if its file is not there: run the set-up."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def sans(self, language: Language, bold: bool = False) -> Path:
        """The text face: every character of Unicode's common Han, so that no owner's name is a box."""
        return self._face("Sans", language, bold)

    def serif(self, language: Language, bold: bool = True) -> Path:
        """The face of titles, greeting, clock and estate name."""
        return self._face("Serif", language, bold)

    def common(self, face: Path) -> Path:
        """The light cut of a face: draws the same, and costs a sixteenth of the memory at every size it is opened."""
        return self._existing(common_file(face.name))

    def all_common(self) -> tuple[Path, ...]:
        """The light cut of every face, 26 MB: what the screens draw with in any language."""
        return tuple(self.root / common_file(face_file(*face)) for face in face_files())

    def rare(self) -> tuple[Path, ...]:
        """What is asked after the house's own faces, for names: the extensions A to F of Han are in these."""
        return tuple(path for path in _RARE if path.is_file())

    def icons(self) -> Path:
        """The icon face; its characters come from ``kiosk.icons.glyph``."""
        return self._existing(ICON_FILE)

    def prove(self) -> None:
        """Raises AssetError naming the first file that is missing or cut off: whoever draws would break on it later."""
        for name in made_files():
            if not whole(self._existing(name)):
                raise AssetError(f"{self.root / name} is damaged: run the set-up (./run setup)")

    def spare(self, folders: Sequence[Path] = SYSTEM_FONT_FOLDERS) -> Path | None:
        """One font with Han in it, of those that are whole all the same; None: there is none."""
        own = [self.root / name for name in made_files() if name != ICON_FILE]
        system = [folder / f"NotoSansCJK-{weight}.ttc" for folder in folders for weight in _WEIGHTS]
        sound = (*filter(whole, own), *(path for path in system if path.is_file()), *self.rare()[:1])
        return next(iter(sound), None)

    def _face(self, family: str, language: Language, bold: bool) -> Path:
        return self._existing(face_file(family, script_of(language), _WEIGHTS[bold]))

    def _existing(self, name: str) -> Path:
        path = self.root / name
        if not path.is_file():
            raise AssetError(f"{path} is missing: run the set-up (./run setup)")
        return path


class OneFont(Assets):
    """One font for all that is written, where those of the house cannot be had. It has no icons."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.parent)
        self._path = path

    def common(self, face: Path) -> Path:
        return face

    def rare(self) -> tuple[Path, ...]:
        return ()

    def _face(self, family: str, language: Language, bold: bool) -> Path:
        return self._path


def default_root(environ: Mapping[str, str] = os.environ) -> Path:
    """KIOSK_ASSETS if set, else the cache of the checkout this runs from, else the place of an installed package."""
    if override := environ.get("KIOSK_ASSETS"):
        return Path(override)
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / "pyproject.toml").is_file():
        return checkout / ".cache" / "assets"
    return Path("/usr/share/lobby-kiosk/assets")
