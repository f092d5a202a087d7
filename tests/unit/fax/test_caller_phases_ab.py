"""The calling terminal, phases A and B, branch by branch: T.30 figure 5-2a as scripts (B6)."""

from __future__ import annotations

import pytest

from kiosk.fax.outcome import (
    CallOutcome,
    Coding,
    PageConfirmed,
    PageState,
    PageSubmitted,
    Resolution,
)
from tests.hw_doubles.virtual_call import FINE_A4, PAGE_OCTETS, play
from tests.unit.fax.scripts import B4, BYE, GO, HELLO, ONE, TRAIN, speeds, states

# ---- the straight way ----


def test_one_page_is_delivered():
    played = play(f"{ONE}; T EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED
    assert states(played) == [PageState.CONFIRMED]
    assert played.modem.done and played.modem.on_hook and played.modem_at_rest
    assert played.modem.pages == [PAGE_OCTETS]


def test_three_pages_go_out_with_mps_between_them():
    played = play(f"{ONE}; T MPS; R MCF; T PAGE; T MPS; R MCF; T PAGE; T EOP; R MCF; {BYE}", *[FINE_A4] * 3)
    assert played.report.outcome is CallOutcome.DELIVERED
    assert played.modem.done and len(played.modem.pages) == 3


def test_the_report_says_whom_how_fast_and_how_coded():
    report = play(f"{ONE}; T EOP; R MCF; {BYE}").report
    assert (report.far_ident, report.modulation, report.bit_rate) == ("+86 571 8800 1234", "V.17", 14400)
    assert (report.coding, report.resolution, report.ecm) == (Coding.MR, Resolution.FINE, False)


def test_a_page_is_submitted_before_its_post_page_message_and_confirmed_after_mcf():
    played = play(f"{ONE}; T EOP; R MCF; {BYE}")
    kinds = [type(event) for event in played.events]
    assert kinds.index(PageSubmitted) < kinds.index(PageConfirmed)


def test_without_an_own_identification_only_dcs_is_sent():
    assert play(f"{HELLO}; T DCS; T TCF; R CFR; T PAGE; T EOP; R MCF; {BYE}", ident="").modem.done


def test_dcs_says_what_was_agreed():
    played = play(f"R DIS; T TSI; T DCS 00e270; T TCF; R CFR; T PAGE; T EOP; R MCF; {BYE}")
    assert played.modem.done and played.report.far_ident is None


# ---- phase A: nobody, or no fax ----


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("BUSY", CallOutcome.BUSY),
        ("NO ANSWER", CallOutcome.NO_ANSWER),
        ("NO DIALTONE", CallOutcome.NO_DIAL_TONE),
        ("NO DIAL TONE", CallOutcome.NO_DIAL_TONE),
        ("NO CARRIER", CallOutcome.NO_CARRIER),
        ("DELAYED 10:00", CallOutcome.MODEM_FAILED),
        ("ERROR", CallOutcome.MODEM_FAILED),
    ],
)
def test_a_call_that_fails_while_dialling_has_its_outcome(answer, outcome):
    played = play(f"SAY {answer}; HANGUP")
    assert played.report.outcome is outcome
    assert played.modem.done and states(played) == [PageState.NOT_SENT]


def test_a_silence_is_no_fax_after_t1():
    played = play("QUIET; HANGUP")
    assert played.report.outcome is CallOutcome.NOT_A_FAX
    assert played.modem.on_hook and 60_000 <= played.report.duration_ms <= 70_000


def test_another_carrier_while_dialling_is_listened_through():
    assert play(f"SAY +FCERROR; {ONE}; T EOP; R MCF; {BYE}").report.outcome is CallOutcome.DELIVERED


def test_no_carrier_when_s7_runs_out_is_no_fax():
    assert play("SAY +FCERROR; QUIET; HANGUP", answer_wait_ms=8_000).report.outcome is CallOutcome.NOT_A_FAX
    assert play("SAY NO CARRIER; HANGUP", answer_wait_ms=4_000).report.outcome is CallOutcome.NOT_A_FAX


# ---- phase B: identification ----


def test_nsf_and_unknown_optional_frames_before_dis_are_tolerated():
    assert play(f"R NSF; R 7B..; {ONE}; T EOP; R MCF; {BYE}").report.outcome is CallOutcome.DELIVERED


def test_a_damaged_dis_is_awaited_again():
    assert play(f"R CSI; R ~DIS; {ONE}; T EOP; R MCF; {BYE}").report.outcome is CallOutcome.DELIVERED


def test_dis_that_stays_damaged_ends_with_dcn_after_t1():
    played = play(f"R ~DIS; QUIET; {BYE}")
    assert played.report.outcome is CallOutcome.NOT_A_FAX and played.modem.done


def test_a_far_end_that_cannot_receive_is_incompatible():
    assert play(f"R DIS 00ac70; {BYE}").report.outcome is CallOutcome.INCOMPATIBLE


