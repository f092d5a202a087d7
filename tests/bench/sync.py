"""How fast the journal reaches head office: real mosquitto, TLS, the real head office process, all in one run.

Times are told as ratios to something measured in the same run on the same machine: draining against appending, and the
way of one record (append, TLS, broker, commit at head office, answer, release) against a bare MQTT round trip.
"""

from __future__ import annotations

import queue
import socket
import ssl
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from paho.mqtt.client import Client, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.subscribeoptions import SubscribeOptions

from kiosk.headoffice.certificates import Identity
from kiosk.sync.settings import Pace
from kiosk.sync.worker import SyncState
from tests.bench.figures import Better, Figure
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
        broker = stack.enter_context(Broker(folder / "broker", ("headoffice", "headoffice-2")))
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
    with _echo(broker) as (near, answers):
        for _ in range(_SINGLES):
            begun = time.perf_counter()
            near.publish("kiosk/K98/up/echo", b"x" * 500, qos=1)
            answers.get(timeout=10)
            bare.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            kiosk.append(1, amount_fen=250)
            kiosk.wait_released(kiosk.journal.head()[0])
            ways.append(time.perf_counter() - begun)
    return statistics.median(bare), statistics.median(ways)


@contextmanager
def _echo(broker: Broker) -> Iterator[tuple[Client, queue.Queue[bytes]]]:
    """Two bare clients on the same broker, same TLS, same QoS: one sends, the other sends back."""
    answers: queue.Queue[bytes] = queue.Queue()
    far = _client(broker, broker.receiver("headoffice-2"), "kiosk/K98/up/echo")
    near = _client(broker, broker.kiosk("K98"), "kiosk/K98/down/echo")
    far.on_message = lambda client, _data, message: client.publish("kiosk/K98/down/echo", message.payload, qos=1)
    near.on_message = lambda _client, _data, message: answers.put(message.payload)
    try:
        yield near, answers
    finally:
        for client in (near, far):
            client.disconnect()
            client.loop_stop()


def _client(broker: Broker, identity: Identity, topic: str) -> Client:
    subscribed = threading.Event()
    client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv5)
    context = ssl.create_default_context(cafile=str(identity.ca_file))
    context.load_cert_chain(identity.cert_file, identity.key_file)
    client.tls_set_context(context)
    client.on_connect = lambda client, *_: client.subscribe(topic, options=SubscribeOptions(qos=1))
    client.on_subscribe = lambda *_: subscribed.set()
    client.on_socket_open = lambda _client, _data, sock: sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.connect(broker.host, broker.port)
    client.loop_start()
    assert subscribed.wait(timeout=10)
    return client


if __name__ == "__main__":
    for figure in measure():
        print(figure)
