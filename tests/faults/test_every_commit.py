"""K1, G1, B6: the power goes at every commit of the flow, just before it and just after; then everything goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.desk_fixture import FurnishedDesk, furnish
from tests.faults.flow_scenario import PAGES, FarEndLog, live_through
from tests.faults.power_cuts import Scenario, cut_at_every_commit


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kiosk with its directory, and a document already in the vault."""
    folder = tmp_path_factory.mktemp("morning")
    kit = furnish(folder)
    Image.new("L", (400, 560), 255).save(folder / "letter.png")
    kit.put_stick(folder / "letter.png")
    kit.desk.fax.take_in(kit.visitor(), "s/0")
    kit.close()
    return folder


def test_whatever_commit_the_power_goes_at_nothing_is_lost_or_doubled(morning: Path, room: Path) -> None:
    cuts, faults = cut_at_every_commit(Scenario(live_through, live_through, faults_of), morning, room)
    assert cuts >= 30 and faults == []


def faults_of(kit: FurnishedDesk, folder: Path) -> list[str]:
    """Everything that must hold when the flow is over."""
    log = FarEndLog(folder / "far-end.log")
    found = [*kit.house.books.takings.faults(), *kit.house.books.journal.verify()]
    kinds = [kind for kind, _ in kit.records()]
    once = ["fax.ordered", "fax.finished", "charge.made", "payment.taken", "receipt.signed"]
    once += ["case.opened", "case.accepted", "case.closed"]
    found += [f"{kinds.count(kind)} records {kind}" for kind in once if kinds.count(kind) != 1]
    if kinds.count("rating.given") != 2:
        found.append(f"{kinds.count('rating.given')} ratings")
    if log.pages() != list(range(1, PAGES + 1)):
        found.append(f"the far end holds pages {log.pages()}")
    counts = {
        name: kit.house.store.one(f"SELECT count(*) AS n FROM {name}")["n"]
        for name in ("payment", "print_job", "fax_job")
    }
    if counts != {"payment": 1, "print_job": 2, "fax_job": 1}:
        found.append(f"rows: {counts}")
    return found
