"""What the subcommands share: the configuration's place and the log."""

from __future__ import annotations

import argparse
import logging
import os
from pathlib import Path

DEFAULT_CONFIG = Path("/etc/lobby-kiosk/kiosk.toml")


def add_config(parser: argparse.ArgumentParser) -> None:
    """``--config FILE``; KIOSK_CONFIG names it too."""
    default = Path(os.environ.get("KIOSK_CONFIG", DEFAULT_CONFIG))
    parser.add_argument("--config", type=Path, default=default, help=f"configuration (default {default})")


def log_to_stderr(name: str) -> None:
    """One line an event, for the journal of systemd."""
    logging.basicConfig(level=logging.INFO, format=f"{name} %(levelname)s %(name)s: %(message)s")
