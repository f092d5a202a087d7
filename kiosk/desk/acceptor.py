"""Paying at the cash acceptor: the owner asks and gives up, the clerk decides what is in doubt and gives back (G2).

Owns what people do about it; what the machine does is ``collecting``'s. The machine is told by rows: the core's worker
looks at them when the bell rings. Called by the screens.
"""

from __future__ import annotations

from kiosk.desk.bookkeeping import refuse_damaged
from kiosk.desk.corrections import stated
from kiosk.desk.counter import counter_only
from kiosk.desk.held_money import finish, give_out, held_account, held_fen, settle_if_covered, take_in
from kiosk.desk.house import Books, DeskError, GoneError, House, PaymentRefusedError, RequestUsedError
from kiosk.desk.qr_doubt import refuse_while_open
from kiosk.desk.qr_refunds import DrawerShortError
from kiosk.desk.receipts import NotSignedError, charge_view
from kiosk.desk.settling import OWED
from kiosk.desk.signing import sha256_of
from kiosk.desk.views import DoubtView, HeldView, MachineView, Signature, Staff, Visitor
from kiosk.domain.accounts import CLERKS_DRAWER, AccountClass, account
from kiosk.domain.cash import CashCount
from kiosk.domain.cash_intake import sensible_fen
from kiosk.store.acceptor import INTENT, OPEN, RETURNED, SEEN, UNKNOWN
from kiosk.store.database import Row
from kiosk.store.journal import canonical

ABLE = "acceptor"  # in the volatile state: what its devices can take, told by the core
_DRAWER = account(AccountClass.CASH, CLERKS_DRAWER)


class MachineBusyError(PaymentRefusedError):
    """The machine still takes, or gives back, for somebody else."""

    number = 5150
    message_key = "error.machine_busy"
    retryable = True


class PieceError(DeskError):
    """There is no such note or coin, or it was another one."""

    number = 5151


