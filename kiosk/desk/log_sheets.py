"""The charge log and the count sheet (前台服务收费记录表, 现金盘点表; C5, G4, G5).

Owns their rows. What was struck out stands there lined through, with the red receipt that did it, and counts like every
other row: so the sum of the log is that of the day's report. Called by the papers and by ``kiosk ledger report``.
"""

from __future__ import annotations

import json
from datetime import date

from kiosk.desk.day_sheet import DaySheet
from kiosk.desk.reasons import reason_words
from kiosk.desk.sheet_maker import NoSuchSheetError, SheetMaker, fen_of
from kiosk.domain.cash import CountPurpose
from kiosk.domain.sheets import BookSheet, Money, SheetRow, Signer
from kiosk.store.database import Row

CHARGE_LOG, COUNT_SHEET = "charge_log", "count_sheet"  # forms of print jobs; ref: the day's last count, the count
LOG_TITLE, COUNT_TITLE = "前台服务收费记录表", "现金盘点表"
_AMOUNT = 4  # the column

_PAYMENTS = (
    "SELECT p.*, t.kind AS correction, t.reason, c.title_key, c.detail, c.quantity, c.kind AS service,"
    " r.receipt_number AS struck_by, o.receipt_number AS strikes_out, u.building, u.entrance, u.room"
    " FROM payment p JOIN ledger_transaction t ON t.id = p.transaction_id JOIN charge c ON c.id = p.charge_id"
    " JOIN unit u ON u.id = p.unit_id LEFT JOIN payment r ON r.reverses = p.receipt"
    " LEFT JOIN payment o ON o.receipt = p.reverses WHERE t.business_day = ? ORDER BY p.receipt"
)
# The place of a day's last count among the records: what was charged before it, no clock says that was set meanwhile.
_COUNTED = (
    "(SELECT n.seq FROM journal n WHERE n.kind = 'cash.counted' AND json_extract(n.body, '$.number') = ?3"
    " ORDER BY n.seq DESC LIMIT 1)"
)
_LAST_CHARGED = (
    "coalesce((SELECT json_extract(m.body, '$.charge') FROM journal m WHERE m.kind = 'charge.made'"
    f" AND m.seq < {_COUNTED} ORDER BY m.seq DESC LIMIT 1), 0)"
)
# Owed at the end of a day: charged before its last count, and neither paid (so that it stands) nor given back by then,
# nor given up. A charge that no record tells of is from before any was, and goes by its time.
_OWED = (
    "SELECT c.*, c.kind AS service, c.made_utc AS paid_utc, u.building, u.entrance, u.room"
    " FROM charge c JOIN unit u ON u.id = c.unit_id "
    f" WHERE (c.id <= {_LAST_CHARGED} OR c.made_utc <= ?1 AND NOT EXISTS"
    " (SELECT 1 FROM journal m WHERE m.kind = 'charge.made'))"
    " AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.charge_id = c.id AND p.reverses IS NULL"
    " AND p.transaction_id <= ?2"
    " AND NOT EXISTS (SELECT 1 FROM payment r JOIN ledger_transaction t ON t.id = r.transaction_id"
    " WHERE r.reverses = p.receipt AND r.transaction_id <= ?2 AND t.kind = 'void'))"
    " AND NOT (c.state = 'withdrawn' AND c.id IN (SELECT json_extract(w.body, '$.charge') FROM journal w"
    f" WHERE w.kind = 'voucher.withdrawn' AND w.seq < {_COUNTED})) ORDER BY c.id"
)


