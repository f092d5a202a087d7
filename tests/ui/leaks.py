"""Where a person's words may be found after they have gone: widgets, memory, files, clipboard, log (A1).

Owns the search. It goes through everything that Python's collector knows, so it is not told where to look. Called by
``test_wiping``.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import FunctionType
from typing import Any

from kivy.core.clipboard import Clipboard
from kivy.core.window import Window
from kivy.uix.widget import Widget

from kiosk.ui import touches
from kiosk.ui.ink import Ink
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.ink import InkPad

_LONG = 1000
_CONTAINERS = (dict, list, tuple, set, frozenset)


def in_memory(canaries: Sequence[str]) -> list[str]:
    """Who holds a string or bytes with a canary in it: type and module of each holder, and what it holds."""
    gc.unfreeze()  # the screens put aside what was there at the start (kiosk.ui.garbage): look there too
    gc.collect()
    wanted = [(canary, canary.encode()) for canary in canaries]
    mine = {id(canaries), id(wanted), *(id(pair) for pair in wanted)}
    found = []
    for holder in gc.get_objects():
        if id(holder) in mine or type(holder).__name__ in ("frame", "generator", "list_iterator"):
            continue
        for held in _held(holder):
            if _speaks(held, wanted):
                found.append(f"{_name(holder)} holds {held[:80]!r}, itself held by {_holders(holder)}")
    return found


def _held(holder: object) -> Iterator[str | bytes]:
    """The strings in an object, and in the containers that the collector does not count (they hold only values)."""
    todo = list(gc.get_referents(holder))
    while todo:
        held = todo.pop()
        kind = type(held)  # isinstance would ask a proxy, which may be dead
        if issubclass(kind, str | bytes | bytearray):
            yield bytes(held) if issubclass(kind, bytearray) else held
        elif issubclass(kind, _CONTAINERS) and not gc.is_tracked(held):
            todo.extend(gc.get_referents(held))


def _speaks(held: str | bytes, wanted: list[tuple[str, bytes]]) -> bool:
    if isinstance(held, str):
        close = held.replace(" ", "") if len(held) < _LONG else held  # numbers are shown in groups
        return any(text in held or text in close for text, _ in wanted)
    return any(octets in held for _, octets in wanted)


def _name(holder: object) -> str:
    kind = type(holder)
    named = getattr(holder, "__qualname__", "") if issubclass(type(holder), FunctionType | type) else ""
    return f"{kind.__module__}.{kind.__qualname__} {named}".strip()


def _holders(holder: object) -> list[str]:
    return [_name(other) for other in gc.get_referrers(holder) if type(other).__name__ != "frame"][:4]


def exactly_in_memory(words: Iterable[str]) -> list[str]:
    """Who holds a string that is just one of these words: too short a word to be looked for inside others."""
    gc.unfreeze()
    gc.collect()
    wanted = set(words)
    held = ((holder, text) for holder in gc.get_objects() if holder is not wanted for text in _held(holder))
    return [f"{_name(holder)} holds {text!r}" for holder, text in held if text in wanted]


def living(kind: type) -> list[Any]:
    """All objects of a class that have not been collected."""
    gc.unfreeze()
    gc.collect()
    return [held for held in gc.get_objects() if issubclass(type(held), kind)]  # a dead proxy has no class


def screens_left(shown: Screen) -> list[str]:
    """Screens, signatures and characters written by hand that somebody still holds, but for the screen on the glass."""
    return [type(left).__name__ for kind in (Screen, InkPad, Ink) for left in living(kind) if left is not shown]


def on_widgets(canaries: Iterable[str]) -> list[str]:
    """Widgets and marks in the window with a canary in any of their attributes and Kivy properties."""
    canaries = list(canaries)
    found = []
    for widget in touches.walk(Window):
        texts = [str(getattr(widget, "words", ""))]
        texts += [repr(value) for value in vars(widget).values() if isinstance(value, str | list | tuple)]
        if isinstance(widget, Widget):
            texts += [value for name in widget.properties() if isinstance(value := getattr(widget, name), str)]
        found += [
            f"{_name(widget)}: {text!r}"
            for text in texts
            if any(canary in text.replace(" ", "") for canary in canaries)
        ]
    return found


def on_clipboard(canaries: Iterable[str]) -> list[str]:
    """Canaries that the next person could paste."""
    pasted = str(Clipboard.paste())
    return [canary for canary in canaries if canary in pasted]


def in_files(folders: Iterable[Path], canaries: Iterable[str]) -> list[tuple[str, str]]:
    """Files whose name or contents have a canary, as UTF-8, UTF-16 or escaped as in JSON: file, canary."""
    spelled = [(c, (c.encode(), c.encode("unicode_escape"), c.encode("utf-16-le"))) for c in canaries]
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            contents = path.read_bytes() if path.is_file() else b""
            for canary, spellings in spelled:
                if canary in path.name or any(octets in contents for octets in spellings):
                    found.append((str(path.relative_to(folder)), canary))
    return found
