"""When a page becomes unknown: not before the last of it has left, and before its post-page message does (B6, K1)."""

from __future__ import annotations

import pytest

from kiosk.fax.outcome import CallOutcome, PageState, PageSubmitted
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
        f"{EONE}; T PPS-EOP; R PPR 01; T PAGE; T PPS-EOP; R MCF; {BYE}",
    ],
)
def test_the_same_page_is_submitted_once_however_often_its_message_goes_out(script):
    call = Watched(script)
    assert call.play().report.outcome is CallOutcome.DELIVERED and len(call.submitted) == 1


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
