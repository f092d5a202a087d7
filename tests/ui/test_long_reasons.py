"""Reasons as long as they may be: who approves or signs reads them beside the amount, not over it (G2, G4)."""

from __future__ import annotations

import pytest

from kiosk.desk.corrections import REASON_LIMIT
from kiosk.ui.geometry import Rect
from kiosk.ui.screens.staff_approve import Approve, Matter, about_charge
from kiosk.ui.screens.staff_door import staff_rooms
from kiosk.ui.screens.staff_receipt import Correction, SignCorrection
from kiosk.ui.theme import Type
from kiosk.ui.widgets.fitting import first_lines, last_lines
from tests.ui.harness import Glass
from tests.ui.looks import everywhere
from tests.ui.staff_walk import sign_in

ENGLISH = "the owner says that half of the pages came out grey and could not be read by anybody at the other end"


@pytest.mark.parametrize("reason", ["字" * REASON_LIMIT, ENGLISH[:REASON_LIMIT]], ids=["han", "latin"])
def test_a_written_reason_of_any_length_leaves_everything_else_readable(glass: Glass, reason: str) -> None:
    kit, shell, found = glass.furnished, glass.shell, list[str]()
    receipt = kit.desk.money.take_cash(kit.clerk(), kit.owe(600), 600)
    free = (("approve.reason", reason), ("approve.asked_by", "陈晓"))
    about = about_charge(receipt.charge)
    matter = Matter(about, "approve.free.title", "approve.free.words", free, lambda _: receipt, lambda _: None)
    glass.touch("idle.wake")
    sign_in(glass)
    look = everywhere(glass, found, share=6)
    for screen in (
        Approve(shell, kit.clerk(), lambda: matter),
        SignCorrection(shell, kit.clerk(), (receipt, Correction.VOID, reason), staff_rooms()),
    ):
        shell.go(screen)
        glass.settle()
        assert glass.shows(reason[:12]), "it is read by whom it is for"
        look(screen.name)
    assert found == []


def test_words_that_are_cut_keep_the_blanks_between_them(glass: Glass) -> None:
    look, place = glass.shell.look, Rect(0, 0, 200, 60)
    first, last = (cut(look, ENGLISH, Type.TEXT, place) for cut in (first_lines, last_lines))
    assert first.endswith("…") and ENGLISH.startswith(first[:-1])
    assert last.startswith("…") and ENGLISH.endswith(last[1:])
