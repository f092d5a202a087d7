"""The line for days: calls without end on one opening of the port, a hundred pages in the memory of ten (B6, B9).

The real driver on the soft modem in lockstep: real signals, an independent far end, minutes of line time in a second.
"""

from __future__ import annotations

import gc

import pytest

from kiosk.devices.protocols import HealthState, ReceivedPage
from kiosk.fax.outcome import CallOutcome, PageConfirmed, PageSubmitted, ReceptionOutcome
from tests.hw_doubles.lockstep_calls import NUMBER, DrawnPages, holding, house
from tests.hw_doubles.softmodem import FarEnd, FarEndKind

LETTER = DrawnPages(1, lines=4, height=600)
BUSY_NUMBER = "057188005555"
PAGES = 100
GROWTH_MB = 1.0  # what remains of a page is its signals in the trace; its raster has 0.5 MB


@pytest.fixture
def home(tmp_path):
    gc.collect()  # files that earlier tests have let go of are closed now, not amid what is counted here
    with house(tmp_path) as home:
        yield home


def test_fifty_calls_in_a_row_in_both_directions_use_one_opening_of_the_port(tmp_path, home):
    """Out and in by turns, with error correction and without, some to a busy number; nothing is left over."""
    pages: list[ReceivedPage] = []
    home.kept = pages.append
    home.world.set(FarEnd(kind=FarEndKind.BUSY), number=BUSY_NUMBER)
    tiff = LETTER.tiff(tmp_path / "sent.tif")
    first = None
    for number in range(50):
        far_end = FarEnd(ident="+86 571 8700 9999", ecm=number % 4 < 2)
        if number % 10 == 9:
            assert home.send(LETTER, BUSY_NUMBER)[0].outcome is CallOutcome.BUSY
        elif number % 2:
            report, record = home.receive(tiff, far_end)
            assert report.outcome is ReceptionOutcome.RECEIVED and record.delivered and report.ecm is far_end.ecm
        else:
            home.world.set(far_end, number=NUMBER)
            report, record = home.send(LETTER)
            assert report.outcome is CallOutcome.DELIVERED and record.delivered and report.ecm is far_end.ecm
            assert record.images()[0].tobytes("raw", "1;I") == LETTER[0].rows
        first = first or holding()
    assert [page.page.rows == LETTER[0].rows for page in pages] == [True] * 20
    assert home.lockstep.openings == 1 and home.lockstep.line.health().state is HealthState.OK
    assert (holding().files, holding().threads) == (first.files, first.threads)


@pytest.mark.parametrize("direction", ["sent", "received"])
def test_the_memory_of_a_call_does_not_grow_with_its_pages(tmp_path, home, direction):
    grown: dict[int, float] = {}

    def watch(event):
        if isinstance(event, PageConfirmed) and event.page in (10, PAGES):
            grown[event.page] = holding().memory_mb

    home.watch = watch
    document = DrawnPages(PAGES, lines=4)
    if direction == "sent":
        report, record = home.send(document)
    else:
        report, record = home.receive(document.tiff(tmp_path / "sent.tif"))
    assert report.confirmed_pages == len(record.pages) == PAGES
    assert grown[PAGES] - grown[10] < GROWTH_MB


@pytest.mark.parametrize("ecm", [False, True])
def test_a_disk_that_takes_its_time_over_an_intent_does_not_lengthen_a_turn_of_the_line(home, ecm):
    """The intent is committed while the preamble of the post-page message is on the line (T.30 5.3.2.4, K1)."""
    home.world.set(FarEnd(ecm=ecm))

    def slow_disk(event):
        if isinstance(event, PageSubmitted):
            home.lockstep.port.let_pass(700)

    home.watch = slow_disk
    report, record = home.send(LETTER)
    assert report.outcome is CallOutcome.DELIVERED and record.delivered
    assert [gap.gap_ms for gap in record.turns() if not 55 <= gap.gap_ms <= 95] == []
