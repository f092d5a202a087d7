"""The gallery in a test: no desk, no threads, in the one offscreen window of the process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.assets import Assets, default_root
from kiosk.ui.environment import prepare
from kiosk.ui.geometry import Panel
from tests.ui.harness import ui_settings

if TYPE_CHECKING:
    from kiosk.ui.gallery.gallery import Gallery


@contextmanager
def open_gallery(size: tuple[int, int] = (1024, 600)) -> Iterator[Gallery]:
    """The gallery on a window of ``size``."""
    settings = ui_settings(size)
    prepare(settings.screen, settings.state_dir / "kivy", os.environ)
    from kivy.core.window import Window

    from kiosk.ui.faces import Faces
    from kiosk.ui.gallery.gallery import Gallery

    if tuple(Window.size) != size:
        Window.size = size
    gallery = Gallery(Panel(*size), Faces(Assets(default_root())))
    Window.add_widget(gallery)
    yield gallery
    Window.remove_widget(gallery)
