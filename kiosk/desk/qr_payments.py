"""Paying with the phone: the owner wants a code and sees what becomes of it; the clerk decides what stays open (G2).

Owns the intent. A code is asked for by committing that it is wanted; it is shown when the core has kept it; it is given
up by committing that too, and no other way is open until the provider has confirmed it. Called by the screens.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import assert_never

from kiosk.clock import iso_utc
from kiosk.desk.bookkeeping import refuse_damaged
from kiosk.desk.counter import counter_only
from kiosk.desk.house import Books, GoneError, House, PaymentRefusedError, RequestUsedError, sure_moment
from kiosk.desk.qr_doubt import DOUBT_AFTER
from kiosk.desk.qr_refunds import hand_back
from kiosk.desk.settling import OWED
from kiosk.desk.views import Method, QrStage, QrView, Staff, Visitor
from kiosk.domain.qr import OrderState, RefundState
from kiosk.store.database import Row

_GRACE_S = 60  # a code can be paid a little longer than it is seen: who scans at the end may still pay


class QrDesk:
    """Codes for the charges of owners. ``request_id``: tapped twice, or again after a restart, it is one order."""

    def __init__(self, house: House) -> None:
        self._house = house

    @property
    def offered(self) -> bool:
        """Whether this kiosk was given a provider."""
        return Method.QR in self._house.settings.pay_devices

    # --- the owner

    def show(self, visitor: Visitor, charge_id: int, request_id: str) -> QrView:
        """Want a code for a charge; while one may be paid, it is that one.

        Raises GoneError when nothing is owed, PaymentRefusedError when this kiosk has no provider, RequestUsedError,
        StoreDamagedError while nothing can be booked.
        """
        with self._house.step() as books:
            charge = books.takings.charge(charge_id)
            if charge["unit_id"] != visitor.unit.id:
                raise GoneError(f"charge {charge_id} is not of unit {visitor.unit.id}")
            order = self._code_for(books, charge, request_id, visitor.person_id)
        return self.view(order["id"])

    def _code_for(
        self, books: Books, charge: Row, request_id: str, person_id: int | None = None, staff_id: str | None = None
    ) -> Row:
        if not self.offered:
            raise PaymentRefusedError("no provider")
        refuse_damaged(self._house)
        order = books.qr.by_request(request_id) or books.qr.blocking(charge["id"])
        if order is None:
            return self._want(books, charge, request_id, person_id, staff_id)
        if order["charge_id"] != charge["id"]:
            raise RequestUsedError(f"request {request_id} wanted a code for charge {order['charge_id']}")
        return order

    def _want(self, books: Books, charge: Row, request_id: str, person_id: int | None, staff_id: str | None) -> Row:
        if charge["state"] not in OWED:
            raise GoneError(f"charge {charge['id']} is {charge['state']}")
        settings, now = self._house.settings, self._house.now_utc
        shown = timedelta(seconds=settings.qr_show_s + _GRACE_S)
        row = {
            "number": books.qr.number("Q", secrets.token_hex(4).upper()),
            "request_id": request_id,
            "charge_id": charge["id"],
            "unit_id": charge["unit_id"],
            "person_id": person_id,
            "provider": settings.qr_provider,
            "amount_fen": charge["amount_fen"],
            "currency": settings.currency,
            "payable_until_utc": iso_utc(self._house.clock.now() + shown),
            "state": OrderState.WANTED.value,
            "made_utc": now,
            "changed_utc": now,
        }
        order_id = books.qr.add(row)
        said = {name: row[name] for name in ("number", "charge_id", "unit_id", "amount_fen", "provider")}
        books.record("qr.wanted", **said, staff=staff_id, **books.vouched("qr_order", id=order_id))
        return books.qr.get(order_id)

    def view(self, order_id: int) -> QrView:
        """How an order stands."""
        books = self._house.books
        order = books.qr.get(order_id)
        stage = self._stage(order)
        total_s = float(self._house.settings.qr_show_s)
        gone_s = (self._house.clock.now() - sure_moment(order["changed_utc"])).total_seconds()
        shown = stage is QrStage.SHOWN
        return QrView(
            order_id=order_id,
            stage=stage,
            amount_fen=order["amount_fen"],
            provider=order["provider"],
            code=order["code"] if shown else "",
            left_s=min(total_s, max(0.0, total_s - gone_s)) if shown else 0.0,
            total_s=total_s,
            reason="owed_back" if order["state"] == OrderState.OWED_BACK else order["reason"],
            receipt_number=books.takings.by_receipt(order["receipt"])["receipt_number"] if order["receipt"] else "",
        )

    def _stage(self, order: Row) -> QrStage:
        """As the board has it: what can be paid no more and nobody has closed is in doubt, as when the core died."""
        state = OrderState(order["state"])
        match state:
            case OrderState.WANTED | OrderState.SHOWN if self._house.now_utc >= order["payable_until_utc"]:
                return QrStage.DOUBT
            case OrderState.WANTED:
                return QrStage.ASKING
            case OrderState.SHOWN:
                return QrStage.SHOWN
            case OrderState.CLOSING:
                late = abs(self._house.clock.now() - sure_moment(order["changed_utc"])) >= DOUBT_AFTER
                return QrStage.DOUBT if late else QrStage.CHECKING
            case OrderState.DISPUTED:
                return QrStage.DOUBT
            case OrderState.PAID:
                return QrStage.PAID
            case OrderState.CLOSED | OrderState.OWED_BACK:
                return QrStage.OVER
            case _:
                assert_never(state)

    def give_up(self, visitor: Visitor, order_id: int) -> QrView:
        """The owner does not want to pay this way any more; paid meanwhile, it is paid."""
        with self._house.step() as books:
            order = books.qr.get(order_id)
            if order["unit_id"] != visitor.unit.id:
                raise GoneError(f"order {order_id} is not of unit {visitor.unit.id}")
            self._give_up(books, order)
        return self.view(order_id)

    def _give_up(self, books: Books, order: Row) -> None:
        if order["state"] in (OrderState.WANTED, OrderState.SHOWN):
            books.qr.move(order["id"], OrderState.CLOSING.value, "given_up", self._house.now_utc)

    # --- the clerk: anybody else is refused (CounterOnlyError)

    def show_at_counter(self, staff: Staff, charge_id: int, request_id: str) -> QrView:
        """The same for whoever stands before the clerk and has not identified at the glass. Raises as ``show``."""
        counter_only(staff)
        with self._house.step() as books:
            charge = books.takings.charge(charge_id)
            order = self._code_for(books, charge, request_id, staff_id=staff.id)
        return self.view(order["id"])

    def give_up_at_counter(self, staff: Staff, order_id: int) -> QrView:
        """They want to pay another way after all; paid meanwhile, it is paid."""
        counter_only(staff)
        with self._house.step() as books:
            self._give_up(books, books.qr.get(order_id))
        return self.view(order_id)

    def release(self, staff: Staff, order_id: int) -> None:
        """The clerk lets the charge be paid another way. A payment by the code that turns up later goes back."""
        counter_only(staff)
        with self._house.step() as books:
            self._release(books, staff, books.qr.get(order_id))

    def settle_contradiction(self, staff: Staff, contradiction_id: int) -> None:
        """A person has taken it up with the provider; the charge may be paid another way."""
        counter_only(staff)
        with self._house.step() as books:
            said = books.qr.contradiction(contradiction_id)
            if books.qr.settle_contradiction(contradiction_id, staff.id, self._house.now_utc):
                books.record(
                    "qr.contradiction_settled", number=said["order_number"], contradiction=said["kind"], staff=staff.id
                )
            if said["order_state"] == OrderState.DISPUTED:
                self._release(books, staff, books.qr.get(said["order_id"]))

    def settle_refund(self, staff: Staff, refund_id: int, *, from_drawer: bool = False) -> None:
        """The row leaves the board: a person has taken it up with the provider, or given the money back.

        What failed for good is given back by it, ``from_drawer`` or on the provider's pages; the rest stays under way.
        Raises GoneError for cash out of the drawer that the provider may still give back, DrawerShortError.
        """
        counter_only(staff)
        with self._house.step() as books:
            refund = books.qr.refund(refund_id)
            failed = refund["state"] == RefundState.FAILED
            if from_drawer and not failed:
                raise GoneError(f"refund {refund['number']} is {refund['state']}")
            if books.qr.settle_refund(refund_id, staff.id, self._house.now_utc):
                if failed:
                    hand_back(self._house, books, refund, staff.id, from_drawer=from_drawer)
                told = {"number": refund["number"], "state": refund["state"], "from_drawer": from_drawer}
                books.record("qr.refund_settled", **told, staff=staff.id)

    def _release(self, books: Books, staff: Staff, order: Row) -> None:
        if books.qr.release(order["id"], staff.id, self._house.now_utc):
            books.record("qr.released", number=order["number"], charge=order["charge_id"], staff=staff.id)
