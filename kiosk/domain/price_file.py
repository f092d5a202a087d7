"""Reading a price list as it was written (D1): what may stand in it, and every fault with its place.

Owns the form of the file: ``deploy/sample/prices.json`` shows it, docs/money.md explains it. Pure; knows no store.
Called by the import (which tells all faults) and by the store (which reads a list again that it has kept).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeGuard
from zoneinfo import ZoneInfo

from kiosk.domain.tariff import PriceList, PriceListError, Rate, RepairItem, Rounding, Urgency, Zone

_ROUNDING = frozenset({"to_fen", "rule"})
_KNOWN: Mapping[str, frozenset[str]] = {
    "": frozenset({"version", "valid_from", "valid_to", "withdraws", "rounding", "fax", "repairs"}),
    "fax": frozenset(Zone),
    "zone": frozenset({"normal", "urgent", "urgent_percent", "minimum", "free_pages_a_month", "rounding"}),
    "repair": frozenset({"key", "group", "fen", "urgent", "urgent_percent"}),
}
_HUNDRED = 100
_MOST = 99_999_999  # fen, pages or per cent: more is a slip of the pen, and its sums would be more than a store keeps
_MOST_VERSION = 10**18
_YEARS = range(1970, 9999)  # a moment near the calendar's ends has no local time everywhere


@dataclass(frozen=True)
class Validity:
    """From when to when a list is in force (``until`` exclusive, None: until another begins); what it withdraws."""

    begins: datetime
    until: datetime | None
    withdraws: tuple[int, ...]


def read_price_list(version: int, body: Mapping[str, object]) -> PriceList:
    """A price list from its stored form. Raises PriceListError that names every entry that is missing or wrong."""
    reading = _Reading()
    rounding = reading.rounding(body, Rate(0))
    fax = reading.table(body, "fax", "fax")
    rates: dict[tuple[Zone, Urgency], Rate] = {}
    free: dict[Zone, int] = {}
    for zone in Zone:
        rates |= reading.zone(fax, zone, rounding)
        free[zone] = reading.whole(_inner(fax, zone), "free_pages_a_month", f"fax.{zone}", 0)
    repairs = tuple(reading.repairs(body.get("repairs", [])))
    reading.judge()
    return PriceList(version, rates, free, repairs)


def unknown_entries(body: Mapping[str, object]) -> Iterator[str]:
    """Entries that nothing reads: most often one that is spelled wrongly, so its price would not be asked."""
    yield from _unknown(body, "", "")
    fax = body.get("fax")
    yield from _unknown(fax, "fax", "fax.")
    for zone in Zone:
        yield from _unknown(_inner(fax, zone), "zone", f"fax.{zone}.")
    repairs = body.get("repairs")
    for number, entry in enumerate(repairs if isinstance(repairs, list) else [], start=1):
        yield from _unknown(entry, "repair", f"repairs[{number}].")


def read_version(body: Mapping[str, object]) -> int:
    """The list's number. Raises PriceListError."""
    version = body.get("version")
    if not _is_version(version):
        raise PriceListError(f"version: {version!r} is not a number from 1 on")
    return version


def read_validity(body: Mapping[str, object], timezone: ZoneInfo) -> Validity:
    """When the list is in force. A date is a day of the house: its first is midnight, its last ends at midnight.

    Raises PriceListError that names the entry.
    """
    begins = _moment(body.get("valid_from"), "valid_from", timezone, last=False)
    told = body.get("valid_to")
    until = None if told is None else _moment(told, "valid_to", timezone, last=True)
    if until is not None and until <= begins:
        raise PriceListError(f"valid_to: {told!r} is not after valid_from")
    withdraws = body.get("withdraws", [])
    if not isinstance(withdraws, list) or not all(map(_is_version, withdraws)):
        raise PriceListError(f"withdraws: {withdraws!r} is not a list of versions")
    return Validity(begins, until, tuple(withdraws))


def _is_version(number: object) -> TypeGuard[int]:
    return type(number) is int and 0 < number < _MOST_VERSION


def _moment(told: object, where: str, timezone: ZoneInfo, *, last: bool) -> datetime:
    try:
        if isinstance(told, str) and len(told) == len("2026-01-01"):
            day = date.fromisoformat(told) + timedelta(days=int(last))
            moment = datetime(day.year, day.month, day.day, tzinfo=timezone)
        else:
            moment = datetime.fromisoformat(str(told))
    except ValueError as error:
        raise PriceListError(f"{where}: {told!r} is neither a date nor a moment") from error
    except OverflowError:  # the day after the calendar's last
        moment = datetime.max.replace(tzinfo=timezone)
    if moment.tzinfo is None:
        raise PriceListError(f"{where}: {told!r} does not say in which time zone")
    if moment.year not in _YEARS:
        raise PriceListError(f"{where}: {told!r} is not of the years {_YEARS[0]} to {_YEARS[-1]}")
    return moment


def _unknown(table: object, kind: str, place: str) -> Iterator[str]:
    if isinstance(table, Mapping):
        yield from (f"{place}{key}: nothing here is called that" for key in table if key not in _KNOWN[kind])


