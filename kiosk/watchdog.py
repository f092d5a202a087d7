"""The word to systemd that we live (sd_notify(3)): a datagram to the socket it named, nothing without systemd."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping


class Watchdog:
    """Tells systemd "ready" once and "alive" again and again; silent when nobody asked."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        address = environ.get("NOTIFY_SOCKET", "")
        # sd_notify(3): a leading @ stands for the abstract namespace's NUL.
        self._address = "\0" + address[1:] if address.startswith("@") else address

    def ready(self) -> None:
        """The start is over."""
        self._tell("READY=1")

    def alive(self) -> None:
        """Everything still turns."""
        self._tell("WATCHDOG=1")

    def _tell(self, word: str) -> None:
        if self._address:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
                notify.sendto(word.encode(), self._address)
