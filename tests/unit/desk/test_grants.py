"""G2: what only the staff grant: vouchers used once, free of charge with a reason, the account above its limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.desk.corrections import ReasonMissingError, SupervisorOnlyError
from kiosk.desk.grants import (
    FREE_REASONS,
    ApprovalMissingError,
    ReasonUnknownError,
    VoucherSmallError,
    VoucherUsedError,
)
from kiosk.desk.house import GoneError, RequestUsedError
from kiosk.desk.money import OverLimitError
from kiosk.desk.reasons import USUAL, reason_words
from kiosk.desk.settling import reason_of
from kiosk.desk.views import ChargeState, Method, PaymentOption
from kiosk.desk.voucher_rules import VoucherUnknownError
from kiosk.locale import Language, Translator
from kiosk.store.errors import StoreError
from tests.desk_fixture import UNIT, FurnishedDesk, furnish

STROKES = (((0.1, 0.2), (0.8, 0.6)),)
SUPERVISOR_PIN = "121212"


@pytest.fixture
def kit(tmp_path: Path) -> FurnishedDesk:
    return furnish(tmp_path / "kiosk", vouchers={"FX": 1000}, approve_above_fen=2000)


def balance(kit: FurnishedDesk, account: str) -> int:
    return kit.house.books.ledger.balance_fen(account)


def payment(kit: FurnishedDesk, number: str) -> dict[str, object]:
    return kit.house.books.takings.payment(number)


# --- vouchers


def test_a_voucher_pays_in_full_and_once(kit: FurnishedDesk) -> None:
    clerk, first, second = kit.clerk(), kit.owe(400), kit.owe(400)
    receipt = kit.desk.grants.take_voucher(clerk, first, " fx-000123 ", "tap")
    assert (receipt.method, receipt.amount_fen, receipt.change_fen) == (Method.VOUCHER, 400, 0)
    assert kit.desk.grants.take_voucher(clerk, first, "FX-000123", "tap") == receipt
    assert (balance(kit, "voucher:FX"), balance(kit, "income:fax.local")) == (400, -400)
    with pytest.raises(VoucherUsedError):
        kit.desk.grants.take_voucher(clerk, second, "FX-000123", "again")
    assert kit.desk.money.charge(second).state is ChargeState.DUE
    with pytest.raises(StoreError, match="this voucher is used"), kit.house.store.step() as store:
        store.insert("voucher_use", {"receipt": 1, "number": "FX-000123", "face_fen": 1000})
    assert list(kit.house.books.takings.faults()) == []


def test_g4_a_voucher_that_was_struck_out_was_not_used(kit: FurnishedDesk) -> None:
    clerk, charge = kit.clerk(), kit.owe(400)
    number = kit.desk.grants.take_voucher(clerk, charge, "FX-7", "tap").number
    kit.desk.corrections.void(clerk, number, "wrong unit", STROKES, "void")
    assert balance(kit, "voucher:FX") == 0
    assert kit.desk.grants.take_voucher(clerk, charge, "FX-7", "once more").number == "K01-000003"
    assert list(kit.house.books.takings.faults()) == []


def test_g4_the_proof_finds_a_voucher_that_was_made_to_pay_twice_or_to_vanish(kit: FurnishedDesk) -> None:
    for number in ("FX-1", "FX-2"):
        kit.desk.grants.take_voucher(kit.clerk(), kit.owe(), number, number)
    with kit.house.store.step() as store:
        store.run("DROP TRIGGER voucher_use_keeps")
        store.run("DROP TRIGGER voucher_use_stays")
        store.run("UPDATE voucher_use SET number = 'FX-1'")
    assert list(kit.house.books.takings.faults()) == [
        "voucher FX-1: used more than once",
        "voucher FX-1: its payment was by another",
    ]
    with kit.house.store.step() as store:
        store.run("DELETE FROM voucher_use WHERE receipt = 2")
    assert list(kit.house.books.takings.faults()) == [
        "receipt 2: no voucher stands behind it, or one that is worth less"
    ]


@pytest.mark.parametrize("number", ["", "FX", "FX-", "FX-12a", "GX-1", "FX-1234567890123", "X" * 99])
def test_a_number_of_no_series_is_refused_and_takes_no_receipt(kit: FurnishedDesk, number: str) -> None:
    charge = kit.owe()
    with pytest.raises(VoucherUnknownError):
        kit.desk.grants.take_voucher(kit.clerk(), charge, number, "tap")
    assert kit.desk.money.take_cash(kit.clerk(), charge, 400).number == "K01-000001"


def test_a_voucher_worth_less_than_is_owed_is_refused_with_its_worth(kit: FurnishedDesk) -> None:
    with pytest.raises(VoucherSmallError) as refused:
        kit.desk.grants.take_voucher(kit.clerk(), kit.owe(1001), "FX-1", "tap")
    assert refused.value.values["face_yuan"] == "10.00"


@pytest.mark.parametrize(("number", "fen"), [("FX-739158264", 1001), ("GX-739158264", 400)])
def test_k5_what_is_told_to_the_log_has_no_number_that_can_still_pay(kit: FurnishedDesk, number: str, fen: int) -> None:
    with pytest.raises((VoucherSmallError, VoucherUnknownError)) as refused:
        kit.desk.grants.take_voucher(kit.clerk(), kit.owe(fen), number, "tap")
    assert refused.value.detail and "739158264" not in refused.value.detail


def test_a_house_without_vouchers_offers_none(kit: FurnishedDesk, tmp_path: Path) -> None:
    charge, plain = kit.owe(), furnish(tmp_path / "plain")
    assert Method.VOUCHER in [option.method for option in kit.desk.money.options(kit.visitor(), charge)]
    options = plain.desk.money.options(plain.visitor(), plain.owe())
    assert [option.method for option in options] == [
        Method.ACCOUNT,
        Method.CASH,
    ] and plain.desk.grants.voucher_series == ()
    plain.close()


# --- free


@pytest.mark.parametrize("reason", FREE_REASONS)
def test_what_is_free_is_booked_with_its_reason(kit: FurnishedDesk, reason: str) -> None:
    charge = kit.owe(400)
    receipt = kit.desk.grants.waive(kit.clerk(), charge, reason, "line was bad", "tap")
    assert kit.desk.grants.waive(kit.clerk(), charge, reason, "line was bad", "tap") == receipt
    assert (receipt.method, receipt.amount_fen) == (Method.FREE, 400)
    assert balance(kit, f"voucher:free.{reason}") == 400
    assert kit.house.books.ledger.get(1).reason == f"free.{reason}: line was bad"
    assert list(kit.house.books.takings.faults()) == []


def test_another_reason_is_written_out_and_no_reason_is_made_up(kit: FurnishedDesk) -> None:
    clerk, charge = kit.clerk(), kit.owe(400)
    with pytest.raises(ReasonMissingError):
        kit.desk.grants.waive(clerk, charge, "other", " ", "tap")
    with pytest.raises(ReasonUnknownError):
        kit.desk.grants.waive(clerk, charge, "because", "", "tap")
    assert kit.desk.money.charge(charge).state is ChargeState.DUE


def test_above_the_houses_limit_a_supervisor_approves_and_stands_in_the_books(kit: FurnishedDesk) -> None:
    clerk, supervisor, charge = kit.clerk(), kit.clerk(SUPERVISOR_PIN), kit.owe(2001)
    assert kit.desk.grants.needs_approval(clerk, charge) and not kit.desk.grants.needs_approval(supervisor, charge)
    for nobody in (None, clerk):
        with pytest.raises(ApprovalMissingError):
            kit.desk.grants.waive(clerk, charge, "goodwill", "", "tap", nobody)
    receipt = kit.desk.grants.waive(clerk, charge, "goodwill", "", "tap", supervisor)
    assert payment(kit, receipt.number)["approved_by"] == supervisor.id
    said = kit.house.books.ledger.get(1).reason
    assert said == f"free.goodwill; approved_by={supervisor.id}" and reason_of(said) == "free.goodwill"
    told = next(body for kind, body in kit.records() if kind == "payment.taken")
    assert (told["staff_id"], told["approved_by"], told["method"]) == (clerk.id, supervisor.id, "free")
    with pytest.raises(SupervisorOnlyError):
        kit.desk.corrections.refund(clerk, receipt.number, "no", STROKES, "refund")


def test_a_supervisor_needs_nobody_else(kit: FurnishedDesk) -> None:
    supervisor = kit.clerk(SUPERVISOR_PIN)
    number = kit.desk.grants.waive(supervisor, kit.owe(9999), "official", "", "tap").number
    assert payment(kit, number)["approved_by"] == supervisor.id


def test_one_request_grants_one_thing(kit: FurnishedDesk) -> None:
    clerk, first, second = kit.clerk(), kit.owe(), kit.owe()
    kit.desk.grants.waive(clerk, first, "fault", "", "tap")
    with pytest.raises(RequestUsedError):
        kit.desk.grants.take_voucher(clerk, second, "FX-1", "tap")
    with pytest.raises(GoneError):
        kit.desk.grants.take_voucher(clerk, first, "FX-1", "another")


# --- the account above its limit


@pytest.fixture
def over(kit: FurnishedDesk) -> int:
    """A charge that the unit's account does not take."""
    with kit.house.store.step() as store:
        store.run("UPDATE unit SET credit_limit_fen = 399 WHERE id = ?", (UNIT,))
    return kit.owe(400)


