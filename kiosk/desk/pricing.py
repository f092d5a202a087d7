"""Which price list holds for whom: the one in force, or the one that was told while its word still stands (B4, D1).

Owns how long a price that was told is kept to, and what of a unit's free pages is left. Pages of an order that is not
over count as used. Called by the desks of faxes and of repairs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.desk.house import Books, House, QuoteChangedError
from kiosk.desk.views import PricesTold
from kiosk.domain.tariff import PriceList, Rate, Urgency, Zone

KEPT_TO = timedelta(minutes=30)  # longer than anybody stands before the glass: midnight changes no open quote


def honoured(house: House, books: Books, told: PricesTold) -> PriceList:
    """The list that was told. Raises QuoteChangedError when it was withdrawn, or is over and told too long ago."""
    if not books.prices.stands(told.version):
        raise QuoteChangedError(f"price list {told.version} was withdrawn")
    if house.clock.now() - told.at > KEPT_TO and books.prices.current(house.now_utc).version != told.version:
        raise QuoteChangedError(f"price list {told.version} is over, and was told at {told.at}")
    return books.prices.version(told.version)


def told_now(house: House, prices: PriceList) -> PricesTold:
    """That ``prices`` are told at this moment."""
    return PricesTold(prices.version, house.clock.now())


def page_rate(house: House, books: Books, prices: PriceList, unit_id: str, zone: Zone, urgency: Urgency) -> Rate:
    """What pages cost this unit now, the free ones that are left among them."""
    free = prices.free_pages[zone]
    left = max(0, free - books.allowances.used(unit_id, free_item(zone), month_of(house))) if free else 0
    return replace(prices.fax[(zone, urgency)], free_units=left)


def keeps(now: Rate, told: Rate) -> bool:
    """Whether what was told can be kept to: the same prices, and as many free pages are still there."""
    return now.free_units >= told.free_units and replace(now, free_units=told.free_units) == told


def free_item(zone: Zone) -> str:
    """What free pages are counted by."""
    return f"fax.{zone}"


def month_of(house: House) -> str:
    """The calendar month at the house: ``2026-11``."""
    return f"{house.clock.now().astimezone(house.settings.timezone):%Y-%m}"
