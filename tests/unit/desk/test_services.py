"""D2, D3, D6, F1, E4, J2, A4: repairs, calls, ratings, the board, and what is brought in from files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.clock import TurnedClock
from kiosk.desk.directory import Directory, ImportRefusedError
from kiosk.desk.repairs import CaseMovedError, UnknownRequestError, WordsMissingError
from kiosk.desk.views import CaseDraft, CaseKind, CaseState, Level, Urgency
from kiosk.domain.capabilities import UNFITTED
from tests.desk_fixture import CLERK_PIN, SAMPLE, FurnishedDesk

DRAFT = CaseDraft("repair.drain", "厨房水槽漏水，昨晚开始", "wanted.today")
STROKES = (((0.1, 0.2), (0.8, 0.6)),)


def test_a_repair_goes_from_words_to_signature_each_step_recorded(kit: FurnishedDesk) -> None:
    case = kit.desk.repairs.open(kit.visitor(), DRAFT, "r1")
    assert (case.number, case.state, case.price_fen) == ("R00001", CaseState.OPEN, 5000)
    assert kit.desk.repairs.slip_state(case.id) == "waiting"
    accepted = kit.desk.repairs.accept(kit.clerk(), case.id)
    assert (accepted.state, accepted.accepted_by) == (CaseState.ACCEPTED, "07")
    closed = kit.desk.repairs.close(kit.clerk(), case.id, STROKES, 5)
    assert closed.state is CaseState.CLOSED
    assert kit.desk.board.board(kit.clerk()).finished == ("R00001",), "an empty board tells what was done last"
    kinds = [kind for kind, _ in kit.records() if kind.startswith(("case", "rating"))]
    assert kinds == ["case.opened", "case.accepted", "case.closed", "rating.given"]


FEEDBACK = CaseDraft(
    *("feedback.complaint", "三号楼电梯厅的灯坏了", "callback.morning"),
    kind=CaseKind.FEEDBACK,
    addressee="feedback.manager",
)


def test_e1_e2_a_complaint_goes_from_words_to_the_answer_and_whoever_took_it_stands_in_every_record(
    kit: FurnishedDesk,
) -> None:
    case = kit.desk.repairs.open(kit.visitor(), FEEDBACK, "c1")
    assert (case.number, case.kind, case.price_fen) == ("C00001", CaseKind.FEEDBACK, None)
    assert kit.desk.repairs.open(kit.visitor(), DRAFT, "r1").number == "R00001", "a series of its own"
    assert [row.kind for row in kit.desk.board.board(kit.clerk()).rows] == ["feedback_open", "repair_open"]
    with pytest.raises(CaseMovedError):
        kit.desk.repairs.answer(kit.clerk(), case.id)
    kit.desk.repairs.accept(kit.clerk(), case.id)
    assert kit.desk.repairs.answer(kit.clerk(), case.id).state is CaseState.CLOSED
    steps = [(kind, body) for kind, body in kit.records() if body.get("case") == "C00001"]
    assert [kind for kind, _ in steps] == ["case.opened", "case.accepted", "case.closed"]
    assert (steps[0][1]["item"], steps[0][1]["addressee"]) == ("feedback.complaint", "feedback.manager")
    assert (steps[2][1]["staff"], steps[2][1]["signed"]) == ("07", False)


def test_each_kind_of_request_is_listed_by_itself(kit: FurnishedDesk) -> None:
    visitor = kit.visitor()
    kit.desk.repairs.open(visitor, FEEDBACK, "c1")
    kit.desk.repairs.open(visitor, DRAFT, "r1")
    assert [case.number for case in kit.desk.repairs.of_unit(visitor)] == ["R00001"]
    assert [case.number for case in kit.desk.repairs.of_unit(visitor, CaseKind.FEEDBACK)] == ["C00001"]


def test_a_repair_is_not_closed_by_an_answer(kit: FurnishedDesk) -> None:
    """D6: a repair ends with its owner's signature only."""
    case = kit.desk.repairs.open(kit.visitor(), DRAFT, "r1")
    kit.desk.repairs.accept(kit.clerk(), case.id)
    with pytest.raises(CaseMovedError):
        kit.desk.repairs.answer(kit.clerk(), case.id)
    assert kit.desk.repairs.case(case.id).state is CaseState.ACCEPTED


@pytest.mark.parametrize("wrong", [{"addressee": "feedback.nobody"}, {"item_key": "repair.drain"}])
def test_feedback_about_nothing_or_for_nobody_is_refused(kit: FurnishedDesk, wrong: dict[str, str]) -> None:
    with pytest.raises(UnknownRequestError):
        kit.desk.repairs.open(kit.visitor(), replace(FEEDBACK, **wrong), "c1")
    assert kit.desk.repairs.listing([CaseState.OPEN]) == ()


