"""The wire to the broker: MQTT v5 over TLS with a client certificate, by paho.

Owns one connection at a time and the translation of paho's callbacks into events. A callback runs in paho's network
thread and only hands an event over: no store, no decision, no lock. Knows nothing of records, timers or retries: each
``open`` is a fresh client, so nothing half-sent of an earlier connection is ever repeated behind the courier's back.
Called by ``worker``; made by ``kiosk/app.py``.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from kiosk.errors import KioskError
from kiosk.sync.messages import HEADOFFICE_UP, Letter, topic
from kiosk.sync.settings import SyncSettings

_INFLIGHT = 20  # more than window_batches, so that paho never queues


class LinkError(KioskError):
    """The broker cannot be reached or will not have us."""

    number = 6001
    message_key = "error.sync.link"
    retryable = True


@dataclass(frozen=True)
class LinkUp:
    """Connected and subscribed."""


@dataclass(frozen=True)
class LinkDown:
    """The connection has ended or was refused; ``reason`` is MQTT's or TLS's word for it."""

    reason: str


@dataclass(frozen=True)
class AnswerCame:
    """Octets on our ``down/ack``."""

    payload: bytes


@dataclass(frozen=True)
class PublishForbidden:
    """The broker answered a publish with reason code 135 or another refusal."""

    reason: str


@dataclass(frozen=True)
class HeadOfficeUp:
    """A receiver at head office has just come up."""


LinkEvent = LinkUp | LinkDown | AnswerCame | PublishForbidden | HeadOfficeUp
HandOver = Callable[[LinkEvent], None]


class Link(Protocol):
    """What the worker asks of a connection. ``hand_over`` may be called from any thread."""

    def open(self, will: bytes, hand_over: HandOver) -> None:
        """Connect; LinkUp or LinkDown follows. Blocks for the TCP and TLS handshake at most. Raises LinkError."""
        ...

    def send_journal(self, payload: bytes) -> None: ...

    def send_health(self, payload: bytes) -> None: ...

    def close(self) -> None:
        """End the connection; no event of it comes after this. The broker then publishes the will."""
        ...


class BrokerLink:
    """Link over paho-mqtt."""

    def __init__(self, settings: SyncSettings) -> None:
        self._settings = settings
        self._connection: _Connection | None = None

    def open(self, will: bytes, hand_over: HandOver) -> None:
        self.close()
        self._connection = _Connection(self._settings, will, hand_over)
        self._connection.start()

    def send_journal(self, payload: bytes) -> None:
        self._publish(Letter.JOURNAL, payload, retain=False)

    def send_health(self, payload: bytes) -> None:
        self._publish(Letter.HEALTH, payload, retain=True)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.stop()

    def _publish(self, letter: Letter, payload: bytes, retain: bool) -> None:
        if self._connection is not None:
            where = topic(self._settings.kiosk_id, letter)
            self._connection.client.publish(where, payload, qos=1, retain=retain)


class _Connection:
    """One paho client from CONNECT to its end."""

    def __init__(self, settings: SyncSettings, will: bytes, hand_over: HandOver) -> None:
        self._settings = settings
        self._hand_over = hand_over
        self._ended = False
        self.client = Client(
            CallbackAPIVersion.VERSION2, settings.kiosk_id, protocol=MQTTv5, reconnect_on_failure=False
        )
        self.client.connect_timeout = settings.connect_timeout_s
        self.client.max_inflight_messages_set(_INFLIGHT)  # must be set before connect
        self.client.will_set(topic(settings.kiosk_id, Letter.HEALTH), will, qos=1, retain=True)
        self.client.on_socket_open = _send_at_once
        self.client.on_connect = self._on_connect
        self.client.on_subscribe = self._on_subscribe
        self.client.on_disconnect = self._on_disconnect
        self.client.on_message = self._on_message
        self.client.on_publish = self._on_publish

    def start(self) -> None:
        try:
            self.client.tls_set_context(_tls(self._settings))
            self.client.connect(
                self._settings.host, self._settings.port, keepalive=self._settings.keepalive_s, clean_start=True
            )
        except OSError as error:  # refused, unreachable, timed out, and every ssl.SSLError
            self._ended = True
            raise LinkError(f"{self._settings.host}:{self._settings.port}: {error}") from error
        self.client.loop_start()

    def stop(self) -> None:
        """MQTT v5.0 3.14.2.1: reason 4 makes the broker publish the will, as if we had fallen off the line."""
        self._ended = True
        self.client.disconnect(ReasonCode(PacketTypes.DISCONNECT, "Disconnect with will message"))
        self.client.loop_stop()

    def _tell(self, event: LinkEvent) -> None:
        if not self._ended:
            self._hand_over(event)

    def _on_connect(self, client: Client, _data: Any, _flags: ConnectFlags, reason: ReasonCode, _more: Any) -> None:
        if reason.is_failure:
            self._tell(LinkDown(str(reason)))
            return
        once = SubscribeOptions(qos=1)
        client.subscribe([(topic(self._settings.kiosk_id, Letter.ACK), once), (HEADOFFICE_UP, once)])

    def _on_subscribe(self, client: Client, _data: Any, _mid: int, reasons: list[ReasonCode], _more: Any) -> None:
        refused = [str(reason) for reason in reasons if reason.is_failure]
        self._tell(LinkDown(refused[0]) if refused else LinkUp())

    def _on_disconnect(self, _client: Client, _data: Any, _flags: DisconnectFlags, reason: ReasonCode, _m: Any) -> None:
        self._tell(LinkDown(str(reason)))

    def _on_message(self, _client: Client, _data: Any, message: MQTTMessage) -> None:
        if message.topic != HEADOFFICE_UP:
            self._tell(AnswerCame(bytes(message.payload)))
        elif not message.retain:  # a retained one is old news, delivered at every subscription
            self._tell(HeadOfficeUp())

    def _on_publish(self, _client: Client, _data: Any, _mid: int, reason: ReasonCode, _more: Properties) -> None:
        if reason.is_failure:
            self._tell(PublishForbidden(f"{reason} ({reason.value})"))


def _send_at_once(_client: Client, _data: Any, connection: object) -> None:
    """Without this a letter waits for the delayed ACK of the one before: 45 ms instead of 5 for one record."""
    if isinstance(connection, socket.socket):  # always, but for what paho calls socket-like
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _tls(settings: SyncSettings) -> ssl.SSLContext:
    """TLS 1.2 or later, the estate's own authority only, the broker's name checked, our certificate shown."""
    context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=str(settings.ca_file))
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(settings.cert_file, settings.key_file)
    return context
