"""The answering terminal, phases A and B, branch by branch: T.30 figure 5-2b as scripts (B9, B10)."""

from __future__ import annotations

import pytest

from kiosk.fax.outcome import CallerSays, ReceptionOutcome
from tests.hw_doubles.virtual_reception import answer
from tests.unit.fax.reception_scripts import BYE, CALLED, GO, HELLO, ONE, TRAIN

# ---- the straight way ----


def test_one_page_is_received_and_confirmed():
    answered = answer(f"{ONE}; R EOP; T MCF; {BYE}")
    assert answered.report.outcome is ReceptionOutcome.RECEIVED
    assert [page.confirmed for page in answered.report.pages] == [True]
    assert answered.modem.done and answered.modem.on_hook and answered.modem_at_rest
    assert [page.octets for page in answered.kept] == answered.modem.sent_pages[:1]


def test_the_dis_declares_all_that_we_can_do():
    # V.17, fine, MR, A3, unlimited, 0 ms; ECM, MMR; superfine; SUB and PWD
    assert answer("T CSI; T DIS 00eefac4808103; R DCN; HANGUP").modem.done


def test_without_error_correction_the_dis_offers_no_mmr_either():
    assert answer("T CSI; T DIS 00eefa80808103; R DCN; HANGUP", ecm=False).modem.done


@pytest.mark.parametrize(
    ("codes", "octet"),
    [({24}, "c2"), ({24, 48}, "ca"), ({24, 48, 72, 96}, "ce"), ({72, 96}, "c6")],
)
def test_the_dis_offers_the_speeds_that_the_modem_can_receive(codes, octet):
    assert answer(f"T CSI; T DIS 00{octet}; R DCN; HANGUP", receive_codes=frozenset(codes)).modem.done


def test_the_identification_is_sent_in_reverse_and_left_out_when_there_is_none():
    digits = b"+86 571 1".ljust(20)[::-1].hex()
    assert answer(f"T CSI {digits}; T DIS; R DCN; HANGUP").modem.done
    assert answer("T DIS; R DCN; HANGUP", ident="").modem.done


# ---- phase A and B: who is there ----


def test_a_silence_is_no_fax_after_t1_and_hears_no_dcn():
    answered = answer(f"{CALLED}; {'QUIET; T CSI; T DIS; ' * 6}QUIET; HANGUP")
    assert answered.report.outcome is ReceptionOutcome.NOT_A_FAX
    assert 35_000 <= answered.report.duration_ms <= 60_000 and answered.modem.on_hook


def test_a_caller_gone_before_ced_is_over_has_no_outcome_of_a_fax():
    answered = answer("SAY NO CARRIER; HANGUP")
    assert answered.report.outcome is ReceptionOutcome.CALLER_GONE and answered.modem.on_hook


def test_a_line_that_goes_dead_is_let_go():
    answered = answer(f"{CALLED}; {'SAY NO CARRIER; ' * 4}HANGUP")
    assert answered.report.outcome is ReceptionOutcome.CALLER_GONE and answered.modem.done


def test_what_the_caller_says_of_itself_and_the_addressee_is_noted():
    sub, sid, sep = (text.ljust(20)[::-1].hex() for text in (b"4711", b"0815", b"12"))
    script = f"{CALLED}; R SEP {sep}; R SUB {sub}; R SID {sid}; R TSI; R DCS; R TCF; T CFR; R PAGE; R EOP; T MCF; {BYE}"
    caller = answer(script, caller=CallerSays(number="057187009999")).report.caller
    assert caller == CallerSays("+86 571 8700 9999", "4711", "0815", "12", "057187009999")


def test_pwd_is_taken_for_a_password():
    pwd = b"99".ljust(20)[::-1].hex()
    assert answer(f"{CALLED}; R PWD {pwd}; R DCN; HANGUP").report.caller.password == "99"


def test_unknown_optional_and_damaged_frames_before_dcs_are_passed_over():
    script = f"{CALLED}; R 7B..; R NSS 0001; R ~TSI; R TSI; R DCS; R TCF; T CFR; R PAGE; R EOP; T MCF; {BYE}"
    assert answer(script).report.outcome is ReceptionOutcome.RECEIVED


