"""Calls on a modem that runs T.30 itself, as scripts in virtual time: Class 2, 2.0 and 2.1 (B6, B7, K2)."""

from __future__ import annotations

import pytest

from kiosk.fax import outcome as o
from kiosk.fax.negotiation import PageFormat
from kiosk.fax.t32_dialogue import Class2Habits
from kiosk.fax.t32_fields import ModemAbilities
from tests.hw_doubles.class2_modem_call import PAGE, STANDARD_A4, Class2Call

FINE_A4 = PageFormat(1728, 2287, o.Resolution.FINE)
CONFIRMED, UNKNOWN, NOT_SENT = o.PageState.CONFIRMED, o.PageState.UNKNOWN, o.PageState.NOT_SENT

DIAL = {
    "2": 'ATDT057188001234 => @3000 | +FCON | +FCSI:"+86 571 8800" | +FDIS:1,5,0,2,1,0,0,0 | OK\nAT+FDIS= => OK',
    "2.0": 'ATDT057188001234 => @3000 | +FCO | +FCI:"+86 571 8800" | +FIS:1,5,0,2,1,0,0,0 | OK\nAT+FIS= => OK',
}
DIAL["2.1"] = DIAL["2.0"]
TRAIN = {"2": "AT+FDT => @4000 | +FDCS:0,5,0,2,1,0,0,0 | CONNECT | XON",
         "2.0": "AT+FDT => @4000 | +FCS:0,5,0,2,1,0,0,0 | CONNECT"}  # fmt: skip
TRAIN["2.1"] = TRAIN["2.0"]
HANGUP = "ATH0 => OK"


def end(fax_class: str, what: str, answer: str) -> str:
    """The end of a page and the modem's answer, in the words of the class; ``answer`` in those of Class 2."""
    if fax_class == "2":
        number = {"mps": 0, "eom": 1, "eop": 2}[what]
        return f"DATA etx => @900 | OK\nAT+FET={number} => @2000 | {answer}"
    return f"DATA {what} => @2900 | {answer.replace('+FPTS', '+FPS').replace('+FHNG', '+FHS')}"


def script(fax_class: str, *parts: str) -> str:
    return "\n".join((DIAL[fax_class], TRAIN[fax_class], *parts))


def states(report: o.CallReport) -> list[o.PageState]:
    return [page.state for page in report.pages]


@pytest.mark.parametrize("fax_class", ["2", "2.0", "2.1"])
def test_two_pages_go_out_and_are_confirmed_in_every_class(fax_class):
    again = "AT+FDT => @100 | CONNECT" + (" | XON" if fax_class == "2" else "")
    pages = end(fax_class, "mps", "+FPTS:1,1145,0,0 | OK"), again, end(fax_class, "eop", "+FPTS:1 | +FHNG:0 | OK")
    call = Class2Call(script(fax_class, *pages, HANGUP), fax_class, (STANDARD_A4,) * 2)
    report = call.play()
    assert report.outcome is o.CallOutcome.DELIVERED and call.session.modem_at_rest
    assert states(report) == [CONFIRMED, CONFIRMED] and call.modem.pages == [PAGE, PAGE] and call.modem.done
    assert (report.far_ident, report.bit_rate, report.coding) == ("+86 571 8800", 14400, o.Coding.MR)
    assert [entry.direction for entry in report.trace if entry.signal == "data"] == [">", ">"]  # one a page, not a lump
    assert [type(event) for event in call.events] == [
        o.Dialling, o.Connected, o.Trained, o.PageStarted, o.PageSubmitted, o.PageConfirmed,
        o.PageStarted, o.PageSubmitted, o.PageConfirmed, o.HangingUp,
    ]  # fmt: skip


def test_the_intent_is_told_before_the_end_of_the_page_goes_to_the_modem():
    """PageSubmitted comes from ``wrote``; the end goes out only after a later ``tick`` (B6: intent before the act)."""
    call = Class2Call(script("2.0", end("2.0", "eop", "OK"), HANGUP), "2.0")
    seen: list[int] = []
    append = call.events.append
    call.events = type("Watch", (list,), {"append": lambda _, event: (
        seen.append(len(call.modem.pages)) if isinstance(event, o.PageSubmitted) else None, append(event)
    )[1]})()  # fmt: skip
    call.play()
    assert seen == [0] and len(call.modem.pages) == 1


