"""Head office's small configuration file: broker, certificate, database.

Owns the keys and what makes them nonsense. Paths are relative to the file. Called by ``cli``.

    [broker]
    host = "broker.example"
    port = 8883
    ca_file = "ca.crt"
    cert_file = "headoffice.crt"
    key_file = "headoffice.key"

    [database]
    url = "sqlite:///headoffice.sqlite3"     # optional; a relative SQLite path is taken from the file's folder
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from kiosk.errors import KioskError

_BROKER_KEYS = {"host", "port", "ca_file", "cert_file", "key_file"}


class HeadOfficeConfigError(KioskError):
    """The configuration does not say what head office must know; ``detail`` names the key."""

    number = 6200
    message_key = "error.headoffice.config"


@dataclass(frozen=True)
class HeadOfficeConfig:
    """Where the broker is, who we are to it, and the database's SQLAlchemy URL."""

    host: str
    port: int
    ca_file: Path
    cert_file: Path
    key_file: Path
    database_url: str


def read_config(path: Path) -> HeadOfficeConfig:
    """Read ``path``. Raises HeadOfficeConfigError."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise HeadOfficeConfigError(f"{path}: {error}") from error
    broker = _table(tables, "broker", _BROKER_KEYS, _BROKER_KEYS)
    database = _table(tables, "database", set(), {"url"})
    unknown = tables.keys() - {"broker", "database"}
    if unknown:
        raise HeadOfficeConfigError(f"{path}: unknown {sorted(unknown)}")
    port = broker["port"]
    if not isinstance(port, int) or not 0 < port < 65536:
        raise HeadOfficeConfigError(f"broker.port: {port!r}")
    files = {name: path.parent / _text(broker, name) for name in ("ca_file", "cert_file", "key_file")}
    url = _database_url(str(database.get("url", "sqlite:///headoffice.sqlite3")), path.parent)
    return HeadOfficeConfig(host=_text(broker, "host"), port=port, database_url=url, **files)


def _table(tables: dict[str, Any], name: str, needed: set[str], allowed: set[str]) -> dict[str, Any]:
    table = tables.get(name, {})
    if not isinstance(table, dict) or not needed <= table.keys() <= allowed:
        raise HeadOfficeConfigError(f"[{name}] must have {sorted(needed)} and may have {sorted(allowed)}")
    return table


def _text(table: dict[str, Any], name: str) -> str:
    value = table[name]
    if not isinstance(value, str) or not value:
        raise HeadOfficeConfigError(f"{name}: {value!r}")
    return value


def _database_url(text: str, folder: Path) -> str:
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise HeadOfficeConfigError(f"database.url: {error}") from error
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        url = url.set(database=str((folder / url.database).absolute()))
    return url.render_as_string(hide_password=False)
