"""What the makers of the books' sheets share: closed days, persons, moments, accounts, tables in words (G5).

Owns how these are told. Reads only, from the store of a running kiosk or from a copy of it. Called by ``day_sheet``,
``log_sheets`` and ``month_sheet``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from kiosk.desk.house import DeskError, sure_moment
from kiosk.desk.reasons import free_words
from kiosk.domain.accounts import CLERKS_DRAWER, MACHINES_BOX, AccountClass
from kiosk.domain.sheets import Cell, Money, SheetRow, SheetTable, Signer
from kiosk.locale import Translator
from kiosk.store.database import Row
from kiosk.store.ledger_proof import Reader

Report = Mapping[str, Any]


class NoSuchSheetError(DeskError):
    """The day is not closed, or nothing was counted under this number."""

    number = 5134


class Rows(Protocol):
    """A store to be read: the kiosk's own, or a copy in an auditor's hands."""

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[Row]: ...


def open_store(path: Path) -> Reader:
    """A store's file for reading only, a running kiosk's or a copy. Raises StoreError."""
    return Reader(path)


def _zone_of(store: Rows) -> ZoneInfo:
    """The local time that the newest closed day says it is in; reports of before version 3 did not say."""
    for row in store.rows("SELECT report FROM day_closing ORDER BY business_day DESC LIMIT 1"):
        return ZoneInfo(json.loads(row["report"]).get("timezone", "UTC"))
    return ZoneInfo("UTC")


class SheetMaker:
    """Reads a store and tells it in the words of ``tr``, in the local time of ``zone`` (that of its newest report)."""

    def __init__(self, store: Rows, tr: Translator, zone: ZoneInfo | None = None) -> None:
        self._store = store
        self.tr = tr
        self._zone = zone or _zone_of(store)

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows of a query."""
        return self._store.rows(sql, values)

    def closed(self, day: date) -> tuple[Row, Report]:
        """A closed day, and the report that was signed. Raises NoSuchSheetError."""
        found = self.rows("SELECT * FROM day_closing WHERE business_day = ?", day.isoformat())
        if not found:
            raise NoSuchSheetError(f"{day} is not closed")
        return found[0], json.loads(found[0]["report"])

    def table(
        self,
        name: str,
        columns: str,
        rows: Iterable[SheetRow],
        total: tuple[Cell, ...] = (),
        *,
        carried: bool = False,
    ) -> SheetTable:
        """A table whose heading and columns are the catalogue's; ``columns``: ``name:share`` each."""
        parted = (column.split(":") for column in columns.split())
        headed = tuple((self.tr(f"sheet.col.{word}"), int(share)) for word, share in parted)
        return SheetTable(name, self.tr(f"sheet.{name}"), headed, tuple(rows), total, carried)

    def person(self, staff_id: str | None) -> str:
        """A member of the staff, by name and number."""
        found = self.rows("SELECT name FROM staff WHERE id = ?", staff_id)
        return f"{found[0]['name']} {staff_id}" if found else staff_id or ""

    def local(self, utc: str, pattern: str = "%Y-%m-%d %H:%M") -> str:
        """A record time as it stands on paper."""
        return sure_moment(utc).astimezone(self._zone).strftime(pattern)

    def item(self, name: str) -> str:
        """What was charged, by the name that its income account has."""
        known = (key for key in (f"charge.{name}", name) if self.tr.has(key))  # a fax; an item of the catalogue
        return next((self.tr(key) for key in known), name)

    def account(self, written: str) -> str:
        """An account, or a class of them."""
        kind, _, name = written.partition(":")
        said = self.tr(f"sheet.account.{AccountClass(kind).value}")
        if kind == AccountClass.INCOME:
            name = self.item(name)
        elif kind == AccountClass.VOUCHER:
            name = free_words(self.tr, name)
        elif kind == AccountClass.PROVIDER:
            name = self.tr(f"qr.wallet.{name}")
        elif name in (CLERKS_DRAWER, MACHINES_BOX):
            name = self.tr(f"sheet.point.{name}")
        return f"{said} · {name}" if name else said

    def signers(self, closing: Row) -> tuple[Signer, ...]:
        """The clerk as they have signed, and finance; its line is empty until they have, to be signed by pen."""
        person, at = self.person(closing["staff_id"]), self.local(closing["closed_utc"])
        clerk = Signer(self.tr("sheet.signed.clerk"), person, at, json.loads(closing["strokes"]))
        return clerk, self.finance(closing["business_day"])

    def finance(self, day: str) -> Signer:
        """Who of finance has signed a day, if anybody has. A store from before finance signed has nobody."""
        label = self.tr("sheet.signed.finance")
        if not self.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'finance_signing'"):
            return Signer(label)
        for row in self.rows("SELECT * FROM finance_signing WHERE business_day = ?", day):
            person, at = self.person(row["staff_id"]), self.local(row["signed_utc"])
            return Signer(label, person, at, json.loads(row["strokes"]))
        return Signer(label)


def fen_of(rows: Iterable[SheetRow], place: int = -1) -> int:
    """The sum of a money column."""
    return sum(cell.fen for row in rows if isinstance(cell := row.cells[place], Money))


def in_groups(digits: str) -> str:
    """Eight at a time, as one reads them out."""
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))


def fingerprint(public_key: str) -> str:
    """The first sixteen hex digits of the key's SHA-256: enough to hold two papers against each other."""
    return in_groups(hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:16])


def summed(rows: Sequence[SheetRow], word: str) -> tuple[Cell, ...]:
    """The sum row: every column of amounts or of numbers, ``word`` in the first one."""
    if not rows:
        return ()
    _, *columns = zip(*(row.cells for row in rows), strict=True)
    return (word, *(_sum(column) for column in columns))


def _sum(column: tuple[Cell, ...]) -> Cell:
    fen = [cell.fen for cell in column if isinstance(cell, Money)]
    numbers = [cell for cell in column if isinstance(cell, int)]
    if len(fen) == len(column):
        return Money(sum(fen))
    return sum(numbers) if len(numbers) == len(column) else ""
