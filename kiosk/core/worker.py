"""A worker: one thread for one device, woken by the bell, mended when it breaks (K2).

Owns the thread and its rhythm. A worker's ``turn`` does what is to be done now and says when to look again. Knows no
device. Called by ``kiosk.core.process``.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

_log = logging.getLogger(__name__)
_MEND_FIRST_S, _MEND_LONGEST_S = 1.0, 60.0


class Turn(Protocol):
    """What a worker does."""

    name: str

    def turn(self) -> float:
        """Do what is due; returns the seconds after which to look again even if nobody rings."""
        ...

    def close(self) -> None:
        """Leave the device at rest."""
        ...


class Worker:
    """Runs a ``Turn`` in a thread of its own until ``stop``.

    ``on_mended`` is told of the first good turn after a defect, and of the first of all: an earlier life of the core
    may have ended with one.
    """

    def __init__(
        self, work: Turn, on_defect: Callable[[str, BaseException], None], on_mended: Callable[[str], None]
    ) -> None:
        self._work = work
        self._on_defect = on_defect
        self._on_mended = on_mended
        self._awake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=work.name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """There may be something to do."""
        self._awake.set()

    @property
    def alive(self) -> bool:
        """Whether the thread still runs."""
        return self._thread.is_alive()

    def ask_to_stop(self) -> None:
        """End after the present turn."""
        self._stop.set()
        self._awake.set()

    def join(self, timeout: float) -> None:
        """Wait for the end, at most ``timeout`` seconds."""
        self._thread.join(timeout)

    def _run(self) -> None:
        mend_s, well = _MEND_FIRST_S, False
        while not self._stop.is_set():
            self._awake.clear()
            try:
                pause_s = self._work.turn()
                if not well:
                    self._on_mended(self._work.name)
                mend_s, well = _MEND_FIRST_S, True
            # The one place where a defect is survived: a broken receipt worker must not end a fax call (K2). It is
            # reported as the device's trouble, written to the log with its trace, and tried again ever more slowly.
            except Exception as error:  # noqa: BLE001
                well = False
                _log.exception("worker %s broke and is started anew in %.0f s", self._work.name, mend_s)
                self._on_defect(self._work.name, error)
                self._stop.wait(mend_s)  # whoever rings: telling of the trouble rings too
                mend_s = min(mend_s * 2, _MEND_LONGEST_S)
            else:
                self._awake.wait(pause_s)
        self._work.close()
