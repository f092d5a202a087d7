"""B10: for whom a fax may be, from the subaddress or from a number that a unit has faxed to; B7: is it that number?"""

from __future__ import annotations

import pytest

from kiosk.desk.addressee import Known, Suggestion, suggest
from kiosk.desk.numbers import same_number

SHANGHAI = "+862152663846"
KNOWN = Known(
    unit_ids=("12-1-101", "12-1-102", "1-21-101", "3-2-501"),
    unit_of_person={"1": "12-1-101", "44": "3-2-501"},
    sent=((SHANGHAI, "3-2-501"), (SHANGHAI, "12-1-102"), ("+14155552671", "12-1-101")),
    country="CN",
)


@pytest.mark.parametrize(
    ("subaddress", "unit"),
    [("32501", "3-2-501"), ("12#1#101", "12-1-101"), ("1*21*101", "1-21-101"), (" 121102 ", "12-1-102")],
)
def test_the_subaddress_names_the_unit(subaddress: str, unit: str) -> None:
    assert suggest(subaddress, (), KNOWN) == Suggestion(unit, "subaddress")


def test_digits_that_two_units_share_name_neither() -> None:
    assert suggest("121101", (), KNOWN) == Suggestion()


def test_the_subaddress_may_be_a_persons_number_in_the_directory() -> None:
    assert suggest("44", (), KNOWN) == Suggestion("3-2-501", "person")


@pytest.mark.parametrize("caller", ["+86 21 5266 3846", "02152663846", "52663846", "0086-21-52663846"])
def test_a_caller_that_was_faxed_to_before_is_probably_answering_the_unit_that_did_it_last(caller: str) -> None:
    assert suggest(None, (None, caller), KNOWN) == Suggestion("3-2-501", "earlier_fax")


def test_the_machines_own_word_counts_before_the_exchanges_number() -> None:
    assert suggest(None, ("+1 415 555 2671", "02152663846"), KNOWN).unit_id == "12-1-101"


def test_the_subaddress_counts_before_the_caller() -> None:
    assert suggest("12#1#101", ("02152663846",), KNOWN).reason == "subaddress"


@pytest.mark.parametrize("caller", [None, "", "8002", "01052663846", "FAX", "999999999999999999999"])
def test_nothing_known_is_no_suggestion(caller: str | None) -> None:
    assert suggest("777", (caller,), KNOWN) == Suggestion()


@pytest.mark.parametrize(
    ("ident", "same"),
    [
        ("+86 21 5266 3846", True),
        ("86 21 52663846", True),
        ("021 5266 3846", True),
        ("+86 (0)21 5266 3846", True),
        ("52663846", True),
        ("86-21-52663847", False),
        ("01052663846", False),
        ("+1 415 555 2671", False),
        (None, None),
        ("", None),
        ("000000000", None),
        ("8002", None),
        ("CENTRE", None),
    ],
)
def test_an_identification_is_the_number_another_number_or_says_too_little(
    ident: str | None, same: bool | None
) -> None:
    assert same_number(ident, SHANGHAI, "CN") is same
