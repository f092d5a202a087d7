"""J2: each row of the board lies in one drawer; a paper with the work that it belongs to."""

from __future__ import annotations

import pytest

from kiosk.desk.views import BoardRow, Drawer, Level
from tests.desk_fixture import NOON

_FORMS = {
    "receipt": Drawer.MONEY,
    "report": Drawer.FAXES_OUT,
    "received": Drawer.FAXES_IN,
    "slip": Drawer.REQUESTS,
    "of a later version": Drawer.DEVICES,
}


@pytest.mark.parametrize("kind", ["print_unknown", "print_unfitted"])
@pytest.mark.parametrize(("form", "drawer"), _FORMS.items())
def test_a_paper_lies_with_the_work_it_belongs_to(kind: str, form: str, drawer: Drawer) -> None:
    assert BoardRow(Level.APPROVAL, kind, 1, None, NOON, reason=form).drawer is drawer


def test_a_row_s_reason_decides_for_papers_only() -> None:
    assert BoardRow(Level.DEVICE, "device", 0, None, NOON, reason="receipt").drawer is Drawer.DEVICES
    assert BoardRow(Level.IDENTIFICATION, "fax_received", 1, None, NOON, reason="report").drawer is Drawer.FAXES_IN