def _inner(table: object, key: str) -> Mapping[str, object]:
    inner = table.get(key) if isinstance(table, Mapping) else None
    return inner if isinstance(inner, Mapping) else {}


@dataclass
class _Reading:
    """Goes on after a fault, with a value that stands in for it, so that all of them are told at once."""

    faults: list[str] = field(default_factory=list)

    def judge(self) -> None:
        """Raises PriceListError when there were faults."""
        if self.faults:
            raise PriceListError(*self.faults)

    def table(self, body: Mapping[str, object], key: str, where: str) -> Mapping[str, object]:
        """A part of the list that has to be there."""
        if not isinstance(body.get(key), Mapping):
            self.faults.append(f"{where}: missing")
        return _inner(body, key)

    def whole(self, table: Mapping[str, object], key: str, where: str, default: int | None = None) -> int:
        """A whole number, not less than nothing and not beyond reason."""
        value: Any = table.get(key, default)
        if type(value) is int and 0 <= value <= _MOST:
            return value
        self.faults.append(f"{where}.{key}: {value!r} is not a price in whole fen, or a number of pages")
        return 0

    def rounding(self, table: Mapping[str, object], usual: Rate, where: str = "") -> Rate:
        """A rate that costs nothing and rounds as ``table`` says, or else as usual."""
        told = table.get("rounding")
        if told is None:
            return usual
        place = f"{where}rounding"
        if not isinstance(told, Mapping) or not set(told) <= _ROUNDING:
            self.faults.append(f"{place}: {told!r} is not {{to_fen, rule}}")
            return usual
        to_fen = self.whole(told, "to_fen", place)
        if str(told.get("rule", Rounding.HALF_UP)) not in set(Rounding) or not to_fen:
            self.faults.append(f"{place}: {dict(told)!r}: to 1 fen or more, rule one of {', '.join(Rounding)}")
            return usual
        return Rate(0, round_to_fen=to_fen, rounding=Rounding(told.get("rule", Rounding.HALF_UP)))

    def zone(self, fax: Mapping[str, object], zone: Zone, usual: Rate) -> Mapping[tuple[Zone, Urgency], Rate]:
        """The rates of a zone: urgent has a price of its own, or so many per cent of the normal one."""
        place = f"fax.{zone}"
        table = self.table(fax, zone, place)
        if not table:
            return {}
        rounding = self.rounding(table, usual, f"{place}.")
        normal_fen = self.whole(table, "normal", place)
        minimum_fen = self.whole(table, "minimum", place, 0)
        urgent_fen = self.urgent(table, normal_fen, rounding.rounding, place)
        return {
            (zone, urgency): Rate(fen, minimum_fen, 0, rounding.round_to_fen, rounding.rounding)
            for urgency, fen in ((Urgency.NORMAL, normal_fen), (Urgency.URGENT, urgent_fen))
        }

    def urgent(self, table: Mapping[str, object], normal_fen: int, rounding: Rounding, place: str) -> int:
        """A price of its own, or so many per cent of the normal one."""
        if "urgent_percent" not in table:
            return self.whole(table, "urgent", place)
        if "urgent" in table:
            self.faults.append(f"{place}.urgent_percent: the price is told by {place}.urgent already")
        per_cent = self.whole(table, "urgent_percent", place)
        urgent_fen = rounding.to_multiple(normal_fen * per_cent, _HUNDRED) // _HUNDRED
        if urgent_fen > _MOST:
            self.faults.append(f"{place}.urgent_percent: {per_cent} of {normal_fen} is no price")
        return urgent_fen

    def repairs(self, entries: object) -> Iterator[RepairItem]:
        """The items of the catalogue; one without a price is quoted by the centre."""
        seen: set[str] = set()
        if not isinstance(entries, list):
            self.faults.append("repairs: must be a list")
            return
        for number, entry in enumerate(entries, start=1):
            key = entry.get("key") if isinstance(entry, Mapping) else None
            if not isinstance(key, str) or not key or not key.isprintable():
                self.faults.append(f"repairs[{number}]: {entry!r} has no key")
                continue
            group = entry.get("group", "")
            if not isinstance(group, str) or not group.isprintable():
                self.faults.append(f"repairs.{key}.group: {group!r} is no name")
            if key in seen:
                self.faults.append(f"repairs[{number}]: {key} stands in the list already")
            seen.add(key)
            price = self.whole(entry, "fen", f"repairs.{key}") if "fen" in entry else None
            urgent = self.urgent_repair(entry, price, f"repairs.{key}")
            yield RepairItem(key, str(group), price, urgent)

    def urgent_repair(self, entry: Mapping[str, object], price_fen: int | None, place: str) -> int | None:
        """What an item costs at once, if that is more than usual; what is quoted has no price to be more than."""
        if "urgent" not in entry and "urgent_percent" not in entry:
            return None
        if price_fen is None:
            self.faults.append(f"{place}.urgent: without fen it is quoted, urgent or not")
            return None
        urgent_fen = self.urgent(entry, price_fen, Rounding.HALF_UP, place)
        if urgent_fen < price_fen:
            self.faults.append(f"{place}.urgent: {urgent_fen} is less than usual")
        return urgent_fen
