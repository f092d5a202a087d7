"""The line to cupsd: one libcups connection a thread, and its failures in the house's words.

Owns connecting, reconnecting and the errors of a spooler as such (2100, 2101). Knows no job and no paper. Called by
``cups_printer.py`` and ``cups_queue.py``.
"""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import cups

from kiosk.devices.errors import DeviceError

Answer = TypeVar("Answer")
Attributes = Mapping[str, Any]  # what an IPP response holds is known only when it is there

IPP_PORT = 631  # RFC 8010 5
_PATIENCE_S = 5.0

# RFC 8011 B.1.5: internal error and service unavailable are what libcups makes of a broken line; all else is an answer.
_NO_ANSWER = (cups.IPP_INTERNAL_ERROR, cups.IPP_SERVICE_UNAVAILABLE)


class SpoolerUnreachableError(DeviceError):
    """cupsd does not answer."""

    number = 2100
    message_key = "error.printer.spooler"
    retryable = True


class QueueMissingError(DeviceError):
    """cupsd knows no queue of that name."""

    number = 2101
    message_key = "error.printer.queue"
    retryable = True  # once a technician has made it


class SpoolerLine:
    """``server`` is cupsd's Unix socket path or its host name. Any thread may ask; each has its own connection."""

    def __init__(self, server: str) -> None:
        self.server = server
        self._mine = threading.local()  # libcups connections may not be shared between threads

    def ask(self, question: Callable[[cups.Connection], Answer]) -> Answer:
        """Put an idempotent question, a second time if the connection had gone stale (cupsd restarted).

        Raises SpoolerUnreachableError; ``cups.IPPError`` when cupsd understood and refused.
        """
        try:
            return self.tell(question)
        except SpoolerUnreachableError:
            return self.tell(question)

    def tell(self, order: Callable[[cups.Connection], Answer]) -> Answer:
        """Give an order once: after SpoolerUnreachableError it is not known whether it was carried out."""
        try:
            return order(self._connection())
        except cups.IPPError as error:
            self._hang_up()
            if error.args[0] not in _NO_ANSWER:
                raise
            raise SpoolerUnreachableError(f"{self.server}: {error}", device=self.server) from error
        except (cups.HTTPError, RuntimeError, OSError) as error:
            self._hang_up()
            raise SpoolerUnreachableError(f"{self.server}: {error}", device=self.server) from error

    def queue(self, name: str) -> Attributes:
        """State, message, reasons, device and model of a queue. Raises QueueMissingError, SpoolerUnreachableError.

        Read from the list of all queues, of which a kiosk has two: pycups 2.0.4 leaks a kilobyte each time it is asked
        for the attributes of one (its issue 44), and the state is asked for all day long.
        """
        try:
            queues: dict[str, Attributes] = self.ask(lambda line: line.getPrinters())
            return queues[name]
        except (KeyError, cups.IPPError) as error:
            raise QueueMissingError(f"{name}: {error}", device=name) from error

    def formats(self, queue: str) -> Sequence[str]:
        """MIME types that a queue takes; for each job once, see ``queue``. Raises as that does."""
        wanted = "document-format-supported"
        try:
            attributes: Attributes = self.ask(
                lambda line: line.getPrinterAttributes(queue, requested_attributes=[wanted])
            )
        except cups.IPPError as error:
            raise QueueMissingError(f"{queue}: {error}", device=queue) from error
        return tuple(attributes.get(wanted) or ())

    def description(self, name: str) -> bytes | None:
        """The PPD by which cupsd knows the printer of a queue, None without one. Raises SpoolerUnreachableError.

        Not by libcups: given a socket's path, it goes for the file to port 631 of localhost all the same.
        """
        line = _Web(self.server)
        try:
            line.request("GET", f"/printers/{name}.ppd")
            answer = line.getresponse()
            return answer.read() if answer.status == http.client.OK else None
        except (http.client.HTTPException, OSError) as error:
            raise SpoolerUnreachableError(f"{self.server}: {error}", device=self.server) from error
        finally:
            line.close()

    def _connection(self) -> cups.Connection:
        if getattr(self._mine, "line", None) is None:
            self._mine.line = cups.Connection(host=self.server)
        return self._mine.line

    def _hang_up(self) -> None:
        self._mine.line = None


class _Web(http.client.HTTPConnection):
    """HTTP to cupsd, by its Unix socket or over the net."""

    default_port = IPP_PORT

    def __init__(self, server: str) -> None:
        self._path = server if server.startswith("/") else ""
        super().__init__("localhost" if self._path else server, timeout=_PATIENCE_S)

    def connect(self) -> None:
        if not self._path:
            super().connect()
            return
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(_PATIENCE_S)
        self.sock.connect(self._path)


def lacks_description(attributes: Attributes) -> bool:
    """Whether a queue has no PPD: cupsd would call anything sent there "completed" (field notes)."""
    return "Raw Printer" in str(attributes.get("printer-make-and-model", "Raw Printer"))


def takes_raster(attributes: Attributes, formats: Sequence[str]) -> bool:
    """Whether PWG raster reaches the printer of a queue as it is.

    cupsd itself has described it (IPP Everywhere), and lists the format among those it can deliver there.
    """
    everywhere = "IPP Everywhere" in str(attributes.get("printer-make-and-model", ""))
    return everywhere and "image/pwg-raster" in formats
