"""The calling terminal with error correction, branch by branch: T.30 Annex A as scripts (B6)."""

from __future__ import annotations

import pytest

from kiosk.fax.outcome import CallOutcome, Coding, PageConfirmed, PageProgress, PageRefused, PageState, PageSubmitted
from tests.hw_doubles import hdlc_bits
from tests.hw_doubles.virtual_call import FINE_A4, PAGE_OCTETS, VirtualCall, play
from tests.unit.fax.scripts import BYE, EGO, EHELLO, EONE, ETRAIN, STANDARD_A4, TRAIN, speeds, states

LONG_PAGE = PAGE_OCTETS * 35  # 279 frames: a block of 256 and one of 23
SLOW = f"R DIS 00c2f044; {TRAIN}; R CFR; T PAGE"  # V.27 ter 2400 only: the lowest speed
FOUR_PPR = "T PPS-EOP; R PPR 01; T PAGE; T PPS-EOP; R PPR 01; T PAGE; T PPS-EOP; R PPR 01; T PAGE; T PPS-EOP; R PPR 01"


def sent_frames(played, burst: int) -> list[int]:
    return sorted(hdlc_bits.page_data(played.modem.pages[burst]))


def training(played) -> list[str]:
    return [command for command in played.modem.commands if "FTM=1" in command]


# ---- the straight way ----


def test_a_page_goes_in_numbered_frames_and_pps_eop_tells_how_many():
    played = play(f"{EONE}; T PPS-EOP 2f000007; R MCF; {BYE}")
    assert (played.report.outcome, played.report.ecm, played.report.coding) == (
        CallOutcome.DELIVERED,
        True,
        Coding.MMR,
    )
    data = hdlc_bits.page_data(played.modem.pages[0])
    assert b"".join(data[number] for number in sorted(data)) == PAGE_OCTETS
    assert hdlc_bits.frames(played.modem.pages[0])[-3:] == [hdlc_bits.RCP] * 3


def test_pages_are_counted_from_0_in_pps_mps():
    pages = "T PPS-MPS 4f000007; R MCF; T PAGE; T PPS-MPS 4f010007; R MCF; T PAGE; T PPS-EOP 2f020007; R MCF"
    played = play(f"{EONE}; {pages}; {BYE}", *[FINE_A4] * 3)
    assert states(played) == [PageState.CONFIRMED] * 3 and played.modem.done


def test_the_page_counter_begins_again_after_255():
    pages = "; ".join(f"T PAGE; T PPS-MPS 4f{number % 256:02x}00; R MCF" for number in range(257))
    script = f"{EGO}; {pages}; T PAGE; T PPS-EOP 2f010000; R MCF; {BYE}"
    played = play(script, *[FINE_A4] * 258, page_octets=b"\x01")
    assert played.report.confirmed_pages == 258 and played.modem.done


def test_a_page_longer_than_256_frames_goes_in_blocks_with_pps_null_between_them():
    played = play(
        f"{EONE}; T PPS-NULL 000000ff; R MCF; T PAGE; T PPS-EOP 2f000116; R MCF; {BYE}", page_octets=LONG_PAGE
    )
    assert played.report.outcome is CallOutcome.DELIVERED and played.modem.done
    blocks = [hdlc_bits.page_data(burst) for burst in played.modem.pages]
    assert b"".join(block[number] for block in blocks for number in sorted(block)) == LONG_PAGE


def test_a_page_is_submitted_before_its_last_pps_not_there_after_ppr_and_pps_null_says_nothing_of_it():
    script = f"{EONE}; T PPS-NULL; R PPR 01; T PAGE; T PPS-NULL; R MCF; T PAGE; T PPS-EOP; R PPR 01; T PAGE"
    events = play(f"{script}; T PPS-EOP; R MCF; {BYE}", page_octets=LONG_PAGE).events
    told = [event for event in events if isinstance(event, PageSubmitted | PageConfirmed | PageRefused)]
    assert told == [PageSubmitted(1), PageRefused(1), PageSubmitted(1), PageConfirmed(1)]


def test_progress_counts_the_octets_of_the_page_whatever_is_repeated():
    script = f"{EONE}; T PPS-NULL; R PPR ff; T PAGE; T PPS-NULL; R MCF; T PAGE; T PPS-EOP; R MCF; {BYE}"
    progress = [event for event in play(script, page_octets=LONG_PAGE).events if isinstance(event, PageProgress)]
    assert len(progress) > 20 and all(0 <= event.sent <= event.octets == len(LONG_PAGE) for event in progress)


