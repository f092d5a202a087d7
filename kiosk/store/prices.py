"""Price lists, every version that was ever in force (D1)."""

from __future__ import annotations

import json

from kiosk.domain.tariff import PriceList, read_price_list
from kiosk.store.database import Store
from kiosk.store.errors import StoreError
from kiosk.store.journal import canonical


class Prices:
    """The price lists of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def current(self, now_utc: str) -> PriceList:
        """The list in force. Raises StoreError when there is none."""
        row = self._store.row(
            "SELECT * FROM price_list WHERE valid_from_utc <= ? ORDER BY version DESC LIMIT 1", (now_utc,)
        )
        if row is None:
            raise StoreError("no price list is in force: import one with `kiosk import prices FILE`")
        return read_price_list(row["version"], json.loads(row["body"]))

    def version(self, number: int) -> PriceList:
        """One version. Raises StoreError when it is not there."""
        row = self._store.one("SELECT * FROM price_list WHERE version = ?", (number,))
        return read_price_list(number, json.loads(row["body"]))

    def add(self, version: int, valid_from_utc: str, body: dict[str, object]) -> None:
        """Keep a new version, inside the caller's step; a version that is there already must be the same."""
        read_price_list(version, body)
        text = canonical(body)
        old = self._store.row("SELECT body FROM price_list WHERE version = ?", (version,))
        if old is None:
            row = {"version": version, "valid_from_utc": valid_from_utc, "body": text}
            self._store.insert("price_list", row)
        elif old["body"] != text:
            raise StoreError(f"price list {version} exists with other prices: a change needs a new version number")
