"""A monkey at the glass for a few seconds; ``python -m tests.ui.monkey --runs 500`` lets it play for longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.monkey import Step, run, shrunk

_STEPS = 24


@pytest.mark.parametrize("seed", [7, 11])
def test_whatever_is_touched_plugged_or_broken_the_rules_hold(tmp_path: Path, seed: int) -> None:
    """A1, G1, K2, K5: an owner with a fax to pay, and a clerk at a full board."""
    played = run(tmp_path, seed, _STEPS)
    assert played.broken == [], played.steps
    assert len(played.steps) > _STEPS


def test_a_run_that_breaks_something_is_told_by_the_fewest_steps() -> None:
    steps: list[Step] = [["opening", "known"], *(["touch", str(number)] for number in range(40))]

    def breaks(fewer: list[Step]) -> bool:
        return ["touch", "7"] in fewer and ["touch", "31"] in fewer

    assert shrunk(steps, breaks) == [["opening", "known"], ["touch", "7"], ["touch", "31"]]