def test_another_resolution_begins_with_eom_and_new_terms():
    parts = (
        end("2", "eom", "+FPTS:1 | OK"),
        "AT+FDIS=1,5,0,1,1,0,0,0 => OK",
        "AT+FDT => @4000 | +FDCS:1,5,0,1,1,0,0,0 | CONNECT | XON",
        end("2", "eop", "+FPTS:1 | +FHNG:0 | OK"),
    )
    call = Class2Call(script("2", *parts, HANGUP), "2", (STANDARD_A4, FINE_A4))
    report = call.play()
    assert states(report) == [CONFIRMED, CONFIRMED] and report.resolution is o.Resolution.FINE


def test_another_document_begins_with_eom():
    parts = end("2.0", "eom", "OK"), "AT+FIS= => OK", TRAIN["2.0"], end("2.0", "eop", "OK | @900 | +FHS:00")
    call = Class2Call(script("2.0", *parts, HANGUP), "2.0", (STANDARD_A4,) * 2, document_starts=frozenset({2}))
    assert call.play().outcome is o.CallOutcome.DELIVERED and call.modem.done


@pytest.mark.parametrize(
    ("fax_class", "answer", "state", "outcome"),
    [
        ("2", "+FPTS:1,100,0,0 | +FHNG:0 | OK", CONFIRMED, o.CallOutcome.DELIVERED),
        ("2", "+FPTS:3 | OK", CONFIRMED, o.CallOutcome.DELIVERED),  # RTP
        ("2", "+FPTS:5 | OK", CONFIRMED, o.CallOutcome.DELIVERED),  # PIP
        ("2", "+FHNG:0 | OK", CONFIRMED, o.CallOutcome.DELIVERED),  # DCN is sent on MCF only
        ("2", "+FPTS:1 | +FHNG:50 | OK", CONFIRMED, o.CallOutcome.DELIVERED),
        ("2", "OK", UNKNOWN, o.CallOutcome.LINE_LOST),
        ("2", "+FPTS:9 | OK", UNKNOWN, o.CallOutcome.LINE_LOST),
        ("2", "+FPTS:x | OK", UNKNOWN, o.CallOutcome.LINE_LOST),
        ("2", "+FHNG:54 | OK", UNKNOWN, o.CallOutcome.LINE_LOST),
        ("2", "+FHNG:51", UNKNOWN, o.CallOutcome.LINE_LOST),
        ("2", "NO CARRIER", UNKNOWN, o.CallOutcome.LINE_LOST),
        ("2", "QUIET", UNKNOWN, o.CallOutcome.MODEM_FAILED),
        ("2", "+FPTS:2 | +FHNG:0 | OK", NOT_SENT, o.CallOutcome.PAGE_REFUSED),
        ("2.0", "OK", CONFIRMED, o.CallOutcome.DELIVERED),
        ("2.0", "+FHS:00 | OK", CONFIRMED, o.CallOutcome.DELIVERED),
        ("2.0", "+FHS:54 | ERROR", UNKNOWN, o.CallOutcome.LINE_LOST),
        ("2.0", "+FHS:00 | ERROR", UNKNOWN, o.CallOutcome.LINE_LOST),
        ("2.0", "+FPS:4 | +FHS:58 | ERROR", NOT_SENT, o.CallOutcome.PAGE_REFUSED),
    ],
)
def test_what_the_last_word_on_a_page_proves_and_no_more(fax_class, answer, state, outcome):
    leave = f"AT{'+FK' if fax_class == '2' else '+FKS'} => OK\n" if "FH" not in answer and state is UNKNOWN else ""
    call = Class2Call(script(fax_class, end(fax_class, "eop", answer), leave + HANGUP), fax_class)
    report = call.play()
    assert (states(report), report.outcome) == ([state], outcome), report.detail
    assert call.session.modem_at_rest and call.modem.done


@pytest.mark.parametrize(("fax_class", "answer"), [("2", "+FPTS:2 | OK"), ("2.0", "ERROR"), ("2.1", "+FPS:2 | ERROR")])
def test_a_refused_page_is_sent_again(fax_class, answer):
    again = TRAIN[fax_class].replace(",5,", ",3,"), end(fax_class, "eop", "+FPTS:1 | +FHNG:00 | OK")
    call = Class2Call(script(fax_class, end(fax_class, "eop", answer), *again, HANGUP), fax_class)
    report = call.play()
    assert report.outcome is o.CallOutcome.DELIVERED and report.bit_rate == 9600
    assert report.pages[0].attempts == 2 and o.PageRefused(1) in call.events


