"""H1, H2, K5: a kiosk's journal through a real mosquitto with TLS into the real head office process."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.sync.courier import Condition
from tests.hw_doubles.broker import Broker
from tests.hw_doubles.headoffice import HeadOfficeProcess
from tests.hw_doubles.processes import until
from tests.hw_doubles.sync_kiosk import SyncKiosk

pytestmark = pytest.mark.real_time


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with Broker(tmp_path_factory.mktemp("broker"), receivers=("headoffice", "headoffice-2")) as running:
        yield running


@pytest.fixture(scope="module")
def office(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HeadOfficeProcess]:
    with HeadOfficeProcess(tmp_path_factory.mktemp("office"), broker) as running:
        yield running


def test_h1_records_arrive_whole_in_order_and_are_then_released(
    broker: Broker, office: HeadOfficeProcess, tmp_path: Path
) -> None:
    with SyncKiosk(tmp_path, broker, "K01") as kiosk:
        kiosk.append(3, "payment.taken", receipt_number="K01-000001", amount_fen=250, words="厨房水龙头漏水")
        kiosk.append(1, "something.new", shape="a kind that head office has never heard of")
        kiosk.until_released()
        kept = [{name: row[name] for name in ("seq", "kind", "body", "hash")} for row in office.records("K01")]
        ours = [{n: getattr(r, n) for n in ("seq", "kind", "body", "hash")} for r in kiosk.journal.after(0, 10)]
        assert kept == ours
        until(lambda: kiosk.state and kiosk.state.condition is Condition.UP_TO_DATE, "up to date")
        assert kiosk.state is not None and kiosk.state.backlog == 0


def test_h1_verify_says_that_nothing_is_missing(broker: Broker, office: HeadOfficeProcess, tmp_path: Path) -> None:
    with SyncKiosk(tmp_path, broker, "K02") as kiosk:
        kiosk.append(7)
        kiosk.until_released()
    _, printed = office.verify()
    findings = {item["kiosk_id"]: item for item in map(json.loads, printed.splitlines())}
    proved = {"verdict": "whole", "held": 7, "head": 7, "broken_at": 0, "ledger_broken_at": 0, "day_broken": ""}
    assert findings["K02"] == {"kiosk_id": "K02", **proved, "voucher_broken": ""}


def test_h2_payments_come_out_as_csv_for_a_spreadsheet(
    broker: Broker, office: HeadOfficeProcess, tmp_path: Path
) -> None:
    with SyncKiosk(tmp_path, broker, "K03") as kiosk:
        kiosk.append(
            1, "payment.taken", receipt_number="K03-000001", method="cash", amount_fen=1250, unit_id="12-1-101"
        )
        kiosk.until_released()
    rows = [row for row in csv.DictReader(io.StringIO(office.csv("payments"))) if row["kiosk_id"] == "K03"]
    assert [(row["receipt_number"], row["amount_fen"], row["unit_id"]) for row in rows] == [
        ("K03-000001", "1250", "12-1-101")
    ]


def test_h2_head_office_sees_a_kiosk_come_and_go(broker: Broker, office: HeadOfficeProcess, tmp_path: Path) -> None:
    with SyncKiosk(tmp_path, broker, "K04") as kiosk:
        kiosk.worker.report({"receipt_printer": "media-empty"})
        until(lambda: "media-empty" in office.kiosk("K04").get("health", ""), "health of K04 at head office")
        assert office.kiosk("K04")["online"] == 1
    until(lambda: office.kiosk("K04")["online"] == 0, "the will of K04 at head office")


def test_h1_two_kiosks_do_not_mix(broker: Broker, office: HeadOfficeProcess, tmp_path: Path) -> None:
    with SyncKiosk(tmp_path / "5", broker, "K05") as one, SyncKiosk(tmp_path / "6", broker, "K06") as other:
        one.append(150, unit="12-1-101")
        other.append(150, unit="12-1-102")
        one.until_released()
        other.until_released()
    assert {json.loads(row["body"])["unit"] for row in office.records("K05")} == {"12-1-101"}
    assert {json.loads(row["body"])["unit"] for row in office.records("K06")} == {"12-1-102"}


def test_h4_two_receivers_share_the_work_on_one_database(
    broker: Broker, office: HeadOfficeProcess, tmp_path: Path
) -> None:
    """Batches of one kiosk reach two receivers in any order: gaps are asked for again, nothing is doubled."""
    second = HeadOfficeProcess(office.folder, broker, "headoffice-2")
    with second, SyncKiosk(tmp_path, broker, "K07") as kiosk:
        kiosk.append(2000)
        kiosk.until_released()
        assert office.count("K07") == 2000
    assert office.alarms("K07") == []


def test_h1_a_restored_backup_is_a_fork_and_is_reported_never_overwritten(
    broker: Broker, office: HeadOfficeProcess, tmp_path: Path
) -> None:
    with SyncKiosk(tmp_path / "first", broker, "K08") as kiosk:
        kiosk.append(5, words="as it was")
        kiosk.until_released()
        before = office.records("K08")
    with SyncKiosk(tmp_path / "second", broker, "K08") as impostor:
        impostor.append(6, words="another history")
        until(lambda: impostor.state and impostor.state.condition is Condition.DISPUTED, "the dispute on the kiosk")
        assert impostor.journal.acked() == 0
    assert office.records("K08") == before
    assert [(alarm["problem"], alarm["seq"]) for alarm in office.alarms("K08")] == [("fork", 1)]
    assert office.verify()[0] == 1
