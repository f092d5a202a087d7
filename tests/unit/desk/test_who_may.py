"""J1: every act on the staff's word, and who may do it. An act of the desk that is not in this table fails here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args, get_type_hints

import pytest

from kiosk.desk.api import Desk
from kiosk.desk.cards import SupervisorOnlyError as CardsRefusal
from kiosk.desk.corrections import SupervisorOnlyError
from kiosk.desk.counter import AT_THE_COUNTER, ISSUES_VOUCHERS, READS_BOARD, READS_RECEIPTS, CounterOnlyError
from kiosk.desk.finance import FinanceOnlyError
from kiosk.desk.grants import ApprovalMissingError
from kiosk.desk.line_log import NotForThisRoleError
from kiosk.desk.views import (
    CallWay,
    LineCall,
    PresentedCard,
    Role,
    SelfTestKind,
    Staff,
    VoucherWish,
)
from kiosk.domain.cash import CashCount, CountPurpose
from kiosk.errors import KioskError
from kiosk.locale import Language
from tests.desk_fixture import NOON, FurnishedDesk

REFUSALS = (
    *(CounterOnlyError, SupervisorOnlyError, CardsRefusal),
    *(ApprovalMissingError, FinanceOnlyError, NotForThisRoleError),
)
EVERYBODY = tuple(Role)
SUPERVISOR, FINANCE, DEVICES = (Role.SUPERVISOR,), (Role.FINANCE,), (Role.TECHNICIAN, Role.SUPERVISOR)
NONE, DAY, STROKES = 10_000_007, date(2026, 11, 18), (((0.1, 0.1), (0.2, 0.2)),)  # NONE: no row has this id
NO_MONEY, CARD = CashCount({}), PresentedCard("held", "token")
TAKER = Staff("12", "王岚", Role.SUPERVISOR)
WISH = VoucherWish("FX", 1, 1, "12-1-101")
CALL = LineCall(CallWay.SENT, NONE, 1, "", "", (), "", False, NOON, "", "", 0, 0, 0, "", False)

# desk.act: who may, and what it is asked beside the person
ACTS: dict[str, tuple[tuple[Role, ...], tuple[Any, ...]]] = {
    "board.board": (READS_BOARD, ()),
    "board.fax_log": (AT_THE_COUNTER, ()),
    "board.settle_print": (AT_THE_COUNTER, (NONE, True)),
    "board.settle_unfitted": (AT_THE_COUNTER, (NONE,)),
    "calls.acknowledge": (AT_THE_COUNTER, (NONE,)),
    "cards.bind": (SUPERVISOR, ("07", CARD)),
    "cards.listing": (SUPERVISOR, ()),
    "cards.unbind": (SUPERVISOR, ("07",)),
    "copies.print_copy": (AT_THE_COUNTER, ("K01-000099", "copy")),
    "corrections.refund": (SUPERVISOR, ("K01-000099", "多收", STROKES, "refund")),
    "corrections.void": (AT_THE_COUNTER, ("K01-000099", "收错", STROKES, "void")),
    "days.check": (AT_THE_COUNTER, (NO_MONEY, "check")),
    "days.close_day": (AT_THE_COUNTER, (DAY, STROKES)),
    "days.empty_box": (AT_THE_COUNTER, (NO_MONEY, None, "box")),
    "days.end_day": (AT_THE_COUNTER, (DAY, NO_MONEY, None, "end")),
    "days.explain": (AT_THE_COUNTER, (NONE, "找错零钱")),
    "days.hand_over": (AT_THE_COUNTER, (TAKER, NO_MONEY, "hand over")),
    "days.open_shift": (AT_THE_COUNTER, (NO_MONEY, 0, "open")),
    "fax.settle_unknown": (AT_THE_COUNTER, (NONE, 1, True)),
    "finance.sign": (FINANCE, (DAY, STROKES, "sign")),
    "grants.decide_above_limit": (SUPERVISOR, (NONE, True)),
    "grants.needs_approval": (EVERYBODY, (NONE,)),  # asked before a supervisor is called; tells and changes nothing
    "grants.take_voucher": (AT_THE_COUNTER, (NONE, "FX-1", "voucher")),
    "grants.waive": (AT_THE_COUNTER, (NONE, "goodwill", "", "waive")),
    "half_counts.keep": (AT_THE_COUNTER, (CountPurpose.CHECK, {100: 1})),
    "half_counts.kept": (EVERYBODY, (CountPurpose.CHECK,)),  # one's own
    "line_log.calls": (DEVICES, ()),
    "line_log.ladder": (DEVICES, (CALL,)),
    "machine.book_found": (AT_THE_COUNTER, (NONE, NO_MONEY, "reason.found.box", STROKES)),
    "machine.give_back": (AT_THE_COUNTER, (NONE, "back")),
    "machine.settle_doubt": (AT_THE_COUNTER, (NONE, 0)),
    "money.take_cash": (AT_THE_COUNTER, (NONE, 400)),
    "qr.give_up_at_counter": (AT_THE_COUNTER, (NONE,)),
    "qr.release": (AT_THE_COUNTER, (NONE,)),
    "qr.settle_contradiction": (AT_THE_COUNTER, (NONE,)),
    "qr.settle_refund": (AT_THE_COUNTER, (NONE,)),
    "qr.show_at_counter": (AT_THE_COUNTER, (NONE, "code")),
    "receipts.find": (READS_RECEIPTS, (99,)),
    "receipts.latest": (READS_RECEIPTS, ()),
    "received.listing": (AT_THE_COUNTER, ()),
    "received.one": (AT_THE_COUNTER, (NONE,)),
    "received.open": (AT_THE_COUNTER, (NONE,)),
    "received.page": (AT_THE_COUNTER, (NONE, 1, (10, 10))),
    "received.print": (AT_THE_COUNTER, (NONE,)),
    "repairs.accept": (AT_THE_COUNTER, (NONE,)),
    "repairs.answer": (AT_THE_COUNTER, (NONE,)),
    "repairs.close": (AT_THE_COUNTER, (NONE, STROKES, 5)),
    "repairs.close_undone": (AT_THE_COUNTER, (NONE,)),
    "self_tests.answer": (DEVICES, (NONE, "waiting", True)),
    "self_tests.ask": (DEVICES, (SelfTestKind.LAMPS, Language.EN, "ask")),
    "self_tests.cancel": (DEVICES, (NONE,)),
    "self_tests.note_glass": (DEVICES, ("glass", (), None)),
    "self_tests.offers": (READS_BOARD, ()),
    "self_tests.view": (READS_BOARD, (NONE,)),
    "sheets.latest": (READS_RECEIPTS, ()),
    "sheets.print_copy": (READS_RECEIPTS, ("day_report", NONE, "copy")),
    "sheets.sheet": (READS_RECEIPTS, ("day_report", NONE)),
    "staff.sign_out": (EVERYBODY, ()),
    "staff.unlock_unit": (AT_THE_COUNTER, ("12-1-101",)),
    "technician.overview": (READS_BOARD, ()),
    "vouchers.check": (ISSUES_VOUCHERS, (WISH,)),
    "vouchers.find": (ISSUES_VOUCHERS, ("FX-1",)),
    "vouchers.give_up_sale": (ISSUES_VOUCHERS, (NONE,)),
    "vouchers.issue": (ISSUES_VOUCHERS, (WISH, STROKES, "issue")),
    "vouchers.listing": (ISSUES_VOUCHERS, ()),
    "vouchers.mark": (ISSUES_VOUCHERS, ("FX-1", True, "挂失", STROKES, "mark")),
    "vouchers.needs_approval": (EVERYBODY, (WISH,)),  # as grants.needs_approval
    "vouchers.one": (ISSUES_VOUCHERS, (NONE,)),
    "work.answer": (AT_THE_COUNTER, (NONE, True, STROKES)),
    "work.check_less": (AT_THE_COUNTER, (NONE, 100)),
    "work.quote": (AT_THE_COUNTER, (NONE, (), "quote")),
}


def _acts_of_the_desk() -> Iterator[str]:
    """Every public method of a sub-desk that takes a person of the staff."""
    for name, kind in get_type_hints(Desk).items():
        for method in (name for name in dir(kind) if not name.startswith("_") and callable(getattr(kind, name))):
            hints = get_type_hints(getattr(kind, method))
            hints.pop("return", None)
            if any(hint is Staff or Staff in get_args(hint) for hint in hints.values()):
                yield f"{name}.{method}"


def _refused(kit: FurnishedDesk, role: Role, act: str) -> bool:
    """Whether a person of this role is refused for the role's sake; whatever else is wrong is told afterwards."""
    desk, method = act.split(".")
    asked = ACTS[act][1]
    try:
        getattr(getattr(kit.desk, desk), method)(Staff("99", "某人", role), *asked)
    except REFUSALS:
        return True
    except KioskError:
        return False
    return False


def test_j1_every_act_on_the_staff_s_word_says_who_may_do_it() -> None:
    assert sorted(_acts_of_the_desk()) == sorted(ACTS)


@pytest.mark.parametrize("role", Role)
def test_j1_a_role_does_what_is_its_own_and_nothing_else(kit: FurnishedDesk, role: Role) -> None:
    wrong = [act for act, (may, _) in ACTS.items() if _refused(kit, role, act) is (role in may)]
    assert wrong == []


def test_j1_who_is_refused_leaves_no_trace_in_rows_and_records(kit: FurnishedDesk) -> None:
    before = kit.house.store.row("SELECT total_changes() AS n"), kit.records()
    for act, (may, _) in ACTS.items():
        for role in set(Role) - set(may):
            _refused(kit, role, act)
    assert (kit.house.store.row("SELECT total_changes() AS n"), kit.records()) == before
