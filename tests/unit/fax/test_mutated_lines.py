"""Noise from the modem: nothing escapes, no state outlives its timer, the call always ends (B6, K2)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.fax.call_session import CallSession, Wish
from kiosk.fax.caller import Caller, CallPlan
from kiosk.fax.outcome import CallOutcome, PageState
from kiosk.fax.primitives import CodedPage, PageWanted
from kiosk.fax.t31 import T31, Class1Habits
from tests.hw_doubles import t30_letters
from tests.hw_doubles.virtual_call import ALL_CODES, FINE_A4, play

ANSWERS = ("DIS", "CSI", "CFR", "FTT", "MCF", "RTN", "PIN", "DCN", "CRP")
WORDS = [
    b"\r\nOK\r\n", b"\r\nCONNECT\r\n", b"\r\nNO CARRIER\r\n", b"\r\nERROR\r\n", b"\r\n+FCERROR\r\n", b"\r\nBUSY\r\n",
    b"\r\nRING\r\n", b"\x10\x03", b"\x11\x13", b"\xff" * 40,
    *(t30_letters.frame(name) + b"\x10\x03" for name in ANSWERS),
]  # fmt: skip
STRAIGHT = "R CSI; R DIS; T TSI; T DCS; T TCF; R CFR; T PAGE; T MPS; R MCF; T PAGE; T EOP; R MCF; T DCN; HANGUP"
LONGEST_MS = 15 * 60_000
answers = st.lists(st.tuples(st.integers(0, 4_000), st.sampled_from(WORDS) | st.binary(max_size=30)), max_size=60)


class Listener:
    """A house without a modem: takes what is to be written, supplies pages, lets time pass."""

    def __init__(self) -> None:
        self.caller = Caller(CallPlan("057188", "1", 2, FINE_A4, ALL_CODES))
        self.session = CallSession(self.caller, T31(Class1Habits()))
        self.now_ms = 0
        self._fulfil(self.session.start(0))

    def hear(self, octets: bytes) -> None:
        self._fulfil(self.session.receive(octets, self.now_ms))
        self._write()

    def wait(self, until_ms: int) -> None:
        """Pass the time as the driver does, deadline by deadline."""
        while not self.session.over and (due := self.session.deadline_ms) is not None and due <= until_ms:
            self.now_ms = max(self.now_ms, due)
            self._fulfil(self.session.tick(self.now_ms))
            self._write()
        self.now_ms = max(self.now_ms, until_ms)

    def silence(self) -> None:
        """Nothing comes any more: every state must end by itself."""
        while not self.session.over:
            due = self.session.deadline_ms
            assert due is not None, f"nothing will ever end {self.caller.state}"
            assert self.now_ms < LONGEST_MS, f"{self.caller.state} has outlived its timers"
            self.wait(due)

    def _write(self) -> None:
        while octets := self.session.to_write(self.now_ms):
            self._fulfil(self.session.wrote(octets, self.now_ms))

    def _fulfil(self, wishes: list[Wish]) -> None:
        for wish in wishes:
            if isinstance(wish, PageWanted):
                page = CodedPage(wish.number, FINE_A4, wish.terms, b"\x00\x80page\x10")
                self._fulfil(self.session.supply_page(page, self.now_ms))


@settings(max_examples=400, deadline=None)
@given(answers)
def test_whatever_a_modem_says_the_call_ends(stream):
    listener = Listener()
    for after_ms, octets in stream:
        listener.wait(listener.now_ms + after_ms)
        listener.hear(octets)
    listener.silence()
    assert isinstance(listener.session.report(listener.now_ms).outcome, CallOutcome)


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


@settings(max_examples=400, deadline=None)
@given(accidents)
def test_a_good_call_with_octets_spoiled_lost_or_doubled_ends_and_confirms_nothing_unsaid(happening):
    listener = Listener()
    heard = b""
    for number, (at_ms, octets) in enumerate(RECORDED):
        accident, at = happening.get(number, (None, 0))
        listener.wait(at_ms)
        arriving = accident(octets, at % len(octets)) if accident else octets
        heard += arriving
        listener.hear(arriving)
    listener.silence()
    confirmed = [page for page in listener.caller.pages.reports if page.state is PageState.CONFIRMED]
    assert len(confirmed) <= heard.count(b"\xff\x13\x8c") + heard.count(b"\xcc") + heard.count(b"\xac")


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 60_000), answers)
def test_cancelling_in_the_middle_of_noise_ends_too(moment_ms, stream):
    listener = Listener()
    for after_ms, octets in stream:
        listener.wait(listener.now_ms + after_ms)
        if listener.now_ms >= moment_ms and not listener.session.over:
            listener.session.cancel(listener.now_ms)
        listener.hear(octets)
    listener.silence()
    assert listener.session.over
