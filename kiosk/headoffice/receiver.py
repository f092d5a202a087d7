"""One receiver: letters from the broker into the ledger, answers back only after the commit.

Owns the connection and the loop. Several receivers may run side by side on one database: the subscription is shared
(``$share``), and the ledger settles who was first. Confirms a letter to the broker (PUBACK) only when it is committed
too, and lets at most RECEIVE_MAXIMUM unconfirmed letters come: that bounds memory. Called by ``cli``.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from kiosk.headoffice.config import HeadOfficeConfig
from kiosk.headoffice.ledger import Ledger, Letter

_log = logging.getLogger(__name__)

RECEIVE_MAXIMUM = 64  # MQTT v5.0 3.1.2.11.3: letters on their way to us, unconfirmed
_TOGETHER = 32  # letters that share a commit when many kiosks speak at once
_KEEPALIVE_S = 20
_LOOK_S = 0.5  # how soon a stop is noticed
_JOURNALS = "$share/receivers/kiosk/+/up/journal"
_HEALTHS = "kiosk/+/up/health"  # not shared: retained letters are not delivered to shared subscriptions
_UP = "headoffice/up"


@dataclass(frozen=True)
class _Arrived:
    """A letter, and how to confirm it: ``mid`` is only good on the connection it came by."""

    letter: Letter
    connection: int
    mid: int
    qos: int


class Receiver:
    """``ready`` is called (in paho's thread) whenever the subscriptions stand: from then on nothing is missed."""

    def __init__(
        self, config: HeadOfficeConfig, ledger: Ledger, stop_event: threading.Event, ready: Callable[[], None]
    ) -> None:
        self._ledger = ledger
        self._stop = stop_event
        self._ready = ready
        self._arrived: queue.SimpleQueue[_Arrived] = queue.SimpleQueue()
        self._connection = 0
        self._client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv5, manual_ack=True)
        self._client.tls_set_context(_tls(config))
        self._client.reconnect_delay_set(min_delay=1, max_delay=10)
        self._client.on_socket_open = _send_at_once
        self._client.on_connect = self._on_connect
        self._client.on_subscribe = self._on_subscribe
        self._client.on_disconnect = self._on_disconnect
        self._client.on_message = self._on_message
        self._host, self._port = config.host, config.port

    def run(self) -> None:
        """Receive until the stop event is set. Database errors are raised: nothing is answered that is not kept."""
        self._client.connect_async(
            self._host, self._port, keepalive=_KEEPALIVE_S, clean_start=True, properties=_receive_maximum()
        )
        self._client.loop_start()
        try:
            while not self._stop.is_set():
                self._take(self._next())
        finally:
            self._client.disconnect()
            self._client.loop_stop()

    def _next(self) -> list[_Arrived]:
        """What has arrived, at most ``_TOGETHER`` letters; waits a little for the first."""
        arrived: list[_Arrived] = []
        with contextlib.suppress(queue.Empty):
            arrived.append(self._arrived.get(timeout=_LOOK_S))
            while len(arrived) < _TOGETHER:
                arrived.append(self._arrived.get_nowait())
        return arrived

    def _take(self, arrived: list[_Arrived]) -> None:
        journals = [item.letter for item in arrived if item.letter.topic.endswith("/journal")]
        answers = self._ledger.take(journals) if journals else []
        for kiosk_id, answer in answers:
            self._client.publish(f"kiosk/{kiosk_id}/down/ack", answer.encode(), qos=1)
        for item in arrived:
            if item.letter.topic.endswith("/health"):
                self._ledger.note_health(item.letter)
            if item.connection == self._connection:
                self._client.ack(item.mid, item.qos)

    # --- paho's thread: hand over, nothing else ---------------------------------------------------------------------

    def _on_connect(self, client: Client, _data: Any, _flags: ConnectFlags, reason: ReasonCode, _more: Any) -> None:
        if reason.is_failure:
            _log.error("the broker refuses this receiver: %s", reason)
            return
        self._connection += 1
        client.subscribe([(_JOURNALS, SubscribeOptions(qos=1)), (_HEALTHS, SubscribeOptions(qos=1))])

    def _on_subscribe(self, client: Client, _data: Any, _mid: int, reasons: list[ReasonCode], _more: Any) -> None:
        if any(reason.is_failure for reason in reasons):
            _log.error("the broker refuses the subscriptions: %s", reasons)
            return
        client.publish(_UP, b"{}", qos=1)  # kiosks whose letters died with our predecessor need not wait
        self._ready()

    def _on_disconnect(self, _client: Client, _data: Any, _flags: DisconnectFlags, reason: ReasonCode, _m: Any) -> None:
        _log.warning("connection to the broker ended: %s", reason)

    def _on_message(self, _client: Client, _data: Any, message: MQTTMessage) -> None:
        letter = Letter(message.topic, bytes(message.payload))
        self._arrived.put(_Arrived(letter, self._connection, message.mid, message.qos))


def _receive_maximum() -> Properties:
    typed: Callable[[int], Properties] = Properties  # paho's own constructor carries no types
    properties = typed(PacketTypes.CONNECT)
    properties.ReceiveMaximum = RECEIVE_MAXIMUM
    return properties


def _send_at_once(_client: Client, _data: Any, connection: object) -> None:
    """Answers are small: they shall not wait for the delayed ACK of the one before (Nagle)."""
    if isinstance(connection, socket.socket):  # always, but for what paho calls socket-like
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _tls(config: HeadOfficeConfig) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=str(config.ca_file))
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(config.cert_file, config.key_file)
    return context
