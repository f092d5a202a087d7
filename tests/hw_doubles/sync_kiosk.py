"""The syncing part of a kiosk for tests: the real journal, the real worker in its thread, the real link.

Owns a store in a folder and one worker thread. ``SyncKioskProcess`` runs the same worker in a process of its own, on
the same store, to be killed without warning.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

from kiosk.clock import SystemClock
from kiosk.store.database import Store
from kiosk.store.journal import Journal
from kiosk.store.schema import migrate
from kiosk.sync.link import BrokerLink
from kiosk.sync.settings import Pace, SyncSettings
from kiosk.sync.worker import SyncState, SyncWorker
from tests.hw_doubles.broker import Broker
from tests.hw_doubles.processes import spawn, stop, until

QUICK = Pace(answer_timeout_s=1.0, backoff_first_s=0.2, backoff_max_s=1.0, look_s=0.2)


class SyncKiosk:
    """``with SyncKiosk(folder, broker, "K01") as kiosk:`` a worker that runs; ``journal`` appends as the desk does."""

    def __init__(
        self,
        folder: Path,
        broker: Broker,
        kiosk_id: str = "K01",
        pace: Pace = QUICK,
        store: str = "kiosk.sqlite3",
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        files = broker.kiosk(kiosk_id)
        self.settings = SyncSettings(
            kiosk_id, broker.host, broker.port, files.ca_file, files.cert_file, files.key_file, pace=pace
        )
        self.store = Store(folder / store)
        migrate(self.store)
        self.journal = Journal(self.store, SystemClock())
        self.state: SyncState | None = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> SyncKiosk:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        self.store.close()

    def start(self) -> None:
        """A fresh worker on the same journal, as after a restart."""
        self._stop = threading.Event()
        link = BrokerLink(self.settings)
        self.worker = SyncWorker(self.journal, link, SystemClock(), self._stop, self._note, pace=self.settings.pace)
        self._thread = threading.Thread(target=self.worker.run, name="sync")
        self._thread.start()

    def stop(self) -> None:
        """End the worker, if one runs."""
        if self._thread is None:
            return
        self._stop.set()
        self.worker.wake()
        self._thread.join(timeout=20)
        assert not self._thread.is_alive()
        self._thread = None

    def append(self, count: int, kind: str = "payment.taken", **body: object) -> None:
        """``count`` records in one step, then the doorbell."""
        with self.store.step():
            for number in range(count):
                self.journal.append(kind, {"number": number, **body})
        self.worker.wake()

    def until_released(self, deadline_s: float = 30.0) -> None:
        """Until head office has answered for everything in the journal."""
        head = self.journal.head()[0]
        until(lambda: self.journal.acked() >= head, f"records up to {head} released, {self.state}", deadline_s)

    def _note(self, state: SyncState) -> None:
        self.state = state


class SyncKioskProcess:
    """The worker of ``kiosk`` (whose own thread must not run) in a process that can be killed with SIGKILL."""

    def __init__(self, kiosk: SyncKiosk) -> None:
        self._kiosk = kiosk
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        given = self._kiosk.settings
        words = [given.kiosk_id, given.host, given.port, given.ca_file, given.cert_file, given.key_file]
        command = [sys.executable, "-m", "tests.hw_doubles.sync_kiosk", str(self._kiosk.store.path), *map(str, words)]
        log = self._kiosk.store.path.with_name("worker.log")
        self._process = spawn(command, log, cwd=Path(__file__).resolve().parents[2])

    def kill(self) -> None:
        stop(self._process, signal.SIGKILL)


def main(path: str, kiosk_id: str, host: str, port: str, ca_file: str, cert_file: str, key_file: str) -> None:
    """Sync the store at ``path`` until killed."""
    journal = Journal(Store(Path(path)), SystemClock())
    settings = SyncSettings(kiosk_id, host, int(port), Path(ca_file), Path(cert_file), Path(key_file), pace=QUICK)
    link = BrokerLink(settings)
    SyncWorker(journal, link, SystemClock(), threading.Event(), lambda state: None, pace=QUICK).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
