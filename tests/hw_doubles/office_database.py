"""Head office's database in tests: SQLite of their own, or a new one on the server that ``OFFICE_SERVER`` names.

Owns the choice, so that everything that is asked of head office is asked of PostgreSQL as well (H4):
``python -m tests.interop.postgres``. No double: the server is a true one.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

SERVER = "OFFICE_SERVER"  # an SQLAlchemy URL of a database there that is connected to for making others


def office_url(file: Path | None = None) -> str:
    """Where ``open_database`` finds an empty database: the same for the same ``file``, without one always another."""
    server = os.environ.get(SERVER)
    if not server:
        return f"sqlite:///{file}" if file else "sqlite://"
    name = "office_" + (hashlib.sha256(os.fsencode(file)).hexdigest()[:32] if file else uuid.uuid4().hex)
    maker = create_engine(server, isolation_level="AUTOCOMMIT")
    with maker.connect() as connection:
        if not connection.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}).first():
            connection.execute(text(f"CREATE DATABASE {name}"))
    maker.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
