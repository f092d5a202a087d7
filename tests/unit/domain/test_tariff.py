"""B4, D1: rates, price lists as they are written, and when they are in force."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.price_file import read_price_list, unknown_entries
from kiosk.domain.tariff import PartKind, PriceListError, Rate, Rounding, Urgency, Zone, kept_rate, read_rate
from kiosk.domain.validity import Period, crossing, gaps
from tests.unit.domain.test_rules import sample_prices

RATES = st.builds(
    Rate,
    st.integers(0, 100_000),
    st.integers(0, 100_000),
    st.integers(0, 20),
    st.sampled_from((1, 5, 10, 50, 100)),
    st.sampled_from(Rounding),
)


@given(RATES, st.integers(0, 300))
def test_b4_what_each_page_costs_adds_up_to_the_amount_and_no_page_costs_less_than_nothing(
    rate: Rate, pages: int
) -> None:
    each = [rate.amount_fen(k) - rate.amount_fen(k - 1) for k in range(1, pages + 1)]
    assert rate.amount_fen(0) == 0
    assert sum(each) == rate.amount_fen(pages)
    assert all(fen >= 0 for fen in each)
    assert not any(each[: rate.free_units]), "free pages cost nothing"


@given(RATES, st.integers(1, 300))
def test_b4_the_parts_of_an_amount_add_up_to_it(rate: Rate, pages: int) -> None:
    parts = rate.parts(pages)
    assert sum(part.amount_fen for part in parts) == rate.amount_fen(pages)
    assert parts[0].kind is PartKind.UNITS and parts[0].quantity == pages


@given(RATES)
def test_an_order_finds_the_rate_it_was_given(rate: Rate) -> None:
    assert read_rate(rate.text()) == kept_rate(rate.text(), 1) == rate
    assert kept_rate("", 400) == Rate(400), "an order from the time before rates"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"unit_fen":1}', Rate(5).text().replace("5", '"5"'), Rate(5).text().replace("5", "-5")]
)
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(PriceListError):
        read_rate(text)


def test_b4_minimum_free_pages_and_rounding_in_figures() -> None:
    rate = Rate(233, minimum_fen=500, free_units=2, round_to_fen=10)
    assert [rate.amount_fen(n) for n in range(6)] == [0, 0, 0, 500, 500, 700]  # 699 goes to 700
    assert Rate(233, round_to_fen=10, rounding=Rounding.DOWN).amount_fen(5) == 1160
    assert Rate(15, round_to_fen=10).amount_fen(1) == 20, "a half goes up"


def test_b4_urgent_has_its_own_price_or_so_many_per_cent_and_each_zone_rounds_as_it_says() -> None:
    body = {
        "rounding": {"to_fen": 10, "rule": "down"},
        "fax": {
            "local": {"normal": 205, "urgent_percent": 150, "free_pages_a_month": 2},
            "domestic": {"normal": 400, "urgent": 650, "minimum": 500, "rounding": {"to_fen": 50}},
            "international": {"normal": 1200, "urgent": 1800},
        },
    }
    prices = read_price_list(7, body)
    assert prices.fax[(Zone.LOCAL, Urgency.URGENT)] == Rate(307, round_to_fen=10, rounding=Rounding.DOWN)
    assert prices.fax[(Zone.DOMESTIC, Urgency.URGENT)] == Rate(650, 500, 0, 50, Rounding.HALF_UP)
    assert (prices.free_pages[Zone.LOCAL], prices.free_pages[Zone.DOMESTIC]) == (2, 0)


def test_d2_an_urgent_repair_has_its_own_price_or_so_many_per_cent_and_never_less() -> None:
    body = sample_prices()
    body["repairs"] = [
        {"key": "a", "fen": 5000, "urgent": 7000},
        {"key": "b", "fen": 3333, "urgent_percent": 150},
        {"key": "c", "fen": 2000},
        {"key": "d"},
    ]
    items = read_price_list(1, body).repairs
    assert [[item.price(urgency) for urgency in Urgency] for item in items] == [
        *([5000, 7000], [3333, 5000], [2000, 2000], [None, None])
    ]
    body["repairs"] = [{"key": "a", "urgent": 1}, {"key": "b", "fen": 2, "urgent": 1}]
    with pytest.raises(PriceListError) as refused:
        read_price_list(1, body)
    assert [fault.partition(": ")[0] for fault in refused.value.faults] == ["repairs.a.urgent", "repairs.b.urgent"]


def test_d1_every_fault_of_a_list_is_told_with_its_place() -> None:
    body = sample_prices()
    body["fax"]["local"] |= {"normal": 2.5, "minimum": -1, "rounding": {"to_fen": 0}, "urgent_percent": 150}  # type: ignore[index]
    del body["fax"]["international"]  # type: ignore[attr-defined]
    body["repairs"] += [{"key": "repair.drain", "fen": "5"}, {"group": "nameless"}]  # type: ignore[operator]
    with pytest.raises(PriceListError) as refused:
        read_price_list(1, body)
    places = [fault.partition(": ")[0] for fault in refused.value.faults]
    assert places == [
        *("fax.local.rounding", "fax.local.normal", "fax.local.minimum"),
        *("fax.local.urgent_percent", "fax.international", "repairs[12]", "repairs.repair.drain.fen", "repairs[13]"),
    ]


def test_d1_an_entry_nobody_reads_is_told_for_its_price_would_never_be_asked() -> None:
    body = sample_prices()
    assert list(unknown_entries(body)) == []
    body |= {"repair": []}
    body["fax"]["local"]["urgnet"] = 1  # type: ignore[index]
    body["fax"]["moon"] = {}  # type: ignore[index]
    body["repairs"][0]["price"] = 1  # type: ignore[index]
    assert [fault.partition(":")[0] for fault in unknown_entries(body)] == [
        *("repair", "fax.moon", "fax.local.urgnet", "repairs[1].price"),
    ]
    assert json.dumps(body), "and nothing of it was changed"


def day(number: int) -> datetime:
    return datetime(2027, 1, 1, tzinfo=UTC) + timedelta(days=number)


DAYS = st.integers(0, 12)
PERIODS = st.lists(st.tuples(DAYS, st.none() | st.integers(1, 12)), min_size=1, max_size=5)


@given(PERIODS)
def test_d1_a_gap_is_every_day_from_now_on_on_which_no_list_is_in_force(
    told: list[tuple[int, int | None]],
) -> None:
    periods = [
        Period(version, day(begins), None if length is None else day(begins + length))
        for version, (begins, length) in enumerate(told, start=1)
    ]
    found = list(gaps(periods, day(3)))
    for number in range(3, 40):
        covered = any(p.begins <= day(number) and (p.until is None or day(number) < p.until) for p in periods)
        in_gap = any(begins <= day(number) and (ends is None or day(number) < ends) for begins, ends in found)
        assert covered != in_gap


def test_d1_a_list_may_lie_inside_another_or_follow_it_but_not_begin_in_it_and_outlast_it() -> None:
    year = Period(1, day(0), day(10))
    assert not list(crossing([year], Period(2, day(3), day(5))))
    assert not list(crossing([year], Period(2, day(10), None)))
    assert list(crossing([year], Period(2, day(9), None))) == [year]
    assert list(crossing([year], Period(2, day(9), day(11)))) == [year]
    assert not list(crossing([Period(1, day(0), None)], Period(2, day(9), None))), "open: until another begins"
