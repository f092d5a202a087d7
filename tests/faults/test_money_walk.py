"""G1, G4, G5, K1, K3: whatever is done at the counter, in whatever order, the books are those of a plain model."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.desk.auditing import prove
from tests.faults.money_walk import Walk


@pytest.mark.parametrize("seed", [1, 2])
def test_the_books_are_the_models_after_every_act(tmp_path: Path, seed: int) -> None:
    walk = Walk(tmp_path, seed)
    walk.go(400)
    walk.close()
    assert walk.cuts and len(walk.model.transactions) > 100 and walk.model.closed
    assert prove(tmp_path / "kiosk.db").bad is None