def test_the_owner_asks_a_supervisor_grants_and_the_owner_signs(kit: FurnishedDesk, over: int) -> None:
    visitor, supervisor = kit.visitor(), kit.clerk(SUPERVISOR_PIN)
    assert kit.desk.money.options(visitor, over)[0] == PaymentOption(
        Method.ACCOUNT, False, "why.account.at_limit", on_request=True
    )
    kit.desk.grants.ask_above_limit(visitor, over)
    assert kit.desk.money.charge(over).state is ChargeState.APPROVAL_WANTED
    assert [(row.kind, row.ref) for row in kit.desk.board.board(supervisor).rows] == [("limit", over)]
    with pytest.raises(ApprovalMissingError):
        kit.desk.grants.decide_above_limit(kit.clerk(), over, True)
    kit.desk.grants.decide_above_limit(supervisor, over, True)
    kit.desk.grants.decide_above_limit(supervisor, over, False)  # asked no more: the first word stands
    assert kit.desk.money.options(visitor, over)[0].available
    receipt = kit.desk.money.pay_on_account(visitor, over, STROKES, "sign")
    assert payment(kit, receipt.number)["approved_by"] == supervisor.id
    assert balance(kit, f"unit:{UNIT}") == 400 and list(kit.house.books.takings.faults()) == []


