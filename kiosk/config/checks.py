"""What is refused in a configuration, and how that is said.

Owns ``ConfigError`` and the checks that several sections share; every error names the key. Knows no section.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from kiosk.errors import KioskError

Texts = Mapping[str, str]  # one text a language, by BCP 47 tag


class ConfigError(KioskError):
    """The configuration cannot be used; the detail names file and key."""

    number = 1020


def no_odd_numbers(table: Mapping[str, Any], above: str = "") -> None:
    """No number of a file is negative, endless or none (nan): no key of a kiosk means one. Raises ConfigError."""
    for name, value in table.items():
        key = f"{above}{name}"
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                no_odd_numbers(one, f"{key}.")
            elif isinstance(one, int | float) and not 0 <= one < math.inf:
                raise ConfigError(f"{key}: {one} must be 0 or more")


def local_moment(key: str, text: str, *, end_of_day: bool = False) -> datetime | None:
    """A day or a moment without a zone; None where there is no text. Raises ConfigError."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"{key}: {text!r} is no day or moment such as 2026-11-20 or 2026-11-20T11:00") from error
    if moment.tzinfo is not None:
        raise ConfigError(f"{key}: {text!r} must be local time, without a zone")
    whole_day = end_of_day and date.fromisoformat(text[:10]).isoformat() == text
    return moment + timedelta(days=1) if whole_day else moment


def time_of_day(key: str, text: str) -> None:
    """A time such as 08:00. Raises ConfigError."""
    try:
        moment = time.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"{key}: {text!r} is no time of day such as 08:00") from error
    if moment.tzinfo is not None:
        raise ConfigError(f"{key}: {text!r} must be local time, without a zone")


def one_of(key: str, value: str, *allowed: str) -> None:
    """One of the words ``allowed``. Raises ConfigError."""
    if value not in allowed:
        raise ConfigError(f"{key}: {value!r} must be one of {', '.join(allowed)}")


def whole_within(key: str, value: int, least: int, most: int | None = None) -> None:
    """A number from ``least`` to ``most``. Raises ConfigError."""
    if value < least or (most is not None and value > most):
        wanted = f"{least} or more" if most is None else f"{least} to {most}"
        raise ConfigError(f"{key}: {value} must be {wanted}")
