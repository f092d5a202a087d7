"""The letters from the kiosks and the answers to them, octet by octet (docs/sync.md), seen from head office.

Owns reading a batch without trusting a word of it, the chain's arithmetic, and the JSON of answers. Shares nothing with
``kiosk.sync`` or ``kiosk.store``: what those write is checked here against the document, not against their own code.
Called by ``ledger`` and ``receiver``; ``audit`` uses the arithmetic.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

GENESIS = "0" * 64
VERSION = 1
_LARGEST = 2**63 - 1  # what a BIGINT column holds
_LONGEST = {"at_utc": 32, "prev": 64, "hash": 64}  # what their columns hold, where a database minds


class Problem(StrEnum):
    """What can be wrong with a batch."""

    GAP = "gap"
    FORK = "fork"
    TAMPERED = "tampered"
    MALFORMED = "malformed"


class MalformedError(ValueError):
    """Octets that are not the letter they should be."""


@dataclass(frozen=True)
class Record:
    """One journal record as received. ``hash`` and ``prev`` are what the kiosk claims; ``computed`` checks."""

    seq: int
    kind: str
    body: str
    at_utc: str
    boot_id: str
    synced: bool
    prev: str
    hash: str

    def computed(self) -> str:
        """SHA-256 over the JSON array [seq, kind, body, at_utc, boot_id, synced, prev], separators ',' and ':'."""
        said = [self.seq, self.kind, self.body, self.at_utc, self.boot_id, self.synced, self.prev]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True)
class Batch:
    """Records in the order they came; ``head_seq`` and ``head_hash`` are the newest the kiosk has."""

    head_seq: int
    head_hash: str
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Answer:
    """We hold, committed, every record up to ``seq``; ``at`` is the record a problem is about (0: the batch)."""

    seq: int
    hash: str
    problem: Problem | None = None
    at: int = 0

    def encode(self) -> bytes:
        """The letter on ``kiosk/<id>/down/ack``."""
        fields = {**vars(self), "v": VERSION, "expect": self.seq + 1}
        return json.dumps(fields, separators=(",", ":")).encode()


def read_batch(payload: bytes) -> Batch:
    """Read a batch. Raises MalformedError."""
    try:
        fields = json.loads(payload)
        if fields["v"] != VERSION:
            raise MalformedError(f"version {fields['v']!r}")
        head_seq, head_hash = fields["head"]
        records = tuple(_record(item) for item in fields["records"])
        return Batch(_number(head_seq), _text(head_hash, _LONGEST["hash"]), records)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise MalformedError(repr(error)) from error


def read_health(payload: bytes) -> dict[str, Any]:
    """Read a health letter: a JSON object with ``online``. Raises MalformedError."""
    try:
        fields = json.loads(payload)
        if not isinstance(fields, dict) or not isinstance(fields.get("online"), bool):
            raise MalformedError("no online")
        json.dumps(fields, ensure_ascii=False).encode()  # as it is kept: a lone surrogate is no text for a database
    except (ValueError, RecursionError) as error:
        raise MalformedError(repr(error)) from error
    return fields


def kiosk_of(topic: str) -> str:
    """The kiosk whose letter this is; the broker lets nobody write below another's name."""
    return topic.split("/")[1]


def _record(item: dict[str, Any]) -> Record:
    if not isinstance(item["synced"], bool):
        raise MalformedError("synced")
    names = ("kind", "body", "at_utc", "boot_id", "prev", "hash")
    texts = {name: _text(item[name], _LONGEST.get(name)) for name in names}
    return Record(seq=_number(item["seq"], least=1), synced=item["synced"], **texts)


def _number(value: object, least: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _LARGEST:
        raise MalformedError(f"{value!r} is no sequence number")
    return value


def _text(value: object, longest: int | None = None) -> str:
    """Text that UTF-8 and any database can hold: no lone surrogates, no NUL, ``longest`` characters at most."""
    if not isinstance(value, str) or "\x00" in value or (longest is not None and len(value) > longest):
        raise MalformedError(f"{value!r:.80} is no text for here")
    value.encode()
    return value
