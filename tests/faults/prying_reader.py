"""What a taken-over reader can still do: confined as the real one, it tries everything and tells, as JSON.

Run as ``python -m tests.faults.prying_reader``.
"""

from __future__ import annotations

import ctypes
import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.documents.confine import FONT_FOLDERS, confine
from kiosk.documents.limits import DocumentLimits

CAPABILITIES = ("CapInh", "CapPrm", "CapEff", "CapAmb")


def works(act: Callable[[], object]) -> bool:
    try:
        act()
    except (OSError, MemoryError):
        return False
    return True


def fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def many_files() -> None:
    for _ in range(100):
        os.dup(0)


def a_file_in_memory() -> None:
    os.write(os.memfd_create("x"), b"x")


def main() -> None:
    here = Path(__file__)
    status = os.open("/proc/self/status", os.O_RDONLY)  # before files are gone; it is read as things are then
    measures = confine(DocumentLimits())
    lines = os.pread(status, 8192, 0).decode().splitlines()
    capabilities = {line.split(":")[0]: int(line.split(":")[1], 16) for line in lines if line.startswith(CAPABILITIES)}
    libc = ctypes.CDLL(None)
    fonts = [folder for folder in FONT_FOLDERS if Path(folder).is_dir()]
    tried = {
        "measures": sorted(measures),
        "user": os.geteuid(),
        "capabilities": capabilities,
        "reads_files": works(here.read_bytes),
        "reads_secrets": works(Path("/etc/shadow").read_bytes),
        "lists_folders": works(lambda: list(Path("/").iterdir())),
        "lists_fonts": all(works(lambda folder=folder: list(Path(folder).iterdir())) for folder in fonts),
        "makes_files": works(lambda: Path("made-by-a-reader").touch()),
        "writes_files": works(a_file_in_memory),
        "opens_sockets": works(socket.socket),
        "forks": works(fork),
        "runs_programs": works(lambda: os.execv("/bin/true", ["true"])),
        "signals_its_parent": works(lambda: os.kill(os.getppid(), 0)),
        "traces_its_parent": libc.ptrace(16, os.getppid(), 0, 0) == 0,
        "opens_many_files": works(many_files),
        "takes_two_gigabytes": works(lambda: bytearray(2 << 30)),
        "becomes_root": works(lambda: os.setuid(0)),
    }
    sys.stdout.write(json.dumps(tried))


if __name__ == "__main__":
    main()
