"""How long it takes to prove a kiosk's books, and that the books agree with a plain model of them (G1, G4).

A store whose journal has a million records is made as the desk would leave it and proved as an auditor would, and one
with a million transactions, each with no record but its booking. Then 100,000 random acts are done at a counter, each
held against the model; then some more by two processes at once. Called by ``tests.bench``.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from kiosk.desk.auditing import prove
from tests.bench.big_ledger import RECORDS, make
from tests.bench.figures import Better, Figure
from tests.faults.joint_walk import JointWalk
from tests.faults.money_walk import Walk

_RECORDS = 1_000_000
_ACTS = 100_000
_JOINT_STEPS = 2_000
_KILL_EVERY = 10
_MEMORY = Path("/dev/shm")


def measure() -> Iterator[Figure]:
    """The proof of a long ledger, on as many cores as there are."""
    payments = _RECORDS // len(RECORDS) + 1
    yield Figure("ledger.verify_1m_records", _proved_s(payments, RECORDS), "s", 10.0)
    yield Figure("ledger.verify_1m_transactions", _proved_s(_RECORDS, ["ledger.booked"]), "s", 10.0)
    yield from _walked()
    yield from _walked_jointly()


def _proved_s(payments: int, kinds: Collection[str]) -> float:
    """How long the proof takes of so many payments with these records of each in the journal.

    Raises AssertionError where it is not proved.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kiosk.db"
        make(path, payments, kinds)
        os.sync()  # making it is not what is measured
        began = time.perf_counter()
        proof = prove(path)
        took_s = time.perf_counter() - began
    if proof.bad is not None or proof.transactions != payments:
        raise AssertionError(f"a whole ledger of {payments} was not proved: {proof}")
    return took_s


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


def _walked_jointly() -> Iterator[Figure]:
    """Two true processes; ``turns``: how often the store went from the one to the other; ``kills``: of either of them,
    and ``untold``: how often it had committed and could not say so."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        walk = JointWalk(Path(folder), seed=_RECORDS, kill_every=_KILL_EVERY)
        walk.go(_JOINT_STEPS)
        walk.close()
        proof = prove(Path(folder) / "kiosk.db")
    if proof.bad is not None:
        raise AssertionError(f"two processes left {proof.bad}")
    yield Figure("ledger.joint_acts", walk.acts, "acts", None, Better.HIGHER)
    yield Figure("ledger.joint_turns", walk.turns, "turns", None, Better.HIGHER)
    yield Figure("ledger.joint_kills", walk.kills.total(), "kills", None, Better.HIGHER)
    yield Figure("ledger.joint_untold", walk.untold, "acts", None, Better.HIGHER)
