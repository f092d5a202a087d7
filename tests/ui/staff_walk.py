"""Ways on the staff's side that several tests go: by touches only; what owners and the line did before, by the desk."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import Path

from kiosk.desk.views import CaseDraft, Urgency, Visitor
from kiosk.fax.outcome import TraceEntry
from tests.desk_fixture import CLERK_PIN
from tests.ui.harness import Glass
from tests.ui.paper import letter

TECHNICIAN_PIN = "313131"
_DIS = (
    "145/121/97/96/73/72/48/24, MH, MMR, MR, fine, standard, superfine, ECM, scan line 0 ms, widths [1728, 2048, 2432]"
)
LADDER = tuple(
    TraceEntry(*step)
    for step in (
        (0, "-", "DIAL", "02152663846"),
        (2, ">", "octets", "41544454"),
        (6682, "<", "CSI", "+86 21 5266 3846"),
        (7083, "<", "DIS", _DIS),
        (7083, ">", "TSI", "+86 512 6522 8000"),
        (7083, ">", "DCS", "V.17 14400, MMR, fine, scan line 0 ms, ECM"),
        (9082, ">", "TCF", "V.17 14400, 2700 octets"),
        (12010, "<", "FTT", ""),
        (12085, ">", "DCS", "V.17 12000, MMR, fine, scan line 0 ms, ECM"),
        (13082, ">", "TCF", "V.17 12000, 2250 octets"),
        (16310, "<", "CFR", ""),
        (16310, ">", "PAGE", "V.17 12000, 17429 octets"),
        (26242, ">", "PPS-MPS", "page 0, block 0, 63 frames"),
        (28622, "<", "PPR", "asks for 3 17-19"),
        (28700, ">", "PAGE", "V.17 12000, 1040 octets"),
        (29582, ">", "PPS-MPS", "page 0, block 0, 4 frames"),
        (31966, "<", "MCF", ""),
        (31966, ">", "PAGE", "V.17 12000, 8436 octets"),
        (37582, ">", "PPS-EOP", "page 1, block 0, 30 frames"),
        (39966, "<", "MCF", ""),
        (39966, ">", "DCN", ""),
        (41102, "-", "HANG UP", ""),
        (65103, "-", "AT REST", ""),
    )
)


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
    draft = CaseDraft("repair.valve", "漏水", "wanted.tomorrow", urgency)
    return glass.desk.repairs.open(visitor, draft, str(uuid.uuid4())).id


def delivered_fax(glass: Glass, folder: Path, pages: int = 3, trace: Iterable[TraceEntry] = ()) -> int:
    """A charge for a fax that has been delivered."""
    visitor = glass.furnished.visitor()
    glass.furnished.put_stick(letter(folder / "letter.pdf", pages))
    document = glass.desk.fax.take_in(visitor, "s/0")
    job = glass.furnished.order(visitor, document.id, pages)
    glass.furnished.end_call(glass.furnished.begin_call(), trace=trace)
    charge = glass.desk.fax.result(job).charge_id
    assert charge is not None
    return charge


def to_the_cash_row(glass: Glass, folder: Path, pages: int = 3) -> int:
    """A fax touched on the board for which cash is to be taken; the charge."""
    charge = delivered_fax(glass, folder, pages)
    see(glass, "现金待收")
    glass.touch(f"row.cash.{charge}")
    glass.settle()
    return charge


def wait_for_cash(glass: Glass, charge: int) -> None:
    """The step of the payment at which an owner waits for the clerk."""
    from kiosk.ui.flow.payment import Bill

    walk = glass.shell.rooms.flows.walk(glass.shell, "payment")
    assert walk is not None
    walk.put(Bill(charge))
    screen = walk.at("cash_wait")
    assert screen is not None
    glass.shell.go(screen)
