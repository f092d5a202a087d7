"""How fast the journal reaches head office: real mosquitto, TLS, the real head office process, all in one run.

Times are told as ratios to something measured in the same run on the same machine: draining against appending, and the
way of one record (append, TLS, broker, commit at head office, answer, release) against a bare MQTT round trip.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

from kiosk.sync.settings import Pace
from kiosk.sync.worker import SyncState
from tests.bench.figures import Better, Figure
from tests.bench.mqtt_echo import SECOND_RECEIVER, echo
from tests.hw_doubles.broker import Broker
from tests.hw_doubles.headoffice import HeadOfficeProcess
from tests.hw_doubles.sync_kiosk import SyncKiosk

_STEPS = 500
_BACKLOG = 10_000
_SINGLES = 100


class _Watched(SyncKiosk):
    """A kiosk that wakes whoever waits for a release, instead of being polled."""

    def __init__(self, folder: Path, broker: Broker) -> None:
        super().__init__(folder, broker, "K01", Pace())
        self._changed = threading.Condition()

    def _note(self, state: SyncState) -> None:
        with self._changed:
            super()._note(state)
            self._changed.notify_all()

    def wait_released(self, seq: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.state is not None and self.state.acked >= seq, timeout=120)


def measure() -> list[Figure]:
    """The figures of sync."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        broker = stack.enter_context(Broker(folder / "broker", ("headoffice", SECOND_RECEIVER)))
        stack.enter_context(HeadOfficeProcess(folder / "office", broker))
        kiosk = _Watched(folder / "kiosk", broker)
        appended = _append_rate(kiosk)
        drained = _drain_rate(kiosk)
        bare_s, way_s = _round_trips(broker, kiosk)
        kiosk.stop()
        kiosk.store.close()
    return [
        Figure("sync.drained_per_appended", round(drained / appended, 2), "ratio", 1.0, Better.HIGHER),
        Figure("sync.drained", round(drained), "records/s", None, Better.HIGHER),
        Figure("sync.append_to_acknowledged", round(way_s * 1000, 2), "ms", None),
        Figure("sync.append_to_acknowledged_per_mqtt_round_trip", round(way_s / bare_s, 2), "ratio", 12.0),
    ]


def _append_rate(kiosk: SyncKiosk) -> float:
    """Records a second when each is a business step of its own, as on the counter."""
    begun = time.perf_counter()
    for number in range(_STEPS):
        with kiosk.store.step():
            kiosk.journal.append("payment.taken", {"number": number, "amount_fen": 250})
    return _STEPS / (time.perf_counter() - begun)


def _drain_rate(kiosk: _Watched) -> float:
    """Records a second from a cold start of the worker to the last release."""
    with kiosk.store.step():
        for number in range(_BACKLOG):
            kiosk.journal.append("payment.taken", {"number": number, "amount_fen": 250})
    begun = time.perf_counter()
    kiosk.start()
    kiosk.wait_released(kiosk.journal.head()[0])
    return (_STEPS + _BACKLOG) / (time.perf_counter() - begun)


def _round_trips(broker: Broker, kiosk: _Watched) -> tuple[float, float]:
    """Median seconds of a bare round trip and of a record's whole way, taken in turns."""
    bare, ways = [], []
    with echo(broker) as round_trip_s:
        for _ in range(_SINGLES):
            bare.append(round_trip_s())
            begun = time.perf_counter()
            kiosk.append(1, amount_fen=250)
            kiosk.wait_released(kiosk.journal.head()[0])
            ways.append(time.perf_counter() - begun)
    return statistics.median(bare), statistics.median(ways)


if __name__ == "__main__":
    for figure in measure():
        print(figure)
