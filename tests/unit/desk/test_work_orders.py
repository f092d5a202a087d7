"""D4, D6: inspect, then quote; nothing is owed but what the owner signed for, once, when the work is accepted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.charge_lines import lines_of
from kiosk.desk.corrections import ReasonMissingError
from kiosk.desk.grants import ApprovalMissingError
from kiosk.desk.receipts import NotSignedError
from kiosk.desk.repairs import CaseMovedError
from kiosk.desk.views import CaseDraft, CaseState, LessCharged, LineKind, QuoteAnswer, Signature, WorkLine, WorkQuote
from kiosk.desk.work_orders import LessError, QuoteOpenError, WorkLinesError
from tests.desk_fixture import FurnishedDesk

STROKES = (((0.1, 0.2), (0.8, 0.6)),)
LABOUR = WorkLine(LineKind.LABOUR, "", 1, 5000)
HOSE = WorkLine(LineKind.MATERIAL, "进水软管", 2, 1850)
DRILLING = WorkLine(LineKind.LABOUR, "打孔", 1, 2000)


def accepted(kit: FurnishedDesk, own_material: bool = False, request: str = "r1", item: str = "repair.drain") -> int:
    draft = CaseDraft(item, "厨房水槽漏水", "wanted.today", materials_by_owner=own_material)
    case = kit.desk.repairs.open(kit.visitor(), draft, request)
    return kit.desk.repairs.accept(kit.clerk(), case.id).id


def quoted(kit: FurnishedDesk, case: int, *lines: WorkLine, request: str = "q1") -> WorkQuote:
    return kit.desk.work.quote(kit.clerk(), case, lines, request)


def test_d4_d6_from_inspection_to_receipt_each_line_is_told_agreed_owed_and_paid_once(kit: FurnishedDesk) -> None:
    case = accepted(kit)
    assert kit.desk.work.standing(case).usual == (LABOUR,), "labour begins at the price that was published"
    quote = quoted(kit, case, LABOUR, HOSE)
    assert (quote.total_fen, quote.answer, quote.version) == (8700, QuoteAnswer.OPEN, 1)
    assert kit.desk.work.answer(kit.clerk(), quote.id, True, STROKES).answer is QuoteAnswer.AGREED
    assert kit.desk.money.due(kit.visitor()) == (), "nothing is owed before the work is accepted"
    kit.desk.repairs.close(kit.clerk(), case, STROKES, 5)
    (charge,) = kit.desk.money.due(kit.visitor())
    assert (charge.kind, charge.job_id, charge.amount_fen, charge.detail) == ("repair", case, 8700, "R00001")
    row = kit.house.books.takings.charge(charge.id)
    lines = lines_of(kit.house.books, row)
    assert [(line.title_key, line.words, line.quantity, line.amount_fen) for line in lines] == [
        ("repair.drain", "", 1, 5000),
        ("charge.material", "进水软管", 2, 3700),
    ]
    receipt = kit.desk.money.pay_on_account(kit.visitor(), charge.id, STROKES)
    assert receipt.amount_fen == 8700 and kit.desk.work.charge_of(case) == charge.id
    assert kit.house.books.ledger.balance_fen("income:repair.drain") == -8700
    told = [kind for kind, _ in kit.records() if kind.startswith(("case", "charge", "payment"))]
    assert told == [
        *("case.opened", "case.accepted", "case.quoted", "case.agreed", "case.closed", "charge.made", "payment.taken")
    ]
    with pytest.raises(CaseMovedError):
        kit.desk.repairs.close(kit.clerk(), case, STROKES, 5)
    assert list(kit.house.books.takings.faults()) == []


def test_d4_a_changed_quote_is_a_new_version_and_signed_anew_before_the_work_is_accepted(kit: FurnishedDesk) -> None:
    case = accepted(kit)
    first = quoted(kit, case, LABOUR)
    kit.desk.work.answer(kit.clerk(), first.id, True, STROKES)
    second = quoted(kit, case, LABOUR, DRILLING, request="q2")
    with pytest.raises(QuoteOpenError):
        kit.desk.repairs.close(kit.clerk(), case, STROKES, 5)
    assert kit.desk.repairs.case(case).state is CaseState.ACCEPTED
    with pytest.raises(CaseMovedError):
        kit.desk.work.answer(kit.clerk(), first.id, False, ())
    kit.desk.work.answer(kit.clerk(), second.id, True, STROKES)
    kit.desk.repairs.close(kit.clerk(), case, STROKES, 5)
    assert [charge.amount_fen for charge in kit.desk.money.due(kit.visitor())] == [7000]


def test_d4_what_was_agreed_stands_when_a_later_version_is_declined(kit: FurnishedDesk) -> None:
    case = accepted(kit)
    kit.desk.work.answer(kit.clerk(), quoted(kit, case, LABOUR).id, True, STROKES)
    kit.desk.work.answer(kit.clerk(), quoted(kit, case, LABOUR, HOSE, request="q2").id, False, ())
    standing = kit.desk.work.standing(case)
    assert standing.newest and standing.newest.answer is QuoteAnswer.DECLINED
    assert standing.agreed and standing.agreed.version == 1
    with pytest.raises(CaseMovedError):
        kit.desk.repairs.close_undone(kit.clerk(), case)
    kit.desk.repairs.close(kit.clerk(), case, STROKES, 4)
    assert [charge.amount_fen for charge in kit.desk.money.due(kit.visitor())] == [5000]


def test_d4_who_declines_owes_nothing_and_the_case_ends_undone(kit: FurnishedDesk) -> None:
    case = accepted(kit)
    with pytest.raises(CaseMovedError):
        kit.desk.repairs.close_undone(kit.clerk(), case)
    kit.desk.work.answer(kit.clerk(), quoted(kit, case, LABOUR).id, False, ())
    assert kit.desk.repairs.close_undone(kit.clerk(), case).state is CaseState.CLOSED
    assert kit.desk.money.due(kit.visitor()) == () and kit.desk.work.charge_of(case) is None


def test_g1_a_quote_and_its_answer_are_one_however_often_they_are_touched(kit: FurnishedDesk) -> None:
    case = accepted(kit)
    quotes = {quoted(kit, case, LABOUR, HOSE).id for _ in range(3)}
    answers = {kit.desk.work.answer(kit.clerk(), min(quotes), True, STROKES).answer for _ in range(3)}
    assert (len(quotes), answers) == (1, {QuoteAnswer.AGREED})
    assert [kind for kind, _ in kit.records() if kind in ("case.quoted", "case.agreed")] == [
        "case.quoted",
        "case.agreed",
    ]


def test_a7_nobody_agrees_without_a_signature_and_nobody_quotes_what_is_not_under_way(kit: FurnishedDesk) -> None:
    case = accepted(kit)
    quote = quoted(kit, case, LABOUR)
    with pytest.raises(NotSignedError):
        kit.desk.work.answer(kit.clerk(), quote.id, True, ())
    kit.desk.work.answer(kit.clerk(), quote.id, True, STROKES)
    kit.desk.repairs.close(kit.clerk(), case, STROKES, 5)
    with pytest.raises(CaseMovedError):
        quoted(kit, case, HOSE, request="late")


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (LABOUR,) * 9,
        (WorkLine(LineKind.MATERIAL, " ", 1, 100),),
        (WorkLine(LineKind.MATERIAL, "管", 0, 100),),
        (WorkLine(LineKind.MATERIAL, "管", 1, -1),),
        (WorkLine(LineKind.LABOUR, "字" * 31, 1, 100),),
    ],
)
def test_d4_a_quote_that_cannot_be_is_refused(kit: FurnishedDesk, lines: tuple[WorkLine, ...]) -> None:
    case = accepted(kit)
    with pytest.raises(WorkLinesError):
        quoted(kit, case, *lines)
    assert kit.desk.work.standing(case).newest is None


def test_d4_who_brings_the_material_is_charged_labour_only(kit: FurnishedDesk) -> None:
    case = accepted(kit, own_material=True)
    with pytest.raises(WorkLinesError):
        quoted(kit, case, LABOUR, HOSE)
    assert quoted(kit, case, LABOUR).total_fen == 5000


def test_d1_an_item_that_is_quoted_by_the_centre_begins_at_nothing(kit: FurnishedDesk) -> None:
    case = accepted(kit, item="repair.glass")
    assert kit.desk.work.standing(case).usual == (WorkLine(LineKind.LABOUR, "", 1, 0),)
    kit.desk.work.answer(kit.clerk(), quoted(kit, case, *kit.desk.work.standing(case).usual).id, True, STROKES)
    kit.desk.repairs.close(kit.clerk(), case, STROKES, 5)
    assert kit.desk.work.charge_of(case) is None, "a guarantee case is accepted and costs nothing"


LINE = st.builds(
    WorkLine, st.sampled_from(LineKind), st.sampled_from(("管", "灯泡")), st.integers(1, 99), st.integers(0, 99_999)
)


@given(st.lists(LINE, min_size=1, max_size=8))
def test_a_quotes_total_is_the_sum_of_its_lines(lines: list[WorkLine]) -> None:
    total = sum(line.quantity * line.unit_fen for line in lines)
    assert WorkQuote(1, 1, 1, tuple(lines), None, QuoteAnswer.OPEN).total_fen == total  # type: ignore[arg-type]


# --- accepted for less than was agreed (D6)


def _agreed(kit: FurnishedDesk) -> int:
    """An accepted case with 87.00 agreed to."""
    case = accepted(kit)
    kit.desk.work.answer(kit.clerk(), quoted(kit, case, LABOUR, HOSE).id, True, STROKES)
    return case


def test_d6_less_than_agreed_is_charged_with_its_reason_and_the_owner_signs_for_it(kit: FurnishedDesk) -> None:
    case = _agreed(kit)
    assert not kit.desk.work.check_less(kit.clerk(), case, 6000)
    kit.desk.repairs.close(kit.clerk(), case, STROKES, 5, less=LessCharged(6000, "reason.less.material"))
    (charge,) = kit.desk.money.due(kit.visitor())
    assert charge.amount_fen == 6000
    lines = lines_of(kit.house.books, kit.house.books.takings.charge(charge.id))
    assert [line.amount_fen for line in lines] == [5000, 3700, -2700]
    assert (lines[-1].title_key, lines[-1].words) == ("charge.less", "reason.less.material")
    made = dict(kit.records())["charge.made"]
    told = [made[name] for name in ("amount_fen", "agreed_fen", "reason", "staff", "approved_by")]
    assert told == [6000, 8700, "reason.less.material", "07", None]
    kit.desk.money.pay_on_account(kit.visitor(), charge.id, STROKES)
    assert kit.house.books.ledger.balance_fen("income:repair.drain") == -6000
    assert list(kit.house.books.takings.faults()) == []


@pytest.mark.parametrize(
    ("fen", "reason", "signature", "refused"),
    [
        (8700, "less", STROKES, LessError),
        (8701, "less", STROKES, LessError),
        (0, "less", STROKES, LessError),
        (-1, "less", STROKES, LessError),
        (3699, "less", STROKES, ApprovalMissingError),  # 50.01 less: more than a clerk gives away
        (6000, " ", STROKES, ReasonMissingError),
        (6000, "less", (), NotSignedError),
    ],
)
def test_d6_never_more_nor_nothing_nor_without_a_reason_or_a_signature(
    kit: FurnishedDesk, fen: int, reason: str, signature: Signature, refused: type[Exception]
) -> None:
    case = _agreed(kit)
    with pytest.raises(refused):
        kit.desk.repairs.close(kit.clerk(), case, signature, 5, less=LessCharged(fen, reason))
    assert kit.desk.repairs.case(case).state is CaseState.ACCEPTED
    assert kit.desk.money.due(kit.visitor()) == ()


def test_d6_much_less_is_a_supervisors_to_allow_beside_the_clerk_and_the_record_says_who(kit: FurnishedDesk) -> None:
    case, clerk, boss = _agreed(kit), kit.clerk(), kit.clerk("121212")
    assert kit.desk.work.check_less(clerk, case, 3000) and not kit.desk.work.check_less(boss, case, 3000)
    with pytest.raises(ApprovalMissingError):
        kit.desk.repairs.close(clerk, case, STROKES, 5, less=LessCharged(3000, "less", clerk))
    kit.desk.repairs.close(clerk, case, STROKES, 5, less=LessCharged(3000, "less", boss))
    made = dict(kit.records())["charge.made"]
    assert (made["amount_fen"], made["staff"], made["approved_by"]) == (3000, "07", "12")


def test_d6_nothing_is_taken_off_what_was_never_agreed_and_a_supervisor_takes_off_more(kit: FurnishedDesk) -> None:
    boss, case = kit.clerk("121212"), accepted(kit)
    with pytest.raises(LessError):
        kit.desk.work.check_less(boss, case, 100)
    with pytest.raises(LessError):
        kit.desk.repairs.close(boss, case, STROKES, 5, less=LessCharged(100, "less"))
    kit.desk.work.answer(boss, quoted(kit, case, LABOUR, HOSE).id, True, STROKES)
    kit.desk.repairs.close(boss, case, STROKES, 5, less=LessCharged(100, "做得不好"))
    assert [charge.amount_fen for charge in kit.desk.money.due(kit.visitor())] == [100]
