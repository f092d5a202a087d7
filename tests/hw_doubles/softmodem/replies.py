"""How soon the DTE answers: from the modem's OK in a call to the next octet from the port.

Owns the stop-watch, in wall time as this process sees it, so that its own lateness is in the figure too. Knows no
protocol but that OK ends something after which Class 1 has the DTE speak: a frame that came or went, a silence, data.
Called by ``world.py``.
"""

from __future__ import annotations

_OK = b"OK\r\n"
_KEPT = 5_000
_WORDS = 12


class ReplyWatch:
    """``replies``: (milliseconds, what came) in calls, oldest first, at most 5000."""

    def __init__(self) -> None:
        self.replies: list[tuple[float, str]] = []
        self._asked_s: float | None = None
        self._tail = b""

    def said(self, octets: bytes, at_s: float) -> None:
        """The modem has said this, in lumps of any size."""
        self._tail = (self._tail + octets)[-len(_OK) :]
        if self._tail == _OK:
            self._asked_s = at_s

    def heard(self, octets: bytes, at_s: float, *, in_call: bool) -> None:
        """This came from the DTE. Between calls there is no hurry."""
        if self._asked_s is not None and in_call and len(self.replies) < _KEPT:
            words = octets.decode("ascii", "replace").strip()
            self.replies.append(((at_s - self._asked_s) * 1000, words[:_WORDS]))
        self._asked_s = None
