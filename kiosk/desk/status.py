"""What the house can do now, told truthfully: services, device health, doubles, recovery notes (K1, K2, J3).

Owns the facts the graph of ``kiosk.domain.offer`` is asked with: what the core last found of each device, and what is
no device (the core itself, the books and their disk, head office, the counter's hours). Called by the screens' newsboy
and the board.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.clock import iso_utc
from kiosk.desk.bookkeeping import BOOKS, damage
from kiosk.desk.house import House, moment, sure_moment
from kiosk.desk.received import incoming_view
from kiosk.desk.sign_of_life import Listener
from kiosk.desk.views import DeviceView, IncomingCall, ServiceView
from kiosk.domain.booking import Method
from kiosk.domain.capabilities import UNFITTED, Condition, Fact, Standing
from kiosk.domain.offer import CARD_READER, CORE, DISK_NEARLY_FULL, PAY_MACHINE, PAY_QR, STAFF_CARD, house_graph

_TOLD_FOR = timedelta(minutes=15)  # long enough for the person who stood there, too short to worry the next day's
_ROOM_FOR_BOOKS = 4 << 20  # octets: what the log of a store grows by until it is written back (1000 pages of 4096)
_ON_THE_BOARD = ("trouble", "absent")  # health that makes a row of the clerk's board
_THE_SCREENS_OWN = frozenset({"touch_panel"})  # health that no core has told
_SILENT_CORE = DeviceView(CORE, "trouble", "silent", False, "")


def takes_writing(folder: Path) -> bool:
    """Whether the file system of ``folder`` can be written to and has room for what is booked. Writes nothing.

    One that does not answer, or is gone, cannot: the tiles say so, and everything else goes on being told (K2).
    """
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    return not disk.f_flag & os.ST_RDONLY and disk.f_bavail * disk.f_frsize >= _ROOM_FOR_BOOKS


class StatusDesk:
    """Reads the volatile state for people. ``writable``: whether a folder takes what is written to it."""

    def __init__(self, house: House, writable: Callable[[Path], bool] = takes_writing) -> None:
        self._house, self._writable = house, writable
        self._graph = house_graph()
        self._core = Listener(house.live, house.clock)

    def devices(self) -> tuple[DeviceView, ...]:
        """Health of every device, as the core last found it; the core is one of them while it is silent."""
        doubles, health = self._house.settings.doubles, self._health()
        found = tuple(
            DeviceView(name, value["state"], value["reason"], name in doubles, value["detail"])
            for name, value in health.items()
        )
        return found if self._silent_since(health) is None else (*found, _SILENT_CORE)

    def since(self, name: str) -> datetime | None:
        """Since when a device is in its present state."""
        if name == CORE:
            return self._silent_since(self._health())
        value = self._house.live.get(f"health.{name}")
        return moment(value["since_utc"]) if value else None

    @property
    def core_is_silent(self) -> bool:
        """Whether the core gives no sign of life: what it said last of line and devices is no longer so."""
        return self._silent_since(self._health()) is not None

    def demo(self) -> bool:
        """Whether any device is a double: shown on every screen and receipt."""
        return bool(self._house.settings.doubles)

    def services(self) -> tuple[ServiceView, ...]:
        """Every service of the house: to be had or not, why not, and what works all the same (K2).

        Staff cards are one only where there is a reader, a way of paying only where the kiosk was given its device:
        nobody is to miss what was never there.
        """
        health = self._health()
        standings = self._graph.standings(self._facts(health))
        if CARD_READER not in health:
            del standings[STAFF_CARD]
        for method, service in ((Method.QR, PAY_QR), (Method.MACHINE, PAY_MACHINE)):
            if method not in self._house.settings.pay_devices:
                del standings[service]
        return tuple(_service_view(key, standing, health) for key, standing in standings.items())

    def service(self, key: str) -> ServiceView:
        """One of them. Raises KeyError for a name that is not in ``kiosk.domain.offer``."""
        return {view.key: view for view in self.services()}[key]

    def incoming(self) -> IncomingCall | None:
        """The call that is coming in now, if any."""
        if self.core_is_silent:
            return None
        return incoming_view(self._house.live.get("line"), self._house.settings.country)

    # --- facts

    def _health(self) -> dict[str, Any]:
        return self._house.live.group("health.")

    def _silent_since(self, health: Mapping[str, Any]) -> datetime | None:
        return self._core.silent_since(expected=health.keys() <= _THE_SCREENS_OWN)

    def _told(self, health: Mapping[str, Any]) -> dict[str, Fact]:
        """What the core says of its devices. Of a silent one what it was given is true still, and nothing else: its
        silence is the one reason for everything, and no device is blamed."""
        told = {name: Fact(Condition(value["state"]), value["reason"]) for name, value in health.items()}
        if self._silent_since(health) is None:
            return {CORE: Fact(Condition.OK), **told}
        well = dict.fromkeys((capability.device for capability in self._graph.capabilities), Fact(Condition.OK))
        given = {name: fact for name, fact in told.items() if fact.reason == UNFITTED}
        return {**well, **given, CORE: Fact(Condition.TROUBLE)}

    def _facts(self, health: Mapping[str, Any]) -> dict[str, Fact]:
        facts = self._told(health)
        full = any(fact.reason == DISK_NEARLY_FULL for fact in facts.values())
        online = bool(self._house.live.get("sync", {}).get("online"))
        return {
            **facts,
            "storage": Fact(Condition.TROUBLE if full else Condition.OK),
            BOOKS: Fact(Condition.TROUBLE if damage(self._house) is not None else Condition.OK),
            "books_disk": Fact(Condition.OK if self._writable(self._house.store.path.parent) else Condition.TROUBLE),
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
