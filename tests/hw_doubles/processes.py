"""Child processes of the doubles: they die with the test, and are waited for with deadlines, never with sleeps."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

_READY_S = 15.0


def spawn(command: Sequence[str], log: Path, **options: object) -> subprocess.Popen[bytes]:
    """Start ``command`` so that the kernel kills it when the *thread* that started it ends (prctl PDEATHSIG)."""
    with log.open("ab") as stderr:
        return subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *command], stderr=stderr, **options)


def stop(process: subprocess.Popen[bytes] | None, how: signal.Signals) -> None:
    """Send ``how`` and reap; SIGKILL follows if a polite signal is not obeyed within 10 s."""
    if process is None or process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=10)


def free_port() -> int:
    """A TCP port on 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], object], what: str, deadline_s: float = _READY_S, every_s: float = 0.005) -> None:
    """Look again every few milliseconds until ``condition`` is true; AssertionError after ``deadline_s``."""
    end = time.monotonic() + deadline_s
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {deadline_s} s: {what}")
        select.select([], [], [], every_s)


def answers(port: int) -> bool:
    """Does something listen on 127.0.0.1:port?"""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def first_line(process: subprocess.Popen[bytes], log: Path, deadline_s: float = _READY_S) -> str:
    """The first line a child writes on its standard output; AssertionError with its log when none comes.

    Whole, its end too: a Python that buffers nothing writes that by itself, and whoever reads on would take it for the
    next line.
    """
    assert process.stdout is not None
    end, line = time.monotonic() + deadline_s, b""
    while not line.endswith(b"\n"):
        readable, _, _ = select.select([process.stdout], [], [], max(0.0, end - time.monotonic()))
        octet = os.read(process.stdout.fileno(), 1) if readable else b""  # what follows is left to who reads on
        if not octet:
            raise AssertionError(f"{process.args} did not become ready: {log.read_text()[-2000:]}")
        line += octet
    return line.decode()
