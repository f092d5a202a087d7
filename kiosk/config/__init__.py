"""The configuration: one TOML file, read once, refused when it makes no sense.

Owns the file as a whole; its sections are in ``house`` and ``devices``, what they share in refusing is in ``checks``.
Every error names the key. Knows no device: ``kiosk/app.py`` gives each room its part.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import dacite

from kiosk.config.checks import ConfigError, Texts, no_odd_numbers
from kiosk.config.devices import (
    CardReaderPlace,
    CashAcceptorPlace,
    Fax,
    HeadOffice,
    Lights,
    Media,
    PrinterPlace,
    QrPayment,
    Telephone,
)
from kiosk.config.house import Backups, Desk, Estate, Place, Screen, Speech, notice_span
from kiosk.config.house import Screen as Glass

__all__ = ["Config", "ConfigError", "Estate", "Glass", "Place", "PrinterPlace", "load_config", "notice_span", "section"]

T = TypeVar("T")
_LISTS = (tuple[str, ...], tuple[int, ...], tuple[Texts, ...])
_LONGEST_NAME = 32  # of a kiosk in its certificate, at the broker and at head office
_LONGEST_ID = 14  # of numbers that a payment provider takes, which have 32 characters: -Q000001-3FA9C2B1 follows


def _if(found: type, made: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Anything else stays as it is: it is of the wrong type, which is told with its key."""
    return lambda value: made(value) if isinstance(value, found) else value


_STRICTLY = dacite.Config(strict=True, type_hooks={Path: _if(str, Path)} | dict.fromkeys(_LISTS, _if(list, tuple)))


@dataclass(frozen=True)
class Config:
    """The whole file."""

    kiosk: Place
    estate: Estate
    telephone: Telephone
    fax: Fax
    receipt_printer: PrinterPlace
    form_printer: PrinterPlace
    screen: Screen = field(default_factory=Screen)
    speech: Speech = field(default_factory=Speech)
    lights: Lights = field(default_factory=Lights)
    media: Media = field(default_factory=Media)
    card_reader: CardReaderPlace = field(default_factory=CardReaderPlace)
    cash_acceptor: CashAcceptorPlace = field(default_factory=CashAcceptorPlace)
    qr_payment: QrPayment = field(default_factory=QrPayment)
    head_office: HeadOffice = field(default_factory=HeadOffice)
    desk: Desk = field(default_factory=Desk)
    backup: Backups = field(default_factory=Backups)
    doubles: tuple[str, ...] = field(default=())  # names of devices that are simulated; shown on every screen

    def __post_init__(self) -> None:
        if self.screen.remote and not self.doubles:
            raise ConfigError("screen.remote: a test remote is allowed only beside doubles")
        if self.qr_payment.driver != "none" and not (self.kiosk.id.isascii() and len(self.kiosk.id) <= _LONGEST_ID):
            raise ConfigError(f"kiosk.id: {self.kiosk.id!r} must be {_LONGEST_ID} ASCII letters and digits at most")
        if self.head_office.host and not self._may_be_a_name:
            wanted = f"{_LONGEST_NAME} ASCII letters and digits at most, and not begin with headoffice"
            raise ConfigError(f"kiosk.id: {self.kiosk.id!r} must be {wanted}")

    @property
    def _may_be_a_name(self) -> bool:
        name = self.kiosk.id
        return name.isascii() and len(name) <= _LONGEST_NAME and not name.lower().startswith("headoffice")


def load_config(path: Path) -> Config:
    """Read ``path``. Raises ConfigError naming file and key."""
    try:
        table = _table(path)
        config = dacite.from_dict(Config, table, _STRICTLY)
        no_odd_numbers(table)
        return config
    except ConfigError as error:
        raise ConfigError(f"{path}: {error.detail}") from error
    except (OSError, ValueError, dacite.DaciteError) as error:  # of another encoding than UTF-8 too
        raise ConfigError(f"{path}: {error}") from error


def section(path: Path, name: str, shape: type[T]) -> T | None:
    """One section of a file that may be wrong elsewhere; None where it is not there or wrong itself."""
    try:
        table = _table(path).get(name)
        if not isinstance(table, dict):
            return None
        made = dacite.from_dict(shape, table, _STRICTLY)
        no_odd_numbers(table, f"{name}.")
        return made
    except (OSError, ValueError, ConfigError, dacite.DaciteError):
        return None


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
