"""A kiosk's sync worker and head office's ledger in virtual time, with a network between them that does its worst.

The journal here computes its chain by itself: neither ``kiosk.store`` nor ``kiosk.headoffice`` is asked for a hash, so
all three have to agree with docs/sync.md.
"""

from __future__ import annotations

import hashlib
import json
import threading
from datetime import UTC, datetime

from sqlalchemy import func, select

from kiosk.clock import TurnedClock
from kiosk.headoffice.audit import records
from kiosk.headoffice.ledger import Ledger, Letter
from kiosk.headoffice.tables import ALARM, open_database
from kiosk.store.errors import JournalMismatchError, StoreBusyError
from kiosk.store.journal import Record
from kiosk.sync.link import AnswerCame, HandOver, HeadOfficeUp, LinkDown, LinkError, LinkUp
from kiosk.sync.settings import Pace
from kiosk.sync.worker import SyncState, SyncWorker
from tests.hw_doubles.office_database import office_url

START = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
KIOSK_ID = "K01"


def record_after(seq: int, prev: str, kind: str = "payment.taken", body: str = '{"amount_fen":250}') -> Record:
    """The record that follows ``seq``/``prev``, hashed as docs/sync.md says."""
    said = [seq + 1, kind, body, "2026-11-21T02:00:00.000Z", "boot-1", True, prev]
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    return Record(seq + 1, kind, body, "2026-11-21T02:00:00.000Z", "boot-1", True, prev, digest)


class MemoryJournal:
    """The journal's face to sync, in memory; ``acked`` survives what the worker does not."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.released = 0
        self.largest_read = 0
        self.lost: set[int] = set()
        self.busy = False

    def append(self, count: int = 1, body: str = '{"words":"厨房水龙头"}') -> None:
        for _ in range(count):
            self.records.append(record_after(*self.head(), body=body))

    def head(self) -> tuple[int, str]:
        if self.busy:
            raise StoreBusyError("database is locked")
        return (self.records[-1].seq, self.records[-1].hash) if self.records else (0, "0" * 64)

    def after(self, seq: int, limit: int) -> list[Record]:
        self.largest_read = max(self.largest_read, limit)
        return [record for record in self.records[seq : seq + limit] if record.seq not in self.lost]

    def acked(self) -> int:
        return self.released

    def acknowledge(self, seq: int, digest: str) -> None:
        if seq > len(self.records) or self.records[seq - 1].hash != digest:
            raise JournalMismatchError(f"record {seq}")
        self.released = max(self.released, seq)


class PaperLink:
    """A link whose letters lie on the table until the test delivers, loses, doubles or shuffles them."""

    def __init__(self) -> None:
        self.reachable = True
        self.outbound: list[bytes] = []
        self.inbound: list[bytes] = []
        self.healths: list[dict[str, object]] = []
        self.opened = 0
        self.hand_over: HandOver | None = None

    def open(self, will: bytes, hand_over: HandOver) -> None:
        self.opened += 1
        if not self.reachable:
            raise LinkError("refused")
        self.hand_over = hand_over
        hand_over(LinkUp())

    def send_journal(self, payload: bytes) -> None:
        self.outbound.append(payload)

    def send_health(self, payload: bytes) -> None:
        self.healths.append(json.loads(payload))

    def close(self) -> None:
        self.hand_over = None

    def drop(self) -> None:
        """The connection breaks; what the broker has not delivered downwards is gone (clean session)."""
        if self.hand_over is not None:
            self.hand_over(LinkDown("Unspecified error"))
        self.hand_over = None
        self.inbound.clear()


class World:
    """Both ends and the table between them."""

    def __init__(self, pace: Pace | None = None) -> None:
        self.clock = TurnedClock(START)
        self.journal = MemoryJournal()
        self.link = PaperLink()
        self.engine = open_database(office_url())
        self.ledger = Ledger(self.engine, self.clock)
        self.states: list[SyncState] = []
        self.pace = pace or Pace(batch_records=3, window_batches=4)
        self.start_kiosk()

    def start_kiosk(self) -> None:
        """A new worker, as after a power cut: it knows only what the journal knows."""
        self.link.drop()
        self.worker = SyncWorker(
            self.journal,
            self.link,
            self.clock,
            threading.Event(),
            self.states.append,
            pace=self.pace,
            jitter=lambda: 0.5,
        )
        self.worker.step()  # connects
        self.worker.step()  # and hears that it is connected

    def deliver(self, index: int = 0, *, again: bool = False) -> None:
        """Head office takes one of the letters on the table, commits, and puts its answer down."""
        payload = self.link.outbound[index] if again else self.link.outbound.pop(index)
        for _, answer in self.ledger.take([Letter(f"kiosk/{KIOSK_ID}/up/journal", payload)]):
            self.link.inbound.append(answer.encode())

    def answer(self, index: int = 0, *, again: bool = False) -> None:
        """The kiosk gets one of the answers on the table."""
        payload = self.link.inbound[index] if again else self.link.inbound.pop(index)
        if self.link.hand_over is not None:
            self.link.hand_over(AnswerCame(payload))
        self.worker.step()

    def office_restarts(self) -> None:
        """Whatever lay in front of the old receiver is lost; the new one says that it is there."""
        self.link.outbound.clear()
        if self.link.hand_over is not None:
            self.link.hand_over(HeadOfficeUp())
        self.worker.step()

    def pass_time(self, seconds: float) -> None:
        self.clock.turn(seconds)
        self.worker.step()

    def run_smoothly(self, rounds: int = 60) -> None:
        """A good network, in order, nothing lost, until nothing is waiting."""
        self.link.reachable = True
        for _ in range(rounds):
            while self.link.outbound or self.link.inbound:
                if self.link.outbound:
                    self.deliver()
                if self.link.inbound:
                    self.answer()
            if self.journal.acked() == self.journal.head()[0] and not self.link.outbound:
                return
            self.pass_time(10.0)

    def alarms(self) -> int:
        """How many contradictions head office has noted."""
        with self.engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(ALARM)).scalar_one())

    def held(self) -> list[Record]:
        """What head office holds, in order."""
        with self.engine.connect() as connection:
            return [Record(**vars(record)) for record in records(connection, KIOSK_ID)]
