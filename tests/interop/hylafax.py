"""HylaFAX, the fax server that the field measures itself by: every coding, error correction, Class 1.

It must be started as root, becomes the user ``uucp`` by itself, and works in a spool folder of its own here: nothing of
an installed server is touched.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event

NAME = "HylaFAX"
MIN_IS_WHITE = True  # any other page it would draw anew, in its own size
_INSTALLED_SPOOL, _INSTALLED_ETC = Path("/var/spool/hylafax"), Path("/etc/hylafax")
_READY_S = 12.0  # faxgetty resets the modem and looks at it before it answers
_CONFIG = """
CountryCode: 86
AreaCode: 571
FAXNumber: "+86 571 88001234"
LocalIdentifier: "+86 571 88001234"
LongDistancePrefix: 0
InternationalPrefix: 00
DialStringRules: etc/dialrules
SessionTracing: 0xFFFFF
RecvFileMode: 0644
LogFileMode: 0644
DeviceMode: 0666
RingsBeforeAnswer: 1
MaxRecvPages: 100
"""


@contextmanager
def answering(port: str, folder: Path) -> Iterator[None]:
    """faxgetty answers calls on ``port``; the pages are in the spool's receive queue afterwards."""
    with ExitStack() as stack:
        _getty(port, _spool(folder), stack)
        yield
        Event().wait(5)  # the received file is written after the call


@contextmanager
def sending(port: str, number: str, pages: list[Path], folder: Path) -> Iterator[None]:
    """A job with ``pages`` (TIFF) is queued; the scheduler dials."""
    spool = _spool(folder)
    with ExitStack() as stack:
        _start(stack, folder, "faxq", "-q", str(spool), "-D")
        server = f"localhost:{_free_port()}"
        _start(stack, folder, "hfaxd", "-q", str(spool), "-d", "-i", server.partition(":")[2])
        _getty(port, spool, stack)
        subprocess.run(
            ["sendfax", "-h", server, "-n", "-d", number, *map(str, pages)], check=True, stdout=subprocess.DEVNULL
        )
        yield


def received(folder: Path) -> list[Path]:
    """The files with the pages that came."""
    return sorted((folder / "spool" / "recvq").glob("fax*.tif"))


def _spool(folder: Path) -> Path:
    spool = folder / "spool"
    shutil.copytree(
        _INSTALLED_SPOOL,
        spool,
        symlinks=True,
        ignore=shutil.ignore_patterns("FIFO*", "dev", "log", "recvq", "sendq", "docq"),
    )
    shutil.copytree(_INSTALLED_ETC, spool / "etc", symlinks=True, dirs_exist_ok=True)
    for name in (
        "log",
        "recvq",
        "sendq",
        "docq",
        "doneq",
        "pollq",
        "archive",
        "client",
        "dev",
        "info",
        "status",
        "tmp",
    ):
        (spool / name).mkdir(exist_ok=True)
    (spool / "etc" / "hosts.hfaxd").write_text("localhost\n127.0.0.1\n")
    (spool / "etc" / "hosts.hfaxd").chmod(0o600)
    for place in (spool, *spool.rglob("*")):
        if not place.is_symlink():
            shutil.chown(place, "uucp", "uucp")
    for parent in spool.parents:
        if parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o011)
    return spool


def _getty(port: str, spool: Path, stack: ExitStack) -> None:
    terminal = os.path.realpath(port)
    shutil.chown(terminal, "uucp")
    name = terminal.removeprefix("/dev/")
    modem = (_INSTALLED_SPOOL / "config" / "iaxmodem").read_text()  # a Class 1 soft modem on a pseudo-terminal
    (spool / "etc" / f"config.{name.replace('/', '_')}").write_text(_CONFIG + modem)
    _start(stack, spool.parent, "faxgetty", "-q", str(spool), name)
    Event().wait(_READY_S)


def _start(stack: ExitStack, folder: Path, *command: str) -> None:
    log = stack.enter_context((folder / f"{command[0]}.log").open("wb"))
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    stack.callback(_end, process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
