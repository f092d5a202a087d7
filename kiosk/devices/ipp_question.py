"""A printer's own word on its state, by one IPP question over HTTP (RFC 8010, RFC 8011 4.2.5).

Owns the octets of that question and of its answer. libcups is not asked: its Python binding leaks some hundred octets
with every such answer (pycups 2.0.4, issue 44), and the state is asked for every few seconds, for years. Knows no
trouble and no queue. Called by ``ipp_reasons.py``.
"""

from __future__ import annotations

import http.client
import ssl
import struct
from collections.abc import Iterator, Sequence
from urllib.parse import SplitResult, urlsplit

IPP_PORT = 631  # RFC 8010 4
_VERSION, _GET_PRINTER_ATTRIBUTES, _REQUEST = 0x0200, 0x000B, 1
_OPERATION_GROUP, _END = 0x01, 0x03  # RFC 8010 3.5.1
_LAST_GROUP = 0x0F
_INTEGER, _ENUM = 0x21, 0x23  # RFC 8010 3.5.2
_KEYWORD, _URI, _CHARSET, _LANGUAGE = 0x44, 0x45, 0x47, 0x48
_LAST_SUCCESS = 0x00FF  # RFC 8011 B.1.2

Value = int | str
Answer = dict[str, list[Value]]


class NoAnswerError(Exception):
    """The printer is off, speaks no IPP, or refuses; never leaves ``ipp_reasons.py``."""


def ask(uri: str, wanted: Sequence[str], timeout_s: float) -> Answer:
    """The attributes ``wanted`` of the printer at ``uri`` (ipp, ipps) by their names. Raises NoAnswerError."""
    where = urlsplit(uri)
    line = _line(where, timeout_s)
    try:
        line.request("POST", where.path or "/", question(uri, wanted), {"Content-Type": "application/ipp"})
        return answer(line.getresponse().read())
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswerError(f"{uri}: {error}") from error
    finally:
        line.close()


def _line(where: SplitResult, timeout_s: float) -> http.client.HTTPConnection:
    host, port = where.hostname or "localhost", where.port or IPP_PORT
    if where.scheme != "ipps":
        return http.client.HTTPConnection(host, port, timeout=timeout_s)
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # a printer signs its certificate itself
    return http.client.HTTPSConnection(host, port, timeout=timeout_s, context=context)


def question(uri: str, wanted: Sequence[str]) -> bytes:
    """Get-Printer-Attributes."""
    attributes = (
        _attribute(_CHARSET, "attributes-charset", ["utf-8"]),
        _attribute(_LANGUAGE, "attributes-natural-language", ["en"]),
        _attribute(_URI, "printer-uri", [uri]),
        _attribute(_KEYWORD, "requested-attributes", wanted),
    )
    head = struct.pack(">HHI", _VERSION, _GET_PRINTER_ATTRIBUTES, _REQUEST)
    return head + bytes([_OPERATION_GROUP]) + b"".join(attributes) + bytes([_END])


def _attribute(tag: int, name: str, values: Sequence[str]) -> bytes:
    """Of several values only the first has the name (RFC 8010 3.1.5)."""
    names = (name, *("" for _ in values[1:]))
    return b"".join(bytes([tag]) + _counted(name) + _counted(value) for name, value in zip(names, values, strict=True))


def _counted(text: str) -> bytes:
    octets = text.encode()
    return struct.pack(">H", len(octets)) + octets


def answer(octets: bytes) -> Answer:
    """What a response says: numbers and words; other kinds of values are left out. Raises NoAnswerError."""
    try:
        (status,) = struct.unpack_from(">H", octets, 2)
        if status > _LAST_SUCCESS:
            raise NoAnswerError(f"status {status:#06x}")
        found: Answer = {}
        for name, value in _values(octets):
            found.setdefault(name, []).append(value)
        return found
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise NoAnswerError(f"no IPP: {error}") from error


def _values(octets: bytes) -> Iterator[tuple[str, Value]]:
    at, name = 8, ""
    while (tag := octets[at]) != _END:
        at += 1
        if tag <= _LAST_GROUP:
            continue
        named, at = _text(octets, at)
        value, at = _text(octets, at)
        name = named.decode() or name
        if tag in (_INTEGER, _ENUM):
            yield name, int.from_bytes(value, signed=True)
        elif tag == _KEYWORD:
            yield name, value.decode()


def _text(octets: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", octets, at)
    end = at + 2 + length
    if end > len(octets):
        raise IndexError("cut off")
    return octets[at + 2 : end], end
