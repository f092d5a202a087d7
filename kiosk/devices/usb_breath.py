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
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kiosk.devices.usb_power import node_of

_OCTETS = 4
_TO_HOST_STANDARD_DEVICE, _GET_DESCRIPTOR, _STRING_0 = 0x80, 0x06, 0x0300
# How Linux says that nobody answered (Documentation/driver-api/usb/error-codes): in time, or on the wire.
_NO_ANSWER = (errno.ETIMEDOUT, errno.ETIME, errno.EPROTO, errno.EILSEQ)


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
    """Through usbfs; ``carry_out`` puts a transfer to an open node, and raises OSError for what comes of it."""

    def __init__(
        self,
        devices: Path = Path("/sys/bus/usb/devices"),
        nodes: Path = Path("/dev/bus/usb"),
        carry_out: Callable[[int, _ControlTransfer], None] = _carry_out,
    ) -> None:
        self._devices = devices
        self._nodes = nodes
        self._carry_out = carry_out

    def breathes(self, location: str, patience_s: float) -> bool:
        room = ctypes.create_string_buffer(_OCTETS)
        asked = _TO_HOST_STANDARD_DEVICE, _GET_DESCRIPTOR, _STRING_0, 0, _OCTETS
        question = _ControlTransfer(*asked, round(patience_s * 1000), ctypes.addressof(room))
        node = os.open(node_of(location, self._devices, self._nodes), os.O_RDWR)
        try:
            self._carry_out(node, question)
        except OSError as error:
            if error.errno == errno.EPIPE:  # a stall: it has no strings, and says so
                return True
            if error.errno not in _NO_ANSWER:
                raise
            return False
        finally:
            os.close(node)
        return True
