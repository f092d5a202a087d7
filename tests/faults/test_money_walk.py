"""G1, G4, G5, K1, K3: whatever is done at the counter, in whatever order, the books are those of a plain model."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.desk.auditing import prove
from kiosk.desk.grants import ApprovalMissingError, VoucherSmallError, VoucherUsedError
from kiosk.desk.house import GoneError, RequestUsedError
from kiosk.desk.qr_doubt import QrPendingError
from kiosk.desk.receipts import StruckOutError
from kiosk.desk.voucher_rules import (
    VoucherBlockedError,
    VoucherExpiredError,
    VoucherNotIssuedError,
    VoucherSaleError,
    VoucherSpentError,
    VoucherUnknownError,
    VoucherUnpaidError,
)
from kiosk.desk.vouchers import VoucherIssueError
from kiosk.headoffice.audit import Verdict
from kiosk.headoffice.tables import open_database
from tests.faults.joint_walk import JointWalk
from tests.faults.joint_walker import CORE, SCREENS
from tests.faults.money_walk import Walk
from tests.hw_doubles.office_database import office_url
from tests.unit.sync.test_headoffice_books import found

_EVERY_WAY = {"cash", "account", "voucher", "free", "escrow", "code", "heard", "order", "page", "quote", "give back"}

_REFUSED: dict[str, set[type[Exception]]] = {
    "give": {ApprovalMissingError, GoneError, RequestUsedError, VoucherIssueError},
    "sell": {RequestUsedError, VoucherIssueError},
    "use": {
        ApprovalMissingError,
        GoneError,
        QrPendingError,
        VoucherBlockedError,
        VoucherExpiredError,
        VoucherNotIssuedError,
        VoucherSaleError,
        VoucherSmallError,
        VoucherUnknownError,
        VoucherUnpaidError,
        VoucherUsedError,
    },
    "block": {RequestUsedError, VoucherNotIssuedError, VoucherUnknownError},
    "give up sale": {GoneError, QrPendingError},
    "void sale": {StruckOutError, VoucherSpentError},
    "free": {VoucherSaleError},
}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_books_are_the_models_after_every_act(room: Path, seed: int) -> None:
    walk = Walk(room, seed)
    walk.go(1000)
    walk.close()
    assert walk.cuts and len(walk.model.transactions) > 100 and walk.model.closed
    assert set(walk.done) >= _EVERY_WAY
    paid_from = {lines[0][0].partition(":")[0] for kind, _, _, lines in walk.model.transactions if kind == "payment"}
    assert paid_from == {"cash", "unit", "voucher", "held", "prepaid", "provider"}, "one of all ways was never paid by"
    assert prove(room / "kiosk.db").bad is None


def test_g2_registered_vouchers_are_issued_used_and_refused_as_the_model_says_and_head_office_proves_them(
    room: Path,
) -> None:
    walk = Walk(room, 8, ("owe", "cash", "grant", "reverse", "code", "count", "clock", "voucher"))
    walk.go(4000)
    records = walk.records()
    walk.close()
    missed = {name: errors - walk.refused_as(name) for name, errors in _REFUSED.items()}
    assert missed == {name: set() for name in _REFUSED}, "a rule of the register that was never reached"
    assert set(walk.done) >= {*_REFUSED, "unblock", "look", "refund sale"}
    assert prove(room / "kiosk.db").bad is None
    office = open_database(office_url())
    finding = found(office, records)
    office.dispose()
    assert (finding.verdict, finding.voucher_broken) == (Verdict.WHOLE, "")


def test_g1_two_processes_at_once_are_told_and_book_what_the_model_says_though_each_is_killed_at_times(
    room: Path,
) -> None:
    walk = JointWalk(room, seed=1, kill_every=4)
    walk.go(40)
    walk.close()
    assert walk.acts > 100 and len(walk.model.transactions) > 20
    assert walk.locked[CORE] and walk.locked[SCREENS] and walk.turns, "one of them alone has done it all"
    assert walk.kills[CORE] and walk.kills[SCREENS]
    assert prove(room / "kiosk.db").bad is None
