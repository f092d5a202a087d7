"""Shifts, counts of the drawer, hand-over, and the closing of a business day (G5, G6).

Owns the rules: a count is blind and final, a difference is booked as it is declared and explained afterwards, the
count that ends a day fixes its place in the ledger, and the report of that day is signed once. Whatever is taken after
it is the next day's early shift's. Called by the clerk's screens, which read by ``day_reading``; days themselves open
in ``bookkeeping``.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from kiosk.desk.bookkeeping import book, current_shift
from kiosk.desk.corrections import stated
from kiosk.desk.counter import counter_only
from kiosk.desk.day_errors import (
    BagError,
    ChangeMoneyError,
    ClosedAlreadyError,
    KeyChangedError,
    NotCountedError,
    NotOnShiftError,
    NotOpenError,
    OthersShiftError,
    ShiftTakenError,
    UnexplainedError,
)
from kiosk.desk.day_reading import DayReading, count_view
from kiosk.desk.day_report import closed_by, day_report
from kiosk.desk.house import Books, RequestUsedError
from kiosk.desk.receipts import NotSignedError
from kiosk.desk.sheets import want_count_sheet, want_day_sheets
from kiosk.desk.signing import Signer
from kiosk.desk.views import ClosingView, CountView, DepositBag, Role, Signature, Staff
from kiosk.domain.accounts import CLERKS_DRAWER, MACHINES_BOX, AccountClass, account
from kiosk.domain.booking import Booking, TransactionKind, drawer_entries
from kiosk.domain.cash import CashCount, CountPurpose
from kiosk.store.database import Row
from kiosk.store.journal import canonical

_BAG_NUMBER_LIMIT = 32
_BROUGHT_LIMIT_FEN = 99_999_999


class DayDesk(DayReading):
    """The counter's day.

    ``request_id``: what is tapped twice, or again after a restart, is declared once; for another kind of count, or to
    end another day, it is refused (RequestUsedError). Who is neither clerk nor supervisor is refused: CounterOnlyError.
    """

    # --- counting

    def open_shift(self, staff: Staff, count: CashCount, brought_fen: int, request_id: str) -> CountView:
        """Take over a drawer nobody has, with ``brought_fen`` of change money from finance in it.

        Raises ShiftTakenError when somebody has it, ChangeMoneyError for less than nothing or more than banks hand out.
        """
        counter_only(staff)
        if not 0 <= brought_fen <= _BROUGHT_LIMIT_FEN:
            raise ChangeMoneyError(f"{brought_fen} fen of change money")
        with self._house.step() as books:
            known = _known(books, request_id, CountPurpose.OPENING)
            if known is None:
                shift = current_shift(self._house, books)
                if shift["staff_id"]:
                    raise ShiftTakenError(f"shift {shift['id']} is {shift['staff_id']}'s")
                books.days.take_shift(shift["id"], staff.id)
                known = self._declare(books, staff, CountPurpose.OPENING, count, request_id, brought_fen=brought_fen)
        return count_view(known)

    def hand_over(self, giver: Staff, taker: Staff, count: CashCount, request_id: str) -> CountView:
        """The drawer is counted over from person to person; the difference is the giver's. Raises NotOnShiftError."""
        counter_only(giver)
        counter_only(taker)
        with self._house.step() as books:
            known = _known(books, request_id, CountPurpose.HANDOVER)
            if known is None:
                shift = current_shift(self._house, books)
                if shift["staff_id"] != giver.id or giver.id == taker.id:
                    raise NotOnShiftError(f"shift {shift['id']}: {giver.id} to {taker.id}")
                known = self._declare(books, giver, CountPurpose.HANDOVER, count, request_id)
                begun = books.days.add_shift(shift["business_day"], taker.id, self._house.now_utc)
                told = {"giver": giver.id, "taker": taker.id, **books.vouched("shift", id=begun["id"])}
                books.record("shift.handed_over", count=known["number"], **told)
        return count_view(known)

    def end_day(self, staff: Staff, day: date, count: CashCount, bag: DepositBag | None, request_id: str) -> CountView:
        """The count that ends ``day``, which is the one ``view`` shows; the takings leave the drawer in ``bag``.

        Its place in the ledger is the end of the day, whatever the time: what is taken from now on is the next day's.
        Raises ClosedAlreadyError when the day was ended or has not come yet, NotOpenError, OthersShiftError, BagError.
        """
        counter_only(staff)
        with self._house.step() as books:
            known = _known(books, request_id, CountPurpose.CLOSING, day.isoformat())
            if known is None:
                self._check_may_end(books, day.isoformat())
                _check_shift(books, staff, day.isoformat())
                _check_bag(books, bag, count)
                known = self._declare(books, staff, CountPurpose.CLOSING, count, request_id, bag=bag)
        return count_view(known)

    def check(self, staff: Staff, count: CashCount, request_id: str) -> CountView:
        """Count the drawer in between, or once more: a count of its own, and what was declared before stays.

        Raises NotOpenError when no day has begun, OthersShiftError unless it is who has the shift, or a supervisor.
        """
        counter_only(staff)
        with self._house.step() as books:
            known = _known(books, request_id, CountPurpose.CHECK)
            if known is None:
                day = books.days.latest()
                if day is None or books.days.closing_count(day):
                    raise NotOpenError("no day is open")
                _check_shift(books, staff, day)
                known = self._declare(books, staff, CountPurpose.CHECK, count, request_id)
        return count_view(known)

    def empty_box(self, staff: Staff, count: CashCount, bag: DepositBag | None, request_id: str) -> CountView:
        """What lies in the machine's box is counted and leaves in ``bag``, whoever has the shift. Raises BagError."""
        counter_only(staff)
        with self._house.step() as books:
            known = _known(books, request_id, CountPurpose.MACHINE)
            if known is None:
                _check_bag(books, bag, count)
                known = self._declare(books, staff, CountPurpose.MACHINE, count, request_id, bag=bag)
        return count_view(known)

    def explain(self, staff: Staff, count_id: int, reason: str) -> CountView:
        """Why a count differs. The first word stands; the difference itself is final. Raises ReasonMissingError."""
        counter_only(staff)
        reason = stated(reason)
        with self._house.step() as books:
            if books.days.explain(count_id, reason, staff.id, self._house.now_utc):
                number = books.days.count(count_id)["number"]
                told = {"reason": reason, "staff": staff.id, **books.vouched("count_explanation", count_id=count_id)}
                books.record("count.explained", count=number, **told)
                want_count_sheet(books, count_id, self._house.now_utc)
        return count_view(books.days.count(count_id))

    # --- closing

    def close_day(self, staff: Staff, day: date, signature: Signature) -> ClosingView:
        """Sign the report of a day that was counted. Signed already, it is the same closing.

        Raises NotSignedError, NotCountedError, UnexplainedError, and KeyChangedError when the kiosk's key is another
        than that of the days before.
        """
        counter_only(staff)
        if not signature:
            raise NotSignedError(f"closing of {day}")
        with self._house.step() as books:
            if books.days.closing(day.isoformat()) is None:
                self._close(books, staff, day.isoformat(), signature)
        return self.closing(day)

    # --- inside a step

    def _declare(
        self,
        books: Books,
        staff: Staff,
        purpose: CountPurpose,
        count: CashCount,
        request_id: str,
        *,
        brought_fen: int = 0,
        bag: DepositBag | None = None,
    ) -> Row:
        """The count's row and what it books: change money first, then the difference, then the deposit."""
        shift, number = current_shift(self._house, books), books.days.next_count()
        point = MACHINES_BOX if purpose is CountPurpose.MACHINE else CLERKS_DRAWER
        moved = partial(self._move, books, (request_id, number, staff.id, point))
        moved(TransactionKind.FLOAT, account(AccountClass.FLOAT, CLERKS_DRAWER), brought_fen)
        expected_fen = books.ledger.balance_fen(account(AccountClass.CASH, point))
        moved(TransactionKind.COUNT, account(AccountClass.DIFFERENCE, point), count.total_fen - expected_fen)
        if bag:
            moved(TransactionKind.DEPOSIT, account(AccountClass.BAG, bag.number), -bag.fen)
        row = {
            "number": number,
            "request_id": request_id,
            "purpose": purpose.value,
            "business_day": shift["business_day"],
            "shift": shift["id"],
            "staff_id": staff.id,
            "pieces": canonical({str(fen): pieces for fen, pieces in count.pieces.items() if pieces}),
            "counted_fen": count.total_fen,
            "expected_fen": expected_fen,
            "bag_number": bag.number if bag else None,
            "bag_fen": bag.fen if bag else None,
            "open_cases": len(books.cases.in_states(("open", "accepted"))),
            "after_transaction": books.ledger.head()[0],
            "counted_utc": self._house.now_utc,
        }
        return self._keep(books, row)

    def _keep(self, books: Books, row: Row) -> Row:
        """The count, its record, and its sheet, unless that comes with the reason."""
        books.record("cash.counted", **row)
        count_id = books.days.add_count(row)
        if row["counted_fen"] == row["expected_fen"]:
            want_count_sheet(books, count_id, self._house.now_utc)
        return books.days.count(count_id)

    def _move(
        self, books: Books, of: tuple[str, str, str, str], kind: TransactionKind, other: str, amount_fen: int
    ) -> None:
        """Book what a count moves into a cash point; nothing for nothing. ``of``: request, number, person and point."""
        request_id, number, staff_id, point = of
        if amount_fen:
            entries = drawer_entries(other, amount_fen, point)
            book(self._house, books, Booking(kind, entries, f"{request_id}-{kind.value}", number, staff_id))

    def _check_may_end(self, books: Books, day: str) -> None:
        """The open day only, and not before its date has come.

        A clock that is surely wrong is not asked: then the day must have takings.
        """
        if books.days.closing_count(day):
            raise ClosedAlreadyError(f"{day} was ended")
        if day != books.days.latest():
            raise NotOpenError(day)
        if self._local_now.date() >= self._due(books, day):
            return
        if not (self._clock_behind(books) and books.ledger.of_day(day)):
            raise ClosedAlreadyError(f"{day} has not come yet")

    def _close(self, books: Books, staff: Staff, day: str, signature: Signature) -> None:
        count = _explained_count(books, day)
        signer, strokes, now = Signer(self._house.signing_seed), canonical(signature), self._house.now_utc
        report = canonical({**day_report(self._house, books, day), "closed": closed_by(staff.id, now, strokes)})
        if books.days.signing_key() not in (None, signer.public_key):
            raise KeyChangedError(f"{day}: this kiosk's key is now {signer.public_key}")
        row = {
            "business_day": day,
            "count_id": count["id"],
            "staff_id": staff.id,
            "report": report,
            "strokes": strokes,
            "public_key": signer.public_key,
            "signature": signer.sign(report),
            "closed_utc": now,
        }
        books.days.add_closing(row)
        names = ("business_day", "count_id", "report", "public_key", "signature", "closed_utc")
        told = {name: row[name] for name in names}
        books.record("day.closed", staff=staff.id, **told)
        want_day_sheets(books, count["id"], now)


