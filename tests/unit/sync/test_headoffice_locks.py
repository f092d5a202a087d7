"""H1, H4: whoever decides by where head office stands with a kiosk has the kiosk's row to itself first.

SQLite gives the whole database to one writer; other databases lock what is asked for. What is asked here in their words
(SQLAlchemy's own compiler for PostgreSQL) is what each act would have sent there first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.dialects import postgresql

from kiosk.clock import TurnedClock
from kiosk.headoffice.ledger import Ledger, Letter
from kiosk.headoffice.restored import accept_restored
from kiosk.headoffice.tables import RECORD, open_database
from kiosk.store.journal import GENESIS
from tests.hw_doubles.office_database import office_url
from tests.unit.sync.world import START, record_after

RECORD_1 = record_after(0, GENESIS, "payment.taken", "{}")


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = open_database("sqlite://")
    yield made
    made.dispose()


def a_letter_comes(engine: Engine) -> None:
    assert Ledger(engine, TurnedClock(START)).take([Letter("kiosk/K01/up/journal", b"{}")])


def a_restore_is_accepted(engine: Engine) -> None:
    with engine.begin() as connection:
        assert accept_restored(connection, "K01") is None


@pytest.mark.parametrize("act", [a_letter_comes, a_restore_is_accepted])
def test_h4_the_first_thing_asked_for_is_the_kiosk_s_own_row_locked(
    engine: Engine, act: Callable[[Engine], None]
) -> None:
    said = list[str]()

    def hear(_connection: Connection, statement: object, *_rest: object) -> None:
        said.append(str(statement.compile(dialect=postgresql.dialect())))  # type: ignore[attr-defined]

    event.listen(engine, "before_execute", hear)
    act(engine)
    first = " ".join(said[0].split())
    assert "FROM kiosk WHERE kiosk.kiosk_id = " in first and first.endswith("FOR UPDATE")


def test_h2_who_reads_sees_one_moment_while_letters_come(tmp_path: Path) -> None:
    url = office_url(tmp_path / "office.db")
    writer, reader = open_database(url), open_database(url, reading=True)
    how_many = select(func.count()).select_from(RECORD)
    with reader.begin() as looks:
        before = looks.scalar(how_many)
        first = {"v": 1, "head": (1, RECORD_1.hash), "records": [vars(RECORD_1)]}
        Ledger(writer, TurnedClock(START)).take([Letter("kiosk/K01/up/journal", json.dumps(first).encode())])
        assert (before, looks.scalar(how_many)) == (0, 0)
    with reader.begin() as looks:
        assert looks.scalar(how_many) == 1
    for engine in (writer, reader):
        engine.dispose()
