"""What the desks of requests and of work on the spot refuse alike (D3, D4)."""

from __future__ import annotations

from kiosk.desk.house import DeskError


class CaseMovedError(DeskError):
    """Somebody else has moved the case on, or it is not that far yet."""

    number = 5010
    message_key = "error.case_moved"
