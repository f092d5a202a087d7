"""The answering terminal, phases C to E without error correction, branch by branch: T.30 figures 5-2b, 5-2c (B9)."""

from __future__ import annotations

import pytest

from kiosk.fax.outcome import (
    Answering,
    CallerKnown,
    CopyQuality,
    HangingUp,
    PageArriving,
    PageConfirmed,
    PageDropped,
    ReceptionOutcome,
    Trained,
)
from kiosk.fax.turns_table import CallState
from tests.hw_doubles.virtual_reception import VirtualReception, answer
from tests.unit.fax.reception_scripts import BYE, GO, HELLO, ONE, TRAIN

POOR, USELESS, EMPTY = CopyQuality(1000, 80, 9), CopyQuality(1000, 200, 9), CopyQuality(0)
HOLE = CopyQuality(2000, 130, 130)


def confirmed(answered) -> list[bool]:
    return [page.confirmed for page in answered.report.pages]


# ---- pages ----


def test_three_pages_come_with_mps_between_them():
    answered = answer(f"{ONE}; R MPS; T MCF; R PAGE; R MPS; T MCF; R PAGE; R EOP; T MCF; {BYE}")
    assert answered.report.outcome is ReceptionOutcome.RECEIVED and confirmed(answered) == [True] * 3
    assert [page.number for page in answered.kept] == [1, 2, 3]


def test_the_events_tell_the_story_in_order():
    events = answer(f"{ONE}; R EOP; T MCF; {BYE}").events
    assert [type(event) for event in events] == [
        Answering, CallerKnown, Trained, PageArriving, PageConfirmed, HangingUp,
    ]  # fmt: skip


def test_eom_leads_to_a_new_dis_after_t2_and_a_second_document():
    script = f"{ONE}; R EOM; T MCF; QUIET; T CSI; T DIS; {TRAIN}; T CFR; R PAGE; R EOP; T MCF; {BYE}"
    assert confirmed(answer(script)) == [True, True]


def test_a_caller_that_did_not_hear_mcf_to_eom_gets_it_again():
    script = f"{ONE}; R EOM; T MCF; R EOM; T MCF; QUIET; T CSI; T DIS; R DCN; HANGUP"
    answered = answer(script)
    assert answered.modem.done and confirmed(answered) == [True]


@pytest.mark.parametrize("command", ["PRI-MPS", "PRI-EOM", "PRI-EOP"])
def test_a_wish_for_an_operator_is_answered_as_if_there_was_none(command):
    after = {"PRI-MPS": f"R PAGE; R EOP; T MCF; {BYE}", "PRI-EOM": "R DCN; HANGUP", "PRI-EOP": BYE}[command]
    answered = answer(f"{ONE}; R {command}; T MCF; {after}")
    assert answered.modem.done and all(confirmed(answered))


# ---- the answer to a page (B9: on disk before it is confirmed) ----


def test_nothing_is_confirmed_before_the_page_is_on_disk():
    answered = answer(f"{ONE}; R EOP; T MCF; {BYE}", keeping_ms=2_900)
    said = [entry for entry in answered.report.trace if entry.signal in ("PAGE KEPT", "MCF")]
    assert [entry.signal for entry in said] == ["PAGE KEPT", "MCF"]


def test_a_slow_disk_lets_the_caller_repeat_its_command_and_then_answers():
    answered = answer(f"{ONE}; R EOP; R EOP; T MCF; {BYE}", keeping_ms=5_500)
    assert answered.report.outcome is ReceptionOutcome.RECEIVED and answered.modem.done


def test_a_disk_that_refuses_the_page_ends_the_call_without_any_confirmation():
    answered = answer(f"{ONE}; R EOP; T DCN; HANGUP", disk_fails=1, keeping_ms=2_500)
    assert answered.report.outcome is ReceptionOutcome.NOT_KEPT and confirmed(answered) == [False]
    assert "No space left" in answered.report.detail and ">MCF" not in answered.signals


def test_a_disk_that_refuses_the_second_page_leaves_the_first_one_confirmed():
    answered = answer(f"{ONE}; R MPS; T MCF; R PAGE; QUIET; T DCN; HANGUP", disk_fails=2, keeping_ms=100)
    assert confirmed(answered) == [True, False] and answered.report.outcome is ReceptionOutcome.NOT_KEPT


def test_a_poor_page_is_kept_and_asks_for_a_new_training():
    answered = answer(f"{ONE}; R MPS; T RTP; {TRAIN}; T CFR; R PAGE; R EOP; T MCF; {BYE}", qualities=[POOR])
    assert confirmed(answered) == [True, True]
    assert answered.report.pages[0].quality == POOR


@pytest.mark.parametrize("quality", [USELESS, EMPTY, HOLE])
def test_a_useless_page_is_refused_and_comes_again_under_its_number(quality):
    script = f"{ONE}; R EOP; T RTN; {TRAIN}; T CFR; R PAGE; R EOP; T MCF; {BYE}"
    answered = answer(script, qualities=[quality])
    assert confirmed(answered) == [True] and [page.number for page in answered.kept] == [1]
    assert PageDropped(1) in answered.events and answered.events.count(PageConfirmed(1)) == 1