def test_a_page_refused_four_times_is_given_up():
    tries = [part for _ in range(4) for part in (TRAIN["2.0"], end("2.0", "eop", "ERROR"))]
    call = Class2Call("\n".join((DIAL["2.0"], *tries, "AT+FKS => +FHS:02 | OK", HANGUP)), "2.0")
    report = call.play()
    assert (report.outcome, states(report)) == (o.CallOutcome.PAGE_REFUSED, [NOT_SENT])
    assert report.pages[0].attempts == 4 and call.modem.done


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("BUSY", o.CallOutcome.BUSY),
        ("+FHNG:0 | BUSY", o.CallOutcome.BUSY),
        ("NO ANSWER", o.CallOutcome.NO_ANSWER),
        ("NO DIALTONE", o.CallOutcome.NO_DIAL_TONE),
        ("NO CARRIER", o.CallOutcome.NO_CARRIER),
        ("@60000 | NO CARRIER", o.CallOutcome.NOT_A_FAX),
        ("+FCON | @30000 | +FHNG:11 | OK", o.CallOutcome.NOT_A_FAX),
        ("+FHNG:11 | OK", o.CallOutcome.NOT_A_FAX),
        ("+FHNG:03 | ERROR", o.CallOutcome.NO_DIAL_TONE),
        ("+FHNG:4 | NO ANSWER", o.CallOutcome.NO_ANSWER),
        ("ERROR", o.CallOutcome.MODEM_FAILED),
        ("DELAYED", o.CallOutcome.MODEM_FAILED),
    ],
)
def test_a_call_that_reaches_no_fax_has_its_outcome(answer, outcome):
    call = Class2Call(f"ATDT => {answer}\n{HANGUP}")
    report = call.play()
    assert report.outcome is outcome, report.detail
    assert states(report) == [NOT_SENT] and call.session.modem_at_rest and call.modem.done


def test_a_voice_and_a_data_modem_are_no_fax():
    for answer in ("+FVOICE", "CONNECT 14400"):
        call = Class2Call(f"ATDT => {answer}\nANY => NO CARRIER\n{HANGUP}")
        assert call.play().outcome is o.CallOutcome.NOT_A_FAX


def test_silence_to_dialling_is_broken_off_and_the_modem_brought_to_rest():
    call = Class2Call(f"ATDT => QUIET\nANY => @100 | NO CARRIER\n{HANGUP}")
    report = call.play()
    assert report.outcome is o.CallOutcome.NO_ANSWER and call.session.modem_at_rest


def test_a_modem_that_says_nothing_any_more_is_known_not_to_be_at_rest():
    call = Class2Call(script("2", "DATA etx => QUIET\nATH0 => QUIET"))
    report = call.play()
    assert report.outcome is o.CallOutcome.MODEM_FAILED and not call.session.modem_at_rest
    assert states(report) == [NOT_SENT]


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("+FHNG:25 | OK", o.CallOutcome.NO_CARRIER),
        ("+FHNG:27 | ERROR", o.CallOutcome.TRAINING_FAILED),
        ("+FHNG:21", o.CallOutcome.INCOMPATIBLE),
        ("+FHNG:99 | OK", o.CallOutcome.NO_CARRIER),
        ("+FHNG:what | OK", o.CallOutcome.NO_CARRIER),
    ],
)
def test_a_modem_that_gives_up_in_training_says_why(code, outcome):
    call = Class2Call(f"{DIAL['2']}\nAT+FDT => @9000 | {code}\n{HANGUP}")
    assert call.play().outcome is outcome and call.session.modem_at_rest


def test_an_identification_that_policy_refuses_ends_the_call_before_any_page_data():
    """B7."""
    dial = DIAL["2.0"].splitlines()[0]
    call = Class2Call(f"{dial}\nAT+FKS => +FHS:02 | OK\n{HANGUP}", "2.0", accept_far_ident=lambda ident: ident is None)
    report = call.play()
    assert report.outcome is o.CallOutcome.FAR_IDENT_REFUSED and call.modem.pages == [] and call.modem.done


