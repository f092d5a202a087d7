"""USB devices: known again by what they are, restarted by where they hang (K2)."""

from __future__ import annotations

import ctypes
import errno
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.clock import TurnedClock
from kiosk.devices.port_users import users_of
from kiosk.devices.usb_breath import SystemUsbBreath
from kiosk.devices.usb_ports import SystemUsbPorts, UsbIdentity, UsbPort, read_identity
from kiosk.devices.usb_power import SystemUsbPower


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("usb:0572:1329", UsbIdentity(0x0572, 0x1329)),
        ("USB:0BAF:0303:A:1", UsbIdentity(0x0BAF, 0x0303, "A:1")),
        ("usb:572:1329", None),
        ("/dev/ttyACM0", None),
    ],
)
def test_a_usb_name_is_read(name, identity):
    assert read_identity(name) == identity


def test_an_identity_covers_the_same_device_and_any_serial_number_where_it_names_none():
    stick = UsbIdentity(0x0572, 0x1329, "A")
    assert stick.covers(stick) and UsbIdentity(0x0572, 0x1329).covers(stick)
    assert not stick.covers(UsbIdentity(0x0572, 0x1329, "B")) and not stick.covers(UsbIdentity(0x0572, 0x1340, "A"))
    assert read_identity(str(stick)) == stick


def test_the_interface_is_what_stands_behind_the_socket():
    assert UsbPort("/dev/ttyACM0", UsbIdentity(1, 2), "1-1.2:1.2").interface == "1.2"
    assert UsbPort("/dev/ttyUSB0", UsbIdentity(1, 2), "1-1.2").interface == ""


def test_the_ports_of_this_machine_all_have_an_identity():
    assert all(port.path.startswith("/dev/") and port.identity.vendor for port in SystemUsbPorts().ports())


# ---- power, on a folder that looks like sysfs ----


class Sysfs:
    """A hub ``1-1`` with a device in its port 2, as files."""

    def __init__(self, folder: Path, *, switched_hub: bool) -> None:
        self.devices, self.nodes = folder / "devices", folder / "nodes"
        device = self.devices / "1-1.2"
        device.mkdir(parents=True)
        for name, value in (("busnum", "1\n"), ("devnum", "7\n"), ("authorized", "1\n")):
            (device / name).write_text(value)
        self.authorized = device / "authorized"
        (self.nodes / "001").mkdir(parents=True)
        self.node = self.nodes / "001" / "007"
        self.node.write_text("")
        self.port = self.devices / "1-1:1.0" / "1-1-port2"
        self.root_port = self.devices / "1-0:1.0" / "usb1-port1"
        for port in (self.port, self.root_port) if switched_hub else ():
            port.mkdir(parents=True)
            (port / "disable").write_text("0")
        self.power = SystemUsbPower(self.devices, self.nodes)

    def cycle(self, location: str, watched: Path) -> list[str]:
        """What stands in ``watched`` one second after the power went off, and when it is on again."""
        seen: list[str] = []
        look = threading.Timer(1.0, lambda: seen.append(watched.read_text()))
        look.start()
        self.power.cycle(location)
        look.join()
        return [*seen, watched.read_text()]


def test_power_is_switched_at_the_hubs_port_where_the_kernel_can(tmp_path):
    sysfs = Sysfs(tmp_path, switched_hub=True)
    assert sysfs.cycle("1-1.2:1.0", sysfs.port / "disable") == ["1", "0"]
    assert sysfs.authorized.read_text() == "1\n"


def test_a_device_in_the_machines_own_socket_hangs_on_the_root_hub(tmp_path):
    sysfs = Sysfs(tmp_path, switched_hub=True)
    assert sysfs.cycle("1-1", sysfs.root_port / "disable") == ["1", "0"]


def test_elsewhere_the_device_loses_its_authorization_and_gets_it_back(tmp_path):
    sysfs = Sysfs(tmp_path, switched_hub=False)
    assert sysfs.cycle("1-1.2:1.0", sysfs.authorized) == ["0", "1"]


def test_a_device_that_is_not_there_cannot_be_switched(tmp_path):
    sysfs = Sysfs(tmp_path, switched_hub=False)
    with pytest.raises(OSError, match=r"1-1\.3"):
        sysfs.power.cycle(
            "1-1.3",
        )
    with pytest.raises(OSError, match=r"1-1\.3"):
        sysfs.power.reset("1-1.3")


