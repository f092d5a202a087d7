"""Head office's tables (SQLAlchemy Core: SQLite by default, PostgreSQL by its URL, H4).

Owns names, types and keys, and how the default database is opened safely. Knows no protocol. ``record`` is the truth;
every other table can be made again from it. Called by ``ledger``, ``projections``, ``audit`` and ``export``.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)
from sqlalchemy.exc import IntegrityError, ProgrammingError

METADATA = MetaData()

KIOSK = Table(
    "kiosk",
    METADATA,
    Column("kiosk_id", String(32), primary_key=True),
    Column("seq", BigInteger, nullable=False),  # everything up to here is held
    Column("hash", String(64), nullable=False),
    Column("head_seq", BigInteger, nullable=False),  # the newest record the kiosk has told us of
    Column("head_hash", String(64), nullable=False),
    Column("heard_utc", String(32), nullable=False),
    Column("online", Boolean, nullable=False),
    Column("health", Text, nullable=False),
)

RECORD = Table(
    "record",
    METADATA,
    Column("kiosk_id", String(32), ForeignKey("kiosk.kiosk_id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at_utc", String(32), nullable=False),
    Column("boot_id", Text, nullable=False),
    Column("synced", Boolean, nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("received_utc", String(32), nullable=False),
)

# Contradictions, with the evidence as it was received. Never deleted here: a person has looked when ``settled`` is set.
ALARM = Table(
    "alarm",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kiosk_id", String(32), nullable=False),
    Column("problem", String(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("held_hash", String(64), nullable=False),
    Column("offered", Text, nullable=False),
    Column("raised_utc", String(32), nullable=False),
    Column("times", Integer, nullable=False),
    Column("settled", Boolean, nullable=False),
)

# What a kiosk had told us and has forgotten, for it was restored from a backup (docs/backup.md). Never deleted.
SUPERSEDED = Table(
    "superseded",
    METADATA,
    Column("kiosk_id", String(32), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at_utc", String(32), nullable=False),
    Column("boot_id", Text, nullable=False),
    Column("synced", Boolean, nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), primary_key=True),
    Column("received_utc", String(32), nullable=False),
)


def projection(name: str, *columns: Column[Any]) -> Table:
    """A table made from records: one row a record, found by kiosk and sequence number."""
    keys = (
        Column("kiosk_id", String(32), primary_key=True),
        Column("seq", BigInteger, primary_key=True, autoincrement=False),
        Column("at_utc", String(32), nullable=False),
    )
    return Table(name, METADATA, *keys, *columns)


def open_database(url: str, *, reading: bool = False) -> Engine:
    """An engine whose transactions are safe to answer a kiosk on; makes the tables that are missing.

    ``reading`` for exports and audits: a consistent picture that holds up no receiver.
    """
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_writing)
    _make_tables(engine)
    if not reading:
        return engine
    if engine.dialect.name != "sqlite":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    event.remove(engine, "begin", _begin_writing)
    event.listen(engine, "begin", _begin_reading)
    return engine


def _make_tables(engine: Engine) -> None:
    """By whoever comes first, a reader too: the others wait, and find the tables, or PostgreSQL tells them so."""
    try:
        METADATA.create_all(engine)
    except (IntegrityError, ProgrammingError):  # two looked and saw none: who waited is refused, once the other is done
        METADATA.create_all(engine)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """WAL so that exports do not hold up receiving; FULL because our answer releases the kiosk's only other copy."""
    connection.isolation_level = None  # the driver's implicit BEGIN comes too late: see _begin_writing
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_writing(connection: Connection) -> None:
    """Take the write lock before reading, so that two receivers never decide on the same old position."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