def test_a_page_that_the_far_end_cannot_take_is_incompatible():
    call = Class2Call(
        f"{DIAL['2'].splitlines()[0]}\nAT+FK => OK\n{HANGUP}", formats=(PageFormat(2432, 99, o.Resolution.FINE),)
    )
    assert call.play().outcome is o.CallOutcome.INCOMPATIBLE


def test_mmr_goes_with_error_correction_only():
    dial = "ATDT => +FCON | +FDIS:1,5,0,2,3,2,0,0 | OK"
    with_ecm = f"{dial}\nAT+FDIS=0,5,0,1,3,2,0,0 => OK\nAT+FDT => +FDCS:0,5,0,1,3,2,0,0 | CONNECT | XON"
    report = Class2Call(f"{with_ecm}\n{end('2', 'eop', '+FPTS:1 | +FHNG:0 | OK')}\n{HANGUP}").play()
    assert report.ecm and report.coding is o.Coding.MMR
    without = f"{dial}\nAT+FDIS=0,5,0,1,1,0,0,0 => OK\nAT+FDT => +FDCS:0,5,0,1,1,0,0,0 | CONNECT | XON"
    report = Class2Call(f"{without}\n{end('2', 'eop', '+FPTS:1 | +FHNG:0 | OK')}\n{HANGUP}", ecm=False).play()
    assert not report.ecm and report.coding is o.Coding.MR


def test_what_the_modem_has_commanded_overrules_what_was_asked_for():
    train = "AT+FDT => +FDCS:0,1,0,1,0,0,0,0 | CONNECT | XON"
    call = Class2Call("\n".join((DIAL["2"], train, end("2", "eop", "+FPTS:1 | +FHNG:0 | OK"), HANGUP)))
    report = call.play()
    assert (report.bit_rate, report.coding) == (4800, o.Coding.MH) and call.wanted[-1].terms.coding is o.Coding.MH


def test_no_faster_than_asked():
    call = Class2Call(
        f"ATDT => +FCON | +FDIS:1,5,0,2,1,0,0,0 | OK\nAT+FDIS=0,1, => +FHNG:20 | OK\n{HANGUP}", max_bit_rate=4800
    )
    assert call.play().outcome is o.CallOutcome.NO_CARRIER and call.modem.done


def test_a_modem_that_refuses_the_session_goes_on_with_what_was_set_before():
    dial = DIAL["2"].replace("AT+FDIS= => OK", "AT+FDIS= => ERROR")
    call = Class2Call("\n".join((dial, TRAIN["2"], end("2", "eop", "+FPTS:1 | +FHNG:0 | OK"), HANGUP)))
    assert call.play().outcome is o.CallOutcome.DELIVERED


def test_a_modem_that_cannot_bear_a_session_command_in_a_call_gets_none():
    parts = DIAL["2"].splitlines()[0], TRAIN["2"], end("2", "eop", "+FPTS:1 | +FHNG:0 | OK"), HANGUP
    call = Class2Call("\n".join(parts), habits=Class2Habits(sets_session_in_call=False))
    assert call.play().outcome is o.CallOutcome.DELIVERED and "AT+FDIS" not in " ".join(call.modem.commands)


def test_a_modem_that_forgets_xon_gets_its_page_after_two_seconds():
    train = TRAIN["2"].replace(" | XON", "")
    call = Class2Call("\n".join((DIAL["2"], train, end("2", "eop", "+FPTS:1 | +FHNG:0 | OK"), HANGUP)))
    assert call.play().outcome is o.CallOutcome.DELIVERED


def test_a_modem_without_reports_gets_what_every_machine_can_take():
    parts = "ATDT => +FCO | OK", "AT+FIS=0,1, => OK", "AT+FDT => CONNECT", end("2.0", "eop", "OK"), HANGUP
    report = Class2Call("\n".join(parts), "2.0").play()
    assert (report.outcome, report.bit_rate, report.coding) == (o.CallOutcome.DELIVERED, 4800, o.Coding.MH)


def test_a_modem_with_the_order_of_bits_reversed_gets_it_so():
    octets = bytes((1, 2, 4, 0xF0))
    parts = end("2", "eop", "+FPTS:1 | +FHNG:0 | OK"), HANGUP
    call = Class2Call(script("2", *parts), habits=Class2Habits(reversed_bits=True), page=octets)
    call.play()
    assert call.modem.pages == [bytes((0x80, 0x40, 0x20, 0x0F))]