def test_a_reset_goes_to_the_devices_own_node(tmp_path):
    """A plain file knows no USBDEVFS_RESET: that it is asked for it shows that the node was found."""
    sysfs = Sysfs(tmp_path, switched_hub=False)
    with pytest.raises(OSError) as refused:
        sysfs.power.reset("1-1.2:1.0")
    assert refused.value.errno == errno.ENOTTY
    sysfs.node.unlink()
    with pytest.raises(FileNotFoundError, match="001/007"):
        sysfs.power.reset("1-1.2:1.0")


# ---- whether a device lives ----


@pytest.mark.parametrize(
    ("comes_of_it", "lives"),
    [
        (None, True),
        (errno.EPIPE, True),  # it has no strings, and says so
        (errno.ETIMEDOUT, False),
    ],
)
def test_a_device_that_answers_anything_lives_and_one_that_answers_nothing_does_not(tmp_path, comes_of_it, lives):
    asked: list[tuple[int, ...]] = []

    def carry_out(node: int, transfer: ctypes.Structure) -> None:
        asked.append((transfer.request_type, transfer.request, transfer.value, transfer.length, transfer.timeout_ms))
        if comes_of_it is not None:
            raise OSError(comes_of_it, os.strerror(comes_of_it))

    sysfs = Sysfs(tmp_path, switched_hub=False)
    breath = SystemUsbBreath(sysfs.devices, sysfs.nodes, carry_out)
    assert breath.breathes("1-1.2:1.0", 0.7) is lives
    assert asked == [(0x80, 6, 0x0300, 4, 700)], "a standard question of chapter 9, to the device itself"


@pytest.mark.parametrize("disturbance", [errno.EPROTO, errno.EILSEQ, errno.ETIME])
@pytest.mark.parametrize(("lasts_s", "lives"), [(3.0, True), (60.0, False)])
def test_a_disturbed_cable_is_no_death_of_the_device_unless_it_lasts(tmp_path, disturbance, lasts_s, lives):
    """Linux tells of it at once: two questions would be over in three seconds, and with them a living call."""
    clock, asked_s = TurnedClock(datetime(2026, 11, 18, tzinfo=UTC)), []
    begun_s = clock.monotonic()

    def carry_out(node: int, transfer: ctypes.Structure) -> None:
        asked_s.append(clock.monotonic() - begun_s)
        assert 0 < transfer.timeout_ms <= (5.0 - asked_s[-1]) * 1000 + 2
        if asked_s[-1] < lasts_s:
            raise OSError(disturbance, os.strerror(disturbance))

    sysfs = Sysfs(tmp_path, switched_hub=False)
    breath = SystemUsbBreath(sysfs.devices, sysfs.nodes, carry_out, clock, clock.turn)
    assert breath.breathes("1-1.2:1.0", 5.0) is lives
    assert len(asked_s) <= 26 and (clock.monotonic() - begun_s == pytest.approx(3.0 if lives else 5.0, abs=0.25))


def test_a_device_that_cannot_be_asked_is_not_taken_for_dead(tmp_path):
    """A plain file knows no USBDEVFS_CONTROL: that it is asked for it shows that the node was found."""
    sysfs = Sysfs(tmp_path, switched_hub=False)
    breath = SystemUsbBreath(sysfs.devices, sysfs.nodes)
    with pytest.raises(OSError) as refused:
        breath.breathes("1-1.2:1.0", 1.0)
    assert refused.value.errno == errno.ENOTTY
    with pytest.raises(FileNotFoundError, match=r"1-1\.3"):
        breath.breathes("1-1.3", 1.0)


# ---- who has a port open ----


def test_the_users_of_a_port_are_read_from_proc(tmp_path):
    port, proc = tmp_path / "ttyACM0", tmp_path / "proc"
    port.write_text("")
    for number, name, opened in ((12, "minicom", port), (13, "bash", tmp_path), (os.getpid(), "kiosk", port)):
        (proc / str(number) / "fd").mkdir(parents=True)
        (proc / str(number) / "fd" / "3").symlink_to(opened)
        (proc / str(number) / "comm").write_text(f"{name}\n")
    (proc / "14").mkdir()  # another user's
    link = tmp_path / "modem"
    link.symlink_to(port)
    assert users_of(str(link), proc) == ("minicom (12)",)
