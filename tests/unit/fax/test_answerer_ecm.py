"""The answering terminal with error correction: PPR, CTC, EOR, RNR, repeated PPS (T.30 Annex A; B9)."""

from __future__ import annotations

from kiosk.fax.outcome import PageConfirmed, PageDropped, ReceptionOutcome
from tests.hw_doubles.virtual_reception import answer
from tests.unit.fax.reception_scripts import BYE, CALLED, ECM_DCS, ECM_GO, GO

EOP, MPS, EOM, NULL = "2f", "4f", "8f", "00"


def pps(command: str, frames: int, page: int = 0, block: int = 0) -> str:
    return f"R PPS {command}{page:02x}{block:02x}{frames - 1:02x}"


def asked(*numbers: int, frames: int) -> str:
    """The map of a PPR (T.30 A.4.4): bit n, from the least significant one of octet n/8, beyond the block all ones."""
    bits = [n in numbers or n >= frames for n in range(256)]
    return bytes(sum(bits[at + n] << n for n in range(8)) for at in range(0, 256, 8)).hex()


def octets(answered, frames: int) -> bytes:
    return b"".join(answered.modem.frame_octets(n) for n in range(frames))


def test_a_page_in_one_block_is_received_bit_for_bit():
    answered = answer(f"{ECM_GO}; R PART 0-9; {pps(EOP, 10)}; T MCF; {BYE}")
    assert answered.report.outcome is ReceptionOutcome.RECEIVED and answered.report.ecm
    assert [page.octets for page in answered.kept] == [octets(answered, 10)]


def test_what_is_missing_is_asked_for_until_the_block_is_whole():
    script = (
        f"{ECM_GO}; R PART 0-9 !2,7; {pps(EOP, 10)}; T PPR {asked(2, 7, frames=10)}; R PART 2-7 !3,4,5,6,7;"
        f" {pps(EOP, 10)}; T PPR {asked(7, frames=10)}; R PART 7-7; {pps(EOP, 10)}; T MCF; {BYE}"
    )
    answered = answer(script)
    assert [page.octets for page in answered.kept] == [octets(answered, 10)]
    assert [page.confirmed for page in answered.report.pages] == [True]


def test_a_sender_that_counts_only_the_frames_sent_again_loses_none_of_the_others():
    """libspandsp's PPS after PPR has the number of frames of the repetition: found under noise."""
    script = (
        f"{ECM_GO}; R PART 0-9 !2,7; {pps(EOP, 10)}; T PPR; R PART 2-7 !3,4,5,6,7; {pps(EOP, 2)};"
        f" T PPR {asked(7, frames=10)}; R PART 7-7; {pps(EOP, 1)}; T MCF; {BYE}"
    )
    answered = answer(script)
    assert [page.octets for page in answered.kept] == [octets(answered, 10)]


def test_a_page_of_two_blocks_is_put_together_and_only_its_end_confirms_it():
    script = f"{ECM_GO}; R PART 0-255; {pps(NULL, 256)}; T MCF; R PART 0-4; {pps(EOP, 5, block=1)}; T MCF; {BYE}"
    answered = answer(script)
    assert [page.octets for page in answered.kept] == [octets(answered, 256) + octets(answered, 5)]
    assert answered.events.count(PageConfirmed(1)) == 1


def test_a_short_block_that_is_not_the_last_one_is_not_taken_for_a_page():
    script = f"{ECM_GO}; R PART 0-9; {pps(NULL, 10)}; T MCF; R PART 0-4; {pps(EOP, 5, block=1)}; T MCF; {BYE}"
    answered = answer(script)
    assert answered.kept[-1].octets == octets(answered, 10) + octets(answered, 5)
    assert PageDropped(1) in answered.events and [page.confirmed for page in answered.report.pages] == [True]


def test_two_pages_and_a_second_document():
    script = (
        f"{ECM_GO}; R PART 0-9; {pps(MPS, 10)}; T MCF; R PART 0-3; {pps(EOM, 4, page=1)}; T MCF; QUIET; {CALLED};"
        f" {ECM_DCS}; R TCF; T CFR; R PART 0-5; {pps(EOP, 6)}; T MCF; {BYE}"
    )
    answered = answer(script)
    assert [len(page.octets) for page in answered.kept] == [2560, 1024, 1536]
    assert [page.confirmed for page in answered.report.pages] == [True] * 3


