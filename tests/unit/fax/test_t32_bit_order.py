"""The order of bits of a page that came in is found in the page, whatever the modem's profile says (B9)."""

from __future__ import annotations

import random

import pytest
from PIL import Image, ImageDraw

from kiosk.fax.outcome import Coding
from kiosk.fax.t32_bit_order import is_reversed
from tests.hw_doubles.class2_called_modem import code, reverse

CODINGS = {Coding.MH: 0, Coding.MR: 1, Coding.MMR: 3}


def picture(kind: str) -> Image.Image:
    match kind:
        case "white":
            return Image.new("1", (1728, 300), 1)
        case "black":
            return Image.new("1", (1728, 300), 0)
        case "noise":
            return Image.frombytes("1", (1728, 300), random.Random(1).randbytes(216 * 300))
        case _:
            page = Image.new("1", (1728, 600), 1)
            for line in range(20):
                ImageDraw.Draw(page).text((120, 40 + 25 * line), f"line {line}: a word or two " * 9, fill=0)
            return page


@pytest.mark.parametrize("presumed", [False, True])
@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("kind", ["white", "black", "noise", "words"])
def test_a_page_tells_its_order_of_bits(kind, coding, presumed):
    octets = code(picture(kind), CODINGS[coding])
    assert not is_reversed(octets, coding, presumed=presumed)
    assert is_reversed(reverse(octets), coding, presumed=presumed)


@pytest.mark.parametrize("presumed", [False, True])
@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("octets", [b"", b"\0", bytes(40_000), b"\xff" * 900, bytes(range(256))])
def test_what_has_no_marks_is_as_the_profile_says(octets, coding, presumed):
    assert is_reversed(octets, coding, presumed=presumed) is presumed


@pytest.mark.parametrize("coding", [Coding.MH, Coding.MR])
def test_a_page_with_every_tenth_octet_damaged_still_tells(coding):
    octets = bytearray(code(picture("words"), CODINGS[coding]))
    for at in range(0, len(octets), 10):
        octets[at] ^= 0x55
    assert is_reversed(reverse(bytes(octets)), coding, presumed=False)
