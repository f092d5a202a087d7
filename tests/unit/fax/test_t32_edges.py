"""Rare turns of a call on a modem that runs T.30 itself, both ways, so that every branch has been walked (B6, B9)."""

from __future__ import annotations

import pytest

from kiosk.fax import outcome as o
from kiosk.fax.outcome import CallerSays, CopyQuality
from kiosk.fax.t32_dialogue import Class2Habits
from kiosk.fax.t32_fields import LEAST_DIS, read_page_counts, set_up_commands
from kiosk.fax.t32_receiver import T32Receiver
from kiosk.fax.t32_table import CLASS_2, CLASS_2_0, hang_up_code
from tests.hw_doubles.class2_modem_call import PAGE, STANDARD_A4, Class2Call
from tests.hw_doubles.class2_reception import Class2Reception
from tests.unit.fax.test_t32 import HANGUP, end, script, states
from tests.unit.fax.test_t32_receiver import CALL, DATA, EOP, TRAIN
from tests.unit.fax.test_t32_receiver import script as reception

CONFIRMED, UNKNOWN, NOT_SENT = o.PageState.CONFIRMED, o.PageState.UNKNOWN, o.PageState.NOT_SENT


# ---- a call that we place ----


def test_a_long_page_tells_how_far_it_is():
    call = Class2Call(script("2", end("2", "eop", "+FPTS:1 | +FHNG:0 | OK"), HANGUP), page=PAGE * 10)
    call.play()
    told = [event.sent for event in call.events if isinstance(event, o.PageProgress)]
    assert len(told) > 5 and told == sorted(told) and told[-1] <= len(PAGE) * 10


class _Moments(list):
    """When each event was told."""

    def __init__(self, call: Class2Call) -> None:
        super().__init__()
        self._call = call
        self.submitted_ms: list[int] = []

    def append(self, event: object) -> None:
        super().append(event)
        if isinstance(event, o.PageSubmitted):
            self.submitted_ms.append(self._call.now_ms)
            assert not [e for e in self._call.session.trace if e.signal in ("EOP", "MPS")], "intent before the act"


