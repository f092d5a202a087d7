"""The picture in docs/ui.md is the table's own (generated, never drawn by hand)."""

from __future__ import annotations

import re
from pathlib import Path

from kiosk.domain.offer import house_graph
from tests.unit.domain.capability_chart import chart

PAGE = Path(__file__).parents[3] / "docs" / "ui.md"


def test_the_picture_of_the_capabilities_is_up_to_date() -> None:
    (drawn,) = re.findall(r"```mermaid\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert drawn == chart(house_graph()), "draw it anew: python -m tests.unit.domain.capability_chart"
