"""What only the staff grant: a voucher taken, a service free of charge, an account charged above its limit (G2).

Owns who may. A clerk gives away up to the house's limit, above it a supervisor approves, and who did stands on the
payment, under its transaction's hash and in its record. Called by the clerk's screens; an owner asks here for what the
account does not allow.
"""

from __future__ import annotations

from kiosk.desk.corrections import stated
from kiosk.desk.counter import counter_only
from kiosk.desk.house import Books, DeskError, GoneError, House, PaymentRefusedError
from kiosk.desk.receipts import charge_view, receipt_view
from kiosk.desk.settling import OWED, Means, paid_by, settle
from kiosk.desk.views import ChargeState, LimitView, Method, ReceiptView, Role, Staff, Visitor
from kiosk.desk.voucher_rules import good_voucher, is_bought, refuse_sale, was_bought
from kiosk.domain.accounts import FREE_SERIES, AccountClass, account
from kiosk.domain.money import figures
from kiosk.store.database import Row

FREE_REASONS = ("fault", "goodwill", "official", "other")


class ApprovalMissingError(PaymentRefusedError):
    """This much is a supervisor's to grant."""

    number = 5027
    message_key = "error.approval"


class VoucherUsedError(PaymentRefusedError):
    """The voucher has paid for something already."""

    number = 5029
    message_key = "error.voucher_used"


class VoucherSmallError(PaymentRefusedError):
    """The voucher is worth less than is owed; it pays a charge in full or not at all."""

    number = 5031
    message_key = "error.voucher_small"


class ReasonUnknownError(DeskError):
    """Free of charge is given for one of the house's reasons."""

    number = 5032
    message_key = "error.unexpected"


