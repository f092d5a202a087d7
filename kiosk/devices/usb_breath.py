"""Asking a USB device whether it lives, without a word to the modem in it: no octet, no line of the port moves (K2).

Owns the one question: the list of its languages (string descriptor 0, USB 2.0 9.4.3), which the device's own program
must fetch, as ``lsusb`` asks it at any time. Knows no modem: a device is named by where it hangs. Called in
``life_watch.py``'s thread. The kiosk's user may do this where ``deploy/udev`` allows it.

No answer proves that the device's controller runs no more. An answer proves only that its USB part runs: on a stick of
one chip that is the processor that runs the modem, on a serial converter it is another.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kiosk.clock import Clock, SystemClock
from kiosk.devices.usb_power import node_of

_OCTETS = 4
_TO_HOST_STANDARD_DEVICE, _GET_DESCRIPTOR, _STRING_0 = 0x80, 0x06, 0x0300
# How Linux says that nothing came that could be read (Documentation/driver-api/usb/error-codes). Unlike ETIMEDOUT that
# is said at once: a motor starting beside the cable is no death, so the question is put again until its time is over.
_DISTURBED = (errno.ETIME, errno.EPROTO, errno.EILSEQ)
_REST_S = 0.2


class UsbBreath(Protocol):
    """The question."""

    def breathes(self, location: str, patience_s: float) -> bool:
        """Whether the device at ``location`` (``1-1.2`` or ``1-1.2:1.0``) answers at all, within ``patience_s``.

        Raises OSError where it cannot be asked (rights, no such device).
        """
        ...


class _ControlTransfer(ctypes.Structure):
    """``struct usbdevfs_ctrltransfer`` of linux/usbdevice_fs.h."""

    _fields_ = (
        ("request_type", ctypes.c_uint8),
        ("request", ctypes.c_uint8),
        ("value", ctypes.c_uint16),
        ("index", ctypes.c_uint16),
        ("length", ctypes.c_uint16),
        ("timeout_ms", ctypes.c_uint32),
        ("data", ctypes.c_void_p),
    )


# _IOWR('U', 0, struct usbdevfs_ctrltransfer)
_USBDEVFS_CONTROL = 3 << 30 | ctypes.sizeof(_ControlTransfer) << 16 | ord("U") << 8


def _carry_out(node: int, transfer: _ControlTransfer) -> None:
    fcntl.ioctl(node, _USBDEVFS_CONTROL, transfer)


class SystemUsbBreath:
    """Through usbfs; ``carry_out`` puts a transfer to an open node, and raises OSError for what comes of it. ``rest``
    takes the seconds between two questions."""

    def __init__(
        self,
        devices: Path = Path("/sys/bus/usb/devices"),
        nodes: Path = Path("/dev/bus/usb"),
        carry_out: Callable[[int, _ControlTransfer], None] = _carry_out,
        clock: Clock | None = None,
        rest: Callable[[float], object] | None = None,
    ) -> None:
        self._devices = devices
        self._nodes = nodes
        self._carry_out = carry_out
        self._clock = clock or SystemClock()
        self._rest = rest or threading.Event().wait

    def breathes(self, location: str, patience_s: float) -> bool:
        node = os.open(node_of(location, self._devices, self._nodes), os.O_RDWR)
        try:
            end_s = self._clock.monotonic() + patience_s
            while (left_s := end_s - self._clock.monotonic()) > 0:
                trouble = self._trouble(node, left_s)
                if trouble not in _DISTURBED:
                    return trouble != errno.ETIMEDOUT
                self._rest(min(_REST_S, left_s))
        finally:
            os.close(node)
        return False

    def _trouble(self, node: int, patience_s: float) -> int | None:
        """Ask once: the error that says that nobody answered, or None. Raises OSError where it cannot be asked."""
        room = ctypes.create_string_buffer(_OCTETS)
        asked = _TO_HOST_STANDARD_DEVICE, _GET_DESCRIPTOR, _STRING_0, 0, _OCTETS
        timeout_ms = max(1, round(patience_s * 1000))  # 0 would be for ever
        try:
            self._carry_out(node, _ControlTransfer(*asked, timeout_ms, ctypes.addressof(room)))
        except OSError as error:
            if error.errno == errno.EPIPE:  # a stall: it has no strings, and says so
                return None
            if error.errno not in (errno.ETIMEDOUT, *_DISTURBED):
                raise
            return error.errno
        return None
