"""K1, G1, G4, G5: the power goes at every commit of a day's payments, corrections, counts and closing."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from kiosk.desk.auditing import prove
from tests.desk_fixture import furnish
from tests.faults.money_scenario import DAY, live, morning


def test_whatever_commit_the_power_goes_at_the_books_come_out_the_same(tmp_path: Path) -> None:
    morning(tmp_path / "morning")
    shutil.copytree(tmp_path / "morning", tmp_path / "whole")
    commits = live(tmp_path / "whole")
    expected = books_of(tmp_path / "whole")
    assert expected["receipts"] == [400, -400, 400, 300, -300, 600] and expected["faults"] == []
    assert commits >= 12
    found = {
        (number, after): books_of(folder)
        for number in range(1, commits + 1)
        for after in (False, True)
        for folder in (cut(tmp_path, number, after),)
    }
    assert {point: books for point, books in found.items() if books != expected} == {}


def cut(room: Path, number: int, after: bool) -> Path:
    """The power goes there; then the whole day is gone through again, as far as it was not done."""
    folder = room / f"{number}-{after}"
    shutil.copytree(room / "morning", folder)
    assert live(folder, number, after) == number
    live(folder)
    return folder


def books_of(folder: Path) -> dict[str, Any]:
    """Everything that must be the same however often the power went."""
    kit = furnish(folder)
    books = kit.house.books
    faults = [*books.takings.faults(), *books.journal.verify()]
    kinds = Counter(kind for kind, _ in kit.records() if kind != "identity.confirmed")
    accounts = kit.house.store.rows("SELECT account, sum(amount_fen) AS fen FROM ledger_posting GROUP BY 1 ORDER BY 1")
    receipts = kit.house.store.rows("SELECT amount_fen FROM payment ORDER BY receipt")
    signed = books.days.closing(DAY.isoformat()) is not None
    kit.close()
    return {
        "faults": faults,
        "bad": prove(folder / "kiosk.db").bad,
        "kinds": kinds,
        "accounts": [tuple(row.values()) for row in accounts],
        "receipts": [row["amount_fen"] for row in receipts],
        "signed": signed,
    }
