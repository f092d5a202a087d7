"""The clerk's board, as the screens are shown it (J2, J3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.desk.views.fax import FaxProgress
from kiosk.desk.views.people import UnitView
from kiosk.desk.views.received import IncomingCall


class Level(StrEnum):
    """Urgency levels of the board, most urgent first (design.md, board row)."""

    PERSON_WAITING = "person_waiting"
    APPROVAL = "approval"
    DEVICE = "device"
    IDENTIFICATION = "identification"
    MONEY = "money"
    OVERDUE = "overdue"  # work that should have been taken on or done by now (D8)
    DUE = "due"


class Drawer(StrEnum):
    """Kinds of work on the board, a drawer for each; every row lies in exactly one."""

    CALLS = "calls"
    FAXES_OUT = "faxes_out"
    FAXES_IN = "faxes_in"
    REQUESTS = "requests"
    MONEY = "money"
    FEEDBACK = "feedback"
    DEVICES = "devices"


_DRAWER_OF_KIND = {
    "call": Drawer.CALLS,
    "unit_locked": Drawer.CALLS,  # who is locked out stands there and waits
    "fax_unknown": Drawer.FAXES_OUT,
    "fax_received": Drawer.FAXES_IN,
    "repair_open": Drawer.REQUESTS,
    "repair_accepted": Drawer.REQUESTS,
    "cash": Drawer.MONEY,
    "machine_unknown": Drawer.MONEY,
    "machine_held": Drawer.MONEY,
    "qr_doubt": Drawer.MONEY,
    "qr_contradiction": Drawer.MONEY,
    "qr_refund": Drawer.MONEY,
    "limit": Drawer.MONEY,
    "till_open": Drawer.MONEY,
    "till_due": Drawer.MONEY,
    "till_missed": Drawer.MONEY,
    "till_unsigned": Drawer.MONEY,
    "till_box": Drawer.MONEY,
    "till_differs": Drawer.MONEY,
    "feedback_open": Drawer.FEEDBACK,
    "feedback_accepted": Drawer.FEEDBACK,
}
_DRAWER_OF_FORM = {
    "receipt": Drawer.MONEY,
    "receipt_copy": Drawer.MONEY,
    "day_report": Drawer.MONEY,
    "charge_log": Drawer.MONEY,
    "count_sheet": Drawer.MONEY,
    "sheet_copy": Drawer.MONEY,
    "report": Drawer.FAXES_OUT,
    "received": Drawer.FAXES_IN,
    "slip": Drawer.REQUESTS,
}


@dataclass(frozen=True)
class BoardRow:
    """One thing to do: ``kind`` is call | fax_unknown | fax_received | device | repair_open | repair_accepted |
    feedback_open | feedback_accepted | cash | limit | print_unknown | print_unfitted | unit_locked; ``ref`` its id.
    till_*: the drawer, the day or the machine's box wants somebody, ``detail`` a count's number or a day.
    machine_*: money in doubt, money to give back; ``ref`` an acceptance, a charge (0: nobody's).
    print_*: ``detail`` the job, ``reason`` the form. fax_received: ``unit`` is the suggested one, ``detail``
    its number, ``caller`` and ``pages`` as far as known, ``reason`` new | seen. ``late_since``: of overdue work."""

    level: Level
    kind: str
    ref: int
    unit: UnitView | None
    since: datetime
    detail: str = ""
    item_key: str = ""
    amount_fen: int | None = None
    reason: str = ""
    caller: str = ""
    pages: int = 0
    late_since: datetime | None = None

    @property
    def drawer(self) -> Drawer:
        """A paper lies with the work that it belongs to; what belongs to nothing else is the device's."""
        papers = _DRAWER_OF_FORM if self.kind in ("print_unknown", "print_unfitted") else {}
        return _DRAWER_OF_KIND.get(self.kind) or papers.get(self.reason, Drawer.DEVICES)


@dataclass(frozen=True)
class DeviceView:
    """Health of a device for people: ``name_key`` device.<name>; ``reason`` health.<reason>; ``double`` = simulated."""

    name: str
    state: str  # ok | trouble | absent | unknown
    reason: str
    double: bool
    detail: str = ""


@dataclass(frozen=True)
class Board:
    """The clerk's board (J2): rows most urgent first, the line's progress (``line`` for a fax that goes out,
    ``incoming`` for a call that comes in), the queue, the devices, sync backlog."""

    rows: tuple[BoardRow, ...]
    line: FaxProgress | None
    incoming: IncomingCall | None
    queue: tuple[FaxProgress, ...]
    devices: tuple[DeviceView, ...]
    backlog: int
    head_office_online: bool
    finished: tuple[str, ...]  # last three finished things, for an empty board
    testing: bool = False  # a technician's test fax is on the line
