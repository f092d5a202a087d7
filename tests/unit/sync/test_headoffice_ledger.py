"""Head office's books: each record once and in order, contradictions kept as evidence, never written over (H1)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, Table, select, text

from kiosk.clock import TurnedClock
from kiosk.headoffice.audit import Verdict, audit
from kiosk.headoffice.ledger import Ledger, Letter
from kiosk.headoffice.letters import Answer, Problem
from kiosk.headoffice.letters import Record as Received
from kiosk.headoffice.projections import CASE_STEP, FAX_LOG, FAX_RECEIVED, PAYMENT, RATING
from kiosk.headoffice.tables import ALARM, KIOSK, RECORD, open_database
from kiosk.store.journal import Record
from tests.hw_doubles.office_database import office_url
from tests.unit.sync.world import START, record_after

GENESIS = "0" * 64


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = open_database(office_url())
    yield made
    made.dispose()


@pytest.fixture
def ledger(engine: Engine) -> Ledger:
    return Ledger(engine, TurnedClock(START))


def chain(count: int, kind: str = "payment.taken", body: str = "{}") -> list[Record]:
    made: list[Record] = []
    for _ in range(count):
        last = made[-1] if made else None
        made.append(record_after(last.seq if last else 0, last.hash if last else GENESIS, kind, body))
    return made


def letter(records: list[Record], head: tuple[int, str] | None = None, kiosk_id: str = "K01") -> Letter:
    newest = head or ((records[-1].seq, records[-1].hash) if records else (0, GENESIS))
    payload = json.dumps({"v": 1, "head": newest, "records": [vars(record) for record in records]})
    return Letter(f"kiosk/{kiosk_id}/up/journal", payload.encode())


def take(ledger: Ledger, records: list[Record], head: tuple[int, str] | None = None) -> Answer:
    [(kiosk_id, answer)] = ledger.take([letter(records, head)])
    assert kiosk_id == "K01"
    return answer


def rows(engine: Engine, table: Table) -> list[dict[str, object]]:
    with engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(select(table))]


def verdicts(engine: Engine) -> list[tuple[str, Verdict, int]]:
    with engine.connect() as connection:
        return [(found.kiosk_id, found.verdict, found.broken_at) for found in audit(connection)]


def test_records_are_kept_and_the_answer_names_the_last(ledger: Ledger, engine: Engine) -> None:
    made = chain(3)
    assert take(ledger, made) == Answer(3, made[2].hash)
    assert [row["hash"] for row in rows(engine, RECORD)] == [record.hash for record in made]


def test_a_duplicate_is_answered_and_not_kept_twice(ledger: Ledger, engine: Engine) -> None:
    made = chain(4)
    take(ledger, made)
    assert take(ledger, made[1:3]) == Answer(4, made[3].hash)
    assert take(ledger, [made[0], made[0], *made]) == Answer(4, made[3].hash)
    assert len(rows(engine, RECORD)) == 4


def test_a_gap_is_asked_for_again_and_nothing_behind_it_is_kept(ledger: Ledger, engine: Engine) -> None:
    made = chain(6)
    take(ledger, made[:2])
    assert take(ledger, made[3:]) == Answer(2, made[1].hash, Problem.GAP, 4)
    assert len(rows(engine, RECORD)) == 2
    assert take(ledger, made[2:]) == Answer(6, made[5].hash)


def test_an_empty_batch_of_a_kiosk_that_has_more_is_a_gap(ledger: Ledger) -> None:
    made = chain(5)
    take(ledger, made[:2])
    assert take(ledger, [], head=(5, made[4].hash)).problem is Problem.GAP
    assert take(ledger, [], head=(2, made[1].hash)).problem is None


def test_what_is_good_before_a_bad_record_is_kept(ledger: Ledger, engine: Engine) -> None:
    made = chain(4)
    made[2] = replace(made[2], body='{"amount_fen":1}')
    assert take(ledger, made) == Answer(2, made[1].hash, Problem.TAMPERED, 3)
    assert len(rows(engine, RECORD)) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "x"},
        {"body": "[]"},
        {"at_utc": "x"},
        {"boot_id": "x"},
        {"synced": False},
        {"prev": "a" * 64},
        {"seq": 2},
    ],
)
def test_every_field_is_covered_by_the_hash(ledger: Ledger, change: dict[str, object]) -> None:
    [record] = chain(1)
    assert take(ledger, [replace(record, **change)]).problem is Problem.TAMPERED


def test_a_time_that_not_every_database_could_keep_is_no_record(ledger: Ledger, engine: Engine) -> None:
    """PostgreSQL refuses what is longer than its column, and the kiosk would offer it to the next receiver again."""
    [record] = chain(1)
    long = replace(record, at_utc="2026-11-18T02:30:05.123" + "0" * 9 + "Z")
    assert take(ledger, [replace(long, hash=Received(**vars(long)).computed())]) == Answer(
        0, GENESIS, Problem.MALFORMED
    )
    assert rows(engine, RECORD) == []


def test_another_record_under_a_number_that_is_held_is_a_fork_and_evidence(ledger: Ledger, engine: Engine) -> None:
    made = chain(3)
    take(ledger, made)
    other = record_after(1, made[0].hash, body='{"amount_fen":1}')
    assert take(ledger, [other]) == Answer(3, made[2].hash, Problem.FORK, 2)
    assert [row["hash"] for row in rows(engine, RECORD)] == [record.hash for record in made]
    [alarm] = rows(engine, ALARM)
    assert json.loads(str(alarm["offered"])) == vars(other)
    assert alarm["held_hash"] == made[1].hash


def test_a_record_that_follows_another_past_is_a_fork(ledger: Ledger) -> None:
    made = chain(3)
    take(ledger, made)
    stranger = record_after(3, "b" * 64)
    assert take(ledger, [stranger]) == Answer(3, made[2].hash, Problem.FORK, 4)


def test_the_same_contradiction_again_is_counted_not_piled_up(ledger: Ledger, engine: Engine) -> None:
    take(ledger, chain(2))
    for _ in range(5):
        take(ledger, chain(1, body='{"other":1}'))
    assert [row["times"] for row in rows(engine, ALARM)] == [5]


def test_a_record_of_unknown_kind_is_kept(ledger: Ledger, engine: Engine) -> None:
    take(ledger, chain(1, kind="lift.called", body="not even JSON"))
    assert [(row["kind"], row["body"]) for row in rows(engine, RECORD)] == [("lift.called", "not even JSON")]


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"v":2,"head":[0,""],"records":[]}',
        b'{"v":1,"head":[0],"records":[]}',
        b'{"v":1,"head":[true,""],"records":[]}',
        b'{"v":1,"head":[0,""],"records":[{"seq":1}]}',
        b'{"v":1,"head":[99999999999999999999,""],"records":[]}',
        b"[" * 100_000,
        b'{"v":1,"head":[2,"%s"],"records":[]}' % (b"a" * 65),
    ],
)
def test_octets_that_are_no_batch_are_answered_kept_as_evidence_and_harm_nothing(
    ledger: Ledger, engine: Engine, payload: bytes
) -> None:
    made = chain(2)
    take(ledger, made)
    [(_, answer)] = ledger.take([Letter("kiosk/K01/up/journal", payload)])
    assert answer == Answer(2, made[1].hash, Problem.MALFORMED)
    assert [row["problem"] for row in rows(engine, ALARM)] == ["malformed"]


def test_letters_of_many_kiosks_share_a_commit_and_keep_apart(ledger: Ledger, engine: Engine) -> None:
    made = chain(3)
    answers = ledger.take([letter(made[:1]), letter(made, kiosk_id="K02"), letter(made[1:])])
    assert [(kiosk_id, answer.seq) for kiosk_id, answer in answers] == [("K01", 1), ("K02", 3), ("K01", 3)]
    assert len(rows(engine, RECORD)) == 6


def test_h4_receivers_and_audits_may_all_make_a_new_database_at_once(tmp_path: Path) -> None:
    together = Barrier(8, timeout=60.0)
    urls = [office_url(tmp_path / f"{number}.db") for number in range(4)]

    def opened(number: int) -> int:
        together.wait()
        made = open_database(urls[number // 8], reading=number % 2 == 1)
        with made.connect() as connection:
            held = len(connection.execute(select(RECORD)).all())
        made.dispose()
        return held

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(opened, range(32))) == [0] * 32


def test_projections_are_filled_from_records_and_never_refuse_one(ledger: Ledger, engine: Engine) -> None:
    bodies = [
        ("payment.taken", {"receipt_number": "K01-000001", "amount_fen": 250, "method": "cash"}),
        ("payment.taken", {"receipt_number": 7, "amount_fen": "two", "method": None, "job": True}),
        ("payment.taken", "no object"),
        ("fax.finished", {"fax": "F000001", "pages": 3, "confirmed": 3, "outcome": "delivered"}),
        ("fax.received", {"fax": "RF000001", "pages": 2, "complete": True, "caller_ident": None, "ecm": True}),
        ("case.opened", {"case": "R000001", "item": "repair.drain", "words": "厨房"}),
        ("case.closed", {"case": "R000001", "signed": True}),
        ("rating.given", {"ref_kind": "fax", "ref": 1, "score": 5}),
    ]
    records, prev = [], GENESIS
    for seq, (kind, body) in enumerate(bodies):
        records.append(record_after(seq, prev, kind, json.dumps(body)))
        prev = records[-1].hash
    assert take(ledger, records).seq == len(bodies)
    paid = [(row["receipt_number"], row["amount_fen"], row["job"]) for row in rows(engine, PAYMENT)]
    assert paid == [("K01-000001", 250, None), ("7", None, None), (None, None, None)]
    assert [(row["fax"], row["confirmed"]) for row in rows(engine, FAX_LOG)] == [("F000001", 3)]
    received = [(row["fax"], row["pages"], row["complete"], row["caller_ident"]) for row in rows(engine, FAX_RECEIVED)]
    assert received == [("RF000001", 2, True, None)]
    assert [(row["kind"], row["signed"]) for row in rows(engine, CASE_STEP)] == [
        ("case.opened", None),
        ("case.closed", True),
    ]
    assert [row["score"] for row in rows(engine, RATING)] == [5]


UNREADABLE = (
    b'{"online":"perhaps"}',
    b'{"online":false,"detail":"\\ud800"}',
    b'{"online":false,"\\udfff":1}',
    b"[" * 9999,
)


@pytest.mark.parametrize("unreadable", UNREADABLE)
def test_health_is_kept_and_an_unreadable_one_changes_nothing(
    ledger: Ledger, engine: Engine, unreadable: bytes
) -> None:
    """It is retained by the broker: what one kiosk says must not end the receiver of all, again and again."""
    ledger.note_health(Letter("kiosk/K01/up/health", b'{"online":true,"devices":{"scanner":"jam"}}'))
    ledger.note_health(Letter("kiosk/K01/up/health", unreadable))
    [kiosk] = rows(engine, KIOSK)
    assert kiosk["online"] is True
    assert json.loads(str(kiosk["health"]))["devices"] == {"scanner": "jam"}


def test_the_audit_tells_whole_waiting_and_disputed_apart(ledger: Ledger, engine: Engine) -> None:
    made = chain(3)
    ledger.take([letter(made), letter(made[:2], head=(3, made[2].hash), kiosk_id="K02"), letter(made, kiosk_id="K03")])
    ledger.take([letter(chain(1, body='{"other":1}'), kiosk_id="K03")])
    assert verdicts(engine) == [
        ("K01", Verdict.WHOLE, 0),
        ("K02", Verdict.WAITING, 0),
        ("K03", Verdict.DISPUTED, 0),
    ]


@pytest.mark.parametrize(
    ("damage", "broken_at"),
    [
        ("UPDATE record SET body = '{}' WHERE seq = 2", 2),
        ("DELETE FROM record WHERE seq = 2", 2),
        ("DELETE FROM record WHERE seq = 5", 5),
        ("UPDATE record SET kind = 'x', hash = 'y' WHERE seq = 5", 5),
        ("UPDATE kiosk SET seq = 4", 6),
        ("UPDATE kiosk SET head_hash = 'x'", 5),
    ],
)
def test_the_audit_finds_whatever_is_changed_in_the_database(
    ledger: Ledger, engine: Engine, damage: str, broken_at: int
) -> None:
    take(ledger, chain(5, body='{"amount_fen":250}'))
    with engine.begin() as connection:
        connection.execute(text(damage))
    assert verdicts(engine) == [("K01", Verdict.BROKEN, broken_at)]
