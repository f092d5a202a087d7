"""The way in to the staff's side, by the seal mark in the frame or by a card, then what the clerk was called for (J1).

Owns which room comes first: a charge that an owner at this glass wants to pay in cash, else the board; a technician
begins with the devices. Whoever else stood here is forgotten when the clerk is in (A1).
"""

from __future__ import annotations

from kiosk.desk.counter import AT_THE_COUNTER
from kiosk.desk.views import Role, Staff
from kiosk.ui.screen import Screen
from kiosk.ui.screens.cash_wait import CashWait
from kiosk.ui.screens.staff_approve import approve_limit
from kiosk.ui.screens.staff_board import StaffBoard
from kiosk.ui.screens.staff_calls import LineCalls
from kiosk.ui.screens.staff_cards import CardList
from kiosk.ui.screens.staff_cash import TakeCash
from kiosk.ui.screens.staff_lists import CaseList, FaxLog
from kiosk.ui.screens.staff_receipts import ReceiptList
from kiosk.ui.screens.staff_received import ReceivedList
from kiosk.ui.screens.staff_room import StaffRooms
from kiosk.ui.screens.staff_sheets import SheetList
from kiosk.ui.screens.staff_sign_in import StaffSignIn
from kiosk.ui.screens.staff_till import StaffTill
from kiosk.ui.screens.staff_vouchers import VoucherList
from kiosk.ui.screens.technician import Technician
from kiosk.ui.shell import Shell


def staff_rooms() -> StaffRooms:
    """The rooms behind the tabs."""
    return StaffRooms(
        board=StaffBoard,
        fax_log=FaxLog,
        received=ReceivedList,
        cases=CaseList,
        technician=Technician,
        calls=LineCalls,
        cards=CardList,
        till=StaffTill,
        receipts=ReceiptList,
        sheets=SheetList,
        vouchers=VoucherList,
    )


_FIRST_ROOM = {Role.TECHNICIAN: "technician", Role.FINANCE: "till"}


def staff_door(shell: Shell) -> Screen:
    """PIN or card, in front of the right room."""
    waiting, rooms = shell.screen, staff_rooms()

    def first_room(staff: Staff) -> Screen:
        if isinstance(waiting, CashWait) and waiting.asked:
            return approve_limit(shell, staff, waiting.charge_id)
        if isinstance(waiting, CashWait) and staff.role in AT_THE_COUNTER:
            return TakeCash(shell, staff, waiting.charge_id, rooms)  # its owner stands beside the clerk, and signs
        shell.dismiss()
        return rooms.of(_FIRST_ROOM.get(staff.role, "board"))(shell, staff)

    at_work = shell.visit.visitor is not None or waiting.name not in ("idle", "home")
    return StaffSignIn(shell, first_room, forgets=at_work and not isinstance(waiting, CashWait))
