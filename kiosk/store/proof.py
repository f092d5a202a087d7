"""The whole proof of a store: the ledger, the rows around it, the journal, and that these agree (G4, H1).

Owns how the work is shared out: long books are walked in ranges by several processes, each of which begins with the
hash that the range before it must end with. Knows no rule. Called by ``kiosk.desk.auditing``.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from kiosk.store.journal_proof import first_untold, told_of
from kiosk.store.ledger_faults import RULES
from kiosk.store.ledger_proof import Bad, Reader, cut_off, first_bad_of, first_fault
from kiosk.store.told_faults import first_told_otherwise
from kiosk.store.told_ranges import told_in

_WORTH_A_PROCESS = 20_000  # transactions: below, starting a process costs more than it saves
_RANGES_A_WORKER = 4  # short ones at the end, after the rules, so that no worker waits long for the other


@dataclass(frozen=True)
class Found:
    """The first bad record of the ledger and the rows around it, of the journal, and of what it tells otherwise; None:
    all is right."""

    ledger: Bad | None
    journal: Bad | None
    told: Bad | None = None


def first_bad(path: Path, workers: int, least: int = _WORTH_A_PROCESS) -> Found:
    """Walk both chains in ``path``. A process of its own has at least ``least`` transactions to look at.

    Raises StoreError, StoreDamagedError.
    """
    with closing(Reader(path, lenient=True)) as reader:
        [ends] = reader.rows(
            "SELECT (SELECT coalesce(max(id), 0) FROM ledger_transaction) AS booked,"
            " (SELECT coalesce(max(seq), 0) FROM journal) AS records,"
            " (SELECT count(*) FROM ledger_transaction WHERE business_day = '') AS carried"
        )
        workers = min(workers, ends["booked"] // least)
        parts = _RANGES_A_WORKER * workers
        ledger = [partial(first_bad_of, path, *each) for each in _ranges(ends["booked"], parts)]
        journal = [partial(told_of, path, *each) for each in _ranges(ends["records"], parts)]
        around = [partial(first_fault, path, rule) for rule in RULES]
        telling = [partial(told_in, path, *each) for each in _ranges(ends["records"], parts)]
        shares: list[list[partial[Any]]] = [around, journal, telling, ledger]
        done = iter(_done([act for acts in shares for act in acts], workers))
        faults, told, tells, walked = (list(islice(done, len(acts))) for acts in shares)
        found = _first(walked) or cut_off(reader) or _first(faults)
    otherwise = first_told_otherwise(path, tells)
    return Found(found, first_untold(told, ends["carried"], ends["booked"]), otherwise)


def _first(found: Iterable[Bad | None]) -> Bad | None:
    return next((bad for bad in found if bad), None)


def _done(acts: Sequence[Callable[[], Any]], workers: int) -> list[Any]:
    """What each act returned, in their order."""
    if workers <= 1:
        return [act() for act in acts]
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        return [made.result() for made in [pool.submit(act) for act in acts]]


def _ranges(last: int, parts: int) -> list[tuple[int, int]]:
    """1 to ``last`` in so many ranges of like length."""
    edges = [last * part // max(1, parts) for part in range(max(1, parts) + 1)]
    return [(first + 1, end) for first, end in pairwise(edges) if end > first]
