"""What can be refused at the opening, the counting and the closing of a business day (G5, G6).

Owns the errors, their numbers and the keys of their sentences. Raised by ``days``.
"""

from __future__ import annotations

from kiosk.desk.house import DeskError


class ShiftTakenError(DeskError):
    """Somebody has this shift: the drawer is handed over from person to person."""

    number = 5080
    message_key = "error.shift_taken"


class NotOnShiftError(DeskError):
    """Only who has the shift can hand it over, and not to themselves."""

    number = 5081
    message_key = "error.not_on_shift"


class ClosedAlreadyError(DeskError):
    """The day is closed; the day that is open now has not come yet."""

    number = 5082
    message_key = "error.closed_already"


class NotCountedError(DeskError):
    """A day is signed after its drawer was counted, not before."""

    number = 5083
    message_key = "error.not_counted"


class UnexplainedError(DeskError):
    """A difference of this day has no reason yet."""

    number = 5084
    message_key = "error.unexplained"


class BagError(DeskError):
    """A deposit bag without a fresh number, or with more in it than was counted."""

    number = 5085
    message_key = "error.bag"


class OthersShiftError(DeskError):
    """Who has the shift ends the day, or a supervisor does."""

    number = 5088
    message_key = "error.others_shift"


class KeyChangedError(DeskError):
    """The key at hand is not the one that closed days were signed with: a signature by it would be no proof."""

    number = 5089
    message_key = "error.key_changed"


class ChangeMoneyError(DeskError):
    """Change money is brought; what leaves the drawer leaves it in a bag."""

    number = 5087
    message_key = "error.change_money"


class NotOpenError(DeskError):
    """The day that is to be ended has not begun: nothing was taken or counted on it."""

    number = 5086
    message_key = "error.day_not_open"
