"""What the provider says of the orders, as it is kept: a code, a payment, a closing, a contradiction (G1, G2, K1).

Owns what each signed answer changes: one step, whose repetition changes nothing. A payment settles its charge in the
step that ends its order; one that comes too late is held and goes back. Called by ``kiosk.core.qr_worker``.
"""

from __future__ import annotations

from dataclasses import asdict

from kiosk.desk.house import Books, House
from kiosk.desk.qr_refunds import want_stray
from kiosk.desk.settling import OWED, Means, settle
from kiosk.desk.views import Method
from kiosk.domain.accounts import AccountClass, account
from kiosk.domain.qr import OPEN, Asked, OrderState, Trade, Verdict, judge
from kiosk.store.database import Row
from kiosk.store.journal import canonical


class QrLog:
    """The core's side of payments by QR code."""

    def __init__(self, house: House) -> None:
        self._house = house

    def to_ask(self) -> list[Row]:
        """Orders the provider is to be asked about, oldest first."""
        return self._house.books.qr.to_ask()

    def refunds_to_ask(self) -> list[Row]:
        """Refunds that are not decided, oldest first."""
        return self._house.books.qr.refunds_to_ask()

    def title_key(self, order: Row) -> str:
        """What is paid for."""
        return str(self._house.books.takings.charge(order["charge_id"])["title_key"])

    def keep_code(self, order_id: int, code: str) -> None:
        """The code is kept before anybody sees it; given up meanwhile, it is never shown."""
        with self._house.step() as books:
            books.qr.keep_code(order_id, code, self._house.now_utc)

    def never_shown(self, order_id: int, reason: str) -> None:
        """No code has come, and none that comes later will be shown: nobody can pay this order. It is over."""
        with self._house.step() as books:
            order = books.qr.get(order_id)
            if order["code"] == "":
                self._close(books, order, reason)

    def expire(self, order_id: int) -> None:
        """Nobody has paid in time: from now on it is to be closed."""
        with self._house.step() as books:
            books.qr.move(order_id, OrderState.CLOSING.value, "expired", self._house.now_utc)

    def heard(self, order_id: int, trade: Trade) -> None:
        """Act on a signed answer, in one step; an answer that decides nothing writes nothing."""
        books = self._house.books
        if judge(_asked(books, books.qr.get(order_id)), trade).verdict is Verdict.WAIT:
            return
        with self._house.step() as books:
            order = books.qr.get(order_id)
            finding = judge(_asked(books, order), trade)
            match finding.verdict:
                case Verdict.WAIT:
                    pass
                case Verdict.AGREED:
                    books.qr.look_done(order_id)
                case Verdict.CLOSE:
                    self._close(books, order, order["reason"] or "expired")
                case Verdict.PAY:
                    self._pay(books, order, trade)
                case Verdict.DISPUTE:
                    self._dispute(books, order, trade, finding.contradiction)

    def _close(self, books: Books, order: Row, reason: str) -> None:
        if books.qr.move(order["id"], OrderState.CLOSED.value, reason, self._house.now_utc):
            books.record("qr.closed", number=order["number"], charge=order["charge_id"], reason=reason)

    def _pay(self, books: Books, order: Row, trade: Trade) -> None:
        """The charge is settled, if it is still owed; else the money is somebody's who has paid already."""
        used = books.qr.by_trade(order["provider"], trade.transaction)
        if used is not None:
            self._dispute(books, order, trade, "transaction_used")
            return
        charge = books.takings.charge(order["charge_id"])
        owed = charge["state"] in OWED and charge["amount_fen"] == order["amount_fen"]
        state, receipt = OrderState.OWED_BACK, None
        if owed:
            state, receipt = OrderState.PAID, self._settle(books, order, charge)
        else:
            want_stray(self._house, books, order)
        paid = {"state": state.value, "trade": trade.transaction, "paid_utc": trade.paid_utc, "receipt": receipt}
        books.qr.pay(order["id"], paid, self._house.now_utc)
        said = {"number": order["number"], "charge": order["charge_id"], "amount_fen": order["amount_fen"]}
        books.record(f"qr.{state.value}", **said, transaction=trade.transaction, paid_utc=trade.paid_utc)

    def _settle(self, books: Books, order: Row, charge: Row) -> int:
        means = Means(
            Method.QR,
            order["amount_fen"],
            f"qr-{order['number']}",
            person_id=order["person_id"],
            debit=account(AccountClass.PROVIDER, order["provider"]),
        )
        return int(settle(self._house, books, charge, means)["receipt"])

    def _dispute(self, books: Books, order: Row, trade: Trade, contradiction: str) -> None:
        """Nothing is booked and nothing is undone: a person decides."""
        now = self._house.now_utc
        if order["state"] in OPEN:
            books.qr.move(order["id"], OrderState.DISPUTED.value, contradiction, now)
        else:
            books.qr.look_done(order["id"])
        if books.qr.contradict(order["id"], contradiction, canonical(asdict(trade)), now):
            books.record("qr.contradiction", number=order["number"], contradiction=contradiction, said=asdict(trade))


def _asked(books: Books, order: Row) -> Asked:
    return Asked(
        number=order["number"],
        amount_fen=order["amount_fen"],
        currency=order["currency"],
        state=OrderState(order["state"]),
        code_known=order["code"] != "",
        payable_until_utc=order["payable_until_utc"],
        transaction=order["trade"] or "",
        refund_wanted=books.qr.refund_of(order["id"]) is not None,
    )
