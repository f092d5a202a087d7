"""B9, K4: the line listens between orders, keeps page by page, and no order breaks a call that comes in."""

from __future__ import annotations

import threading

import pytest

from kiosk.desk.views import FaxState, IncomingPhase, ReceivedState
from kiosk.devices.protocols import AnswerOrder, ReceivedPage
from kiosk.fax import outcome as o
from tests.desk_fixture import FurnishedDesk, letter_page
from tests.unit.core.two_way_line import CALLER, OPENING, RINGING, TWO_PAGES, House, Step, TwoWayLine, page


def test_a_call_between_orders_is_answered_after_so_many_rings_and_its_pages_are_kept(kit: FurnishedDesk) -> None:
    house = House(kit, TwoWayLine(TWO_PAGES))
    assert house.turn() == 0.0
    view = house.newest
    assert (view.state, view.complete, view.pages) == (ReceivedState.NEW, True, 2)
    assert (view.caller_ident, view.caller_number, view.subaddress) == (CALLER.ident, CALLER.number, "121101")
    assert house.line.orders == [AnswerOrder("+86 512 1", 2)]
    assert kit.house.live.get("line") is None


def test_each_page_is_on_disk_when_keep_page_returns_and_confirmed_when_the_line_says_so(kit: FurnishedDesk) -> None:
    house = House(kit, TwoWayLine(TWO_PAGES))
    truth: list[tuple[int, list[int]]] = []

    def look(step: Step, cancel: threading.Event) -> None:
        if isinstance(step, ReceivedPage | o.PageConfirmed):
            rows = kit.house.books.receptions.pages(1)
            assert all(kit.room.kept_page(row["pages_key"], 1) == letter_page(row["number"]) for row in rows)
            truth.append((len(kit.room.kept("received-")), [row["confirmed"] for row in rows]))

    house.line.at_step = look
    house.turn()
    assert truth == [(1, [0]), (1, [1]), (2, [1, 0]), (2, [1, 1])]


def test_the_board_shows_it_ring_and_come_in(kit: FurnishedDesk) -> None:
    house = House(kit, TwoWayLine(TWO_PAGES))
    seen = []

    def look(step: Step, cancel: threading.Event) -> None:
        incoming = kit.desk.board.board(kit.clerk()).incoming
        assert incoming is not None
        seen.append((incoming.phase, incoming.page, incoming.rings))

    house.line.at_step = look
    house.turn()
    assert seen[:4] == [
        (IncomingPhase.RINGING, 0, 1),
        (IncomingPhase.RINGING, 0, 2),
        (IncomingPhase.ANSWERING, 0, 2),
        (IncomingPhase.ANSWERING, 0, 2),
    ]
    assert seen[-2] == (IncomingPhase.RECEIVING, 2, 2)


def test_a_page_that_the_line_drops_is_not_listed(kit: FurnishedDesk) -> None:
    script = [*OPENING, o.PageArriving(1), page(1), o.PageDropped(1), page(1), o.PageConfirmed(1), o.HangingUp()]
    house = House(kit, TwoWayLine(script))
    house.turn()
    assert house.newest.pages == len(kit.room.kept("received-")) == 1


# --- two that want the line


def test_an_order_gets_the_line_while_nobody_calls(kit: FurnishedDesk, document: str) -> None:
    house = House(kit, TwoWayLine())
    jobs: list[int] = []

    def somebody_orders() -> None:
        jobs.append(kit.order(kit.visitor(), document))
        house.fax.look()  # what the core does when the bell rings

    house.line.listening = somebody_orders
    house.turn()
    house.line.listening = house.fax.hang_up
    house.turn()
    assert kit.desk.fax.progress(jobs[0]).state is FaxState.DELIVERED


@pytest.mark.parametrize("moment", [o.Ringing, o.Answering, o.PageArriving, ReceivedPage])
def test_an_order_never_breaks_a_call_that_rings_or_is_answered_it_waits(
    kit: FurnishedDesk, document: str, moment: type
) -> None:
    house = House(kit, TwoWayLine(TWO_PAGES))
    jobs: list[int] = []

    def somebody_orders(step: Step, cancel: threading.Event) -> None:
        if isinstance(step, moment) and not jobs:
            jobs.append(kit.order(kit.visitor(), document))
        house.pass_time(0.5)
        house.fax.look()

    house.line.at_step = somebody_orders
    house.turn()
    assert house.newest.complete
    assert kit.desk.fax.progress(jobs[0]).state is FaxState.QUEUED
    house.turn()
    assert kit.desk.fax.progress(jobs[0]).state is FaxState.DELIVERED


def test_a_ring_at_the_very_moment_an_order_asks_for_the_line_is_answered(kit: FurnishedDesk, document: str) -> None:
    house = House(kit, TwoWayLine(TWO_PAGES))

    def somebody_orders() -> None:
        kit.order(kit.visitor(), document)
        house.fax.look()  # cancel is set; before the line looks at it, it hears RING

    house.line.listening = somebody_orders
    house.turn()
    assert house.newest.complete


def test_a_caller_that_gives_up_frees_the_line_and_the_board(kit: FurnishedDesk, document: str) -> None:
    house = House(kit, TwoWayLine(RINGING[:1]))

    def nobody_any_more(step: Step, cancel: threading.Event) -> None:
        kit.order(kit.visitor(), document)
        house.pass_time(6)
        house.fax.look()
        assert not cancel.is_set() and kit.desk.status.incoming() is not None
        house.pass_time(3)
        house.fax.look()
        assert cancel.is_set() and kit.desk.status.incoming() is None

    house.line.at_step = nobody_any_more
    house.turn()
    assert kit.house.books.receptions.latest(10) == []


def test_the_modem_is_asked_for_a_sign_of_life_now_and_then(kit: FurnishedDesk) -> None:
    house = House(kit, TwoWayLine())

    def time_passes() -> None:
        for _ in range(25):
            house.pass_time(1)
            house.fax.look()

    house.line.listening = time_passes
    assert house.turn() == 0.0  # the wait was ended, or the line would have complained


def test_the_house_closes_a_call_that_is_being_answered_politely(kit: FurnishedDesk) -> None:
    house = House(kit, TwoWayLine(TWO_PAGES))

    def close(step: Step, cancel: threading.Event) -> None:
        if isinstance(step, o.PageConfirmed):
            house.fax.hang_up()

    house.line.at_step = close
    house.turn()
    assert (house.newest.complete, house.newest.pages) == (False, 1)
    house.turn()
    assert len(house.line.orders) == 1  # it does not listen any more
