"""Notifications of a payment provider: a knock at the door and nothing more (G2, K5).

Owns the listener. A notification may come late, twice, not at all, or say what is not so; so nothing it says is read.
If its signature holds and is fresh, whoever listens is told that something has happened, and asks. Knows no order. Made
by ``kiosk/core_app.py``, where a site leads the provider's notifications to the kiosk; without, the kiosk asks as well.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import TCPServer

from kiosk.clock import Clock
from kiosk.providers.errors import ProviderError
from kiosk.providers.signed_http import Merchant, fresh, holds

_MOST_OCTETS = 64 << 10
_PATIENCE_S = 3.0


class KnockListener:
    """Listens at ``address``, one request at a time, until ``close``. Raises ProviderError when it cannot.

    ``patience_s``: of a whole request; who drips holds up the next one no longer.
    """

    def __init__(
        self,
        address: tuple[str, int],
        merchant: Merchant,
        clock: Clock,
        knocked: Callable[[], None],
        patience_s: float = _PATIENCE_S,
    ) -> None:
        try:
            self._server = _Server(address, _Request)
        except OSError as error:
            raise ProviderError(f"{address[0]}:{address[1]}: {error}", reason="provider-listener") from error
        self._server.merchant, self._server.clock, self._server.knocked = merchant, clock, knocked
        self._server.patience_s = patience_s
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.2,), name="qr_knock", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_port)

    def close(self) -> None:
        """Listen no longer."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(_PATIENCE_S)


class _Server(HTTPServer):
    merchant: Merchant
    clock: Clock
    knocked: Callable[[], None]
    patience_s: float

    def server_bind(self) -> None:
        """HTTPServer's own asks DNS for this machine's name, which nobody wants here, and for which a core that starts
        without a network would wait."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever broke off has said nothing."""


class _Request(BaseHTTPRequestHandler):
    server: _Server

    def handle(self) -> None:
        """A time-out of the socket is one of each octet: this is one of the whole."""
        cut = threading.Timer(self.server.patience_s, self._cut_off)
        cut.start()
        try:
            super().handle()
        finally:
            cut.cancel()

    def _cut_off(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        """Whoever asks leaves no lines in the log: there may be many."""

    def _notified(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length) > _MOST_OCTETS:
            self.send_error(400)
            return
        octets = self.rfile.read(int(length))
        said = {name.title(): value for name, value in self.headers.items()}  # a proxy may write them small
        if not holds(self.server.merchant, said, octets) or not fresh(self.server.clock, said):
            self.send_error(401)
            return
        self.server.knocked()
        self.send_response(204)  # or it would be said again for a day
        self.end_headers()

    do_POST = _notified  # noqa: N815 (the name is http.server's)