class MachineDesk:
    """Owner and clerk at the machine."""

    def __init__(self, house: House) -> None:
        self._house = house

    # --- the owner

    def ask(self, visitor: Visitor, charge_id: int) -> None:
        """Take money for this charge; what is held for it already counts. Asked twice, it is the same.

        Raises GoneError when it is not owed, QrPendingError while a code may turn out to have paid it, MachineBusyError
        while a note of somebody else's is on its way, StoreDamagedError while nothing can be booked.
        """
        with self._house.step() as books:
            refuse_damaged(self._house)
            charge = self._own(books, visitor, charge_id)
            if charge["state"] not in OWED:
                raise GoneError(f"charge {charge_id} is {charge['state']}")
            refuse_while_open(books, charge_id)
            now = books.acceptor.collection()
            if now is not None and now["charge_id"] != charge_id:
                self._make_room(books, now)
                now = None
            if now is None:
                unit = books.people.unit(visitor.unit.id)
                to_account = bool(self._house.settings.change_to_account and unit and unit["account"])
                row = {"charge_id": charge_id, "person_id": visitor.person_id, "change_to_account": int(to_account)}
                books.acceptor.begin({**row, "asked_utc": self._house.now_utc})
                books.record("cash.asked", **row)
            else:
                books.acceptor.turn(now["id"], OPEN, "", None)
            settle_if_covered(self._house, books, charge_id)

    def choose_change(self, visitor: Visitor, charge_id: int, to_account: bool) -> None:
        """What is over goes to the unit's account, if it has one, or the clerk gives it out."""
        with self._house.step() as books:
            self._own(books, visitor, charge_id)
            now, unit = books.acceptor.collection(), books.people.unit(visitor.unit.id)
            if now is not None and now["charge_id"] == charge_id and unit is not None and unit["account"]:
                books.acceptor.choose(now["id"], to_account)

    def withdraw(self, visitor: Visitor, charge_id: int) -> None:
        """The owner gives up: nothing more is taken. What is held stays for this charge, or the clerk gives it back."""
        with self._house.step() as books:
            self._own(books, visitor, charge_id)
            now = books.acceptor.collection()
            if now is not None and now["charge_id"] == charge_id:
                finish(self._house, books, now, "withdrawn")

    def view(self, charge_id: int) -> MachineView:
        """How it stands."""
        books = self._house.books
        charge, now = books.takings.charge(charge_id), books.acceptor.collection()
        mine = now if now is not None and now["charge_id"] == charge_id else None
        held, opened = held_fen(books, charge_id), mine is not None and mine["state"] == OPEN
        missing = max(0, charge["amount_fen"] - held) if charge["state"] in OWED else 0
        able = self._house.live.get(ABLE) or {"denominations_fen": (), "refused": ""}
        takes = sensible_fen(able["denominations_fen"], missing, self._house.settings.most_over_fen) if opened else ()
        doubts = [row["fen"] for row in books.acceptor.in_state(UNKNOWN) if row["charge_id"] == charge_id]
        unit = books.people.unit(charge["unit_id"])
        return MachineView(
            charge=charge_view(books, charge),
            held_fen=held,
            missing_fen=missing,
            takes_fen=tuple(sorted(takes)),
            open=opened,
            refused=able["refused"] if opened else "",
            note_waits=any(row["charge_id"] == charge_id for row in books.acceptor.in_state(INTENT)),
            unknown_fen=sum(doubts) if doubts else None,
            change_to_account=bool(mine and mine["change_to_account"]),
            account=bool(unit and unit["account"]),
        )

    # --- the clerk

    def doubt(self, acceptance_id: int) -> DoubtView:
        """What the machine cannot say. Raises GoneError when it was decided."""
        row = self._house.books.acceptor.acceptance(acceptance_id)
        if row is None or row["state"] != UNKNOWN:
            raise GoneError(f"acceptance {acceptance_id}")
        return DoubtView(row["id"], row["charge_id"] or 0, row["fen"], row["kind"], row["reason"])

    def settle_doubt(self, staff: Staff, acceptance_id: int, found_fen: int) -> None:
        """The clerk has looked into the box: the note is there (its ``found_fen``), or nothing is (0).

        What is there is booked as if the machine had said so, and pays the charge if that is covered now. Decided
        already, nothing changes. Raises CounterOnlyError, and PieceError for another amount than the note that is
        known; money that nobody can name is ``book_found``'s.
        """
        counter_only(staff)
        with self._house.step() as books:
            row = books.acceptor.acceptance(acceptance_id)
            if row is None or row["state"] != UNKNOWN:
                return
            if found_fen not in (0, row["fen"]):
                raise PieceError(f"{found_fen} fen found of {row['fen']}")
            books.record("cash.settled", acceptance=row["id"], found_fen=found_fen, staff=staff.id)
            if found_fen:
                take_in(self._house, books, row, staff.id)
                settle_if_covered(self._house, books, row["charge_id"])
            else:
                state, now = RETURNED if row["fen"] else SEEN, self._house.now_utc
                books.acceptor.change(row["id"], state=state, settled_by=staff.id, ended_utc=now)

    def book_found(self, staff: Staff, acceptance_id: int, found: CashCount, reason: str, signature: Signature) -> bool:
        """What the machine cannot name has been found, counted by denomination and put into the box: it is booked.

        It is held for the charge that was being paid, and pays it if that is covered now. ``reason``: where it was
        found. Whether that stands: False when somebody has decided otherwise before, and nothing changes.
        Raises CounterOnlyError, ReasonMissingError, NotSignedError, and PieceError when nothing was counted, or of a
        note that is known.
        """
        counter_only(staff)
        reason = stated(reason)
        if not signature:
            raise NotSignedError(f"found for acceptance {acceptance_id}")
        with self._house.step() as books:
            row = books.acceptor.acceptance(acceptance_id)
            if row is None or row["state"] != UNKNOWN:
                known = books.acceptor.found(acceptance_id)  # a second touch says what the first one did
                return known is not None and known["strokes"] == canonical(signature)
            if row["fen"] or not found.total_fen:
                raise PieceError(f"{found.total_fen} fen found of {row['fen']}")
            self._keep_found(books, row, found, (staff, reason, signature))
            settle_if_covered(self._house, books, row["charge_id"])
        return True

    def held(self, charge_id: int) -> HeldView:
        """What is to be given back. Raises GoneError when nothing is."""
        books = self._house.books
        fen = held_fen(books, charge_id or None)
        if fen <= 0:
            raise GoneError(f"nothing is held for charge {charge_id}")
        if not charge_id:
            return HeldView(0, fen, paid=False)
        charge = books.takings.charge(charge_id)
        return HeldView(charge_id, fen, charge["state"] == "paid", charge["title_key"])

    def give_back(self, staff: Staff, charge_id: int, request_id: str) -> int:
        """The clerk gives what is held for a charge (0: nobody's) out of the drawer; returns how much, in fen.

        The same request again gives nothing more. Raises GoneError when nothing is held, MachineBusyError while the
        machine still takes for this charge, DrawerShortError, RequestUsedError, CounterOnlyError.
        """
        counter_only(staff)
        with self._house.step() as books:
            if (known := books.ledger.by_request(request_id)) is not None:
                return _given(books, known.id, charge_id, request_id)
            now, fen = books.acceptor.collection(), held_fen(books, charge_id or None)
            if fen <= 0:
                raise GoneError(f"nothing is held for charge {charge_id}")
            if now is not None and now["charge_id"] == charge_id:
                raise MachineBusyError(f"charge {charge_id} is being paid")
            if books.ledger.balance_fen(_DRAWER) < fen:
                raise DrawerShortError(f"{fen} fen held for charge {charge_id}")
            give_out(self._house, books, charge_id or None, _DRAWER, request_id, staff.id)
            return fen

    # --- inside a step

    def _own(self, books: Books, visitor: Visitor, charge_id: int) -> Row:
        charge = books.takings.charge(charge_id)
        if charge["unit_id"] != visitor.unit.id:
            raise GoneError(f"charge {charge_id} is not of unit {visitor.unit.id}")
        return charge

    def _keep_found(self, books: Books, row: Row, found: CashCount, by: tuple[Staff, str, Signature]) -> None:
        """The count with its reason and signature, and the money in the box. ``by``: person, reason, strokes."""
        staff, reason, signature = by
        strokes, fen = canonical(signature), found.total_fen
        pieces = canonical({str(fen): number for fen, number in found.pieces.items() if number})
        told = {"pieces": pieces, "fen": fen, "reason": reason}
        kept = {"acceptance_id": row["id"], "staff_id": staff.id, **told, "strokes": strokes}
        books.acceptor.add_found({**kept, "found_utc": self._house.now_utc})
        told |= {"strokes_sha256": sha256_of(strokes), **books.vouched("acceptance_found", acceptance_id=row["id"])}
        books.record("cash.found", acceptance=row["id"], staff=staff.id, **told)
        books.acceptor.change(row["id"], fen=fen)
        take_in(self._house, books, {**row, "fen": fen}, staff.id)

    def _make_room(self, books: Books, other: Row) -> None:
        """Who stands before the glass now is somebody else: the other one has gone."""
        finish(self._house, books, other, other["reason"] or "left")
        if books.acceptor.collection() is not None:
            raise MachineBusyError(f"a note for charge {other['charge_id']} is on its way")


def _given(books: Books, transaction_id: int, charge_id: int, request_id: str) -> int:
    """What this request has given back already. Raises RequestUsedError if it was for something else."""
    row = books.acceptor.return_of(transaction_id)
    if row is None or row["account"] != held_account(charge_id or None):
        raise RequestUsedError(f"request {request_id} booked transaction {transaction_id}")
    return int(row["fen"])
