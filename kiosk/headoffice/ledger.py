"""Takes batches into the database: each record once, in order, its chain verified; says what is held.

Owns the decision kept / known / gap / fork / tampered and the one transaction it is made in. A record of unknown kind
is kept like any other; a contradicting record is never written over what is held but kept as evidence in ``alarm``.
Knows no MQTT. Called by ``receiver`` with whatever has arrived.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, and_, insert, literal, or_, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from kiosk.clock import Clock, iso_utc
from kiosk.headoffice.letters import (
    GENESIS,
    Answer,
    Batch,
    MalformedError,
    Problem,
    Record,
    kiosk_of,
    read_batch,
    read_health,
)
from kiosk.headoffice.projections import project
from kiosk.headoffice.restored import RESTORED, forgotten, keep_forgotten
from kiosk.headoffice.tables import ALARM, KIOSK, RECORD

_log = logging.getLogger(__name__)
_TRIES = 5  # another receiver may take the same kiosk's batches at the same moment


@dataclass(frozen=True)
class Letter:
    """Something that arrived."""

    topic: str
    payload: bytes


class PositionLostError(Exception):
    """Another receiver has moved this kiosk on since we looked; the transaction starts over."""


@dataclass
class _Position:
    """How far a kiosk's chain is held while a batch is being looked through, and what is new in it."""

    kiosk_id: str
    seq: int
    hash: str
    known: dict[int, str]
    forgotten: frozenset[tuple[int, str]] = frozenset()  # of its numbers: no kiosk goes on with what it has forgotten
    fresh: list[Record] = field(default_factory=list)
    late: bool = False  # a letter of a history that was forgotten: what it says of the kiosk's newest record is over

    def judge(self, record: Record) -> Problem | None:
        """Take one record or say why not."""
        if record.computed() != record.hash:
            return Problem.TAMPERED
        if record.seq <= self.seq:
            return None if self.known.get(record.seq) == record.hash else Problem.FORK
        if record.seq > self.seq + 1:
            return Problem.GAP
        if record.prev != self.hash or (record.seq, record.hash) in self.forgotten:
            return Problem.FORK
        self.fresh.append(record)
        self.seq, self.hash, self.known[record.seq] = record.seq, record.hash, record.hash
        return None


