"""What the subcommands share: the configuration's place, the log, and files that are whole or not there."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path

DEFAULT_CONFIG = Path("/etc/lobby-kiosk/kiosk.toml")


def add_config(parser: argparse.ArgumentParser) -> None:
    """``--config FILE``; KIOSK_CONFIG names it too."""
    default = Path(os.environ.get("KIOSK_CONFIG", DEFAULT_CONFIG))
    parser.add_argument("--config", type=Path, default=default, help=f"configuration (default {default})")


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Where to write what becomes ``target`` when it is whole; broken off, what was there before stays."""
    if target.exists() and not target.is_file():  # a pipe, a terminal
        yield target
        return
    part = target.with_name(f"{target.name}.part")
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def log_to_stderr(name: str) -> None:
    """One line an event, for the journal of systemd."""
    logging.basicConfig(level=logging.INFO, format=f"{name} %(levelname)s %(name)s: %(message)s")
