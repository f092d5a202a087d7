"""When a page becomes unknown: not before the last of it has left, and before its post-page message does (B6, K1)."""

from __future__ import annotations

import pytest

from kiosk.fax.outcome import CallOutcome, PageRefused, PageState, PageSubmitted
from tests.hw_doubles.virtual_call import FINE_A4, VirtualCall
from tests.unit.fax.scripts import BYE, EONE, ONE

LONG_PAGE = bytes(range(1, 256)) * 40  # 5.7 s at 14400 bit/s, more than the modem is given ahead of its time
PLAIN, CORRECTED = f"{ONE}; T EOP; R MCF; {BYE}", f"{EONE}; T PPS-EOP; R MCF; {BYE}"


class Watched(VirtualCall):
    """Notes at each PageSubmitted the moment and how many pages and frames the modem had by then."""

    def __init__(self, script, *formats, **settings):
        super().__init__(script, formats or (FINE_A4,), page_octets=LONG_PAGE, **settings)
        self.submitted: list[tuple[float, int, int]] = []

    def _fulfil(self, wishes):
        for wish in wishes:
            if isinstance(wish, PageSubmitted):
                self.submitted.append((self.now_ms, len(self.modem.pages), len(self.modem.frames)))
        super()._fulfil(wishes)


@pytest.mark.parametrize("script", [PLAIN, CORRECTED])
def test_a_page_is_submitted_when_all_of_it_has_left_and_before_its_post_page_message(script):
    call = Watched(script)
    played = call.play()
    assert played.report.outcome is CallOutcome.DELIVERED
    [(_, pages, frames)] = call.submitted
    assert pages == 1 and frames == len(played.modem.frames) - 2  # EOP and DCN are still to come


@pytest.mark.parametrize("script", [PLAIN, CORRECTED])
@pytest.mark.parametrize("before_ms", [1_400, 700, 100, 20])
def test_cancelled_in_the_last_of_its_data_a_page_is_not_sent_and_was_never_called_unknown(script, before_ms):
    straight = Watched(script)
    straight.play()
    call = Watched(script, cancel_ms=straight.submitted[0][0] - before_ms)
    call.modem.lenient = True
    played = call.play()
    assert played.report.outcome is CallOutcome.CANCELLED and call.submitted == []
    assert played.report.pages[0].state is PageState.NOT_SENT


@pytest.mark.parametrize(
    "script",
    [
        f"{ONE}; T EOP; QUIET; T EOP; R MCF; {BYE}",
        f"{EONE}; T PPS-EOP; QUIET; T PPS-EOP; R RNR; T RR; R MCF; {BYE}",
    ],
)
def test_the_same_page_is_submitted_once_however_often_its_message_goes_out(script):
    call = Watched(script)
    assert call.play().report.outcome is CallOutcome.DELIVERED and len(call.submitted) == 1


FOUR_PPR = "T PPS-EOP; R PPR 01; T PAGE; T PPS-EOP; R PPR 01; T PAGE; T PPS-EOP; R PPR 01; T PAGE; T PPS-EOP; R PPR 01"


class WatchedRefusals(VirtualCall):
    """Notes at each PageRefused what of ours is on the line, or is asked of the modem at this moment."""

    def __init__(self, script, **settings):
        super().__init__(script, **settings)
        self.refused: list[str] = []

    def _fulfil(self, wishes):
        self.refused += [self._on_line() for wish in wishes if isinstance(wish, PageRefused)]
        super()._fulfil(wishes)

    def _on_line(self):
        asked = self.session.to_write(int(self.now_ms)).decode("ascii").strip()
        last = self.modem.on_line[-1]
        return asked or (last.name if last.way == "T" and self.now_ms < last.end_ms else "silence")


def test_what_ppr_proves_is_told_in_the_carrier_of_the_frames_it_asks_for():
    """The page is not there: a power cut from here on leaves it "not sent" on disk. No commit in a silence of 75 ms."""
    call = WatchedRefusals(f"{EONE}; T PPS-EOP; R PPR 01; T PAGE; T PPS-EOP; R MCF; {BYE}")
    assert call.play().report.outcome is CallOutcome.DELIVERED and call.refused == ["PAGE"]


def test_what_the_fourth_ppr_proves_is_told_in_the_preamble_of_ctc():
    call = WatchedRefusals(f"{EONE}; {FOUR_PPR}; T CTC; R CTR; T PAGE; T PPS-EOP; R MCF; {BYE}")
    assert call.play().report.outcome is CallOutcome.DELIVERED
    assert call.refused == ["PAGE", "PAGE", "PAGE", "AT+FTH=3"]


def test_a_page_that_is_given_up_is_told_once():
    slow = EONE.replace("00eef044", "00c2f044").replace("0062f044", "0042f044")
    call = WatchedRefusals(f"{slow}; {FOUR_PPR}; T CTC; R CTR; T PAGE; {FOUR_PPR}; T EOR-EOP; R ERR; {BYE}")
    played = call.play()
    assert played.report.outcome is CallOutcome.PAGE_REFUSED and played.report.pages[0].state is PageState.NOT_SENT
    assert call.refused == ["PAGE", "PAGE", "PAGE", "AT+FTH=3"] * 2


def test_the_house_may_lose_interest_when_it_is_told_of_a_refusal():
    call = WatchedRefusals(f"{EONE}; T PPS-EOP; R PPR 01; T PAGE; T DCN; HANGUP")
    tell = call._fulfil

    def leaving(wishes):
        tell(wishes)
        if any(isinstance(wish, PageRefused) for wish in wishes):
            tell(call.session.cancel(int(call.now_ms)))

    call._fulfil = leaving
    played = call.play()
    assert played.report.outcome is CallOutcome.CANCELLED and played.report.pages[0].state is PageState.NOT_SENT


@pytest.mark.parametrize("script", [ONE, EONE])
def test_a_post_page_message_whose_intent_could_not_be_committed_does_not_go_out(script):
    """The house cancels while it is told (its disk refuses): DCN goes out in the carrier that was asked for."""
    call = Watched(f"{script}; T DCN; HANGUP")
    tell = call._fulfil

    def refusing(wishes):
        tell(wishes)
        if any(isinstance(wish, PageSubmitted) for wish in wishes):
            tell(call.session.cancel(int(call.now_ms)))

    call._fulfil = refusing
    played = call.play()
    assert played.report.outcome is CallOutcome.CANCELLED and played.modem.done and played.modem.on_hook
