"""What the subcommands share: the configuration's place, the log, and a person who shows who they are."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.app import Composition
    from kiosk.desk.house import House
    from kiosk.desk.views import Staff

T = TypeVar("T")

DEFAULT_CONFIG = Path("/etc/lobby-kiosk/kiosk.toml")


def add_config(parser: argparse.ArgumentParser) -> None:
    """``--config FILE``; KIOSK_CONFIG names it too."""
    default = Path(os.environ.get("KIOSK_CONFIG", DEFAULT_CONFIG))
    parser.add_argument("--config", type=Path, default=default, help=f"configuration (default {default})")


class NotOwnerError(KioskError):
    """Somebody else made these files; what root adds to them the kiosk could not read, and would not start."""

    number = 4015
    message_key = "error.backup.not_owner"


def refuse_stranger(folder: Path, user_id: int) -> None:
    """Raises NotOwnerError when the kiosk's folder is not this user's."""
    if folder.is_dir() and folder.stat().st_uid != user_id:
        raise NotOwnerError(f"{folder} is of user {folder.stat().st_uid}, not of {user_id}: sudo -u kiosk")


def opened(config: Path) -> Composition:
    """The kiosk's own store, beside a kiosk at work. Raises NotOwnerError, and KioskError as the store does."""
    from kiosk.app import CORE_BELL, UI_BELL, Composition
    from kiosk.clock import SystemClock
    from kiosk.config import load_config

    loaded = load_config(config)
    for folder in (loaded.kiosk.state_dir, loaded.kiosk.runtime_dir):
        refuse_stranger(folder, os.geteuid())
    return Composition(loaded, SystemClock(), rings=(CORE_BELL, UI_BELL))


def as_person(config: Path, staff_id: str, pin: str, act: Callable[[House, Staff], T]) -> T | None:
    """Do ``act`` in the kiosk's own store, beside a kiosk at work, as the person whose PIN this is.

    None, and it is said, when it is not the PIN of ``staff_id``. Raises KioskError as ``act`` does.
    """
    from kiosk.desk.staff import StaffDesk
    from kiosk.desk.views import Staff

    composition = opened(config)
    try:
        found = StaffDesk(composition.house).sign_in_pin(pin)
        if not isinstance(found, Staff) or found.id != staff_id:
            print(f"that is not the PIN of {staff_id}", file=sys.stderr)
            return None
        return act(composition.house, found)
    finally:
        composition.close()


def log_to_stderr(name: str) -> None:
    """One line an event, for the journal of systemd."""
    logging.basicConfig(level=logging.INFO, format=f"{name} %(levelname)s %(name)s: %(message)s")
