"""Tests of the devices: who may ask for them, what they need, how they stand (J3).

Owns the technician's side; the core's is ``self_test_log.py``. A request is a row, so it survives either process. Knows
no device and no screen. Called by the technician's screens.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from kiosk.desk.counter import reads_board
from kiosk.desk.house import DeskError, House, RequestUsedError, moment, sure_moment
from kiosk.desk.line_log import NotForThisRoleError
from kiosk.desk.self_test_log import NO_ANSWER, NOT_SEEN, SEEN, SelfTestLog
from kiosk.desk.views import Role, SelfTestKind, SelfTestOffer, SelfTestState, SelfTestView, Staff
from kiosk.domain.capabilities import UNFITTED
from kiosk.locale import Language
from kiosk.store.database import Row

STEPS: Mapping[SelfTestKind, tuple[str, ...]] = {
    SelfTestKind.LAMPS: ("waiting", "urgent", "fault", "message"),
    SelfTestKind.RECEIPT_PAGE: ("handed_over", "out"),
    SelfTestKind.FORM_PAGE: ("handed_over", "out"),
    SelfTestKind.MODEM: ("answer", "identity", "speeds"),
    SelfTestKind.LOOPBACK: ("dialling", "connected", "page", "confirmed"),
    SelfTestKind.SYNC: ("written", "acknowledged"),
    SelfTestKind.GLASS: ("touch", "light"),
}
_ON_THE_LINE = (SelfTestKind.MODEM, SelfTestKind.LOOPBACK)
_DEVICES = {
    SelfTestKind.LAMPS: "lights",
    SelfTestKind.RECEIPT_PAGE: "receipt_printer",
    SelfTestKind.FORM_PAGE: "form_printer",
    SelfTestKind.MODEM: "fax_line",
    SelfTestKind.LOOPBACK: "fax_line",
}


class NothingToTestError(DeskError):
    """The kiosk lacks what this test needs; ``need`` in values says what."""

    number = 5060
    message_key = "error.self_test.need"


class SelfTestDesk:
    """What a technician or a supervisor does with the tests. ``ask`` and its kin raise NotForThisRoleError."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._log = SelfTestLog(house)

    def offers(self, staff: Staff) -> tuple[SelfTestOffer, ...]:
        """Every kind of test with what it needs and how it went last. Raises CounterOnlyError for finance."""
        reads_board(staff)
        tests = self._house.books.self_tests
        return tuple(SelfTestOffer(kind, self._need(kind), self._maybe(tests.last_of(kind))) for kind in SelfTestKind)

    def ask(self, staff: Staff, kind: SelfTestKind, language: Language, request_id: str) -> SelfTestView:
        """Have the core run a test; asked twice, or while one of its kind is open, it is that one.

        Raises NothingToTestError, RequestUsedError when the request asked for another kind.
        """
        self._check(staff)
        if need := self._need(kind):
            raise NothingToTestError(f"{kind}: {need}", need=need)
        with self._house.step() as books:
            known = books.self_tests.by_request(request_id) or books.self_tests.open_of(kind)
            if known is not None and known["kind"] != kind:
                raise RequestUsedError(f"request {request_id} asked for {known['kind']}, not {kind}")
            if known is None:
                known = books.self_tests.get(self._add(kind, staff, language, request_id))
                books.record("self_test.asked", test=known["id"], what=kind.value, staff=staff.id)
        return self._view(known)

    def view(self, staff: Staff, test_id: int) -> SelfTestView:
        """How a test stands. Raises CounterOnlyError for finance."""
        reads_board(staff)
        return self._view(self._house.books.self_tests.get(test_id))

    def answer(self, staff: Staff, test_id: int, step: str, seen: bool) -> None:
        """What the person saw at this step; an answer to a step that is over changes nothing."""
        self._check(staff)
        with self._house.step() as books:
            row = books.self_tests.get(test_id)
            if row["step"] == step and step not in row["answers"]:
                books.self_tests.answer(test_id, {**row["answers"], step: SEEN if seen else NOT_SEEN})

    def cancel(self, staff: Staff, test_id: int) -> None:
        """The person does not want it any more; the core ends it, at once if it has not begun."""
        self._check(staff)
        with self._house.step() as books:
            books.self_tests.ask_cancel(test_id)
            waits = books.self_tests.get(test_id)["state"] == SelfTestState.WAITING
        if waits:
            self._log.end(test_id, SelfTestState.CANCELLED)

    def note_glass(self, staff: Staff, request_id: str, missed: tuple[str, ...], light: bool | None) -> SelfTestView:
        """What the glass itself has found: places that no finger was felt at; whether its light was seen to change
        (None: it has no light that can be set)."""
        self._check(staff)
        with self._house.step() as books:
            known = books.self_tests.by_request(request_id)
            test_id = known["id"] if known else self._add(SelfTestKind.GLASS, staff, Language.ZH_HANS, request_id)
            reason = "no_touch" if missed else "no_light" if light is False else ""
            facts = {"missed": " ".join(missed), "light": NO_ANSWER if light is None else SEEN if light else NOT_SEEN}
            books.self_tests.advance(test_id, "touch" if missed else "light")
            self._log.end(test_id, SelfTestState.FAILED if reason else SelfTestState.PASSED, reason, facts)
            return self._view(books.self_tests.get(test_id))

    # --- inside

    def _check(self, staff: Staff) -> None:
        if not may_test(staff.role):
            raise NotForThisRoleError(f"{staff.id} is {staff.role.value}")

    def _add(self, kind: SelfTestKind, staff: Staff, language: Language, request_id: str) -> int:
        row: Row = {"request_id": request_id, "kind": kind.value, "staff_id": staff.id, "language": language.value}
        row |= {"state": SelfTestState.WAITING.value, "asked_utc": self._house.now_utc}
        return self._house.books.self_tests.add(row)

    def _need(self, kind: SelfTestKind) -> str:
        """What is missing for good; a device that is only unplugged is what a test is there to find."""
        settings = self._house.settings
        device = self._house.live.get(f"health.{_DEVICES.get(kind, '')}") or {}
        if device.get("reason") == UNFITTED:
            return "device"
        if kind is SelfTestKind.LOOPBACK and not settings.loopback_number:
            return "number"
        return "head_office" if kind is SelfTestKind.SYNC and not settings.head_office else ""

    def _maybe(self, row: Row | None) -> SelfTestView | None:
        return self._view(row) if row else None

    def _view(self, row: Row) -> SelfTestView:
        kind, state = SelfTestKind(row["kind"]), SelfTestState(row["state"])
        waits_for_line = state is SelfTestState.WAITING and kind in _ON_THE_LINE and self._house.live.get("line")
        return SelfTestView(
            id=row["id"],
            kind=kind,
            state=state,
            steps=STEPS[kind],
            step=row["step"],
            reason="line_busy" if waits_for_line else row["reason"],
            facts={name: str(value) for name, value in row["facts"].items()},
            answers=row["answers"],
            staff_id=row["staff_id"],
            asked_at=sure_moment(row["asked_utc"]),
            ended_at=moment(row["ended_utc"]),
        )


def may_test(role: Role) -> bool:
    """Whether this role may set devices in motion."""
    match role:
        case Role.TECHNICIAN | Role.SUPERVISOR:
            return True
        case Role.CLERK | Role.FINANCE:
            return False
        case _:
            assert_never(role)
