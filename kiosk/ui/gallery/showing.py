"""Showing the gallery: in a window until Esc, or as pictures without a display.

Owns the window's environment, the keys of a keyboard, and the pictures' files. Imports Kivy only after its environment
is made. Called by ``kiosk.commands.ui``.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.assets import Assets, default_root
from kiosk.locale import Language
from kiosk.ui.environment import Screen, prepare

if TYPE_CHECKING:
    from kiosk.ui.gallery.gallery import Gallery

COLOURS = 128  # of a picture: flat grounds and the soft edges of letters need no more
_ESCAPE, _LEFT, _RIGHT = 27, 276, 275
_BACK_KEYS, _ON_KEYS = (_LEFT, 280), (_RIGHT, 281, 32)  # arrows, page up and down, space


@dataclass(frozen=True)
class Show:
    """How the gallery is shown; with ``pictures`` it is written there and not shown at all."""

    size: tuple[int, int] = (1024, 600)
    language: Language = Language.ZH_HANS
    theme: str = "day"
    pictures: Path | None = None


def run_gallery(show: Show) -> None:
    """Show the gallery until Esc (or the window is closed), or write its pictures. Raises AssetError."""
    driver = "offscreen" if show.pictures else ""
    with tempfile.TemporaryDirectory(prefix="kiosk-gallery-") as folder:
        prepare(Screen(*show.size, video_driver=driver), Path(folder), os.environ)
        gallery = _opened(show)
        if show.pictures is not None:
            for name, png in pictures_of(gallery):
                _written(show.pictures / f"{name}.png", png)
        else:
            _turn_until_escape(gallery)


def _opened(show: Show) -> Gallery:
    """The gallery in the window of this process."""
    from kivy.core.window import Window

    from kiosk.ui.faces import Faces
    from kiosk.ui.gallery.gallery import Gallery
    from kiosk.ui.geometry import Panel

    gallery = Gallery(Panel(*show.size), Faces(Assets(default_root())), show.language, show.theme)
    Window.add_widget(gallery)
    return gallery


def pictures_of(gallery: Gallery) -> Iterator[tuple[str, bytes]]:
    """Each page's name and its PNG, drawn one after another in the open window."""
    from kivy.base import EventLoop

    from kiosk.ui.driving import glass_png

    for number, name in enumerate(gallery.names):
        gallery.show(number)
        EventLoop.idle()
        yield name, glass_png()


def _written(path: Path, png: bytes) -> None:
    """A few colours keep the pictures small enough to stand beside the text."""
    from io import BytesIO

    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(png)) as picture:
        reduced = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        reduced.save(path, optimize=True)


def _turn_until_escape(gallery: Gallery) -> None:
    from kivy.base import runTouchApp, stopTouchApp
    from kivy.core.window import Window

    def pressed(_window: Any, key: int, *_others: object) -> bool:
        act_on_key(gallery, key, stopTouchApp)
        return True

    Window.bind(on_key_down=pressed)
    runTouchApp()


def act_on_key(gallery: Gallery, key: int, end: Callable[[], object]) -> None:
    """What a key of a keyboard does (SDL's codes): Esc ends, arrows and pages turn, any other does nothing."""
    if key == _ESCAPE:
        end()
    elif key in _BACK_KEYS:
        gallery.turn(-1)
    elif key in _ON_KEYS:
        gallery.turn(1)
