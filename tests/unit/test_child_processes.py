"""The doubles' processes are waited for, and spoken to, line by line."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from tests.hw_doubles.processes import first_line, spawn, stop

_IN_PIECES = """\
import os, select
for piece in (b"rea", b"dy", b"\\nnext\\n"):
    os.write(1, piece)
    select.select([], [], [], 0.05)
"""


def test_a_first_line_is_read_whole_however_it_comes_and_nothing_of_the_next(tmp_path: Path) -> None:
    """A Python that buffers nothing (PYTHONUNBUFFERED, as in containers) writes the end of a line by itself."""
    log = tmp_path / "log"
    process = spawn([sys.executable, "-c", _IN_PIECES], log, stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as out:
        assert first_line(process, log) == "ready\n"
        assert out.readline() == b"next\n"
        stop(process, signal.SIGTERM)
