"""What a payment costs the counter, and how soon head office has its record (G1, H1).

The true core with its sync, mosquitto with TLS, the true head office; the payments are made by the desk as the screens
make them, in this process. Head office's database is read beside it. Times are ratios to something bare, measured in
turn with it: a commit to one page written and flushed, the record's way to one bare MQTT round trip on the same broker.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.bench.counter import Counter, counter
from tests.bench.figures import Figure
from tests.bench.mqtt_echo import echo
from tests.hw_doubles.lobby import KIOSK_ID, Lobby
from tests.hw_doubles.processes import until

_PAYMENTS = 60
_LOOK_S = 0.0005
_SIGNATURE = (tuple((x / 40, 0.5) for x in range(40)),)


def measure() -> Iterator[Figure]:
    """Payments one after another, while receipts are being printed as on a busy morning."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Lobby(Path(folder), screens=False) as lobby,
        counter(lobby) as owner,
        echo(lobby.broker) as round_trip_s,
    ):
        lobby.all_records_arrived()
        commits, written = [], []
        ways: list[float] = []
        trips: list[float] = []
        for _ in range(_PAYMENTS):
            charge = owner.owe(1)
            written.append(_flushed_page_s(lobby.state))
            trips.append(round_trip_s())
            commit_s, way_s = _paid(owner, lobby, charge)
            commits.append(commit_s)
            ways.append(way_s)
        counted = _commits_of_a_payment(owner)
    yield from _figures(commits, written, ways, trips)
    yield Figure("payment.commits", counted, "transactions", 1.0)


def _figures(commits: list[float], written: list[float], ways: list[float], trips: list[float]) -> Iterator[Figure]:
    yield Figure("payment.commit_p50", 1000 * statistics.median(commits), "ms", None)
    yield Figure("payment.commit_p95", 1000 * _p95(commits), "ms", 50.0)
    commit_ratio = statistics.median(commits) / statistics.median(written)
    yield Figure("payment.commit_per_flushed_page", commit_ratio, "ratio", 20.0)
    yield Figure("payment.to_head_office_p50", 1000 * statistics.median(ways), "ms", None)
    yield Figure("payment.to_head_office_p95", 1000 * _p95(ways), "ms", 1000.0)
    way_ratio = statistics.median(ways) / statistics.median(trips)
    yield Figure("payment.to_head_office_per_mqtt_round_trip", way_ratio, "ratio", 15.0)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def _paid(owner: Counter, lobby: Lobby, charge: int) -> tuple[float, float]:
    """Seconds until the payment is safe on the kiosk, and from then on until head office has it in its database."""
    began = time.perf_counter()
    number = owner.desk.money.pay_on_account(owner.visitor, charge, _SIGNATURE).number
    paid = time.perf_counter()
    with closing(sqlite3.connect(f"file:{lobby.office.database}?mode=ro", uri=True, timeout=10)) as office:
        until(lambda: _has(office, number), f"head office has the record of {number}", every_s=_LOOK_S)
    return paid - began, time.perf_counter() - paid


def _has(office: sqlite3.Connection, receipt_number: str) -> bool:
    newest = "SELECT body FROM record WHERE kiosk_id = ? AND kind = 'payment.taken' ORDER BY seq DESC LIMIT 1"
    row = office.execute(newest, (KIOSK_ID,)).fetchone()
    return row is not None and receipt_number in row[0]


def _flushed_page_s(folder: Path) -> float:
    """One page of SQLite's size, on the same disk, as durable as it gets."""
    began = time.perf_counter()
    descriptor = os.open(folder / "flushed", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    try:
        os.write(descriptor, b"x" * 4096)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return time.perf_counter() - began


def _commits_of_a_payment(owner: Counter) -> int:
    """How often a payment makes the disk flush: in WAL mode with synchronous=FULL, once a COMMIT."""
    said: list[str] = []
    charge = owner.owe(1)
    connection = owner.house.store.db.conn
    connection.set_trace_callback(said.append)
    owner.desk.money.pay_on_account(owner.visitor, charge, _SIGNATURE)
    connection.set_trace_callback(None)
    return sum(sentence.upper().startswith("COMMIT") for sentence in said)
