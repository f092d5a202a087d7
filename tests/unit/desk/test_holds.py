"""G1, B6: the quote is held with the order, captured page by page as the line confirms, and the rest released, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.desk.dispatch import Attempt
from kiosk.desk.holds import account_allows, capture, hold, release
from kiosk.desk.views import ChargeState, DraftPage, FaxDraft, FaxState
from kiosk.domain.tariff import Rate
from kiosk.fax.outcome import CallOutcome, PageState
from kiosk.store.database import Row
from kiosk.store.errors import StoreError
from tests.desk_fixture import NUMBER, UNIT, FurnishedDesk, furnish

CONFIRMED, NOT_SENT, UNKNOWN = PageState.CONFIRMED, PageState.NOT_SENT, PageState.UNKNOWN


def held(kit: FurnishedDesk, job: int) -> tuple[int, int, int | None]:
    """Held, captured, released fen."""
    row = kit.house.store.one("SELECT * FROM hold_state WHERE kind = 'fax' AND job_id = ?", (job,))
    return row["held_fen"], row["captured_fen"], row["released_fen"]


def test_each_page_is_captured_in_the_step_that_confirms_it(kit: FurnishedDesk, document: str) -> None:
    draft = FaxDraft(NUMBER, document, (DraftPage(1),) * 3)
    job = kit.desk.fax.order(kit.visitor(), draft, kit.desk.fax.quote(kit.visitor(), draft), "three")
    assert held(kit, job) == (1200, 0, None)
    attempt = kit.begin_call()
    kit.dispatch.note_page(attempt, 1, CONFIRMED)
    kit.dispatch.note_page(attempt, 1, CONFIRMED)
    kit.dispatch.note_page(attempt, 2, UNKNOWN)
    assert held(kit, job) == (1200, 400, None)
    kit.end_call(attempt, CallOutcome.LINE_LOST, [CONFIRMED, UNKNOWN, NOT_SENT])
    assert held(kit, job) == (1200, 400, None)  # the unknown page keeps its share until the clerk has spoken
    kit.dispatch.settle(job, 2, True, "7001")
    assert held(kit, job) == (1200, 800, None)
    kit.dispatch.cancel(job)
    assert held(kit, job) == (1200, 800, 400)
    assert kit.desk.fax.result(job).amount_fen == 800
    told = [body for kind, body in kit.records() if kind.startswith("hold.")]
    assert [body.get("held_fen", body.get("amount_fen", body.get("released_fen"))) for body in told] == [
        *(1200, 400, 400, 400)
    ]
    assert list(kit.house.books.takings.faults()) == []


def test_nothing_delivered_releases_all_and_charges_nothing(kit: FurnishedDesk) -> None:
    job = bare_order(kit, Rate(400), 2)
    kit.desk.fax.cancel(kit.visitor(), job)
    assert held(kit, job) == (800, 0, 800)
    assert kit.house.books.takings.charge_of("fax", job) is None


def test_an_order_from_before_holds_goes_on_as_it_was(kit: FurnishedDesk) -> None:
    job = bare_order(kit, Rate(400), 2, with_hold=False)
    kit.end_call(kit.begin_call())
    result = kit.desk.fax.result(job)
    assert (result.state, result.amount_fen) == (FaxState.DELIVERED, 800)
    assert list(kit.house.books.takings.faults()) == []


def test_what_is_held_counts_against_the_units_limit(kit: FurnishedDesk) -> None:
    """G2: an order under way has a claim on the account; cash is not touched by it."""
    visitor, charge = kit.visitor(), kit.owe(400)
    with kit.house.store.step() as store:
        store.run("UPDATE unit SET credit_limit_fen = 1000 WHERE id = ?", (UNIT,))
    assert account_allows(kit.house.books, UNIT, 1000) and not account_allows(kit.house.books, UNIT, 1001)
    job = bare_order(kit, Rate(400), 2)
    assert not account_allows(kit.house.books, UNIT, 201)
    assert [option.available for option in kit.desk.money.options(visitor, charge)][:2] == [False, True]
    kit.desk.fax.cancel(visitor, job)
    assert [option.available for option in kit.desk.money.options(visitor, charge)][:2] == [True, True]


def test_an_order_that_the_account_could_not_pay_says_so_before_it_is_sent(kit: FurnishedDesk, document: str) -> None:
    """G2, B4: told with the quote; the order is taken all the same, for there is cash."""
    visitor, draft = kit.visitor(), FaxDraft(NUMBER, document, (DraftPage(1),) * 2)
    with kit.house.store.step() as store:
        store.run("UPDATE unit SET credit_limit_fen = 1000 WHERE id = ?", (UNIT,))
    assert kit.desk.fax.quote(visitor, draft).account_key == ""
    kit.owe(300)
    quote = kit.desk.fax.quote(visitor, draft)
    assert (quote.total_fen, quote.account_key) == (800, "quote.account.limit")
    assert kit.desk.fax.order(visitor, draft, quote, "tap") == 1
    without = kit.visitor("12-1-202", "314159")
    assert kit.desk.fax.quote(without, draft).account_key == "quote.account.none"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("INSERT INTO hold_capture VALUES (1, 2, 401, 'now')", "more is captured than is held"),
        ("INSERT INTO hold_capture VALUES (1, 3, 1, 'now')", "more is captured than is held"),
        ("INSERT INTO hold_capture VALUES (1, 1, 0, 'now')", "UNIQUE"),
        ("INSERT INTO hold_release VALUES (1, 401, 'now')", "the rest is released"),
        ("UPDATE hold_capture SET fen = 0", "append-only"),
        ("DELETE FROM hold", "append-only"),
    ],
)
def test_sqlite_itself_refuses_what_does_not_add_up(kit: FurnishedDesk, change: str, says: str) -> None:
    job = bare_order(kit, Rate(400), 2)
    kit.dispatch.note_page(kit.begin_call(), 1, CONFIRMED)
    with pytest.raises(StoreError, match=says), kit.house.store.step() as store:
        store.run(change)
    assert held(kit, job) == (800, 400, None)


def test_a_charge_of_another_amount_than_was_captured_is_refused(kit: FurnishedDesk) -> None:
    job = bare_order(kit, Rate(400), 2)
    charge: Row = {"kind": "fax", "job_id": job, "unit_id": UNIT, "title_key": "charge.fax.local", "detail": ""}
    charge |= {"quantity": 1, "unit_fen": 400, "made_utc": kit.house.now_utc}
    with kit.house.step() as books:
        capture(kit.house, books, "fax", job, [2])
    with pytest.raises(StoreError, match="what was captured"), kit.house.step() as books:
        books.takings.add_charge({**charge, "amount_fen": 400})  # the order is not over
    with pytest.raises(StoreError, match="what was captured"), kit.house.step() as books:
        assert release(kit.house, books, "fax", job) == 400
        books.takings.add_charge({**charge, "amount_fen": 800})
    assert held(kit, job) == (800, 400, None)


# --- any sequence of fates

RATES = st.builds(
    Rate,
    unit_fen=st.integers(0, 1000),
    minimum_fen=st.sampled_from((0, 0, 350)),
    free_units=st.integers(0, 3),
    round_to_fen=st.sampled_from((1, 10, 100)),
)
FATES = st.lists(st.sampled_from((CONFIRMED, CONFIRMED, UNKNOWN, NOT_SENT)), min_size=5, max_size=5)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("call"), FATES),
        st.tuples(st.just("cut"), FATES),  # the power goes in the middle of the call
        st.tuples(st.just("settle"), st.booleans()),
        st.tuples(st.just("cancel"), st.none()),
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FurnishedDesk]:
    kit = furnish(Path(tmp_path_factory.mktemp("holds")), retry_waits_s=(0,) * 20)
    yield kit
    kit.close()


@settings(max_examples=25, deadline=None)
@given(rate=RATES, pages=st.integers(1, 5), acts=ACTS)
def test_whatever_happens_captured_and_released_are_what_was_held(
    counter: FurnishedDesk, rate: Rate, pages: int, acts: list[tuple[str, object]]
) -> None:
    """G1, K1: page fates, retries, cuts of the power, the clerk's words, cancelling."""
    kit = counter
    job = bare_order(kit, rate, pages)
    for act, how in (*acts, ("settle", True), ("cancel", None), ("settle", False), ("call", [CONFIRMED] * 5)):
        do(kit, job, act, how)
        confirmed = sum(page["state"] == CONFIRMED for page in kit.house.books.faxes.pages(job))
        assert held(kit, job)[:2] == (rate.amount_fen(pages), rate.amount_fen(confirmed))
    whole, captured, released = held(kit, job)
    charge = kit.house.books.takings.charge_of("fax", job)
    assert released == whole - captured and (charge["amount_fen"] if charge else 0) == captured
    assert charge is None or charge["state"] == ChargeState.DUE
    assert list(kit.house.books.takings.faults()) == []