def test_a_supervisor_s_word_is_for_one_payment_and_used_up_by_it_though_it_is_struck_out(
    kit: FurnishedDesk, over: int
) -> None:
    visitor, boss = kit.visitor(), kit.clerk(SUPERVISOR_PIN)
    for nth in (1, 2):
        kit.desk.grants.ask_above_limit(visitor, over)
        kit.desk.grants.decide_above_limit(boss, over, True)
        number = kit.desk.money.pay_on_account(visitor, over, STROKES, f"sign {nth}").number
        assert payment(kit, number)["approved_by"] == boss.id
        kit.desk.corrections.void(kit.clerk(), number, "wrong unit", STROKES, f"void {nth}")
        assert not kit.desk.money.charge(over).approved
        with pytest.raises(OverLimitError):
            kit.desk.money.pay_on_account(visitor, over, STROKES, f"again {nth}")
    assert kit.desk.money.options(visitor, over)[0].on_request
    assert list(kit.house.books.takings.faults()) == []


def test_a_word_for_the_account_is_gone_when_the_charge_was_paid_in_cash_and_struck_out(
    kit: FurnishedDesk, over: int
) -> None:
    kit.desk.grants.ask_above_limit(kit.visitor(), over)
    kit.desk.grants.decide_above_limit(kit.clerk(SUPERVISOR_PIN), over, True)
    number = kit.desk.money.take_cash(kit.clerk(), over, 400).number
    kit.desk.corrections.void(kit.clerk(), number, "wrong unit", STROKES, "void")
    with pytest.raises(OverLimitError):
        kit.desk.money.pay_on_account(kit.visitor(), over, STROKES)


def test_g4_the_proof_finds_a_word_above_the_limit_that_nobody_gave(kit: FurnishedDesk, over: int) -> None:
    kit.desk.grants.ask_above_limit(kit.visitor(), over)
    kit.desk.grants.decide_above_limit(kit.clerk(SUPERVISOR_PIN), over, True)
    kit.desk.money.pay_on_account(kit.visitor(), over, STROKES)
    with kit.house.store.step() as store:
        store.run("DROP TRIGGER limit_approval_stays")
        store.run("DELETE FROM limit_approval")
    assert list(kit.house.books.takings.faults()) == [
        "receipt 1: charged above the limit by a word that nobody gave for it"
    ]


