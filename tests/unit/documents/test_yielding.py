"""K4: who reads a document yields to the line and to a finger."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from tests.unit.documents.conftest import Opener


def test_a_page_is_drawn_with_less_priority_than_who_asks_for_it(reading: Opener) -> None:
    with reading("一页".encode()):
        (child,) = (int(pid) for pid in _children_of(os.getpid()) if b"kiosk.documents.child" in _command_of(pid))
        ours, its = (os.getpriority(os.PRIO_PROCESS, pid) for pid in (os.getpid(), child))
        group = Path(f"/proc/{child}/autogroup")
        of_its_group = group.read_text("ascii") if group.exists() else ""
    assert its == min(ours + 5, 19)
    assert of_its_group == "" or of_its_group.endswith("nice 5\n"), "it is alone in its session: nice means nothing"


def _children_of(pid: int) -> list[str]:
    children: list[str] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError):  # a thread of another test ends just now
            children += (task / "children").read_text("ascii").split()
    return children


def _command_of(pid: str) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()