def test_a_double_tap_opens_one_case(kit: FurnishedDesk) -> None:
    assert len({kit.desk.repairs.open(kit.visitor(), DRAFT, "tap").id for _ in range(3)}) == 1


def test_a_case_is_accepted_once_and_closed_only_after(kit: FurnishedDesk) -> None:
    case = kit.desk.repairs.open(kit.visitor(), DRAFT, "r1")
    with pytest.raises(CaseMovedError):
        kit.desk.repairs.close(kit.clerk(), case.id, STROKES, 5)
    kit.desk.repairs.accept(kit.clerk(), case.id)
    with pytest.raises(CaseMovedError):
        kit.desk.repairs.accept(kit.clerk("121212"), case.id)


@pytest.mark.parametrize("words", ["", "   \n", "字" * 201])
def test_a_request_needs_words_within_bounds(kit: FurnishedDesk, words: str) -> None:
    with pytest.raises(WordsMissingError):
        kit.desk.repairs.open(kit.visitor(), CaseDraft("repair.drain", words, "wanted.today"), "r1")
    assert kit.desk.repairs.listing([CaseState.OPEN]) == ()


def test_an_old_case_keeps_its_price_when_the_list_changes(kit: FurnishedDesk, tmp_path: Path) -> None:  # D1
    case = kit.desk.repairs.open(kit.visitor(), DRAFT, "r1")
    dearer = (SAMPLE / "prices.json").read_text(encoding="utf-8").replace('"version": 1', '"version": 2')
    (tmp_path / "prices.json").write_text(dearer.replace('"fen": 5000', '"fen": 9900'), encoding="utf-8")
    Directory(kit.house).import_prices(tmp_path / "prices.json")
    assert kit.desk.repairs.case(case.id).price_fen == 5000
    assert kit.desk.repairs.open(kit.visitor(), DRAFT, "r2").price_fen == 9900


def test_calling_twice_is_one_call_and_the_answer_is_shown_for_a_minute(kit: FurnishedDesk) -> None:
    call = kit.desk.calls.call("home", kit.visitor())
    assert kit.desk.calls.call("quote", None).id == call.id
    assert kit.desk.calls.current() == call
    kit.desk.calls.acknowledge(kit.clerk(), call.id)
    answered = kit.desk.calls.current()
    assert answered is not None and answered.acknowledged_at is not None
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(61)
    assert kit.desk.calls.current() is None
    assert [kind for kind, _ in kit.records() if kind.startswith("call")] == ["call.raised", "call.acknowledged"]


def test_an_urgent_call_is_a_call_of_its_own(kit: FurnishedDesk) -> None:
    first = kit.desk.calls.call("home", None)
    urgent = kit.desk.calls.call("button", None, urgent=True)
    assert urgent.id != first.id and urgent.ahead == 1


def test_a_thing_is_rated_once(kit: FurnishedDesk) -> None:
    kit.desk.ratings.rate("fax", 1, 5)
    kit.desk.ratings.rate("fax", 1, 1, "rating.slow")
    assert kit.house.books.ratings.get("fax", 1) is not None
    assert [body["score"] for kind, body in kit.records() if kind == "rating.given"] == [5]


def test_the_board_puts_people_before_devices_before_money(kit: FurnishedDesk, document: str) -> None:
    kit.order(kit.visitor(), document)
    kit.end_call(kit.begin_call())
    kit.desk.repairs.open(kit.visitor(), DRAFT, "r1")
    kit.set_health("receipt_printer", "trouble", "media-empty")
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(5)
    kit.desk.calls.call("home", None)
    rows = kit.desk.board.board(kit.clerk()).rows
    assert [row.kind for row in rows] == ["call", "device", "cash", "repair_open"]
    assert rows[0].level is Level.PERSON_WAITING


def test_an_urgent_repair_stands_with_waiting_people(kit: FurnishedDesk) -> None:
    urgent = CaseDraft("repair.circuit", "没有电了", "wanted.today", Urgency.URGENT)
    kit.desk.repairs.open(kit.visitor(), urgent, "r1")
    assert kit.desk.board.board(kit.clerk()).rows[0].level is Level.PERSON_WAITING


def test_an_unknown_print_is_settled_by_looking(kit: FurnishedDesk) -> None:
    case = kit.desk.repairs.open(kit.visitor(), DRAFT, "r1")
    kit.printed("slip", "unknown", "cups-ipp-missing-job-history")
    row = next(row for row in kit.desk.board.board(kit.clerk()).rows if row.kind == "print_unknown")
    kit.desk.board.settle_print(kit.clerk(), row.ref, came_out=False)
    assert kit.desk.repairs.slip_state(case.id) == "waiting"
    assert [row["name"] for row in kit.house.books.prints.open("receipt")] == ["K01-slip-1-2"]
    kit.printed("slip", "unknown")
    kit.desk.board.settle_print(kit.clerk(), row.ref, came_out=True)
    assert kit.desk.repairs.slip_state(case.id) == "printed"


