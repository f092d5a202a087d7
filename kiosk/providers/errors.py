"""What can go wrong with a payment provider: it surely refused, or nothing is known.

Owns the two kinds, which are the second and third value of every request. Numbers 2700-2709. Knows no provider.
"""

from __future__ import annotations

from kiosk.errors import KioskError


class ProviderError(KioskError):
    """A request to a payment provider came to nothing. ``reason`` is a reason of the device's health."""

    number = 2700
    message_key = "error.qr_provider"
    retryable = True

    def __init__(self, detail: str = "", *, reason: str) -> None:
        super().__init__(detail)
        self.reason = reason


class ProviderSilentError(ProviderError):
    """No answer, or none that can be read: whether the request was carried out is unknown."""

    number = 2701


class ProviderUntrustedError(ProviderSilentError):
    """An answer without a signature that holds: it is nobody's, so nothing is known."""

    number = 2702


class ProviderRefusedError(ProviderError):
    """A signed refusal: the request was surely not carried out."""

    number = 2703
    retryable = False
