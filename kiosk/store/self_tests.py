"""The technician's tests of the devices: asked for, under way, over (J3).

Owns their rows; one of a kind is open at a time. Knows no device. Called by ``kiosk.desk.self_tests`` and
``self_test_log``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from kiosk.store.database import Row, Store

OPEN = ("waiting", "running")


class SelfTests:
    """The tests of one store. ``facts`` and ``answers`` come out as dictionaries."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, row: Row) -> int:
        """A test that is wanted, inside the caller's step."""
        return self._store.insert("self_test", row)

    def get(self, test_id: int) -> Row:
        """One test. Raises StoreError when there is none."""
        return _read(self._store.one("SELECT * FROM self_test WHERE id = ?", (test_id,)))

    def by_request(self, request_id: str) -> Row | None:
        """The test a screen has already asked for with this request id."""
        return self._first("SELECT * FROM self_test WHERE request_id = ?", (request_id,))

    def open(self) -> list[Row]:
        """Tests that are not over, oldest first."""
        return [_read(row) for row in self._store.rows("SELECT * FROM self_test WHERE ended_utc IS NULL ORDER BY id")]

    def open_of(self, kind: str) -> Row | None:
        """The test of this kind that is not over."""
        return self._first("SELECT * FROM self_test WHERE kind = ? AND ended_utc IS NULL", (kind,))

    def last_of(self, kind: str) -> Row | None:
        """The newest test of this kind."""
        return self._first("SELECT * FROM self_test WHERE kind = ? ORDER BY id DESC LIMIT 1", (kind,))

    def begin(self, test_id: int, step: str, now_utc: str) -> None:
        """It is under way, inside the caller's step."""
        self._store.run(
            "UPDATE self_test SET state = 'running', step = ?, begun_utc = ? WHERE id = ? AND state = 'waiting'",
            (step, now_utc, test_id),
        )

    def advance(self, test_id: int, step: str) -> None:
        """The next part of it has begun, inside the caller's step."""
        self._store.run("UPDATE self_test SET step = ? WHERE id = ? AND ended_utc IS NULL", (step, test_id))

    def answer(self, test_id: int, answers: Mapping[str, str]) -> None:
        """What the person saw, inside the caller's step."""
        text = json.dumps(dict(answers))
        self._store.run("UPDATE self_test SET answers = ? WHERE id = ? AND ended_utc IS NULL", (text, test_id))

    def ask_cancel(self, test_id: int) -> None:
        """The person does not want it any more, inside the caller's step."""
        self._store.run("UPDATE self_test SET cancel_asked = 1 WHERE id = ? AND ended_utc IS NULL", (test_id,))

    def end(self, test_id: int, state: str, reason: str, facts: Mapping[str, object], now_utc: str) -> int:
        """It is over, inside the caller's step; returns 0 when it was before."""
        return self._store.run(
            "UPDATE self_test SET state = ?, reason = ?, facts = ?, ended_utc = ? WHERE id = ? AND ended_utc IS NULL",
            (state, reason, json.dumps(dict(facts), ensure_ascii=False), now_utc, test_id),
        )

    def _first(self, sql: str, values: tuple[object, ...]) -> Row | None:
        row = self._store.row(sql, values)
        return _read(row) if row else None


def _read(row: Row) -> Row:
    return {**row, "facts": json.loads(row["facts"]), "answers": json.loads(row["answers"])}
