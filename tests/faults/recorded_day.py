"""One run of a scenario with its disk recorded, and the judgement of what any cut of the power may leave of it.

Owns what must hold: the store that is found is, to the last cell, the one after some commit; none that was answered is
missing, and none is there that was not asked for.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.store.backup import position
from kiosk.store.database import Store
from tests.faults.crash_states import Cut, Image, cuts
from tests.faults.disk import Disk, Kind, Op

STORE = "kiosk.db"


@dataclass(frozen=True)
class MoneyScenario:
    """``live`` goes through all of it over the store class it is given, in a folder that ``morning`` has prepared."""

    name: str
    morning: Callable[[Path], None]
    live: Callable[[Path, type[Store]], object]


@dataclass(frozen=True)
class Recording:
    """The run: its disk's acts, and the content of the store before it and after each of its commits.

    ``told``: the kinds of the records that each commit brought, for whoever reads the list of cuts.
    """

    before: Image = field(repr=False)
    log: tuple[Op, ...] = field(repr=False)
    contents: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What came of one cut. ``content``: which commit's content was found (-1: none's)."""

    cut: Cut
    content: int
    fault: str


def record(scenario: MoneyScenario, room: Path) -> Recording:
    """Live through it once."""
    scenario.morning(room)
    with Disk(room / STORE) as disk:
        contents, told = [_content(Store(room / STORE))], ["nothing of it"]
        newest = position(room / STORE).seq
        disk.log.clear()

        class Marked(Store):
            def _commit(self) -> None:
                nonlocal newest
                kinds, newest = _told(self, newest)
                told.append(kinds)
                disk.mark("commit asked")
                super()._commit()
                disk.mark("commit answered")
                contents.append(_digest(self))

        before = image_of(room)
        scenario.live(room, Marked)
    return Recording(before, tuple(disk.log), tuple(contents), tuple(told))


def judge(recording: Recording, room: Path, seed: int, at: Callable[[Op], bool], tries: int = 4) -> Iterator[Verdict]:
    """Every cut, opened by the product's own store."""
    for number, cut in enumerate(cuts(recording.before, recording.log, seed, at=at, tries=tries)):
        folder = room / f"{number}"
        lay_down(cut.image, folder)
        asked, answered = cut.marks.count("commit asked"), cut.marks.count("commit answered")
        found = _content(Store(folder / STORE))
        same = [commit for commit, content in enumerate(recording.contents) if content == found]
        content = next((commit for commit in same if answered <= commit <= asked), -1)
        fault = f"holds {same or 'what no commit left'}, not commit {answered} to {asked}" if content < 0 else ""
        shutil.rmtree(folder)
        yield Verdict(cut, content, fault)


def at_flushes(op: Op) -> bool:
    """Just before each flush most is at stake: everything since the last one."""
    return op.kind is Kind.SYNC


def image_of(folder: Path) -> Image:
    """The store's files as they are."""
    return {path.name: path.read_bytes() for path in folder.glob(f"{STORE}*") if not path.name.endswith("-shm")}


def lay_down(image: Image, folder: Path) -> None:
    """The files of a dead kiosk; the rest of its folder is not there."""
    folder.mkdir(parents=True)
    for name, data in image.items():
        (folder / name).write_bytes(data)


def _content(store: Store) -> str:
    with closing(store):
        assert store.rows("PRAGMA quick_check") == [{"quick_check": "ok"}]
        return _digest(store)


def _told(store: Store, after: int) -> tuple[str, int]:
    """The kinds of the records that followed record ``after``, and the number of the newest."""
    rows = store.rows("SELECT seq, kind FROM journal WHERE seq > ? ORDER BY seq", (after,))
    return ", ".join(row["kind"] for row in rows) or "no record", rows[-1]["seq"] if rows else after


def _digest(store: Store) -> str:
    """Every cell of every table."""
    digest = hashlib.sha256()
    for table in store.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"):
        digest.update(repr((table["name"], store.db.execute(f"SELECT * FROM {table['name']}").fetchall())).encode())
    return digest.hexdigest()
