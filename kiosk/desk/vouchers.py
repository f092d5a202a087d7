"""The register of vouchers: issued by number to a unit, sold or given, blocked when they are lost (G2).

Owns what the register holds. What is sold is a charge like any other: its receipt credits what the house owes
(``prepaid``), and its vouchers are good once it is paid. What is given is waived when it is used. Called by the
clerk's and finance's screens; whether a voucher pays is ``voucher_rules``'.
"""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.desk.corrections import stated
from kiosk.desk.counter import issues_vouchers
from kiosk.desk.grants import ApprovalMissingError
from kiosk.desk.house import Books, DeskError, GoneError, House, RequestUsedError, sure_moment
from kiosk.desk.identity import view_of_unit
from kiosk.desk.qr_doubt import refuse_while_open
from kiosk.desk.receipts import NotSignedError
from kiosk.desk.settling import OWED
from kiosk.desk.signing import sha256_of
from kiosk.desk.views import ChargeState, Role, Signature, Staff, VoucherIssue, VoucherWish
from kiosk.desk.voucher_rules import (
    SALE,
    SERIAL_LIMIT,
    VOUCHERS_SOLD,
    VoucherNotIssuedError,
    number_of,
    read_number,
    today,
)
from kiosk.store.database import Row
from kiosk.store.journal import canonical

LISTED, PIECES_LIMIT = 400, 1000


class VoucherIssueError(DeskError):
    """These numbers cannot be issued: issued or used before, out of bounds, or given until a day that is over."""

    number = 5039
    message_key = "error.voucher_issue"