class ChargeLog(SheetMaker):
    """Makes the charge logs of closed days."""

    def sheet(self, day: date) -> BookSheet:
        """Everything that was paid or struck out on a day, and what was owed at its end. Raises NoSuchSheetError."""
        closing, report = self.closed(day)
        [end] = self.rows("SELECT * FROM cash_count WHERE id = ?", closing["count_id"])
        paid = [self._payment(row) for row in self.rows(_PAYMENTS, day.isoformat())]
        ends = (end["counted_utc"], end["after_transaction"], end["number"])
        owed = [self._charge(row) for row in self.rows(_OWED, *ends)]
        word = self.tr("daily.total")
        logged = self.table(
            CHARGE_LOG,
            "time:3 unit:7 item:8 quantity:3 amount:4 method:6 receipt:6 remark:7",
            paid,
            (word, "", "", "", Money(fen_of(paid, _AMOUNT)), "", "", ""),
            carried=True,
        )
        open_total = (word, "", "", "", Money(fen_of(owed, _AMOUNT)))
        waiting = self.table("owed", "time:5 unit:5 item:12 quantity:3 amount:4", owed, open_total, carried=True)
        receipts = " – ".join(report["receipts"]) or self.tr("daily.none")
        return BookSheet(
            title=LOG_TITLE,
            title_key="sheet.charge_log.title",
            number_label=self.tr("sheet.day"),
            number=day.isoformat(),
            made_at=self.local(closing["closed_utc"]),
            facts=((self.tr("daily.receipts"), receipts, ""),),
            tables=tuple(table for table in (logged, waiting) if table.rows),
            signers=self.signers(closing),
            foot=self.tr("sheet.foot"),
        )

    def _payment(self, row: Row) -> SheetRow:
        time, *what = self._what(row, "%H:%M")
        method = self.tr(f"charge.method.{row['method']}")
        cells = (time, *what, Money(row["amount_fen"]), method, row["receipt_number"], self._remark(row))
        return SheetRow(cells, struck=row["struck_by"] is not None)

    def _charge(self, row: Row) -> SheetRow:
        return SheetRow((*self._what(row, "%m-%d %H:%M"), Money(row["amount_fen"])))

    def _what(self, row: Row, pattern: str) -> tuple[str, str, str, str]:
        """When, for whom, what, how much of it."""
        unit = self.tr("unit.short", building=row["building"], entrance=row["entrance"], room=row["room"])
        item = self.item(str(row["title_key"]).removeprefix("charge."))
        quantity = self.tr.count(f"charge.unit.{row['service']}", row["quantity"])
        return self.local(row["paid_utc"], pattern), unit, f"{item}\n{row['detail']}".strip(), quantity

    def _remark(self, row: Row) -> str:
        """Whose hand it was, and what struck it out or what it strikes out."""
        said = [self.person(row["staff_id"]), reason_words(self.tr, row["reason"])]
        if row["struck_by"]:
            said.insert(0, self.tr("sheet.struck_by", number=row["struck_by"]))
        if row["strikes_out"]:
            correction = self.tr(f"daily.correction.{row['correction']}")
            said.insert(0, self.tr("sheet.strikes_out", correction=correction, number=row["strikes_out"]))
        return " ".join(part for part in said if part)


class CountSheet(DaySheet):
    """Makes the sheets of counts."""

    def count(self, count_id: int) -> BookSheet:
        """One count of the drawer, whatever it was for. Raises NoSuchSheetError."""
        found = self.rows(_COUNT, count_id)
        if not found:
            raise NoSuchSheetError(f"no count {count_id}")
        [count] = found
        at = self.local(count["counted_utc"])
        counter = Signer(self.tr("sheet.signed.counter"), self.person(count["staff_id"]), at)
        return BookSheet(
            title=COUNT_TITLE,
            title_key="sheet.count_sheet.title",
            number_label=self.tr("sheet.col.number"),
            number=count["number"],
            made_at=at,
            facts=self._count_facts(count),
            tables=tuple(table for table in (self.pieces(json.loads(count["pieces"])),) if table.rows),
            signers=(counter, Signer(self.tr("sheet.signed.witness"))),
            foot=self.tr("sheet.foot"),
        )

    def _count_facts(self, count: Row) -> tuple[tuple[str, str, str], ...]:
        tr, difference = self.tr, Money(count["counted_fen"] - count["expected_fen"])
        why = f"{reason_words(tr, count['reason'])} ({self.person(count['explained_by'])})" if count["reason"] else ""
        bag = (tr("daily.bag"), count["bag_number"] or tr("daily.none"), Money(count["bag_fen"] or 0).text)
        return (
            (tr("sheet.col.purpose"), tr(f"daily.count.{CountPurpose(count['purpose']).value}"), ""),
            (tr("sheet.day"), count["business_day"], ""),
            (tr("sheet.col.counted"), Money(count["counted_fen"]).text, ""),
            (tr("sheet.col.expected"), Money(count["expected_fen"]).text, ""),
            (tr("sheet.col.difference"), difference.text, why),
            *([bag] if count["bag_number"] else []),
            (tr("sheet.open_cases"), str(count["open_cases"]), ""),
        )


_COUNT = (
    "SELECT c.*, e.reason, e.staff_id AS explained_by FROM cash_count c"
    " LEFT JOIN count_explanation e ON e.count_id = c.id WHERE c.id = ?"
)