def moments(call: Class2Call) -> tuple[int, int, int]:
    """From the page's first octet: its own time on the line, PageSubmitted, and its end."""
    call.events = _Moments(call)
    report = call.play()
    begun = next(entry.at_ms for entry in report.trace if entry.signal == "PAGE")
    told = next(entry.at_ms for entry in report.trace if entry.signal == "EOP")
    line_ms = -(-report.pages[0].octets * 8_000 // report.bit_rate)
    return line_ms, call.events.submitted_ms[0] - begun, told - begun


@pytest.mark.parametrize("fax_class", ["2", "2.0", "2.1"])
def test_a_page_counts_as_submitted_when_the_line_is_nearly_done_with_it(fax_class):
    """Up to two seconds are written ahead: until the last of them the page can be held back, and is not sent."""
    call = Class2Call(script(fax_class, end(fax_class, "eop", "+FPTS:1 | OK"), HANGUP), fax_class, page=PAGE * 10)
    line_ms, submitted_ms, ended_ms = moments(call)
    assert line_ms - 1_000 <= submitted_ms <= ended_ms <= line_ms - 900


def test_in_the_draft_the_modem_must_have_taken_all_data_first():
    late = "DATA etx => @9000 | OK\nAT+FET=2 => +FPTS:1 | OK"
    line_ms, submitted_ms, ended_ms = moments(Class2Call(script("2", late, HANGUP), "2", page=PAGE * 4))
    assert submitted_ms > 9_000 > line_ms and ended_ms - submitted_ms < 100


@pytest.mark.parametrize(
    ("fax_class", "rest"), [("2", "DATA etx => OK\nAT+FK => OK"), ("2.0", "DATA can => OK\nAT+FKS => OK")]
)
def test_cancelling_while_the_last_of_a_page_goes_out_leaves_it_unsent(fax_class, rest):
    call = Class2Call(script(fax_class, rest, HANGUP), fax_class, page=PAGE * 10, cancel_at="ENDING_PAGE")
    report = call.play()
    assert (report.outcome, states(report)) == (o.CallOutcome.CANCELLED, [NOT_SENT]) and call.modem.done
    assert not any(isinstance(event, o.PageSubmitted) for event in call.events)


def test_a_page_that_does_not_fit_what_the_modem_commands_is_not_sent():
    fine = "AT+FDT => +FDCS:1,5,0,2,1,0,0,0 | CONNECT | XON"
    dial = script("2").splitlines()[:2]
    call = Class2Call("\n".join((*dial, fine, "DATA etx => OK", "AT+FK => +FHNG:2 | OK", HANGUP)))
    report = call.play()
    assert (report.outcome, states(report)) == (o.CallOutcome.INCOMPATIBLE, [NOT_SENT]) and call.modem.done


def test_a_line_lost_while_the_modem_takes_the_end_of_a_page_leaves_it_unsent():
    call = Class2Call(script("2", "DATA etx => +FHNG:50 | OK", HANGUP))
    report = call.play()
    assert (report.outcome, states(report)) == (o.CallOutcome.LINE_LOST, [NOT_SENT])


@pytest.mark.parametrize(
    ("answer", "outcome", "first"),
    [
        ("+FPTS:1 | +FHNG:50 | OK", o.CallOutcome.LINE_LOST, CONFIRMED),
        ("+FPTS:2 | +FHNG:50 | OK", o.CallOutcome.PAGE_REFUSED, NOT_SENT),
    ],
)
def test_a_line_lost_between_pages_leaves_the_answer_to_the_first(answer, outcome, first):
    call = Class2Call(script("2", end("2", "mps", answer), HANGUP), formats=(STANDARD_A4,) * 2)
    report = call.play()
    assert (report.outcome, states(report)) == (outcome, [first, NOT_SENT])


@pytest.mark.parametrize(("answer", "first"), [("+FPTS:1 | OK", CONFIRMED), ("+FPTS:2 | OK", NOT_SENT)])
def test_cancelling_while_a_page_is_answered_counts_the_answer_and_sends_no_more(answer, first):
    parts = end("2", "mps", answer), "AT+FK => +FHNG:2 | OK", HANGUP
    call = Class2Call(script("2", *parts), formats=(STANDARD_A4,) * 2, cancel_at="AWAITING_ANSWER")
    report = call.play()
    assert (report.outcome, states(report)) == (o.CallOutcome.CANCELLED, [first, NOT_SENT]) and call.modem.done


def test_a_hang_up_code_without_a_result_is_waited_for_no_longer_than_three_seconds():
    dial = "ATDT => +FCON | +FDIS:1,5,0,2,1,0,0,0 | OK\nAT+FDIS= => +FHNG:20"
    call = Class2Call(f"{dial}\n{HANGUP}")
    assert call.play().outcome is o.CallOutcome.NO_CARRIER and call.now_ms < 5_000


# ---- a call that comes in ----


def test_a_hang_up_told_before_the_page_s_result_leaves_it_unconfirmed():
    told = "@1500 | +FPTS:1 | +FET:2 | +FHNG:102"
    call = Class2Reception(reception(CALL, DATA + told, HANGUP), pages=[PAGE])
    answered = call.play()
    assert (answered.report.outcome, answered.report.confirmed_pages) == (o.ReceptionOutcome.INCOMPLETE, 0)
    assert o.PageDropped(1) in answered.events


def test_a_page_on_disk_after_the_caller_has_gone_is_taken_away_again():
    told = f"{EOP} | @200 | +FHNG:102"
    call = Class2Reception(reception(CALL, DATA + told, HANGUP), pages=[PAGE], keeping_ms=2_000)
    answered = call.play()
    assert (answered.report.outcome, answered.report.confirmed_pages) == (o.ReceptionOutcome.INCOMPLETE, 0)
    assert o.PageDropped(1) in answered.events and call.modem.done


def test_cancelling_after_the_last_page_waits_no_longer_than_seconds_for_a_silent_modem():
    parts = CALL, DATA + EOP, "AT+FDR => QUIET\nANY => OK\nAT+FK => OK", HANGUP
    call = Class2Reception(reception(*parts), pages=[PAGE], cancel_ms=8_500)
    answered = call.play()
    assert (answered.report.outcome, answered.report.confirmed_pages) == (o.ReceptionOutcome.CANCELLED, 1)
    assert call.modem.done and call.now_ms < 15_000


def test_a_page_of_another_number_or_no_page_at_all_is_not_read():
    session = T32Receiver(CallerSays(), CLASS_2, Class2Habits())
    session.start(0)
    assert session.page_read(1, CopyQuality(100), True, 0) == [] and session.pages.current is None
    assert session.sending_data is False


def test_page_data_stay_in_the_trace_where_a_technician_wants_them():
    parts = CALL, f"{TRAIN}PAGE | {EOP}", "AT+FDR => +FHNG:0 | OK", HANGUP
    call = Class2Reception(reception(*parts), pages=[b"page"], keep_data=True)
    assert b"page\x10\x03".hex() in "".join(entry.detail for entry in call.play().report.trace)


# ---- values ----


@pytest.mark.parametrize(
    ("told", "code"),
    [("0", "00"), ("000", "00"), ("7", "07"), ("100", "A0"), ("103", "A3"), ("A2", "A2"), ("54", "54"), ('"11"', "11")],
)
def test_hang_up_codes_are_brought_to_one_form(told, code):
    assert hang_up_code(told) == code


def test_counts_of_lines_are_decimal_in_the_draft_and_hexadecimal_later():
    assert read_page_counts("1,100,10,2", CLASS_2) == (1, CopyQuality(100, 10, 2))
    assert read_page_counts("1,64,A,2", CLASS_2_0) == (1, CopyQuality(100, 10, 2))
    assert read_page_counts("", CLASS_2) == (0, CopyQuality(0))


def test_only_who_receives_says_so():
    assert "AT+FCR=1" in set_up_commands(CLASS_2, "110", LEAST_DIS, receives=True)
    assert set_up_commands(CLASS_2_0, "110", LEAST_DIS) == ('AT+FLI="110"', "AT+FCC=0,1,0,0,0,0,0,7")


@pytest.mark.parametrize("pages", [1, 2])
def test_a_modem_that_commands_mh_where_mr_was_asked_for_has_its_pages_in_mh(pages):
    """Coders weigh another coding against the time of new terms: what this modem will not do is none."""
    mps = "DATA etx => OK\nAT+FET=0 => +FPTS:1 | OK\nAT+FDT => CONNECT | XON\n" * (pages - 1)
    call = Class2Call(
        "ATDT => +FCON | +FDIS:1,5,0,2,1,0,0,0 | OK\nAT+FDIS= => OK\n"
        f"AT+FDT => +FDCS:0,5,0,2,0,0,0,0 | CONNECT | XON\n{mps}"
        "DATA etx => OK\nAT+FET=2 => +FPTS:1 | +FHNG:0 | OK\nATH0 => OK",
        formats=(STANDARD_A4,) * pages,
    )
    assert call.play().outcome is o.CallOutcome.DELIVERED
    assert all(wanted.far.codings == {o.Coding.MH} for wanted in call.wanted)
