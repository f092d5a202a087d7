"""Flow files: read, checked whole, refused with the file, the step and the field that is wrong.

Owns the reading of TOML into ``spec.py``; what must fit together is ``rules.py``. A flow that is refused takes its own
service from the glass and no other. Knows no Kivy and no use case: both come in as names (``vocabulary.py``).
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import dacite

from kiosk.icons import ICONS
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.rules import check_flow, dangling
from kiosk.ui.flow.vocabulary import FlowError, Vocabulary

log = logging.getLogger(__name__)

FLOWS = Path(__file__).parent.parent / "flows"
_MOST_SEGMENTS = 9

FIELD_KINDS: Mapping[str, type] = {
    "items": s.Items,
    "cards": s.Cards,
    "segments": s.Segments,
    "toggle": s.Toggle,
    "words": s.Words,
    "count": s.Count,
}
STEP_KINDS: Mapping[str, type] = {
    "form": s.Form,
    "review": s.Review,
    "taken": s.Taken,
    "requests": s.Requests,
    "fax_number": s.FaxNumber,
    "sources": s.Sources,
    "files": s.Files,
    "preview": s.Preview,
    "fax_quote": s.FaxQuote,
    "progress": s.Progress,
    "fax_outcome": s.FaxOutcome,
    "sign_on_account": s.SignOnAccount,
    "cash_wait": s.CashWait,
    "machine_pay": s.MachinePay,
    "qr_pay": s.QrPay,
    "sign_for_cash": s.SignForCash,
    "paper": s.Paper,
    "marks": s.Marks,
}
PRICES: Mapping[str, type] = {"item": s.PriceOfItem, "fax": s.PriceOfFax}


@dataclass
class Loaded:
    """What a folder gave: flows that can be walked, why the others cannot, and whose tiles those would have been."""

    flows: dict[str, s.Flow] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    halted_tiles: set[str] = field(default_factory=set)


def load_folder(folder: Path, vocabulary: Vocabulary) -> Loaded:
    """Every ``*.toml`` of ``folder``; a file that cannot be used is logged and set aside, so is what leads to it."""
    loaded, tiles = Loaded(), dict[str, str]()
    for path in sorted(folder.glob("*.toml")):
        try:
            table = read_table(path)
            tiles[path.stem] = _tile_of(table)
            loaded.flows[path.stem] = read_flow(path.stem, table, vocabulary)
        except FlowError as error:
            _set_aside(loaded, path.stem, error)
    while lost := dangling(loaded.flows):
        _set_aside(loaded, *lost)
    loaded.halted_tiles = {tiles[name] for name in loaded.broken if tiles.get(name)}
    return loaded


def _set_aside(loaded: Loaded, name: str, error: FlowError) -> None:
    log.error("a service is halted, its flow cannot be used: %s", error)
    loaded.broken[name] = str(error)
    loaded.flows.pop(name, None)


def read_table(path: Path) -> Mapping[str, Any]:
    """The file as a table. Raises FlowError."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise FlowError(f"{path.name}: {error}") from error


def _tile_of(table: Mapping[str, Any]) -> str:
    tile = table.get("tile")
    name = tile.get("id") if isinstance(tile, dict) else None
    return name if isinstance(name, str) else ""


def read_flow(name: str, table: Mapping[str, Any], vocabulary: Vocabulary) -> s.Flow:
    """The flow ``name`` from its table. Raises FlowError that names file, step and field."""
    flow = _Reader(name, vocabulary).flow(table)
    check_flow(flow, vocabulary)
    return flow


@dataclass(frozen=True)
class _OfStep:
    """What every kind of step may have."""

    strip: int = 0
    when: s.When | None = None
    far_side: bool = False
    aside: bool = False
    session: s.Session = s.Session.COUNTS
    exits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _OfField:
    """What every kind of field may have."""

    checks: tuple[s.Check, ...] = ()
    when: s.When | None = None
    half: bool = False


