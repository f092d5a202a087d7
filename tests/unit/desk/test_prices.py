"""B4, D1: which price list holds, for how long what was told is kept to, and a unit's free pages, each used once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from kiosk.clock import TurnedClock, iso_utc
from kiosk.desk.charge_lines import lines_of
from kiosk.desk.directory import Directory, ImportRefusedError
from kiosk.desk.fax import FaxDesk
from kiosk.desk.house import QuoteChangedError
from kiosk.desk.price_import import PricesImported
from kiosk.desk.views import CaseDraft, CaseKind, DraftPage, FaxDraft, Quote
from kiosk.documents.pages import PageChoice
from kiosk.domain.tariff import Rate
from kiosk.fax.outcome import CallOutcome, PageState
from kiosk.store.database import Store
from kiosk.store.errors import NoPricesError
from kiosk.store.prices import NewList
from tests.desk_fixture import NOON, SAMPLE, FurnishedDesk

LOCAL = "6512 3456"  # in Suzhou, where the kiosk of the sample stands
MIDNIGHT = datetime(2026, 12, 1, tzinfo=UTC) - timedelta(hours=8)  # of the first of December at the house
STROKES = (((0.1, 0.2), (0.8, 0.6)),)

Import = Callable[..., PricesImported]


@pytest.fixture
def bring_in(kit: FurnishedDesk, tmp_path: Path) -> Import:
    """Import the sample list with changes: ``local=...`` to the local zone, anything else to the list."""

    def brought(version: int, local: dict[str, object] | None = None, **changes: object) -> PricesImported:
        body = json.loads((SAMPLE / "prices.json").read_text(encoding="utf-8"))
        body |= {"version": version, **changes}
        body["fax"]["local"] |= local or {}
        path = tmp_path / f"prices-{version}.json"
        path.write_text(json.dumps(body), encoding="utf-8")
        return Directory(kit.house).import_prices(path)

    return brought


class Unkept:
    """A room whose pages are not drawn: what they look like costs nothing here, in either sense."""

    def keep_pages(self, key: str, document_id: str, choices: Sequence[PageChoice]) -> None:
        assert key and document_id and choices


def faxes(kit: FurnishedDesk, store: Store | None = None) -> FaxDesk:
    return FaxDesk(replace(kit.house, store=store or kit.house.store), Unkept(), kit.dispatch)  # type: ignore[arg-type]


def turned(kit: FurnishedDesk) -> TurnedClock:
    assert isinstance(kit.clock, TurnedClock)
    return kit.clock


def drafted(kit: FurnishedDesk, document: str, pages: int = 1) -> tuple[FaxDraft, Quote]:
    draft = FaxDraft(LOCAL, document, tuple(DraftPage(1) for _ in range(pages)))
    return draft, kit.desk.fax.quote(kit.visitor(), draft)


def sent(kit: FurnishedDesk, document: str, pages: int, request: str, arrived: int | None = None) -> int:
    """A fax of so many pages, of which so many arrive before the owner cancels; its order."""
    draft, quote = drafted(kit, document, pages)
    job = faxes(kit).order(kit.visitor(), draft, quote, request)
    attempt = kit.begin_call()
    confirmed = pages if arrived is None else arrived
    states = [PageState.CONFIRMED] * confirmed + [PageState.NOT_SENT] * (pages - confirmed)
    if confirmed < pages:
        kit.desk.fax.cancel(kit.visitor(), job)
    kit.end_call(attempt, CallOutcome.DELIVERED if confirmed == pages else CallOutcome.CANCELLED, states)
    return job


# --- the list in force


def test_d1_a_list_brought_in_ahead_comes_into_force_at_local_midnight(kit: FurnishedDesk, bring_in: Import) -> None:
    bring_in(2, {"normal": 250}, valid_from="2026-12-01")
    turned(kit).jump(MIDNIGHT - timedelta(seconds=1))
    assert kit.desk.fax.page_prices()[0].rate == Rate(200)
    turned(kit).turn(1)
    assert kit.desk.fax.page_prices()[0].rate == Rate(250)


def test_b4_a_change_at_midnight_changes_no_open_quote(kit: FurnishedDesk, bring_in: Import, document: str) -> None:
    bring_in(2, {"normal": 250}, valid_from="2026-12-01")
    turned(kit).jump(MIDNIGHT - timedelta(minutes=5))
    draft, quote = drafted(kit, document, 2)
    turned(kit).turn(600)
    job = faxes(kit).order(kit.visitor(), draft, quote, "over-midnight")
    kit.end_call(kit.begin_call())
    assert kit.desk.fax.result(job).amount_fen == quote.total_fen == 400
    assert kit.house.books.faxes.job(job)["price_version"] == 1
    assert drafted(kit, document)[1].total_fen == 250, "who asks now is told the new price"


def test_b4_what_was_told_long_ago_is_told_anew_unless_it_still_holds(
    kit: FurnishedDesk, bring_in: Import, document: str
) -> None:
    bring_in(2, {"normal": 250}, valid_from="2026-12-01")
    old, still = drafted(kit, document), drafted(kit, document)
    turned(kit).turn(7200)
    assert faxes(kit).order(kit.visitor(), *still, "same-list") > 0
    turned(kit).jump(MIDNIGHT)
    with pytest.raises(QuoteChangedError):
        faxes(kit).order(kit.visitor(), *old, "another-list")


def test_d1_a_repair_is_opened_at_the_price_that_was_told(kit: FurnishedDesk, bring_in: Import) -> None:
    repairs = [{"key": "repair.drain", "group": "repair.group.water", "fen": 9900}]
    bring_in(2, valid_from="2026-12-01", repairs=repairs)
    turned(kit).jump(MIDNIGHT - timedelta(minutes=5))
    item = next(item for item in kit.desk.repairs.catalogue() if item.key == "repair.drain")
    turned(kit).turn(600)
    draft = CaseDraft(item.key, "水槽漏水", "wanted.today", told=item.told)
    assert kit.desk.repairs.open(kit.visitor(), draft, "r1").price_fen == 5000
    assert kit.desk.repairs.open(kit.visitor(), replace(draft, told=None), "r2").price_fen == 9900
    bring_in(3, valid_from="2026-12-01", withdraws=[1])
    with pytest.raises(QuoteChangedError):
        kit.desk.repairs.open(kit.visitor(), draft, "r3")


def test_d1_a_withdrawn_version_cannot_be_ordered(kit: FurnishedDesk, bring_in: Import, document: str) -> None:
    ordered = sent(kit, document, 1, "before")
    draft, quote = drafted(kit, document)
    bring_in(2, {"normal": 150}, withdraws=[1])
    with pytest.raises(QuoteChangedError):
        faxes(kit).order(kit.visitor(), draft, quote, "after")
    assert drafted(kit, document)[1].total_fen == 150
    assert kit.desk.fax.result(ordered).amount_fen == 200, "what was ordered keeps its price"


def test_d1_k2_without_a_list_in_force_nothing_is_quoted_but_feedback_goes_on(
    kit: FurnishedDesk, bring_in: Import
) -> None:
    gaps = bring_in(2, valid_from="2026-11-01", valid_to="2026-11-30", withdraws=[1]).gaps
    assert [(f"{begins:%m-%d %H:%M}", ends) for begins, ends in gaps] == [("12-01 00:00", None)]
    turned(kit).jump(MIDNIGHT)
    with pytest.raises(NoPricesError):
        kit.desk.repairs.catalogue()
    told = CaseDraft(
        *("feedback.other", "灯坏了", "callback.none"), kind=CaseKind.FEEDBACK, addressee="feedback.centre"
    )
    assert kit.desk.repairs.open(kit.visitor(), told, "c1").number == "C00001"


def test_d1_who_withdraws_today_s_list_for_one_to_come_is_told_of_the_days_between(bring_in: Import) -> None:
    [(begins, ends)] = bring_in(2, valid_from="2026-12-01", withdraws=[1]).gaps
    assert (f"{begins:%m-%d %H:%M}", f"{ends:%m-%d %H:%M}") == ("11-18 12:00", "12-01 00:00")


def test_d1_a_file_is_refused_whole_with_every_fault_named(kit: FurnishedDesk, bring_in: Import) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        bring_in(0, {"normal": -1, "urgnet": 3}, valid_from="1 May", repairs=[{"key": "repair.drain", "fen": "5"}])
    places = [line.split(": ")[1] for line in refused.value.detail.splitlines()]
    assert places == ["fax.local.urgnet", "version", "valid_from", "fax.local.normal", "repairs.repair.drain.fen"]
    assert [row["version"] for row in kit.house.books.prices.standing()] == [1]


def test_d1_lists_that_cross_or_change_in_silence_are_refused(kit: FurnishedDesk, bring_in: Import) -> None:
    bring_in(2, valid_from="2026-12-01", valid_to="2026-12-31")
    bring_in(2, valid_from="2026-12-01", valid_to="2026-12-31")  # the same again is nothing new
    for number, fault in (
        (2, {"valid_from": "2026-12-02"}),
        (3, {"valid_from": "2026-12-15"}),
        (3, {"withdraws": [9]}),
    ):
        with pytest.raises(ImportRefusedError):
            bring_in(number, **fault)
    with pytest.raises(ImportRefusedError, match="other prices"):
        bring_in(2, {"normal": 1}, valid_from="2026-12-01", valid_to="2026-12-31")
    assert [row["version"] for row in kit.house.books.prices.standing()] == [1, 2]


def test_d1_a_name_that_stands_twice_is_no_price(kit: FurnishedDesk, tmp_path: Path) -> None:
    text = (SAMPLE / "prices.json").read_text(encoding="utf-8")
    (tmp_path / "twice.json").write_text(text.replace('"normal": 400', '"normal": 400, "normal": 4'), encoding="utf-8")
    with pytest.raises(ImportRefusedError, match="normal: stands twice"):
        Directory(kit.house).import_prices(tmp_path / "twice.json")


DAYS = st.integers(0, 9)
LISTS = st.lists(st.tuples(DAYS, st.none() | st.integers(1, 9), st.booleans()), min_size=1, max_size=5)


@trying(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(LISTS)
def test_d1_in_force_is_the_last_to_begin_of_those_that_hold(
    kit: FurnishedDesk, told: list[tuple[int, int | None, bool]]
) -> None:
    body = json.loads((SAMPLE / "prices.json").read_text(encoding="utf-8"))
    body = {"fax": body["fax"], "repairs": []}

    def at(day: int) -> str:
        return iso_utc(NOON + timedelta(days=day))

    with suppress(_EnoughError), kit.house.step() as books:
        books.prices.add(NewList(2, at(0), None, body, (1,)), at(0))
        books.prices.add(NewList(3, at(0), None, body, (2,)), at(0))
        for version, (begins, length, withdrawn) in enumerate(told, start=4):
            until = None if length is None else at(begins + length)
            books.prices.add(NewList(version, at(begins), until, body), at(0))
            if withdrawn:
                withdrawer = NewList(version + 100, at(50), None, body, (version,))
                books.prices.add(withdrawer, at(0))
        for day in range(25):
            holding = [
                (begins, version)
                for version, (begins, length, withdrawn) in enumerate(told, start=4)
                if not withdrawn and begins <= day and (length is None or day < begins + length)
            ]
            expected = max([*holding, (0, 3)])[1] if holding else 3
            assert books.prices.current(at(day)).version == expected
        raise _EnoughError


class _EnoughError(Exception):
    """Leaves the step, so that nothing of it is kept."""


# --- free pages


def test_b4_free_pages_of_a_month_are_used_once_and_come_back_with_the_next(
    kit: FurnishedDesk, bring_in: Import, document: str
) -> None:
    bring_in(2, {"free_pages_a_month": 3})
    first = sent(kit, document, 2, "one")
    assert (kit.desk.fax.result(first).amount_fen, kit.desk.fax.result(first).charge_id) == (0, None)
    second = sent(kit, document, 2, "two")
    assert kit.desk.fax.result(second).amount_fen == 200, "one page was left"
    assert drafted(kit, document)[1].total_fen == 200
    turned(kit).jump(MIDNIGHT)
    assert drafted(kit, document, 3)[1].total_fen == 0


def test_b4_only_what_arrived_has_used_a_free_page(kit: FurnishedDesk, bring_in: Import, document: str) -> None:
    bring_in(2, {"free_pages_a_month": 2})
    draft, quote = drafted(kit, document, 2)
    job = faxes(kit).order(kit.visitor(), draft, quote, "waits")
    assert drafted(kit, document)[1].total_fen == 200, "an order under way holds them"
    kit.desk.fax.cancel(kit.visitor(), job)
    assert drafted(kit, document, 2)[1].total_fen == 0
    sent(kit, document, 3, "cut-short", arrived=1)
    assert drafted(kit, document, 2)[1].total_fen == 200, "one was used, one is left"


def test_b4_g4_a_payment_that_is_struck_out_gives_no_free_page_back(
    kit: FurnishedDesk, bring_in: Import, document: str
) -> None:
    bring_in(2, {"free_pages_a_month": 1})
    charge = kit.desk.fax.result(sent(kit, document, 3, "one")).charge_id
    assert charge is not None
    receipt = kit.desk.money.pay_on_account(kit.visitor(), charge, STROKES)
    assert receipt.amount_fen == 400
    kit.desk.corrections.void(kit.clerk(), receipt.number, "错了", STROKES, "void")
    assert kit.desk.money.charge(charge).amount_fen == 400
    assert drafted(kit, document)[1].total_fen == 200, "the page was sent"


def test_b4_another_unit_has_its_own_free_pages(kit: FurnishedDesk, bring_in: Import, document: str) -> None:
    bring_in(2, {"free_pages_a_month": 1})
    sent(kit, document, 1, "one")
    books, others = kit.house.books, "12-1-102"
    assert books.allowances.used(kit.visitor().unit.id, "fax.local", "2026-11") == 1
    assert books.allowances.used(others, "fax.local", "2026-11") == 0


def test_b4_two_processes_at_once_do_not_use_a_free_page_twice(
    kit: FurnishedDesk, bring_in: Import, document: str
) -> None:
    bring_in(2, {"free_pages_a_month": 2})
    draft, quote = drafted(kit, document, 2)
    other = Store(kit.house.store.path)  # as the second process has it: a connection of its own
    desks = (faxes(kit), faxes(kit, other))
    start, taken = threading.Barrier(2), list[int]()

    def order(desk: FaxDesk, request: str) -> None:
        start.wait()
        with suppress(QuoteChangedError):
            taken.append(desk.order(visitor, draft, quote, request))

    visitor = kit.visitor()
    threads = [threading.Thread(target=order, args=(desk, f"at-once-{n}")) for n, desk in enumerate(desks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert len(taken) == 1
    assert kit.house.books.allowances.used(visitor.unit.id, "fax.local", "2026-11") == 2


# --- what an amount is made up of


def test_b4_minimum_and_rounding_stand_on_the_receipt_as_lines_that_add_up(
    kit: FurnishedDesk, bring_in: Import, document: str
) -> None:
    bring_in(2, {"normal": 233, "minimum": 600, "free_pages_a_month": 1, "rounding": {"to_fen": 10}})
    made = [charge_lines(kit, sent(kit, document, pages, f"of-{pages}")) for pages in (3, 4)]
    assert made[0] == [("charge.fax.local", 3, 233), ("charge.part.free", 1, -233), ("charge.part.minimum", 1, 134)]
    assert made[1] == [("charge.fax.local", 4, 233), ("charge.part.rounding", 1, -2)]


def charge_lines(kit: FurnishedDesk, job: int) -> list[tuple[str, int, int]]:
    books, charge = kit.house.books, kit.house.books.takings.charge_of("fax", job)
    assert charge is not None
    lines = lines_of(books, charge)
    assert sum(line.amount_fen for line in lines) == charge["amount_fen"]
    return [(line.title_key, line.quantity, line.unit_fen) for line in lines]