def _known(books: Books, request_id: str, purpose: CountPurpose, day: str = "") -> Row | None:
    """The count that this request has declared already. Raises RequestUsedError if it was of another kind or day."""
    known = books.days.count_by_request(request_id)
    if known is None:
        return None
    was = f"{known['purpose']} count {known['number']} of {known['business_day']}"
    if known["purpose"] != purpose.value or day not in ("", known["business_day"]):
        raise RequestUsedError(f"request {request_id} declared the {was}")
    return known


def _explained_count(books: Books, day: str) -> Row:
    """The count that ended a day. Raises NotCountedError, UnexplainedError while a difference has no reason."""
    count = books.days.closing_count(day)
    if count is None:
        raise NotCountedError(f"{day} was not counted")
    if any(count_view(row).unexplained for row in books.days.counts(day)):
        raise UnexplainedError(day)
    return count


def _check_shift(books: Books, staff: Staff, day: str) -> None:
    """A shift that nobody has taken over is anybody's to end."""
    has = books.days.shift(day)["staff_id"]
    if has not in (None, staff.id) and staff.role is not Role.SUPERVISOR:
        raise OthersShiftError(f"{day} is {has}'s, not {staff.id}'s")


def _check_bag(books: Books, bag: DepositBag | None, count: CashCount) -> None:
    if bag is None:
        return
    number = bag.number
    named = number == number.strip() and number.isprintable() and 0 < len(number) <= _BAG_NUMBER_LIMIT
    if not named or not 0 < bag.fen <= count.total_fen or books.days.bag_used(number):
        raise BagError(f"bag {number!r} with {bag.fen} of {count.total_fen} fen")