class VoucherDesk:
    """Issues, blocks and looks up vouchers of the registered series.

    ``request_id``: the same tapped twice, or again after a restart, is one act. Who is neither clerk, supervisor nor
    finance is refused: CounterOnlyError.
    """

    def __init__(self, house: House) -> None:
        self._house = house

    @property
    def series(self) -> tuple[str, ...]:
        """The series that have a register; none: there is nothing to issue."""
        return self._house.settings.registered_vouchers

    def face_fen(self, series: str) -> int:
        """What one of a series is worth that is issued now."""
        return self._house.settings.vouchers[series]

    def last_days(self) -> tuple[date, date, date]:
        """Until when one can be given: the end of the month that is 3, 6 and 12 months from now."""
        now = today(self._house)
        three, six, twelve = (_month_end(now, months) for months in (3, 6, 12))
        return three, six, twelve

    def ends(self, wish: VoucherWish) -> tuple[str, str]:
        """The first and the last number as they are printed."""
        return number_of(wish.series, wish.first), number_of(wish.series, wish.last)

    def listing(self, staff: Staff) -> tuple[VoucherIssue, ...]:
        """What can still pay, or is to be paid for, before what is over; of each the newest first."""
        issues_vouchers(staff)
        books, now = self._house.books, today(self._house).isoformat()
        return tuple(self._view(books, row) for row in books.vouchers.newest(LISTED, now))

    def one(self, staff: Staff, issue_id: int) -> VoucherIssue:
        """One issue. Raises StoreError when there is none."""
        issues_vouchers(staff)
        return self._view(self._house.books, self._house.books.vouchers.get(issue_id))

    def find(self, staff: Staff, number: str) -> VoucherIssue:
        """The issue that ``number`` is of, however old. Raises VoucherUnknownError, VoucherNotIssuedError."""
        issues_vouchers(staff)
        books = self._house.books
        issue, _kept = self._issue_of(books, number)
        return self._view(books, books.vouchers.get(issue["id"]))

    def needs_approval(self, staff: Staff, wish: VoucherWish) -> bool:
        """Whether giving so much away takes a supervisor beside ``staff``; what is sold does not."""
        return self._above(wish) and staff.role is not Role.SUPERVISOR

    def check(self, staff: Staff, wish: VoucherWish) -> None:
        """Whether these numbers can be issued, before anybody signs. Raises VoucherIssueError."""
        issues_vouchers(staff)
        self._refuse(self._house.books, wish)

    def issue(
        self, staff: Staff, wish: VoucherWish, signature: Signature, request_id: str, approver: Staff | None = None
    ) -> VoucherIssue:
        """Enter them; of those that are sold, their charge waits at the counter in the same step.

        Raises VoucherIssueError, ReasonMissingError, NotSignedError, ApprovalMissingError, RequestUsedError.
        """
        issues_vouchers(staff)
        if not signature:
            raise NotSignedError(f"vouchers of {wish.series}")
        reason = stated(wish.reason) if wish.valid_until is not None else ""
        with self._house.step() as books:
            row = books.vouchers.by_request(request_id)
            if row is None:
                self._refuse(books, wish)
                approved_by = self._approved_by(staff, wish, approver)
                row = self._add(
                    books,
                    wish,
                    {"reason": reason, "staff_id": staff.id, "approved_by": approved_by},
                    (request_id, canonical(signature)),
                )
            if (row["series"], row["first"], row["last"]) != (wish.series, wish.first, wish.last):
                raise RequestUsedError(f"request {request_id} made issue {row['id']}")
            return self._view(books, row)

    def give_up_sale(self, staff: Staff, issue_id: int) -> VoucherIssue:
        """Nobody buys them after all: nothing is owed, and the numbers may be issued again.

        Given up already, nothing changes. Raises GoneError when it is paid, QrPendingError while it may turn out so.
        """
        issues_vouchers(staff)
        with self._house.step() as books:
            row = books.vouchers.get(issue_id)
            if row["sale"] != ChargeState.WITHDRAWN:
                if row["sale"] not in OWED:
                    raise GoneError(f"issue {issue_id} is {row['sale']}")
                refuse_while_open(books, row["charge_id"])
                books.takings.set_charge(row["charge_id"], ChargeState.WITHDRAWN.value)
                books.record("voucher.withdrawn", issue=issue_id, charge=row["charge_id"], staff=staff.id)
            return self._view(books, books.vouchers.get(issue_id))

    def mark(
        self, staff: Staff, number: str, blocked: bool, reason: str, signature: Signature, request_id: str
    ) -> VoucherIssue:
        """``number`` is blocked, or let free again: it was lost, or is found. The last word counts.

        Raises VoucherUnknownError, VoucherNotIssuedError, ReasonMissingError, NotSignedError, RequestUsedError.
        """
        issues_vouchers(staff)
        reason = stated(reason)
        if not signature:
            raise NotSignedError("a voucher is blocked")
        with self._house.step() as books:
            issue, kept = self._issue_of(books, number)
            known = books.vouchers.block_by_request(request_id)
            if known is None:
                told = {"number": kept, "blocked": int(blocked), "reason": reason, "staff_id": staff.id}
                strokes, now = canonical(signature), self._house.now_utc
                mark = books.vouchers.add_block(
                    {**told, "request_id": request_id, "strokes": strokes, "noted_utc": now}
                )
                told |= {"mark": mark, "strokes_sha256": sha256_of(strokes)}
                books.record("voucher.marked", issue=issue["id"], **told, **books.vouched("voucher_block", id=mark))
            elif (known["number"], known["blocked"]) != (kept, blocked):
                raise RequestUsedError(f"request {request_id} marked another")
            return self._view(books, books.vouchers.get(issue["id"]))

    # --- inside a step

    def _issue_of(self, books: Books, number: str) -> tuple[Row, str]:
        """The issue of a number as it is typed, and the number as it is kept."""
        series, serial, written = read_number(self._house, number)
        issue = books.vouchers.issue_of(series, serial)
        if issue is None:
            raise VoucherNotIssuedError("not issued", number=written)
        return issue, number_of(series, serial)

    def _refuse(self, books: Books, wish: VoucherWish) -> None:
        over = wish.valid_until is not None and wish.valid_until < today(self._house)
        bounds = 0 < wish.first <= wish.last <= SERIAL_LIMIT and wish.pieces <= PIECES_LIMIT
        if wish.series not in self.series or over or not bounds:
            raise VoucherIssueError(f"{wish.series} {wish.first} to {wish.last} until {wish.valid_until}")
        if books.people.unit(wish.unit_id) is None:
            raise GoneError(f"no unit {wish.unit_id}")
        same = (wish.series, wish.first, wish.last)
        if books.vouchers.overlapping(*same) is not None or books.vouchers.used_of_series(*same) is not None:
            raise VoucherIssueError(f"{wish.series} {wish.first} to {wish.last}: issued or used before")

    def _approved_by(self, staff: Staff, wish: VoucherWish, approver: Staff | None) -> str | None:
        if not self._above(wish):
            return None
        for person in (staff, approver):
            if person is not None and person.role is Role.SUPERVISOR:
                return person.id
        raise ApprovalMissingError(f"{wish.pieces} vouchers given by {staff.id}")

    def _above(self, wish: VoucherWish) -> bool:
        given_fen = wish.pieces * self.face_fen(wish.series) if wish.valid_until is not None else 0
        return given_fen > self._house.settings.approve_above_fen

    def _add(self, books: Books, wish: VoucherWish, by: Row, asked: tuple[str, str]) -> Row:
        """``by``: who and why; ``asked``: the request and its strokes."""
        (request_id, strokes), until = asked, wish.valid_until
        face_fen = self.face_fen(wish.series)
        what = {"series": wish.series, "first": wish.first, "last": wish.last, "face_fen": face_fen}
        told = {**what, "sold": int(until is None), "unit_id": wish.unit_id, **by}
        told["valid_until"] = until.isoformat() if until else None
        row = {**told, "request_id": request_id, "strokes": strokes, "issued_utc": self._house.now_utc}
        issue_id = books.vouchers.add(row)
        told["strokes_sha256"] = sha256_of(strokes)
        books.record("voucher.issued", issue=issue_id, **told, **books.vouched("voucher_issue", id=issue_id))
        if until is None:
            self._add_sale(books, issue_id, wish, face_fen)
        return books.vouchers.get(issue_id)

    def _add_sale(self, books: Books, issue_id: int, wish: VoucherWish, face_fen: int) -> None:
        detail = " – ".join(dict.fromkeys(self.ends(wish)))  # of one piece its number
        row = {"kind": SALE, "job_id": issue_id, "unit_id": wish.unit_id, "title_key": VOUCHERS_SOLD, "detail": detail}
        amount = {"quantity": wish.pieces, "unit_fen": face_fen, "amount_fen": wish.pieces * face_fen}
        charge_id = books.takings.add_charge({**row, **amount, "made_utc": self._house.now_utc})
        books.takings.set_charge(charge_id, ChargeState.CASH_WANTED.value)
        said = {"charge": charge_id, "unit": wish.unit_id, "amount_fen": amount["amount_fen"]}
        books.record("charge.made", **said, issue=issue_id, **books.vouched("charge", id=charge_id))

    def _view(self, books: Books, row: Row) -> VoucherIssue:
        first, last = (number_of(row["series"], row[end]) for end in ("first", "last"))
        until = date.fromisoformat(row["valid_until"]) if row["valid_until"] else None
        pieces = row["last"] - row["first"] + 1
        return VoucherIssue(
            id=row["id"],
            series=row["series"],
            first=first,
            last=last,
            pieces=pieces,
            face_fen=row["face_fen"],
            unit=view_of_unit(books, row["unit_id"]),
            issued_at=sure_moment(row["issued_utc"]),
            issued_by=books.people.staff_name(row["staff_id"]),
            used=row["used"],
            blocked=tuple(books.vouchers.blocked(first, last)),
            valid_until=until,
            over=until is not None and until < today(self._house),
            reason=row["reason"],
            sale=ChargeState(row["sale"]) if row["sale"] else None,
            charge_id=row["charge_id"],
        )


def _month_end(day: date, months: int) -> date:
    """The last day of the month so many months after that of ``day``."""
    year, month = divmod(day.year * 12 + day.month + months, 12)  # of the month after it, January being 0
    return date(year, month + 1, 1) - timedelta(days=1)