def do(kit: FurnishedDesk, job: int, act: str, how: object) -> None:
    if act == "settle":
        for page in kit.house.books.faxes.pages(job):
            if page["state"] == UNKNOWN:
                kit.dispatch.settle(job, page["number"], bool(how), "7001")
    elif act == "cancel":
        if kit.house.books.faxes.job(job)["ended_utc"] is None:
            kit.dispatch.cancel(job)
    elif kit.dispatch.is_due():
        call(kit, kit.begin_call(), list(how), cut=act == "cut")  # type: ignore[call-overload]


def call(kit: FurnishedDesk, attempt: Attempt, fates: list[PageState], cut: bool) -> None:
    """Each page is UNKNOWN before its answer can come; the first that is not confirmed ends the call."""
    states = []
    for page in attempt.pages:
        fate = fates[page - 1]
        if fate is not NOT_SENT:
            kit.dispatch.note_page(attempt, page, UNKNOWN)
        if fate is CONFIRMED:
            kit.dispatch.note_page(attempt, page, CONFIRMED)
        states.append(fate)
        if fate is not CONFIRMED:
            break
    states += [NOT_SENT] * (len(attempt.pages) - len(states))
    if cut:
        kit.dispatch.recover()
    else:
        good = all(state is CONFIRMED for state in states)
        kit.end_call(attempt, CallOutcome.DELIVERED if good else CallOutcome.LINE_LOST, states)


