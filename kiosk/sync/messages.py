"""The letters between a kiosk and head office, octet by octet (docs/sync.md), seen from the kiosk.

Owns topics, the JSON of a batch and of an answer. Shares nothing with ``kiosk.headoffice``, which reads the same
document: two ends that share code prove nothing about each other. Called by ``worker`` and ``link``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.store.journal import Record

VERSION = 1
HEADOFFICE_UP = "headoffice/up"


class Letter(StrEnum):
    """The last two levels of a topic below ``kiosk/<id>/``."""

    JOURNAL = "up/journal"
    HEALTH = "up/health"
    ACK = "down/ack"


def topic(kiosk_id: str, letter: Letter) -> str:
    """``kiosk/<id>/up/journal`` and so on."""
    return f"kiosk/{kiosk_id}/{letter}"


class Problem(StrEnum):
    """What head office finds wrong with a batch."""

    GAP = "gap"  # records before it are missing: send again from ``expect``
    FORK = "fork"  # it holds another record under this number, or another predecessor
    TAMPERED = "tampered"  # a record does not match its own hash
    MALFORMED = "malformed"  # not a batch at all


@dataclass(frozen=True)
class Answer:
    """Head office holds every record up to ``seq``, whose hash is ``hash``, in committed storage; it wants ``expect``.

    ``at`` is the record that a problem is about (0: the batch as a whole).
    """

    seq: int
    hash: str
    expect: int
    problem: Problem | None = None
    at: int = 0


class AnswerError(ValueError):
    """Octets that are not an answer."""


def encode_batch(records: Sequence[Record], head: tuple[int, str]) -> bytes:
    """A batch; ``head`` is the newest record the kiosk has, so that head office knows what it still misses."""
    return _json({"v": VERSION, "head": list(head), "records": [vars(record) for record in records]})


def fitting(records: Sequence[Record], octets: int) -> Sequence[Record]:
    """The longest beginning of ``records`` that fits in about ``octets``, at least one record."""
    size = 0
    for index, record in enumerate(records):
        size += len(record.body.encode()) + 400  # hashes, time stamps and names around the body
        if size > octets and index:
            return records[:index]
    return records


def encode_health(online: bool, report: Mapping[str, Any]) -> bytes:
    """The retained letter head office reads a kiosk's state from; also the last will, with ``online`` false."""
    return _json({"v": VERSION, "online": online, **report})


def decode_answer(payload: bytes) -> Answer:
    """Read an answer. Raises AnswerError."""
    try:
        fields = json.loads(payload)
        problem = fields.get("problem")
        answer = Answer(
            seq=_count(fields["seq"]),
            hash=str(fields["hash"]),
            expect=_count(fields["expect"]),
            problem=None if problem is None else Problem(problem),
            at=_count(fields.get("at", 0)),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnswerError(f"{error!r} in {payload[:200]!r}") from error
    if answer.expect != answer.seq + 1:
        raise AnswerError(f"holds {answer.seq} but expects {answer.expect}")
    return answer


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise AnswerError(f"{value!r} is no sequence number")
    return value


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
