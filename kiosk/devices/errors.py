"""The root of what can go wrong with equipment.

Owns ``DeviceError``, the one class that says "a device is broken, missing or not ours to use". Knows no device: each
driver declares its own subclasses in its own file, with its own block of numbers. Raised by the drivers, caught by the
core's workers, shown to the technician.

Numbers of errors, stable for ever: 2000-2099 fax line, 2100-2199 printers, 2200-2299 light and buttons, 2300-2399
scanner, 2400-2499 storage sticks, 2500-2599 cash acceptor.
"""

from __future__ import annotations

from kiosk.errors import KioskError


class DeviceError(KioskError):
    """A device cannot do its work. ``detail`` tells which device, what was tried and what it answered.

    ``values`` always hold ``device`` (a path or a name), so that every sentence in the catalogues can name it.
    """

    number = 2999
    message_key = "error.device"

    def __init__(self, detail: str = "", *, device: str, **values: object) -> None:
        super().__init__(detail, device=device, **values)
        self.device = device
