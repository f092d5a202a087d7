"""What the tests of the vault put into it, and how they look at its disk."""

from __future__ import annotations

from pathlib import Path

from kiosk.fax.outcome import FaxPage, Resolution

CANARY = b"CANARY-3f9a-the-owner-writes-to-the-bank"
KEY = bytes(range(32))


def letter() -> bytes:
    """A text that would be found on the disk if it ever got there."""
    return CANARY + b"\n" + "机密".encode()


def fax_page(number: int, resolution: Resolution = Resolution.FINE) -> FaxPage:
    """A page whose rows carry the canary."""
    rows = (CANARY + bytes([number])).ljust(216, b"\x00") * 50
    return FaxPage(1728, 50, resolution, rows)


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())
