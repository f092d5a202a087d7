"""K2: what the store cannot give is said in its place and asked for again; the keyboard comes without it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.store.errors import StoreDamagedError
from tests.ui.checks import faults
from tests.ui.harness import HOUSE, Glass
from tests.ui.staff_walk import TECHNICIAN_PIN, case_of, delivered_fax, sign_in
from tests.ui.test_repair import to_items


class Unreadable:
    """A part of the desk whose store is damaged, whatever it is asked."""

    def __getattr__(self, name: str) -> Any:
        raise StoreDamagedError(f"{name}: page 3")


def break_down(glass: Glass, part: str) -> None:
    """From now on the screens cannot read this part of the desk."""
    glass.shell.desk = replace(glass.desk, **{part: Unreadable()})


def told_then_mended(glass: Glass, what: str) -> None:
    """It is said in the place of what cannot be read; mended, the key brings it."""
    glass.settle()
    assert glass.shows_key(what) and glass.shows_key("error.store.damaged")
    assert glass.shell.dialogs.shown is None
    assert faults(glass.shell) == []
    glass.shell.desk = glass.desk
    glass.touch("unread.again")
    glass.settle()
    assert not glass.shows_key(what)


def test_a_list_that_cannot_be_read_says_so_in_its_place_and_is_tried_again(board: Glass) -> None:
    break_down(board, "repairs")
    board.touch("tab.cases")
    told_then_mended(board, "list.failed")
    assert board.shows_key("cases.nothing")


def test_a_ladder_that_cannot_be_read_says_so_in_its_place_and_is_tried_again(glass: Glass, tmp_path: Path) -> None:
    delivered_fax(glass, tmp_path)
    glass.touch("idle.wake")
    sign_in(glass, TECHNICIAN_PIN)
    glass.touch("tab.technician")
    glass.settle()
    glass.touch("technician.calls")
    glass.settle()
    break_down(glass, "line_log")
    glass.touch("call.F000001.1")
    told_then_mended(glass, "line_log.failed")
    assert glass.shows_key("line_log.no_ladder")


def test_own_requests_that_cannot_be_read_say_so_in_their_place_and_are_tried_again(glass: Glass) -> None:
    case_of(glass, glass.furnished.visitor())
    to_items(glass)
    break_down(glass, "repairs")
    glass.touch("repair.mine")
    told_then_mended(glass, "requests.failed")
    assert glass.shows("待受理")


def test_a_store_that_cannot_be_read_at_the_start_costs_the_buildings_names_not_the_keyboard(glass: Glass) -> None:
    from kiosk.ui.running import names_of

    settings = glass.shell.settings
    estate = set(HOUSE.estate.values())
    assert names_of(glass.desk, settings) > estate
    assert names_of(replace(glass.desk, identity=Unreadable()), settings) == estate
