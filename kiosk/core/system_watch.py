"""What the core tells of itself and of the computer it runs on, every ten seconds (J3).

Owns the entry ``system`` of the volatile state: versions, temperatures, clock, room on the disk, and a sign of life.
Knows no file of Linux (``Machine`` does) and decides nothing. Its ``Turn`` is made by ``kiosk.app``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from kiosk.clock import iso_utc
from kiosk.desk.house import House
from kiosk.devices.protocols import Machine

_EVERY_S = 10.0
_MEASURE_EVERY = 6  # turns: the vault may hold thousands of files


class SystemWatch:
    """``versions``: name -> version of what does not change while the core runs; ``state_dir``: what is measured."""

    name = "system"

    def __init__(self, house: House, machine: Machine, versions: Mapping[str, str], state_dir: Path) -> None:
        self._house = house
        self._machine = machine
        self._versions = versions
        self._state_dir = state_dir
        self._since_utc = house.now_utc
        self._turns = 0
        self._sizes: dict[str, int] = {}

    def turn(self) -> float:
        """Look and tell."""
        if self._turns % _MEASURE_EVERY == 0:
            self._sizes = self._measure()
        self._turns += 1
        self._house.live.put("system", self._told())
        return _EVERY_S

    def _told(self) -> dict[str, object]:
        facts, now = self._machine.look(), self._house.clock.now()
        machine_since = now - timedelta(seconds=facts.uptime_s) if facts.uptime_s is not None else None
        told = asdict(facts)
        computer = {"machine": told.pop("model"), "system": told.pop("system"), "kernel": told.pop("kernel")}
        return {
            **told,
            **self._sizes,
            "versions": {**self._versions, **computer},
            "machine_since_utc": iso_utc(machine_since) if machine_since else None,
            "core_since_utc": self._since_utc,
            "heard_utc": self._house.now_utc,
        }

    def _measure(self) -> dict[str, int]:
        disk = shutil.disk_usage(self._state_dir)
        store = sum(_octets(path) for path in self._state_dir.glob("kiosk.db*"))
        vault = sum(
            _octets(Path(folder) / name)
            for folder, _, names in os.walk(self._state_dir / "documents")
            for name in names
        )
        return {"free_octets": disk.free, "total_octets": disk.total, "store_octets": store, "vault_octets": vault}

    def close(self) -> None:
        """Nothing is held open."""


def _octets(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # destroyed while we counted
        return 0
