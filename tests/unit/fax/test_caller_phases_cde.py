"""The calling terminal, phases C to E, branch by branch: T.30 figures 5-2b and 5-2c as scripts (B6)."""

from __future__ import annotations

import pytest

from kiosk.fax.outcome import (
    CallOutcome,
    PageConfirmed,
    PageProgress,
    PageRefused,
    PageState,
    Resolution,
)
from tests.hw_doubles.virtual_call import FINE_A4, VirtualCall, play
from tests.unit.fax.scripts import BYE, GO, HELLO, ONE, STANDARD_A4, TRAIN, speeds, states

# ---- phase C and D ----


def test_a_lost_mcf_makes_the_post_page_message_come_again():
    played = play(f"{ONE}; T EOP; QUIET; T EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and len(played.modem.pages) == 1


def test_three_post_page_messages_without_an_answer_leave_the_page_unknown():
    played = play(f"{ONE}; T EOP; QUIET; T EOP; QUIET; T EOP; QUIET; {BYE}")
    assert played.report.outcome is CallOutcome.LINE_LOST
    assert states(played) == [PageState.UNKNOWN] and played.modem.done


def test_rtp_confirms_the_page_and_trains_again_before_the_next():
    played = play(f"{ONE}; T MPS; R RTP; {TRAIN}; R CFR; T PAGE; T EOP; R MCF; {BYE}", FINE_A4, FINE_A4)
    assert states(played) == [PageState.CONFIRMED] * 2 and speeds(played) == ["V.17 14400"] * 2


def test_rtp_after_the_last_page_is_delivered():
    assert play(f"{ONE}; T EOP; R RTP; {BYE}").report.outcome is CallOutcome.DELIVERED


def test_rtn_sends_the_page_again_more_slowly():
    played = play(f"{ONE}; T EOP; R RTN; {TRAIN}; R CFR; T PAGE; T EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED
    assert speeds(played) == ["V.17 14400", "V.17 12000"] and played.report.pages[0].attempts == 2
    assert PageRefused(1) in played.events


def test_rtn_again_and_again_leaves_v17_and_then_refuses_the_page():
    again = f"R RTN; {TRAIN}; R CFR; T PAGE; T EOP; "
    played = play(f"{ONE}; T EOP; {again * 3}R RTN; {BYE}")
    assert played.report.outcome is CallOutcome.PAGE_REFUSED and states(played) == [PageState.NOT_SENT]
    assert speeds(played) == ["V.17 14400", "V.17 12000", "V.29 9600", "V.29 7200"]


def test_rtn_at_the_lowest_speed_is_tried_again_at_that_speed():
    go = "T TSI; T DCS; T TCF; R CFR; T PAGE; T EOP"
    played = play(f"R DIS 00c270; {go}; R RTN; {go}; R RTN; {go}; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and set(speeds(played)) == {"V.27ter 2400"}


def test_pip_on_the_last_page_is_delivered():
    assert play(f"{ONE}; T EOP; R PIP; {BYE}").report.outcome is CallOutcome.DELIVERED


def test_pip_before_further_pages_begins_again_at_phase_b():
    played = play(f"{ONE}; T MPS; R PIP; {ONE}; T EOP; R MCF; {BYE}", FINE_A4, FINE_A4)
    assert states(played) == [PageState.CONFIRMED] * 2 and played.modem.done


def test_pin_begins_again_at_phase_b_and_sends_the_page_again():
    played = play(f"{ONE}; T EOP; R PIN; {ONE}; T EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and played.report.pages[0].attempts == 2


def test_pin_each_time_refuses_the_page():
    played = play(f"{(ONE + '; T EOP; R PIN; ') * 4}{BYE}")
    assert played.report.outcome is CallOutcome.PAGE_REFUSED and played.modem.done


def test_pin_without_a_new_phase_b_is_a_refused_page():
    assert play(f"{ONE}; T EOP; R PIN; QUIET; {BYE}").report.outcome is CallOutcome.PAGE_REFUSED


def test_a_page_of_another_resolution_is_announced_by_eom():
    played = play(f"{ONE}; T EOM; R MCF; {ONE}; T EOP; R MCF; {BYE}", FINE_A4, STANDARD_A4)
    assert played.report.outcome is CallOutcome.DELIVERED
    assert [event for event in played.events if isinstance(event, PageConfirmed)] == [
        PageConfirmed(1),
        PageConfirmed(2),
    ]
    assert played.report.resolution is Resolution.STANDARD


@pytest.mark.parametrize("answer", ["RTP", "RTN"])
def test_rtp_or_rtn_after_eom_begins_at_phase_b(answer):
    rest = {"RTP": f"{ONE}; T EOP; R MCF", "RTN": f"{ONE}; T EOM; R MCF; {ONE}; T EOP; R MCF"}[answer]
    played = play(f"{ONE}; T EOM; R {answer}; {rest}; {BYE}", FINE_A4, STANDARD_A4)
    assert states(played) == [PageState.CONFIRMED] * 2 and played.modem.done


def test_silence_after_eom_leaves_the_first_page_confirmed_and_the_second_not_sent():
    played = play(f"{ONE}; T EOM; R MCF; QUIET; {BYE}", FINE_A4, STANDARD_A4)
    assert played.report.outcome is CallOutcome.LINE_LOST
    assert states(played) == [PageState.CONFIRMED, PageState.NOT_SENT]


def test_crp_after_eop_repeats_eop():
    assert play(f"{ONE}; T EOP; R CRP; T EOP; R MCF; {BYE}").report.outcome is CallOutcome.DELIVERED


def test_frames_that_are_no_answer_are_passed_over_until_t4():
    assert play(f"{ONE}; T EOP; R CFR; R TNR; QUIET; T EOP; R MCF; {BYE}").report.outcome is CallOutcome.DELIVERED


def test_dcn_instead_of_mcf_leaves_the_page_unknown():
    played = play(f"{ONE}; T EOP; R DCN; HANGUP")
    assert (played.report.outcome, states(played)) == (CallOutcome.LINE_LOST, [PageState.UNKNOWN])


# ---- the line drops ----


@pytest.mark.parametrize(
    ("script", "outcome", "state"),
    [
        (f"{HELLO}; SAY NO CARRIER; SAY ERROR; HANGUP", CallOutcome.NO_CARRIER, PageState.NOT_SENT),
        (f"{HELLO}; T TSI !NO CARRIER; SAY ERROR; HANGUP", CallOutcome.NO_CARRIER, PageState.NOT_SENT),
        (f"{HELLO}; T TSI; T DCS; T TCF !NO CARRIER; SAY ERROR; HANGUP", CallOutcome.NO_CARRIER, PageState.NOT_SENT),
        (f"{GO}; SAY NO CARRIER; SAY ERROR; HANGUP", CallOutcome.LINE_LOST, PageState.NOT_SENT),
        (f"{GO}; T PAGE cut 500; SAY ERROR; HANGUP", CallOutcome.LINE_LOST, PageState.NOT_SENT),
        (f"{ONE}; SAY NO CARRIER; SAY ERROR; HANGUP", CallOutcome.LINE_LOST, PageState.UNKNOWN),
        (f"{ONE}; T EOP !NO CARRIER; SAY ERROR; HANGUP", CallOutcome.LINE_LOST, PageState.UNKNOWN),
        (f"{ONE}; T EOP; SAY ERROR; SAY ERROR; HANGUP", CallOutcome.LINE_LOST, PageState.UNKNOWN),
        (f"{ONE}; T EOP; {'SAY NO CARRIER; ' * 4}SAY ERROR; HANGUP", CallOutcome.LINE_LOST, PageState.UNKNOWN),
    ],
)
def test_a_line_that_drops_has_the_right_outcome_and_the_modem_is_at_rest(script, outcome, state):
    played = play(script)
    assert (played.report.outcome, states(played)) == (outcome, [state])
    assert played.modem.done and played.modem_at_rest


def test_no_carrier_now_and_then_is_a_pause_not_the_end():
    played = play(f"{ONE}; T EOP; SAY NO CARRIER; SAY +FCERROR; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED


@pytest.mark.parametrize("so_far", ["", HELLO, f"{HELLO}; T TSI; T DCS", f"{HELLO}; {TRAIN}", GO, ONE, f"{ONE}; T EOP"])
def test_a_modem_that_falls_silent_is_given_up_by_the_timers(so_far):
    played = play(f"{so_far}; MUTE")
    assert played.report.outcome is CallOutcome.MODEM_FAILED or played.report.outcome is CallOutcome.NOT_A_FAX
    assert not played.modem_at_rest


def test_a_modem_that_refuses_to_hang_up_is_told_to_the_driver():
    played = play(f"{ONE}; T EOP; R MCF; T DCN; SAY ERROR")
    assert played.report.outcome is CallOutcome.DELIVERED and not played.modem_at_rest


def test_a_page_the_house_cannot_code_for_the_terms_ends_the_call():
    call = VirtualCall(f"{GO}; {BYE}", page_octets=None)
    assert call.play().report.outcome is CallOutcome.INCOMPATIBLE


def test_a_reception_given_up_by_the_modem_is_begun_again():
    """The frame after CONNECT never ends: the dialogue breaks it off, the far end's next DIS is heard."""
    played = play(f"GARBLE 0d0a434f4e4e4543540d0a; {ONE}; T EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and played.modem.done


def test_progress_names_the_page_under_way():
    played = play(f"{ONE}; T EOP; R MCF; {BYE}", page_octets=bytes(range(1, 256)) * 100)
    progress = [event for event in played.events if isinstance(event, PageProgress)]
    assert len(progress) > 10 and all(event.page == 1 and event.octets == 25500 for event in progress)
    assert [event.sent for event in progress] == sorted(event.sent for event in progress)


def test_a_carrier_without_a_frame_is_listened_past():
    """NO CARRIER comes as text where a frame was to come, without DLE ETX: found on the soft modem."""
    assert play(f"EMPTY; EMPTY; {ONE}; T EOP; R MCF; {BYE}").report.outcome is CallOutcome.DELIVERED
    assert play(f"{ONE}; T EOP; EMPTY; R MCF; {BYE}").report.outcome is CallOutcome.DELIVERED


def test_an_answer_that_t30_does_not_have_sends_the_page_again_out_of_v17():
    """libspandsp says FF when its short training failed: found on a line with 16 dB loss."""
    played = play(f"{ONE}; T EOP; R FF; {TRAIN}; R CFR; T PAGE; T EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and played.report.pages[0].attempts == 2
    assert speeds(played) == ["V.17 14400", "V.29 9600"]
    again = f"R FF; {TRAIN}; R CFR; T PAGE; T EOP; "
    assert play(f"{ONE}; T EOP; {again * 3}R FF; {BYE}").report.outcome is CallOutcome.PAGE_REFUSED