def test_another_document_in_the_same_call_begins_after_pps_eom():
    played = play(
        f"{EONE}; T PPS-EOM 8f000007; R MCF; {EONE}; T PPS-EOP 2f010007; R MCF; {BYE}",
        FINE_A4,
        FINE_A4,
        document_starts=frozenset({2}),
    )
    assert played.report.confirmed_pages == 2 and played.modem.done


def test_a_page_of_another_resolution_is_announced_by_pps_eom():
    second = f"{EHELLO}; T TSI; T DCS 0022f044; T TCF; R CFR; T PAGE; T PPS-EOP; R MCF"
    played = play(f"{EONE}; T PPS-EOM; R MCF; {second}; {BYE}", FINE_A4, STANDARD_A4)
    assert played.report.confirmed_pages == 2 and played.modem.done


# ---- what is agreed ----


@pytest.mark.parametrize(
    ("dis", "dcs"),
    [
        ("00eef044", "0062f044"),  # T.6
        ("00eef004", "00e2f004"),  # ECM without T.6: MR, no minimum scan line time
        ("006e8004", "0062f004"),  # MH, 20 ms a line without error correction, 0 with it
        ("40eef044", "0062f04c"),  # the far end prefers frames of 64 octets
    ],
)
def test_dcs_says_that_pages_go_in_frames_and_which(dis, dcs):
    played = play(f"R DIS {dis}; T TSI; T DCS {dcs}; T TCF; R CFR; T PAGE; T PPS-EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and played.modem.done


def test_frames_have_64_octets_where_the_far_end_prefers_them():
    played = play(f"R DIS 40eef044; {TRAIN}; R CFR; T PAGE; T PPS-EOP 2f00001f; R MCF; {BYE}")
    assert played.modem.done
    assert {len(data) for data in hdlc_bits.page_data(played.modem.pages[0]).values()} <= {64, len(PAGE_OCTETS) % 64}


def test_error_correction_can_be_left_out():
    played = play(f"{EHELLO}; T TSI; T DCS 00e2; T TCF; R CFR; T PAGE; T EOP; R MCF; {BYE}", ecm=False)
    assert played.modem.done and not played.report.ecm and played.report.coding is Coding.MR


def test_the_speed_can_be_limited():
    assert speeds(play(f"{EONE}; T PPS-EOP; R MCF; {BYE}".replace("0062f044", ""), max_bit_rate=9600)) == ["V.17 9600"]
    assert play(f"{EHELLO}; {BYE}", max_bit_rate=1200).report.outcome is CallOutcome.SPEED_LIMIT


def test_ftt_steps_down_and_the_coded_page_is_kept():
    """In error correction there is no fill: the octets are the same at any speed."""
    call = VirtualCall(f"{EHELLO}; {ETRAIN}; R FTT; {TRAIN}; R CFR; T PAGE; T PPS-EOP; R MCF; {BYE}")
    played = call.play()
    assert played.report.outcome is CallOutcome.DELIVERED and speeds(played) == ["V.17 14400", "V.17 12000"]
    assert call.pages_wanted == [1]


# ---- PPR ----


def test_ppr_brings_exactly_the_frames_it_asks_for():
    played = play(f"{EONE}; T PPS-EOP; R PPR 85; T PAGE; T PPS-EOP 2f000007; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED
    assert sent_frames(played, 0) == list(range(8)) and sent_frames(played, 1) == [0, 2, 7]


def test_ppr_in_the_first_block_of_a_page_is_about_that_block():
    script = (
        f"{EONE}; T PPS-NULL 000000ff; R PPR 02; T PAGE; T PPS-NULL 000000ff; R MCF; T PAGE; T PPS-EOP; R MCF; {BYE}"
    )
    played = play(script.replace("R PPR 02", f"R PPR 02{'00' * 31}"), page_octets=LONG_PAGE)
    assert played.modem.done and sent_frames(played, 1) == [1] and sent_frames(played, 2) == list(range(23))


def test_ppr_that_asks_for_nothing_brings_the_whole_block():
    played = play(f"{EONE}; T PPS-EOP; R PPR 00; T PAGE; T PPS-EOP; R MCF; {BYE}")
    assert played.modem.done and sent_frames(played, 1) == list(range(8))


def test_after_ppr_the_page_is_not_there_until_mcf():
    played = play(f"{EONE}; T PPS-EOP; R PPR 01; T PAGE cut 500; SAY ERROR; HANGUP")
    assert (played.report.outcome, states(played)) == (CallOutcome.LINE_LOST, [PageState.NOT_SENT])


# ---- CTC and EOR ----


def test_the_fourth_ppr_continues_more_slowly_after_ctc_and_a_long_training():
    played = play(f"{EONE}; {FOUR_PPR}; T CTC 006a; R CTR; T PAGE; T PPS-EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and played.modem.done
    assert training(played)[-2:] == ["AT+FTM=146", "AT+FTM=121"] and played.report.bit_rate == 12000
    assert sent_frames(played, -1) == [0]


def test_ppr_after_ctr_counts_anew_and_trains_short_again():
    played = play(f"{EONE}; {FOUR_PPR}; T CTC; R CTR; T PAGE; T PPS-EOP; R PPR 01; T PAGE; T PPS-EOP; R MCF; {BYE}")
    assert played.modem.done and training(played)[-2:] == ["AT+FTM=121", "AT+FTM=122"]


def test_the_second_ctc_leaves_v17():
    played = play(
        f"{EONE}; {FOUR_PPR}; T CTC; R CTR; T PAGE; {FOUR_PPR}; T CTC; R CTR; T PAGE; T PPS-EOP; R MCF; {BYE}"
    )
    assert played.modem.done and (played.report.modulation, played.report.bit_rate) == ("V.29", 9600)


def test_the_next_page_goes_at_the_speed_of_ctc():
    rest = "T CTC; R CTR; T PAGE; T PPS-MPS; R MCF; T PAGE; T PPS-EOP; R MCF"
    played = play(f"{EONE}; {FOUR_PPR.replace('EOP', 'MPS')}; {rest}; {BYE}", FINE_A4, FINE_A4)
    assert played.report.confirmed_pages == 2 and [page.bit_rate for page in played.report.pages] == [14400, 12000]


def test_at_the_lowest_speed_ctc_is_sent_as_long_as_fewer_frames_are_missing():
    ppr = ["ff", "0f", "03"]
    rounds = [f"{FOUR_PPR.replace('PPR 01', f'PPR {asked}')}; T CTC; R CTR; T PAGE" for asked in ppr]
    played = play(f"{SLOW}; {'; '.join(rounds)}; T PPS-EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and played.modem.done


GIVEN_UP = f"{SLOW}; {FOUR_PPR}; T CTC; R CTR; T PAGE; {FOUR_PPR}; T EOR-EOP 2f"


@pytest.mark.parametrize(
    "answer",
    [
        "R ERR; T DCN",
        "QUIET; T EOR-EOP; R ERR; T DCN",
        "R CRP; T EOR-EOP; R ERR; T DCN",
        "R RNR; T RR; R ERR; T DCN",
        "R RNR; T RR; R MCF; T DCN",
        "R RNR; T RR; R PPR 01; T DCN",
        "R MCF; T DCN",
        "QUIET; T EOR-EOP; QUIET; T EOR-EOP; QUIET; T DCN",
        "R DCN",
    ],
)
def test_without_hope_eor_ends_the_page_and_whatever_answers_it_is_not_sent(answer):
    played = play(f"{GIVEN_UP}; {answer}; HANGUP")
    assert played.modem.done and PageRefused(1) in played.events
    assert (played.report.outcome, states(played)) == (CallOutcome.PAGE_REFUSED, [PageState.NOT_SENT])


@pytest.mark.parametrize("lost", ["QUIET", "R ~CTR; QUIET", "R CRP"])
def test_ctc_is_repeated_when_ctr_does_not_come(lost):
    played = play(f"{EONE}; {FOUR_PPR}; T CTC; {lost}; T CTC; R CTR; T PAGE; T PPS-EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and played.modem.done


def test_three_ctc_without_an_answer_end_the_call():
    played = play(f"{EONE}; {FOUR_PPR}; {'T CTC; QUIET; ' * 3}{BYE}")
    assert (played.report.outcome, states(played)) == (CallOutcome.LINE_LOST, [PageState.NOT_SENT])


# ---- lost and odd answers ----


@pytest.mark.parametrize("lost", ["QUIET", "R ~MCF; QUIET", "R CRP", "EMPTY; QUIET", "R TNR; QUIET", "R FTT; QUIET"])
def test_pps_is_repeated_when_its_answer_does_not_come(lost):
    played = play(f"{EONE}; T PPS-EOP; {lost}; T PPS-EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and len(played.modem.pages) == 1


def test_three_pps_without_an_answer_leave_the_page_unknown():
    played = play(f"{EONE}; {'T PPS-EOP; QUIET; ' * 3}{BYE}")
    assert (played.report.outcome, states(played)) == (CallOutcome.LINE_LOST, [PageState.UNKNOWN])


def test_three_pps_null_without_an_answer_leave_the_page_not_sent():
    played = play(f"{EONE}; {'T PPS-NULL; QUIET; ' * 3}{BYE}", page_octets=LONG_PAGE)
    assert (played.report.outcome, states(played)) == (CallOutcome.LINE_LOST, [PageState.NOT_SENT])


@pytest.mark.parametrize(
    ("script", "state"),
    [
        (f"{EONE}; T PPS-EOP; R DCN; HANGUP", PageState.UNKNOWN),
        (f"{EONE}; T PPS-EOP; R PPR 01; T PAGE; T PPS-EOP; R DCN; HANGUP", PageState.UNKNOWN),
        (f"{EONE}; T PPS-EOP; R RNR; T RR; R DCN; HANGUP", PageState.UNKNOWN),
        (f"{EONE}; {FOUR_PPR}; T CTC; R DCN; HANGUP", PageState.NOT_SENT),
        (f"{EONE}; T PPS-EOP !NO CARRIER; SAY ERROR; HANGUP", PageState.UNKNOWN),
        (f"{EONE}; T PPS-EOP; {'SAY NO CARRIER; ' * 4}SAY ERROR; HANGUP", PageState.UNKNOWN),
        (f"{EGO}; T PAGE cut 900; SAY ERROR; HANGUP", PageState.NOT_SENT),
    ],
)
def test_dcn_and_a_lost_line_have_the_right_outcome_wherever_they_come(script, state):
    played = play(script)
    assert (played.report.outcome, states(played)) == (CallOutcome.LINE_LOST, [state])
    assert played.modem.done and played.modem_at_rest


# ---- PIP and PIN ----


def test_pip_confirms_the_last_page_and_before_another_one_leads_to_phase_b():
    assert play(f"{EONE}; T PPS-EOP; R PIP; {BYE}").report.outcome is CallOutcome.DELIVERED
    played = play(f"{EONE}; T PPS-MPS; R PIP; {EONE}; T PPS-EOP 2f01; R MCF; {BYE}", FINE_A4, FINE_A4)
    assert played.report.confirmed_pages == 2 and played.modem.done


@pytest.mark.parametrize("answer", ["PIN", "PIP"])
def test_pin_or_pip_in_the_middle_of_a_page_sends_the_whole_page_again_after_phase_b(answer):
    again = "T PPS-NULL 000000ff; R MCF; T PAGE; T PPS-EOP; R MCF"
    played = play(f"{EONE}; T PPS-NULL; R {answer}; {EONE}; {again}; {BYE}", page_octets=LONG_PAGE)
    assert played.report.outcome is CallOutcome.DELIVERED and played.report.pages[0].attempts == 2


def test_pin_each_time_refuses_the_page():
    played = play(f"{(EONE + '; T PPS-EOP; R PIN; ') * 4}{BYE}")
    assert played.report.outcome is CallOutcome.PAGE_REFUSED and played.modem.done


# ---- RNR and RR ----


def test_rnr_is_answered_by_rr_until_the_confirmation_comes():
    played = play(f"{EONE}; T PPS-EOP; R RNR; T RR; R RNR; T RR; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and played.modem.done


def test_after_rr_the_far_end_may_ask_for_frames_or_interrupt():
    assert play(f"{EONE}; T PPS-EOP; R RNR; T RR; R PPR 01; T PAGE; T PPS-EOP; R MCF; {BYE}").modem.done
    assert play(f"{EONE}; T PPS-EOP; R RNR; T RR; R PIP; {BYE}").report.outcome is CallOutcome.DELIVERED


def test_rnr_longer_than_t5_ends_the_call_with_the_page_unknown():
    played = play(f"{EONE}; T PPS-EOP; R RNR; {'T RR; R RNR; ' * 25}{BYE}")
    assert (played.report.outcome, states(played)) == (CallOutcome.LINE_LOST, [PageState.UNKNOWN])
    rnr = [entry.at_ms for entry in played.report.trace if entry.signal == "RNR"]
    assert 60_000 <= rnr[-1] - rnr[0] <= 65_000


def test_t5_begins_anew_with_the_next_block():
    waiting = "R RNR; " + "T RR; R RNR; " * 12 + "T RR; R MCF"
    played = play(f"{EONE}; T PPS-NULL; {waiting}; T PAGE; T PPS-EOP; {waiting}; {BYE}", page_octets=LONG_PAGE)
    assert played.report.outcome is CallOutcome.DELIVERED and played.report.duration_ms > 100_000


def test_an_unanswered_rr_is_repeated_three_times_in_all():
    assert play(f"{EONE}; T PPS-EOP; R RNR; T RR; QUIET; T RR; R MCF; {BYE}").modem.done
    played = play(f"{EONE}; T PPS-EOP; R RNR; {'T RR; QUIET; ' * 3}{BYE}")
    assert played.report.outcome is CallOutcome.LINE_LOST and played.modem.done
