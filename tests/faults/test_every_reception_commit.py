"""K1, B9: the power goes at every commit of a reception, just before it and just after; the truth is made at the start.

Never a listed page that is not on disk, never a page on disk that is not listed, never a page that was confirmed to the
sender and is not here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk_fixture import FurnishedDesk, furnish
from tests.faults.flow_scenario import FarEndLog
from tests.faults.power_cuts import Scenario, cut_at_every_commit
from tests.faults.reception_scenario import live_through, sent, start_again


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kiosk with its directory."""
    folder = tmp_path_factory.mktemp("morning")
    furnish(folder).close()
    return folder


def test_whatever_commit_the_power_goes_at_every_confirmed_page_is_here_and_readable(morning: Path, room: Path) -> None:
    cuts, faults = cut_at_every_commit(Scenario(live_through, start_again, faults_of), morning, room)
    assert cuts >= 20 and faults == []


def faults_of(kit: FurnishedDesk, folder: Path) -> list[str]:
    """Everything that must hold after the start."""
    log = FarEndLog(folder / "sender.log")
    found = list(kit.house.books.journal.verify())
    rows = kit.house.store.rows("SELECT * FROM fax_received_page ORDER BY number")
    if {row["pages_key"] for row in rows} != set(kit.room.kept("received-")):
        found.append("the list and the disk differ")
    found += [f"page {n} is not what was sent" for n in _numbers(rows) if not _is_as_sent(kit, rows, n)]
    found += [f"page {n} was confirmed to the sender and is not here" for n in log.pages() if n not in _numbers(rows)]
    faxes = kit.house.store.rows("SELECT * FROM fax_received")
    found += [f"{fax['number']} is still {fax['state']}" for fax in faxes if fax["state"] == "arriving"]
    found += [f"{fax['number']} is empty but listed" for fax in faxes if (fax["state"] == "new") != bool(rows)]
    records = [body["fax"] for kind, body in kit.records() if kind == "fax.received"]
    if records != [fax["number"] for fax in faxes]:
        found.append(f"records for {records}")
    return found


def _numbers(rows: list[dict[str, object]]) -> list[object]:
    return [row["number"] for row in rows]


def _is_as_sent(kit: FurnishedDesk, rows: list[dict[str, object]], number: int) -> bool:
    """A page that was refused and not yet taken away is the one exception: it never was confirmed."""
    row = next(row for row in rows if row["number"] == number)
    kept = kit.room.kept_page(row["pages_key"], 1)
    return kept == sent(number) or (kept == sent(9) and not row["confirmed"])
