"""The append-only, hash-chained journal: what happened, in order, and what head office still owes us an answer for.

Owns the chain and the custody mark. A record is appended in the very step that changes the state it tells of, so the
journal is the outbox (H1). Knows nothing of MQTT. Called by the repositories (append) and by ``kiosk.sync`` (after,
acked, acknowledge).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kiosk.clock import Clock
from kiosk.store.database import Row, Store
from kiosk.store.errors import JournalMismatchError

GENESIS = "0" * 64


@dataclass(frozen=True)
class Record:
    """One entry: ``body`` is canonical JSON text; ``prev`` and ``hash`` are SHA-256 in hex."""

    seq: int
    kind: str
    body: str
    at_utc: str
    boot_id: str
    synced: bool
    prev: str
    hash: str


def canonical(value: object) -> str:
    """JSON with sorted keys, no spaces and no escapes: the same text for the same meaning."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chain_hash(seq: int, kind: str, body: str, at_utc: str, boot_id: str, synced: bool, prev: str) -> str:
    """SHA-256 over everything the record says and the hash before it (docs/sync.md)."""
    return hashlib.sha256(canonical([seq, kind, body, at_utc, boot_id, synced, prev]).encode()).hexdigest()


class Journal:
    """The journal of one store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def append(self, kind: str, body: Mapping[str, object]) -> Record:
        """Add a record inside the caller's step. Raises StoreError outside of one."""
        seq, prev = self.head()
        stamp = self._clock.stamp()
        text = canonical(body)
        digest = chain_hash(seq + 1, kind, text, stamp.at_utc, stamp.boot_id, stamp.synced, prev)
        record = Record(seq + 1, kind, text, stamp.at_utc, stamp.boot_id, stamp.synced, prev, digest)
        self._store.insert("journal", {**vars(record), "synced": int(record.synced)})
        return record

    def head(self) -> tuple[int, str]:
        """Sequence number and hash of the newest record; ``(0, GENESIS)`` when there is none."""
        row = self._store.row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
        return (row["seq"], row["hash"]) if row else (0, GENESIS)

    def after(self, seq: int, limit: int) -> list[Record]:
        """At most ``limit`` records that follow ``seq``, in order."""
        return [
            _record(row)
            for row in self._store.rows("SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ?", (seq, limit))
        ]

    def newest(self, kind: str) -> Record | None:
        """The newest record of a kind, if there is one."""
        row = self._store.row("SELECT * FROM journal WHERE kind = ? ORDER BY seq DESC LIMIT 1", (kind,))
        return _record(row) if row else None

    def acked(self) -> int:
        """The last sequence number that head office holds."""
        return int(self._store.one("SELECT acked_seq FROM custody")["acked_seq"])

    def backlog(self) -> int:
        """How many records head office has not acknowledged."""
        return self.head()[0] - self.acked()

    def acknowledge(self, seq: int, digest: str) -> None:
        """Head office holds everything up to ``seq``, whose hash is ``digest``.

        An older or repeated acknowledgement changes nothing. Raises JournalMismatchError for a hash that is not ours.
        """
        row = self._store.row("SELECT hash FROM journal WHERE seq = ?", (seq,))
        if row is None or row["hash"] != digest:
            raise JournalMismatchError(f"head office acknowledged record {seq} with hash {digest}, ours: {row}")
        if seq <= self.acked():
            return
        with self._store.step() as store:
            store.run(
                "UPDATE custody SET acked_seq = ?, acked_at_utc = ? WHERE acked_seq < ?",
                (seq, self._clock.stamp().at_utc, seq),
            )

    def verify(self) -> Iterator[str]:
        """Walk the whole chain and yield a sentence for each fault; nothing when it is whole."""
        prev, expected, seq = GENESIS, 1, 0
        while page := self.after(seq, 1000):
            for record in page:
                seq = record.seq
                if seq != expected or record.prev != prev:
                    yield f"record {seq}: does not follow record {expected - 1}"
                if record.hash != chain_hash(*[getattr(record, name) for name in _HASHED]):
                    yield f"record {seq}: changed after it was written"
                prev, expected = record.hash, seq + 1


_HASHED = ("seq", "kind", "body", "at_utc", "boot_id", "synced", "prev")


def _record(row: Row) -> Record:
    return Record(**{**row, "synced": bool(row["synced"])})