class Ledger:
    """Head office's books on one database."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def take(self, letters: Sequence[Letter]) -> list[tuple[str, Answer]]:
        """Take journal letters in one transaction; the answers, with their kiosks, are true once this returns.

        Raises sqlalchemy.exc.SQLAlchemyError when the database will not have them: then nothing may be answered.
        """
        for tries_left in range(_TRIES - 1, -1, -1):
            try:
                with self._engine.begin() as connection:
                    return [self._take_one(connection, letter) for letter in letters]
            except (IntegrityError, OperationalError, PositionLostError):
                if not tries_left:
                    raise
        raise AssertionError("not reached")

    def note_health(self, letter: Letter) -> None:
        """Keep the newest health letter of a kiosk; an unreadable one is logged and leaves the older one."""
        kiosk_id = kiosk_of(letter.topic)
        try:
            health = read_health(letter.payload)
        except MalformedError as error:
            _log.error("health letter of %s: %s", kiosk_id, error)
            return
        text = json.dumps(health, ensure_ascii=False, sort_keys=True)
        with self._engine.begin() as connection:
            self._position(connection, kiosk_id)
            values = {"online": health["online"], "health": text, "heard_utc": self._now()}
            connection.execute(update(KIOSK).where(KIOSK.c.kiosk_id == kiosk_id).values(values))

    # --- one batch --------------------------------------------------------------------------------------------------

    def _take_one(self, connection: Connection, letter: Letter) -> tuple[str, Answer]:
        kiosk_id = kiosk_of(letter.topic)
        row = self._position(connection, kiosk_id)
        try:
            batch = read_batch(letter.payload)
        except MalformedError as error:
            self._alarm(connection, kiosk_id, Problem.MALFORMED, 0, row.hash, f"{error}: {letter.payload[:500]!r}")
            return kiosk_id, Answer(row.seq, row.hash, Problem.MALFORMED)
        numbers = [record.seq for record in batch.records]
        held = _held(connection, kiosk_id, numbers), forgotten(connection, kiosk_id, numbers)
        position = _Position(kiosk_id, row.seq, row.hash, *held)
        problem, at = self._look_through(connection, position, batch)
        self._keep(connection, position, (row.seq, row.hash), batch)
        return kiosk_id, Answer(position.seq, position.hash, problem, at)

    def _look_through(self, connection: Connection, position: _Position, batch: Batch) -> tuple[Problem | None, int]:
        """Up to the first problem: what is good before it is kept, so that a bad record holds up nothing older."""
        for number, record in enumerate(batch.records):
            problem = position.judge(record)
            if problem in (Problem.GAP, Problem.FORK) and self._is_late(connection, position, batch.records[number:]):
                return None, 0
            if problem is Problem.GAP:
                return problem, record.seq
            if problem is not None:
                held = position.known.get(record.seq, position.hash)
                offered = json.dumps(vars(record), ensure_ascii=False, sort_keys=True)
                self._alarm(connection, position.kiosk_id, problem, record.seq, held, offered)
                return problem, record.seq
        if not batch.records and batch.head_seq > position.seq:
            return Problem.GAP, batch.head_seq  # an empty batch asks where we stand: behind
        return None, 0

    def _is_late(self, connection: Connection, position: _Position, records: Sequence[Record]) -> bool:
        """It was on its way when its kiosk was restored, perhaps: what is new is kept aside, and a person told."""
        kept = keep_forgotten(connection, position.kiosk_id, records, self._now())
        if kept:
            offered = json.dumps(vars(kept[0]), ensure_ascii=False, sort_keys=True)
            self._alarm(connection, position.kiosk_id, Problem.FORK, kept[0].seq, position.hash, offered)
        position.late = kept is not None
        return position.late

    def _keep(self, connection: Connection, position: _Position, before: tuple[int, str], batch: Batch) -> None:
        now = self._now()
        if position.fresh:
            keys = {"kiosk_id": position.kiosk_id, "received_utc": now}
            connection.execute(insert(RECORD), [{**keys, **vars(record)} for record in position.fresh])
            project(connection, position.kiosk_id, position.fresh)
        here = and_(KIOSK.c.kiosk_id == position.kiosk_id, KIOSK.c.seq == before[0], KIOSK.c.hash == before[1])
        values: dict[str, Any] = {"seq": position.seq, "hash": position.hash, "heard_utc": now}
        if connection.execute(update(KIOSK).where(here).values(values)).rowcount != 1:
            raise PositionLostError(position.kiosk_id)
        if position.late:
            return
        begun_again = any(record.kind == RESTORED for record in position.fresh)  # what it has claimed before is over
        newer = or_(KIOSK.c.head_seq < batch.head_seq, literal(begun_again))
        claim = {"head_seq": batch.head_seq, "head_hash": batch.head_hash}
        connection.execute(update(KIOSK).where(and_(KIOSK.c.kiosk_id == position.kiosk_id, newer)).values(claim))

    def _position(self, connection: Connection, kiosk_id: str) -> Any:
        """Where we stand with a kiosk; a kiosk never heard of before stands at the beginning."""
        wanted = select(KIOSK.c.seq, KIOSK.c.hash).where(KIOSK.c.kiosk_id == kiosk_id).with_for_update()
        row = connection.execute(wanted).one_or_none()
        if row is None:
            start = {"seq": 0, "hash": GENESIS, "head_seq": 0, "head_hash": GENESIS}
            rest = {"kiosk_id": kiosk_id, "heard_utc": self._now(), "online": False, "health": "{}"}
            connection.execute(insert(KIOSK).values(**start, **rest))
            row = connection.execute(wanted).one()
        return row

    def _alarm(
        self, connection: Connection, kiosk_id: str, problem: Problem, seq: int, held_hash: str, offered: str
    ) -> None:
        """Loudly, and once for the same contradiction: the kiosk repeats it until somebody has looked."""
        _log.error("ALARM %s: %s at record %d, held %s, offered %s", kiosk_id, problem, seq, held_hash, offered)
        same = and_(
            ALARM.c.kiosk_id == kiosk_id,
            ALARM.c.problem == problem.value,
            ALARM.c.seq == seq,
            ALARM.c.offered == offered,
            ALARM.c.settled.is_(False),
        )
        if connection.execute(update(ALARM).where(same).values(times=ALARM.c.times + 1)).rowcount:
            return
        what = {"kiosk_id": kiosk_id, "problem": problem.value, "seq": seq, "held_hash": held_hash}
        rest = {"offered": offered, "raised_utc": self._now(), "times": 1, "settled": False}
        connection.execute(insert(ALARM).values(**what, **rest))

    def _now(self) -> str:
        return iso_utc(self._clock.now())


def _held(connection: Connection, kiosk_id: str, numbers: Sequence[int]) -> dict[int, str]:
    """Hashes that we hold for these sequence numbers of a batch."""
    rows = connection.execute(
        select(RECORD.c.seq, RECORD.c.hash).where(
            and_(RECORD.c.kiosk_id == kiosk_id, RECORD.c.seq.in_(numbers)),
        )
    )
    return {row.seq: row.hash for row in rows}