def bare_order(kit: FurnishedDesk, rate: Rate, pages: int, *, with_hold: bool = True) -> int:
    """An order without its pages' pictures, as ``FaxDesk.order`` commits it."""
    taken = {"taken_at_utc": kit.house.now_utc}
    with kit.house.step() as books:
        if not kit.house.store.rows("SELECT 1 FROM document WHERE id = 'bare'"):
            books.documents.add(
                {"id": "bare", "unit_id": UNIT, "kind": "pdf", "pages": pages, "octets": 1, "sha256": "", **taken}
            )
        number = kit.house.store.one("SELECT count(*) AS n FROM fax_job")["n"]
        person = kit.house.store.one("SELECT min(id) AS id FROM person WHERE unit_id = ?", (UNIT,))["id"]
        version = kit.house.store.one("SELECT max(version) AS v FROM price_list")["v"]
        words = ("language", "e164", "dial", "shown", "zone", "urgency", "resolution", "pages_key")
        row: Row = {**dict.fromkeys(words, ""), "request_id": f"bare-{number}", "unit_id": UNIT, "zone": "local"}
        row |= {"person_id": person, "rank": 1, "document_id": "bare", "confidential": 0, "price_version": version}
        row |= {"page_fen": rate.unit_fen, "quoted_fen": rate.amount_fen(pages), "created_utc": kit.house.now_utc}
        job = books.faxes.add(row, pages)
        if with_hold:
            hold(kit.house, books, "fax", job, UNIT, rate, pages, version)
    return job
