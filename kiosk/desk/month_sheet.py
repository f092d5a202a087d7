"""月度汇总表: a month of business days, each with what it took, what differed, and who has signed it (G5).

Owns its rows and its checks. Figures are the ledger's; a closed day whose signed report says something else is named,
and so is a day that nobody has closed. Called by ``kiosk ledger report``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kiosk.desk.sheet_maker import SheetMaker, fen_of, summed
from kiosk.desk.voucher_rules import VOUCHERS_SOLD
from kiosk.domain.accounts import AccountClass
from kiosk.domain.booking import Method
from kiosk.domain.sheets import BookSheet, Money, SheetRow, SheetTable, Signer
from kiosk.store.database import Row

TITLE = "月度汇总表"

_PAID = (
    "SELECT t.business_day AS day, p.method, c.title_key, sum(p.amount_fen) AS fen,"
    " sum(CASE WHEN p.reverses IS NULL THEN 1 ELSE -1 END) AS receipts,"
    " sum(CASE WHEN p.reverses IS NULL THEN 0 ELSE p.amount_fen END) AS struck_fen"
    " FROM payment p JOIN ledger_transaction t ON t.id = p.transaction_id JOIN charge c ON c.id = p.charge_id"
    " WHERE t.business_day LIKE ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
)
_MOVED = (
    "SELECT t.business_day AS day, sum(g.amount_fen) AS fen FROM ledger_posting g"
    " JOIN ledger_transaction t ON t.id = g.transaction_id"
    " WHERE t.business_day LIKE ? AND g.account LIKE ? GROUP BY 1"
)
_DAYS = (
    "SELECT b.day, c.report, f.staff_id AS finance FROM business_day b"
    " LEFT JOIN day_closing c ON c.business_day = b.day LEFT JOIN finance_signing f ON f.business_day = b.day"
    " WHERE b.day LIKE ? ORDER BY b.day"
)
_BAGS = (
    "SELECT business_day AS day, number, bag_number AS bag, bag_fen AS fen, staff_id FROM cash_count"
    " WHERE bag_number IS NOT NULL AND business_day LIKE ? ORDER BY id"
)


@dataclass(frozen=True)
class _Month:
    """What was read of a month: its days, and the payments by day, method and item."""

    days: list[Row]
    paid: list[Row]
    differences: Mapping[str, int]

    def fen(self, day: str) -> int:
        return sum(row["fen"] for row in self.paid if row["day"] == day)

    def earned_fen(self, day: str) -> int:
        """Without what was paid for vouchers: that is owed."""
        return sum(row["fen"] for row in self.paid if row["day"] == day and row["title_key"] != VOUCHERS_SOLD)


class MonthSheet(SheetMaker):
    """Makes the sheets of months."""

    def sheet(self, month: str) -> BookSheet:
        """A month, as ``2026-11``; one without a business day has empty tables."""
        like = f"{month}-%"
        moved = self.rows(_MOVED, like, f"{AccountClass.DIFFERENCE.value}:%")
        read = _Month(self.rows(_DAYS, like), self.rows(_PAID, like), {row["day"]: row["fen"] for row in moved})
        tables = (self._days(read), self._methods(read), self._items(read), self._bags(like), self._faults(read, like))
        return BookSheet(
            title=TITLE,
            title_key="sheet.month.title",
            number_label=self.tr("sheet.month"),
            number=month,
            made_at="",
            facts=self._facts(read),
            tables=tuple(table for table in tables if table.rows),
            signers=(Signer(self.tr("sheet.signed.finance")),),
            foot=self.tr("sheet.foot"),
        )

    def _facts(self, read: _Month) -> tuple[tuple[str, str, str], ...]:
        closed = sum(1 for day in read.days if day["report"])
        signed = sum(1 for day in read.days if day["finance"])
        sold = Money(sum(row["fen"] for row in read.paid if row["title_key"] == VOUCHERS_SOLD))
        owed = f"{self.tr('sheet.of_it_prepaid')} {sold.text}" if sold.fen else ""
        return (
            (self.tr("sheet.income"), Money(sum(row["fen"] for row in read.paid)).text, owed),
            (self.tr("sheet.days"), str(len(read.days)), ""),
            (self.tr("sheet.days_closed"), str(closed), self.tr("sheet.days_signed", n=signed)),
        )

    def _days(self, read: _Month) -> SheetTable:
        """A row a day: receipts, what was taken, what was struck out of it, the difference found, its state."""
        rows = []
        for day in read.days:
            paid = [row for row in read.paid if row["day"] == day["day"]]
            cells = (
                day["day"],
                sum(row["receipts"] for row in paid),
                Money(read.fen(day["day"])),
                Money(sum(row["struck_fen"] for row in paid)),
                Money(-read.differences.get(day["day"], 0)),
                self._state(day),
            )
            rows.append(SheetRow(cells))
        total = summed(rows, self.tr("daily.total"))
        return self.table("days", "day:4 receipts:2 income:4 struck:4 difference:4 state:6", rows, total, carried=True)

    def _methods(self, read: _Month) -> SheetTable:
        """The same days by each way of paying that was used: beside the rest, six of them would have no room."""
        methods = [method for method in Method if any(row["method"] == method for row in read.paid)]
        rows = []
        for day in read.days:
            fen: Counter[str] = Counter()
            for row in read.paid:
                fen[row["method"]] += row["fen"] if row["day"] == day["day"] else 0
            rows.append(SheetRow((day["day"], *(Money(fen[method]) for method in methods))))
        table = self.table(
            "methods", "day:4", rows if methods else (), summed(rows, self.tr("daily.total")), carried=True
        )
        ways = ((self.tr(f"charge.method.{method.value}"), 4) for method in methods)
        return replace(table, columns=(*table.columns, *ways))

    def _state(self, day: Row) -> str:
        """Not closed, closed, or who of finance has signed it."""
        if day["report"] is None:
            return self.tr("sheet.state.open")
        return self.person(day["finance"]) if day["finance"] else self.tr("sheet.state.closed")

    def _items(self, read: _Month) -> SheetTable:
        number: Counter[tuple[str, str]] = Counter()
        fen: Counter[tuple[str, str]] = Counter()
        for row in read.paid:
            key = str(row["title_key"]).removeprefix("charge."), str(row["method"])
            number[key] += row["receipts"]
            fen[key] += row["fen"]
        rows = [
            SheetRow((self.item(item), self.tr(f"charge.method.{method}"), number[item, method], Money(amount)))
            for (item, method), amount in sorted(fen.items())
        ]
        return self.table("income", "item:8 method:4 receipts:2 amount:3", rows, summed(rows, self.tr("daily.total")))

    def _bags(self, like: str) -> SheetTable:
        rows = [
            SheetRow((row["day"], row["number"], row["bag"], self.person(row["staff_id"]), Money(row["fen"])))
            for row in self.rows(_BAGS, like)
        ]
        total = (self.tr("daily.total"), "", "", "", Money(fen_of(rows)))
        return self.table("bags", "day:4 number:5 bag:6 person:5 amount:4", rows, total)

    def _faults(self, read: _Month, like: str) -> SheetTable:
        """Where the month does not agree with itself: of a sound ledger there is no such row."""
        booked = {row["day"]: -row["fen"] for row in self.rows(_MOVED, like, f"{AccountClass.INCOME.value}:%")}
        rows = []
        for day in read.days:
            taken, said = read.earned_fen(day["day"]), booked.get(day["day"], 0)
            lines = json.loads(day["report"])["lines"] if day["report"] else None
            signed = taken if lines is None else sum(line[3] for line in lines if f"charge.{line[0]}" != VOUCHERS_SOLD)
            if not taken == said == signed:
                rows.append(SheetRow((day["day"], Money(taken), Money(said), Money(signed))))
        return self.table("faults", "day:5 paid:4 booked:4 signed:4", rows)
