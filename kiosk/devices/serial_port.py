"""A serial port that is read and written without waiting, and the truth about why it cannot be.

Owns opening (exclusively), flow control, DTR and break, and the errors of ports. A pseudo-terminal or a USB stick may
have no modem signals: those acts then do nothing. Knows no modem. Called by ``class1_line.py`` and its neighbours.
"""

from __future__ import annotations

import errno
import grp
import os
import select
import stat
import termios
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

import serial

from kiosk.devices.errors import DeviceError
from kiosk.devices.port_users import users_of

_READ_OCTETS = 4096
_BREAK_S = 0.3


class FlowControl(StrEnum):
    """How a modem says "enough for now"."""

    RTS_CTS = "rts/cts"
    XON_XOFF = "xon/xoff"
    NONE = "none"


class PortMissingError(DeviceError):
    """There is nothing at the path: not plugged in, or another name."""

    number = 2000
    message_key = "line.port_missing"
    retryable = True


class PortForbiddenError(DeviceError):
    """The port exists, and this user may not use it (group dialout)."""

    number = 2001
    message_key = "line.port_forbidden"


class PortInUseError(DeviceError):
    """Another program has the port."""

    number = 2002
    message_key = "line.port_in_use"
    retryable = True


class NotASerialPortError(DeviceError):
    """The path is a file, a folder or some other device."""

    number = 2003
    message_key = "line.port_not_serial"


class PortLostError(DeviceError):
    """The port vanished while it was open: unplugged."""

    number = 2004
    message_key = "line.port_lost"
    retryable = True


class SerialPort:
    """One open port. Every method may raise PortLostError."""

    def __init__(self, path: str, baud: int, flow: FlowControl) -> None:
        """Open exclusively. Raises PortMissingError, PortForbiddenError, PortInUseError, NotASerialPortError."""
        self.path = path
        self._flow = flow
        self._heeding = False
        self._promised = False  # ``wait`` has said that there is something to read
        _check(path)
        try:
            self._serial = serial.Serial(
                path, baud, timeout=0, write_timeout=0, rtscts=flow is FlowControl.RTS_CTS, exclusive=True
            )
        except (OSError, serial.SerialException) as error:
            raise _why_not(path, error) from error

    def read(self) -> bytes:
        """What has come in, at most 4096 octets; empty if nothing has."""
        promised, self._promised = self._promised, False
        try:
            octets = os.read(self._serial.fileno(), _READ_OCTETS)
        except BlockingIOError:
            return b""
        except (OSError, serial.SerialException) as error:
            raise self._lost("read", error) from error
        if promised and not octets:  # how a terminal whose other end is gone shows itself (a hang-up reads as an end)
            raise self._lost("read", EOFError("the port has ended"))
        return octets

    def write(self, octets: bytes) -> int:
        """Hand over as much as the port takes now; returns how many octets."""
        try:
            return os.write(self._serial.fileno(), octets)
        except BlockingIOError:
            return 0
        except (OSError, serial.SerialException) as error:
            raise self._lost("write", error) from error

    def wait(self, seconds: float, *, to_write: bool = False) -> bool:
        """Wait until there is something to read (or room to write); whether there is something to read."""
        try:
            descriptor = self._serial.fileno()
            readable, _, _ = select.select([descriptor], [descriptor] if to_write else [], [], max(0.0, seconds))
        except (OSError, ValueError, serial.SerialException) as error:
            raise self._lost("wait", error) from error
        self._promised = bool(readable)
        return self._promised

    def adopt(self, baud: int, flow: FlowControl) -> None:
        """The modem is known now: its own speed and flow control."""
        self._flow = flow
        self._set_up(baudrate=baud, rtscts=flow is FlowControl.RTS_CTS)

    def heed_xon_xoff(self, heed: bool) -> None:
        """XON and XOFF mean flow control only while page data go out: elsewhere they are data."""
        if self._flow is FlowControl.XON_XOFF and heed is not self._heeding:
            self._heeding = heed
            self._set_up(xonxoff=heed)

    def forget_output(self) -> None:
        """Drop what the system still holds for the modem."""
        try:
            self._serial.reset_output_buffer()
        except (OSError, serial.SerialException) as error:
            raise self._lost("flush", error) from error

    @property
    def holds_output(self) -> bool:
        """Whether the system still holds octets that the modem has not taken."""
        try:
            return bool(self._serial.out_waiting)
        except (OSError, serial.SerialException):
            return False  # gone, or it cannot tell

    def lower_dtr(self, lowered: bool) -> bool:
        """DTR off or on; False where the port has no such signal (a pseudo-terminal, some USB sticks)."""
        try:
            self._serial.dtr = not lowered
        except (OSError, serial.SerialException):
            return False
        return True

    def send_break(self) -> bool:
        """A break of 0.3 s; False where the port cannot, or while it still holds what the modem does not take.

        A break waits for what is to go out before it, in Linux without any limit: a USB modem that is dead never takes
        anything, and what it was given cannot be called back (seen with the cdc-acm driver, Linux 6.1).
        """
        if self.holds_output:
            return False
        try:
            self._serial.send_break(_BREAK_S)
        except (OSError, serial.SerialException):
            return False
        return True

    def close(self) -> None:
        """Give it back. What the system still holds for a modem that hangs is dropped: Linux would wait 30 s for it to
        go out. A USB driver keeps what it has taken; there it does wait, unless the device was reset before."""
        with suppress(OSError, serial.SerialException, termios.error):
            self._serial.reset_output_buffer()
        self._serial.close()

    def _set_up(self, **settings: object) -> None:
        try:
            self._serial.apply_settings(settings)
        except (OSError, serial.SerialException, termios.error) as error:
            raise self._lost("set up", error) from error

    def _lost(self, act: str, error: Exception) -> PortLostError:
        return PortLostError(f"{self.path}: {act} failed: {error}", device=self.path)


