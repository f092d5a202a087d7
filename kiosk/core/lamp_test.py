"""The lamp test: each pattern of the call light and the message lamp, one after the other, each asked about (J3, F2).

Owns the order, the patience and the verdict. Drives no lamp: it says what they should show, and the light worker shows
it; so when the test is over, or was cut off, the lamps are again what the store says. Somebody who calls ends it: a
call light that plays is a call light that lies (F1).
"""

from __future__ import annotations

from kiosk.desk.house import House
from kiosk.desk.self_test_log import NO_ANSWER, NOT_SEEN, SelfTestLog
from kiosk.desk.self_tests import STEPS
from kiosk.desk.views import SelfTestKind, SelfTestState
from kiosk.devices.protocols import Health, HealthState, LightPattern
from kiosk.store.database import Row

ASKED_FOR_S = 20.0  # then nobody has answered, and the next lamp is shown
_STEPS = STEPS[SelfTestKind.LAMPS]
Lamps = tuple[LightPattern, bool]  # the call light's pattern, and whether the message lamp is on


class LampTest:
    """Asked by the light worker at each of its turns."""

    def __init__(self, house: House, log: SelfTestLog) -> None:
        self._house = house
        self._log = log
        self._step = ""
        self._since_s = 0.0

    def showing(self, health: Health) -> Lamps | None:
        """What the lamps show for the test; None when there is none."""
        row = self._log.open_of(SelfTestKind.LAMPS)
        if row is None:
            self._step = ""
            return None
        if health.state in (HealthState.ABSENT, HealthState.TROUBLE):
            self._log.end(row["id"], SelfTestState.FAILED, health.reason or "trouble")
            return None
        if any(call["raised_utc"] >= row["asked_utc"] for call in self._house.books.calls.waiting()):
            self._log.end(row["id"], SelfTestState.UNKNOWN, "call_came")
            return None
        return self._lamps(row)

    def _lamps(self, row: Row) -> Lamps | None:
        if row["state"] == SelfTestState.WAITING:
            self._log.begin(row, _STEPS[0])
            return self._show(_STEPS[0])
        answers = dict(row["answers"])
        now_s = self._house.clock.monotonic()
        if row["step"] not in answers and self._step == row["step"] and now_s - self._since_s >= ASKED_FOR_S:
            answers[row["step"]] = NO_ANSWER
            with self._house.step() as books:
                books.self_tests.answer(row["id"], answers)
        if row["step"] not in answers:
            return self._show(row["step"])
        return self._after(row, answers)

    def _after(self, row: Row, answers: dict[str, str]) -> Lamps | None:
        left = _STEPS[_STEPS.index(row["step"]) + 1 :]
        if left:
            self._log.advance(row, left[0])
            return self._show(left[0])
        unseen = [step for step in _STEPS if answers.get(step) == NOT_SEEN]
        if unseen:
            self._log.end(row["id"], SelfTestState.FAILED, "lamp_not_seen", {"unseen": " ".join(unseen)})
        elif NO_ANSWER in answers.values():
            self._log.end(row["id"], SelfTestState.UNKNOWN, "nobody_answered")
        else:
            self._log.end(row["id"], SelfTestState.PASSED)
        return None

    def _show(self, step: str) -> Lamps:
        if step != self._step:
            self._step, self._since_s = step, self._house.clock.monotonic()
        return (LightPattern.OFF, True) if step == "message" else (LightPattern(step), False)
