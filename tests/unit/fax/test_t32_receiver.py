"""Calls that come in on a modem that runs T.30 itself, as scripts in virtual time: Class 2, 2.0 and 2.1 (B9, B10)."""

from __future__ import annotations

import pytest

from kiosk.fax import outcome as o
from kiosk.fax.t32_dialogue import Class2Habits
from tests.hw_doubles.class2_reception import Class2Reception, answer

CLASSES = ("2", "2.0", "2.1")
PAGE = bytes(range(256)) * 8  # every octet, DLE and XON among them
OTHER = bytes(reversed(PAGE))
BAD, SO_SO = o.CopyQuality(1000, 400, 300), o.CopyQuality(1000, 80, 5)
HANGUP = "ATH0 => OK"

CALL = 'ATA => @3000 | +FCON | +FTSI:"+86 571 8700 9999" | +FDCS:1,5,0,2,1,0,0,0 | OK'
DATA = "AT+FDR => @1500 | +FCFR | +FDCS:1,5,0,2,1,0,0,0 | CONNECT\nDC2 => @100 | PAGE | "
NEXT = "AT+FDR => @1200 | CONNECT\nDC2 => @100 | PAGE | "
MPS, EOM, EOP = (
    "@1500 | +FPTS:1,2287,0,0,0 | +FET:0 | OK",
    "@1500 | +FPTS:1 | +FET:1 | OK",
    "@1500 | +FPTS:1 | +FET:2 | OK",
)
BYE = f"AT+FDR => @2500 | +FHNG:0 | OK\n{HANGUP}"

FINAL = {"+FCON": "+FCO", "+FTSI": "+FTI", "+FDCS": "+FCS", "+FPTS": "+FPS", "+FHNG": "+FHS"}


def script(*parts: str, fax_class: str = "2") -> str:
    """Lines of a call in the words of Class 2, as this class says them."""
    text = "\n".join(parts)
    for draft, final in FINAL.items() if fax_class != "2" else ():
        text = text.replace(draft, final)
    return text


def octets(call) -> list[bytes]:
    return [page.octets for page in call.kept]


@pytest.mark.parametrize("fax_class", CLASSES)
def test_two_pages_are_kept_and_confirmed_in_every_class(fax_class):
    """B9."""
    call = answer(script(CALL, DATA + MPS, NEXT + EOP, BYE, fax_class=fax_class), fax_class, [PAGE, OTHER])
    report = call.report
    assert report.outcome is o.ReceptionOutcome.RECEIVED, report.detail
    assert octets(call) == [PAGE, OTHER] and report.confirmed_pages == 2 and call.modem.done and call.modem_at_rest
    assert report.caller.ident == "+86 571 8700 9999"
    assert [(p.coding, p.resolution, p.bit_rate, p.ecm) for p in report.pages] == [
        (o.Coding.MR, o.Resolution.FINE, 14400, False)
    ] * 2
    assert [type(event) for event in call.events] == [
        o.Answering, o.CallerKnown, o.Trained, o.PageArriving, o.PageConfirmed, o.PageArriving, o.PageConfirmed,
        o.HangingUp,
    ]  # fmt: skip


def test_the_modem_may_confirm_only_what_is_on_disk():
    """B9: the modem holds MCF until +FDR (T.32 8.3.4.3), and +FDR waits for the disk."""
    call = Class2Reception(script(CALL, DATA + EOP, BYE), pages=[PAGE], keeping_ms=9_000)
    seen: list[tuple[int, bool]] = []
    command = call.modem._command
    call.modem._command = lambda line, now: (seen.append((line.count("FDR"), bool(call.kept))), command(line, now))
    assert call.play().report.outcome is o.ReceptionOutcome.RECEIVED
    assert [kept for fdr, kept in seen if fdr] == [False, True]


def test_a_disk_that_refuses_ends_the_call_with_the_page_unconfirmed():
    call = answer(script(CALL, DATA + EOP, "AT+FK => @1000 | +FHNG:2 | OK", HANGUP), pages=[PAGE], disk_fails=1)
    assert (call.report.outcome, call.report.confirmed_pages) == (o.ReceptionOutcome.NOT_KEPT, 0)
    assert call.modem.done and "AT+FDR" not in call.modem.commands[2:] and o.PageDropped(1) in call.events


def test_a_disk_that_is_too_slow_ends_the_call_with_the_page_unconfirmed():
    call = answer(script(CALL, DATA + EOP, "AT+FK => OK", HANGUP), pages=[PAGE], keeping_ms=60_000)
    assert (call.report.outcome, call.report.confirmed_pages) == (o.ReceptionOutcome.NOT_KEPT, 0)


