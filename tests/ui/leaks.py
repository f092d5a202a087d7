"""Where a person's words may be found after they have gone: widgets, memory, files, clipboard, log (A1).

Owns the search. It goes through everything that Python's collector knows, so it is not told where to look. Called by
``test_wiping``.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Sequence
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
_AT_ONCE = 1000
_SAVEPOINT = re.compile(r"\bsqlite_utils_[0-9a-f]{32}\b")  # random: once in some thousands a canary's digits are in one
_TEXTS = (str, bytes, bytearray)
_CONTAINERS = (dict, list, tuple, set, frozenset)


def in_memory(canaries: Sequence[str], exactly: Iterable[str] = ()) -> list[str]:
    """Who holds a string or bytes with a canary in it: type and module of each holder, and what it holds.

    ``exactly``: words too short to be looked for inside others; who holds a string that is just one of them.
    """
    gc.unfreeze()  # the screens put aside what was there at the start (kiosk.ui.garbage): look there too
    gc.collect()
    wanted, words = [(canary, canary.encode()) for canary in canaries], set(exactly)
    mine = {id(canaries), id(wanted), id(words), *(id(pair) for pair in wanted)}
    holders = [holder for holder in gc.get_objects() if id(holder) not in mine]
    return [
        f"{_name(holder)} holds {held[:80]!r}, itself held by {_holders(holder)}"
        for holder, held in _who_holds(holders, lambda held: _speaks(held, wanted) or _is_one_of(held, words))
        if _is_one_of(held, words) or not _passes(holder)
    ]


def _is_one_of(held: object, words: set[str]) -> bool:
    return isinstance(held, str) and held in words


def _passes(holder: object) -> bool:
    """Whether it is but of the search itself."""
    return type(holder).__name__ in ("frame", "generator", "list_iterator")


def _who_holds(holders: list[Any], wanted: Callable[[Any], bool]) -> list[tuple[object, Any]]:
    """Each holder with each wanted text in it. A text is looked at once, however many hold it: few are wanted."""
    texts = [text for text in _texts(holders) if wanted(text)]
    ids = {id(text) for text in texts}
    return [(holder, held) for holder in holders for held in _texts([holder]) if id(held) in ids] if ids else []


class _Kinds(dict[type, bool]):
    """Whether an object of this class is a text or may hold one. By its class: a proxy may be dead."""

    def __missing__(self, kind: type) -> bool:
        self[kind] = issubclass(kind, (*_TEXTS, *_CONTAINERS))
        return self[kind]


def _texts(holders: list[Any]) -> list[Any]:
    """The texts in these objects, and in the containers that the collector does not count (they hold only values)."""
    found: dict[int, Any] = {}
    kinds = _Kinds()
    for at in range(0, len(holders), _AT_ONCE):
        todo = gc.get_referents(*holders[at : at + _AT_ONCE])
        while todo:
            within: list[Any] = []
            for held in [held for held in todo if kinds[type(held)]]:
                if issubclass(type(held), _TEXTS):
                    found[id(held)] = held
                elif not gc.is_tracked(held):
                    within += gc.get_referents(held)
            todo = within
    return list(found.values())


def _speaks(held: str | bytes | bytearray, wanted: list[tuple[str, bytes]]) -> bool:
    if isinstance(held, str):
        return _says(held, wanted) and _says(_SAVEPOINT.sub("", held), wanted)
    return any(octets in held for _, octets in wanted)


def _says(held: str, wanted: list[tuple[str, bytes]]) -> bool:
    close = held.replace(" ", "") if len(held) < _LONG else held  # numbers are shown in groups
    return any(text in held or text in close for text, _ in wanted)


def _name(holder: object) -> str:
    kind = type(holder)
    named = getattr(holder, "__qualname__", "") if issubclass(type(holder), FunctionType | type) else ""
    return f"{kind.__module__}.{kind.__qualname__} {named}".strip()


def _holders(holder: object) -> list[str]:
    return [_name(other) for other in gc.get_referrers(holder) if type(other).__name__ != "frame"][:4]


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
