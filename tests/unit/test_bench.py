"""The figures of ``./run bench``: a broken promise is seen, and the file is what a machine expects."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests import bench
from tests.bench.__main__ import MODULES
from tests.bench.figures import Better, Figure, table, to_json


@pytest.mark.parametrize(
    ("value", "limit", "better", "broken"),
    [
        (1.2, 1.1, Better.LOWER, True),
        (1.1, 1.1, Better.LOWER, False),
        (9.0, 10.0, Better.HIGHER, True),
        (11.0, 10.0, Better.HIGHER, False),
        (99.0, None, Better.LOWER, False),
    ],
)
def test_a_promise_is_broken_on_its_worse_side(value: float, limit: float | None, better: Better, broken: bool) -> None:
    assert Figure("call.time", value, "x", limit, better).broken is broken


def test_the_file_is_a_list_of_named_figures() -> None:
    figures = [Figure("call.time", 1.04, "x minimum", 1.1)]
    expected = {"name": "call.time", "value": 1.04, "unit": "x minimum", "limit": 1.1, "better": "lower"}
    assert json.loads(to_json(figures)) == [expected]


def test_the_table_names_what_is_broken() -> None:
    lines = table([Figure("call.time", 1.3, "x minimum", 1.1), Figure("memory", 80.0, "MB", None)]).splitlines()
    assert lines[1].split() == ["call.time", "1.3", "x", "minimum", "<=", "1.1", "BROKEN"]
    assert "BROKEN" not in lines[2]


def test_everything_that_measures_is_in_the_table() -> None:
    here = Path(bench.__file__).parent
    measuring = {p.stem for p in here.glob("*.py") if re.search(r"^def measure\(", p.read_text("utf-8"), re.MULTILINE)}
    assert measuring == set(MODULES)
