"""Makes the font files at set-up: ``python -m kiosk.asset_build --icon-font FILE``.

Owns the recipe: which face of which system font becomes which file, and how the icon font is cut down to the icon
table. Knows no screen and fetches nothing (``./run`` brings the icon font out of its package). Called at set-up only;
what uses the files is ``kiosk.assets``.

Field notes: Kivy opens Noto's .ttc as its Japanese face, hence a file for each regional form. A whole face costs 2.6 MB
and 3 ms at every size it is opened (measured with FreeType: index of 65,535 glyphs, subroutines, tables for vertical
type), and the screens open some fifty. So each face has a light cut beside it, 0.17 MB and 0.4 ms a size, with the
common characters, drawn to the same pixel; the whole one stays, for paper and for rare names, which are never boxes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont
from fontTools.varLib import instancer

from kiosk.assets import (
    ICON_FILE,
    SYSTEM_FONT_FOLDERS,
    AssetError,
    Script,
    common_characters,
    common_file,
    default_root,
    face_file,
    face_files,
    made_files,
    whole,
)
from kiosk.icons import ICONS

RECIPE = 2  # raise when the recipe changes: set-up then makes everything anew
STAMP_FILE = "stamp.json"


def build(root: Path, icon_font: Path, folders: Sequence[Path] = SYSTEM_FONT_FOLDERS) -> bool:
    """Make every file under ``root`` unless it is already made from the same sources; True if there was work to do.

    Each file is renamed into place when complete and the stamp comes last, so an interrupted build is simply done
    again. Raises AssetError naming the font, face or icon that is missing.
    """
    sources = {(family, weight): _collection(family, weight, folders) for family, _, weight in face_files()}
    stamp = _stamp([*sources.values(), icon_font])
    if _is_current(root, stamp):
        return False
    root.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as pool:  # ten seconds a face
        made = [
            pool.submit(_make_face, root, sources[family, weight], family, script, weight)
            for family, script, weight in face_files()
        ]
        made.append(pool.submit(_make_icons, root, icon_font))
        for task in made:
            task.result()
    text = json.dumps(stamp, indent=1)
    _write(root / STAMP_FILE, lambda path: path.write_text(text, encoding="utf-8"))
    return True


def _collection(family: str, weight: str, folders: Sequence[Path]) -> Path:
    name = f"Noto{family}CJK-{weight}.ttc"
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise AssetError(f"{name} is in none of {', '.join(map(str, folders))}: install fonts-noto-cjk")


def _face(collection: Path, family: str) -> TTFont:
    """One face out of a collection, found by its name: releases have moved the numbers."""
    for face in TTCollection(str(collection), lazy=True):
        if face["name"].getBestFamilyName() == family:
            return face
    raise AssetError(f"{collection.name} has no face {family!r}")


def _make_face(root: Path, collection: Path, family: str, script: Script, weight: str) -> None:
    """Write a face and its light cut beside it."""
    face = root / face_file(family, script, weight)
    _write(face, _face(collection, f"Noto {family} CJK {script.value}").save)
    _write(face.with_name(common_file(face.name)), _light_cut(face).save)


def _make_icons(root: Path, icon_font: Path) -> None:
    _write(root / ICON_FILE, _icon_face(icon_font).save)


def _light_cut(face: Path) -> TTFont:
    """The common characters of a face, without what only vertical type or other scripts need."""
    font = TTFont(str(face), lazy=True, recalcBBoxes=False)  # no outline is touched: half of the time
    options = subset.Options(
        notdef_outline=True,
        desubroutinize=True,  # FreeType keeps subroutines in memory once a size, outlines it reads when it draws them
        layout_features=["kern", "liga", "ccmp", "calt"],  # what horizontal type uses unasked: the pixels stay the same
        drop_tables=["BASE", "VORG", "vhea", "vmtx", "DSIG"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=map(ord, common_characters()))
    cutter.subset(font)
    return font


def _icon_face(source: Path) -> TTFont:
    """The icon font as one static weight (400, not filled), with the icons of the table and nothing else."""
    font = TTFont(str(source))
    _require_icons(font, source)
    cutter = subset.Subsetter(subset.Options(layout_features=[], glyph_names=True, drop_tables=["meta"]))
    cutter.populate(unicodes=ICONS.values())
    cutter.subset(font)  # first: making a static instance of 4,000 icons takes half a minute
    if "fvar" in font:
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        instancer.instantiateVariableFont(font, {**axes, "wght": 400, "FILL": 0}, inplace=True)
    return font


def _require_icons(font: TTFont, source: Path) -> None:
    drawn = font.getBestCmap()  # names too: a code point that now shows another picture is as bad as none
    if missing := [f"{name} U+{code:04X}" for name, code in ICONS.items() if drawn.get(code) != name]:
        raise AssetError(f"{source.name} lacks the icons {', '.join(missing)}")


def _write(path: Path, save: Callable[[Path], object]) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".new-") as folder:
        complete = Path(folder) / path.name
        save(complete)
        with complete.open("rb") as file:
            os.fsync(file.fileno())  # a power cut after the set-up would leave files without their contents
        complete.replace(path)


def _stamp(sources: Sequence[Path]) -> Mapping[str, object]:
    return {"recipe": RECIPE, "sources": {path.name: _digest(path) for path in sources}}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_current(root: Path, stamp: Mapping[str, object]) -> bool:
    if not (root / STAMP_FILE).is_file() or not all(whole(root / name) for name in made_files()):
        return False
    return bool(json.loads((root / STAMP_FILE).read_text(encoding="utf-8")) == stamp)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command of the set-up; says on standard output whether there was anything to do."""
    parser = argparse.ArgumentParser(description="Make the kiosk's font files from the system's packages.")
    parser.add_argument("--root", type=Path, default=default_root(), help="folder to fill (default: %(default)s)")
    parser.add_argument("--icon-font", type=Path, required=True, help="Material Symbols as TTF, static or variable")
    options = parser.parse_args(arguments)
    made = build(options.root, options.icon_font)
    print(f"fonts {'made' if made else 'already'} in {options.root}")


if __name__ == "__main__":
    main()
