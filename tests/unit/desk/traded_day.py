"""A day's trade to tamper with, and a copy of its store in the hands of somebody who knows SQLite.

Owns both. Called by the tests of what the audit finds, in the ledger itself and in all that stands around it.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kiosk.desk.views import CountView, DepositBag
from kiosk.domain.cash import CashCount
from tests.desk_fixture import FurnishedDesk

STROKES = (((0.1, 0.2), (0.8, 0.6)),)
DAY = date(2026, 11, 18)


def trade(kit: FurnishedDesk, why_void: str) -> CountView:
    """Transactions: change money (1), cash (2), account (3), struck out (4), cash (5), difference (6), bag (7).

    Returns the count that the day ended with; the difference is not explained yet.
    """
    clerk, desk = kit.clerk(), kit.desk
    desk.days.open_shift(clerk, CashCount({10000: 2}), 20000, "open")
    first = desk.money.take_cash(clerk, kit.owe(400), 500).number
    desk.money.pay_on_account(kit.visitor(), kit.owe(300), STROKES)
    desk.corrections.void(clerk, first, why_void, STROKES, "void")
    desk.money.take_cash(clerk, kit.owe(600), 600)
    return desk.days.end_day(clerk, DAY, CashCount({10000: 2, 500: 1}), DepositBag("B7", 500), "end")


@contextmanager
def forger(store: Path, folder: Path) -> Iterator[sqlite3.Connection]:
    """A copy of ``store`` in ``folder``, and nothing in the way of whoever writes into it."""
    copy = Path(shutil.copy(store, folder / "kiosk.db"))
    connection = sqlite3.connect(copy, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA foreign_keys=OFF")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
    finally:
        connection.close()
