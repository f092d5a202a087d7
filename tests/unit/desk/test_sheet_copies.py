"""G3, G5: a report, a charge log or a count sheet is found again and printed once more, counted and marked."""

from __future__ import annotations

import pytest

from kiosk.desk.copies import OriginalFirstError
from kiosk.desk.counter import CounterOnlyError
from kiosk.desk.house import GoneError, RequestUsedError
from kiosk.desk.sheets import SHEET_COPY
from kiosk.desk.views import SheetView
from tests.desk_fixture import CLERK_PIN, FurnishedDesk
from tests.unit.desk.day_acts import close, end, take
from tests.unit.desk.test_finance import FINANCE_PIN

TECHNICIAN_PIN = "313131"
FORMS = ("day_report", "charge_log", "count_sheet")


@pytest.fixture
def closed(kit: FurnishedDesk) -> FurnishedDesk:
    """A day with 4 yuan that the clerk has closed, its papers printed."""
    take(kit, 400)
    end(kit, kit.clerk(), 4)
    close(kit, kit.clerk())
    for form in FORMS:
        kit.printed(form)
    return kit


def report(kit: FurnishedDesk) -> SheetView:
    return kit.desk.sheets.latest(kit.clerk())[0]


def test_g5_clerk_and_finance_find_the_papers_of_every_day_and_count(closed: FurnishedDesk) -> None:
    for pin in (CLERK_PIN, FINANCE_PIN):
        found = closed.desk.sheets.latest(closed.clerk(pin))
        assert [(sheet.form, sheet.print_state, sheet.copies) for sheet in found] == [
            (form, "printed", 0) for form in FORMS
        ]
    with pytest.raises(CounterOnlyError):
        closed.desk.sheets.latest(closed.clerk(TECHNICIAN_PIN))


def test_g5_each_copy_has_its_number_its_person_and_a_record(closed: FurnishedDesk) -> None:
    sheet, finance = report(closed), closed.clerk(FINANCE_PIN)
    for number in (1, 2):
        view = closed.desk.sheets.print_copy(finance, sheet.form, sheet.count_id, f"copy-{number}")
        assert (view.copies, view.copy_state) == (number, "waiting")
        closed.printed(SHEET_COPY)
    told = [body for kind, body in closed.records() if kind == "sheet.copied"]
    assert [(body["form"], body["copy"], body["staff"]) for body in told] == [
        ("day_report", number, finance.id) for number in (1, 2)
    ]
    assert report(closed).print_state == "printed", "the original is untouched"


def test_g5_tapped_twice_or_while_the_printer_is_silent_it_is_one_copy(closed: FurnishedDesk) -> None:
    sheet, clerk, sheets = report(closed), closed.clerk(), closed.desk.sheets
    for request in ("one", "one", "two"):
        assert sheets.print_copy(clerk, sheet.form, sheet.count_id, request).copies == 1
    closed.printed(SHEET_COPY)
    assert sheets.print_copy(clerk, sheet.form, sheet.count_id, "one").copies == 1, "after a restart"
    with pytest.raises(RequestUsedError):
        sheets.print_copy(clerk, "charge_log", sheet.count_id, "one")


def test_g5_what_is_not_surely_on_paper_is_not_copied(kit: FurnishedDesk) -> None:
    take(kit, 400)
    end(kit, kit.clerk(), 4)
    sheet = report(kit)
    assert (sheet.form, sheet.print_state) == ("count_sheet", "waiting")
    with pytest.raises(OriginalFirstError):
        kit.desk.sheets.print_copy(kit.clerk(), sheet.form, sheet.count_id, "early")
    with pytest.raises(GoneError):
        kit.desk.sheets.print_copy(kit.clerk(), "day_report", sheet.count_id, "early")
    assert report(kit).copies == 0