def test_a_slow_disk_is_bridged_by_rnr():
    script = f"{ECM_GO}; R PART 0-9; {pps(EOP, 10)}; T RNR; R RR; T RNR; R RR; T MCF; {BYE}"
    answered = answer(script, keeping_ms=6_000)
    assert answered.report.outcome is ReceptionOutcome.RECEIVED and answered.modem.done


def test_pps_again_means_that_the_answer_was_lost():
    script = (
        f"{ECM_GO}; R PART 0-9; {pps(MPS, 10)}; T MCF; V21; {pps(MPS, 10)}; T MCF; R PART 0-3; {pps(EOP, 4, page=1)};"
        f" T MCF; {pps(EOP, 4, page=1)}; T MCF; {BYE}"
    )
    answered = answer(script)
    assert len(answered.kept) == 2 and answered.modem.done
    assert [page.confirmed for page in answered.report.pages] == [True, True]


def test_rr_after_a_lost_mcf_brings_it_again():
    script = f"{ECM_GO}; R PART 0-9; {pps(EOP, 10)}; T RNR; R RR; T MCF; R RR; T MCF; {BYE}"
    answered = answer(script, keeping_ms=3_500)
    assert answered.modem.done and answered.events.count(PageConfirmed(1)) == 1


def test_a_page_whose_carrier_was_missed_is_asked_for_as_a_whole():
    script = f"{ECM_GO}; QUIET; {pps(EOP, 10)}; T PPR {asked(*range(10), frames=10)}; R PART 0-9; {pps(EOP, 10)}; T MCF"
    assert answer(f"{script}; {BYE}").report.outcome is ReceptionOutcome.RECEIVED


def test_ctc_changes_the_speed_and_trains_long():
    corrected = f"R CTC 00ca; T CTR; R PART 2-2; {pps(EOP, 10)}; T MCF"
    answered = answer(f"{ECM_GO}; R PART 0-9 !2; {pps(EOP, 10)}; T PPR; V21; {corrected}; {BYE}")
    assert answered.report.bit_rate == 4800 and "AT+FRM=48" in answered.modem.commands


def test_ctc_at_an_unoffered_speed_ends_the_call():
    script = f"{ECM_GO}; R PART 0-9 !2; {pps(EOP, 10)}; T PPR; V21; R CTC 00f2; T DCN; HANGUP"
    assert answer(script).report.outcome is ReceptionOutcome.INCOMPATIBLE


def test_a_page_whose_correction_is_given_up_is_never_confirmed():
    script = f"{ECM_GO}; R PART 0-9 !2; {pps(EOP, 10)}; T PPR; V21; R EOR {EOP}; T ERR; {BYE}"
    answered = answer(script)
    assert answered.modem.done and answered.report.outcome is not ReceptionOutcome.RECEIVED
    assert answered.report.confirmed_pages == 0 and answered.kept == []


def test_a_block_given_up_spoils_its_page_and_the_next_page_goes_on():
    script = (
        f"{ECM_GO}; R PART 0-9 !2; {pps(NULL, 10)}; T PPR; V21; R EOR {NULL}; T ERR; R PART 0-3;"
        f" {pps(MPS, 4, block=1)}; T MCF; R PART 0-3; {pps(EOP, 4, page=1)}; T MCF; {BYE}"
    )
    answered = answer(script)
    assert answered.modem.done and answered.report.outcome is ReceptionOutcome.INCOMPLETE
    assert [event.page for event in answered.events if isinstance(event, PageConfirmed)] == [2]


def test_commands_of_error_correction_without_it_and_maps_cut_short_are_passed_over():
    script = f"{GO}; R PAGE; {pps(EOP, 1)}; R EOR {EOP}; R CTC; R RR; R DCN; HANGUP"
    assert answer(script).modem.done
    assert answer(f"{ECM_GO}; R PART 0-9; R PPS 2f; R EOP; {pps(EOP, 10)}; T MCF; {BYE}").modem.done