class _Reader:
    """Reads one file; knows the place it is at, so that an error can name it."""

    def __init__(self, name: str, vocabulary: Vocabulary) -> None:
        self._name, self._vocabulary = name, vocabulary
        self._place = f"{name}.toml"
        hooks: dict[Any, Callable[[Any], Any]] = {s.TextKey: self._text, s.IconName: self._icon}
        hooks |= {s.CountedKey: self._counted, s.ToldKey: lambda value: s.ToldKey(self._sentence(value))}
        hooks |= {s.TextFamily: self._family, int: self._whole}
        self._config = dacite.Config(type_hooks=hooks, cast=[tuple, s.Session], strict=True)

    # --- the parts ----------------------------------------------------------------------------------------------

    def flow(self, table: Mapping[str, Any]) -> s.Flow:
        """The flow, each part of it well formed."""
        if unknown := set(table) - {"segments", "tile", "price", "step"}:
            raise self._fail(f"{sorted(unknown)[0]}: not known here")
        segments = self._whole(table.get("segments", 0))
        if not 0 <= segments <= _MOST_SEGMENTS:
            raise self._fail(f"segments: {segments} is not between 0 and {_MOST_SEGMENTS}")
        tile = self._build(s.Tile, self._table(table, "tile")) if "tile" in table else None
        price = self._price(table) if "price" in table else None
        steps = tuple(self._step(number, entry) for number, entry in enumerate(self._tables(table, "step"), 1))
        return s.Flow(self._name, segments, steps, tile, price)

    def _price(self, table: Mapping[str, Any]) -> s.PriceOfItem | s.PriceOfFax:
        entry = dict(self._table(table, "price"))
        kind = self._kind(entry.pop("source", None), PRICES, "price.source")
        price: s.PriceOfItem | s.PriceOfFax = self._build(kind, entry)
        return price

    def _step(self, number: int, table: Mapping[str, Any]) -> s.Step:
        self._place = f"{self._name}.toml: step {number}"
        key = self._name_in(table, "key")
        here = self._place = f"{self._name}.toml: step {key!r}"
        kind = self._kind(table.get("kind"), STEP_KINDS, "kind")
        outer, own = _split(table, _OfStep)
        screen = self._name_in(table, "screen") if own.pop("screen", None) is not None else f"{self._name}_{key}"
        if kind is s.Form:
            own["fields"] = tuple(self._field(here, entry) for entry in self._tables(table, "fields"))
            self._place = here
        if kind is s.Review and isinstance(own.get("takes"), dict):
            own["takes"] = {part: [name] if isinstance(name, str) else name for part, name in own["takes"].items()}
        return s.Step(self._name, key, screen, self._build(kind, own), **vars(self._build(_OfStep, outer)))

    def _field(self, here: str, table: Mapping[str, Any]) -> s.Field:
        self._place = f"{here}: field"
        key = self._name_in(table, "key")
        self._place = f"{here}: field {key!r}"
        kind = self._kind(table.get("kind"), FIELD_KINDS, "kind")
        outer, own = _split(table, _OfField)
        return s.Field(key, self._build(kind, own), **vars(self._build(_OfField, outer)))

    # --- values -------------------------------------------------------------------------------------------------

    def _fail(self, words: str) -> FlowError:
        return FlowError(f"{self._place}: {words}")

    def _build(self, kind: type, table: Mapping[str, Any]) -> Any:
        try:
            return dacite.from_dict(kind, table, self._config)
        except (dacite.DaciteError, TypeError, ValueError, AttributeError) as error:
            raise self._fail(str(error)) from error

    def _text(self, value: object) -> s.TextKey:
        return s.TextKey(self._sentence(value, frozenset()))

    def _counted(self, value: object) -> s.CountedKey:
        return s.CountedKey(self._sentence(value, frozenset("n")))

    def _sentence(self, value: object, values: frozenset[str] | None = None) -> str:
        """A key that every language knows and that asks for no other than these ``values``; None: for any."""
        if not isinstance(value, str) or not self._vocabulary.has_text(value):
            raise self._fail(f"there is no sentence {value!r} in every language")
        if values is not None and (unknown := self._vocabulary.values_of(value) - values):
            raise self._fail(f"the sentence {value!r} asks for {sorted(unknown)[0]!r}, which nobody gives here")
        return value

    def _family(self, value: object) -> s.TextFamily:
        if not isinstance(value, str) or not value:
            raise self._fail(f"{value!r} is no beginning of sentences")
        return s.TextFamily(value)

    def _icon(self, value: object) -> s.IconName:
        if not isinstance(value, str) or value not in ICONS:
            raise self._fail(f"the house has no icon {value!r}")
        return s.IconName(value)

    def _whole(self, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._fail(f"{value!r} is no whole number")
        return value

    def _table(self, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = table[key]
        if not isinstance(value, dict):
            raise self._fail(f"{key}: needs a table")
        return value

    def _tables(self, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        entries = table.get(key)
        if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
            raise self._fail(f"{key}: needs a list of tables")
        return entries

    def _kind(self, kind: object, kinds: Mapping[str, type], what: str) -> type:
        if not isinstance(kind, str) or kind not in kinds:
            raise self._fail(f"{what}: {kind!r} is none of {', '.join(kinds)}")
        return kinds[kind]

    def _name_in(self, table: Mapping[str, Any], what: str) -> str:
        name = table.get(what)
        if not isinstance(name, str) or not name.isidentifier():
            raise self._fail(f"{what}: {name!r} is no name")
        return name


def _split(table: Mapping[str, Any], outer: type[_OfStep | _OfField]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What every kind may have, and what is the kind's own."""
    common = {part.name for part in fields(outer)}
    rest = {name: value for name, value in table.items() if name not in common | {"key", "kind"}}
    return {name: value for name, value in table.items() if name in common}, rest
