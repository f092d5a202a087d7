"""A counter with a payment provider beside it, for the tests of codes and of what goes back.

``counter`` and ``charge`` of a test file are made of these: ``counter = pytest.fixture(qr_counter)``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kiosk.desk.views import BoardRow
from tests.faults.qr_scenario import CLERK, QrCounter, open_counter
from tests.hw_doubles.pay_provider import PayProvider


def qr_counter(tmp_path: Path) -> Iterator[QrCounter]:
    """A kiosk that takes payments by code."""
    with PayProvider(tmp_path / "provider") as provider:
        counter = open_counter(tmp_path / "kiosk", provider)
        yield counter
        counter.close()


def owed(counter: QrCounter) -> int:
    """A charge of 4.00; its id."""
    return counter.kit.owe(400)


def rows_of(counter: QrCounter, kind: str) -> list[BoardRow]:
    """The rows of the clerk's board whose kind begins so."""
    return [row for row in counter.kit.desk.board.board(CLERK).rows if row.kind.startswith(kind)]
