"""A kiosk that was restored from a backup, let go on: what it has forgotten is kept aside, never written over (G3, H1).

Owns that one act of a person at head office, who has been told on the telephone that the kiosk was restored. Such a
kiosk offers the record ``store.restored`` where head office holds another, which is a fork and raises an alarm. Only
that is accepted. And owns what becomes of letters of the forgotten history that are still on their way then: they are
kept with the rest of it, and a person is told. Called by ``cli`` and, for letters, by ``ledger``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, insert, select, update

from kiosk.headoffice.letters import GENESIS, Record
from kiosk.headoffice.projections import PROJECTIONS
from kiosk.headoffice.tables import ALARM, KIOSK, RECORD, SUPERSEDED

RESTORED = "store.restored"


@dataclass(frozen=True)
class Accepted:
    """The kiosk goes on after record ``after``; so many records that it has forgotten are in table ``superseded``.

    Of a late letter, accepted with nothing else: it had forgotten all from behind ``after``.
    """

    kiosk_id: str
    after: int
    superseded: int


def accept_restored(connection: Connection, kiosk_id: str) -> Accepted | None:
    """Make room for what a restored kiosk offers, in the caller's transaction; None when it offers nothing of the kind.

    Its ``store.restored`` must follow a record that is held: with another past it is no kiosk of ours. Alarms about
    late letters of a history that was forgotten before are settled too: somebody has looked. The kiosk's row is locked
    first, as for each of its letters: what came meanwhile would go with what is moved away, and be kept nowhere.
    """
    connection.execute(select(KIOSK.c.seq).where(KIOSK.c.kiosk_id == kiosk_id).with_for_update()).one_or_none()
    of_kiosk = and_(ALARM.c.kiosk_id == kiosk_id, ALARM.c.problem == "fork", ALARM.c.settled.is_(False))
    late = None
    alarms = connection.execute(select(ALARM).where(of_kiosk).order_by(ALARM.c.id.desc())).all()
    for alarm, offered in _latest_first([(alarm, json.loads(alarm.offered)) for alarm in alarms]):
        after = alarm.seq - 1
        if _is_superseded(connection, kiosk_id, alarm.seq, offered["hash"]):
            connection.execute(update(ALARM).where(ALARM.c.id == alarm.id).values(settled=True))
            late = Accepted(kiosk_id, after, _count(connection, kiosk_id, after))
            continue
        if offered["kind"] != RESTORED or offered["prev"] != _hash(connection, kiosk_id, after):
            continue
        moved = _supersede(connection, kiosk_id, after)
        here = {"seq": after, "hash": offered["prev"], "head_seq": alarm.seq, "head_hash": offered["hash"]}
        connection.execute(update(KIOSK).where(KIOSK.c.kiosk_id == kiosk_id).values(here))
        connection.execute(update(ALARM).where(of_kiosk, ALARM.c.seq > after).values(settled=True))
        return Accepted(kiosk_id, after, moved)
    return late


def _latest_first(alarms: list[tuple[Any, dict[str, Any]]]) -> list[tuple[Any, dict[str, Any]]]:
    """Alarms with what was offered, the newest first; where each was noted by a clock that was set, by that: a letter
    of an earlier restore may come in last."""
    if not all(offered["synced"] for _, offered in alarms):
        return alarms
    return sorted(alarms, key=lambda alarm: str(alarm[1]["at_utc"]), reverse=True)  # stable: of one moment the newest


def keep_forgotten(
    connection: Connection, kiosk_id: str, records: Sequence[Record], now_utc: str
) -> list[Record] | None:
    """A letter that was on its way while its kiosk was restored: what it tells goes to the rest that was forgotten.

    ``records`` begin with one that has no place among those held. Returns those that were not kept yet; None when they
    follow no history that was forgotten.
    """
    first = records[0]
    if not (
        _is_superseded(connection, kiosk_id, first.seq, first.hash)
        or _is_superseded(connection, kiosk_id, first.seq - 1, first.prev)
        or _begins_where_one_was_restored(connection, kiosk_id, first)
    ):
        return None
    late, prev = [], first.prev
    for record in records:
        if record.prev != prev or record.computed() != record.hash:
            break
        prev = record.hash
        if not _is_superseded(connection, kiosk_id, record.seq, record.hash):
            late.append(record)
    if late:
        rows = [{"kiosk_id": kiosk_id, "received_utc": now_utc, **vars(record)} for record in late]
        connection.execute(insert(SUPERSEDED), rows)
    return late


def forgotten(connection: Connection, kiosk_id: str, numbers: Sequence[int]) -> frozenset[tuple[int, str]]:
    """Number and hash of the records of these numbers that a kiosk has forgotten: none is its own ever again."""
    return _superseded(connection, and_(SUPERSEDED.c.kiosk_id == kiosk_id, SUPERSEDED.c.seq.in_(numbers)))


def _superseded(connection: Connection, which: ColumnElement[bool]) -> frozenset[tuple[int, str]]:
    rows = connection.execute(select(SUPERSEDED.c.seq, SUPERSEDED.c.hash).where(which))
    return frozenset((row.seq, row.hash) for row in rows)


def _begins_where_one_was_restored(connection: Connection, kiosk_id: str, record: Record) -> bool:
    """The kiosk has told of its restore before we knew that it had gone on: nothing contradicted it then.

    Where ``record`` itself tells of a restore, of two from one backup, it was surely the earlier one, by a clock that
    was set; else a person knows which is the later.
    """
    here = and_(RECORD.c.kiosk_id == kiosk_id, RECORD.c.seq == record.seq, RECORD.c.kind == RESTORED)
    held = connection.execute(select(RECORD.c.prev, RECORD.c.at_utc, RECORD.c.synced).where(here)).one_or_none()
    if held is None or held.prev != record.prev:
        return False
    return record.kind != RESTORED or (record.synced and held.synced and record.at_utc < held.at_utc)


def _is_superseded(connection: Connection, kiosk_id: str, seq: int, digest: str) -> bool:
    here = and_(SUPERSEDED.c.kiosk_id == kiosk_id, SUPERSEDED.c.seq == seq, SUPERSEDED.c.hash == digest)
    return connection.execute(select(SUPERSEDED.c.seq).where(here)).scalar_one_or_none() is not None


def _count(connection: Connection, kiosk_id: str, after: int) -> int:
    behind = and_(SUPERSEDED.c.kiosk_id == kiosk_id, SUPERSEDED.c.seq > after)
    return int(connection.execute(select(func.count()).select_from(SUPERSEDED).where(behind)).scalar_one())


def _hash(connection: Connection, kiosk_id: str, seq: int) -> str | None:
    if seq == 0:
        return GENESIS
    held = and_(RECORD.c.kiosk_id == kiosk_id, RECORD.c.seq == seq)
    return connection.execute(select(RECORD.c.hash).where(held)).scalar_one_or_none()


def _supersede(connection: Connection, kiosk_id: str, after: int) -> int:
    """Everything behind ``after`` out of the books and into the table that forgets nothing; how many records."""

    def behind(table: Table) -> ColumnElement[bool]:
        return and_(table.c.kiosk_id == kiosk_id, table.c.seq > after)

    rows = connection.execute(select(RECORD).where(behind(RECORD)).order_by(RECORD.c.seq)).mappings().all()
    known = _superseded(connection, behind(SUPERSEDED))
    fresh = [dict(row) for row in rows if (row["seq"], row["hash"]) not in known]
    if fresh:
        connection.execute(insert(SUPERSEDED), fresh)
    for table in (*PROJECTIONS, RECORD):
        connection.execute(delete(table).where(behind(table)))
    return len(rows)
