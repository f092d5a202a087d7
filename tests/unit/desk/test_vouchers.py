"""G2: the register of vouchers: issued by number, sold or given, used once, blocked, and owed until they are used."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kiosk.desk.counter import CounterOnlyError
from kiosk.desk.grants import ApprovalMissingError, VoucherUsedError
from kiosk.desk.house import GoneError, RequestUsedError
from kiosk.desk.month_sheet import MonthSheet
from kiosk.desk.receipts import NotSignedError
from kiosk.desk.views import ChargeState, Method, Role, Signature, Staff, VoucherIssue, VoucherWish
from kiosk.desk.voucher_rules import (
    VoucherBlockedError,
    VoucherExpiredError,
    VoucherNotIssuedError,
    VoucherSaleError,
    VoucherSpentError,
    VoucherUnknownError,
    VoucherUnpaidError,
)
from kiosk.desk.vouchers import VoucherIssueError
from kiosk.errors import KioskError
from kiosk.locale import Language, Translator
from kiosk.store.errors import StoreError
from tests.desk_fixture import UNIT, FurnishedDesk, furnish

STROKES: Signature = (((0.1, 0.2), (0.8, 0.6)),)
SUPERVISOR = Staff("12", "王岚", Role.SUPERVISOR)
FINANCE = Staff("41", "陈会计", Role.FINANCE)
_SALES = (((11, 12), "two"), ((21, 21), "one"))
LAST_DAY = date(2026, 12, 31)  # the fixture's day is 2026-11-18


@pytest.fixture
def kit(tmp_path: Path) -> FurnishedDesk:
    return open_kit(tmp_path / "kiosk", "FX")


def open_kit(folder: Path, *registered: str) -> FurnishedDesk:
    return furnish(folder, vouchers={"FX": 1000, "GY": 500}, registered_vouchers=registered, approve_above_fen=5000)


def balance(kit: FurnishedDesk, account: str) -> int:
    return kit.house.books.ledger.balance_fen(account)


def faults(kit: FurnishedDesk) -> list[str]:
    return list(kit.house.books.takings.faults())


def give(kit: FurnishedDesk, first: int = 1, last: int = 3, until: date = LAST_DAY, tap: str = "give") -> VoucherIssue:
    wish = VoucherWish("FX", first, last, UNIT, until, "中秋赠券")
    return kit.desk.vouchers.issue(kit.clerk(), wish, STROKES, tap)


def sell(kit: FurnishedDesk, first: int = 11, last: int = 12, tap: str = "sell", paid: bool = True) -> VoucherIssue:
    sold = kit.desk.vouchers.issue(kit.clerk(), VoucherWish("FX", first, last, UNIT), STROKES, tap)
    assert sold.charge_id is not None
    if paid:
        kit.desk.money.take_cash(kit.clerk(), sold.charge_id, sold.pieces * sold.face_fen)
    return kit.desk.vouchers.one(kit.clerk(), sold.id)


def take(kit: FurnishedDesk, number: str, tap: str = "take", fen: int = 400) -> str:
    return kit.desk.grants.take_voucher(kit.clerk(), kit.owe(fen), number, tap).number


def test_a_registered_series_takes_no_number_that_was_not_issued(kit: FurnishedDesk) -> None:
    give(kit)
    with pytest.raises(VoucherNotIssuedError) as refused:
        take(kit, "FX-4")
    assert refused.value.values["number"] == "FX-4" and "FX-4" not in str(refused.value.detail), (
        "K5: it might be stolen"
    )
    with pytest.raises(VoucherUnknownError):
        take(kit, "ZZ-1")
    assert take(kit, "GY-99").startswith("K01-"), "a series without a register is as it was"
    assert faults(kit) == []


def test_a_given_voucher_is_waived_when_it_is_used_once_however_its_number_is_written(kit: FurnishedDesk) -> None:
    issue = give(kit)
    assert give(kit) == issue, "the same tap is the same issue"
    assert (issue.first, issue.last, issue.pieces, issue.used, issue.sale) == ("FX-000001", "FX-000003", 3, 0, None)
    take(kit, "fx-2")
    for again in ("FX-000002", "FX-02"):
        with pytest.raises(VoucherUsedError):
            take(kit, again, again)
    assert (balance(kit, "voucher:FX"), balance(kit, "prepaid:FX")) == (400, 0)
    assert kit.desk.vouchers.one(kit.clerk(), issue.id).used == 1
    [told] = [body for kind, body in kit.records() if kind == "voucher.issued"]
    assert (told["series"], told["first"], told["last"], told["sold"], told["face_fen"]) == ("FX", 1, 3, 0, 1000)
    assert faults(kit) == []


def test_a_sold_voucher_is_owed_from_its_sale_on_and_pays_once_it_is_paid_for(kit: FurnishedDesk) -> None:
    sold = sell(kit, paid=False)
    assert sold.sale is ChargeState.CASH_WANTED
    with pytest.raises(VoucherUnpaidError):
        take(kit, "FX-11")
    assert sold.charge_id is not None
    receipt = kit.desk.money.take_cash(kit.clerk(), sold.charge_id, 2000)
    assert (balance(kit, "cash:drawer"), balance(kit, "prepaid:FX")) == (2000, -2000)
    assert [balance(kit, name) for name in ("income:voucher", "voucher:FX")] == [0, 0], "nothing is earned or given"
    take(kit, "FX-11", fen=700)
    assert (balance(kit, "prepaid:FX"), balance(kit, "income:fax.local"), balance(kit, "voucher:FX")) == (
        -1300,
        -700,
        0,
    )
    assert receipt.charge.detail == "FX-000011 – FX-000012" and faults(kit) == []


def test_what_a_bought_voucher_pays_is_not_given_away_whatever_it_comes_to(tmp_path: Path) -> None:
    """So no supervisor is called, and nobody's name is in the books for it; of a given one it is as it was."""
    kit = furnish(tmp_path, vouchers={"FX": 1000}, registered_vouchers=("FX",), approve_above_fen=300)
    sell(kit)
    kit.desk.vouchers.issue(kit.clerk(), VoucherWish("FX", 1, 1, UNIT, LAST_DAY, "赠券"), STROKES, "give", SUPERVISOR)
    needs, charge = kit.desk.grants.needs_approval, kit.owe(400)
    assert [needs(kit.clerk(), charge, number) for number in ("FX-11", "FX-1", "")] == [False, True, True]
    with pytest.raises(ApprovalMissingError):
        take(kit, "FX-1")
    take(kit, "FX-11")
    assert kit.house.store.one("SELECT approved_by FROM payment WHERE method = 'voucher'")["approved_by"] is None
    assert faults(kit) == []