def test_a_refused_page_that_never_comes_again_leaves_the_fax_incomplete():
    answered = answer(f"{ONE}; R EOP; T RTN; {BYE}", qualities=[USELESS])
    assert answered.report.outcome is ReceptionOutcome.INCOMPLETE and confirmed(answered) == [False]


def test_a_lost_mcf_is_sent_again_and_the_page_is_not_doubled():
    script = f"{ONE}; R MPS; T MCF; V21; R MPS; T MCF; R PAGE; R EOP; T MCF; R EOP; T MCF; {BYE}"
    answered = answer(script)
    assert confirmed(answered) == [True, True] and len(answered.kept) == 2


def test_a_page_that_was_missed_altogether_is_refused_not_confirmed():
    script = f"{ONE}; R MPS; T MCF; QUIET; R MPS; T RTN; {TRAIN}; T CFR; R PAGE; R EOP; T MCF; {BYE}"
    answered = answer(script)
    assert confirmed(answered) == [True, True] and answered.modem.done


def test_a_command_too_late_for_a_repeat_is_of_a_missed_page():
    """Found by our two sides on a lossy line: a short page was missed, MPS came as before, and MCF was the answer."""
    answered = answer(f"{ONE}; R MPS; T MCF; V21 3200; R MPS; T RTN; {TRAIN}; T CFR; V21; R MPS; T RTN; R DCN; HANGUP")
    assert answered.modem.done and answered.report.confirmed_pages == 1


def test_another_command_than_before_without_a_page_is_of_a_missed_page():
    answered = answer(f"{ONE}; R MPS; T MCF; V21; R EOP; T RTN; R DCN; HANGUP")
    assert answered.modem.done and answered.report.outcome is ReceptionOutcome.INCOMPLETE


def test_dcs_where_a_post_page_message_is_due_drops_the_page_and_trains_again():
    answered = answer(f"{ONE}; {TRAIN}; T CFR; R PAGE; R EOP; T MCF; {BYE}")
    assert confirmed(answered) == [True] and PageDropped(1) in answered.events


def test_optional_and_damaged_frames_between_page_and_command_are_passed_over():
    assert answer(f"{ONE}; R 7B..; R ~EOP; R EOP; T MCF; {BYE}").report.outcome is ReceptionOutcome.RECEIVED


# ---- losses ----


def test_a_caller_gone_after_its_page_leaves_it_unconfirmed():
    answered = answer(f"{ONE}; QUIET; T DCN; HANGUP")
    assert answered.report.outcome is ReceptionOutcome.INCOMPLETE and confirmed(answered) == [False]
    assert PageDropped(1) in answered.events


def test_a_page_cut_short_waits_longer_for_its_command():
    answered = answer(f"{ONE}; QUIET; T DCN; HANGUP", pages=[b"half a page"])
    assert answered.report.duration_ms > 30_000


def test_a_line_that_drops_after_the_last_confirmation_has_brought_everything():
    for ending in ("QUIET", "SAY NO CARRIER; " * 4):
        assert answer(f"{ONE}; R EOP; T MCF; {ending}; HANGUP").report.outcome is ReceptionOutcome.RECEIVED


def test_dcn_between_two_pages_is_incomplete():
    answered = answer(f"{ONE}; R MPS; T MCF; V21; R DCN; HANGUP")
    assert answered.report.outcome is ReceptionOutcome.INCOMPLETE and confirmed(answered) == [True]


@pytest.mark.parametrize("cancel_ms", [100, 5_000, 9_000, 12_000, 14_500, 16_000])
def test_cancelling_anywhere_leaves_the_modem_on_hook_and_no_page_by_half(cancel_ms):
    call = VirtualReception(f"{ONE}; R EOP; T MCF; {BYE}", cancel_ms=cancel_ms)
    call.modem.lenient = True
    answered = call.play()
    assert answered.report.outcome in (ReceptionOutcome.CANCELLED, ReceptionOutcome.RECEIVED)
    assert answered.modem.on_hook and answered.modem_at_rest


@pytest.mark.parametrize("moment", ["CSI", "CFR", "MCF"])
def test_a_modem_that_falls_silent_is_told_as_such(moment):
    script = {"CSI": "MUTE", "CFR": f"{GO.removesuffix('; T CFR')}; MUTE", "MCF": f"{ONE}; R EOP; MUTE"}[moment]
    answered = answer(script)
    assert answered.report.outcome is ReceptionOutcome.MODEM_FAILED and not answered.modem_at_rest


def test_a_port_that_is_gone_is_told_as_such():
    call = VirtualReception(HELLO)
    call.session.start(0)
    call.session.port_lost("unplugged", 10)
    report = call.session.report(10)
    assert report.outcome is ReceptionOutcome.MODEM_FAILED and call.answerer.state is CallState.OVER


def test_an_endless_page_is_let_go():
    call = VirtualReception(f"{ONE}; HANGUP", pages=[bytes(4_000)])
    call.answerer.longest_page_octets = 3_000
    call.modem.lenient = True
    assert call.play().report.outcome is ReceptionOutcome.INCOMPLETE
