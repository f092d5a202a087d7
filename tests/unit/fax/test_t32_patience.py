"""A modem that hangs within a call is noticed in time in every phase, and T.30's own silences are borne (K2)."""

from __future__ import annotations

import pytest

from kiosk.fax import outcome as o
from kiosk.fax.t32_fields import read_abilities
from tests.hw_doubles.class2_modem_call import STANDARD_A4, Class2Call
from tests.hw_doubles.class2_reception import Class2Reception

NOTICED_MS = 30_000
LEFT_MS = 12_000  # CAN, +FK and ATH, each waited for
FRAMES = "+FHT: FF C8 | +FHR: FF 13 84"
DIAL = "ATDT => @3000 | +FCON | +FDIS:1,5,0,2,1,0,0,0 | OK\nAT+FDIS= => OK"
DIAL_TOLD = f"ATDT => @3000 | +FCON | {FRAMES} | +FDIS:1,5,0,2,1,0,0,0 | OK\nAT+FDIS= => OK"
DIAL_ECM = f"ATDT => @3000 | +FCON | {FRAMES} | +FDIS:1,5,0,2,3,2,0,0 | OK\nAT+FDIS= => OK"
TRAIN = "AT+FDT => @4000 | +FDCS:0,5,0,2,1,0,0,0 | CONNECT | XON"
TRAIN_ECM = "AT+FDT => @4000 | +FDCS:0,5,0,2,3,2,0,0 | CONNECT | XON"
NEXT = "AT+FDT => @900 | CONNECT | XON"
ONE = f"{DIAL}\n{TRAIN}\nDATA etx => @900 | OK"
MPS = "AT+FET=0 => @2500 | +FPTS:1 | OK"
EOP = "AT+FET=2 => @2500 | +FPTS:1 | +FHNG:0 | OK\nATH0 => OK"
PAGE = bytes(range(256)) * 160  # 40 KB: 23 s
LONG_PAGE = bytes(range(256)) * 400  # two blocks

FELL_SILENT = "the modem said nothing"


def told_ms(report: o.CallReport | o.ReceptionReport, signal: str) -> int:
    return next(entry.at_ms for entry in report.trace if entry.signal == signal)


def last_sign_ms(report: o.CallReport | o.ReceptionReport) -> int:
    """The last word of the modem, or octet that it took, before it was found silent."""
    end = told_ms(report, "TIME-OUT")
    return max(entry.at_ms for entry in report.trace if entry.at_ms < end and entry.direction in "<>")


HANGS_SENDING = {
    "after flags, before DIS": "ATDT => @3000 | +FCON | HANG",
    "while training, frames told": f"{DIAL_TOLD}\nAT+FDT => @3000 | {FRAMES} | HANG",
    "while training again after EOM": f"{DIAL_TOLD}\n{TRAIN}\nDATA etx => OK\nAT+FET=1 => +FPTS:1 | OK\n"
    "AT+FDIS= => OK\nAT+FDT => HANG",
    "before the carrier of the next page": f"{ONE}\n{MPS}\nAT+FDT => HANG",
    "at the end of a page": f"{DIAL}\n{TRAIN}\nDATA etx => HANG",
    "after the last page": f"{ONE}\nAT+FET=2 => HANG",
    "after a page": f"{ONE}\nAT+FET=0 => HANG",
}


@pytest.mark.parametrize("phase", HANGS_SENDING)
def test_a_modem_that_hangs_while_sending_is_noticed_within_30_s(phase):
    starts = (2,) if "EOM" in phase else ()
    call = Class2Call(HANGS_SENDING[phase], "2", (STANDARD_A4,) * 2, document_starts=starts, ecm=False)
    if phase == "after the last page":
        call = Class2Call(HANGS_SENDING[phase], "2", ecm=False)
    report = call.play()
    noticed_ms = told_ms(report, "TIME-OUT")
    assert report.outcome is o.CallOutcome.MODEM_FAILED and FELL_SILENT in report.detail
    assert not call.session.modem_at_rest
    assert noticed_ms - last_sign_ms(report) <= NOTICED_MS
    assert report.duration_ms - noticed_ms <= LEFT_MS


