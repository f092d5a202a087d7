"""``docs/conformance.md`` out of the procedures and what came of them.

Owns the page's words. Called by ``python -m tests.conformance``, which writes it, by the test that holds it to the
scripts, and for the page of Class 2 with another head.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from pathlib import Path

from tests.conformance.notation import Procedure

PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"

_HEAD = """# Conformance

Every procedure that our engine is held to, by name: the flow charts of T.30 (figures 5-2a to 5-2c and those of Annex A)
and what a terminal is usually tested for: reception and transmission, with error correction and without it, wrong,
damaged, repeated and lost frames, training that fails, frames of the greatest length, several documents in one call.

This page is made from the scripts by `python -m tests.conformance`; a test sees to it that it is up to date. The
scripts are `tests/conformance/procedures/*.txt` and read like a ladder (`R DIS; T DCS; T TCF; R CFR`); `notation.py`
explains them, `playing.py` plays them against a scripted modem and far end in virtual time. Beside what its script
says, each procedure must let go of the line, leave the modem at rest, and never confirm a page that is not on disk.

{counts}

Where T.30 leaves a choice, ours is: an unknown final frame after EOP or MPS, and RTN after EOP, send the page again in
the same call (four times at most); a caller that wants to poll gets DCN, for nothing lies here to be polled; what is
optional or out of place is heard out and passed over, so CRP is answered and never sent.
"""
_COLUMNS = "| procedure | held to | result |\n| --- | --- | --- |\n"


def render(procedures: Sequence[Procedure], failing: Collection[str] = (), head: str = _HEAD) -> str:
    """The whole page. ``failing``: titles of the procedures that do not pass."""
    groups = [(group, list(members)) for group, members in itertools.groupby(procedures, lambda p: p.group)]
    rows = {group: [_row(procedure, failing) for procedure in members] for group, members in groups}
    counts = [f"| {group} | {len(members)} |" for group, members in groups]
    table = "\n".join(["| group | procedures |", "| --- | --- |", *counts, f"| all | {len(procedures)} |"])
    sections = [f"## {group}\n\n{_COLUMNS}" + "\n".join(lines) + "\n" for group, lines in rows.items()]
    return "\n".join([head.format(counts=table), *sections])


def _row(procedure: Procedure, failing: Collection[str]) -> str:
    result = "**fails**" if procedure.title in failing else "passes"
    return f"| {procedure.name} | {procedure.clause} | {result} |"
