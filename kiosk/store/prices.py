"""Price lists, every version that was ever kept, and which of them is in force (D1).

Owns their rows. In force at a moment is the list whose period holds it and that was not withdrawn; of several the one
that begins last, so that a list for a holiday may lie inside the usual one; of two that begin together the newer.
Called by ``kiosk.desk``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from kiosk.domain.price_file import read_price_list
from kiosk.domain.tariff import PriceList
from kiosk.store.database import Row, Store
from kiosk.store.errors import NoPricesError, StoreError
from kiosk.store.journal import canonical

_STANDS = "NOT EXISTS (SELECT 1 FROM price_list_withdrawal w WHERE w.version = price_list.version)"


@dataclass(frozen=True)
class NewList:
    """A list to be kept: ``body`` as it was written, without its head. ``until_utc`` exclusive; None: open."""

    version: int
    from_utc: str
    until_utc: str | None
    body: dict[str, object]
    withdraws: tuple[int, ...] = ()


class Prices:
    """The price lists of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def current(self, now_utc: str) -> PriceList:
        """The list in force. Raises NoPricesError when there is none."""
        row = self._store.row(
            "SELECT * FROM price_list WHERE valid_from_utc <= :now AND (valid_until_utc IS NULL"
            f" OR valid_until_utc > :now) AND {_STANDS} ORDER BY valid_from_utc DESC, version DESC LIMIT 1",
            {"now": now_utc},
        )
        if row is None:
            raise NoPricesError("no price list is in force: import one with `kiosk import prices FILE`")
        return _read(row)

    def version(self, number: int) -> PriceList:
        """One version. Raises StoreError when it is not there."""
        return _read(self._store.one("SELECT * FROM price_list WHERE version = ?", (number,)))

    def stands(self, number: int) -> bool:
        """Whether a version is here and was not withdrawn."""
        return self._store.row(f"SELECT 1 FROM price_list WHERE version = ? AND {_STANDS}", (number,)) is not None

    def standing(self) -> list[Row]:
        """Version and period of every list that was not withdrawn, the one that begins first at the head."""
        return self._store.rows(
            f"SELECT version, valid_from_utc, valid_until_utc FROM price_list WHERE {_STANDS}"
            " ORDER BY valid_from_utc, version"
        )

    def add(self, new: NewList, now_utc: str) -> bool:
        """Keep a new version and withdraw those it names, inside the caller's step; False when it is here already.

        Raises StoreError when a version is there with other prices or another period, or is to withdraw what is not.
        """
        read_price_list(new.version, new.body)
        row = {"version": new.version, "valid_from_utc": new.from_utc, "valid_until_utc": new.until_utc}
        row |= {"body": canonical(new.body)}
        old = self._store.row("SELECT * FROM price_list WHERE version = ?", (new.version,))
        if old is not None:
            if old["body"] != row["body"]:
                raise StoreError(f"price list {new.version} exists with other prices: a change needs a new number")
            if (old["valid_from_utc"], old["valid_until_utc"]) != (new.from_utc, new.until_utc):
                raise StoreError(f"price list {new.version} exists with another period: a change needs a new number")
            return False
        self._store.insert("price_list", row)
        for version in new.withdraws:
            if version == new.version or not self.stands(version):
                raise StoreError(f"withdraws: there is no price list {version} in use")
            withdrawal = {"version": version, "withdrawn_by": new.version, "withdrawn_utc": now_utc}
            self._store.insert("price_list_withdrawal", withdrawal)
        return True


def _read(row: Row) -> PriceList:
    return read_price_list(row["version"], json.loads(row["body"]))
