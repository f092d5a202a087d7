"""G3: the amount in Chinese capitals, by the writing rule of the Payment and Settlement Measures."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.capitals import amount_in_capitals

_VALUE = {"零": 0, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
_PLACE = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("amount_fen", "words"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (101, "壹元零壹分"),
        (110, "壹元壹角整"),
        (1000, "壹拾元整"),
        (1200, "壹拾贰元整"),
        (10_005, "壹佰元零伍分"),
        (10_100, "壹佰零壹元整"),
        (140_950, "壹仟肆佰零玖元伍角整"),  # the rule's own example
        (600_714, "陆仟零柒元壹角肆分"),  # the rule's own example
        (32_504, "叁佰贰拾伍元零肆分"),  # the rule's own example
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),  # the rule's own example
        (1_000_000, "壹万元整"),
        (1_000_100, "壹万零壹元整"),
        (1_001_000, "壹万零壹拾元整"),
        (1_010_000, "壹万零壹佰元整"),
        (1_100_000, "壹万壹仟元整"),
        (10_000_000, "壹拾万元整"),
        (100_010_000, "壹佰万零壹佰元整"),
        (1_001_000_000, "壹仟零壹万元整"),
        (10_000_000_000, "壹亿元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_001_000_000, "壹亿零壹万元整"),
        (123_456_789, "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
    ],
)
def test_an_amount_is_written_as_the_rule_says(amount_fen: int, words: str) -> None:
    assert amount_in_capitals(amount_fen) == f"人民币{words}"


def test_a_reversal_is_led_by_the_word_for_minus() -> None:
    """G4"""
    assert amount_in_capitals(-1200) == "人民币负壹拾贰元整"


def test_an_amount_beyond_naming_is_refused() -> None:
    with pytest.raises(ValueError, match="beyond"):
        amount_in_capitals(10**14)


@given(st.integers(min_value=0, max_value=10**14 - 1))
def test_what_is_written_can_be_read_back_to_the_same_amount(amount_fen: int) -> None:
    assert _read(amount_in_capitals(amount_fen).removeprefix("人民币")) == amount_fen


@given(st.integers(min_value=0, max_value=10**14 - 1))
def test_no_nought_is_written_twice_nor_before_a_unit(amount_fen: int) -> None:
    words = amount_in_capitals(amount_fen)
    assert "零零" not in words
    assert not any(f"零{unit}" in words.replace("零元整", "") for unit in "拾佰仟万亿元角分")


def _read(words: str) -> int:
    """Reads capitals back, written without a look at how they are made."""
    yuan, _, rest = words.rpartition("元")
    fen = 0
    for value, unit in pairwise(rest):
        fen += _VALUE.get(value, 0) * {"角": 10, "分": 1}.get(unit, 0)
    return _whole(yuan) * 100 + fen


def _whole(words: str) -> int:
    for mark, worth in (("亿", 10**8), ("万", 10**4)):
        if mark in words:
            left, right = words.split(mark)
            return _whole(left) * worth + _whole(right)
    total = digit = 0
    for word in words:
        if word in _PLACE:
            total += digit * _PLACE[word]
            digit = 0
        else:
            digit = _VALUE[word]
    return total + digit
