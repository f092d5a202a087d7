"""efax, the Class 1 fax program by Ed Casas that Debian carries: MH and MR, no error correction."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = "efax"
MIN_IS_WHITE = False  # it heeds no PhotometricInterpretation
_WORDS = ("efax", "-v", "ewin", "-o1", "-i", "Z", "-l", "+86 571 8800 1234")


@contextmanager
def answering(port: str, folder: Path) -> Iterator[None]:
    """efax answers the next call and puts its pages into ``folder`` as ``in.001`` ..."""
    with _running([*_WORDS, "-d", port, "-i", "S0=1", "-w", "-r", str(folder / "in")], folder) as process:
        yield
        process.wait(60)


@contextmanager
def sending(port: str, number: str, pages: list[Path], folder: Path) -> Iterator[None]:
    """efax dials, at once, and sends ``pages`` (TIFF with one strip each)."""
    with _running([*_WORDS, "-d", port, "-t", f"T{number}", *map(str, pages)], folder) as process:
        yield
        process.wait(60)


def received(folder: Path) -> list[Path]:
    """The files with the pages that came, in order."""
    return sorted(folder.glob("in.*"))


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "efax.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield process
        finally:
            process.kill()
            process.wait()
