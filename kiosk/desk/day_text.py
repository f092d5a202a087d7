"""The daily income report (营业收入日报表) as text, from the figures that were signed (G5).

Owns which figure stands on which line; its words are the catalogues'. Knows no store: what is read is the signed text
itself, so nothing can stand here that the signature is not over. Called by ``kiosk ledger report``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.desk.views import ClosingView
from kiosk.locale import Translator

TITLE = "营业收入日报表"  # the form's official title, in every language
_CASH = ("before", "float", "taken", "difference", "deposited", "after")


def day_text(closing: ClosingView, tr: Translator) -> str:
    """The report of one closed day, a line a figure, amounts in yuan."""
    report = json.loads(closing.report)
    lines = [f"{TITLE}  {report['business_day']}  {report['kiosk']}", ""]
    lines += [*_takings(report, tr), *_cash(report, tr), *_counts(report, tr), *_proof(closing, report, tr)]
    return "\n".join(lines) + "\n"


def _takings(report: Mapping[str, Any], tr: Translator) -> Iterator[str]:
    yield f"{tr('daily.receipts')}: {' - '.join(report['receipts']) or tr('daily.none')}"
    total_fen = 0
    for item, method, number, fen in report["lines"]:
        title = tr(f"charge.{item}") if tr.has(f"charge.{item}") else item
        yield f"  {title}, {tr(f'charge.method.{method}')}: {number} x, {_yuan(fen)}"
        total_fen += fen
    yield f"{tr('daily.total')}: {_yuan(total_fen)}"
    for row in report["struck_out"]:
        what = f"{tr('daily.struck_out')} {row['strikes_out']} > {row['receipt_number']}: {_yuan(row['amount_fen'])}"
        correction = tr(f"daily.correction.{row['kind']}")
        yield f"  {what}, {correction}, {row['reason']}, {row['staff_id']}"
    yield ""


def _cash(report: Mapping[str, Any], tr: Translator) -> Iterator[str]:
    for name in _CASH:
        yield f"{tr(f'daily.cash.{name}')}: {_yuan(report['cash'][name])}"
    yield f"{tr('daily.bag')}: {report['cash']['bag'] or tr('daily.none')}"
    yield ""


def _counts(report: Mapping[str, Any], tr: Translator) -> Iterator[str]:
    for row in report["counts"]:
        fen = [_yuan(row[name]) for name in ("counted_fen", "expected_fen", "difference_fen")]
        figures = tr("daily.counted", counted=fen[0], expected=fen[1], difference=fen[2])
        reason = f", {row['reason']}" if row["reason"] else ""
        purpose = tr(f"daily.count.{row['purpose']}")
        yield f"{row['number']} {purpose}, {row['staff_id']}: {figures}{reason}"
    yield ""


def _proof(closing: ClosingView, report: Mapping[str, Any], tr: Translator) -> Iterator[str]:
    ledger = report["ledger"]
    yield f"{tr('daily.ledger')}: {ledger['first'] or 0} - {ledger['last'] or 0}, {ledger['hash'] or ''}"
    yield f"{tr('daily.key')}: {closing.public_key}"
    yield f"{tr('daily.signature')}: {closing.signature}"


def _yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
