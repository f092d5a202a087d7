"""K4: no question of a payment, a board or a start reads everything that ever was: its plan names an index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.desk.bookkeeping import book
from kiosk.desk.views import CaseState, Method
from kiosk.domain.booking import Booking, Entry, TransactionKind
from kiosk.store.database import Store
from kiosk.store.open_schema import OPEN_ROWS
from tests.desk_fixture import FurnishedDesk, furnish

STROKES = (((0.1, 0.2), (0.8, 0.6)),)
# Read whole: those of which there are as many as there are people and units, and the lists of what is open.
SHORT = ("unit", "staff", "staff_gate", "custody", "held_now", "w")


@pytest.fixture
def kit(tmp_path: Path) -> FurnishedDesk:
    ways = (Method.MACHINE, Method.QR)
    return furnish(tmp_path / "kiosk", pay_devices=ways, qr_provider="wechat", vouchers={"FX": 1000})


@contextmanager
def heard(store: Store, asked: list[str]) -> Iterator[None]:
    """Every question that is put to the store."""
    store.db.conn.set_trace_callback(asked.append)
    yield
    store.db.conn.set_trace_callback(None)


def read_whole(store: Store, sql: str) -> list[str]:
    """The tables that a question reads from end to end; with LIMIT, in the order of their keys, it does not."""
    plan = [row["detail"] for row in store.rows(f"EXPLAIN QUERY PLAN {sql}")]
    sorts = any("TEMP B-TREE" in step for step in plan) and not any("CO-ROUTINE" in step for step in plan)
    ends = " LIMIT " in sql and not sorts  # a co-routine is what an inner LIMIT has left
    tables = [found[1] for step in plan if (found := re.fullmatch(r"SCAN (\w+)", step))]
    return [] if ends else [f"{table}: {sql}" for table in tables if table not in SHORT]


def a_day(kit: FurnishedDesk) -> None:
    """What a counter and an owner do all day, and what the core asks again and again."""
    desk, clerk, visitor, books = kit.desk, kit.clerk(), kit.visitor(), kit.house.books
    charge = kit.owe(400)
    desk.money.options(visitor, charge)
    desk.money.ask_cash(visitor, charge)
    number = desk.money.take_cash(clerk, charge, 500).number
    desk.corrections.void(clerk, number, "收错", STROKES, "void")
    desk.money.pay_on_account(visitor, charge, STROKES)
    desk.grants.take_voucher(clerk, kit.owe(400), "FX-1", "voucher")
    desk.machine.view(kit.owe(400))
    desk.qr.show_at_counter(clerk, kit.owe(400), "code")
    desk.money.due(visitor)
    desk.fax.open_jobs(visitor)
    desk.board.board(clerk)
    desk.days.view()
    for printer in ("receipt", "form"):
        books.prints.open(printer)
    books.qr.to_ask()
    books.acceptor.awaiting("note")
    books.acceptor.newest_of(charge)
    desk.repairs.listing((CaseState.OPEN, CaseState.ACCEPTED))


def test_k4_nothing_that_is_asked_all_day_reads_a_whole_history(kit: FurnishedDesk) -> None:
    asked: list[str] = []
    with heard(kit.house.store, asked):
        a_day(kit)
    questions = {re.sub(r"\d+", "0", sql): sql for sql in asked if sql.startswith("SELECT")}
    assert len(questions) > 60, "it was listened to"
    assert [fault for sql in questions.values() for fault in read_whole(kit.house.store, sql)] == []


def test_a_question_without_an_index_is_found(kit: FurnishedDesk) -> None:
    assert read_whole(kit.house.store, "SELECT * FROM payment WHERE unit_id = 'x'")
    assert not read_whole(kit.house.store, "SELECT * FROM payment ORDER BY receipt DESC LIMIT 5")


def test_g2_what_is_told_as_held_and_as_unsigned_is_what_the_ledger_and_the_receipts_say(kit: FurnishedDesk) -> None:
    """The lists that SQLite keeps, against the questions that read everything; and those made of a store of before."""
    store, clerk = kit.house.store, kit.clerk()
    first, second = (kit.desk.money.take_cash(clerk, kit.owe(400), 400).number for _ in range(2))
    kit.desk.corrections.void(clerk, first, "收错", STROKES, "void")
    assert [row["receipt_number"] for row in kit.house.books.takings.unprinted()] == [second]
    for number, (account, fen) in enumerate((("held:1", 700), ("held:1", -200), ("held:2", 50), ("held:2", -50))):
        entries = (Entry("cash:machine", fen), Entry(account, -fen))
        with kit.house.step() as books:
            book(kit.house, books, Booking(TransactionKind.ADVANCE, entries, f"held {number}", "K01-M000001"))
    with kit.house.step() as books:
        entries = (Entry("provider:wechat", 9), Entry("held:qr.1", -9))
        book(kit.house, books, Booking(TransactionKind.ADVANCE, entries, "stray", "K01-Q000001"))
        assert books.acceptor.held() == [{"account": "held:1", "fen": 500, "since": 5}], (
            "the provider gives back its own"
        )
    kept = [store.rows(f"SELECT * FROM {name} ORDER BY 1") for name in ("held_now", "receipt_waiting")]
    again = _made_anew(store)
    assert again == kept and len(kept[0]) == 2


def _made_anew(store: Store) -> list[list[dict[str, object]]]:
    """The same lists as the migration makes them of what is there."""
    with store.step():
        for name in ("held_now", "receipt_waiting"):
            store.run(f"DELETE FROM {name}")
        for statement in OPEN_ROWS.split(";\n"):
            if statement.strip().startswith("INSERT INTO"):
                store.run(statement)
    return [store.rows(f"SELECT * FROM {name} ORDER BY 1") for name in ("held_now", "receipt_waiting")]
