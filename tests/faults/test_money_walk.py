"""G1, G4, G5, K1, K3: whatever is done at the counter, in whatever order, the books are those of a plain model."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.desk.auditing import prove
from tests.faults.joint_walk import JointWalk
from tests.faults.joint_walker import CORE, SCREENS
from tests.faults.money_walk import Walk

_EVERY_WAY = {"cash", "account", "voucher", "free", "escrow", "code", "heard", "order", "page", "quote", "give back"}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_books_are_the_models_after_every_act(room: Path, seed: int) -> None:
    walk = Walk(room, seed)
    walk.go(600)
    walk.close()
    assert walk.cuts and len(walk.model.transactions) > 100 and walk.model.closed
    assert set(walk.done) >= _EVERY_WAY
    paid_from = {lines[0][0].partition(":")[0] for kind, _, _, lines in walk.model.transactions if kind == "payment"}
    assert paid_from == {"cash", "unit", "voucher", "held", "provider"}, "one of all ways was never paid by"
    assert prove(room / "kiosk.db").bad is None


def test_g1_two_processes_at_once_are_told_and_book_what_the_model_says_though_each_is_killed_at_times(
    room: Path,
) -> None:
    walk = JointWalk(room, seed=1, kill_every=4)
    walk.go(25)
    walk.close()
    assert walk.acts > 100 and len(walk.model.transactions) > 20
    assert walk.locked[CORE] and walk.locked[SCREENS] and walk.turns, "one of them alone has done it all"
    assert walk.kills[CORE] and walk.kills[SCREENS]
    assert prove(room / "kiosk.db").bad is None
