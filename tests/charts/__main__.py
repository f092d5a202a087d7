"""``python -m tests.charts``: draw ``docs/states.md`` and its pictures anew."""

from __future__ import annotations

from functools import cache

from tests.charts.machines import Chart
from tests.charts.page import render

if __name__ == "__main__":
    for path, text in render(cache(Chart.edges)).items():
        path.write_text(text, encoding="utf-8")
        print(path.name)
