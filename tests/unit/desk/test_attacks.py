"""K5, G1: what somebody may try with the acts of the desk: another's request, amounts beyond reason, a forged slip,
a clock that is set back between the price and the payment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.clock import TurnedClock
from kiosk.desk.day_errors import ChangeMoneyError
from kiosk.desk.grants import GrantDesk, VoucherUsedError
from kiosk.desk.house import House, RequestUsedError
from kiosk.desk.money import MoneyDesk, OverLimitError, TenderedError
from kiosk.desk.receipts import check_code
from kiosk.desk.settling import TooLittleError
from kiosk.desk.views import CaseDraft, DraftPage, FaxDraft, LineKind, SelfTestKind, WorkLine
from kiosk.domain.cash import CashCount, CountError
from kiosk.errors import KioskError
from kiosk.locale import Language
from kiosk.store.database import Store
from tests.desk_fixture import NOON, NUMBER, UNIT, FurnishedDesk

STROKES = (((0.1, 0.2), (0.8, 0.6)),)
STRANGER = ("12-1-102", "135790")


# --- a request that is repeated with other content


def test_k5_another_s_request_shows_neither_their_case_nor_opens_one(kit: FurnishedDesk) -> None:
    draft = CaseDraft("repair.valve", "漏水", "wanted.today")
    kit.desk.repairs.open(kit.visitor(), draft, "request")
    for visitor, other in ((kit.visitor(*STRANGER), draft), (kit.visitor(), replace(draft, words="别的事"))):
        with pytest.raises(RequestUsedError):
            kit.desk.repairs.open(visitor, other, "request")
    assert [case.words for case in kit.desk.repairs.of_unit(kit.visitor())] == ["漏水"]


def test_k5_a_quote_s_request_is_for_its_lines(kit: FurnishedDesk) -> None:
    clerk, draft = kit.clerk(), CaseDraft("repair.drain", "漏水", "wanted.today")
    case = kit.desk.repairs.accept(clerk, kit.desk.repairs.open(kit.visitor(), draft, "case").id)
    line = WorkLine(LineKind.LABOUR, " 疏通  两处", 1, 5000)
    assert kit.desk.work.quote(clerk, case.id, (line,), "quote") == kit.desk.work.quote(
        clerk, case.id, (line,), "quote"
    )
    with pytest.raises(RequestUsedError):
        kit.desk.work.quote(clerk, case.id, (replace(line, unit_fen=9000),), "quote")


def test_k5_a_test_s_request_is_for_its_kind(kit: FurnishedDesk) -> None:
    technician = kit.clerk("313131")
    kit.desk.self_tests.ask(technician, SelfTestKind.LAMPS, Language.EN, "ask")
    with pytest.raises(RequestUsedError):
        kit.desk.self_tests.ask(technician, SelfTestKind.RECEIPT_PAGE, Language.EN, "ask")


# --- amounts beyond reason


@pytest.mark.parametrize(
    ("fen", "refused"), [(-400, TooLittleError), (0, TooLittleError), (10**7, TenderedError), (10**30, TenderedError)]
)
def test_g1_no_amount_of_cash_beyond_reason_is_booked(kit: FurnishedDesk, fen: int, refused: type[KioskError]) -> None:
    charge = kit.owe(400)
    with pytest.raises(refused):
        kit.desk.money.take_cash(kit.clerk(), charge, fen)
    assert kit.house.books.ledger.head()[0] == 0


def test_g2_the_exact_sum_is_taken_however_large_it_is(kit: FurnishedDesk) -> None:
    clerk, charge = kit.clerk(), kit.owe(15_000_000)  # what a large work order comes to
    with pytest.raises(TenderedError):
        kit.desk.money.take_cash(clerk, charge, 15_000_001)
    assert kit.desk.money.take_cash(clerk, charge, 15_000_000).amount_fen == 15_000_000


@pytest.mark.parametrize("fen", [-1, 10**9, 10**30])
def test_g5_no_amount_of_change_money_beyond_reason_is_booked(kit: FurnishedDesk, fen: int) -> None:
    with pytest.raises(ChangeMoneyError):
        kit.desk.days.open_shift(kit.clerk(), CashCount({}), fen, "open")


@pytest.mark.parametrize("pieces", [{100: -1}, {100: 10_000}, {99: 1}])
def test_g5_a_count_is_of_pieces_that_there_are(pieces: dict[int, int]) -> None:
    with pytest.raises(CountError):
        CashCount(pieces)


# --- twice, by two processes at once


def _at_once(kit: FurnishedDesk, act: Callable[[House, int], object]) -> int:
    """How many of two processes, each with a connection of its own, got through."""
    stores = [Store(kit.house.store.path) for _ in range(2)]
    start, through = threading.Barrier(2), list[int]()

    def run(number: int) -> None:
        start.wait()
        with suppress(KioskError):
            act(replace(kit.house, store=stores[number]), number)
            through.append(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    assert list(kit.house.books.takings.faults()) == []
    return len(through)


def test_g2_a_voucher_pays_for_one_of_two_charges_at_once(kit: FurnishedDesk) -> None:
    clerk, charges = kit.clerk(), (kit.owe(400), kit.owe(400), kit.owe(400))

    def take(house: House, n: int) -> object:
        takes = replace(house, settings=replace(house.settings, vouchers={"FX": 1000}))
        return GrantDesk(takes).take_voucher(clerk, charges[n], "FX-1", f"tap {n}")

    assert _at_once(kit, take) == 1
    with pytest.raises(VoucherUsedError):
        take(kit.house, 2)


def test_g2_a_supervisor_s_word_lets_one_of_two_payments_through(kit: FurnishedDesk) -> None:
    with kit.house.store.step() as store:
        store.run("UPDATE unit SET credit_limit_fen = 399 WHERE id = ?", (UNIT,))
    visitor, charges = kit.visitor(), (kit.owe(400), kit.owe(400))
    kit.desk.grants.ask_above_limit(visitor, charges[0])
    kit.desk.grants.decide_above_limit(kit.clerk("121212"), charges[0], True)
    paid = _at_once(kit, lambda house, n: MoneyDesk(house).pay_on_account(visitor, charges[n], STROKES, f"tap {n}"))
    assert paid == 1
    with pytest.raises(OverLimitError):
        kit.desk.money.pay_on_account(visitor, charges[1], STROKES, "later")


# --- a clock that is set back, a forged slip


def test_k3_g1_a_clock_set_back_by_a_year_between_price_and_payment_changes_neither_amount_nor_order(
    kit: FurnishedDesk, document: str
) -> None:
    clerk, visitor, draft = kit.clerk(), kit.visitor(), FaxDraft(NUMBER, document, (DraftPage(1),))
    first = kit.desk.money.take_cash(clerk, kit.owe(400), 400)
    quote = kit.desk.fax.quote(visitor, draft)
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.jump(NOON - timedelta(days=365))
    job = kit.desk.fax.order(visitor, draft, quote, "order")
    with pytest.raises(RequestUsedError):
        kit.desk.fax.order(kit.visitor(*STRANGER), draft, quote, "order")
    kit.end_call(kit.begin_call())
    charge = kit.desk.fax.result(job).charge_id
    assert charge is not None
    second = kit.desk.money.take_cash(clerk, charge, quote.total_fen)
    assert (second.amount_fen, second.number) == (quote.total_fen, "K01-000002")
    booked = [kit.house.books.ledger.get(n) for n in (1, 2)]
    assert booked[0].business_day == booked[1].business_day and booked[1].prev == booked[0].hash
    assert list(kit.house.books.takings.faults()) == []
    assert first.paid_at > second.paid_at, "the record says what the clock said"


def test_k5_no_other_number_or_amount_and_no_other_key_has_a_receipt_s_check_code(kit: FurnishedDesk) -> None:
    receipt = kit.desk.money.take_cash(kit.clerk(), kit.owe(400), 400)
    assert check_code(kit.house, receipt.number, 400) == receipt.check_code
    forged = {check_code(kit.house, receipt.number, 40_000), check_code(kit.house, "K01-000002", 400)}
    forged.add(check_code(replace(kit.house, receipt_key=b"x" * 32), receipt.number, 400))
    assert len(forged) == 3 and receipt.check_code not in forged
