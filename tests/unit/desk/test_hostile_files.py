"""K5, D1, A4: files that somebody has spoiled are refused with the place of the fault, before anything is changed."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest

from kiosk.desk.directory import Directory, ImportRefusedError
from tests.desk_fixture import SAMPLE, FurnishedDesk

HUGE = 10**30


def prices(**changes: object) -> dict[str, object]:
    """The sample list with changes; ``local`` to the rates of its local zone."""
    body = json.loads((SAMPLE / "prices.json").read_text("utf-8")) | {"version": 2, "valid_from": "2026-11-19"}
    body["fax"]["local"] |= changes.pop("local", {})
    return {**body, **changes}


@pytest.mark.parametrize(
    ("written", "place"),
    [
        (prices(local={"normal": HUGE}), "fax.local.normal"),
        (prices(local={"normal": 99_999_999, "urgent_percent": 99_999_999}), "fax.local.urgent_percent"),
        (prices(local={"free_pages_a_month": HUGE}), "fax.local.free_pages_a_month"),
        (prices(repairs=[{"key": "repair.drain", "fen": HUGE}]), "repairs.repair.drain.fen"),
        (prices(repairs=[{"key": "\ud800"}]), "repairs[1]"),
        (prices(repairs=[{"key": "repair.drain", "group": "\ud800"}]), "repairs.repair.drain.group"),
        (prices(rounding={"to_fen": 10, "rule": []}), "rounding"),
        (prices(version=HUGE), "version"),
        (prices(withdraws=[HUGE]), "withdraws"),
        (prices(valid_from="0001-01-01"), "valid_from"),
        (prices(valid_to="9999-12-31"), "valid_to"),
        (prices(valid_to="9999-12-31T23:59:00-12:00"), "valid_to"),
    ],
)
def test_d1_what_no_price_list_can_say_is_refused_with_its_place(
    kit: FurnishedDesk, tmp_path: Path, written: object, place: str
) -> None:
    (tmp_path / "prices.json").write_text(json.dumps(written), "utf-8")
    with pytest.raises(ImportRefusedError) as refused:
        Directory(kit.house).import_prices(tmp_path / "prices.json")
    assert place in [line.split(": ")[1] for line in refused.value.detail.splitlines()]
    assert [row["version"] for row in kit.house.books.prices.standing()] == [1]


def test_k5_a_list_without_a_bottom_is_refused(kit: FurnishedDesk, tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_bytes(b'{"fax":' * 100_000)
    with pytest.raises(ImportRefusedError):
        Directory(kit.house).import_prices(tmp_path / "deep.json")


def test_k5_a_file_s_name_that_is_no_text_does_not_stop_the_record_of_it(kit: FurnishedDesk, tmp_path: Path) -> None:
    for what, bring_in in (("prices", Directory.import_prices), ("staff", Directory.import_staff)):
        file = tmp_path / os.fsdecode(what.encode() + b"\xff")
        file.write_bytes(json.dumps(prices()).encode() if what == "prices" else (SAMPLE / "staff.csv").read_bytes())
        bring_in(Directory(kit.house), file)
    told = [body["file"] for kind, body in kit.records() if kind == "directory.imported"][-2:]
    assert told == ["prices\N{REPLACEMENT CHARACTER}", "staff\N{REPLACEMENT CHARACTER}"]


@pytest.mark.parametrize(
    ("what", "column", "written"),
    [
        ("units", "unit", ""),
        ("units", "unit", "12\N{IDEOGRAPHIC SPACE}101"),  # no account is called so: nothing could be paid
        ("units", "credit_limit_fen", str(HUGE)),
        ("units", "person", str(HUGE)),
        ("staff", "staff", ""),
    ],
)
def test_a4_a_line_that_nothing_could_be_booked_for_is_refused(
    kit: FurnishedDesk, tmp_path: Path, what: str, column: str, written: str
) -> None:
    with (SAMPLE / f"{what}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with (tmp_path / "lines.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0])
        out.writeheader()
        out.writerow({**rows[0], column: written})
    bring_in = Directory(kit.house).import_units if what == "units" else Directory(kit.house).import_staff
    with pytest.raises(ImportRefusedError, match=rf"lines\.csv:2: {column}: "):
        bring_in(tmp_path / "lines.csv")