def test_c4_a_paper_for_a_printer_that_was_never_fitted_is_on_the_board_until_it_is_given_by_hand(
    kit: FurnishedDesk,
) -> None:
    kit.healthy()
    kit.desk.repairs.open(kit.visitor(), CaseDraft("repair.drain", "漏水", "wanted.today"), "r1")
    assert not [row for row in kit.desk.board.board(kit.clerk()).rows if row.kind == "print_unfitted"]
    kit.set_health("receipt_printer", "absent", UNFITTED)
    (row,) = [row for row in kit.desk.board.board(kit.clerk()).rows if row.kind == "print_unfitted"]
    assert (row.detail, row.reason) == ("K01-slip-1-1", "slip")
    for _ in range(2):
        kit.desk.board.settle_unfitted(kit.clerk(), row.ref)
    assert not [row for row in kit.desk.board.board(kit.clerk()).rows if row.kind == "print_unfitted"]
    settled = [body for kind, body in kit.records() if kind == "print.by_hand"]
    assert settled == [{"job": "K01-slip-1-1", "staff": "07"}]
    assert kit.desk.repairs.slip_state(1) == "failed"


def test_c4_a_paper_whose_printer_was_fitted_meanwhile_is_not_given_by_hand_as_well(kit: FurnishedDesk) -> None:
    kit.healthy()
    kit.desk.repairs.open(kit.visitor(), CaseDraft("repair.drain", "漏水", "wanted.today"), "r1")
    kit.set_health("receipt_printer", "absent", UNFITTED)
    (row,) = [row for row in kit.desk.board.board(kit.clerk()).rows if row.kind == "print_unfitted"]
    kit.healthy()
    kit.desk.board.settle_unfitted(kit.clerk(), row.ref)
    assert kit.desk.repairs.slip_state(1) == "waiting"
    assert "print.by_hand" not in [kind for kind, _ in kit.records()]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("246810", "24681"), r"units\.csv:2: passcode"),
        (("yes,50000", "maybe,50000"), r"units\.csv:2: account"),
        (("50000", "-5"), r"units\.csv:2: credit_limit_fen"),
        (("林若溪", ""), r"units\.csv:2: name"),
        (("林若溪", "林\u202e溪"), r"units\.csv:2: name: .* cannot be seen"),
        (("12,1,101", "楼" * 13 + ",1,101"), r"units\.csv:2: building: longer than 12"),
        (("passcode,", "pass,"), "columns missing: passcode"),
    ],
)
def test_a_bad_directory_is_refused_by_line_and_column_and_changes_nothing(
    kit: FurnishedDesk, tmp_path: Path, change: tuple[str, str], complaint: str
) -> None:
    text = (SAMPLE / "units.csv").read_text(encoding="utf-8").replace(*change, 1).replace("12-1-102", "77-7-777")
    (tmp_path / "units.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ImportRefusedError, match=complaint):
        Directory(kit.house).import_units(tmp_path / "units.csv")
    assert all(unit.id != "77-7-777" for unit in kit.desk.identity.units())


def test_two_clerks_may_not_share_a_pin(kit: FurnishedDesk, tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("staff,name,role,pin\n1,A,clerk,111111\n2,B,clerk,111111\n")
    with pytest.raises(ImportRefusedError, match="taken"):
        Directory(kit.house).import_staff(tmp_path / "staff.csv")


def test_a_pin_that_somebody_else_has_is_refused_though_only_its_hash_is_known(
    kit: FurnishedDesk, tmp_path: Path
) -> None:
    """Neither of the two would come in with it. Who is named in the file gets the PIN that stands there."""
    [clerk] = [row for row in kit.house.books.people.staff() if row["id"] == "07"]
    file = tmp_path / "staff.csv"
    file.write_text(f"staff,name,role,pin\n90,A,clerk,111111\n91,B,clerk,{CLERK_PIN}\n")
    with pytest.raises(ImportRefusedError, match=r"staff\.csv:3: pin: taken by somebody"):
        Directory(kit.house).import_staff(file)
    assert {"90", "91"}.isdisjoint(row["id"] for row in kit.house.books.people.staff())
    assert kit.clerk(CLERK_PIN).id == clerk["id"]
    file.write_text(f"staff,name,role,pin\n07,{clerk['name']},clerk,222222\n91,B,clerk,{CLERK_PIN}\n")
    assert Directory(kit.house).import_staff(file) == 2
    assert (kit.clerk("222222").id, kit.clerk(CLERK_PIN).id) == ("07", "91")