def test_a_far_end_that_wants_to_send_is_incompatible():
    assert play(f"R DTC 00ee70; {BYE}").report.outcome is CallOutcome.INCOMPATIBLE


def test_a_page_wider_than_the_far_end_is_incompatible():
    assert play(f"{HELLO}; {BYE}", B4).report.outcome is CallOutcome.INCOMPATIBLE


def test_a_modem_and_a_far_end_without_a_common_speed_are_incompatible():
    assert play(f"R DIS 00c670; {BYE}", modem_codes=frozenset({48})).report.outcome is CallOutcome.INCOMPATIBLE


def test_a_refused_identification_ends_the_call_before_any_page_data():
    asked = []
    played = play(f"{HELLO}; {BYE}", accept_far_ident=lambda ident: bool(asked.append(ident)))
    assert played.report.outcome is CallOutcome.FAR_IDENT_REFUSED
    assert asked == ["+86 571 8800 1234"] and played.modem.pages == []


def test_an_accepted_identification_goes_on():
    played = play(f"{ONE}; T EOP; R MCF; {BYE}", accept_far_ident=lambda ident: ident is not None)
    assert played.report.outcome is CallOutcome.DELIVERED


def test_dcn_instead_of_dis_is_no_carrier():
    assert play("R DCN; HANGUP").report.outcome is CallOutcome.NO_CARRIER


def test_a_line_that_goes_dead_before_dis_is_no_carrier():
    played = play(f"R NSF; {'SAY NO CARRIER; ' * 4}T DCN !ERROR; HANGUP")
    assert played.report.outcome is CallOutcome.NO_CARRIER and played.modem.done


# ---- phase B: training ----


def test_ftt_steps_down_the_whole_ladder_until_no_speed_is_left():
    played = play(f"{HELLO}; {(TRAIN + '; R FTT; ') * 8}{BYE}")
    assert played.report.outcome is CallOutcome.TRAINING_FAILED
    assert speeds(played) == [
        "V.17 14400", "V.17 12000", "V.17 9600", "V.17 7200", "V.29 9600", "V.29 7200", "V.27ter 4800", "V.27ter 2400",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("speed_octet", "first"),
    [("e2", "V.27ter 2400"), ("ca", "V.27ter 4800"), ("c6", "V.29 9600"), ("ce", "V.29 9600"), ("ee", "V.17 14400")],
)
def test_the_first_speed_is_the_best_of_the_far_dis(speed_octet, first):
    dis = {"e2": "c2"}.get(speed_octet, speed_octet)
    assert speeds(play(f"R DIS 00{dis}70; {TRAIN}; R CFR; T PAGE; T EOP; R MCF; {BYE}")) == [first]


def test_a_modem_without_v17_begins_at_v29():
    played = play(f"{ONE}; T EOP; R MCF; {BYE}", modem_codes=frozenset({24, 48, 72, 96}))
    assert speeds(played) == ["V.29 9600"] and "AT+FTM=96" in played.modem.commands


def test_v17_trains_long_for_tcf_and_short_for_the_page():
    commands = play(f"{ONE}; T EOP; R MCF; {BYE}").modem.commands
    assert [command for command in commands if "FTM" in command] == ["AT+FTM=145", "AT+FTM=146"]


def test_a_lost_cfr_makes_dcs_come_again_after_t4():
    played = play(f"{HELLO}; {TRAIN}; QUIET; {TRAIN}; R CFR; T PAGE; T EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and played.modem.done


def test_three_dcs_without_an_answer_end_the_call():
    played = play(f"{HELLO}; {(TRAIN + '; QUIET; ') * 3}{BYE}")
    assert played.report.outcome is CallOutcome.NO_CARRIER and played.modem.done


@pytest.mark.parametrize("answer", ["CRP", "DIS"])
def test_crp_or_dis_instead_of_cfr_repeats_dcs_at_once(answer):
    played = play(f"{HELLO}; {TRAIN}; R {answer}; {TRAIN}; R CFR; T PAGE; T EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and played.modem.done


def test_crp_without_end_is_given_up_after_three_tries():
    assert play(f"{HELLO}; {(TRAIN + '; R CRP; ') * 3}{BYE}").report.outcome is CallOutcome.NO_CARRIER


def test_a_damaged_cfr_is_asked_for_again_by_repeating_dcs():
    played = play(f"{HELLO}; {TRAIN}; R ~CFR; QUIET; {TRAIN}; R CFR; T PAGE; T EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED


def test_dcn_instead_of_cfr_ends_without_an_answer_to_it():
    assert play(f"{HELLO}; {TRAIN}; R DCN; HANGUP").report.outcome is CallOutcome.NO_CARRIER


def test_optional_frames_before_cfr_are_heard_out():
    assert play(f"{HELLO}; {TRAIN}; R NSF; {GO.rpartition('; ')[2]}; T PAGE; T EOP; R MCF; {BYE}").modem.done
