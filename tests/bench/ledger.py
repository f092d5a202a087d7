"""How long it takes to prove a kiosk's books, and that the books agree with a plain model of them (G1, G4).

A store with a million payments is made as the desk would leave it and proved as an auditor would. Then 100,000 random
acts are done at a counter, each held against the model. Called by ``tests.bench``.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kiosk.desk.auditing import prove
from tests.bench.big_ledger import make
from tests.bench.figures import Better, Figure
from tests.faults.money_walk import Walk

_RECORDS = 1_000_000
_ACTS = 100_000
_MEMORY = Path("/dev/shm")


def measure() -> Iterator[Figure]:
    """The proof of a long ledger, on as many cores as there are."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kiosk.db"
        make(path, _RECORDS)
        os.sync()  # making it is not what is measured
        began = time.perf_counter()
        proof = prove(path)
        took_s = time.perf_counter() - began
    if proof.bad is not None or proof.transactions != _RECORDS:
        raise AssertionError(f"a whole ledger of {_RECORDS} was not proved: {proof}")
    yield Figure("ledger.verify_1m_records", took_s, "s", 10.0)
    yield from _walked()


def _walked() -> Iterator[Figure]:
    """Raises AssertionError, with seed and act, where the books and the model part."""
    room = _MEMORY if _MEMORY.is_dir() else None  # a hundred thousand flushes are the disk's figure, not the ledger's
    with tempfile.TemporaryDirectory(dir=room) as folder:
        walk, began = Walk(Path(folder), seed=_RECORDS), time.perf_counter()
        walk.go(_ACTS)
        walk.close()
        took_s = time.perf_counter() - began
        proof = prove(Path(folder) / "kiosk.db")
    if proof.bad is not None:
        raise AssertionError(f"the walk left {proof.bad}")
    yield Figure("ledger.model_acts", _ACTS, "acts", None, Better.HIGHER)
    yield Figure("ledger.model_acts_per_s", _ACTS / took_s, "/s", None, Better.HIGHER)
