"""The pure rules: tariff, double entry, retry, patience (B4, G1, B6, A3)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.booking import BookingError, Entry, Method, balanced, change_fen, payment_entries
from kiosk.domain.cash import DENOMINATIONS_FEN, change_pieces
from kiosk.domain.patience import LOCK_AFTER, Patience, remaining_s
from kiosk.domain.price_file import read_price_list
from kiosk.domain.retry import RetryPlan
from kiosk.domain.tariff import PriceListError, Urgency, Zone
from tests.desk_fixture import SAMPLE


def sample_prices() -> dict[str, object]:
    return json.loads((SAMPLE / "prices.json").read_text(encoding="utf-8"))


def test_the_sample_price_list_gives_the_published_prices() -> None:
    prices = read_price_list(1, sample_prices())
    assert prices.fax_page(Zone.DOMESTIC, Urgency.NORMAL) == 400
    assert prices.fax_page(Zone.INTERNATIONAL, Urgency.URGENT) == 1800
    assert prices.repair("repair.drain").price_fen == 5000
    assert prices.repair("repair.glass").price_fen is None  # quoted by the centre, never 0.00


@pytest.mark.parametrize("wrong", [-1, 2.5, "400", None, True])
def test_a_price_that_is_not_whole_fen_is_refused_by_name(wrong: object) -> None:
    body = sample_prices()
    body["fax"]["local"]["urgent"] = wrong  # type: ignore[index]
    with pytest.raises(PriceListError, match=r"fax\.local\.urgent"):
        read_price_list(1, body)


def test_an_unknown_item_is_an_error_and_no_price() -> None:
    with pytest.raises(PriceListError, match=r"repair\.moon"):
        read_price_list(1, sample_prices()).repair("repair.moon")


DEBITED = {
    Method.CASH: "cash:drawer",
    Method.ACCOUNT: "unit:12-1-101",
    Method.VOUCHER: "voucher:FX",
    Method.FREE: "voucher:free.goodwill",
    Method.MACHINE: "held:7",
    Method.QR: "provider:unionpay",
}


@given(st.sampled_from(Method), st.integers(1, 10**9))
def test_every_payment_balances_and_debits_where_the_money_is(method: Method, amount_fen: int) -> None:
    """G1, G2."""
    entries = payment_entries(method, "12-1-101", "fax", amount_fen, DEBITED[method])
    assert sum(entry.amount_fen for entry in entries) == 0
    assert entries[0] == Entry(DEBITED[method], amount_fen)


@pytest.mark.parametrize("method", Method)
def test_no_way_of_paying_debits_the_account_of_another(method: Method) -> None:
    for debit in DEBITED.values():
        if debit.partition(":")[0] != DEBITED[method].partition(":")[0]:
            with pytest.raises(BookingError, match="debits"):
                payment_entries(method, "12-1-101", "fax", 100, debit)
    wrong = {Method.CASH: "cash:machine", Method.ACCOUNT: "unit:12-1-102"}.get(method, "")
    with pytest.raises(BookingError, match="debits"):
        payment_entries(method, "12-1-101", "fax", 100, wrong)


@pytest.mark.parametrize("amount_fen", [0, -100])
def test_a_payment_of_nothing_is_refused(amount_fen: int) -> None:
    with pytest.raises(BookingError):
        payment_entries(Method.CASH, "12-1-101", "fax", amount_fen)


def test_entries_that_do_not_balance_are_refused() -> None:
    with pytest.raises(BookingError):
        balanced((Entry("cash:drawer", 100), Entry("income:fax", -99)))


def test_change_is_what_was_tendered_less_what_is_owed() -> None:
    assert change_fen(1200, 2000) == 800
    assert change_fen(1200, 1200) == 0
    with pytest.raises(BookingError):
        change_fen(1200, 1199)


def test_retries_follow_the_cause_and_the_schedule() -> None:
    plan = RetryPlan((60, 120))
    assert [plan.next_wait_s("busy", made) for made in range(1, 6)] == [60, 120, 120, 120, None]
    assert plan.next_wait_s("incompatible", 1) is None
    assert plan.next_wait_s("delivered", 1) is None


def test_wrong_codes_cost_ever_more_time_and_then_lock() -> None:
    assert [Patience(n).wait_s for n in range(LOCK_AFTER)] == [0, 0, 0, 5, 15]
    assert [Patience(n).tries_left for n in range(LOCK_AFTER + 1)] == [5, 4, 3, 2, 1, 0]
    assert Patience(LOCK_AFTER).locked and not Patience(LOCK_AFTER - 1).locked


def test_a_clock_set_back_does_not_lock_anyone_out() -> None:  # K3
    now = datetime(2026, 11, 18, tzinfo=UTC)
    assert remaining_s(now + timedelta(seconds=4.2), now, 15) == 5
    assert remaining_s(now + timedelta(days=3650), now, 15) == 15
    assert remaining_s(now - timedelta(seconds=1), now, 15) == 0
    assert remaining_s(None, now, 15) == 0


# --- change in pieces (G2)


@given(st.integers(0, 20_000), st.none() | st.dictionaries(st.sampled_from(DENOMINATIONS_FEN), st.integers(0, 30)))
def test_change_is_told_in_pieces_that_make_it_up_and_are_there(change_fen: int, there: dict[int, int] | None) -> None:
    pieces = change_pieces(change_fen, there)
    assert sum(denomination * number for denomination, number in pieces) == change_fen
    assert [denomination for denomination, _ in pieces] == sorted({one for one, _ in pieces}, reverse=True)
    if there is not None and change_pieces(change_fen) != pieces:
        assert all(number <= there[denomination] for denomination, number in pieces)


def test_change_is_given_in_the_largest_pieces_that_go_up() -> None:
    assert change_pieces(1350) == ((1000, 1), (100, 3), (50, 1))
    assert change_pieces(6000, {5000: 1, 2000: 3}) == ((2000, 3),)  # the fifty leaves ten that nobody has
    assert change_pieces(30, {100: 9}) == ((10, 3),)  # not there: what it would be is told all the same
    assert change_pieces(0) == ()