def _check(path: str) -> None:
    """Refuse early, with the true reason, what pyserial would fail on with a vague one."""
    try:
        status = Path(path).stat()
    except OSError as error:
        raise _why_not(path, error) from error
    if not stat.S_ISCHR(status.st_mode):
        kind = "folder" if stat.S_ISDIR(status.st_mode) else "file"
        raise NotASerialPortError(
            f"{path}: looked at it: a {kind}, no character device: give the modem's port, as /dev/ttyACM0", device=path
        )
    if not os.access(path, os.R_OK | os.W_OK):
        raise _forbidden(path, "asked for reading and writing", status)


def _why_not(path: str, error: Exception) -> DeviceError:
    number = getattr(error, "errno", None)
    tried = f"{path}: tried to open it for ourselves alone: {error}"
    match number:
        case errno.ENOENT | errno.ENOTDIR | errno.ENXIO | errno.ENODEV:
            return PortMissingError(f"{tried}: plug the modem in or correct the path", device=path)
        case errno.EACCES | errno.EPERM:
            return _forbidden(path, f"tried to open it: {error}", None)
        case errno.EAGAIN | errno.EBUSY:
            users = ", ".join(users_of(path)) or "another program"
            return PortInUseError(f"{tried}: {users} has it: end that first", device=path)
        case errno.EIO:
            return PortLostError(f"{tried}: it has just gone: plug the modem in again", device=path)
        case _:
            return NotASerialPortError(f"{tried}: not a serial port: give the modem's port", device=path)


def _forbidden(path: str, tried: str, status: os.stat_result | None) -> PortForbiddenError:
    if status is None:
        return PortForbiddenError(f"{path}: {tried}: let this user use it (group dialout)", device=path)
    mode, group = stat.filemode(status.st_mode), _group_name(status.st_gid)
    remedy = f"add this user to the group {group}" if status.st_mode & 0o060 == 0o060 else "allow its group to use it"
    return PortForbiddenError(f"{path}: {tried}: its rights are {mode}, group {group}: {remedy}", device=path)


def _group_name(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
