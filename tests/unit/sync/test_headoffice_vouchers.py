"""G2, H1: head office proves that each voucher was issued before it paid, once, and that what was sold is owed."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import Engine

from kiosk.desk.views import Role, Staff, VoucherWish
from kiosk.headoffice.audit import Verdict
from kiosk.store.journal import Record
from tests.desk_fixture import UNIT, FurnishedDesk, furnish
from tests.unit.sync.test_headoffice_books import STROKES, chained, found

SUPERVISOR = Staff("12", "王岚", Role.SUPERVISOR)


@pytest.fixture(scope="module")
def vouchers(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    """The journal of vouchers given, sold, used, struck out and used again, paid back, given up."""
    kit = furnish(tmp_path_factory.mktemp("vouchers"), vouchers={"FX": 1000}, registered_vouchers=("FX",))
    _use(kit, "FX-900", registered=False)
    _issue(kit, VoucherWish("FX", 1, 3, UNIT, date(2026, 12, 31), "赠券"))
    sold, back, never = (_issue(kit, VoucherWish("FX", first, first + 1, UNIT)) for first in (11, 21, 31))
    for charge in (sold, back):
        kit.desk.money.take_cash(kit.clerk(), charge, 2000)
    number = _use(kit, "FX-12")
    kit.desk.corrections.void(kit.clerk(), number, "收错", STROKES, "void")
    for written in ("FX-12", "FX-2"):
        _use(kit, written)
    receipt = kit.desk.money.receipt_of(back)
    assert receipt is not None
    kit.desk.corrections.refund(SUPERVISOR, receipt.number, "退券", STROKES, "refund")
    kit.desk.vouchers.give_up_sale(kit.clerk(), 4)
    assert never and list(kit.house.books.takings.faults()) == []
    records = kit.house.books.journal.after(0, 1000)
    kit.close()
    return records


def _issue(kit: FurnishedDesk, wish: VoucherWish) -> int:
    return kit.desk.vouchers.issue(kit.clerk(), wish, STROKES, f"issue {wish.first}").charge_id or 0


def _use(kit: FurnishedDesk, number: str, registered: bool = True) -> str:
    desk = kit if registered else furnish(kit.folder, vouchers={"FX": 1000})
    charge = kit.owe(400)
    return desk.desk.grants.take_voucher(kit.clerk(), charge, number, f"use {charge}").number


def test_vouchers_that_were_issued_sold_used_struck_out_and_given_up_are_right(
    office: Engine, vouchers: list[Record]
) -> None:
    """One that paid before there was a register is not asked after."""
    finding = found(office, vouchers)
    assert (finding.verdict, finding.voucher_broken) == (Verdict.WHOLE, "")


@pytest.mark.parametrize(
    ("kind", "of", "change", "named"),
    [
        ("voucher.issued", {"first": 1}, {"last": 1}, "FX-000002"),
        ("voucher.issued", {"first": 1}, {"sold": 1}, "FX-000002"),
        ("voucher.issued", {"first": 11}, {"first": 13}, "FX-000012"),
        ("voucher.issued", {"first": 11}, {"sold": 0}, "FX-000012"),
        ("payment.taken", {"service": "voucher"}, {"amount_fen": 1999}, "prepaid:FX"),
        ("payment.taken", {"service": "voucher"}, {"service": "fax"}, "FX-000012"),
        ("payment.reversed", {"correction": "refund"}, {"charge_id": 0}, "prepaid:FX"),
        ("voucher.issued", {"first": 1}, {"series": None}, "FX-000002"),
    ],
)
def test_a_journal_that_tells_otherwise_of_a_voucher_is_found_out(
    office: Engine, vouchers: list[Record], kind: str, of: dict[str, object], change: dict[str, object], named: str
) -> None:
    told = [(record.kind, json.loads(record.body)) for record in vouchers]
    body = next(body for name, body in told if name == kind and of.items() <= body.items())
    body.update(change)
    finding = found(office, chained([(name, json.dumps(body)) for name, body in told]))
    assert (finding.verdict, finding.voucher_broken) == (Verdict.BROKEN, named)
