"""A bare MQTT round trip: what the network, TLS and mosquitto cost without the house.

Owns two bare clients with QoS 1: one sends, the other sends back. Called by the figures of sync and of payment, which
are told as ratios to it. The broker must have been given a receiver called ``SECOND_RECEIVER``.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from paho.mqtt.client import Client, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.subscribeoptions import SubscribeOptions

from kiosk.headoffice.certificates import Identity
from tests.hw_doubles.broker import Broker

SECOND_RECEIVER = "headoffice-2"
_UP, _DOWN = "kiosk/K98/up/echo", "kiosk/K98/down/echo"
_LETTER = b"x" * 500


@contextmanager
def echo(broker: Broker) -> Iterator[Callable[[], float]]:
    """A function that makes one round trip and returns its seconds."""
    answers: queue.Queue[bytes] = queue.Queue()
    far = _client(broker, broker.receiver(SECOND_RECEIVER), _UP)
    near = _client(broker, broker.kiosk("K98"), _DOWN)
    far.on_message = lambda client, _data, message: client.publish(_DOWN, message.payload, qos=1)
    near.on_message = lambda _client, _data, message: answers.put(message.payload)

    def round_trip_s() -> float:
        begun = time.perf_counter()
        near.publish(_UP, _LETTER, qos=1)
        answers.get(timeout=10)
        return time.perf_counter() - begun

    try:
        yield round_trip_s
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
