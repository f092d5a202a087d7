"""Starts the processes of the double so that none of them outlives it.

Owns one habit: every child is tied to its parent by the kernel (PR_SET_PDEATHSIG, by util-linux' setpriv), so that a
test run killed with -9 leaves no stray daemon. Called by ``scheduler.py`` and ``ipp_printer.py``.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_POLL_S = 0.01


class DoubleFailedError(RuntimeError):
    """A process of the double did not do what it must: the test machine is at fault, not the code under test."""


def start_tied(
    command: Sequence[str], log: Path, environment: Mapping[str, str], as_user: str | None = None
) -> subprocess.Popen[bytes]:
    """Start ``command`` as a child that gets SIGTERM when this process goes away."""
    tie = ["setpriv", "--pdeathsig", "TERM"]
    if as_user:
        tie += ["--reuid", as_user, "--regid", as_user, "--clear-groups"]
    with log.open("ab") as out:
        return subprocess.Popen(
            [*tie, "--", *command], stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=dict(environment)
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End ``process``: SIGTERM, and SIGKILL after three seconds."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(3)
        return
    process.kill()
    process.wait()


def wait_until(true: Callable[[], bool], what: str, timeout_s: float = 10.0) -> None:
    """Poll ``true`` until it holds. Raises DoubleFailedError naming ``what`` when it never does."""
    tick = threading.Event()
    for _ in range(int(timeout_s / _POLL_S)):
        if true():
            return
        tick.wait(_POLL_S)
    raise DoubleFailedError(f"waited {timeout_s} s in vain: {what}")


def answers(address: str | tuple[str, int]) -> bool:
    """Whether something listens on a Unix socket path or a (host, port)."""
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(address) == 0


def free_port() -> int:
    """A TCP port which nobody holds at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
