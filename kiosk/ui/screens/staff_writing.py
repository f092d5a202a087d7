"""The keyboard on the staff's side: a reason, the number on a seal (G4, G5). The person stays signed in and named."""

from __future__ import annotations

from typing import ClassVar

from kiosk.desk.views import Staff
from kiosk.ui.screens.staff_room import StaffScreen
from kiosk.ui.screens.writing import Writing, WritingTask
from kiosk.ui.shell import Shell


class StaffWriting(StaffScreen, Writing):
    """As for owners, in the staff's frame."""

    name = "staff_writing"
    title_key: ClassVar[str] = "staff.room.reason"

    def __init__(self, shell: Shell, staff: Staff, task: WritingTask) -> None:
        Writing.__init__(self, shell, shell.rooms.flows.methods, task)
        self.staff = staff
