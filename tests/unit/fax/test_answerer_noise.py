"""Noise at the answering side, and both our sides on one lossy line: nothing escapes, nothing hangs, nothing is lost.

B9: no page is confirmed to a caller that is not held here bit for bit; every state ends by its timer.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.fax import answerer_table as table
from kiosk.fax.answerer import Answerer
from kiosk.fax.outcome import ReceptionOutcome
from kiosk.fax.turns_table import CallState
from tests.hw_doubles import t30_letters
from tests.hw_doubles.bare_house import BareHouse
from tests.hw_doubles.scripted_caller import CALLING, burst
from tests.hw_doubles.virtual_reception import VirtualReception
from tests.unit.fax.reception_scripts import ECM_GO, ONE


def calling_frame(name: str) -> bytes:
    field = {"DCS": "00e270", "PPS": "2f000009", "EOR": "2f", "CTC": "00e2"}.get(name, "")
    body = bytes((0xFF, 0x13, CALLING[name])) + bytes.fromhex(field)
    return body + t30_letters.fcs(body)


WORDS = [
    b"\r\nOK\r\n", b"\r\nCONNECT\r\n", b"\r\nNO CARRIER\r\n", b"\r\nERROR\r\n", b"\r\n+FCERROR\r\n", b"\r\nRING\r\n",
    b"\x10\x03", b"\x11\x13", bytes(3_000), b"\xff" * 40, burst([(0, bytes(256)), (1, b"\x55" * 256)]),
    *(calling_frame(name) + b"\x10\x03" for name in CALLING),
]  # fmt: skip
words = st.lists(st.tuples(st.integers(0, 4_000), st.sampled_from(WORDS) | st.binary(max_size=30)), max_size=60)


@settings(deadline=None, max_examples=60)
@given(words)
def test_any_octets_at_any_moment_end_in_an_outcome(heard):
    house = BareHouse.answering()
    for pause_ms, octets in heard:
        house.wait(house.now_ms + pause_ms)
        house.hear(octets)
    house.silence()
    assert house.session.report(house.now_ms).outcome in ReceptionOutcome
    house.check_confirmations()


def straight_call() -> list[tuple[int, bytes]]:
    """What the modem says in a call of two pages, with error correction on the second document, and when."""
    script = f"{ONE}; R EOM; T MCF; QUIET; {ECM_GO}; R PART 0-9 !3; R PPS 4f000009; T PPR; R PART 3-3; R PPS 4f000009;"
    call = VirtualReception(f"{script} T MCF; R PART 0-3; R PPS 2f010003; T MCF; R DCN; HANGUP")
    said: list[tuple[int, bytes]] = []
    read = call.modem.read

    def heard(now_ms: float) -> bytes:
        octets = read(now_ms)
        said.extend([(int(now_ms), octets)] if octets else [])
        return octets

    call.modem.read = heard
    assert call.play().report.outcome is ReceptionOutcome.RECEIVED
    return said


STRAIGHT = straight_call()
HARM = st.sampled_from(["lost", "twice", "turned", "late", "NO CARRIER"])
harms = st.dictionaries(st.integers(0, len(STRAIGHT) - 1), HARM, min_size=1, max_size=5)


@settings(deadline=None, max_examples=60)
@given(harms)
def test_a_call_that_is_harmed_anywhere_ends_and_confirms_nothing_that_is_not_kept(harmed):
    house = BareHouse.answering()
    for number, (at_ms, octets) in enumerate(STRAIGHT):
        harm = harmed.get(number, "")
        house.wait(at_ms + (7_000 if harm == "late" else 0))
        if harm != "lost":
            turned = bytes((*octets[:-3], octets[-3] ^ 0x24, *octets[-2:])) if len(octets) > 3 else octets
            house.hear({"turned": turned, "NO CARRIER": b"\r\nNO CARRIER\r\n"}.get(harm, octets))
            if harm == "twice":
                house.hear(octets)
    house.silence()
    house.check_confirmations()
    report = house.session.report(house.now_ms)
    if report.outcome is ReceptionOutcome.RECEIVED:
        assert all(page.confirmed for page in report.pages)


LOST = st.sets(st.integers(0, 9))


@settings(deadline=None, max_examples=60)
@given(st.lists(LOST, min_size=1, max_size=6))
def test_whatever_frames_are_lost_a_page_is_confirmed_only_when_it_is_whole(losses):
    """The caller sends the frames that PPR asked for, and each time some of them are lost."""
    script, missing = [ECM_GO], set(range(10))
    for lost in [*losses, set()]:
        sent, missing = missing, missing & lost
        script += [f"R PART 0-9 !{','.join(str(n) for n in range(10) if n not in sent or n in lost) or 99}"]
        script += ["R PPS 2f000009", "T PPR" if missing else "T MCF"]
        if not missing:
            break
    answered = VirtualReception("; ".join([*script, "R DCN", "HANGUP"])).play()
    assert answered.report.confirmed_pages == 1 and answered.modem.done
    assert answered.kept[-1].octets == b"".join(answered.modem.frame_octets(n) for n in range(10))


def test_every_method_that_the_tables_name_is_there_and_each_listening_state_has_an_end():
    named = {*table.TRANSITIONS.values(), *table.COMMANDS.values()}
    assert [name for name in named if not callable(getattr(Answerer, name, None))] == []
    silent = {CallState.NOT_BEGUN, table.State.AWAITING_KEEPING, CallState.OVER}
    assert {state for state, _ in table.TRANSITIONS} == {*table.State, *CallState} - silent
