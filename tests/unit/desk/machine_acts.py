"""What the tests of the machine share: a kiosk with one, whose books must agree with its box when a test is over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kiosk.desk.views import ChargeState, Method, Role, Staff
from tests.desk_fixture import furnish
from tests.hw_doubles.cctalk_kiosk import MachineKiosk

CLERK, SUPERVISOR = Staff("07", "陈晓", Role.CLERK), Staff("12", "王岚", Role.SUPERVISOR)
STROKES = (((0.1, 0.2), (0.8, 0.6)),)


def machine_till(tmp_path: Path) -> Iterator[MachineKiosk]:
    """A fixture: the machine has been met and takes nothing yet."""
    kiosk = MachineKiosk(furnish(tmp_path))
    kiosk.turns(2)
    yield kiosk
    assert kiosk.faults() == []
    kiosk.kit.close()


def method(till: MachineKiosk, charge: int) -> Method | None:
    """How a charge was paid, if it was."""
    receipt = till.kit.desk.money.receipt_of(charge)
    return receipt.method if receipt else None


def state(till: MachineKiosk, charge: int) -> ChargeState:
    """Of a charge."""
    return till.kit.desk.money.charge(charge).state