def test_a_series_that_was_registered_once_stays_so_whatever_is_configured(tmp_path: Path) -> None:
    kit = open_kit(tmp_path / "kiosk", "FX")
    give(kit)
    kit.close()
    kit = open_kit(tmp_path / "kiosk")
    with pytest.raises(VoucherNotIssuedError):
        take(kit, "FX-4")
    assert take(kit, "FX-2").startswith("K01-") and take(kit, "GY-4", "plain").startswith("K01-")
    assert faults(kit) == []


def test_g5_a_month_says_how_much_of_its_takings_is_owed_for_vouchers(kit: FurnishedDesk) -> None:
    sell(kit)
    take(kit, "FX-11", fen=700)
    sheet = MonthSheet(kit.house.store, Translator(Language.ZH_HANS)).sheet("2026-11")
    assert sheet.facts[0] == ("营业收入", "27.00", "其中代金券预收 20.00")
    assert "faults" not in [table.name for table in sheet.tables]


def test_vouchers_are_bought_with_money_alone(kit: FurnishedDesk) -> None:
    give(kit)
    sold = sell(kit, paid=False)
    assert sold.charge_id is not None
    for way in ("voucher", "free"):
        with pytest.raises(VoucherSaleError):
            if way == "free":
                kit.desk.grants.waive(SUPERVISOR, sold.charge_id, "goodwill", "", way)
            else:
                kit.desk.grants.take_voucher(SUPERVISOR, sold.charge_id, "FX-1", way)
    ways = [option.method for option in kit.desk.money.options(kit.visitor(), sold.charge_id)]
    assert Method.VOUCHER not in ways and Method.ACCOUNT in ways


def test_g4_a_sale_stays_while_one_of_its_vouchers_is_used_and_can_be_struck_out_before(kit: FurnishedDesk) -> None:
    sold = sell(kit)
    assert sold.charge_id is not None
    receipt, paid = kit.desk.money.receipt_of(sold.charge_id), take(kit, "FX-12")
    assert receipt is not None
    with pytest.raises(VoucherSpentError):
        kit.desk.corrections.void(kit.clerk(), receipt.number, "收错", STROKES, "void")
    kit.desk.corrections.void(kit.clerk(), paid, "收错", STROKES, "void the use")
    assert balance(kit, "prepaid:FX") == -2000, "it is owed again"
    kit.desk.corrections.void(kit.clerk(), receipt.number, "收错", STROKES, "void the sale")
    with pytest.raises(VoucherUnpaidError):
        take(kit, "FX-12", "later")
    assert balance(kit, "prepaid:FX") == 0 and faults(kit) == []


