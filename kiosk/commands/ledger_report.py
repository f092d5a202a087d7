"""``kiosk ledger report`` and ``sign-day``: what finance reads, takes away as a file, and signs (G5).

Owns their arguments and exit codes. ``report`` only reads, a running kiosk's store or a copy; ``sign-day`` writes to
the kiosk's own, beside a kiosk at work. Called by ``kiosk.commands.ledger``.
"""

from __future__ import annotations

import argparse
import contextlib
import getpass
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands.common import add_config, as_person
from kiosk.exports import text_out, whole_file

if TYPE_CHECKING:
    from kiosk.desk.house import House
    from kiosk.desk.views import BookSheet, FinanceSigning, Staff
    from kiosk.locale import Translator

_BAD = 1


def add_report(acts: Any) -> argparse.ArgumentParser:
    """Name ``report``; ``--day``, ``--store`` and ``--config`` are added by the caller, as for its siblings."""
    report: argparse.ArgumentParser = acts.add_parser("report", help="a business day as it was signed, or a month")
    report.add_argument("--language", default="zh-Hans", choices=["zh-Hans", "zh-Hant", "en"])
    report.add_argument("--month", type=_month, metavar="MONTH", help="a month, as 2026-11, instead of a day")
    form = report.add_mutually_exclusive_group()
    form.add_argument("--csv", metavar="FILE", help="report and charge log as CSV (- is the terminal)")
    form.add_argument("--xlsx", type=Path, metavar="FILE", help="report and charge log as a workbook")
    form.add_argument("--pdf", type=Path, metavar="FILE", help="report and charge log as the kiosk prints them")
    return report


def add_sign_day(acts: Any) -> None:
    """Name ``sign-day``."""
    sign = acts.add_parser("sign-day", help="finance signs a closed day; asks for the PIN")
    sign.add_argument("--day", type=date.fromisoformat, required=True, help="business day, as 2026-11-18")
    sign.add_argument("--staff", required=True, metavar="ID", help="who signs, of the role finance")
    add_config(sign)


def _month(text: str) -> str:
    """``2026-11``. Raises ValueError."""
    return f"{date.fromisoformat(f'{text}-01'):%Y-%m}"


def report(store: Path, args: argparse.Namespace) -> int:
    """Exit codes: 0 good, 1 the day is not closed."""
    from kiosk.desk.auditing import closing_of
    from kiosk.desk.day_text import day_text
    from kiosk.desk.sheet_maker import SheetMaker, open_store
    from kiosk.locale import Language, Translator

    tr = Translator(Language(args.language))
    if args.month:
        return _write(_month_sheets(store, tr, args.month), args)
    closing = closing_of(store, args.day)
    if closing is None:
        print(f"not closed: {args.day or 'no day'}", file=sys.stderr)
        return _BAD
    if not (args.csv or args.xlsx or args.pdf):
        with contextlib.closing(open_store(store)) as reader:
            finance = SheetMaker(reader, tr).finance(closing.business_day.isoformat())
        print(day_text(closing, finance, tr), end="")
        return 0
    return _write(_day_sheets(store, tr, closing.business_day), args)


def _month_sheets(store: Path, tr: Translator, month: str) -> list[BookSheet]:
    from kiosk.desk.month_sheet import MonthSheet
    from kiosk.desk.sheet_maker import open_store

    with contextlib.closing(open_store(store)) as reader:
        return [MonthSheet(reader, tr).sheet(month)]


def _day_sheets(store: Path, tr: Translator, day: date) -> list[BookSheet]:
    """The report and the charge log."""
    from kiosk.desk.day_sheet import DaySheet
    from kiosk.desk.log_sheets import ChargeLog
    from kiosk.desk.sheet_maker import open_store

    with contextlib.closing(open_store(store)) as reader:
        return [DaySheet(reader, tr).sheet(day), ChargeLog(reader, tr).sheet(day)]


def _write(sheets: list[BookSheet], args: argparse.Namespace) -> int:
    from kiosk.desk.sheet_files import write_csv, write_xlsx

    if args.xlsx:
        with whole_file(args.xlsx) as part:
            write_xlsx(sheets, part)
    elif args.pdf:
        _write_pdf(sheets, args)
    else:
        with text_out(args.csv or "-") as out:
            write_csv(sheets, out)
    return 0


def _write_pdf(sheets: list[BookSheet], args: argparse.Namespace) -> None:
    """The letterhead is the configuration's, also for a copy of the store."""
    from kiosk.config import load_config
    from kiosk.core_app import write_sheets
    from kiosk.locale import Language

    config = load_config(args.config)
    with whole_file(args.pdf) as part:
        write_sheets(config, sheets, Language(args.language), part)


def sign_day(args: argparse.Namespace, ask: Callable[[str], str] = getpass.getpass) -> int:
    """Exit codes: 0 signed, by now or before; 1 the PIN is not this person's. ``ask`` has the PIN. Raises DeskError."""
    from kiosk.desk.finance import FinanceDesk

    def sign(house: House, staff: Staff) -> FinanceSigning:
        return FinanceDesk(house).sign(staff, args.day, (), f"sign-{args.day}")

    signed = as_person(args.config, args.staff, ask("PIN: "), sign)
    if signed is None:
        return _BAD
    print(f"{signed.business_day} signed by {signed.name} over {signed.report_sha256}")
    return 0
