"""The daily income report (营业收入日报表) as text, from the figures that were signed (G5).

Owns which figure stands on which line; its words are the catalogues'. Knows no store: what is read is the signed text
itself, so nothing can stand here that the signature is not over. Called by ``kiosk ledger report``, and by
``kiosk ledger reconcile`` for its amounts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.desk.reasons import reason_words
from kiosk.desk.views import ClosingView
from kiosk.domain.money import figures
from kiosk.domain.sheets import Signer
from kiosk.locale import Translator

TITLE = "营业收入日报表"  # the form's official title, in every language
_CASH = ("before", "float", "taken", "difference", "deposited", "after")


def day_text(closing: ClosingView, finance: Signer, tr: Translator) -> str:
    """The report of one closed day, a line a figure, amounts in yuan; and who of ``finance`` has signed it."""
    report = json.loads(closing.report)
    lines = [f"{TITLE}  {report['business_day']}  {report['kiosk']}", ""]
    lines += [*_takings(report, tr), *_cash(report, tr), *_counts(report, tr), *_proof(closing, report, tr)]
    signed = f"{finance.name}, {finance.at}" if finance.name else tr("daily.none")
    lines.append(f"{finance.label}: {signed}")
    return "\n".join(lines) + "\n"


def _takings(report: Mapping[str, Any], tr: Translator) -> Iterator[str]:
    yield f"{tr('daily.receipts')}: {' - '.join(report['receipts']) or tr('daily.none')}"
    total_fen = 0
    for item, method, number, fen in report["lines"]:
        known = (key for key in (f"charge.{item}", item) if tr.has(key))
        title = next((tr(key) for key in known), item)
        yield f"  {title}, {tr(f'charge.method.{method}')}: {number} x, {yuan(fen)}"
        total_fen += fen
    yield f"{tr('daily.total')}: {yuan(total_fen)}"
    for row in report["struck_out"]:
        what = f"{tr('daily.struck_out')} {row['strikes_out']} > {row['receipt_number']}: {yuan(row['amount_fen'])}"
        correction = tr(f"daily.correction.{row['kind']}")
        yield f"  {what}, {correction}, {reason_words(tr, row['reason'])}, {row['staff_id']}"
    yield ""


def _cash(report: Mapping[str, Any], tr: Translator) -> Iterator[str]:
    for name in _CASH:
        yield f"{tr(f'daily.cash.{name}')}: {yuan(report['cash'][name])}"
    yield f"{tr('daily.bag')}: {report['cash']['bag'] or tr('daily.none')}"
    yield ""


def _counts(report: Mapping[str, Any], tr: Translator) -> Iterator[str]:
    for row in report["counts"]:
        fen = [yuan(row[name]) for name in ("counted_fen", "expected_fen", "difference_fen")]
        figures = tr("daily.counted", counted=fen[0], expected=fen[1], difference=fen[2])
        reason = f", {reason_words(tr, row['reason'])}" if row["reason"] else ""
        purpose = tr(f"daily.count.{row['purpose']}")
        yield f"{row['number']} {purpose}, {row['staff_id']}: {figures}{reason}"
    yield ""


def _proof(closing: ClosingView, report: Mapping[str, Any], tr: Translator) -> Iterator[str]:
    ledger = report["ledger"]
    yield f"{tr('daily.ledger')}: {ledger['first'] or 0} - {ledger['last'] or 0}, {ledger['hash'] or ''}"
    yield f"{tr('daily.key')}: {closing.public_key}"
    yield f"{tr('daily.signature')}: {closing.signature}"


def yuan(fen: int) -> str:
    """An amount on a terminal."""
    return f"{'-' if fen < 0 else ''}{figures(fen)}"
