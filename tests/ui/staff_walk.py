"""Ways on the staff's side that several tests go: by touches only; what owners and the line did before, by the desk."""

from __future__ import annotations

import uuid
from pathlib import Path

from kiosk.desk.views import RepairDraft, Urgency, Visitor
from tests.desk_fixture import CLERK_PIN
from tests.ui.harness import Glass
from tests.ui.paper import letter

TECHNICIAN_PIN = "313131"


def sign_in(glass: Glass, pin: str = CLERK_PIN) -> None:
    """From an owner's screen through the seal mark and the PIN."""
    glass.touch("frame.seal")
    assert glass.screen == "staff_sign_in"
    enter_pin(glass, pin)
    glass.until(lambda: glass.screen != "staff_sign_in", "signed in")
    glass.settle()


def enter_pin(glass: Glass, pin: str) -> None:
    glass.type_digits(pin)
    glass.touch("bar.forward")
    glass.settle()


def see(glass: Glass, words: str) -> None:
    """Wait until the board shows something new: it comes when nobody has touched the glass for 600 ms."""
    glass.pass_time(1)
    glass.until_shown(words)


def case_of(glass: Glass, visitor: Visitor, urgency: Urgency = Urgency.NORMAL) -> int:
    draft = RepairDraft("repair.valve", "漏水", "wanted.tomorrow", urgency)
    return glass.desk.repairs.open(visitor, draft, str(uuid.uuid4())).id


def delivered_fax(glass: Glass, folder: Path, pages: int = 3) -> int:
    """A charge for a fax that has been delivered."""
    visitor = glass.furnished.visitor()
    glass.furnished.put_stick(letter(folder / "letter.pdf", pages))
    document = glass.desk.fax.take_in(visitor, "s/0")
    job = glass.furnished.order(visitor, document.id, pages)
    glass.furnished.end_call(glass.furnished.begin_call())
    charge = glass.desk.fax.result(job).charge_id
    assert charge is not None
    return charge
