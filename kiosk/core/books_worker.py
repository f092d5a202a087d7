"""Keeps the books a second time: every hour, after each closing, and soon after the start (K1, G3).

Owns when, and what is told of it. The work is a process of its own, for proving a long ledger takes seconds of a
processor that the line needs. A copy that cannot be proved says that the store is damaged: the board and the technician
are told, and nothing is booked any more (``kiosk.desk.bookkeeping``), though the power goes: a mark beside the store
says so until one is proved again. Its ``Turn`` is made by ``kiosk.core_app``.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from kiosk.clock import Clock
from kiosk.core.health import HealthBoard
from kiosk.desk.bookkeeping import BOOKS, DAMAGED, damage
from kiosk.desk.house import House
from kiosk.devices.protocols import Health, HealthState
from kiosk.store.damage_mark import clear_damage, mark_damaged, marked_damaged
from kiosk.store.database import Row
from kiosk.store.errors import StoreError

_LOOK_S, _BEGUN_S = 10.0, 1.0
_AFTER_START_S = 20.0  # the glass and the line are there first
_LONGEST_S = 600.0
_MISSING_AGAIN_S = 600.0  # a medium that is missing is looked for again: somebody may have been called
_EXIT_DAMAGED, _EXIT_NO_MEDIUM = 3, 4
_NO_BACKUP, _NO_MEDIUM = "no-backup", "no-backup-medium"


class BooksWorker:
    """``command`` makes and proves a backup: exit code 0, or the reason on stderr and 3 for a damaged store, 4 for
    one that is sound while the medium for backups is missing."""

    name = "books"

    def __init__(self, house: House, health: HealthBoard, clock: Clock, command: Sequence[str], every_s: float) -> None:
        self._house, self._health, self._clock = house, health, clock
        self._command, self._every_s = command, every_s
        self._due_s = clock.monotonic() + _AFTER_START_S
        self._child: subprocess.Popen[str] | None = None
        self._begun_s = 0.0
        self._kept: Row | None = None

    def turn(self) -> float:
        """Begin when it is due; tell what came of it. The first turn tells what was known before the power went.

        A defect would be told in the place of the damage, and money be taken again: the worse of the two stays.
        """
        try:
            return self._looked()
        except (StoreError, OSError):
            if damage(self._house) is None:
                raise
            return _LOOK_S

    def _looked(self) -> float:
        now_s = self._clock.monotonic()
        if (detail := marked_damaged(self._house.store.path)) is not None:
            self._put(DAMAGED, detail)
        if self._child is None:
            if self._is_due(now_s):
                self._begin(now_s)
            return _LOOK_S if self._child is None else _BEGUN_S
        if now_s - self._begun_s > _LONGEST_S:
            self._child.kill()
        if self._child.poll() is None:
            return _BEGUN_S
        ended, self._child = self._child, None  # whatever comes of the telling, it is told of once
        _, said = ended.communicate()
        self._tell(ended.returncode, said.strip())
        return _LOOK_S

    def _is_due(self, now_s: float) -> bool:
        if self._kept is not None and self._newest()["closings"] != self._kept["closings"]:
            return True
        return now_s >= self._due_s

    def _begin(self, now_s: float) -> None:
        self._kept, self._begun_s, self._due_s = self._newest(), now_s, now_s + self._every_s
        self._child = subprocess.Popen(
            self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def _newest(self) -> Row:
        return self._house.store.one("SELECT count(*) AS closings FROM day_closing")

    def _tell(self, code: int, said: str) -> None:
        store = self._house.store.path
        if code == 0:
            clear_damage(store)
            self._house.live.remove(f"health.{BOOKS}")
        elif code == _EXIT_DAMAGED:
            self._put(DAMAGED, said)
            mark_damaged(store, said)
        elif code == _EXIT_NO_MEDIUM:
            clear_damage(store)
            self._put(_NO_MEDIUM, said)
            self._due_s = min(self._due_s, self._clock.monotonic() + _MISSING_AGAIN_S)
        elif damage(self._house) is None:  # else they are damaged until they are proved
            self._put(_NO_BACKUP, said)
        self._house.ring()

    def _put(self, reason: str, said: str) -> None:
        self._health.put(BOOKS, Health(HealthState.TROUBLE, reason, said))

    def close(self) -> None:
        """A backup that is not whole is none: it may be broken off."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
