"""One time for a whole exchange over HTTP, however slowly the other side sends (K2).

A socket's own timeout is of each silence: who sends an octet now and then, of an answer's head too, would be waited for
without end. Owns that every reading of an answer waits for what is left of its time and no longer. Called by
``signed_http``.
"""

from __future__ import annotations

import io
import socket
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from kiosk.clock import Clock

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class WholeTime:
    """What is left of the exchange under way; ``begin`` it before each. A silence lasts ``silence_s`` at most."""

    def __init__(self, clock: Clock, whole_s: float, silence_s: float) -> None:
        self._clock, self._whole_s, self._silence_s = clock, whole_s, silence_s
        self._ends = 0.0

    def begin(self) -> None:
        """From now on."""
        self._ends = self._clock.monotonic() + self._whole_s

    def left_s(self) -> float:
        """So long the next octet may take. Raises TimeoutError when the time is over."""
        left = self._ends - self._clock.monotonic()
        if left <= 0:
            raise TimeoutError("the whole took too long")
        return min(left, self._silence_s)

    def answer(self, line: socket.socket, **said: Any) -> HTTPResponse:
        """An answer on ``line`` that is read within the time; in the place of http.client's own."""
        return HTTPResponse(_TimedLine(line, self), **said)  # type: ignore[arg-type]  # it asks for the file only


class _TimedLine:
    """As much of a socket as an answer asks for."""

    def __init__(self, line: socket.socket, time: WholeTime) -> None:
        self._line, self._time = line, time

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Its octets as they come."""
        return io.BufferedReader(_Reading(self._line, self._time))


class _Reading(io.RawIOBase):
    def __init__(self, line: socket.socket, time: WholeTime) -> None:
        self._line, self._time = line, time
        self._octets = line.makefile("rb", buffering=0)  # holds the line open as long as it is read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        self._line.settimeout(self._time.left_s())
        return self._octets.readinto(buffer)

    def close(self) -> None:
        self._octets.close()
        super().close()


class TimedAdapter(HTTPAdapter):
    """Connections whose answers are read within ``time``."""

    def __init__(self, time: WholeTime) -> None:
        self._time = time
        super().__init__()

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        """As the session has it, with these connections."""
        super().init_poolmanager(*given, **named)
        answer = self._time.answer

        class Plain(HTTPConnection):
            response_class = answer  # type: ignore[assignment]  # called as the class would be

        class Secured(HTTPSConnection):
            response_class = answer  # type: ignore[assignment]  # called as the class would be

        class Lines(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecuredLines(HTTPSConnectionPool):
            ConnectionCls = Secured

        self.poolmanager.pool_classes_by_scheme = {"http": Lines, "https": SecuredLines}
