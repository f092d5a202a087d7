"""Noise from a modem that runs T.30 itself: nothing escapes, no state outlives its timer (B6, K2)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.fax import outcome as o
from kiosk.fax.call_plan import CallPlan
from kiosk.fax.primitives import CodedPage, PageWanted
from kiosk.fax.t32 import T32Session
from kiosk.fax.t32_dialogue import Class2Habits
from kiosk.fax.t32_fields import ModemAbilities, read_abilities, read_codes
from kiosk.fax.t32_table import DIALECTS
from tests.hw_doubles.class2_modem_call import ABILITIES, PAGE, STANDARD_A4

LINES = (
    "OK", "ERROR", "CONNECT", "NO CARRIER", "BUSY", "NO ANSWER", "RING", "+FCON", "+FCO", "+FDIS:1,5,0,2,1,2,0,0",
    "+FIS:1,5", "+FDCS:0,3,0,0,1,0,0,0", "+FCS:,,", "+FCSI:x", "+FPTS:1", "+FPTS:2", "+FPS:5", "+FPTS:\u0661",
    "+FHNG:0", "+FHS:54", "+FHNG:", "+FVOICE", "+FDIS:ZZ,-1,999999", "+FET:2",
)  # fmt: skip
WORDS = [f"\r\n{line}\r\n".encode() for line in LINES] + [b"\x11", b"\x13", b"\x10\x03", b"\xff" * 600]
noise = st.lists(st.tuples(st.integers(0, 5_000), st.sampled_from(WORDS) | st.binary(max_size=40)), max_size=60)
LONGEST_MS = 40 * 60_000


class Listener:
    """A house without a modem: takes what is to be written, supplies pages, lets time pass."""

    def __init__(self, fax_class: str) -> None:
        plan = CallPlan("057188", "1", 2, STANDARD_A4, frozenset())
        self.session = T32Session(plan, DIALECTS[fax_class], read_abilities(ABILITIES), Class2Habits())
        self.now_ms = 0
        self.fulfil(self.session.start(0))

    def fulfil(self, wishes: list[o.LineEvent | PageWanted]) -> None:
        for wish in wishes:
            if isinstance(wish, PageWanted):
                page = CodedPage(wish.number, STANDARD_A4, wish.terms, PAGE)
                self.fulfil(self.session.supply_page(page, self.now_ms))
        while octets := self.session.to_write(self.now_ms):
            self.fulfil(self.session.wrote(octets, self.now_ms))

    def wait(self, until_ms: int) -> None:
        while not self.session.over and (due := self.session.deadline_ms) is not None and due <= until_ms:
            self.now_ms = max(self.now_ms, due)
            self.fulfil(self.session.tick(self.now_ms))
        self.now_ms = max(self.now_ms, until_ms)

    def silence(self) -> None:
        while not self.session.over:
            due = self.session.deadline_ms
            assert due is not None, f"nothing will ever end {self.session.state}"
            assert self.now_ms < LONGEST_MS, f"{self.session.state} has outlived its timers"
            self.wait(due)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(DIALECTS)), noise, st.integers(0, 60))
def test_whatever_the_modem_says_the_call_ends_and_never_claims_more_than_was_proved(fax_class, said, cancel_at):
    listener = Listener(fax_class)
    answers = 0
    for number, (pause_ms, octets) in enumerate(said):
        listener.wait(listener.now_ms + pause_ms)
        if number == cancel_at:
            listener.fulfil(listener.session.cancel(listener.now_ms))
        listener.fulfil(listener.session.receive(octets, listener.now_ms))
        answers += 1
    listener.silence()
    report = listener.session.report(listener.now_ms)
    assert report.outcome in o.CallOutcome
    assert report.confirmed_pages <= answers
    assert (report.outcome is o.CallOutcome.DELIVERED) == (report.confirmed_pages == 2)


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_no_report_is_too_strange_to_be_read(text):
    codes = read_codes(text)
    assert all(0 <= value <= 255 for value in vars(codes).values())
    assert isinstance(read_abilities(text), ModemAbilities)
