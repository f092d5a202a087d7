"""Proves a kiosk's vouchers: each was issued before it paid, once, and what is owed for them is in its books (G2).

Owns that check on this side, from the records that told of issues, sales and transactions (docs/money.md, Vouchers). A
series has a register from its first issue on; what it has paid before is not asked after. Called by ``audit``, when the
books themselves are whole.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, select

from kiosk.headoffice.tables import RECORD

_KINDS = ("voucher.issued", "voucher.withdrawn", "payment.taken", "payment.reversed", "ledger.booked")
_WAIVED, _OWED = "voucher:", "prepaid:"


@dataclass
class _Issue:
    """Numbers of a series. ``open``: they may pay; of those sold, while the sale is paid for."""

    series: str
    first: int
    last: int
    sold: bool
    open: bool


@dataclass
class _Register:
    """What the records have told so far."""

    issues: dict[int, _Issue] = field(default_factory=dict)
    sales: dict[int, int] = field(default_factory=dict)  # charge -> issue
    used: dict[str, int] = field(default_factory=dict)  # number -> transaction
    uses: dict[int, tuple[str, str, int]] = field(default_factory=dict)  # transaction -> number, account, fen
    owed: Counter[str] = field(default_factory=Counter)  # by account, as a credit
    booked: Counter[str] = field(default_factory=Counter)

    def take(self, kind: str, told: dict[str, Any]) -> str:
        """One record; what is wrong with it, as the number of a voucher, or nothing."""
        match kind:
            case "voucher.issued":
                ends = (told["first"], told["last"])
                self.issues[told["issue"]] = _Issue(told["series"], *ends, bool(told["sold"]), not told["sold"])
            case "voucher.withdrawn":
                self.issues[told["issue"]].open = False
            case "payment.taken" if told.get("service") == "voucher":
                self._sell(told)
            case "payment.reversed" if told.get("charge_id") in self.sales:
                self._unsell(told)
            case "ledger.booked":
                return self._book(told)
        return ""

    def _sell(self, told: dict[str, Any]) -> None:
        issue = self.issues[told["job"]]
        self.sales[told["charge_id"]], issue.open = told["job"], True
        self.owed[f"{_OWED}{issue.series}"] -= told["amount_fen"]

    def _unsell(self, told: dict[str, Any]) -> None:
        issue = self.issues[self.sales[told["charge_id"]]]
        issue.open = False
        self.owed[f"{_OWED}{issue.series}"] -= told["amount_fen"]  # of a red receipt: less than nothing

    def _book(self, told: dict[str, Any]) -> str:
        postings = json.loads(told["postings"])
        for account, fen in postings:
            if account.startswith(_OWED):
                self.booked[account] += fen
        if told["booking"] == "payment":
            return next((self._use(told, *posting) for posting in postings if posting[1] > 0), "")
        if told["reverses"] in self.uses:
            number, account, fen = self.uses.pop(told["reverses"])
            self.used.pop(number, None)
            self.owed[account] -= fen
        return ""

    def _use(self, told: dict[str, Any], account: str, fen: int) -> str:
        """A payment that debits what is given away or owed is by the voucher that its reason names."""
        kind, _, series = account.partition(":")
        if f"{kind}:" not in (_WAIVED, _OWED) or not any(issue.series == series for issue in self.issues.values()):
            return ""
        number = str(told["reason"]).partition("; ")[0]
        serial = number.rpartition("-")[2]
        issue = next((one for one in self.issues.values() if _has(one, series, serial) and one.open), None)
        if issue is None or issue.sold != (f"{kind}:" == _OWED) or number in self.used:
            return number or account
        self.used[number] = told["transaction"]
        if issue.sold:
            self.owed[account] += fen
        self.uses[told["transaction"]] = (number, account, fen if issue.sold else 0)
        return ""


def first_bad_voucher(connection: Connection, kiosk_id: str) -> str:
    """The first voucher that paid and may not have, or the account that owes another sum; empty: all is right."""
    register = _Register()
    wanted = and_(RECORD.c.kiosk_id == kiosk_id, RECORD.c.kind.in_(_KINDS))
    columns = (RECORD.c.seq, RECORD.c.kind, RECORD.c.body)
    for row in connection.execute(select(*columns).where(wanted).order_by(RECORD.c.seq)):
        try:
            bad = register.take(row.kind, json.loads(row.body))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return f"#{row.seq}"
        if bad:
            return bad
    accounts = sorted({*register.owed, *register.booked})
    return next((name for name in accounts if register.owed[name] != register.booked[name]), "")


def _has(issue: _Issue, series: str, serial: str) -> bool:
    return issue.series == series and serial.isdigit() and issue.first <= int(serial) <= issue.last