def test_an_issue_is_found_by_any_of_its_numbers_however_it_is_typed(kit: FurnishedDesk) -> None:
    """A lost voucher is blocked, however many were issued since."""
    first, second = give(kit), give(kit, 4, 8, tap="more")
    assert [kit.desk.vouchers.find(FINANCE, number).id for number in ("FX-3", " fx-000004")] == [first.id, second.id]
    with pytest.raises(VoucherNotIssuedError):
        kit.desk.vouchers.find(FINANCE, "FX-10")
    with pytest.raises(CounterOnlyError):
        kit.desk.vouchers.find(Staff("90", "技术员", Role.TECHNICIAN), "FX-3")


def test_the_receipt_of_a_sale_names_its_first_and_last_number_and_of_one_piece_its_only_one(
    kit: FurnishedDesk,
) -> None:
    named = [kit.desk.money.charge(sell(kit, *ends, tap).charge_id or 0).detail for ends, tap in _SALES]
    assert named == ["FX-000011 – FX-000012", "FX-000021"]


def test_a_sale_that_is_given_up_or_paid_back_frees_its_numbers(kit: FurnishedDesk) -> None:
    clerk, first = kit.clerk(), sell(kit, paid=False)
    for _ in range(2):
        assert kit.desk.vouchers.give_up_sale(clerk, first.id).sale is ChargeState.WITHDRAWN
    assert kit.desk.money.due(kit.visitor()) == ()
    second = sell(kit, tap="again")
    with pytest.raises(GoneError):
        kit.desk.vouchers.give_up_sale(clerk, second.id)
    assert second.charge_id is not None
    receipt = kit.desk.money.receipt_of(second.charge_id)
    assert receipt is not None
    kit.desk.corrections.refund(SUPERVISOR, receipt.number, "退券", STROKES, "refund")
    with pytest.raises(VoucherNotIssuedError):
        take(kit, "FX-11")
    assert balance(kit, "prepaid:FX") == 0 and faults(kit) == []
    assert give(kit, 11, 12).first == "FX-000011"


def test_a_lost_voucher_is_blocked_and_let_free_by_signed_words(kit: FurnishedDesk) -> None:
    give(kit)
    blocked = kit.desk.vouchers.mark(FINANCE, "FX-2", True, "业主挂失", STROKES, "lost")
    assert blocked.blocked == ("FX-000002",)
    assert kit.desk.vouchers.mark(FINANCE, "FX-2", True, "业主挂失", STROKES, "lost") == blocked
    with pytest.raises(VoucherBlockedError):
        take(kit, "FX-2")
    with pytest.raises(RequestUsedError):
        kit.desk.vouchers.mark(FINANCE, "FX-3", True, "业主挂失", STROKES, "lost")
    with pytest.raises(VoucherNotIssuedError):
        kit.desk.vouchers.mark(FINANCE, "FX-9", True, "业主挂失", STROKES, "another")
    assert kit.desk.vouchers.mark(kit.clerk(), "FX-2", False, "已找回", STROKES, "found").blocked == ()
    take(kit, "FX-2")
    assert [body["blocked"] for kind, body in kit.records() if kind == "voucher.marked"] == [1, 0]


def test_an_old_issue_that_can_still_pay_stands_before_new_ones_that_cannot(kit: FurnishedDesk) -> None:
    """Else, after many others, nobody could reach it to block a number that was lost."""
    old = sell(kit)
    spent, back = give(kit, 1, 1, tap="spent"), sell(kit, 21, 21, "back", paid=False)
    take(kit, "FX-1")
    kit.desk.vouchers.give_up_sale(kit.clerk(), back.id)
    over = give(kit, 2, 2, date(2026, 11, 18), "over")
    many = [give(kit, number, number, tap=f"give {number}").id for number in range(101, 170)]
    kit.clock.turn(12 * 3600)  # type: ignore[attr-defined]  # midnight in Shanghai
    listed = [issue.id for issue in kit.desk.vouchers.listing(FINANCE)]
    assert listed == [*reversed(many), old.id, over.id, back.id, spent.id]


