"""What ails a printer, in IPP's keywords: asked at the printer itself, because an idle queue's state goes stale.

Owns the reading of ``printer-state-reasons`` (RFC 8011 5.4.12). Knows no job. Called by ``cups_printer.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from kiosk.devices.cups_line import Attributes
from kiosk.devices.ipp_question import NoAnswerError, ask

_ANSWERS_S = 1.0  # a printer on the counter's own network answers in milliseconds or is off
_PRINTER_STOPPED = 5  # RFC 8011 5.4.11

# What keeps paper from coming out, most telling first: a person mends the first and looks again.
BLOCKING = (
    "offline",
    "shutdown",
    "media-jam",
    "media-empty",
    "cover-open",
    "door-open",
    "interlock-open",
    "input-tray-missing",
    "output-area-full",
    "output-tray-missing",
    "toner-empty",
    "marker-supply-empty",
    "fuser-over-temp",
    "paused",
)
_SAME_AS = {"media-needed": "media-empty", "timed-out": "offline"}
WARNINGS = ("media-low", "toner-low", "marker-supply-low", "output-area-almost-full")
_SEVERITIES = ("-error", "-warning", "-report")  # RFC 8011 5.4.12


@dataclass(frozen=True)
class Trouble:
    """``reason`` is an IPP keyword without its severity, or empty; ``blocking`` says that nothing can come out."""

    reason: str = ""
    blocking: bool = False

    @property
    def offline(self) -> bool:
        """Unplugged, off, or its cable is out."""
        return self.reason in ("offline", "shutdown")


def read_reasons(reasons: list[str], stopped: bool = False) -> Trouble:
    """The most telling of ``printer-state-reasons``; a printer that has stopped without saying why is ``other``."""
    plain = {_plain(reason) for reason in reasons}
    for keyword in BLOCKING:
        if keyword in plain:
            return Trouble(keyword, blocking=True)
    if stopped:
        return Trouble("other", blocking=True)
    return next((Trouble(keyword) for keyword in WARNINGS if keyword in plain), Trouble())


def printer_trouble(queue: Attributes) -> Trouble:
    """Trouble of the printer behind a queue, given ``device-uri``, ``printer-state``, ``printer-state-reasons``.

    A queue stopped by hand comes first: the printer may be well, but nothing will reach it.
    """
    if queue["printer-state"] == _PRINTER_STOPPED:
        return read_reasons(_listed(queue), stopped=True)
    if urlsplit(queue["device-uri"]).scheme not in ("ipp", "ipps"):
        return read_reasons(_listed(queue))  # a cable without a return channel: the backend's word is all there is
    return _ask_printer(queue["device-uri"])


def _ask_printer(uri: str) -> Trouble:
    try:
        answer = ask(uri, ("printer-state", "printer-state-reasons"), _ANSWERS_S)
    except NoAnswerError:
        return Trouble("offline", blocking=True)
    reasons = [str(reason) for reason in answer.get("printer-state-reasons", [])]
    return read_reasons(reasons, stopped=answer.get("printer-state") == [_PRINTER_STOPPED])


def _listed(attributes: Attributes) -> list[str]:
    reasons = attributes.get("printer-state-reasons", [])
    return [reasons] if isinstance(reasons, str) else list(reasons)


def _plain(reason: str) -> str:
    for severity in _SEVERITIES:
        reason = reason.removesuffix(severity)
    return _SAME_AS.get(reason, reason)
