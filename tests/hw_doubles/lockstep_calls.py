"""Calls without end on the lockstep line: pages drawn when they are asked for, and what the process holds meanwhile.

Owns the drawing, the placing and receiving of calls, and the reading of memory, open files and threads of this process
(the telephone world has its own). Called by the tests of endurance and by the bench.
"""

from __future__ import annotations

import resource
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import overload

from PIL import Image, ImageDraw

from kiosk.devices.protocols import AnswerOrder, OutgoingCall, ReceivedPage
from kiosk.fax import outcome as o
from tests.hw_doubles.lockstep_line import LockstepLine
from tests.hw_doubles.softmodem import CallRecord, FarEnd
from tests.hw_doubles.softmodem.lockstep import LockstepWorld

IDENT, NUMBER, CALLER = "+86 571 1", "057188001234", "057187009999"
_RINGS_AFTER_MS = 1_000


class DrawnPages(Sequence[o.FaxPage]):
    """So many different pages of text, each drawn when it is asked for, as the house decrypts them one by one."""

    def __init__(self, count: int, lines: int = 11, signs: int = 95, height: int = 2287) -> None:
        self._count, self._lines, self._signs, self._height = count, lines, signs, height

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> o.FaxPage: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[o.FaxPage]: ...

    def __getitem__(self, index: int | slice) -> o.FaxPage | Sequence[o.FaxPage]:
        if isinstance(index, slice):
            raise TypeError("pages are asked for one by one")
        if index >= self._count:
            raise IndexError(index)
        picture = self.picture(index)
        return o.FaxPage(1728, self._height, o.Resolution.FINE, picture.tobytes())

    def picture(self, index: int) -> Image.Image:
        """1 = black."""
        picture = Image.new("1", (1728, self._height), 0)
        pen = ImageDraw.Draw(picture)
        for line in range(self._lines):
            words = f"{index + 1:3} {line:2} The quick brown fox jumps over the lazy dog. " * 6
            pen.text((100, 60 + line * (self._height - 120) // self._lines), words[: self._signs], fill=1)
        return picture

    def tiff(self, path: Path) -> Path:
        """All pages as a file that a far end sends."""
        pages = (Image.eval(self.picture(n).convert("L"), lambda ink: 255 - ink).convert("1") for n in range(len(self)))
        next(pages).save(path, compression="group4", dpi=(204, 196), save_all=True, append_images=pages)
        return path


@dataclass(frozen=True)
class Holding:
    """What this process holds."""

    memory_mb: float
    files: int
    threads: int


def holding() -> Holding:
    """Now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    files = sum(1 for _ in Path("/proc/self/fd").iterdir())
    return Holding(pages * resource.getpagesize() / 1e6, files, threading.active_count())


@dataclass
class House:
    """Places and receives calls on one line. ``events`` are counted by ``watch``, pages by ``kept``."""

    world: LockstepWorld
    lockstep: LockstepLine
    watch: Callable[[o.LineEvent | o.ReceptionEvent], None] = lambda _event: None
    kept: Callable[[ReceivedPage], None] = lambda _page: None
    cancel: threading.Event = field(default_factory=threading.Event)

    def send(self, pages: Sequence[o.FaxPage], number: str = NUMBER) -> tuple[o.CallReport, CallRecord]:
        """One call out, seen from both ends."""
        report = self.lockstep.line.place(OutgoingCall(number, IDENT, pages), self.watch, self.cancel)
        return report, self._record()

    def receive(self, tiff: Path, far_end: FarEnd | None = None) -> tuple[o.ReceptionReport, CallRecord]:
        """One call in, seen from both ends."""
        self.world.call_in(tiff, CALLER, far_end or FarEnd(ident="+86 571 8700 9999"), _RINGS_AFTER_MS)
        report = self.lockstep.line.receive(AnswerOrder(IDENT), self.kept, self.watch, self.cancel)
        assert report is not None, "nobody has cancelled"
        return report, self._record()

    def _record(self) -> CallRecord:
        """The far end may need a moment to notice that the line is free."""
        while not (records := self.world.take_calls()):
            self.world.run(100)
        return records[-1]


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """A house on a line of its own."""
    with LockstepWorld(folder) as world:
        lockstep = LockstepLine(world)
        try:
            yield House(world, lockstep)
        finally:
            lockstep.line.close()