def test_a_given_voucher_is_good_until_the_end_of_its_last_day(kit: FurnishedDesk) -> None:
    give(kit, until=date(2026, 11, 18))
    take(kit, "FX-1")
    kit.clock.turn(12 * 3600)  # type: ignore[attr-defined]  # midnight in Shanghai
    with pytest.raises(VoucherExpiredError) as refused:
        take(kit, "FX-2", "late")
    told = {language: Translator(language)(refused.value.message_key, **refused.value.values) for language in Language}
    assert "18/11/2026" in told[Language.EN] and "2026 年 11 月 18 日" in told[Language.ZH_HANT]
    [issue] = kit.desk.vouchers.listing(FINANCE)
    assert issue.over


@pytest.mark.parametrize(
    ("first", "last", "until"),
    [
        (0, 3, LAST_DAY),
        (3, 1, LAST_DAY),
        (1, 1001, LAST_DAY),
        (999_999, 1_000_000, None),
        (1, 2, date(2026, 11, 17)),
        (2, 9, LAST_DAY),
        (77, 78, None),
    ],
)
def test_numbers_are_issued_once_and_within_reason(tmp_path: Path, first: int, last: int, until: date | None) -> None:
    """The last two: a number that was issued before, one that was used before there was a register."""
    before = open_kit(tmp_path / "kiosk")
    take(before, "FX-0077", "before")
    before.close()
    kit = open_kit(tmp_path / "kiosk", "FX")
    give(kit, 2, 2)
    with pytest.raises(VoucherIssueError):
        kit.desk.vouchers.issue(SUPERVISOR, VoucherWish("FX", first, last, UNIT, until, "赠"), STROKES, "wrong")
    assert len(kit.desk.vouchers.listing(FINANCE)) == 1


def test_the_store_itself_refuses_a_number_that_is_issued_twice(kit: FurnishedDesk) -> None:
    give(kit)
    row = dict(kit.house.store.one("SELECT * FROM voucher_issue"))
    with pytest.raises(StoreError, match="issued once"), kit.house.store.step() as store:
        store.insert("voucher_issue", {**row, "id": 9, "request_id": "other", "first": 3, "last": 5})


def test_much_is_given_by_a_supervisor_beside_the_clerk_and_sold_by_any_clerk(kit: FurnishedDesk) -> None:
    wish, clerk = VoucherWish("FX", 1, 6, UNIT, LAST_DAY, "赠券"), kit.clerk()
    assert kit.desk.vouchers.needs_approval(clerk, wish)
    with pytest.raises(ApprovalMissingError):
        kit.desk.vouchers.issue(clerk, wish, STROKES, "tap")
    kit.desk.vouchers.issue(clerk, wish, STROKES, "tap", SUPERVISOR)
    row = kit.house.store.one("SELECT staff_id, approved_by FROM voucher_issue")
    assert row == {"staff_id": "07", "approved_by": "12"}
    assert not kit.desk.vouchers.needs_approval(clerk, VoucherWish("FX", 11, 99, UNIT))


def test_who_may_not_and_what_is_not_signed(kit: FurnishedDesk) -> None:
    technician = Staff("90", "赵工", Role.TECHNICIAN)
    wish = VoucherWish("FX", 1, 1, UNIT, LAST_DAY, "赠券")
    refused: list[type[KioskError]] = []
    for staff, strokes in ((technician, STROKES), (FINANCE, ())):
        with pytest.raises(KioskError) as error:
            kit.desk.vouchers.issue(staff, wish, strokes, "tap")
        refused.append(error.type)
    assert refused == [CounterOnlyError, NotSignedError]


@pytest.mark.parametrize(
    ("forgery", "found"),
    [
        ("UPDATE voucher_use SET issue_id = NULL", "voucher FX-000011: was used beside the register"),
        ("UPDATE voucher_use SET number = 'FX-000099'", "voucher FX-000099: was used, and was not issued so"),
        ("UPDATE voucher_issue SET face_fen = 1 WHERE sold", "voucher FX-000011: was used, and was not issued so"),
        ("UPDATE voucher_issue SET sold = 0, valid_until = '2027-01-01'", "account prepaid:FX: does not hold what is"),
        ("DELETE FROM ledger_posting WHERE account = 'prepaid:FX' AND amount_fen = -2000", "account prepaid:FX: does"),
    ],
)
def test_g4_the_proof_finds_what_was_done_beside_the_register(kit: FurnishedDesk, forgery: str, found: str) -> None:
    sell(kit)
    take(kit, "FX-11")
    assert faults(kit) == []
    with kit.house.store.step() as store:
        for trigger in store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_keeps'"):
            store.run(f"DROP TRIGGER {trigger['name']}")
        for trigger in store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_stays'"):
            store.run(f"DROP TRIGGER {trigger['name']}")
        store.run(forgery)
    assert any(re.match(found, fault) for fault in faults(kit)), faults(kit)