def test_words_that_nobody_knows_are_passed_over():
    noisy = "RING | +FNSF:00 00 1B | +FXYZ:1 | AT+FDT | +FDCS"
    train = TRAIN["2"].replace("@4000 |", f"{noisy} | @4000 |")
    call = Class2Call("\n".join((DIAL["2"], train, end("2", "eop", "+FPTS:1 | +FHNG:0 | OK"), HANGUP)))
    assert call.play().outcome is o.CallOutcome.DELIVERED


@pytest.mark.parametrize(
    ("state", "fax_class", "rest"),
    [
        ("DIALLING", "2", f"ATDT => QUIET\nANY => NO CARRIER\n{HANGUP}"),
        ("SETTING_SESSION", "2", f"{DIAL['2']}\nAT+FK => OK\n{HANGUP}"),
        ("AWAITING_CONNECT", "2.0", f"{DIAL['2.0']}\nAT+FDT => QUIET\nANY => OK\nAT+FKS => +FHS:02 | OK\n{HANGUP}"),
        ("SENDING_PAGE", "2", script("2", f"DATA etx => OK\nAT+FK => +FHNG:2 | OK\n{HANGUP}")),
        ("SENDING_PAGE", "2.0", script("2.0", f"DATA can => OK\nAT+FKS => +FHS:02 | OK\n{HANGUP}")),
        ("SENDING_PAGE", "2.1", script("2.1", f"DATA can => +FHS:02 | OK\n{HANGUP}")),
    ],
)
def test_cancelling_leaves_the_modem_at_rest_within_five_seconds(state, fax_class, rest):
    """B6: cancel at any moment."""
    call = Class2Call(rest, fax_class, cancel_at=state, page=PAGE * 40)
    report = call.play()
    assert report.outcome is o.CallOutcome.CANCELLED and states(report) == [NOT_SENT]
    assert call.session.modem_at_rest and call.modem.done
    begun = max(entry.at_ms for entry in report.trace if entry.signal in ("DIAL", "PAGE", "DIS"))
    assert report.duration_ms - begun < 10_000


@pytest.mark.parametrize(("answer", "outcome", "state"), [
    ("+FPTS:1 | +FHNG:0 | OK", o.CallOutcome.DELIVERED, CONFIRMED),
    ("@60000 | OK\nAT+FK => OK", o.CallOutcome.CANCELLED, UNKNOWN),
])  # fmt: skip
def test_an_answer_that_crosses_with_cancelling_counts(answer, outcome, state):
    late = "" if "\n" in answer else "\n"
    call = Class2Call(script("2", end("2", "eop", answer), (late + HANGUP).strip()), cancel_at="AWAITING_ANSWER")
    report = call.play()
    assert (report.outcome, states(report)) == (outcome, [state])


@pytest.mark.parametrize(
    ("answer", "outcome", "state"),
    [
        ("+FPTS:1", o.CallOutcome.DELIVERED, CONFIRMED),
        ("+FPTS:2", o.CallOutcome.CANCELLED, NOT_SENT),
        ("+FPTS:7", o.CallOutcome.CANCELLED, UNKNOWN),
    ],
)
def test_an_answer_that_comes_when_the_call_is_being_aborted_counts(answer, outcome, state):
    late = f"AT+FK => @300 | {answer} | +FHNG:2 | OK\n{HANGUP}"
    call = Class2Call(script("2", end("2", "eop", "QUIET"), late), cancel_at="AWAITING_ANSWER")
    report = call.play()
    assert (report.outcome, states(report)) == (outcome, [state]) and call.modem.done


def test_a_lost_port_leaves_the_truth_about_the_pages():
    call = Class2Call(script("2", "DATA etx => OK"))
    call.session.start(0)
    call.session.port_lost("unplugged", 5)
    report = call.session.report(5)
    assert call.session.over and (report.outcome, states(report)) == (o.CallOutcome.MODEM_FAILED, [NOT_SENT])


def test_the_least_modem_is_asked_for_nothing_it_cannot_do():
    dial = "ATDT => +FCON | +FDIS:1,5,2,2,3,2,0,0 | OK\nAT+FDIS=0,3,0,0,0,0,0,0 => +FHNG:20 | OK"
    call = Class2Call(f"{dial}\n{HANGUP}", modem=ModemAbilities())
    call.play()
    assert call.modem.done
