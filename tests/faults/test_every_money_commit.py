"""K1, G1, G4, G5: the power goes at every commit of a day's payments, corrections, counts and closing.

And of a day of vouchers, free services, approvals, faxes by their pages, work by its quote, the machine's box and
finance's signature: there a part of the commits is cut, the bench takes each of them on both sides.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol

from tests.faults import money_scenario, order_scenario
from tests.faults.money_scenario import books_of

_EVERY = 4  # commits


class Live(Protocol):
    """A day that is cut at a commit, or goes on from wherever it was cut."""

    def __call__(self, folder: Path, at: int = 0, after: bool = False) -> int: ...


def test_whatever_commit_the_power_goes_at_the_books_come_out_the_same(room: Path) -> None:
    money_scenario.morning(room / "morning")
    shutil.copytree(room / "morning", room / "whole")
    commits = money_scenario.live(room / "whole")
    expected = books_of(room / "whole")
    assert expected["receipts"] == [400, -400, 400, 300, -300, 600] and expected["faults"] == []
    assert commits >= 12
    found = {
        (number, after): books_of(folder)
        for number in range(1, commits + 1)
        for after in (False, True)
        for folder in (cut(room, money_scenario.live, number, after),)
    }
    assert {point: books for point, books in found.items() if books != expected} == {}


def test_g1_g2_what_is_granted_held_captured_and_banked_comes_out_the_same_too(room: Path) -> None:
    order_scenario.morning(room / "morning")
    shutil.copytree(room / "morning", room / "whole")
    commits = order_scenario.live(room / "whole")
    expected = order_scenario.books_of(room / "whole")
    assert expected["receipts"] == order_scenario.RECEIPTS_FEN and expected["faults"] == []
    points = [(number, number % (2 * _EVERY) == 1) for number in range(1, commits + 1, _EVERY)]
    assert len(points) > 6
    found = {
        (number, after): order_scenario.books_of(cut(room, order_scenario.live, number, after))
        for number, after in points
    }
    assert {point: books for point, books in found.items() if books != expected} == {}


def cut(room: Path, live: Live, number: int, after: bool) -> Path:
    """The power goes there; then the whole day is gone through again, as far as it was not done."""
    folder = room / f"{number}-{after}"
    shutil.copytree(room / "morning", folder)
    assert live(folder, number, after) == number
    live(folder)
    return folder
