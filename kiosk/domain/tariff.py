"""What a thing costs: rates and price lists (B4, D1).

Owns the arithmetic of a quote: unit price, minimum, free units, rounding. Pure: no store, no clock, no file
(``kiosk.domain.price_file`` reads one). An old order keeps the rate it was quoted by, whatever the list says today.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import assert_never


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
    """A price list or a rate that cannot be; each of its ``faults`` names its entry."""

    def __init__(self, *faults: str) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class Rounding(StrEnum):
    """Which way an amount goes to the multiple it is rounded to."""

    HALF_UP = "half_up"
    DOWN = "down"

    def to_multiple(self, fen: int, of_fen: int) -> int:
        """``fen`` as a multiple of ``of_fen``."""
        match self:
            case Rounding.HALF_UP:
                return (2 * fen + of_fen) // (2 * of_fen) * of_fen
            case Rounding.DOWN:
                return fen // of_fen * of_fen
            case _:
                assert_never(self)


class PartKind(StrEnum):
    """Why a part of an amount is there."""

    UNITS = "units"
    FREE = "free"
    MINIMUM = "minimum"
    ROUNDING = "rounding"


@dataclass(frozen=True)
class Part:
    """``quantity`` times ``unit_fen``; less than nothing where something is taken off."""

    kind: PartKind
    quantity: int
    unit_fen: int

    @property
    def amount_fen(self) -> int:
        """What it adds."""
        return self.quantity * self.unit_fen


@dataclass(frozen=True)
class Rate:
    """How a quantity becomes an amount, whole fen.

    The first ``free_units`` cost nothing; what is left costs ``unit_fen`` each, the sum rounded to a multiple of
    ``round_to_fen``, and never less than ``minimum_fen``. Raises PriceListError for a rate that is none.
    """

    unit_fen: int
    minimum_fen: int = 0
    free_units: int = 0
    round_to_fen: int = 1
    rounding: Rounding = Rounding.HALF_UP

    def __post_init__(self) -> None:
        if min(self.unit_fen, self.minimum_fen, self.free_units) < 0 or self.round_to_fen < 1:
            raise PriceListError(f"{self} is no rate")

    def amount_fen(self, quantity: int) -> int:
        """What ``quantity`` units cost: nought for none, and never less than fewer of them.

        So the k-th unit costs ``amount_fen(k) - amount_fen(k - 1)``, and what is captured unit by unit is the amount.
        """
        paid_for = max(0, quantity - self.free_units)
        if not paid_for:
            return 0
        return max(self.minimum_fen, self.rounding.to_multiple(paid_for * self.unit_fen, self.round_to_fen))

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """What ``amount_fen(quantity)`` is made up of, for papers and screens; the parts add up to it."""
        units = Part(PartKind.UNITS, quantity, self.unit_fen)
        free = Part(PartKind.FREE, min(quantity, self.free_units), -self.unit_fen)
        asked_fen = units.amount_fen + free.amount_fen
        more_fen = self.amount_fen(quantity) - asked_fen
        kind = PartKind.MINIMUM if asked_fen + more_fen == self.minimum_fen else PartKind.ROUNDING
        return tuple(part for part in (units, free, Part(kind, 1, more_fen)) if part is units or part.amount_fen)

    def text(self) -> str:
        """The canonical form, as an order keeps it: JSON, keys in order, no spaces."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))


def read_rate(text: str) -> Rate:
    """A rate from its canonical form. Raises PriceListError."""
    try:
        told = json.loads(text)
        rounding = Rounding(told.pop("rounding"))
        if set(told) | {"rounding"} != {field.name for field in fields(Rate)} or not all(
            type(value) is int for value in told.values()
        ):
            raise PriceListError(f"{text!r} is no rate")
        return Rate(**told, rounding=rounding)
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise PriceListError(f"{text!r} is no rate") from error


def kept_rate(text: str, unit_fen: int) -> Rate:
    """The rate of an order: as it was kept, or flat for one from the time before rates (``text`` empty)."""
    return read_rate(text) if text else Rate(unit_fen)


@dataclass(frozen=True)
class RepairItem:
    """A catalogue item with its published price in fen; None = quoted by the centre (由客服报价).

    ``urgent_fen``: what it costs at once; None: not more than usual.
    """

    key: str
    group: str
    price_fen: int | None
    urgent_fen: int | None = None

    def price(self, urgency: Urgency) -> int | None:
        """What it costs so soon."""
        return self.urgent_fen if urgency is Urgency.URGENT and self.urgent_fen is not None else self.price_fen


@dataclass(frozen=True)
class PriceList:
    """One version of the published prices. ``free_pages``: so many a unit and calendar month cost nothing, by zone."""

    version: int
    fax: Mapping[tuple[Zone, Urgency], Rate]
    free_pages: Mapping[Zone, int]
    repairs: tuple[RepairItem, ...]

    def fax_page(self, zone: Zone, urgency: Urgency) -> int:
        """Price of one confirmed fax page in fen."""
        return self.fax[(zone, urgency)].unit_fen

    def repair(self, key: str) -> RepairItem:
        """The catalogue item called ``key``. Raises PriceListError."""
        for item in self.repairs:
            if item.key == key:
                return item
        raise PriceListError(f"no repair item {key!r} in price list {self.version}")
