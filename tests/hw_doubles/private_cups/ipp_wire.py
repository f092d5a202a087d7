"""The few IPP requests that the double itself sends to its simulated printers (RFC 8010 encoding).

Owns nothing of the driver under test: the driver speaks through CUPS and libcups, the double through this. Called by
``ipp_printer.py`` (front panel, half a job) and ``paper.py`` (was this job cancelled?).
"""

from __future__ import annotations

import http.client
import re
import struct

PANEL_TYPE = "application/vnd.cups-command"
PRINT_JOB, CREATE_JOB, CANCEL_JOB = 0x0002, 0x0005, 0x0008
GET_JOB_ATTRIBUTES, GET_JOBS, GET_PRINTER_ATTRIBUTES = 0x0009, 0x000A, 0x000B
_OPERATION_GROUP, _END = 0x01, 0x03
_HELD = 4
_CHARSET, _LANGUAGE, _URI, _KEYWORD, _NAME, _MIME, _INTEGER = 0x47, 0x48, 0x45, 0x44, 0x42, 0x49, 0x21


def _attribute(tag: int, name: str, value: str | int) -> bytes:
    coded = struct.pack(">i", value) if isinstance(value, int) else value.encode()
    return struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(coded)) + coded


def _ask(port: int, operation: int, attributes: bytes, document: bytes = b"") -> bytes:
    head = struct.pack(">BBHI", 2, 0, operation, 1) + bytes([_OPERATION_GROUP])
    head += _attribute(_CHARSET, "attributes-charset", "utf-8")
    head += _attribute(_LANGUAGE, "attributes-natural-language", "en")
    head += _attribute(_URI, "printer-uri", f"ipp://localhost:{port}/ipp/print")
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        body = head + attributes + bytes([_END]) + document
        line.request("POST", "/ipp/print", body, {"Content-Type": "application/ipp"})
        return line.getresponse().read()
    finally:
        line.close()


def printer_reasons(port: int) -> list[str]:
    """``printer-state-reasons`` of the printer at ``port``, without severity. Raises OSError when it is off."""
    answer = _ask(port, GET_PRINTER_ATTRIBUTES, _attribute(_KEYWORD, "requested-attributes", "printer-state-reasons"))
    return [re.sub("-(error|warning|report)$", "", word) for word in _keywords(answer, "printer-state-reasons")]


def printer_is_idle(port: int) -> bool:
    """Whether the printer has nothing in hand (``printer-state`` 3, RFC 8011 5.4.11)."""
    answer = _ask(port, GET_PRINTER_ATTRIBUTES, _attribute(_KEYWORD, "requested-attributes", "printer-state"))
    return _values(answer, "printer-state") == [struct.pack(">i", 3)]


def job_reasons(port: int, job_id: int) -> list[str]:
    """``job-state-reasons`` of one job; ``processing-to-stop-point`` once somebody has cancelled it."""
    wanted = _attribute(_INTEGER, "job-id", job_id) + _attribute(_KEYWORD, "requested-attributes", "job-state-reasons")
    return _keywords(_ask(port, GET_JOB_ATTRIBUTES, wanted), "job-state-reasons")


def create_job(port: int) -> None:
    """As a backend that dies before it sends the document."""
    _ask(port, CREATE_JOB, _attribute(_NAME, "requesting-user-name", "nobody"))


def give_up_half_jobs(port: int) -> int:
    """End the jobs that were made and whose document has not come (``job-state`` 4, held); how many there were."""
    wanted = _attribute(_KEYWORD, "requested-attributes", "job-id") + _attribute(_KEYWORD, "", "job-state")
    answer = _ask(port, GET_JOBS, wanted)
    jobs = zip(_values(answer, "job-id"), _values(answer, "job-state"), strict=True)
    half = [struct.unpack(">i", job)[0] for job, state in jobs if struct.unpack(">i", state)[0] == _HELD]
    for job in half:
        _ask(port, CANCEL_JOB, _attribute(_INTEGER, "job-id", job))
    return len(half)


def press_panel(port: int, words: str) -> bool:
    """Send ``words`` (``STATE:`` lines) as a job that is said aloud, not printed; False if the printer is busy."""
    what = _attribute(_NAME, "requesting-user-name", "panel") + _attribute(_NAME, "job-name", "front-panel")
    what += _attribute(_MIME, "document-format", PANEL_TYPE)
    status = struct.unpack_from(">H", _ask(port, PRINT_JOB, what, words.encode()), 2)[0]
    return bool(status < 0x0100)


def _keywords(answer: bytes, name: str) -> list[str]:
    return [value.decode() for value in _values(answer, name)]


def _values(answer: bytes, name: str) -> list[bytes]:
    """All values of the attribute ``name`` in a response (RFC 8010 3.1.4: further values have no name)."""
    found: list[bytes] = []
    at, current = 8, ""
    while at < len(answer) and answer[at] != _END:
        at += 1
        if answer[at - 1] < 0x10:  # a group delimiter
            continue
        name_octets, at = _counted(answer, at)
        value, at = _counted(answer, at)
        current = name_octets.decode() or current
        if current == name:
            found.append(value)
    return found


def _counted(answer: bytes, at: int) -> tuple[bytes, int]:
    """Octets led by their number, and where the next thing begins."""
    size = struct.unpack_from(">H", answer, at)[0]
    return answer[at + 2 : at + 2 + size], at + 2 + size
