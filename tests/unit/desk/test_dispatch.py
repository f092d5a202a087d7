"""B6, B8, G1, K1: the way of a fax order, the truth about its pages, and the charge for exactly those."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.clock import TurnedClock
from kiosk.desk.dispatch import INTERRUPTED
from kiosk.desk.house import GoneError, NumberRefusedError, QuoteChangedError
from kiosk.desk.views import DraftPage, FaxDraft, FaxState, Urgency
from kiosk.fax.outcome import CallOutcome, PageState, Resolution
from kiosk.locale import Language, Translator
from tests.desk_fixture import NUMBER, FurnishedDesk

CONFIRMED, NOT_SENT, UNKNOWN = PageState.CONFIRMED, PageState.NOT_SENT, PageState.UNKNOWN


def state(kit: FurnishedDesk, job: int) -> FaxState:
    return kit.desk.fax.progress(job).state


def order(kit: FurnishedDesk, document: str, pages: int = 1, urgency: Urgency = Urgency.NORMAL) -> int:
    draft = FaxDraft(NUMBER, document, tuple(DraftPage(1) for _ in range(pages)), urgency=urgency)
    quote = kit.desk.fax.quote(kit.visitor(), draft)
    return kit.desk.fax.order(kit.visitor(), draft, quote, f"request-{kit.house.books.journal.head()[0]}")


def test_the_quote_is_zone_price_times_pages_and_queue_counts(kit: FurnishedDesk, document: str) -> None:
    draft = FaxDraft(NUMBER, document, (DraftPage(1), DraftPage(1), DraftPage(1)))
    quote = kit.desk.fax.quote(kit.visitor(), draft)
    assert (quote.total_fen, quote.page_fen, quote.pages, quote.ahead) == (1200, 400, 3, 0)
    assert quote.duration_s == 20 + 3 * 25
    order(kit, document)
    later = kit.desk.fax.quote(kit.visitor(), draft)
    assert later.ahead == 1 and later.done_at > quote.done_at


def test_a_double_tap_makes_one_order(kit: FurnishedDesk, document: str) -> None:
    draft = FaxDraft(NUMBER, document, (DraftPage(1),))
    quote = kit.desk.fax.quote(kit.visitor(), draft)
    orders = {kit.desk.fax.order(kit.visitor(), draft, quote, "tap") for _ in range(3)}
    assert len(orders) == 1 and len(kit.house.books.faxes.latest(10)) == 1


def test_an_order_must_be_what_was_quoted(kit: FurnishedDesk, document: str) -> None:
    draft = FaxDraft(NUMBER, document, (DraftPage(1),))
    quote = kit.desk.fax.quote(kit.visitor(), draft)
    longer = FaxDraft(NUMBER, document, (DraftPage(1), DraftPage(1)))
    with pytest.raises(QuoteChangedError):
        kit.desk.fax.order(kit.visitor(), longer, quote, "other")
    with pytest.raises(NumberRefusedError):
        kit.desk.fax.order(kit.visitor(), FaxDraft("110", document, (DraftPage(1),)), quote, "police")
    assert kit.house.books.faxes.latest(10) == []


def test_a1_what_is_logged_of_a_refused_order_names_no_number(kit: FurnishedDesk, document: str) -> None:
    draft = FaxDraft(NUMBER, document, (DraftPage(1),))
    quote = kit.desk.fax.quote(kit.visitor(), draft)
    longer, premium = replace(draft, pages=(DraftPage(1), DraftPage(1))), replace(draft, number="9501300077")
    for refused in (longer, premium):
        with pytest.raises((QuoteChangedError, NumberRefusedError)) as caught:
            kit.desk.fax.order(kit.visitor(), refused, quote, "other")
        assert refused.number not in caught.value.detail


def test_a_delivered_fax_is_charged_once_for_its_pages(kit: FurnishedDesk, document: str) -> None:
    job = order(kit, document, pages=2)
    kit.end_call(kit.begin_call())
    result = kit.desk.fax.result(job)
    assert (result.state, result.confirmed, result.amount_fen) == (FaxState.DELIVERED, 2, 800)
    assert [kind for kind, _ in kit.records()].count("charge.made") == 1


def test_a_busy_line_is_tried_again_on_schedule_and_costs_nothing(kit: FurnishedDesk, document: str) -> None:
    job = order(kit, document)
    kit.end_call(kit.begin_call(), CallOutcome.BUSY, [NOT_SENT])
    progress = kit.desk.fax.progress(job)
    assert (progress.state, progress.cause_key) == (FaxState.RETRY, "fax.cause.busy")
    assert kit.dispatch.begin_next() is None
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(60)
    kit.end_call(kit.begin_call())
    assert state(kit, job) is FaxState.DELIVERED


def test_a_machine_that_cannot_take_it_ends_the_order_uncharged(kit: FurnishedDesk, document: str) -> None:
    job = order(kit, document)
    kit.end_call(kit.begin_call(), CallOutcome.INCOMPATIBLE, [NOT_SENT])
    result = kit.desk.fax.result(job)
    assert (result.state, result.amount_fen, result.charge_id) == (FaxState.FAILED, 0, None)


def test_confirmed_pages_are_never_sent_again(kit: FurnishedDesk, document: str) -> None:
    job = order(kit, document, pages=3)
    kit.end_call(kit.begin_call(), CallOutcome.LINE_LOST, [CONFIRMED, NOT_SENT, NOT_SENT])
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(60)
    attempt = kit.begin_call()
    assert attempt.pages == (2, 3)
    kit.end_call(attempt)
    assert kit.desk.fax.result(job).amount_fen == 1200


def test_a_page_of_unknown_fate_waits_for_the_clerk_and_is_neither_sent_nor_billed(
    kit: FurnishedDesk, document: str
) -> None:
    job = order(kit, document, pages=2)
    kit.end_call(kit.begin_call(), CallOutcome.LINE_LOST, [CONFIRMED, UNKNOWN])
    progress = kit.desk.fax.progress(job)
    assert (progress.state, progress.unknown_pages) == (FaxState.UNKNOWN, (2,))
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(100_000)
    assert kit.dispatch.begin_next() is None
    assert kit.desk.fax.result(job).charge_id is None
    assert [row.kind for row in kit.desk.board.board(kit.clerk()).rows] == ["fax_unknown"]
    kit.desk.fax.settle_unknown(kit.clerk(), job, 2, arrived=True)
    assert (state(kit, job), kit.desk.fax.result(job).amount_fen) == (FaxState.DELIVERED, 800)
    kit.desk.fax.settle_unknown(kit.clerk(), job, 2, arrived=False)  # a second word changes nothing
    assert state(kit, job) is FaxState.DELIVERED


def test_a_page_the_clerk_says_did_not_arrive_is_sent(kit: FurnishedDesk, document: str) -> None:
    job = order(kit, document, pages=2)
    kit.end_call(kit.begin_call(), CallOutcome.LINE_LOST, [CONFIRMED, UNKNOWN])
    kit.desk.fax.settle_unknown(kit.clerk(), job, 2, arrived=False)
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(60)
    attempt = kit.begin_call()
    assert attempt.pages == (2,)
    kit.end_call(attempt)
    assert state(kit, job) is FaxState.DELIVERED


def test_a_waiting_order_is_cancelled_at_once_and_one_in_a_call_by_the_line(kit: FurnishedDesk, document: str) -> None:
    calling, waiting = order(kit, document, pages=2), order(kit, document)
    attempt = kit.begin_call()
    kit.desk.fax.cancel(kit.visitor(), waiting)
    assert state(kit, waiting) is FaxState.CANCELLED
    kit.desk.fax.cancel(kit.visitor(), calling)
    assert state(kit, calling) is FaxState.CALLING and kit.dispatch.cancel_asked(calling)
    kit.end_call(attempt, CallOutcome.CANCELLED, [CONFIRMED, NOT_SENT])
    result = kit.desk.fax.result(calling)
    assert (result.state, result.amount_fen) == (FaxState.CANCELLED, 400)  # what arrived is owed, no more


def test_nobody_cancels_anothers_fax(kit: FurnishedDesk, document: str) -> None:
    job = order(kit, document)
    with pytest.raises(GoneError):
        kit.desk.fax.cancel(kit.visitor("12-1-102", "135790"), job)
    assert state(kit, job) is FaxState.QUEUED


def test_twenty_orders_go_out_by_urgency_then_age(kit: FurnishedDesk, document: str) -> None:
    jobs = [order(kit, document, urgency=Urgency.URGENT if n % 5 == 4 else Urgency.NORMAL) for n in range(20)]
    gone = []
    while attempt := kit.dispatch.begin_next():
        gone.append(attempt.job_id)
        kit.end_call(attempt)
    urgent = [job for n, job in enumerate(jobs) if n % 5 == 4]
    assert gone == urgent + [job for job in jobs if job not in urgent]


def test_a_call_cut_by_the_power_is_told_and_resumed_where_it_is_sure(kit: FurnishedDesk, document: str) -> None:
    job = order(kit, document, pages=3)
    attempt = kit.begin_call()
    kit.dispatch.note_page(attempt, 1, UNKNOWN)
    kit.dispatch.note_page(attempt, 1, CONFIRMED)
    assert kit.dispatch.recover() == ["F000001"]  # the power went while page 2 was under way
    for _ in ("the screens read it", "die, start again and read it anew"):
        assert kit.desk.trouble.recovered() == ("recovered.fax",)
    assert state(kit, job) is FaxState.RETRY
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(60)
    assert kit.begin_call().pages == (2, 3)
    kit.clock.turn(15 * 60)
    assert kit.desk.trouble.recovered() == ()


@pytest.mark.parametrize("language", Language)
def test_every_way_an_attempt_can_end_has_its_sentence(language: Language) -> None:
    tr = Translator(language)
    assert all(tr(f"fax.cause.{outcome}") for outcome in (*CallOutcome, INTERRUPTED))


def test_a_call_cut_between_page_and_answer_is_unknown(kit: FurnishedDesk, document: str) -> None:
    job = order(kit, document, pages=2)
    kit.dispatch.note_page(kit.begin_call(), 1, UNKNOWN)
    kit.dispatch.recover()
    assert state(kit, job) is FaxState.UNKNOWN


def test_the_pages_kept_are_those_that_were_seen(kit: FurnishedDesk, document: str) -> None:
    draft = FaxDraft(NUMBER, document, (DraftPage(1, rotation=90),), Resolution.FINE)
    job = kit.desk.fax.order(kit.visitor(), draft, kit.desk.fax.quote(kit.visitor(), draft), "kept")
    kit.pull_stick()
    page = kit.room.kept_page(kit.house.books.faxes.job(job)["pages_key"], 1)
    assert (page.width, page.resolution) == (1728, Resolution.FINE)


def test_the_next_visit_finds_what_is_under_way_or_unpaid(kit: FurnishedDesk, document: str) -> None:
    waiting, unpaid = order(kit, document, urgency=Urgency.NORMAL), order(kit, document, urgency=Urgency.URGENT)
    kit.end_call(kit.begin_call())
    assert set(kit.desk.fax.open_jobs(kit.visitor())) == {waiting, unpaid}
    assert kit.desk.fax.open_jobs(kit.visitor("12-1-102", "135790")) == ()