def test_dis_is_repeated_until_the_caller_commands():
    answered = answer(f"{CALLED}; QUIET; T CSI; T DIS; {TRAIN}; T CFR; R PAGE; R EOP; T MCF; {BYE}")
    assert answered.report.outcome is ReceptionOutcome.RECEIVED and answered.modem.done


def test_crp_brings_the_last_response_again():
    assert answer(f"{CALLED}; R CRP; T CSI; T DIS; R DCN; HANGUP").modem.done
    assert answer(f"{GO}; V21; R CRP; T CFR; V21; R DCN; HANGUP").modem.done


def test_dcn_before_any_page_means_that_the_caller_has_gone():
    assert answer(f"{CALLED}; R DCN; HANGUP").report.outcome is ReceptionOutcome.CALLER_GONE


def test_a_caller_that_wants_to_poll_is_refused_with_dcn():
    assert answer(f"{CALLED}; R DTC 00ee70; T DCN; HANGUP").report.outcome is ReceptionOutcome.INCOMPATIBLE


@pytest.mark.parametrize("dcs", ["00f270", "00c2f040", "00c2f044", "00c2f0808002", "00e270"])
def test_a_command_beyond_our_dis_is_refused_with_dcn(dcs):
    """A reserved speed; MMR without error correction; error correction that was not offered; 300 dots an inch; V.17."""
    answered = answer(f"{CALLED}; R DCS {dcs}; T DCN; HANGUP", ecm=False, receive_codes=frozenset({24, 48, 72, 96}))
    assert answered.report.outcome is ReceptionOutcome.INCOMPATIBLE


# ---- phase B: training ----


def test_a_bad_training_is_answered_by_ftt_and_the_next_one_by_cfr():
    script = f"{CALLED}; {HELLO}; R TCF 700; T FTT; R DCS 00ea70; R TCF; T CFR; R PAGE; R EOP; T MCF; {BYE}"
    answered = answer(script)
    assert answered.report.outcome is ReceptionOutcome.RECEIVED and answered.report.bit_rate == 12000


def test_a_second_of_clean_zeros_is_enough():
    assert answer(f"{CALLED}; {HELLO}; R TCF 1050; T CFR; R PAGE; R EOP; T MCF; {BYE}").modem.done


def test_a_training_that_the_modem_never_trains_on_is_ftt_after_a_while():
    script = f"{CALLED}; {HELLO}; QUIET; T FTT; {TRAIN}; T CFR; R PAGE; R EOP; T MCF; {BYE}"
    assert answer(script).report.outcome is ReceptionOutcome.RECEIVED


def test_no_speed_left_is_told_as_failed_training():
    answered = answer(f"{CALLED}; {(HELLO + '; R TCF 0; T FTT; ') * 3}R DCN; HANGUP")
    assert answered.report.outcome is ReceptionOutcome.TRAINING_FAILED


def test_dcs_again_instead_of_tcf_or_of_the_page_is_obeyed():
    script = f"{CALLED}; {HELLO}; V21; {TRAIN}; T CFR; V21; {TRAIN}; T CFR; R PAGE; R EOP; T MCF; {BYE}"
    answered = answer(script)
    assert answered.report.outcome is ReceptionOutcome.RECEIVED and answered.modem.done


def test_a_carrier_that_goes_at_once_is_waited_for_again():
    script = f"{CALLED}; {HELLO}; SAY NO CARRIER; R TCF; T CFR; SAY NO CARRIER; R PAGE; R EOP; T MCF; {BYE}"
    assert answer(script).report.outcome is ReceptionOutcome.RECEIVED


def test_v17_trains_long_for_tcf_and_short_for_the_page():
    commands = answer(f"{ONE}; R EOP; T MCF; {BYE}").modem.commands
    assert [command for command in commands if "FRM" in command] == ["AT+FRM=145", "AT+FRM=146"]
