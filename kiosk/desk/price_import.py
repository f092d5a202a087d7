"""Bringing in a price list (D1): read whole, held against the lists that are here, kept in one step or not at all.

Owns what is refused, with every fault named, and what is told: a time to come for which there is no list. Lists may be
brought in ahead of their time, in any order. Called by ``kiosk.desk.directory``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from kiosk.clock import iso_utc
from kiosk.desk.house import DeskError, House, moment, sure_moment
from kiosk.documents.names import clean_name
from kiosk.domain.price_file import Validity, read_price_list, read_validity, read_version, unknown_entries
from kiosk.domain.tariff import PriceListError
from kiosk.domain.validity import Period, crossing, gaps
from kiosk.store.database import Row
from kiosk.store.errors import StoreError
from kiosk.store.prices import NewList

T = TypeVar("T")

_HEAD = ("version", "valid_from", "valid_to", "withdraws")


class ImportRefusedError(DeskError):
    """A file cannot be brought in; the detail names file, line and column. Nothing was changed."""

    number = 5030


@dataclass(frozen=True)
class PricesImported:
    """The list's version, and when no list is in force: from, until (None: for good), as local time."""

    version: int
    gaps: tuple[tuple[datetime, datetime | None], ...]


def import_prices(house: House, path: Path) -> PricesImported:
    """Keep the list; the same file again changes nothing. Raises ImportRefusedError."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once)
        if not isinstance(told, dict):
            raise PriceListError("this is no price list: it begins with no {")
        version, validity, body = _read(house, told)
    except PriceListError as error:
        raise ImportRefusedError(_at(path, *error.faults)) from error
    except (OSError, ValueError, RecursionError) as error:  # no file, no UTF-8, no JSON, or one that has no bottom
        raise ImportRefusedError(_at(path, str(error))) from error
    now = house.now_utc
    until = iso_utc(validity.until) if validity.until else None
    new = NewList(version, iso_utc(validity.begins), until, body, validity.withdraws)
    with house.step() as books:
        try:
            kept = books.prices.add(new, now)
        except StoreError as error:
            raise ImportRefusedError(_at(path, error.detail)) from error
        periods = [_period(row) for row in books.prices.standing()]
        _refuse_crossing(path, periods, version)
        if kept:
            told = books.vouched("price_list", version=version)
            books.record("directory.imported", what="prices", file=clean_name(path.name), count=version, **told)
    zone = house.settings.timezone
    to_come = gaps(periods, house.clock.now())
    return PricesImported(
        version, tuple((begins.astimezone(zone), ends.astimezone(zone) if ends else None) for begins, ends in to_come)
    )


def _read(house: House, told: dict[str, Any]) -> tuple[int, Validity, dict[str, object]]:
    """All of the list. Raises PriceListError with the faults of every part, one after the other."""
    body = {key: value for key, value in told.items() if key not in _HEAD}
    faults = list(unknown_entries(told))
    version = _part(faults, lambda: read_version(told))
    validity = _part(faults, lambda: read_validity(told, house.settings.timezone))
    _part(faults, lambda: read_price_list(0, body))
    if faults or version is None or validity is None:
        raise PriceListError(*faults)
    return version, validity, body


def _part(faults: list[str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except PriceListError as error:
        faults.extend(error.faults)
        return None


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets a name stand twice and takes the last: a price that nobody meant."""
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise PriceListError(f"{', '.join(twice)}: stands twice in one place")
    return dict(pairs)


def _refuse_crossing(path: Path, periods: Sequence[Period], version: int) -> None:
    for new in (period for period in periods if period.version == version):
        others = [period.version for period in crossing([p for p in periods if p.version != version], new)]
        if others:
            said = ", ".join(map(str, others))
            raise ImportRefusedError(
                _at(path, f"valid_from, valid_to: crosses the period of version {said}; withdraw it, or part the two")
            )


def _at(path: Path, *faults: str) -> str:
    """Every fault on a line of its own, after the file's name."""
    return "\n".join(f"{path}: {fault}" for fault in faults)


def _period(row: Row) -> Period:
    return Period(row["version"], sure_moment(row["valid_from_utc"]), moment(row["valid_until_utc"]))