def test_a_modem_that_takes_no_more_of_a_page_is_noticed_within_30_s():
    call = Class2Call(f"{DIAL}\n{TRAIN}", page=PAGE, ecm=False)
    call.modem.hangs_after = 20_000
    report = call.play()
    assert report.outcome is o.CallOutcome.MODEM_FAILED and "while sending the page" in report.detail
    taken_ms = told_ms(report, "PAGE") + call.modem.hangs_after * 8_000 // 14_400 - 3_000  # written 3 s ahead
    assert 20_000 < told_ms(report, "TIME-OUT") - taken_ms <= NOTICED_MS
    assert report.pages[0].state is o.PageState.NOT_SENT


def test_a_modem_that_hangs_while_dialling_is_noticed_25_s_after_its_own_time_out():
    """Ringing is as silent as a hung modem, and S7 ends it: nothing is owed before."""
    call = Class2Call("ATDT => HANG", answer_wait_ms=60_000)
    report = call.play()
    assert told_ms(report, "TIME-OUT") == 85_000
    assert report.outcome is o.CallOutcome.MODEM_FAILED and "while dialling" in report.detail


def test_a_modem_that_is_only_slow_to_tell_that_nobody_answered_is_not_called_hung():
    call = Class2Call("ATDT => QUIET\nANY => @100 | NO CARRIER\nATH0 => OK")
    assert call.play().outcome is o.CallOutcome.NO_ANSWER and call.session.modem_at_rest


@pytest.mark.parametrize("silence_ms", [24_000, 60_000, 70_000])
def test_eight_speeds_refused_in_silence_are_borne(silence_ms):
    """A modem that does not tell of frames says nothing while the speed comes down by FTT."""
    train = f"AT+FDT => @{silence_ms} | +FDCS:0,0,0,2,1,0,0,0 | CONNECT | XON"
    call = Class2Call(f"{DIAL}\n{train}\nDATA etx => OK\n{EOP}")
    assert call.play().outcome is o.CallOutcome.DELIVERED


def test_a_modem_that_tells_of_frames_may_train_for_two_minutes():
    turns = " | ".join(f"@{turn * 8_000} | {FRAMES}" for turn in (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1))
    call = Class2Call(f"{DIAL_TOLD}\nAT+FDT => {turns} | +FDCS:0,0,0,2,1,0,0,0 | CONNECT | XON\nDATA etx => OK\n{EOP}")
    assert call.play().outcome is o.CallOutcome.DELIVERED


ECM = {"modem": read_abilities("(0,1),(0-5),(0-2),(0-2),(0,1,3),(0-2),(0),(0-7)"), "ecm": True}


def test_with_error_correction_the_answer_may_take_the_time_of_the_block_again_and_rnr():
    """PPR for all frames (23 s each time) and a minute of RNR, of which this modem tells nothing."""
    dial = DIAL_ECM.replace(f"{FRAMES} | ", "")
    call = Class2Call(f"{dial}\n{TRAIN_ECM}\nDATA etx => OK\nAT+FET=2 => @110000 | +FPTS:1 | +FHNG:0 | OK\nATH0 => OK",
                      page=PAGE, **ECM)  # fmt: skip
    assert call.play().outcome is o.CallOutcome.DELIVERED


def test_where_frames_are_told_each_rnr_is_a_sign_of_life():
    rnr = " | ".join(f"@6000 | {FRAMES}" for _ in range(20))
    call = Class2Call(f"{DIAL_ECM}\n{TRAIN_ECM}\nDATA etx => OK\nAT+FET=2 => {rnr} | +FPTS:1 | +FHNG:0 | OK\n"
                      "ATH0 => OK", page=PAGE, **ECM)  # fmt: skip
    assert call.play().outcome is o.CallOutcome.DELIVERED