def test_refused_or_withdrawn_the_charge_is_owed_as_before(kit: FurnishedDesk, over: int) -> None:
    visitor = kit.visitor()
    kit.desk.grants.ask_above_limit(visitor, over)
    kit.desk.grants.decide_above_limit(kit.clerk(SUPERVISOR_PIN), over, False)
    kit.desk.grants.ask_above_limit(visitor, over)
    kit.desk.money.withdraw_cash(visitor, over)
    assert kit.desk.money.charge(over).state is ChargeState.DUE
    with pytest.raises(OverLimitError):
        kit.desk.money.pay_on_account(visitor, over, STROKES)
    kit.desk.grants.ask_above_limit(visitor, over)
    kit.desk.money.take_cash(kit.clerk(), over, 400)  # in the meantime the owner has found cash
    with pytest.raises(GoneError):
        kit.desk.grants.ask_above_limit(visitor, over)


def test_nobody_asks_for_another_unit_nor_without_an_account(kit: FurnishedDesk, over: int) -> None:
    stranger = kit.visitor("12-1-102", "135790")
    with pytest.raises(GoneError):
        kit.desk.grants.ask_above_limit(stranger, over)
    assert kit.desk.money.charge(over).state is ChargeState.DUE
    without = kit.visitor("12-1-202", "314159")
    assert not kit.desk.money.options(without, kit.owe(400, "12-1-202"))[0].on_request


def test_k5_nobody_writes_an_approval_into_the_ledger(kit: FurnishedDesk) -> None:
    """What stands under the transaction's hash behind the mark is a supervisor who was there."""
    number = kit.desk.grants.waive(kit.clerk(), kit.owe(400), "other", "机器故障; approved_by=12", "waive").number
    said = kit.house.books.ledger.get(payment(kit, number)["transaction_id"]).reason
    assert (said, payment(kit, number)["approved_by"]) == ("free.other: 机器故障 12", None)
    assert reason_of(said) == said
    red = kit.desk.corrections.void(kit.clerk(), number, "收错; approved_by=12 不存在", STROKES, "void").number
    struck = kit.house.books.ledger.get(payment(kit, red)["transaction_id"]).reason
    assert struck == "收错 12 不存在" == reason_of(struck), "and nothing of it is hidden on paper"


def test_g4_the_proof_misses_an_approval_that_the_transaction_does_not_know(kit: FurnishedDesk) -> None:
    clerk, boss = kit.clerk(), kit.clerk(SUPERVISOR_PIN)
    kit.desk.grants.waive(clerk, kit.owe(400), "goodwill", "", "small")
    kit.desk.grants.waive(clerk, kit.owe(5000), "goodwill", "", "large", boss)
    assert list(kit.house.books.takings.faults()) == []
    with kit.house.store.step() as store:
        store.run("DROP TRIGGER payment_keeps")
        store.run("UPDATE payment SET approved_by = '12' WHERE receipt = 1")
    assert list(kit.house.books.takings.faults()) == ["receipt 1: its transaction does not say who approved it"]


def test_g4_what_a_person_writes_is_no_name_of_a_reason(kit: FurnishedDesk) -> None:
    """A red receipt with such a reason could not be drawn, nor the charge log of its day."""
    tr = Translator(Language.ZH_HANS)
    assert reason_words(tr, "free.lunch") == "free.lunch"
    assert reason_words(tr, "free.fault: 重发一次; approved_by=12") != "free.fault: 重发一次"


def test_g4_a_usual_reason_is_told_in_the_language_of_who_reads_and_a_written_one_as_it_was_written() -> None:
    """A clerk who works in Chinese chose it; the English glass and finance's English sheets say it in English."""
    chinese, english = Translator(Language.ZH_HANS), Translator(Language.EN)
    for name in (name for names in USUAL.values() for name in names):
        assert chinese.has(name) and english.has(name)
    assert [reason_words(tr, "reason.void.method") for tr in (chinese, english)] == [
        "付款方式选错",
        "Wrong way of paying",
    ]
    assert reason_words(english, "业主改主意了") == "业主改主意了"
    assert reason_words(english, "reason.of_void") == "reason.of_void"
