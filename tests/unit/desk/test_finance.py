"""G5: finance signs what the clerk has closed: afterwards, once, as another person, and only what holds."""

from __future__ import annotations

import json

import pytest

from kiosk.desk.auditing import prove
from kiosk.desk.finance import DayNotClosedError, FinanceOnlyError, ReportBrokenError
from kiosk.desk.house import RequestUsedError
from kiosk.desk.signing import holds, sha256_of
from kiosk.desk.views import Role, Staff
from kiosk.store.errors import StoreError
from tests.desk_fixture import FurnishedDesk
from tests.unit.desk.day_acts import STROKES, THE_18TH, THE_19TH, at, close, end, take

FINANCE_PIN = "414141"


@pytest.fixture
def closed(kit: FurnishedDesk) -> FurnishedDesk:
    """A day with 4 yuan that the clerk has closed."""
    take(kit, 400)
    end(kit, kit.clerk(), 4)
    close(kit, kit.clerk())
    return kit


def test_g5_finance_signs_a_closed_day_over_the_hash_of_its_report_and_head_office_is_told(
    closed: FurnishedDesk,
) -> None:
    assert closed.desk.finance.unsigned() == (THE_18TH,)
    finance = closed.clerk(FINANCE_PIN)
    signed = closed.desk.finance.sign(finance, THE_18TH, STROKES, "sign")
    assert (signed.staff_id, signed.name) == (finance.id, finance.name)
    assert signed.report_sha256 == sha256_of(closed.desk.days.closing(THE_18TH).report)
    assert closed.desk.finance.unsigned() == ()
    assert closed.desk.finance.signing(THE_18TH) == signed
    [told] = [body for kind, body in closed.records() if kind == "day.signed"]
    assert holds(str(told["statement"]), str(told["signature"]), str(told["public_key"]))
    said = json.loads(str(told["statement"]))
    assert (said["business_day"], said["finance"]) == ("2026-11-18", finance.id)
    assert said["report_sha256"] == signed.report_sha256


def test_g5_a_day_is_signed_once_whoever_asks_again(closed: FurnishedDesk) -> None:
    finance = closed.clerk(FINANCE_PIN)
    first = closed.desk.finance.sign(finance, THE_18TH, STROKES, "sign")
    at(closed, 19, 9)
    assert closed.desk.finance.sign(finance, THE_18TH, (), "sign") == first
    assert closed.desk.finance.sign(finance, THE_18TH, STROKES, "again") == first
    take(closed, 100)
    end(closed, closed.clerk(), 5, request_id="end-19", day=THE_19TH)
    close(closed, closed.clerk(), THE_19TH)
    with pytest.raises(RequestUsedError):
        closed.desk.finance.sign(finance, THE_19TH, STROKES, "sign")
    assert closed.desk.finance.unsigned() == (THE_19TH,)


def test_g5_not_before_the_clerk_has_closed(kit: FurnishedDesk) -> None:
    take(kit, 400)
    end(kit, kit.clerk(), 4)
    with pytest.raises(DayNotClosedError):
        kit.desk.finance.sign(kit.clerk(FINANCE_PIN), THE_18TH, STROKES, "sign")
    assert kit.desk.finance.unsigned() == ()


def test_g5_nobody_else_signs_for_finance_nor_finance_its_own_closing(closed: FurnishedDesk) -> None:
    closer = Staff("07", "陈晓", Role.FINANCE)  # made one of finance since
    for staff in (closed.clerk(), closed.clerk("121212"), closer):
        with pytest.raises(FinanceOnlyError):
            closed.desk.finance.sign(staff, THE_18TH, STROKES, "sign")
    assert closed.desk.finance.unsigned() == (THE_18TH,)


@pytest.mark.parametrize(
    ("trigger", "change"),
    [
        ("day_closing_keeps", "UPDATE day_closing SET report = replace(report, ':400', ':401')"),
        ("ledger_transaction_keeps", "UPDATE ledger_transaction SET hash = 'forged'"),
    ],
)
def test_g5_a_report_or_a_ledger_that_was_changed_is_not_signed(
    closed: FurnishedDesk, trigger: str, change: str
) -> None:
    with closed.house.store.step():
        closed.house.store.run(f"DROP TRIGGER {trigger}")
        closed.house.store.run(change)
    with pytest.raises(ReportBrokenError):
        closed.desk.finance.sign(closed.clerk(FINANCE_PIN), THE_18TH, STROKES, "sign")
    assert closed.desk.finance.unsigned() == (THE_18TH,)


def test_g4_finances_signature_stays_and_an_auditor_proves_it(closed: FurnishedDesk) -> None:
    closed.desk.finance.sign(closed.clerk(FINANCE_PIN), THE_18TH, STROKES, "sign")
    for sql in ("UPDATE finance_signing SET staff_id = '12'", "DELETE FROM finance_signing"):
        with pytest.raises(StoreError), closed.house.store.step():
            closed.house.store.run(sql)
    assert prove(closed.folder / "kiosk.db").bad is None
    with closed.house.store.step():
        closed.house.store.run("DROP TRIGGER finance_signing_keeps")
        closed.house.store.run("UPDATE finance_signing SET staff_id = '12'")
    bad = prove(closed.folder / "kiosk.db").bad
    assert bad is not None and bad.record == "day 2026-11-18" and "finance" in bad.what
