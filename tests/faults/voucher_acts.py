"""Acts of the random walk with registered vouchers: given, sold, blocked, used rightly and wrongly, given up (G2, K5).

Owns what they are for the desk and for the model. Which one is done, and to which charge, is ``walk_acts``' choice.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from kiosk.desk.views import Staff, VoucherIssue, VoucherWish
from tests.desk_fixture import UNIT, FurnishedDesk
from tests.faults.grant_acts import Act
from tests.faults.money_model import Model
from tests.faults.money_scenario import CLERK, STROKES, SUPERVISOR
from tests.faults.voucher_model import PLAIN, REGISTERED, Issue

_UNITS = (UNIT, "12-1-102")
_NOBODYS = "99-9-999"
_LATELY = 6  # issues of which something is still done


def voucher(chance: Random, model: Model, charge: int, request: str) -> Act:
    """One of them."""
    staff, approver = chance.choice((CLERK, SUPERVISOR)), chance.choice((None, SUPERVISOR))
    match chance.choices(("issue", "again", "take", "mark", "look", "up", "back"), (6, 2, 14, 4, 1, 2, 3))[0]:
        case "take":
            return _taken(chance, model, charge, request, staff, approver)
        case "mark":
            return _marked(chance, model, request)
        case "look":
            number = _number(chance, model)
            return Act("look", lambda kit: _look(kit, number), lambda model: model.vouchers.look(number))
        case "up" if model.vouchers.issues:
            return _given_up(chance, model)
        case "back" if model.vouchers.sales:
            return _sale_back(chance, model, request, chance.choice((staff, SUPERVISOR)))
        case "again" if model.vouchers.requests:
            request = chance.choice(list(model.vouchers.requests)[-_LATELY:])
            return _issued(_wish(chance, model, request), request, staff, approver)
        case _:
            return _issued(_wish(chance, model), request, staff, approver)


# --- what is issued


def _wish(chance: Random, model: Model, request: str = "") -> Issue:
    """Numbers after the last, mostly; or those of an older request, mostly."""
    if request and chance.random() < 0.7:
        return model.vouchers.issues[model.vouchers.requests[request]]
    series = chance.choice((*REGISTERED, *REGISTERED, *REGISTERED, *REGISTERED, *PLAIN))
    newest = max((issue.last for issue in model.vouchers.issues.values() if issue.series == series), default=0)
    first = newest + chance.choice((1, 1, 1, 1, 1, 3, 0, -newest))
    last = first + chance.choice((0, 0, 1, 2, 2, 2, -1, 1000))
    days = chance.choice((None, None, None, 0, 1, 3, 30, 30, -1))
    until = None if days is None else model.now.date() + timedelta(days=days)
    # What is sold is the unit's of the walk, that it may be paid in every way; what is given may be another's.
    unit = UNIT if until is None else chance.choice((*_UNITS, *_UNITS, _NOBODYS))
    return Issue(series, first, last, unit, until)


def _issued(wish: Issue, request: str, staff: Staff, approver: Staff | None) -> Act:
    wanted = VoucherWish(wish.series, wish.first, wish.last, wish.unit, wish.until, "赠券" if wish.until else "")
    supervisor = SUPERVISOR in (staff, approver)
    return Act(
        "give" if wish.until else "sell",
        lambda kit: told(kit.desk.vouchers.issue(staff, wanted, STROKES, request, approver)),
        lambda model: model.vouchers.issue(wish, _UNITS, supervisor, request),
    )


def _given_up(chance: Random, model: Model) -> Act:
    number = chance.choice(list(model.vouchers.issues)[-_LATELY:])
    return Act(
        "give up sale",
        lambda kit: told(kit.desk.vouchers.give_up_sale(CLERK, number)),
        lambda model: model.vouchers.give_up(number),
    )


def _sale_back(chance: Random, model: Model, request: str, staff: Staff) -> Act:
    """The receipt of a sale, though one of its vouchers may be used."""
    charges = list(model.vouchers.sales)[-_LATELY:]
    receipts = [receipt for receipt in model.receipts if receipt.charge in charges]
    standing = [receipt for receipt in receipts if not receipt.red and not receipt.struck]
    if not receipts:
        return _given_up(chance, model)
    number = chance.choice(standing if standing and chance.random() < 0.7 else receipts).number
    kind = chance.choice(("void", "refund"))

    def desk(kit: FurnishedDesk) -> str:
        act = kit.desk.corrections.void if kind == "void" else kit.desk.corrections.refund
        return act(staff, number, "退券", STROKES, request).number

    return Act(f"{kind} sale", desk, lambda model: model.reverse(kind, number, staff is SUPERVISOR, request))


# --- what is used, blocked, looked at


def _taken(chance: Random, model: Model, charge: int, request: str, staff: Staff, approver: Staff | None) -> Act:
    """Rather of a series that is worth what is owed."""
    owed_fen = model.charges[charge][0] if chance.random() < 0.8 else 0
    number, supervisor = _number(chance, model, owed_fen), SUPERVISOR in (staff, approver)
    return Act(
        "use",
        lambda kit: kit.desk.grants.take_voucher(staff, charge, number, request, approver).number,
        lambda model: model.vouchers.take(charge, number, supervisor, request),
    )


def _marked(chance: Random, model: Model, request: str) -> Act:
    """Mostly with a request of its own; a double tap, or what no screen does, with the last one's."""
    marks = model.vouchers.marks
    if marks and chance.random() < 0.4:
        request = list(marks)[-1]
    number, blocked = _number(chance, model), chance.random() < 0.4
    if request in marks and chance.random() < 0.7:
        number, blocked = marks[request]
    return Act(
        "block" if blocked else "unblock",
        lambda kit: told(kit.desk.vouchers.mark(CLERK, number, blocked, "挂失", STROKES, request)),
        lambda model: model.vouchers.mark(number, blocked, request),
    )


def _number(chance: Random, model: Model, least_fen: int = 0) -> str:
    """One of those issued lately, or next to them, or of no series, as people type it."""
    worth = [issue for issue in model.vouchers.issues.values() if REGISTERED[issue.series] >= least_fen]
    issues = worth[-_LATELY:]
    if not issues or chance.random() < 0.08:
        return chance.choice(("ZX-1", "RX-999999", "SX-0"))
    issue = chance.choice(issues)
    serial = issue.last + 1 if chance.random() < 0.05 else chance.randint(issue.first, issue.last)
    return chance.choice((f"{issue.series}-{serial}", f" {issue.series.lower()}-{serial:04d}"))


def _look(kit: FurnishedDesk, number: str) -> str:
    with kit.house.step():  # so that it has one place in any order
        return told(kit.desk.vouchers.find(SUPERVISOR, number))


def told(issue: VoucherIssue) -> str:
    """All that the register says of an issue, as the model says it."""
    worth = (issue.pieces, issue.face_fen, issue.unit.id)
    sale = (issue.sale.value if issue.sale else "", issue.charge_id or 0)
    stands = (issue.used, list(issue.blocked), issue.over, *sale)
    return str((issue.id, issue.first, issue.last, *worth, *stands))
