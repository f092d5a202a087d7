"""Bad ports, as a technician meets them: the message names the device, what was tried, what came of it, what to do.

All commands of this file run at the same time, each a process of its own: most of their time they wait for answers.
"""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.hw_doubles.scripted_port import ScriptedPort

pytestmark = pytest.mark.real_time

_WITHIN_S = 60
_GENTLY = "sent AT 2 times, then end of data, DTR and break"
_LOCK = "import fcntl,os,sys; f=os.open(sys.argv[1], os.O_RDWR); fcntl.flock(f, fcntl.LOCK_EX); print(1, flush=True)"
_OPEN_AS_NOBODY = """
import os, sys
from kiosk.devices.serial_port import FlowControl, PortForbiddenError, SerialPort
if os.geteuid() == 0:
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
try:
    SerialPort(sys.argv[1], 115200, FlowControl.NONE)
except PortForbiddenError as error:
    print(error.detail)
"""


@contextmanager
def terminal(answer: Callable[[bytes], bytes]) -> Iterator[str]:
    """Something that is no modem and says what ``answer`` makes of what it hears."""
    master, slave = pty.openpty()
    tty.setraw(slave)

    def play() -> None:
        while octets := _read(master):
            os.write(master, answer(octets))

    player = threading.Thread(target=play, daemon=True)
    player.start()
    yield os.ttyname(slave)
    os.close(slave)
    player.join(5)
    os.close(master)


def _read(master: int) -> bytes:
    try:
        return os.read(master, 100)
    except OSError:  # the other end is closed
        return b""


@contextmanager
def locked() -> Iterator[str]:
    """A modem's port that another program has."""
    with terminal(lambda _: b"") as path:
        code = f"{_LOCK}; import signal; signal.pause()"
        other = subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE)
        assert other.stdout is not None and other.stdout.readline()
        yield path
        other.send_signal(signal.SIGTERM)
        other.wait()
        other.stdout.close()


def _start(*words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kiosk", "modem", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> dict[str, tuple[str, int, str]]:
    """What was said to each: the port, the exit code, stderr."""
    folder = tmp_path_factory.mktemp("ports")
    file, page = folder / "file", folder / "page.txt"
    file.write_text("no port")
    page.write_text("A page.")
    data_only = {"ATI": "DataOnly 56K", "AT+FCLASS=?": "0,8", "AT+FMI?": "!ERROR"}
    with ExitStack() as ports:
        silent = ports.enter_context(terminal(lambda _: b""))
        places = {
            "file": str(file),
            "folder": str(folder),
            "missing": str(folder / "ttyACM9"),
            "no terminal": "/dev/null",
            "not on USB": "usb:0572:1329:none",
            "no name": "usb:modem",
            "silent": silent,
            "echo": ports.enter_context(terminal(lambda octets: octets)),
            "noise": ports.enter_context(terminal(lambda _: b"\xfe\x81")),
            "locked": ports.enter_context(locked()),
            "data only": ports.enter_context(ScriptedPort("", data_only)).path,
        }
        begun = {kind: _start("identify", "--port", place) for kind, place in places.items()}
        send = ports.enter_context(ScriptedPort("", data_only)).path
        places["send"] = send
        begun["send"] = _start("send", "--port", send, "--to", "057188001234", str(page))
        ended = {kind: process.communicate(timeout=_WITHIN_S)[1] for kind, process in begun.items()}
    return {kind: (places[kind], begun[kind].returncode, text) for kind, text in ended.items()}


@pytest.mark.parametrize(
    ("kind", "tried", "answer", "remedy", "number"),
    [
        ("file", "looked at it", "a file, no character device", "give the modem's port", 2003),
        ("folder", "looked at it", "a folder, no character device", "give the modem's port", 2003),
        ("missing", "tried to open it", "No such file", "plug the modem in or correct the path", 2000),
        ("no terminal", "tried to open it", "Inappropriate ioctl", "give the modem's port", 2003),
        ("not on USB", "looked among the USB serial ports", "for usb:0572:1329:none", "plug the modem in", 2000),
        ("no name", "usb:modem", "no name of a USB device", "write usb:VID:PID", 2003),
        (
            "silent",
            _GENTLY,
            "nothing came back",
            "has the modem power",
            2010,
        ),
        (
            "echo",
            _GENTLY,
            "only our own words",
            "give the modem's port",
            2010,
        ),
        ("noise", _GENTLY, r"b'\xfe\x81", "give the modem's port", 2010),
        ("locked", "tried to open it for ourselves alone", "has it", "end that first", 2002),
        ("data only", "AT+FCLASS=?", "DataOnly 56K answered '0,8'", "a modem with fax class 1", 2011),
        ("send", "AT+FCLASS=?", "DataOnly 56K answered '0,8'", "a modem with fax class 1", 2011),
    ],
)
def test_the_message_names_the_device_what_was_tried_what_it_answered_and_what_to_do(
    said, kind, tried, answer, remedy, number
):
    port, code, text = said[kind]
    sentence, detail = text.strip().splitlines()[-2:]
    assert code == 1 and port in sentence and detail.startswith(port)
    assert tried in detail and answer in detail and remedy in detail and detail.endswith(f"[{number}]")


def test_the_program_that_has_the_port_is_named(said):
    assert re.search(r"python\S* \(\d+\)", said["locked"][2])


def test_a_port_that_this_user_may_not_use_is_told_with_its_rights_and_group():
    with terminal(lambda _: b"") as path:
        Path(path).chmod(0o000)
        run = subprocess.run(
            [sys.executable, "-c", _OPEN_AS_NOBODY, path], capture_output=True, text=True, check=True, timeout=_WITHIN_S
        )
        Path(path).chmod(0o060)
        group = subprocess.run(
            [sys.executable, "-c", _OPEN_AS_NOBODY, path], capture_output=True, text=True, check=True, timeout=_WITHIN_S
        )
    assert run.stdout.startswith(f"{path}: asked for reading and writing: its rights are c---------, group ")
    assert "allow its group to use it" in run.stdout
    assert re.search(r"add this user to the group \w+", group.stdout)
