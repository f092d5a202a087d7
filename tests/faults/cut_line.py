"""A socket between the kiosk and whom it asks; the power leaves it before a chosen octet, and what came before arrives.

Owns the passing on, what was said either way, and in what request each octet stood. To cupsd, or a payment provider, a
cut is what the death of the core is: the line ends, wherever it was. Or the line alone breaks, and the core lives to
see it. Knows IPP only by the number of an operation (RFC 8011 5.4.15). Called by the scenarios of printing and codes.
"""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import TracebackType

_OPERATIONS = {
    0x0005: "Create-Job",
    0x0006: "Send-Document",
    0x0008: "Cancel-Job",
    0x000A: "Get-Jobs",
    0x000B: "Get-Printer-Attributes",
    0x4002: "CUPS-Get-Printers",
}
HEAD, _METHODS = "HTTP", (b"POST", b"GET")
_IPP_VERSIONS = (b"\x01\x01", b"\x02\x00", b"\x02\x01", b"\x02\x02")


@dataclass(frozen=True)
class Place:
    """Before octet ``octet`` (from 0) of request number ``request`` (from 1; 0: nowhere), or of what is ``answered``.

    ``breaks``: the line alone ends there, once, and the kiosk lives on.
    """

    request: int = 0
    octet: int = 0
    answered: bool = False
    breaks: bool = False


@dataclass(frozen=True)
class Stretch:
    """Octets of one request, or of its answer, by their number in it from 0: a cut before each has one ``outcome``."""

    octets: range
    outcome: str

    @property
    def ends(self) -> list[int]:
        """Its first and its last."""
        return sorted({self.octets[0], self.octets[-1]})


def stretches(octets: int, outcome: Callable[[int], str]) -> list[Stretch]:
    """Every cut before one of so many octets, neighbours with one outcome together."""
    found = []
    for name, same in groupby(range(octets), outcome):
        numbers = list(same)
        found.append(Stretch(range(numbers[0], numbers[-1] + 1), name))
    return found


@dataclass(frozen=True)
class Request:
    """Its number in the run, what it is, its octets from the first of its HTTP head, and those of its answer."""

    number: int
    name: str
    said: bytes
    heard: bytes


class CutLine:
    """Leads to the socket ``server``; ends at ``place``. ``begins`` is called before a request's first octet goes on.

    For a socket in the file system it listens at ``path``; for one of TCP, host and port, at ``url``.
    """

    def __init__(self, path: Path, server: str | tuple[str, int], place: Place | None = None) -> None:
        self.path, self._server, self._place = str(path), server, place or Place()
        self._family = socket.AF_UNIX if isinstance(server, str) else socket.AF_INET
        self._said, self._heard = bytearray(), bytearray()
        self.cut, self.reached = threading.Event(), threading.Event()
        self.begins: Callable[[], object] = lambda: None
        self._asked: list[tuple[str, int, int]] = []  # an operation, and what was said and heard before it
        self._ways: dict[socket.socket, socket.socket] = {}  # whoever speaks -> who hears it
        self._kiosks: set[socket.socket] = set()
        self._listener = socket.socket(self._family)
        self._ends, self._end = socket.socketpair()
        self._thread = threading.Thread(target=self._pass_on, daemon=True)

    def __enter__(self) -> CutLine:
        self._listener.bind(self.path if self._family is socket.AF_UNIX else ("127.0.0.1", 0))
        self._listener.listen()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end.close()
        self._thread.join()
        self._ends.close()

    @property
    def url(self) -> str:
        """Where it listens, over TCP."""
        host, port = self._listener.getsockname()
        return f"http://{host}:{port}"

    def requests(self) -> list[Request]:
        """Of an uncut run, in order."""
        ends = [*((said, heard) for _, said, heard in self._asked[1:]), (len(self._said), len(self._heard))]
        return [
            Request(number, name, bytes(self._said[said:said_end]), bytes(self._heard[heard:heard_end]))
            for number, ((name, said, heard), (said_end, heard_end)) in enumerate(
                zip(self._asked, ends, strict=True), 1
            )
        ]

    def _pass_on(self) -> None:
        with selectors.DefaultSelector() as chosen:
            for each in (self._listener, self._ends):
                chosen.register(each, selectors.EVENT_READ)
            while not self.cut.is_set():
                for key, _ in chosen.select():
                    if key.fileobj is self._ends:
                        self._hang_up()
                        return
                    if key.fileobj is self._listener:
                        self._meet(chosen)
                    elif key.fileobj in self._ways and not self.cut.is_set():
                        self._say(chosen, key.fileobj)
        self._hang_up()

    def _meet(self, chosen: selectors.BaseSelector) -> None:
        kiosk, spooler = self._listener.accept()[0], socket.socket(self._family)
        spooler.connect(self._server)
        self._kiosks.add(kiosk)
        for one, other in ((kiosk, spooler), (spooler, kiosk)):
            self._ways[one] = other
            chosen.register(one, selectors.EVENT_READ)

    def _say(self, chosen: selectors.BaseSelector, speaker: socket.socket) -> None:
        heard, words = self._ways[speaker], speaker.recv(65536)
        asks = speaker in self._kiosks
        if asks and words:
            self._note(words)
        passed = self._passed(words, answered=not asks)
        if passed:
            heard.sendall(passed)
        if not words or len(passed) < len(words):
            for each in (speaker, heard):
                chosen.unregister(each)
                del self._ways[each]
                each.close()

    def _note(self, words: bytes) -> None:
        """Whether a request begins here, and what it is."""
        name = _operation(words)
        if self._asked and self._asked[-1][0] == HEAD and name:
            self._asked[-1] = (name, *self._asked[-1][1:])  # its head came before it
        elif name or words.startswith(_METHODS):
            self._asked.append((name or HEAD, len(self._said), len(self._heard)))
            self.begins()

    def _passed(self, words: bytes, *, answered: bool) -> bytes:
        """What of it still gets through."""
        way, place = self._heard if answered else self._said, self._place
        if len(self._asked) == place.request > 0 and place.answered is answered and not self.reached.is_set():
            _, said, heard = self._asked[-1]
            rest = place.octet - (len(way) - (heard if answered else said))
            if rest < len(words):
                words = words[:rest]
                self.reached.set()
                if not place.breaks:
                    self.cut.set()
        way += words
        return words

    def _hang_up(self) -> None:
        for each in (self._listener, *self._ways):
            each.close()


def _operation(words: bytes) -> str:
    """The operation that begins in these words, if one does: behind HTTP's head or not, in a chunk or not."""
    body = words.partition(b"\r\n\r\n")[2] if words.startswith(_METHODS) else words
    for start in (body, body.partition(b"\r\n")[2]):
        if start[:2] in _IPP_VERSIONS:
            number = int.from_bytes(start[2:4])
            return _OPERATIONS.get(number, f"operation {number:#06x}")
    return ""
