"""Who is at the counter: what is decided for an owner is the clerk's and the supervisor's, whoever else may look (J1).

Owns that rule and its refusal. Which of a supervisor's rights a clerk has not is each desk's own. Called by every desk
that does something on the staff's word; every such act and who may do it is a line of
``tests/unit/desk/test_who_may.py``.
"""

from __future__ import annotations

from kiosk.desk.house import DeskError
from kiosk.desk.views import Role, Staff

AT_THE_COUNTER = (Role.CLERK, Role.SUPERVISOR)
READS_RECEIPTS = (*AT_THE_COUNTER, Role.FINANCE)
ISSUES_VOUCHERS = READS_RECEIPTS
READS_BOARD = (*AT_THE_COUNTER, Role.TECHNICIAN)


class CounterOnlyError(DeskError):
    """Money, owners' papers and their cases are the clerk's and the supervisor's: nobody else decides on them."""

    number = 5091
    message_key = "error.counter_only"


def counter_only(staff: Staff) -> None:
    """Raises CounterOnlyError for a technician, and for finance, who signs but does not count."""
    _one_of(AT_THE_COUNTER, staff)


def reads_receipts(staff: Staff) -> None:
    """Finance may look at receipts too. Raises CounterOnlyError for a technician."""
    _one_of(READS_RECEIPTS, staff)


def issues_vouchers(staff: Staff) -> None:
    """Finance may enter and block vouchers too. Raises CounterOnlyError for a technician."""
    _one_of(ISSUES_VOUCHERS, staff)


def reads_board(staff: Staff) -> None:
    """A technician may look at board and devices too. Raises CounterOnlyError for finance, which signs days (A6)."""
    _one_of(READS_BOARD, staff)


def _one_of(roles: tuple[Role, ...], staff: Staff) -> None:
    if staff.role not in roles:
        raise CounterOnlyError(f"{staff.id} is {staff.role.value}")
