"""The root of every error a person may be told about.

Owns the shape of an error: a catalogue key, its parameters, whether trying again can help, and a number that stays the
same for ever. Knows no sentence: the words are in ``kiosk/locale``. Each device and room declares its own subclasses
next to itself.
"""

from __future__ import annotations


class KioskError(Exception):
    """Something failed that a person or a technician must be told.

    ``message_key`` names the sentence in the catalogues; ``values`` fill its ``{placeholders}``; ``detail`` is the
    technical rest for log and technician (device, what was tried, what it answered), never shown to owners.
    """

    number: int = 1000
    message_key: str = "error.unexpected"
    retryable: bool = False

    def __init__(self, detail: str = "", **values: object) -> None:
        super().__init__(detail or self.message_key)
        self.detail = detail
        self.values = values
