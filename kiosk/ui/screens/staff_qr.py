"""Whoever stands at the counter pays by phone: the clerk lets the glass show the code, and sees it paid (G2).

Owns the clerk's word for it. The waiting is ``CodeScreen``'s. The clerk stays signed in: a phone needs no hand on the
glass, and the signature is asked for afterwards, as it is after cash.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from kiosk.desk.views import QrView, ReceiptView, Staff
from kiosk.ui.screens.qr_pay import CodeScreen
from kiosk.ui.screens.staff_room import StaffRooms, room_words, staff_back
from kiosk.ui.shell import Shell
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.frame import FrameStyle


class QrAtCounter(CodeScreen):
    """The code of ``charge_id``; paid, the clerk goes on as with any other payment."""

    name = "staff_qr"
    frame_style: ClassVar[FrameStyle] = FrameStyle.STAFF

    def __init__(
        self, shell: Shell, staff: Staff, charge_id: int, paid: Callable[[ReceiptView], None], rooms: StaffRooms
    ) -> None:
        super().__init__(shell, charge_id, paid)
        self._staff, self._rooms = staff, rooms

    @property
    def room(self) -> tuple[str, str, str]:
        return room_words(self.look, self.tr("staff.room.cash"), self._staff)

    def ask(self, charge_id: int, request_id: str) -> QrView:
        return self.shell.desk.qr.show_at_counter(self._staff, charge_id, request_id)

    def withdraw(self, order_id: int) -> QrView:
        return self.shell.desk.qr.give_up_at_counter(self._staff, order_id)

    def in_doubt(self) -> BarContent:
        """It is the clerk who decides, on the board."""
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        return BarContent(back, forward=Forward(self.tr("qr.to_board"), self._to_board, "dashboard"))

    def _to_board(self) -> None:
        self.shell.dismiss()
        self.shell.far_side(self._rooms.of("board")(self.shell, self._staff))

    @property
    def doubt_words(self) -> str:
        return self.tr("qr.doubt.staff_words")