def test_a_caller_who_is_gone_before_the_page_is_on_disk_was_told_nothing():
    """+FHNG while the disk works: the page is not confirmed, so it is taken away again."""
    call = answer(script(CALL, DATA + EOP + " | @500 | +FHNG:100", HANGUP), pages=[PAGE], keeping_ms=9_000)
    assert (call.report.outcome, call.report.confirmed_pages) == (o.ReceptionOutcome.INCOMPLETE, 0)
    assert o.PageDropped(1) in call.events and "A0" in call.report.detail


@pytest.mark.parametrize("fax_class", CLASSES)
def test_a_page_that_is_no_use_is_refused_and_comes_again(fax_class):
    word = "+FPTS" if fax_class == "2" else "+FPS"
    parts = CALL, DATA + EOP, f"AT{word}=2 => OK", DATA.replace(",5,", ",3,") + EOP, BYE
    call = answer(script(*parts, fax_class=fax_class), fax_class, [OTHER, PAGE], qualities=[BAD])
    assert call.report.outcome is o.ReceptionOutcome.RECEIVED and octets(call) == [PAGE] and call.modem.done
    assert call.report.pages[0].bit_rate == 9600 and call.report.confirmed_pages == 1


def test_a_middling_page_is_kept_and_a_new_training_asked_for():
    parts = CALL, DATA + MPS, "AT+FPTS=3 => OK", DATA + EOP, BYE
    call = answer(script(*parts), pages=[PAGE, OTHER], qualities=[SO_SO])
    assert call.report.confirmed_pages == 2 and call.modem.done


@pytest.mark.parametrize("told", ["+FPTS:2,2287,0,0,0", "+FPTS:4", "+FPTS:1,1000,200,200,0"])
def test_what_the_modem_knows_of_a_page_counts_too(told):
    """It may have mended lines before we saw them."""
    refused = EOP.replace("+FPTS:1", told)
    said = "AT+FPTS=2 => OK\n" if "2," not in told[:8] else ""
    call = answer(script(CALL, DATA + refused, said + DATA + EOP, BYE), pages=[PAGE, PAGE])
    assert call.report.outcome is o.ReceptionOutcome.RECEIVED and call.report.confirmed_pages == 1 and call.modem.done
    assert call.events.count(o.PageDropped(1)) == 1 and len(call.kept) == 2


def test_a_modem_that_cannot_be_told_to_refuse_a_page_is_left():
    call = answer(script(CALL, DATA + EOP, "AT+FPTS=2 => ERROR\nAT+FK => OK", HANGUP), pages=[PAGE], qualities=[BAD])
    assert (call.report.outcome, call.report.confirmed_pages) == (o.ReceptionOutcome.INCOMPLETE, 0)
    assert call.modem.done


def test_a_modem_that_knows_no_retraining_confirms_plainly():
    call = answer(script(CALL, DATA + EOP, "AT+FPTS=3 => ERROR", BYE), pages=[PAGE], qualities=[SO_SO])
    assert call.report.outcome is o.ReceptionOutcome.RECEIVED and call.report.confirmed_pages == 1


def test_another_document_follows_eom_after_an_ok_of_its_own():
    again = f"AT+FDR => @2000 | OK\n{DATA.replace('1,5,0,2,1,0', '0,5,1,2,3,2')}"
    call = answer(script(CALL, DATA + EOM, again + EOP, BYE), pages=[PAGE, OTHER])
    assert call.report.outcome is o.ReceptionOutcome.RECEIVED, call.report.detail
    second = call.report.pages[1]
    assert (second.width, second.coding, second.ecm, second.resolution) == (2048, o.Coding.MMR, True, "standard")


@pytest.mark.parametrize("order", [
    "@900 | OK | +FPTS:1 | +FET:2 | OK", "+FET:2 | +FPTS:1 | OK", "+FPTS:1 | +FET:2", "+FPTS:1 | +FET:5 | OK",
    "+FET:2 | OK\nAT+FPTS=1 => OK", "+FPTS:x | +FET:2 | OK\nAT+FPTS=1 => OK",
])  # fmt: skip
def test_the_end_of_a_page_in_whatever_order_firmware_tells_it(order):
    call = answer(script(CALL, DATA + order, BYE), pages=[PAGE])
    assert call.report.outcome is o.ReceptionOutcome.RECEIVED and call.modem.done, call.report.detail


