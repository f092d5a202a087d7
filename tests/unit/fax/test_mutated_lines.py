"""Noise from the modem: nothing escapes, no state outlives its timer, the call always ends (B6, K2)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.fax.outcome import CallOutcome
from tests.hw_doubles import t30_letters
from tests.hw_doubles.bare_house import BareHouse
from tests.hw_doubles.virtual_call import FINE_A4, play

ANSWERS = ("DIS", "CSI", "CFR", "FTT", "MCF", "RTN", "PIN", "DCN", "CRP")
WORDS = [
    b"\r\nOK\r\n", b"\r\nCONNECT\r\n", b"\r\nNO CARRIER\r\n", b"\r\nERROR\r\n", b"\r\n+FCERROR\r\n", b"\r\nBUSY\r\n",
    b"\r\nRING\r\n", b"\x10\x03", b"\x11\x13", b"\xff" * 40,
    *(t30_letters.frame(name) + b"\x10\x03" for name in ANSWERS),
]  # fmt: skip
STRAIGHT = "R CSI; R DIS; T TSI; T DCS; T TCF; R CFR; T PAGE; T MPS; R MCF; T PAGE; T EOP; R MCF; T DCN; HANGUP"
answers = st.lists(st.tuples(st.integers(0, 4_000), st.sampled_from(WORDS) | st.binary(max_size=30)), max_size=60)


@settings(max_examples=120, deadline=None)
@given(answers)
def test_whatever_a_modem_says_the_call_ends(stream):
    house = BareHouse.calling()
    for after_ms, octets in stream:
        house.wait(house.now_ms + after_ms)
        house.hear(octets)
    house.silence()
    assert isinstance(house.session.report(house.now_ms).outcome, CallOutcome)


def recorded() -> list[tuple[int, bytes]]:
    trace = play(STRAIGHT, FINE_A4, FINE_A4).report.trace
    return [(e.at_ms, bytes.fromhex(e.detail)) for e in trace if e.signal == "octets" and e.direction == "<"]


RECORDED = recorded()


def left_out(octets: bytes, at: int) -> bytes:
    return octets[:at] + octets[at + 1 :]


def spoiled(octets: bytes, at: int) -> bytes:
    return octets[:at] + bytes((octets[at] ^ 0x21,)) + octets[at + 1 :]


def doubled(octets: bytes, _at: int) -> bytes:
    return octets + octets


def lost(_octets: bytes, _at: int) -> bytes:
    return b""


accidents = st.dictionaries(
    st.integers(0, len(RECORDED) - 1),
    st.tuples(st.sampled_from([left_out, spoiled, doubled, lost]), st.integers(0, 40)),
    min_size=1,
    max_size=5,
)


@settings(max_examples=120, deadline=None)
@given(accidents)
def test_a_good_call_with_octets_spoiled_lost_or_doubled_ends_and_confirms_nothing_unsaid(happening):
    house = BareHouse.calling()
    heard = b""
    for number, (at_ms, octets) in enumerate(RECORDED):
        accident, at = happening.get(number, (None, 0))
        house.wait(at_ms)
        arriving = accident(octets, at % len(octets)) if accident else octets
        heard += arriving
        house.hear(arriving)
    house.silence()
    confirming = heard.count(b"\xff\x13\x8c") + heard.count(b"\xcc") + heard.count(b"\xac")
    assert len(house.confirmed) <= confirming


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60_000), answers)
def test_cancelling_in_the_middle_of_noise_ends_too(moment_ms, stream):
    house = BareHouse.calling()
    for after_ms, octets in stream:
        house.wait(house.now_ms + after_ms)
        if house.now_ms >= moment_ms and not house.session.over:
            house.session.cancel(house.now_ms)
        house.hear(octets)
    house.silence()
    assert house.session.over
