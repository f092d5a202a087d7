"""What is chosen, signed or looked for is read whole: reasons, rooms, numbers; days as people write them (A2, G2)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from kivy.graphics import Rectangle, SmoothLine

from kiosk.desk.reasons import USUAL
from kiosk.desk.views import DepositBag, VoucherIssue
from kiosk.domain.cash import CountPurpose
from kiosk.locale import Language
from kiosk.ui.geometry import Panel
from kiosk.ui.screens.staff_cash_taken import CashTaken
from kiosk.ui.screens.staff_count import Counting
from kiosk.ui.screens.staff_declare import Declare
from kiosk.ui.screens.staff_door import staff_rooms
from kiosk.ui.screens.staff_reason import Asking, Reason
from kiosk.ui.screens.staff_receipt import Correction, SignCorrection
from kiosk.ui.screens.staff_receipts import FindReceipt, ReceiptList
from kiosk.ui.screens.staff_vouchers import state_words
from kiosk.ui.theme import Type
from tests.flows.acts import SIGNATURE
from tests.ui.harness import Glass
from tests.ui.looks import PANELS, Aspect, everywhere, use
from tests.ui.staff_walk import case_of, sign_in

UPRIGHT = Panel(600, 1024)


def part(glass: Glass, touch_id: str) -> Any:
    """The control of this id, wherever on its page it lies."""
    from kiosk.ui import touches

    return next(one for one in touches.walk(glass.shell) if getattr(one, "touch_id", "") == touch_id)


def at_the_counter(glass: Glass) -> None:
    glass.touch("idle.wake")
    sign_in(glass)


@pytest.mark.parametrize("kind", sorted(USUAL))
def test_every_usual_reason_is_read_whole_however_large_the_words(glass: Glass, kind: str) -> None:
    at_the_counter(glass)
    glass.shell.go(Reason(glass.shell, glass.furnished.clerk(), Asking(kind, lambda: "1", lambda _reason: None)))
    for language, panel, zoom in product(Language, PANELS, (1.5, 2.0)):
        use(glass, Aspect(panel, language, zoom))
        for reason in (*USUAL[kind], "reason.own"):
            assert glass.shows_key(reason), (reason, language, panel, zoom, glass.texts)


def test_a_list_says_the_room_and_what_became_of_a_receipt_before_anything_that_may_be_cut(glass: Glass) -> None:
    kit, look = glass.furnished, Aspect(UPRIGHT, Language.EN)
    receipt = kit.desk.money.take_cash(kit.clerk(), kit.owe(600), 600)
    kit.desk.corrections.void(kit.clerk(), receipt.number, "reason.void.amount", SIGNATURE, str(uuid.uuid4()))
    case_of(glass, kit.visitor())
    at_the_counter(glass)
    glass.shell.go(ReceiptList(glass.shell, kit.clerk(), staff_rooms()))
    glass.settle()
    use(glass, look)
    assert glass.shows("K01-000001 · 12-1-101") and glass.shows("Struck out by K01-000002")
    assert glass.shows("K01-000002 · 12-1-101") and glass.shows("Strikes out K01-000001")
    glass.touch("tab.cases")
    glass.settle()
    assert glass.shows("Valves and hoses · 12-1-101")


@pytest.mark.parametrize("panel", PANELS, ids=str)
def test_g5_the_number_of_the_bag_is_declared_whole_in_large_words(glass: Glass, panel: Panel) -> None:
    counting = Counting(CountPurpose.CLOSING, staff_rooms(), bag=DepositBag("2026111800123", 89_000))
    counting.drawer.rest_is_none()
    at_the_counter(glass)
    glass.shell.go(Declare(glass.shell, glass.furnished.clerk(), counting))
    for language in Language:
        use(glass, Aspect(panel, language, 2.0))
        assert glass.shows("2026111800123"), glass.texts


def test_the_caret_is_as_high_as_large_digits(glass: Glass) -> None:
    at_the_counter(glass)
    glass.shell.go(FindReceipt(glass.shell, glass.furnished.clerk(), staff_rooms()))
    glass.type_digits("2")
    for zoom in (1.0, 2.0):
        use(glass, Aspect(UPRIGHT, Language.EN, zoom))
        field = part(glass, "find.field")
        (caret,) = (shape for shape in field.canvas.after.children if isinstance(shape, Rectangle))
        assert caret.size[1] >= 0.8 * glass.shell.look.face(Type.NUMBER).size, zoom


def test_a7_the_line_of_a_signature_stands_above_its_hint_however_large_the_words(glass: Glass) -> None:
    kit = glass.furnished
    receipt = kit.desk.money.take_cash(kit.clerk(), kit.owe(600), 600)
    at_the_counter(glass)
    glass.shell.go(SignCorrection(glass.shell, kit.clerk(), (receipt, Correction.VOID, ""), staff_rooms()))
    for zoom in (1.0, 1.5, 2.0):
        use(glass, Aspect(UPRIGHT, Language.EN, zoom))
        pad, panel = part(glass, "signature.pad"), glass.shell.look.panel
        (hint,) = (mark for mark in pad.marks if mark.words == glass.shell.look.tr("signature.hint"))
        line = panel.height - next(one.points[1] for one in pad.canvas.children if isinstance(one, SmoothLine))
        place = hint.look.at(hint.rect)
        assert place.y - panel.y(9) <= line <= place.y - panel.y(7), zoom


def test_g2_change_is_told_in_notes_and_coins_that_cannot_be_read_as_one_another(glass: Glass) -> None:
    kit, found = glass.furnished, list[str]()
    receipt = kit.desk.money.take_cash(kit.clerk(), kit.owe(1112), 10_000)
    at_the_counter(glass)
    glass.shell.go(CashTaken(glass.shell, kit.clerk(), receipt, staff_rooms()))
    glass.settle()
    assert glass.shows("¥ 50×1 · ¥ 20×1 · ¥ 10×1 · ¥ 5×1 · ¥ 1×3 · ¥ 0.5×1"), glass.texts
    everywhere(glass, found)("the change")
    assert found == []


@pytest.mark.parametrize(
    ("language", "good", "over"),
    [
        (Language.ZH_HANS, "赠送，至 2027 年 2 月 28 日", "已于 2027 年 2 月 28 日到期"),
        (Language.ZH_HANT, "贈送，至 2027 年 2 月 28 日", "已於 2027 年 2 月 28 日到期"),
        (Language.EN, "Given, until 28/2/2027", "Ended 28/2/2027"),
    ],
)
def test_g2_the_last_day_of_a_voucher_is_written_as_people_write_days(
    glass: Glass, language: Language, good: str, over: str
) -> None:
    use(glass, Aspect(UPRIGHT, language))
    unit, look = glass.furnished.visitor().unit, glass.shell.look
    issue = VoucherIssue(
        1, "LP", "LP-000007", "LP-000007", 1, 20_000, unit, glass.shell.local_now, "陈晓", 0, (),
        date(2027, 2, 28), False, "", None, None,
    )  # fmt: skip
    assert [state_words(look, issue), state_words(look, replace(issue, over=True))] == [good, over]
