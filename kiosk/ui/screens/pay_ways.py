"""The ways of paying this charge now: what the unit may, and what the devices allow (G2, K2).

Owns their joining. Pure; knows no widget. Called by the screens that ask how something is paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kiosk.desk.views import Method, PaymentOption, ServiceLevel, ServiceView
from kiosk.ui.news import News

_NOTHING_ELSE = ("still.call_clerk",)


def pay_ways(options: Iterable[PaymentOption], news: News) -> Mapping[Method, ServiceView]:
    """Each way as a service of its own; none names another way as working that this unit cannot go."""
    ways = {option.method: _of_unit(option, news.service(f"pay_{option.method}")) for option in options}
    shut = {_still(method) for method, way in ways.items() if not way.usable}
    return {method: _without(way, shut) for method, way in ways.items()}


def usable_way(ways: Mapping[Method, ServiceView], wish: Method | None) -> Method | None:
    """The wished way if it can be gone, else the first that can."""
    usable = [method for method, way in ways.items() if way.usable]
    return wish if wish in usable else next(iter(usable), None)


def _of_unit(option: PaymentOption, service: ServiceView) -> ServiceView:
    if option.available:
        return service
    others = tuple(_still(method) for method in Method if method is not option.method)
    return ServiceView(service.key, ServiceLevel.UNAVAILABLE, (option.reason_key,), others)


def _without(way: ServiceView, shut: set[str]) -> ServiceView:
    if not way.reasons:
        return way
    return replace(way, still=tuple(key for key in way.still if key not in shut) or _NOTHING_ELSE)


def _still(method: Method) -> str:
    return f"still.pay_{method}"
