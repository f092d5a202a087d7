"""The core's side of the tests of the devices: what was begun, what came of it, in three-valued truth (J3, K1).

Owns the way of a test's row from waiting to its end, and the record of it for head office. Knows no device. Called by
the core's workers, each for the kinds it can run.
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.desk.house import House
from kiosk.desk.views import SelfTestKind, SelfTestState
from kiosk.store.database import Row
from kiosk.store.self_tests import OPEN

SEEN, NOT_SEEN, NO_ANSWER = "yes", "no", "none"
TEST_PHASE = "test"  # of the line's volatile state while a test fax is on it


class SelfTestLog:
    """Keeps how tests go on."""

    def __init__(self, house: House) -> None:
        self._house = house

    def open_of(self, kind: SelfTestKind) -> Row | None:
        """The test of this kind that is waiting or under way; one that is not wanted any more is ended here."""
        row = self._house.books.self_tests.open_of(kind.value)
        if row and row["cancel_asked"] and row["state"] in OPEN:
            self.end(row["id"], SelfTestState.CANCELLED)
            return None
        return row

    def begin(self, row: Row, step: str) -> None:
        """It is under way."""
        with self._house.step() as books:
            books.self_tests.begin(row["id"], step, self._house.now_utc)

    def advance(self, row: Row, step: str) -> None:
        """The next part has begun."""
        with self._house.step() as books:
            books.self_tests.advance(row["id"], step)

    def cancel_asked(self, test_id: int) -> bool:
        """Whether the person wants it to end."""
        return bool(self._house.books.self_tests.get(test_id)["cancel_asked"])

    def end(
        self, test_id: int, state: SelfTestState, reason: str = "", facts: Mapping[str, object] | None = None
    ) -> None:
        """It is over; the record for head office is made in the same step. Ended twice, the first end stands."""
        with self._house.step() as books:
            if not books.self_tests.end(test_id, state.value, reason, facts or {}, self._house.now_utc):
                return
            row = books.self_tests.get(test_id)
            books.record(
                "self_test.ended",
                test=test_id,
                what=row["kind"],
                staff=row["staff_id"],
                outcome=state.value,
                reason=reason,
                step=row["step"],
                facts=_in_a_line(row["facts"]),
                answers=_in_a_line(row["answers"]),
            )

    def recover(self) -> None:
        """The core has started anew: nobody knows how what was open would have ended (K1)."""
        for row in self._house.books.self_tests.open():
            self.end(row["id"], SelfTestState.UNKNOWN, "restarted")


def _in_a_line(values: Mapping[str, object]) -> str:
    """As head office's table keeps it: ``round_trip_ms=45 records=1``."""
    return " ".join(f"{name}={value}" for name, value in values.items() if value != "")
