"""A socket between the kiosk and whom it asks; the power leaves it before a chosen octet, and what came before arrives.

Owns the passing on, and where in what request each octet stood. To cupsd, or a payment provider, a cut is what the
death of the core is: the line ends, wherever it was. Knows IPP only by the number of an operation (RFC 8011 5.4.15).
Called by ``printing_scenario`` and ``qr_scenario``.
"""

from __future__ import annotations

import selectors
import socket
import threading
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
_HEAD, _METHODS = "HTTP", (b"POST", b"GET")
_IPP_VERSIONS = (b"\x01\x01", b"\x02\x00", b"\x02\x01", b"\x02\x02")


class CutLine:
    """Leads to the socket ``server``; cut before octet number ``at`` (from 1; 0: never).

    For a socket in the file system it listens at ``path``; for one of TCP, host and port, at ``url``.
    """

    def __init__(self, path: Path, server: str | tuple[str, int], at: int = 0) -> None:
        self.path, self._server, self._at = str(path), server, at
        self._family = socket.AF_UNIX if isinstance(server, str) else socket.AF_INET
        self.octets = 0
        self.cut = threading.Event()
        self.asked: list[tuple[int, str]] = []  # after how many octets an operation began
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

    def requests(self) -> list[tuple[str, range]]:
        """Of an uncut run: each request's operation, and its octets from the first of its HTTP head."""
        begins = [began for began, _ in self.asked]
        ends = [*begins[1:], self.octets]
        return [(name, range(began + 1, end + 1)) for (began, name), end in zip(self.asked, ends, strict=True)]

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
                    elif key.fileobj in self._ways:
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
        if not words:
            for each in (speaker, heard):
                chosen.unregister(each)
                del self._ways[each]
                each.close()
            return
        if speaker in self._kiosks:
            words = self._counted(words)
        heard.sendall(words)

    def _counted(self, words: bytes) -> bytes:
        """What of it still gets through."""
        name = _operation(words)
        if self.asked and self.asked[-1][1] == _HEAD and name:
            self.asked[-1] = (self.asked[-1][0], name)  # its head came before it
        elif name or words.startswith(_METHODS):
            self.asked.append((self.octets, name or _HEAD))
        if self._at and self.octets + len(words) >= self._at:
            words = words[: self._at - 1 - self.octets]
            self.cut.set()
        self.octets += len(words)
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
