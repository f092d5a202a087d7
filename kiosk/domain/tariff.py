"""Price lists and what they say a thing costs (B4, D1).

Owns the reading of a versioned price list and the arithmetic of a quote. Pure: no store, no clock. An old order keeps
the version it was quoted by, whatever the list says today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Zone(StrEnum):
    """Tariff zones for calls (B4)."""

    LOCAL = "local"
    DOMESTIC = "domestic"
    INTERNATIONAL = "international"


class Urgency(StrEnum):
    """How soon an owner wants a thing (B1, D2); the higher goes first."""

    NORMAL = "normal"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        """Place in a queue: lower goes first."""
        return 0 if self is Urgency.URGENT else 1


class PriceListError(ValueError):
    """A price list that cannot be read; the message names the entry."""


@dataclass(frozen=True)
class RepairItem:
    """A catalogue item with its published price in fen; None = quoted by the centre (由客服报价)."""

    key: str
    group: str
    price_fen: int | None


@dataclass(frozen=True)
class PriceList:
    """One version of the published prices, in whole fen."""

    version: int
    fax_page_fen: Mapping[tuple[Zone, Urgency], int]
    repairs: tuple[RepairItem, ...]

    def fax_page(self, zone: Zone, urgency: Urgency) -> int:
        """Price of one confirmed fax page in fen."""
        return self.fax_page_fen[(zone, urgency)]

    def repair(self, key: str) -> RepairItem:
        """The catalogue item called ``key``. Raises PriceListError."""
        for item in self.repairs:
            if item.key == key:
                return item
        raise PriceListError(f"no repair item {key!r} in price list {self.version}")


def read_price_list(version: int, body: Mapping[str, object]) -> PriceList:
    """A price list from its stored form: ``{"fax": {zone: {urgency: fen}}, "repairs": [{key, group, fen}]}``.

    Raises PriceListError that names the entry that is missing, negative or not whole fen.
    """
    fax = _table(body, "fax")
    pages = {
        (zone, urgency): _fen(_table(fax, zone.value), urgency.value, f"fax.{zone.value}")
        for zone in Zone
        for urgency in Urgency
    }
    entries = body.get("repairs", [])
    if not isinstance(entries, list):
        raise PriceListError("repairs: must be a list")
    return PriceList(version, pages, tuple(_item(entry) for entry in entries))


def _item(entry: object) -> RepairItem:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("key"), str):
        raise PriceListError(f"repairs: {entry!r} has no key")
    price = _fen(entry, "fen", f"repairs.{entry['key']}") if "fen" in entry else None
    return RepairItem(entry["key"], str(entry.get("group", "")), price)


def _table(body: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = body.get(key)
    if not isinstance(value, Mapping):
        raise PriceListError(f"{key}: missing")
    return value


def _fen(table: Mapping[str, object], key: str, where: str) -> int:
    value = table.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise PriceListError(f"{where}.{key}: {value!r} is not a price in whole fen")
    return value
