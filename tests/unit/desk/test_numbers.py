"""B1: which numbers may be faxed, what they cost by, and how they are dialled."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.numbers import Plan, check, readable
from kiosk.domain.tariff import Zone
from kiosk.locale import Language

SUZHOU = Plan("CN", "512", "", ("+870",))


@pytest.mark.parametrize(
    ("typed", "zone", "dial", "e164"),
    [
        ("021 5266 3846", Zone.DOMESTIC, "02152663846", "+862152663846"),
        ("6522 1234", Zone.LOCAL, "65221234", "+8651265221234"),
        ("0512 6522 1234", Zone.LOCAL, "65221234", "+8651265221234"),
        ("13800138000", Zone.DOMESTIC, "13800138000", "+8613800138000"),
        ("+44 20 7946 0018", Zone.INTERNATIONAL, "00442079460018", "+442079460018"),
        ("0044 20 7946 0018", Zone.INTERNATIONAL, "00442079460018", "+442079460018"),
        ("+852 2123 4567", Zone.INTERNATIONAL, "0085221234567", "+85221234567"),
    ],
)
def test_a_good_number_is_dialled_by_its_zone(typed: str, zone: Zone, dial: str, e164: str) -> None:
    found = check(typed, SUZHOU, Language.ZH_HANS)
    assert (found.reason_key, found.zone, found.dial, found.e164) == ("", zone, dial, e164)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("110", "number.emergency"),
        ("119", "number.emergency"),
        ("120", "number.emergency"),
        ("16888888", "number.premium"),
        ("95588", "number.premium"),
        ("+870 773 111632", "number.not_permitted"),
        ("0215266384699", "number.unknown"),
        ("+999123456789", "number.unknown"),
        ("12+34", "number.unknown"),
        ("0211\n;ATH", "number.unknown"),
        ("1" * 21, "number.long"),
        ("", "number.short"),
    ],
)
def test_a_bad_number_is_refused_with_its_reason(typed: str, reason: str) -> None:
    found = check(typed, SUZHOU, Language.ZH_HANS)
    assert (found.reason_key, found.dial) == (reason, "")


@pytest.mark.parametrize(("typed", "missing"), [("0215266384", 1), ("02152", 6), ("+44207946", 4), ("652212", 2)])
def test_an_unfinished_number_says_how_many_digits_are_missing(typed: str, missing: int) -> None:
    found = check(typed, SUZHOU, Language.ZH_HANS)
    assert (found.reason_key, found.missing) == ("number.short", missing)


def test_a_number_is_read_back_in_the_groups_of_its_plan() -> None:
    assert check("02152663846", SUZHOU, Language.ZH_HANS).groups == ("021", "5266", "3846")
    assert check("+442079460018", SUZHOU, Language.ZH_HANS).groups == ("+44", "20", "7946", "0018")


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("057187009999", "0571 8700 9999"),
        ("+862152663846", "+86 21 5266 3846"),
        ("13800138000", "138 0013 8000"),
        ("+86 21  5266 3846 ", "+86 21 5266 3846"),
        ("+86 571 1", "+86 571 1"),
        ("GOLDEN HARBOUR 12", "GOLDEN HARBOUR 12"),
        ("8001", "8001"),
        ("0000000000000000000", "0000000000000000000"),
        (None, ""),
    ],
)
def test_what_a_machine_or_the_exchange_told_is_grouped_unless_it_was_already(told: str | None, read: str) -> None:
    assert readable(told, "CN") == read


def test_the_place_is_named_in_the_language_of_the_person() -> None:
    places = [check("02152663846", SUZHOU, language).place for language in Language]
    assert places == ["上海", "上海", "Shanghai"]


def test_an_outside_line_is_dialled_first() -> None:
    plan = Plan("CN", "512", "0,", ())
    assert check("65221234", plan, Language.EN).dial == "0,65221234"


@given(st.text(max_size=30))
def test_whatever_is_typed_only_dial_characters_reach_the_modem(typed: str) -> None:
    found = check(typed, SUZHOU, Language.ZH_HANS)
    assert re.fullmatch(r"[0-9]*", found.dial)
    assert bool(found.dial) != bool(found.reason_key)


@given(st.from_regex(r"\+?[0-9]{0,16}", fullmatch=True))
def test_any_digits_get_a_judgement_and_no_exception(typed: str) -> None:
    found = check(typed, SUZHOU, Language.EN)
    assert (found.zone is None) == bool(found.reason_key)


def test_the_table_of_places_says_what_the_library_says() -> None:
    from phonenumbers import geocoder, parse

    for typed in ("021 5266 3846", "0512 6522 1234", "0755 2345 6789", "0898 6522 1234", "+44 20 7946 0018"):
        expected = geocoder.description_for_number(parse(typed, "CN"), "zh").removesuffix("市")
        assert expected.endswith(check(typed, SUZHOU, Language.ZH_HANS).place)
    assert check("0512 6522 1234", SUZHOU, Language.ZH_HANT).place == "蘇州"
    assert check("+852 2123 4567", SUZHOU, Language.EN).place == "Hong Kong"
    assert check("13800138000", SUZHOU, Language.EN).place == ""
