"""Money that the machine cannot name and a person has found: counted by denomination, told where, signed for (G2).

Owns these three steps. What is booked of them, and for whom it is held, is the desk's.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from kiosk.desk.reasons import reason_words
from kiosk.desk.views import Signature, Staff
from kiosk.domain.cash import CountPurpose
from kiosk.ui.screen import Screen
from kiosk.ui.screens.staff_count import CountDrawer, Counting
from kiosk.ui.screens.staff_reason import Asking, Reason
from kiosk.ui.screens.staff_room import StaffRooms
from kiosk.ui.screens.staff_sign import Matter, StaffSign
from kiosk.ui.screens.till_words import denomination_words
from kiosk.ui.shell import Shell
from kiosk.ui.widgets.bar import BarContent, Forward
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.panels import Fact
from kiosk.ui.widgets.price import money_words

_FACTS = 4  # of more denominations there is a sentence, in which all of them have room


class CountFound(CountDrawer):
    """The few pieces that were found: not a count of the box, so none that is half done is kept or taken up."""

    name = "staff_found"

    def __init__(self, shell: Shell, staff: Staff, acceptance_id: int, rooms: StaffRooms) -> None:
        counting = Counting(CountPurpose.MACHINE, rooms)
        super().__init__(shell, staff, counting, partial(_ask_where, shell, staff, acceptance_id, counting))

    def enter(self) -> None:
        pass

    def leave(self) -> None:
        pass

    def bar(self) -> BarContent:
        """Nothing is signed for that was not found: who has found nothing goes back and says so."""
        usual = super().bar()
        if not self._drawer.complete or self._drawer.counted.total_fen:
            return usual
        return BarContent(usual.back, forward=Forward(self.tr("found.none"), None, kind=Kind.NOT_YET))


def _ask_where(shell: Shell, staff: Staff, acceptance_id: int, counting: Counting) -> Screen:
    """Where it was found; then the signature."""

    def title() -> str:
        return shell.look.tr("reason.of_found", amount=money_words(counting.drawer.counted.total_fen))

    def sign(reason: str) -> None:
        shell.go(SignFound(shell, staff, acceptance_id, counting, reason))

    return Reason(shell, staff, Asking("found", title, sign))


class SignFound(StaffSign):
    """The signature books it: as the machine's, for whoever was paying."""

    name = "staff_sign_found"
    title_key: ClassVar[str] = "sheet.point.machine"
    note_key: ClassVar[str] = "found.note"

    def __init__(self, shell: Shell, staff: Staff, acceptance_id: int, counting: Counting, reason: str) -> None:
        super().__init__(shell, staff)
        self._acceptance_id, self._counting, self._reason = acceptance_id, counting, reason

    def matter(self) -> Matter:
        found, look = self._counting.drawer.counted, self.look
        pieces = [
            (denomination_words(look, fen), f"× {number}")
            for fen, number in sorted(found.pieces.items(), reverse=True)
            if number
        ]
        words, facts = reason_words(look.tr, self._reason), tuple(Fact(*piece) for piece in pieces)
        if len(facts) > _FACTS:
            words, facts = f"{' · '.join(' '.join(piece) for piece in pieces)}\n{words}", ()
        return Matter(self.tr("found.title"), found.total_fen, facts, words)

    def sign(self, signature: Signature) -> None:
        machine, found, reason = self.shell.desk.machine, self._counting.drawer.counted, self._reason
        book = partial(machine.book_found, self.staff, self._acceptance_id, found, reason, signature)
        self.work("sign", book, partial(self._booked, found.total_fen))

    def _booked(self, fen: int, stands: bool) -> None:
        self.shell.toasts.say("toast.found" if stands else "toast.found_before", amount=money_words(fen))
        self.shell.far_side(self._counting.rooms.of("board")(self.shell, self.staff))