def test_the_draft_s_dc1_is_tried_where_dc2_brings_nothing():
    call = answer(script(CALL, (DATA + EOP).replace("DC2", "DC1"), BYE), pages=[PAGE])
    assert call.report.outcome is o.ReceptionOutcome.RECEIVED and octets(call) == [PAGE]


def test_a_modem_known_to_want_dc1_gets_it_at_once():
    habits = Class2Habits(receives_on_xon=True)
    call = answer(script(CALL, (DATA + EOP).replace("DC2", "DC1"), BYE), pages=[PAGE], habits=habits)
    assert call.report.outcome is o.ReceptionOutcome.RECEIVED and octets(call) == [PAGE]


def test_a_modem_that_waits_for_no_trigger_loses_nothing():
    eager = "AT+FDR => @1500 | CONNECT | PAGE | "
    call = answer(script(CALL, eager + EOP, BYE), pages=[PAGE])
    assert call.report.outcome is o.ReceptionOutcome.RECEIVED and octets(call) == [PAGE]


def test_the_order_of_bits_is_turned_where_the_profile_says_so():
    call = answer(
        script(CALL, DATA + EOP, BYE), pages=[bytes((1, 2, 0xF0))], habits=Class2Habits(receives_reversed_bits=True)
    )
    assert octets(call) == [bytes((0x80, 0x40, 0x0F))]


def test_a_modem_that_did_not_tell_the_terms_is_asked():
    """+FNR is an option: without it +FCS? tells, with its name or bare."""
    for told in ("0,3,0,2,0,0,0,0", "+FCS:0,3,0,2,0,0,0,0"):
        parts = "ATA => +FCO | OK", f"AT+FCS? => {told} | OK", NEXT + EOP, BYE
        call = answer(script(*parts, fax_class="2.0"), "2.0", [PAGE])
        assert call.report.outcome is o.ReceptionOutcome.RECEIVED and call.report.bit_rate == 9600
        assert call.report.pages[0].coding is o.Coding.MH


def test_a_modem_that_never_tells_the_terms_cannot_be_used():
    parts = "ATA => +FCON | OK", "AT+FDCS? => ERROR", "AT+FDR => CONNECT", "CAN => DLE CAN | OK", "AT+FK => OK", HANGUP
    call = answer(script(*parts))
    assert call.report.outcome is o.ReceptionOutcome.INCOMPATIBLE and call.modem.done


@pytest.mark.parametrize("dcs", ["0,5,0,2,2,0,0,0", "4,5,0,2,1,0,0,0", "0,5,4,2,1,0,0,0"])
def test_terms_that_we_do_not_offer_end_the_call(dcs):
    train = f"AT+FDR => +FDCS:{dcs} | CONNECT"
    call = answer(script(CALL, train, "CAN => DLE CAN | OK", "AT+FK => +FHNG:2 | OK", HANGUP))
    assert call.report.outcome is o.ReceptionOutcome.INCOMPATIBLE and call.modem.done


def test_what_the_caller_says_of_the_addressee_is_passed_on():
    """B10: SUB, SEP and PWD of Class 2.0, and the number that the exchange told."""
    told = 'ATA => +FCO | +FTI:" 110" | +FSA:"4711" | +FPW:"secret" | +FPA:"12" | +FCS:0,5,0,2,0,0,0,0 | OK'
    caller = o.CallerSays(number="057187009999", name="Lobby")
    call = answer(script(told, DATA + EOP, BYE, fax_class="2.0"), "2.0", [PAGE], caller=caller)
    assert call.report.caller == o.CallerSays("110", "4711", "secret", "12", "057187009999", "Lobby")
    assert o.CallerKnown(call.report.caller) in call.events


def test_what_a_caller_says_of_itself_cannot_reach_a_screen_as_control_characters():
    call = answer(f'ATA => +FCON | +FTSI:"\x1b[2J\x07 12345678901234567890123" | +FHNG:72 | OK\n{HANGUP}')
    assert call.report.caller.ident == "[2J 1234567890123456"


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("@40000 | +FHNG:11 | OK", o.ReceptionOutcome.NOT_A_FAX),
        ("@40000 | NO CARRIER", o.ReceptionOutcome.NOT_A_FAX),
        ("+FCON | @20000 | +FHNG:72 | OK", o.ReceptionOutcome.CALLER_GONE),
        ("+FCON | NO CARRIER\nAT+FK => OK", o.ReceptionOutcome.CALLER_GONE),
        ("+FHNG:21 | OK", o.ReceptionOutcome.INCOMPATIBLE),
        ("ERROR", o.ReceptionOutcome.NOT_A_FAX),
    ],
)
def test_a_call_that_brings_no_document_has_its_outcome(said, outcome):
    call = answer(f"ATA => {said}\n{HANGUP}")
    assert call.report.outcome is outcome and call.report.pages == () and call.modem_at_rest and call.modem.done


