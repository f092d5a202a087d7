"""What may be wrong with a screen that a machine can see: text cut off, words on words, controls on controls,
views of nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, takewhile
from typing import Any

from kiosk.ui import touches
from kiosk.ui.geometry import Rect
from kiosk.ui.shell import Shell
from kiosk.ui.widgets.run_line import RunLine
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import Touchable
from kiosk.ui.widgets.viewport import Viewport
from tests.ui.views import ill_scrolled

_TOLERANCE_PX = 2
_WORDED = (Text, RunLine)


def faults(shell: Shell) -> list[str]:
    """Everything that is wrong with what is on the glass; of a dialog and what it covers, the dialog."""
    root = shell.dialogs.shown or shell
    return [*faults_of(root, shell.screen.page), *ill_scrolled(root)]


def faults_of(root: Any, page: Any) -> list[str]:
    """Everything that is wrong beneath ``root`` and with what stands on ``page`` (None: there is no page)."""
    layers = _layers(root)
    found = [*_beyond_page(page), *_beyond_glass(root, layers[0].inks)]
    for layer in layers:
        found += [*_cut_off(layer), *_words_on_words(layer), *_controls_on_controls(layer)]
    return found


@dataclass(frozen=True)
class _Layer:
    """What is seen side by side: words with the places of their ink, and what can be touched."""

    inks: list[tuple[Any, Rect]]
    controls: list[Any]


def _layers(root: Any) -> list[_Layer]:
    """The glass, and each page that is moved behind a window of its own."""
    still, windows = _beneath(root)
    layers = [_layer(still)]
    while windows:
        inner, deeper = _beneath(windows.pop())
        layers.append(_layer(inner))
        windows += deeper
    return layers


def _layer(parts: list[Any]) -> _Layer:
    controls = [part for part in parts if isinstance(part, Touchable) and part.act is not None]
    return _Layer([(part, part.ink) for part in parts if _has_words(part)], controls)


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


def _has_words(part: Any) -> bool:
    return isinstance(part, _WORDED) and bool(part.words.strip())


def _cut_off(layer: _Layer) -> Iterator[str]:
    for text, _ink in layer.inks:
        if text.clipped:
            place = text.look.at(text.rect)
            yield f"cut off: {text.words!r} needs {text.needed}, has {(place.w, place.h)}"


def _beyond_glass(root: Any, inks: list[tuple[Any, Rect]]) -> Iterator[str]:
    glass = Rect(0, 0, int(root.width), int(root.height))
    for text, ink in inks:
        if not glass.contains(ink):
            yield f"beyond the glass: {text.words!r} at {ink}"


def _beyond_page(page: Any) -> Iterator[str]:
    """What a screen put beneath the bar or the frame."""
    whole = page.look.at(page.rect) if page is not None else None
    for widget in touches.walk(page) if page is not None else ():
        if _has_words(widget) and not whole.contains(widget.ink):
            yield f"beyond the page: {widget.words!r} at {widget.ink}, page {whole}"
        if isinstance(widget, Touchable) and widget.act is not None and not page.rect.contains(widget.rect):
            yield f"beyond the page: {widget.touch_id} at {widget.rect}, page {page.rect}"


def _words_on_words(layer: _Layer) -> Iterator[str]:
    """From above: what begins below the end of an ink does not lie on it, nor does what follows."""
    inks = sorted(((text, ink.inset(_TOLERANCE_PX)) for text, ink in layer.inks), key=lambda inked: inked[1].y)
    for at, (one, here) in enumerate(inks):
        for other, there in takewhile(lambda inked, end=here.bottom: inked[1].y < end, inks[at + 1 :]):
            if here.overlaps(there):
                yield f"words on words: {one.words!r} {here} and {other.words!r} {there}"


def _controls_on_controls(layer: _Layer) -> Iterator[str]:
    places = [(control, control.rect.inset(_TOLERANCE_PX)) for control in layer.controls]
    for (one, here), (other, there) in combinations(places, 2):
        if one.touch_id != "idle.wake" and here.overlaps(there) and other not in touches.walk(one):
            yield f"controls on controls: {one.touch_id} {one.rect} and {other.touch_id} {other.rect}"
