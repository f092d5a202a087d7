"""D4, D6, K5 on the glass: quoted, agreed to, accepted and paid; nobody begins before, nothing else is owed."""

from __future__ import annotations

from pathlib import Path

from kiosk.desk.views import CaseState, LineKind, QuoteAnswer, WorkLine
from tests.ui.checks import faults
from tests.ui.harness import Glass
from tests.ui.staff_walk import case_of, enter_pin
from tests.ui.till_walk import SUPERVISOR_PIN
from tests.ui.tours import WORK, looked_at_closely
from tests.ui.walk import identify, sign
from tests.ui.work_walk import accept, agree, back_to_case, charge_less, open_case, to_case, to_owner, write_quote


def test_d4_d6_labour_and_material_are_agreed_to_done_accepted_and_paid_to_the_account(glass: Glass) -> None:
    case = to_case(glass)
    write_quote(glass)
    assert glass.shows("67.00")
    to_owner(glass)
    assert glass.shell.visit.staff is None, "the clerk is out before the owner has the glass (K5)"
    assert glass.shows("管") and glass.shows("2 × ¥ 18.50") and glass.shows("67.00")
    agree(glass)
    back_to_case(glass, case)
    accept(glass)
    assert glass.shows("67.00")
    glass.touch("bar.forward")
    identify(glass)
    glass.until_screen("pay_work")
    glass.settle()
    glass.touch("bar.forward")
    glass.until_screen("sign_account")
    glass.until_shown("1 项")
    sign(glass)
    glass.touch("bar.forward")
    glass.until_screen("receipt")
    glass.touch("bar.forward")
    glass.until_shown("工单 R00001 已结束")
    charge_id = glass.desk.work.charge_of(case)
    assert charge_id is not None
    receipt = glass.desk.money.receipt_of(charge_id)
    assert receipt is not None and receipt.amount_fen == 6700


def test_d4_a_quote_that_is_declined_ends_the_case_without_work_or_charge(glass: Glass) -> None:
    case = to_case(glass)
    glass.touch("case.quote")
    to_owner(glass)
    glass.touch("bar.back")
    glass.until_screen("work_answered")
    standing = glass.desk.work.standing(case)
    assert standing.newest is not None and standing.newest.answer is QuoteAnswer.DECLINED
    back_to_case(glass, case)
    glass.touch("bar.forward")
    glass.settle()
    assert glass.desk.repairs.case(case).state is CaseState.CLOSED
    assert glass.desk.work.charge_of(case) is None


def test_g1_a_quote_touched_twice_is_one_version(glass: Glass) -> None:
    case = to_case(glass)
    glass.touch("case.quote")
    glass.do("touch", name="bar.forward")
    glass.until_screen("agree_work")
    quoted = [body for kind, body in glass.furnished.records() if kind == "case.quoted"]
    assert [body["version"] for body in quoted] == [1]
    assert glass.desk.repairs.case(case).state is CaseState.ACCEPTED


def test_d4_who_brings_the_material_is_offered_labour_only(board: Glass) -> None:
    case = case_of(board, board.furnished.visitor())
    with board.furnished.house.store.step() as store:
        store.run("UPDATE service_case SET materials_by_owner = 1 WHERE id = ?", (case,))
    board.desk.repairs.accept(board.furnished.clerk(), case)
    open_case(board, case)
    board.touch("case.quote")
    assert board.shows_key("work.own_material") and not board.shows_key("work.add.material")


def test_d6_what_is_owed_less_is_typed_explained_signed_for_and_owed(glass: Glass) -> None:
    desk, clerk, case = glass.desk, glass.furnished.clerk(), to_case(glass)
    quote = desk.work.quote(clerk, case, (WorkLine(LineKind.LABOUR, "", 1, 6700),), "quote")
    desk.work.answer(clerk, quote.id, True, (((0.1, 0.2), (0.8, 0.6)),))
    glass.touch("bar.back")
    glass.until_screen("staff_board")
    open_case(glass, case)
    glass.touch("case.less")
    glass.until_screen("staff_less")
    glass.type_digits("6701")
    assert glass.shows("6.70"), "never more than the 67.00 that were agreed: the last figure is not taken"
    glass.touch("bar.back")
    glass.until_screen("staff_case")
    charge_less(glass, 6000)
    accept(glass)
    assert glass.shows("60.00")
    (charge,) = glass.desk.money.due(glass.furnished.visitor())
    assert charge.amount_fen == 6000


def test_d6_much_less_is_approved_by_a_supervisor_beside_the_clerk(glass: Glass) -> None:
    """G2: the clerk keeps the counter, the supervisor says yes, and the owner signs for the lower sum."""
    desk, clerk, case = glass.desk, glass.furnished.clerk(), to_case(glass)
    quote = desk.work.quote(clerk, case, (WorkLine(LineKind.LABOUR, "", 1, 8700),), "quote")
    desk.work.answer(clerk, quote.id, True, (((0.1, 0.2), (0.8, 0.6)),))
    glass.touch("bar.back")
    glass.until_screen("staff_board")
    open_case(glass, case)
    charge_less(glass, 3000)
    glass.touch("bar.forward")
    glass.until_screen("staff_approve")
    glass.settle()
    assert glass.shows("57.00") and glass.shows("30.00") and faults(glass.shell) == []
    glass.touch("bar.forward")
    enter_pin(glass, SUPERVISOR_PIN)
    glass.until_screen("staff_approve")
    glass.settle()
    accept(glass)
    (charge,) = desk.money.due(glass.furnished.visitor())
    assert charge.amount_fen == 3000
    assert dict(glass.furnished.records())["charge.made"]["approved_by"] == "12"


def test_d4_quotes_of_work_fit_every_panel_in_every_language_at_every_size_of_words(
    glass: Glass, tmp_path: Path
) -> None:
    found = looked_at_closely(glass, tmp_path, WORK)
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