class GrantDesk:
    """Vouchers, free services, approvals. ``approver``: a supervisor who has shown who they are at the glass.

    Who is neither clerk nor supervisor grants nothing: CounterOnlyError.
    """

    def __init__(self, house: House) -> None:
        self._house = house

    @property
    def voucher_series(self) -> tuple[str, ...]:
        """The series that this house takes; none: vouchers are not offered."""
        return tuple(self._house.settings.vouchers)

    def needs_approval(self, staff: Staff, charge_id: int, number: str = "") -> bool:
        """Whether giving this charge away, by the voucher ``number`` perhaps, takes a supervisor beside ``staff``.

        A voucher that was bought gives nothing away. Raises VoucherUnknownError.
        """
        books = self._house.books
        if staff.role is Role.SUPERVISOR or not self._above(books.takings.charge(charge_id)):
            return False
        return not (number and was_bought(self._house, books, number))

    def take_voucher(
        self, staff: Staff, charge_id: int, number: str, request_id: str, approver: Staff | None = None
    ) -> ReceiptView:
        """The voucher ``number`` (``FX-000123``) pays the charge, whatever is left of its worth is not given back.

        It is used once; struck out, it may be used again. Raises as ``good_voucher``, and VoucherUsedError,
        VoucherSmallError, VoucherSaleError, ApprovalMissingError, GoneError, RequestUsedError.
        """
        counter_only(staff)
        with self._house.step() as books:
            charge, paid = _charge_and_paid(books, charge_id, request_id)
            if paid is None:
                refuse_sale(charge)
                voucher = good_voucher(self._house, books, number)
                written, face_fen = voucher.number, voucher.face_fen
                if books.takings.voucher_used(written):
                    raise VoucherUsedError("used", number=written)
                if face_fen < charge["amount_fen"]:
                    raise VoucherSmallError(f"{face_fen} fen", face_yuan=figures(face_fen))
                paid = self._give(books, staff, charge, Method.VOUCHER, request_id, voucher.debit, written, approver)
                books.takings.use_voucher(paid["receipt"], written, face_fen, voucher.issue_id)
        return receipt_view(self._house, paid["receipt_number"])

    def waive(
        self,
        staff: Staff,
        charge_id: int,
        reason_key: str,
        words: str,
        request_id: str,
        approver: Staff | None = None,
    ) -> ReceiptView:
        """Nothing is taken for the charge, for one of FREE_REASONS; ``words`` say more, and must for ``other``.

        Raises ReasonUnknownError, ReasonMissingError, ApprovalMissingError, GoneError, VoucherSaleError,
        RequestUsedError.
        """
        counter_only(staff)
        if reason_key not in FREE_REASONS:
            raise ReasonUnknownError(reason_key)
        said = stated(words) if words.strip() or reason_key == "other" else ""
        reason = f"{FREE_SERIES}.{reason_key}" + (f": {said}" if said else "")
        with self._house.step() as books:
            charge, paid = _charge_and_paid(books, charge_id, request_id)
            if paid is None:
                refuse_sale(charge)
                debit = account(AccountClass.VOUCHER, f"{FREE_SERIES}.{reason_key}")
                paid = self._give(books, staff, charge, Method.FREE, request_id, debit, reason, approver)
        return receipt_view(self._house, paid["receipt_number"])

    # --- the unit's account above its limit

    def ask_above_limit(self, visitor: Visitor, charge_id: int) -> None:
        """The owner asks to charge the account all the same: a row of the clerk's board. Raises GoneError."""
        with self._house.step() as books:
            owed = books.takings.charge(charge_id)["unit_id"] == visitor.unit.id
            if not owed or not books.takings.set_charge(charge_id, ChargeState.APPROVAL_WANTED.value):
                raise GoneError(f"charge {charge_id} is not owed by unit {visitor.unit.id}")

    def above_limit(self, charge_id: int) -> LimitView:
        """What a supervisor looks at before deciding."""
        books = self._house.books
        charge = books.takings.charge(charge_id)
        unit = books.people.unit(charge["unit_id"])
        return LimitView(
            charge_view(books, charge),
            books.ledger.balance_fen(account(AccountClass.UNIT, charge["unit_id"])),
            books.holds.open_fen(charge["unit_id"]),
            unit["credit_limit_fen"] if unit else 0,
        )

    def decide_above_limit(self, approver: Staff, charge_id: int, granted: bool) -> None:
        """A supervisor's word; granted, the owner signs for the account as usual. Asked no more, nothing changes.

        Raises ApprovalMissingError for anybody else.
        """
        if approver.role is not Role.SUPERVISOR:
            raise ApprovalMissingError(f"charge {charge_id} by {approver.id}")
        with self._house.step() as books:
            charge = books.takings.charge(charge_id)
            if charge["state"] != ChargeState.APPROVAL_WANTED:
                return
            books.takings.set_charge(charge_id, ChargeState.DUE.value)
            if granted:
                books.takings.approve(charge_id, approver.id, self._house.now_utc)
            told = {"charge": charge_id, "unit": charge["unit_id"], "amount_fen": charge["amount_fen"]}
            if granted:
                told |= {"payments": (n := books.takings.payments(charge_id))}
                told |= books.vouched("limit_approval", charge_id=charge_id, payments=n)
            books.record("limit.decided", **told, granted=granted, staff=approver.id)

    # --- inside a step

    def _give(
        self,
        books: Books,
        staff: Staff,
        charge: Row,
        method: Method,
        request_id: str,
        debit: str,
        reason: str,
        approver: Staff | None,
    ) -> Row:
        means = Means(
            method,
            charge["amount_fen"],
            request_id,
            staff_id=staff.id,
            debit=debit,
            reason=reason,
            approved_by=None if is_bought(debit) else self._approved_by(staff, charge, approver),
        )
        return settle(self._house, books, charge, means)

    def _approved_by(self, staff: Staff, charge: Row, approver: Staff | None) -> str | None:
        for person in (staff, approver):
            if self._above(charge) and person is not None and person.role is Role.SUPERVISOR:
                return person.id
        if self._above(charge):
            raise ApprovalMissingError(f"charge {charge['id']} of {charge['amount_fen']} fen by {staff.id}")
        return None

    def _above(self, charge: Row) -> bool:
        return bool(charge["amount_fen"] > self._house.settings.approve_above_fen)


def _charge_and_paid(books: Books, charge_id: int, request_id: str) -> tuple[Row, Row | None]:
    """The charge, and what this request has paid of it already. Raises GoneError, RequestUsedError."""
    charge, known = books.takings.charge(charge_id), books.ledger.by_request(request_id)
    if known is not None:
        return charge, paid_by(books, known, charge_id)
    if charge["state"] not in OWED:
        raise GoneError(f"charge {charge_id} is {charge['state']}")
    return charge, None
