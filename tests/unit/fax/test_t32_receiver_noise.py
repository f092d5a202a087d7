"""Noise from a modem that is called: nothing escapes, no state outlives its timer, nothing is confirmed that is not on
disk (B9, K2)."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.fax import outcome as o
from kiosk.fax.t32_table import DIALECTS
from tests.hw_doubles.class2_house import Class2House

LINES = (
    "OK", "ERROR", "CONNECT", "NO CARRIER", "NO ANSWER", "RING", "+FCON", "+FCO", "+FTSI:x", "+FSA:4711",
    "+FDCS:0,3,0,0,1,0,0,0", "+FCS:1,5,0,2,3,2,0,0", "+FCS:,,", "+FDCS:9,9,9,9,9,9", "+FPTS:1", "+FPTS:2,7", "+FPS:5",
    "+FPTS:\u0661", "+FET:0", "+FET:1", "+FET:2", "+FET:\u0662", "+FHNG:0", "+FHS:A2", "+FHNG:", "+FVOICE", "+FDTC",
    "0,5,0,2,1,0,0,0",
)  # fmt: skip
WORDS = [f"\r\n{line}\r\n".encode() for line in LINES] + [b"\x11\x13", b"page\x10\x03", b"page\x10\x18", b"\xff" * 600]
CALL = [(0, b"\r\n" + line + b"\r\n") for line in (b"+FCON", b"+FDCS:0,3,0,0,1,0,0,0", b"OK", b"CONNECT")]
PAGE = [*CALL, (9, b"page\x10\x03"), (9, b"\r\n+FPTS:1\r\n\r\n+FET:2\r\n\r\nOK\r\n")]
WHOLE = [*PAGE, (9, b"\r\n+FHNG:0\r\n\r\nOK\r\n"), (9, b"\r\nOK\r\n")]
noise = st.lists(st.tuples(st.integers(0, 5_000), st.sampled_from(WORDS) | st.binary(max_size=40)), max_size=60)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(sorted(DIALECTS)), st.booleans(), noise, st.integers(0, 60), st.sampled_from([0, 8, 50]))
@example("2", False, WHOLE, 60, 0)
@example("2.0", False, PAGE, 6, 0)
def test_whatever_the_modem_says_the_call_ends_and_confirms_only_what_is_on_disk(
    fax_class, begins_well, said, cancel_at, damaged
):
    house = Class2House.answering(fax_class, damaged, slow_disk=True)
    for number, (pause_ms, octets) in enumerate((CALL if begins_well else []) + said):
        house.wait(house.now_ms + pause_ms)
        if number == cancel_at:
            house.cancel()
        house.hear(octets)
        if number % 3:
            house.keep()
    house.silence()
    assert untrue(house, house.session.report(house.now_ms)) == []


@settings(max_examples=500, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 250), st.sampled_from(("cut", "twice", "other")), st.integers(0, 255)), max_size=6
    )
)
@example([])
def test_a_whole_call_with_octets_lost_doubled_or_changed(mutations):
    octets = bytearray(b"".join(said for _, said in WHOLE))
    for at, how, value in mutations:
        here = slice(at % len(octets), at % len(octets) + 1)
        octets[here] = {"cut": b"", "twice": octets[here] * 2, "other": bytes((value,))}[how]
    house = Class2House.answering()
    for octet in octets:
        house.hear(bytes((octet,)))
        house.wait(house.now_ms + 5)
    house.silence()
    report = house.session.report(house.now_ms)
    assert untrue(house, report) == []
    if not mutations:
        assert report.outcome is o.ReceptionOutcome.RECEIVED and report.confirmed_pages == 1


def untrue(house: Class2House, report: o.ReceptionReport) -> list[str]:
    """What the report says that is not so."""
    confirmed = {page.number for page in report.pages if page.confirmed}
    received = report.outcome is o.ReceptionOutcome.RECEIVED
    wrong = {
        f"{report.outcome} is no outcome": report.outcome not in o.ReceptionOutcome,
        f"of {confirmed} only {house.kept} are on disk": not confirmed <= house.kept,
        f"received, and confirmed {confirmed} of {len(report.pages)}": received
        and not 0 < len(confirmed) == len(report.pages),
    }
    return [said for said, so in wrong.items() if so]
