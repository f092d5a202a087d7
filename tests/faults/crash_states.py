"""What a power cut may leave on the disk, rebuilt from one recorded run: all of it, none of it, torn, out of order.

Owns the model of a disk that loses its power. What a file was told before its last flush is there. Of what came after,
any part may be, in any order; of a single write, any of its sectors (sqlite.org/atomiccommit.html calls the same
disks "powersafe overwrite": a sector that is not written keeps what it was). Knows no SQLite and no money.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tests.faults.disk import Kind, Op

SECTORS = (512, 4096)
Image = dict[str, bytes]


@dataclass(frozen=True)
class Cut:
    """The power goes when ``after`` acts of the disk are done; ``kept`` says in words what is left of the unflushed."""

    after: int
    point: str
    kept: str
    image: Image = field(repr=False)
    marks: tuple[str, ...] = field(repr=False)  # that were passed


@dataclass
class _Platter:
    """The disk at one moment: what lasts, and what was asked since, in order."""

    lasting: dict[str, bytes]
    unflushed: list[Op] = field(default_factory=list)

    def take(self, op: Op) -> None:
        """The next act. A flush makes its file last, and removing a file lasts with whatever is flushed next."""
        if op.kind is Kind.SYNC:
            mine = [each for each in self.unflushed if each.name == op.name]
            self.lasting = _applied(self.lasting, mine)
            self.unflushed = [each for each in self.unflushed if each.name != op.name]
        elif op.kind is not Kind.MARK:
            self.unflushed.append(op)


def cuts(
    before: Mapping[str, bytes], log: Sequence[Op], seed: int, *, at: Callable[[Op], bool], tries: int = 4
) -> Iterator[Cut]:
    """The states after cuts just before each act for which ``at`` is true, and at the end; no image twice in a row."""
    platter, marks, chance = _Platter(dict(before)), [], random.Random(seed)
    flushes = 0
    for number, op in enumerate((*log, None)):
        if op is None or at(op):
            point = "at the end" if op is None else f"{op.kind.value} {op.name} +{op.offset}"
            seen: list[Image] = []
            for kept, ops in _fates(platter.unflushed, chance, tries):
                image = _applied(platter.lasting, ops)
                if image not in seen:
                    seen.append(image)
                    yield Cut(number, f"{point} (flush {flushes})", kept, image, tuple(marks))
        if op is not None:
            flushes += op.kind is Kind.SYNC
            marks += [op.name] if op.kind is Kind.MARK else []
            platter.take(op)


def _fates(unflushed: Sequence[Op], chance: random.Random, tries: int) -> Iterator[tuple[str, Iterable[Op]]]:
    """What may become of the acts that no flush has made last."""
    yield "none", ()
    if not unflushed:
        return
    yield "all", unflushed
    for sector in SECTORS:
        yield f"all, the last torn at {sector}", (*unflushed[:-1], *_torn(unflushed[-1], sector, chance))
    lost = chance.randrange(len(unflushed))
    yield f"all but number {lost + 1} of {len(unflushed)}", (*unflushed[:lost], *unflushed[lost + 1 :])
    yield f"number {lost + 1} of {len(unflushed)} alone", (unflushed[lost],)
    until = chance.randrange(len(unflushed))
    yield f"the first {until}", unflushed[:until]
    for _ in range(tries):
        sector = chance.choice(SECTORS)
        some = [each for op in unflushed if chance.random() < 0.6 for each in _torn(op, sector, chance)]
        chance.shuffle(some)
        yield f"{len(some)} sectors of {len(unflushed)} acts, in any order", some


def _torn(op: Op, sector: int, chance: random.Random) -> list[Op]:
    """Some sectors of a write; what is no write is done whole."""
    if op.kind is not Kind.WRITE:
        return [op]
    edges = [0, *range(sector - op.offset % sector, len(op.data), sector), len(op.data)]
    parts = [Op(op.kind, op.name, op.offset + a, op.data[a:b]) for a, b in pairwise(edges) if b > a]
    return [part for part in parts if chance.random() < 0.5]


def _applied(image: Mapping[str, bytes], ops: Iterable[Op]) -> Image:
    """The files after these acts. A write behind the end leaves noughts between."""
    files = {name: bytearray(data) for name, data in image.items()}
    for op in ops:
        match op.kind:
            case Kind.DELETE:
                files.pop(op.name, None)
            case Kind.TRUNCATE:
                file = files.setdefault(op.name, bytearray())
                del file[op.offset :]
                file.extend(bytes(op.offset - len(file)))
            case Kind.WRITE:
                file = files.setdefault(op.name, bytearray())
                file.extend(bytes(max(0, op.offset - len(file))))
                file[op.offset : op.offset + len(op.data)] = op.data
            case Kind.SYNC | Kind.MARK:
                continue
    return {name: bytes(data) for name, data in files.items()}