@pytest.mark.parametrize(("said", "broken_off"), [("+FVOICE", "ANY"), ("CONNECT 14400", "CAN")])
def test_a_voice_and_a_data_modem_are_no_fax(said, broken_off):
    call = answer(f"ATA => {said}\n{broken_off} => NO CARRIER\n{HANGUP}")
    assert call.report.outcome is o.ReceptionOutcome.NOT_A_FAX and call.modem.done


def test_a_caller_that_wants_to_poll_finds_nothing():
    call = answer(f"ATA => +FCON | +FDTC:0,5,0,2,0,0,0,0 | OK\nAT+FK => OK\n{HANGUP}")
    assert call.report.outcome is o.ReceptionOutcome.INCOMPATIBLE


def test_a_modem_that_answers_nothing_is_broken_off():
    call = answer(f"ATA => QUIET\nANY => OK\n{HANGUP}")
    assert call.report.outcome is o.ReceptionOutcome.NOT_A_FAX and call.modem_at_rest


TRAIN = "AT+FDR => @1500 | CONNECT\nDC2 => @100 | "
ABORT = "AT+FK => OK"
BREAKS = {
    "hang-up code": (f"{TRAIN}HALF | @9000 | DLE CAN | +FHNG:91 | OK", o.ReceptionOutcome.INCOMPLETE),
    "hang-up code in text": (f"{TRAIN}HALF | @9000 | +FHNG:90 | OK", o.ReceptionOutcome.INCOMPLETE),
    "no carrier in text": (f"{TRAIN}HALF | @9000 | NO CARRIER\n{ABORT}", o.ReceptionOutcome.INCOMPLETE),
    "buffer overrun": (f"{TRAIN}HALF | DLE CAN | +FHNG:93 | ERROR", o.ReceptionOutcome.MODEM_FAILED),
    "code after the data": (f"{TRAIN}PAGE | @9000 | +FHNG:100 | OK", o.ReceptionOutcome.INCOMPLETE),
    "error after the data": (f"{TRAIN}PAGE | @9000 | ERROR\n{ABORT}", o.ReceptionOutcome.INCOMPLETE),
    "no data": ("AT+FDR => @9000 | +FHNG:72 | OK", o.ReceptionOutcome.CALLER_GONE),
    "no connect": (f"AT+FDR => @9000 | ERROR\n{ABORT}", o.ReceptionOutcome.CALLER_GONE),
    "no connect, four times": ("AT+FDR => @9000 | OK\n" * 4 + ABORT, o.ReceptionOutcome.CALLER_GONE),
    "silence before data": (f"AT+FDR => QUIET\nANY => OK\n{ABORT}", o.ReceptionOutcome.MODEM_FAILED),
    "silence in data": (f"{TRAIN}HALF\nCAN => DLE CAN | OK\n{ABORT}", o.ReceptionOutcome.MODEM_FAILED),
    "silence after data": (f"{TRAIN}PAGE\n{ABORT}", o.ReceptionOutcome.MODEM_FAILED),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_call_that_breaks_confirms_nothing_that_is_not_whole(name):
    told, outcome = BREAKS[name]
    call = answer(script(CALL, told, HANGUP), pages=[PAGE])
    assert (call.report.outcome, call.report.confirmed_pages) == (outcome, 0), call.report.detail
    assert call.modem_at_rest and call.modem.done


def test_a_page_that_was_confirmed_stays_whatever_comes_next():
    call = answer(script(CALL, DATA + MPS, "AT+FDR => @9000 | +FHNG:90 | OK", HANGUP), pages=[PAGE])
    assert (call.report.outcome, call.report.confirmed_pages) == (o.ReceptionOutcome.INCOMPLETE, 1)
    assert not [event for event in call.events if isinstance(event, o.PageDropped)]


@pytest.mark.parametrize(
    ("answer_to_the_last", "outcome"),
    [
        ("+FHNG:0 | OK", o.ReceptionOutcome.RECEIVED),
        ("+FHNG:102 | OK", o.ReceptionOutcome.RECEIVED),  # MCF went out, DCN was not heard
        ("+FHNG:72", o.ReceptionOutcome.RECEIVED),
        ("OK", o.ReceptionOutcome.RECEIVED),
        ("OK | @900 | +FHNG:0", o.ReceptionOutcome.RECEIVED),
        ("+FHNG:93 | OK", o.ReceptionOutcome.MODEM_FAILED),
        ("NO CARRIER\nAT+FK => OK", o.ReceptionOutcome.INCOMPLETE),
        ("ERROR\nAT+FK => OK", o.ReceptionOutcome.INCOMPLETE),
        ("QUIET\nANY => OK\nAT+FK => OK", o.ReceptionOutcome.MODEM_FAILED),
    ],
)
def test_the_end_after_the_last_page(answer_to_the_last, outcome):
    call = answer(script(CALL, DATA + EOP, f"AT+FDR => {answer_to_the_last}", HANGUP), pages=[PAGE])
    assert (call.report.outcome, call.report.confirmed_pages) == (outcome, 1), call.report.detail
    assert call.modem.done


def test_a_last_page_of_which_nothing_came_is_refused_and_the_document_not_whole():
    empty = "AT+FDR => @1200 | CONNECT\nDC2 => @100 | PAGE | @1500 | +FPTS:1 | +FET:2 | OK\nAT+FPTS=2 => OK"
    call = answer(script(CALL, DATA + MPS, empty, "AT+FDR => +FHNG:0 | OK", HANGUP), pages=[PAGE, b""])
    assert (call.report.outcome, call.report.confirmed_pages) == (o.ReceptionOutcome.INCOMPLETE, 1)


def test_a_page_without_an_end_is_given_up():
    call = Class2Reception(script(CALL, f"{TRAIN}HALF\nCAN => DLE CAN | OK\nAT+FK => OK", HANGUP), pages=[PAGE * 9])
    call.answerer.longest_page_octets = 4_000
    assert call.play().report.outcome is o.ReceptionOutcome.INCOMPLETE and call.modem.done


@pytest.mark.parametrize(
    ("moment_ms", "rest"),
    [
        (1_000, ("ATA => QUIET\nANY => OK", HANGUP)),
        (4_000, (CALL, "AT+FDR => QUIET\nANY => OK\nAT+FK => @1200 | +FHNG:2 | OK", HANGUP)),
        (5_200, (CALL, f"{TRAIN}HALF\nCAN => DLE CAN | OK\nAT+FK => @1200 | OK", HANGUP)),
        (5_200, (CALL, f"{TRAIN}HALF\nCAN => QUIET\nAT+FK => @1200 | OK", HANGUP)),
        (5_200, (CALL, f"{TRAIN}PAGE | {EOP}\nAT+FK => @1200 | OK", HANGUP)),
    ],
    ids=["answering", "awaiting data", "in a page", "in a page, deaf", "after a page"],
)
def test_cancelling_leaves_the_modem_at_rest_soon_and_nothing_half_done(moment_ms, rest):
    call = Class2Reception(script(*rest), pages=[PAGE], cancel_ms=moment_ms)
    answered = call.play()
    assert answered.report.outcome is o.ReceptionOutcome.CANCELLED and answered.report.confirmed_pages == 0
    assert answered.modem_at_rest and call.modem.done and call.now_ms - moment_ms <= 5_000


def test_cancelling_while_the_disk_works_takes_the_page_away_again():
    call = Class2Reception(
        script(CALL, DATA + EOP, "AT+FK => OK", HANGUP), pages=[PAGE], keeping_ms=5_000, cancel_ms=8_000
    )
    answered = call.play()
    assert answered.report.outcome is o.ReceptionOutcome.CANCELLED and answered.report.confirmed_pages == 0
    assert o.PageDropped(1) in answered.events


def test_cancelling_after_the_last_page_lets_the_call_end_by_itself():
    call = Class2Reception(script(CALL, DATA + EOP, BYE), pages=[PAGE], cancel_ms=8_500)
    assert call.play().report.outcome is o.ReceptionOutcome.RECEIVED


def test_a_lost_port_leaves_the_truth_about_the_pages():
    call = Class2Reception(script(CALL))
    call.session.start(0)
    call.session.port_lost("unplugged", 5)
    report = call.session.report(5)
    assert call.session.over and (report.outcome, report.pages) == (o.ReceptionOutcome.MODEM_FAILED, ())


def test_page_data_are_counted_in_the_trace_and_not_kept():
    """A6: what the page shows is nobody's in a trace."""
    eager = "AT+FDR => @1500 | CONNECT | PAGE | "
    for begin in (DATA, eager):
        call = answer(script(CALL, begin + EOP, BYE), pages=[b"SECRET" * 400])
        raw = b"".join(bytes.fromhex(e.detail) for e in call.report.trace if e.signal == "octets")
        assert b"SECRETSECRET" not in raw and b"CONNECT" in raw
        assert "<DATA END" in call.signals