@pytest.mark.parametrize(("dial", "limit_ms"), [(DIAL_ECM, 37_000), (DIAL_ECM.replace(f"{FRAMES} | ", ""), 135_000)])
def test_with_error_correction_a_hang_before_the_answer_is_noticed_after_the_block_could_have_gone_again(
    dial, limit_ms
):
    call = Class2Call(f"{dial}\n{TRAIN_ECM}\nDATA etx => OK\nAT+FET=2 => HANG", page=PAGE, **ECM)
    report = call.play()
    assert told_ms(report, "TIME-OUT") - last_sign_ms(report) <= limit_ms
    assert report.pages[0].state is o.PageState.UNKNOWN


CALL = 'ATA => @3000 | +FCON | +FTSI:"1" | +FDCS:1,5,0,2,1,0,0,0 | OK'
CALL_TOLD = f'ATA => @3000 | +FCON | {FRAMES} | +FTSI:"1" | +FDCS:1,5,0,2,1,0,0,0 | OK'
CALL_ECM = CALL_TOLD.replace("2,1,0,0,0", "2,3,2,0,0")
DATA = "AT+FDR => @1500 | CONNECT\nDC2 => @100 | "
HANGS_RECEIVING = {
    "after DIS, frames told": ("ATA => @3000 | +FHT: FF 13 80 | HANG", NOTICED_MS),
    "after flags": ("ATA => @3000 | +FCON | HANG", NOTICED_MS),
    "before the first page, frames told": (f"{CALL_TOLD}\nAT+FDR => HANG", NOTICED_MS),
    "before the first page": (f"{CALL}\nAT+FDR => HANG", 75_000),
    "in a page": (f"{CALL}\n{DATA}HALF | HANG", NOTICED_MS),
    "after its data": (f"{CALL}\n{DATA}PAGE | HANG", NOTICED_MS),
    "before the next page": (f"{CALL}\n{DATA}PAGE | +FPTS:1 | +FET:0 | OK\nAT+FDR => HANG", NOTICED_MS),
    "after the last page": (f"{CALL}\n{DATA}PAGE | +FPTS:1 | +FET:2 | OK\nAT+FDR => HANG", NOTICED_MS),
    "in a page with error correction": (f"{CALL_ECM}\n{DATA}HALF | HANG", 98_000),
    "after its data with error correction, frames told": (f"{CALL_ECM}\n{DATA}PAGE | HANG", 49_000),
    "after its data with error correction": (f"{CALL_ECM.replace(FRAMES + ' | ', '')}\n{DATA}PAGE | HANG", 62_000),
}


@pytest.mark.parametrize("phase", HANGS_RECEIVING)
def test_a_modem_that_hangs_while_receiving_is_noticed_in_time(phase):
    script, limit_ms = HANGS_RECEIVING[phase]
    answered = Class2Reception(script, "2", [PAGE]).play()
    report = answered.report
    noticed_ms = told_ms(report, "TIME-OUT")
    assert report.outcome is o.ReceptionOutcome.MODEM_FAILED and FELL_SILENT in report.detail
    assert noticed_ms - last_sign_ms(report) <= limit_ms and not answered.modem_at_rest
    assert report.duration_ms - noticed_ms <= LEFT_MS
    assert report.confirmed_pages == (1 if "before the next" in phase or "last page" in phase else 0)


def test_a_modem_that_hangs_when_it_should_answer_is_noticed_after_ced_and_t1():
    answered = Class2Reception("ATA => HANG").play()
    assert told_ms(answered.report, "TIME-OUT") == 55_000
    assert answered.report.outcome is o.ReceptionOutcome.MODEM_FAILED


def test_frames_that_the_modem_tells_of_stand_in_the_trace():
    report = Class2Call(f"{DIAL_TOLD}\n{TRAIN}\nDATA etx => OK\n{EOP}").play()
    told = [(entry.direction, entry.detail) for entry in report.trace if entry.signal == "FRAME"]
    assert told == [(">", "FF C8"), ("<", "FF 13 84")]
