"""C4, G3: a spooler names no more than so many jobs at once; the newest is found, and not printed again."""

from __future__ import annotations

import http.server
import socketserver
import struct
import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kiosk.devices.cups_printer import CupsPrinter
from kiosk.devices.print_media import ROLL_80
from kiosk.devices.protocols import PrintState, PrintStatus

_NAMED_AT_ONCE = 500  # by cupsd 2.4.2 to 2.4.10, the oldest first
_INTEGER, _ENUM, _NAME, _CHARSET, _LANGUAGE = 0x21, 0x23, 0x42, 0x47, 0x48  # RFC 8010 3.5.2
_OPERATION_GROUP, _JOB_GROUP, _END = b"\x01", b"\x02", b"\x03"
_CANCELED = 7


def attribute(tag: int, name: str, value: str | int) -> bytes:
    octets = struct.pack(">i", value) if isinstance(value, int) else value.encode()
    return struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(octets)) + octets


class Spooler(http.server.BaseHTTPRequestHandler):
    """Answers every question for jobs: ``jobs`` of them, all taken back before they were begun."""

    protocol_version = "HTTP/1.1"
    jobs = 0

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        first = asked.partition(b"first-job-id\x00\x04")[2][:4]
        named = range(int.from_bytes(first) if first else 1, self.jobs + 1)[:_NAMED_AT_ONCE]
        words = b"\x02\x00\x00\x00" + asked[4:8] + _OPERATION_GROUP
        words += attribute(_CHARSET, "attributes-charset", "utf-8")
        words += attribute(_LANGUAGE, "attributes-natural-language", "en")
        words += b"".join(map(self.job, () if b"not-completed" in asked else named)) + _END
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/ipp")
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def job(self, number: int) -> bytes:
        said = attribute(_INTEGER, "job-id", number) + attribute(_NAME, "job-name", f"receipt-{number}")
        return _JOB_GROUP + said + attribute(_ENUM, "job-state", _CANCELED)

    def log_request(self, *_: object) -> None:
        """Nobody wants to know."""


class Listener(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


@pytest.fixture
def socket_path() -> Iterator[str]:
    """Short, for a socket's path is."""
    with TemporaryDirectory() as folder:
        yield str(Path(folder) / "cups")


@pytest.mark.parametrize("jobs", [1, _NAMED_AT_ONCE, _NAMED_AT_ONCE + 1, 3 * _NAMED_AT_ONCE])
def test_c4_the_newest_job_is_found_however_long_the_history_is(socket_path: str, jobs: int) -> None:
    class Long(Spooler):
        pass

    Long.jobs = jobs
    with Listener(socket_path, Long) as listener:
        threading.Thread(target=listener.serve_forever, args=(0.01,), daemon=True).start()
        printer = CupsPrinter(socket_path, "receipt", ROLL_80)
        assert printer.status(f"receipt-{jobs}") == PrintStatus(PrintState.FAILED, "job-canceled")
        assert printer.status(f"receipt-{jobs + 1}") is None
        listener.shutdown()
