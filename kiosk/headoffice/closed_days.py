"""Proves a kiosk's closed days: signed with its one key, over the ledger held here; and finance's signatures (G5).

Owns that check on this side. The first key a kiosk signs with is its key: another one later is a finding, whatever it
signs. Called by ``audit``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, and_, select

from kiosk.headoffice.tables import RECORD


def first_bad_day(connection: Connection, kiosk_id: str) -> str:
    """The first closed day that does not hold, as ``2026-11-18``, or its record as ``#17``; empty: all hold."""
    hashes = dict(_booked(connection, kiosk_id))
    key, reports = "", dict[str, str]()
    for seq, text in _bodies(connection, kiosk_id, "day.closed"):
        try:
            told = json.loads(text)
            key = key or told["public_key"]
            signed = told["public_key"] == key and _holds(told["report"], told["signature"], key)
            report, day = json.loads(told["report"]), str(told["business_day"])
            ledger = report["ledger"]
            over = ledger["last"] is None or hashes.get(ledger["last"]) == ledger["hash"]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return f"#{seq}"
        if not (signed and over and report["business_day"] == day):
            return day
        reports[day] = told["report"]
    return _first_bad_signing(connection, kiosk_id, key, reports)


def _first_bad_signing(connection: Connection, kiosk_id: str, key: str, reports: Mapping[str, str]) -> str:
    """Finance's signatures: by the same key, and over the very report that is held of that day."""
    for seq, text in _bodies(connection, kiosk_id, "day.signed"):
        try:
            told = json.loads(text)
            day, said = str(told["business_day"]), json.loads(told["statement"])
            signed = told["public_key"] == key and _holds(told["statement"], told["signature"], key)
            digest = hashlib.sha256(reports[day].encode()).hexdigest()
            over = said["report_sha256"] == told["report_sha256"] == digest
            by = (said["business_day"], said["finance"], said["signed_utc"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return f"#{seq}"
        if not (signed and over and by == (day, told["staff"], told["signed_utc"])):
            return day
    return ""


def _booked(connection: Connection, kiosk_id: str) -> list[tuple[int, str]]:
    """Id and hash of each transaction that is held; the chain itself is ``booked``'s."""
    told = (json.loads(text) for _, text in _bodies(connection, kiosk_id, "ledger.booked"))
    return [(body["transaction"], body["hash"]) for body in told]


def _bodies(connection: Connection, kiosk_id: str, kind: str) -> list[tuple[int, str]]:
    wanted = and_(RECORD.c.kiosk_id == kiosk_id, RECORD.c.kind == kind)
    rows = connection.execute(select(RECORD.c.seq, RECORD.c.body).where(wanted).order_by(RECORD.c.seq))
    return [(row.seq, row.body) for row in rows]


def _holds(report: str, signature: str, public_key: str) -> bool:
    """Ed25519 (RFC 8032) over the report's UTF-8."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), report.encode())
    except InvalidSignature:
        return False
    return True
