"""What the house can do now, told truthfully: services, device health, doubles, recovery notes (K1, K2, J3).

Owns the facts the graph of ``kiosk.domain.offer`` is asked with: what the core last found of each device, and what is
no device (room on the disk, head office, the counter's hours). Called by the screens' newsboy and the board.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kiosk.clock import iso_utc
from kiosk.desk.house import House, moment, sure_moment
from kiosk.desk.received import incoming_view
from kiosk.desk.views import DeviceView, IncomingCall, ServiceView
from kiosk.domain.capabilities import UNFITTED, Condition, Fact, Standing
from kiosk.domain.offer import CARD_READER, DISK_NEARLY_FULL, STAFF_CARD, house_graph

_TOLD_FOR = timedelta(minutes=15)  # long enough for the person who stood there, too short to worry the next day's
_ON_THE_BOARD = ("trouble", "absent")  # health that makes a row of the clerk's board


class StatusDesk:
    """Reads the volatile state for people."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._graph = house_graph()

    def devices(self) -> tuple[DeviceView, ...]:
        """Health of every device, as the core last found it."""
        doubles = self._house.settings.doubles
        return tuple(
            DeviceView(name, value["state"], value["reason"], name in doubles, value["detail"])
            for name, value in self._health().items()
        )

    def since(self, name: str) -> datetime | None:
        """Since when a device is in its present state."""
        value = self._house.live.get(f"health.{name}")
        return moment(value["since_utc"]) if value else None

    def demo(self) -> bool:
        """Whether any device is a double: shown on every screen and receipt."""
        return bool(self._house.settings.doubles)

    def services(self) -> tuple[ServiceView, ...]:
        """Every service of the house: to be had or not, why not, and what works all the same (K2).

        Staff cards are one only where there is a reader: nobody is to miss what was never there.
        """
        health = self._health()
        standings = self._graph.standings(self._facts(health))
        if CARD_READER not in health:
            del standings[STAFF_CARD]
        return tuple(_service_view(key, standing, health) for key, standing in standings.items())

    def service(self, key: str) -> ServiceView:
        """One of them. Raises KeyError for a name that is not in ``kiosk.domain.offer``."""
        return {view.key: view for view in self.services()}[key]

    def incoming(self) -> IncomingCall | None:
        """The call that is coming in now, if any."""
        return incoming_view(self._house.live.get("line"))

    # --- facts

    def _health(self) -> dict[str, Any]:
        return self._house.live.group("health.")

    def _facts(self, health: Mapping[str, Any]) -> dict[str, Fact]:
        facts = {name: Fact(Condition(value["state"]), value["reason"]) for name, value in health.items()}
        full = any(fact.reason == DISK_NEARLY_FULL for fact in facts.values())
        online = bool(self._house.live.get("sync", {}).get("online"))
        return {
            **facts,
            "storage": Fact(Condition.TROUBLE if full else Condition.OK),
            "head_office": Fact(Condition.OK if online else Condition.ABSENT),
            "counter": Fact(Condition.OK if self._counter_is_open() else Condition.ABSENT),
        }

    def _counter_is_open(self) -> bool:
        opens, closes = self._house.settings.counter_hours
        return opens <= self._house.clock.now().astimezone(self._house.settings.timezone).time() < closes


def _service_view(key: str, standing: Standing, health: Mapping[str, Any]) -> ServiceView:
    """Reasons and remedies become the keys of their sentences."""
    shown = [health[loss.device] for loss in standing.losses if loss.device in health]
    told = [value["since_utc"] for value in shown if value["state"] in _ON_THE_BOARD and value["reason"] != UNFITTED]
    return ServiceView(
        key,
        standing.level,
        tuple(f"why.{loss.key}" for loss in standing.losses),
        tuple(f"still.{name}" for name in standing.still),
        sure_moment(min(told)) if told else None,
    )


class TroubleDesk:
    """What happened before the last start, told to whoever stands before the glass then."""

    def __init__(self, house: House) -> None:
        self._house = house

    def recovered(self) -> tuple[str, ...]:
        """Keys of sentences about what was under way when the power went, for a while after the start."""
        return self._house.books.notes.since(iso_utc(self._house.clock.now() - _TOLD_FOR))
