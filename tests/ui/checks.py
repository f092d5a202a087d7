"""What may be wrong with a screen that a machine can see: text cut off, words on words, controls on controls."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from kiosk.ui import touches
from kiosk.ui.geometry import Rect
from kiosk.ui.shell import Shell
from kiosk.ui.widgets.run_line import RunLine
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import Touchable
from kiosk.ui.widgets.viewport import Viewport

_TOLERANCE_PX = 2


def faults(shell: Shell) -> list[str]:
    """Everything that is wrong with what is on the glass; of a dialog and what it covers, the dialog."""
    return faults_of(shell.dialogs.shown or shell, shell.screen.page)


def faults_of(root: Any, page: Any) -> list[str]:
    """Everything that is wrong beneath ``root`` and with what stands on ``page`` (None: there is no page)."""
    found = [*_beyond_page(page), *_beyond_glass(root)]
    for layer in _layers(root):
        found += [*_cut_off(layer), *_words_on_words(layer), *_controls_on_controls(layer)]
    return found


def _layers(root: Any) -> list[list[Any]]:
    """What is seen side by side: the glass, and each page that is moved behind a window of its own."""
    still, windows = _beneath(root)
    layers = [still]
    while windows:
        inner, deeper = _beneath(windows.pop())
        layers.append(inner)
        windows += deeper
    return layers


def _beneath(root: Any) -> tuple[list[Any], list[Any]]:
    """All widgets and marks beneath ``root``, and apart from them the windows, not looked into."""
    found, windows = list(getattr(root, "marks", ())), []
    for child in reversed(root.children):
        if isinstance(child, Viewport):
            windows.append(child)
            continue
        inner, deeper = _beneath(child)
        found += [child, *inner]
        windows += deeper
    return found, windows


def _texts(layer: list[Any]) -> list[Any]:
    return [w for w in layer if isinstance(w, Text | RunLine) and w.words.strip()]


def _cut_off(layer: list[Any]) -> Iterator[str]:
    for text in _texts(layer):
        if text.clipped:
            place = text.look.at(text.rect)
            yield f"cut off: {text.words!r} needs {text.needed}, has {(place.w, place.h)}"


def _beyond_glass(root: Any) -> Iterator[str]:
    glass = Rect(0, 0, int(root.width), int(root.height))
    for text in _texts(_beneath(root)[0]):
        if not glass.contains(text.ink):
            yield f"beyond the glass: {text.words!r} at {text.ink}"


def _beyond_page(page: Any) -> Iterator[str]:
    """What a screen put beneath the bar or the frame."""
    whole = page.look.at(page.rect) if page is not None else None
    for widget in touches.walk(page) if page is not None else ():
        if isinstance(widget, Text | RunLine) and widget.words.strip() and not whole.contains(widget.ink):
            yield f"beyond the page: {widget.words!r} at {widget.ink}, page {whole}"
        if isinstance(widget, Touchable) and widget.act is not None and not page.rect.contains(widget.rect):
            yield f"beyond the page: {widget.touch_id} at {widget.rect}, page {page.rect}"


def _words_on_words(layer: list[Any]) -> Iterator[str]:
    inks = [(text, text.ink.inset(_TOLERANCE_PX)) for text in _texts(layer)]
    for (one, here), (other, there) in combinations(inks, 2):
        if here.overlaps(there):
            yield f"words on words: {one.words!r} {here} and {other.words!r} {there}"


def _controls_on_controls(layer: list[Any]) -> Iterator[str]:
    controls = [w for w in layer if isinstance(w, Touchable) and w.act is not None]
    for one, other in combinations(controls, 2):
        if one.touch_id == "idle.wake" or not one.rect.inset(_TOLERANCE_PX).overlaps(other.rect.inset(_TOLERANCE_PX)):
            continue
        if other not in touches.walk(one):
            yield f"controls on controls: {one.touch_id} {one.rect} and {other.touch_id} {other.rect}"
