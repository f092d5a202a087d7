"""Noise from a modem that runs T.30 itself: nothing escapes, no state outlives its timer (B6, K2)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.fax import outcome as o
from kiosk.fax.t32_fields import ModemAbilities, read_abilities, read_codes
from kiosk.fax.t32_table import DIALECTS
from tests.hw_doubles.class2_house import Class2House

LINES = (
    "OK", "ERROR", "CONNECT", "NO CARRIER", "BUSY", "NO ANSWER", "RING", "+FCON", "+FCO", "+FDIS:1,5,0,2,1,2,0,0",
    "+FIS:1,5", "+FDCS:0,3,0,0,1,0,0,0", "+FCS:,,", "+FCSI:x", "+FPTS:1", "+FPTS:2", "+FPS:5", "+FPTS:\u0661",
    "+FHNG:0", "+FHS:54", "+FHNG:", "+FVOICE", "+FDIS:ZZ,-1,999999", "+FET:2",
)  # fmt: skip
WORDS = [f"\r\n{line}\r\n".encode() for line in LINES] + [b"\x11", b"\x13", b"\x10\x03", b"\xff" * 600]
noise = st.lists(st.tuples(st.integers(0, 5_000), st.sampled_from(WORDS) | st.binary(max_size=40)), max_size=60)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(DIALECTS)), noise, st.integers(0, 60))
def test_whatever_the_modem_says_the_call_ends_and_never_claims_more_than_was_proved(fax_class, said, cancel_at):
    house = Class2House.calling(2, fax_class)
    for number, (pause_ms, octets) in enumerate(said):
        house.wait(house.now_ms + pause_ms)
        if number == cancel_at:
            house.cancel()
        house.hear(octets)
    house.silence()
    report = house.session.report(house.now_ms)
    assert report.outcome in o.CallOutcome
    assert report.confirmed_pages <= len(said)
    assert (report.outcome is o.CallOutcome.DELIVERED) == (report.confirmed_pages == 2)


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_no_report_is_too_strange_to_be_read(text):
    codes = read_codes(text)
    assert all(0 <= value <= 255 for value in vars(codes).values())
    assert isinstance(read_abilities(text), ModemAbilities)
