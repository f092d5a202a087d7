"""营业收入日报表: the daily income report as a sheet, from the figures that were signed (G5).

Owns which figure stands in which table. Everything but names of persons is read from the signed text itself, so nothing
can stand here that the signature is not over. Called by the papers and by ``kiosk ledger report``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from kiosk.desk.reasons import reason_words
from kiosk.desk.sheet_maker import Report, SheetMaker, fen_of, fingerprint, in_groups, summed
from kiosk.desk.signing import sha256_of
from kiosk.desk.voucher_rules import VOUCHERS_SOLD
from kiosk.domain.accounts import AccountClass
from kiosk.domain.booking import Method
from kiosk.domain.cash import CountPurpose
from kiosk.domain.sheets import BookSheet, Money, SheetRow, SheetTable
from kiosk.store.database import Row

FORM = "day_report"  # the print job's form; its ref is the count that ended the day
TITLE = "营业收入日报表"
_GIVEN_AWAY = (Method.VOUCHER, Method.FREE)  # earned, and waived in the same transaction
_CASH = ("before", "float", "taken", "difference", "deposited", "after")


class DaySheet(SheetMaker):
    """Makes the reports of closed days."""

    def sheet(self, day: date) -> BookSheet:
        """The report of one day. Raises NoSuchSheetError when it is not closed."""
        closing, report = self.closed(day)
        tables = (self._takings(report), self._methods(report), self._struck_out(report), self._cash(report))
        counted = (self._counts(report), self.pieces(report["counts"][-1]["pieces"]))
        return BookSheet(
            title=TITLE,
            title_key="sheet.day_report.title",
            number_label=self.tr("sheet.day"),
            number=day.isoformat(),
            made_at=self.local(closing["closed_utc"]),
            facts=self._facts(report),
            tables=tuple(table for table in (*tables, *counted, self._accounts(report)) if table.rows),
            signers=self.signers(closing),
            foot=self.tr("sheet.foot"),
            code=f"kiosk-day:{report['kiosk']}/{day}/{sha256_of(closing['report'])}/{closing['signature']}",
            proof=self._proof(closing, report),
        )

    def pieces(self, pieces: Mapping[str, int]) -> SheetTable:
        """A count by denomination, the largest first."""
        counted = sorted(((int(fen), number) for fen, number in pieces.items()), reverse=True)
        rows = [SheetRow((Money(fen), number, Money(fen * number))) for fen, number in counted]
        total = (self.tr("daily.total"), "", Money(fen_of(rows)))
        return self.table("pieces", "denomination:3 pieces:3 amount:3", rows, total)

    def _facts(self, report: Report) -> tuple[tuple[str, str, str], ...]:
        ledger, none = report["ledger"], self.tr("daily.none")
        income = Money(sum(line[3] for line in report["lines"]))
        waived = Money(_waived_fen(report))
        sold = Money(sum(line[3] for line in report["lines"] if f"charge.{line[0]}" == VOUCHERS_SOLD))
        parts = (("sheet.of_it_waived", waived), ("sheet.of_it_prepaid", sold))
        remark = "  ".join(f"{self.tr(key)} {amount.text}" for key, amount in parts if amount.fen)
        return (
            (self.tr("sheet.income"), income.text, remark),
            (self.tr("daily.receipts"), " – ".join(report["receipts"]) or none, ""),
            (self.tr("daily.bag"), report["cash"]["bag"] or none, ""),
            (self.tr("daily.ledger"), f"{ledger['first'] or 0} – {ledger['last'] or 0}", ""),
            (self.tr("sheet.shifts"), self._shifts(report), ""),
            *self._box(report),
        )

    def _box(self, report: Report) -> tuple[tuple[str, str, str], ...]:
        """The machine's box: its last count, since when money is not counted, and bags that left it on this day."""
        stood = report.get("machine", {})
        if "count" not in stood:  # no machine, or a report of before version 4
            return ()
        since = stood["uncounted_since"]
        told = self.tr("sheet.box_uncounted", day=since) if since else self.tr("box.counted", at=stood["count"])
        bags = [row["bag"] for row in report["counts"] if row["purpose"] == CountPurpose.MACHINE and row["bag"]]
        sealed = f"{self.tr('sheet.col.bag')} {', '.join(bags)}" if bags else ""
        return ((self.tr("sheet.point.machine"), told, sealed),)

    def _takings(self, report: Report) -> SheetTable:
        rows = [
            SheetRow((self.item(item), self.tr(f"charge.method.{method}"), number, Money(fen)))
            for item, method, number, fen in report["lines"]
        ]
        return self.table("income", "item:8 method:4 receipts:2 amount:3", rows, summed(rows, self.tr("daily.total")))

    def _methods(self, report: Report) -> SheetTable:
        number: Counter[str] = Counter()
        fen: Counter[str] = Counter()
        for _, method, receipts, amount in report["lines"]:
            number[method] += receipts
            fen[method] += amount
        rows = [SheetRow((self.tr(f"charge.method.{name}"), number[name], Money(fen[name]))) for name in sorted(fen)]
        return self.table("methods", "method:12 receipts:2 amount:3", rows, summed(rows, self.tr("daily.total")))

    def _struck_out(self, report: Report) -> SheetTable:
        rows = [
            SheetRow(
                (
                    row["strikes_out"],
                    row["receipt_number"],
                    self.tr(f"daily.correction.{row['kind']}"),
                    reason_words(self.tr, row["reason"]),
                    self.person(row["staff_id"]),
                    Money(row["amount_fen"]),
                )
            )
            for row in report["struck_out"]
        ]
        columns = "receipt:5 red:5 kind:3 reason:6 person:4 amount:4"
        return self.table("struck_out", columns, rows, summed(rows, self.tr("daily.total")))

    def _cash(self, report: Report) -> SheetTable:
        """The way of each cash point through the day, side by side."""
        points = {"drawer": report["cash"], **({"machine": report["machine"]} if "machine" in report else {})}
        rows = [
            SheetRow((self.tr(f"daily.cash.{name}"), *(Money(moved[name]) for moved in points.values())))
            for name in _CASH
        ]
        table = self.table("cash", "moved:8", rows)
        return replace(table, columns=(*table.columns, *((self.tr(f"sheet.point.{point}"), 4) for point in points)))

    def _counts(self, report: Report) -> SheetTable:
        rows = [
            SheetRow(
                (
                    row["number"],
                    self.tr(f"daily.count.{CountPurpose(row['purpose']).value}"),
                    self.person(row["staff_id"]),
                    *(Money(row[name]) for name in ("counted_fen", "expected_fen", "difference_fen")),
                    reason_words(self.tr, row["reason"] or ""),
                )
            )
            for row in report["counts"]
        ]
        columns = "number:5 purpose:4 person:4 counted:4 expected:4 difference:4 reason:5"
        return self.table("counts", columns, rows)

    def _accounts(self, report: Report) -> SheetTable:
        """Debits and credits, whose sums are the same. Reports of before version 3 did not say."""
        moved = report.get("accounts", ())
        rows = [SheetRow((self.account(name), Money(debit), Money(credit))) for name, debit, credit in moved]
        return self.table("accounts", "account:11 debit:3 credit:3", rows, summed(rows, self.tr("daily.total")))

    def _shifts(self, report: Report) -> str:
        nobody = self.tr("daily.none")
        return " · ".join(f"{number}. {self.person(staff) or nobody}" for number, staff in report["shifts"])

    def _proof(self, closing: Row, report: Report) -> tuple[str, ...]:
        return (
            f"{self.tr('sheet.hash')}  {in_groups(report['ledger']['hash'] or '')}",
            f"{self.tr('sheet.fingerprint')}  {fingerprint(closing['public_key'])}",
            f"{self.tr('daily.signature')}  {in_groups(closing['signature'])}",
        )


def _waived_fen(report: Report) -> int:
    """What was given away; a voucher that was bought is not. Reports of before version 3 tell it by method alone."""
    if "accounts" not in report:
        return sum(line[3] for line in report["lines"] if line[1] in _GIVEN_AWAY)
    away = f"{AccountClass.VOUCHER.value}:"
    return sum(debit - credit for name, debit, credit in report["accounts"] if name.startswith(away))
