"""Tests that print or go to head office, and the patience with all tests (J3).

Owns the test pages' way through the spooler, the measured way to head office and back, and that no test stays open for
ever. Lamps are ``lamp_test.py``, the line is ``line_tests.py``. Knows no CUPS and no MQTT: a page is a wanted form like
any other, and a record that head office acknowledges has been there and back.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.desk.house import House
from kiosk.desk.self_test_log import SelfTestLog
from kiosk.desk.views import SelfTestKind, SelfTestState
from kiosk.store.database import Row
from kiosk.store.prints import TEST_FORMS

PRINT_TROUBLE_S = 15.0  # long enough to refill paper that was being refilled anyway
PRINT_S = 90.0
AWAY_S, ANSWER_S = 10.0, 30.0  # to head office and back: while there is no way, and while there is one
WAIT_S = 600.0  # for a device that is busy
_LOOK_S, _FOLLOW_S, _IDLE_S = 0.05, 0.5, 5.0
_PRINTERS = {SelfTestKind.RECEIPT_PAGE: ("receipt", TEST_FORMS[0]), SelfTestKind.FORM_PAGE: ("form", TEST_FORMS[1])}
_CANNOT = ("offline", "unanswered", "forbidden", "disputed")  # words of the courier for a way that is closed


@dataclass
class _Letter:
    """A record on its way to head office."""

    test_id: int
    seq: int
    sent_s: float


class SelfTestWorker:
    """The ``Turn`` of these tests."""

    name = "self_tests"

    def __init__(self, house: House, log: SelfTestLog) -> None:
        self._house = house
        self._log = log
        self._begun_s: dict[int, float] = {}  # monotonic: the wall's clock may be set meanwhile (K3)
        self._letter: _Letter | None = None

    def turn(self) -> float:
        """Look after every test that is open."""
        pauses = [_IDLE_S]
        for kind, (printer, form) in _PRINTERS.items():
            if row := self._log.open_of(kind):
                self._print(row, printer, form)
                pauses.append(_FOLLOW_S)
        if row := self._log.open_of(SelfTestKind.SYNC):
            self._there_and_back(row)
            pauses.append(_LOOK_S)
        self._end_of_patience()
        return min(pauses)

    # --- paper

    def _print(self, row: Row, printer: str, form: str) -> None:
        """Wanted, followed, and taken back if it does not come: no test page comes out next week."""
        job = self._house.books.prints.of(form, row["id"])
        if job is None:
            with self._house.step() as books:
                self._log.begin(row, "handed_over")
                books.prints.want(printer, form, row["id"], row["language"], self._house.now_utc)
            return
        if job["state"] == "waiting":
            self._wait_for_paper(row, job)
        elif job["state"] == "withdrawing" and self._age_s(row) >= PRINT_S:
            self._log.end(row["id"], SelfTestState.FAILED, job["reason"] or "offline")  # the spooler cannot be asked
        elif job["state"] == "printed":
            self._log.advance(row, "out")
            self._log.end(row["id"], SelfTestState.PASSED)
        elif job["state"] == "unknown":
            self._log.end(row["id"], SelfTestState.UNKNOWN, job["reason"] or "print_unknown")
        elif job["state"] == "failed":
            self._log.end(row["id"], SelfTestState.FAILED, job["reason"] or "print_failed")

    def _wait_for_paper(self, row: Row, job: Row) -> None:
        patience_s = PRINT_TROUBLE_S if job["reason"] else PRINT_S
        if self._age_s(row) < patience_s:
            return
        with self._house.step() as books:
            books.prints.withdraw(job["name"])

    # --- head office

    def _there_and_back(self, row: Row) -> None:
        if self._letter is None or self._letter.test_id != row["id"]:
            self._send(row)
            return
        took_s = self._house.clock.monotonic() - self._letter.sent_s
        if self._house.books.journal.acked() >= self._letter.seq:
            self._log.advance(row, "acknowledged")
            facts = {"round_trip_ms": round(took_s * 1000), "record": self._letter.seq}
            self._log.end(row["id"], SelfTestState.PASSED, facts=facts)
            return
        condition = (self._house.live.get("sync") or {}).get("condition", "offline")
        if condition in _CANNOT and took_s >= AWAY_S:
            self._log.end(row["id"], SelfTestState.FAILED, condition, {"waiting": self._backlog})
        elif took_s >= ANSWER_S:
            self._log.end(row["id"], SelfTestState.UNKNOWN, "delivering", {"waiting": self._backlog})

    @property
    def _backlog(self) -> int:
        return self._house.books.journal.backlog()

    def _send(self, row: Row) -> None:
        """A record of its own goes the way of all records."""
        with self._house.step() as books:
            self._log.begin(row, "written")
            books.record("self_test.begun", test=row["id"], what=row["kind"])
            seq = books.journal.head()[0]
        self._letter = _Letter(row["id"], seq, self._house.clock.monotonic())

    # --- patience

    def _end_of_patience(self) -> None:
        still_open = self._house.books.self_tests.open()
        self._begun_s = {row["id"]: self._begun_s.get(row["id"], self._house.clock.monotonic()) for row in still_open}
        for row in still_open:
            if row["state"] == SelfTestState.WAITING and self._age_s(row) >= WAIT_S:
                self._log.end(row["id"], SelfTestState.UNKNOWN, "not_begun")

    def _age_s(self, row: Row) -> float:
        return self._house.clock.monotonic() - self._begun_s.setdefault(row["id"], self._house.clock.monotonic())

    def close(self) -> None:
        """Nothing is held open."""
