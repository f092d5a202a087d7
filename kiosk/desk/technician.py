"""The technician's live view: line, modem, devices, head office, storage, versions, temperature, clock (J3, K2).

Owns the gathering only: devices and the computer are looked at by the core, which leaves what it found in the volatile
state. What was not told is said to be so, never guessed. Called by the technician's screens.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kiosk.desk.counter import reads_board
from kiosk.desk.house import House, moment, sure_moment
from kiosk.desk.self_test_log import TEST_PHASE
from kiosk.desk.status import StatusDesk
from kiosk.desk.views import (
    IncomingPhase,
    ModemView,
    Staff,
    StorageView,
    SyncView,
    SystemView,
    TechnicianView,
)
from kiosk.store.custody import Custody
from kiosk.store.kept import Kept


class TechnicianDesk:
    """Reads; everybody but finance may look."""

    def __init__(self, house: House, status: StatusDesk) -> None:
        self._house = house
        self._status = status
        self._screens_since = house.clock.now()

    def overview(self, staff: Staff) -> TechnicianView:
        """Everything now. Raises CounterOnlyError for finance."""
        reads_board(staff)
        system = self._house.live.get("system") or {}
        return TechnicianView(
            devices=self._status.devices(),
            since=self._since(),
            modem=self._modem(),
            line=self._line(),
            sync=self._sync(),
            storage=self._storage(system),
            system=self._system(system),
        )

    def _since(self) -> dict[str, datetime]:
        health = self._house.live.group("health.")
        return {name: sure_moment(told["since_utc"]) for name, told in health.items()}

    def _modem(self) -> ModemView | None:
        told = self._house.live.get("modem")
        if not told:
            return None
        words = (told["port"], told["words"], told["fax_classes"], told["used_class"])
        return ModemView(*words, tuple(told["sends"]), tuple(told["receives"]), moment(told["answered_utc"]))

    def _line(self) -> str:
        line = self._house.live.get("line")
        if not line:
            return "free"
        if line.get("phase") == TEST_PHASE:
            return "test"
        return "in" if line.get("phase") in set(IncomingPhase) else "out"

    def _sync(self) -> SyncView:
        told = self._house.live.get("sync") or {}
        acked, acked_utc = Custody(self._house.store).acked()
        return SyncView(
            configured=self._house.settings.head_office,
            online=bool(told.get("online")),
            condition=told.get("condition", ""),
            detail=told.get("detail", ""),
            backlog=self._house.books.journal.backlog(),
            acked=acked,
            acked_at=moment(acked_utc or None),
        )

    def _storage(self, system: dict[str, Any]) -> StorageView:
        kept = Kept(self._house.store).pages()
        return StorageView(
            free=system.get("free_octets"),
            total=system.get("total_octets"),
            store=system.get("store_octets"),
            vault=system.get("vault_octets"),
            pages=kept.count,
            oldest=moment(kept.oldest_utc),
        )

    def _system(self, told: dict[str, Any]) -> SystemView:
        heard = moment(told.get("heard_utc"))
        return SystemView(
            versions=told.get("versions", {}),
            temperatures=tuple((name, float(celsius)) for name, celsius in told.get("temperatures", ())),
            clock_source=told.get("clock_source", ""),
            battery_clock=told.get("battery_clock"),
            clock_synced=self._house.clock.stamp().synced,
            core_since=moment(told.get("core_since_utc")),
            core_heard=heard,
            core_alive=heard is not None and not self._status.core_is_silent,
            screens_since=self._screens_since,
            machine_since=moment(told.get("machine_since_utc")),
        )
