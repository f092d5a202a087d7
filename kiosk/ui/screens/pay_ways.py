"""The ways of paying this charge now: what the unit may, and what the devices allow (G2, K2).

Owns their joining. Pure; knows no widget. Called by the screens that ask how something is paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kiosk.desk.views import Method, PaymentOption, ServiceLevel, ServiceView
from kiosk.ui.news import News

CODE_OPEN = "why.qr.open"
_NOTHING_ELSE = ("still.call_clerk",)
_AT_LIMIT = "why.account.at_limit"


def pay_ways(options: Iterable[PaymentOption], news: News) -> Mapping[Method, ServiceView]:
    """Each way as a service of its own; none names another way as working that this unit cannot go."""
    offered = tuple(options)
    ways = {option.method: _of_unit(option, offered, news) for option in offered}
    shut = {_still(method) for method, way in ways.items() if not way.usable}
    return {method: _without(way, shut) for method, way in ways.items()}


def code_open(options: Iterable[PaymentOption]) -> bool:
    """Whether it may still turn out paid by a code: until that is known, only that code is a way."""
    return any(option.reason_key == CODE_OPEN for option in options)


def usable_way(ways: Mapping[Method, ServiceView], wish: Method | None) -> Method | None:
    """The wished way if it can be gone, else the first that can; one that somebody has to allow is not begun with."""
    usable = [method for method, way in ways.items() if way.usable]
    at_once = [method for method in usable if _AT_LIMIT not in ways[method].reasons]
    return wish if wish in usable else next(iter(at_once or usable), None)


def _of_unit(option: PaymentOption, offered: Iterable[PaymentOption], news: News) -> ServiceView:
    service = news.service(f"pay_{option.method}")
    if option.available:
        return service
    if option.on_request and service.usable:
        return replace(service, level=ServiceLevel.LIMITED, reasons=(option.reason_key,), still=("still.supervisor",))
    others = tuple(_still(other.method) for other in offered if other is not option)
    return ServiceView(service.key, ServiceLevel.UNAVAILABLE, (option.reason_key,), others)


def _without(way: ServiceView, shut: set[str]) -> ServiceView:
    if not way.reasons:
        return way
    return replace(way, still=tuple(key for key in way.still if key not in shut) or _NOTHING_ELSE)


def _still(method: Method) -> str:
    return f"still.pay_{method}"
