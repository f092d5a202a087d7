"""What the machine that takes notes and coins comes to: whose money lies in it, in plain dictionaries.

Owns the rules of docs/acceptor.md, said once more. Part of ``money_model``; calls nothing of the house but its errors.
What is held for a charge is a balance: ``held:7``; nobody's is ``held:unclaimed``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.desk.acceptor import MachineBusyError, PieceError
from kiosk.desk.house import GoneError
from kiosk.desk.qr_doubt import QrPendingError
from kiosk.desk.qr_refunds import DrawerShortError

if TYPE_CHECKING:
    from tests.faults.money_model import Answer, Model

_MOST_OVER_FEN = 1000


@dataclass
class Piece:
    """A note or coin. ``state``: intent | unknown | taken | returned | seen; 0 fen: nobody knows of what it was.

    ``awaited``: the machine may still say what became of it.
    """

    fen: int
    kind: str
    charge: int | None
    state: str = "intent"
    awaited: bool = True


@dataclass
class Collection:
    """For which charge it takes money, or took it last."""

    charge: int
    state: str = "open"  # ending: a note is under way still; ended
    to_account: bool = False


@dataclass
class Machine:
    """The one machine."""

    books: Model
    collections: list[Collection] = field(default_factory=list)
    pieces: dict[int, Piece] = field(default_factory=dict)
    taken: int = 0
    returned: int = 0

    def held_fen(self, charge: int | None) -> int:
        return -self.books.balances[_held(charge)]

    @property
    def now(self) -> Collection | None:
        return next((each for each in self.collections[-1:] if each.state != "ended"), None)

    def in_state(self, state: str) -> list[int]:
        return [number for number, piece in self.pieces.items() if piece.state == state]

    # --- the owner

    def ask(self, charge: int) -> Answer:
        """It takes money for one charge at a time; somebody else's note on its way is waited for."""
        if not self.books.owed(charge):
            return GoneError
        if charge in self.books.blocking:
            return QrPendingError
        if self.now and self.now.charge != charge:
            if self.in_state("intent"):
                return MachineBusyError
            self.now.state = "ended"
        if self.now:
            self.now.state = "open"
        else:
            self.collections.append(Collection(charge))
        self._settle(charge)
        return "asked"

    def choose(self, charge: int, to_account: bool) -> Answer:
        if self.now and self.now.charge == charge:
            self.now.to_account = to_account
        return "chosen"

    def withdraw(self, charge: int) -> Answer:
        if self.now and self.now.charge == charge:
            self._finish(self.now)
        return "withdrawn"

    # --- what the machine says

    def escrow(self, fen: int) -> Answer:
        """A note waits: the intent to stack it, or it goes back."""
        self._forget()
        now = self.now
        missing = self.books.charges[now.charge][0] - self.held_fen(now.charge) if now else 0
        if not now or now.state != "open" or not self.books.owed(now.charge):
            return "back"
        if missing <= 0 or fen > missing + _MOST_OVER_FEN:
            return "back"
        return str(self._new(fen, "note"))

    def taken_in(self, kind: str, fen: int) -> Answer:
        """In the box: booked once, whatever was thought of it before."""
        number = self._awaited("note") if kind == "note" else None
        if number is not None and self.pieces[number].state not in ("intent", "unknown"):
            piece, number_before, number = self.pieces[number], number, None
            self.pieces[number_before].awaited = False
            if piece.state == "taken" and piece.fen == fen:
                return "kept"
        number = self._new(fen, kind) if number is None else number
        piece = self.pieces[number]
        piece.fen, piece.awaited = fen, False
        self._take(piece)
        self._go_on()
        return "kept"

    def given_back(self) -> Answer:
        number = self._awaited("note")
        if number is not None:
            piece = self.pieces[number]
            piece.awaited = False
            piece.state = "returned" if piece.state in ("intent", "unknown") else piece.state
        self._go_on()
        return "kept"

    def unaccounted(self, kind: str, reason: str) -> Answer:
        """Its power was gone, or its events were lost."""
        number = self._awaited(kind) if reason == "restarted" else None
        if number is not None:
            self.pieces[number].awaited = False
            if self.pieces[number].state == "intent":
                self.pieces[number].state = "unknown"
        elif reason != "restarted" or (kind == "coin" and self.now):
            self.pieces[self._new(0, kind)].state = "unknown"
            self.pieces[len(self.pieces)].awaited = False
        self._go_on()
        return "kept"

    def no_word(self) -> Answer:
        for number in self.in_state("intent"):
            self.pieces[number].state = "unknown"
        self._go_on()
        return "kept"

    def tend(self) -> Answer:
        """Over, when its charge is not owed any more; one that is covered had waited for a code."""
        if self.now and self.now.state == "ending" and not self.in_state("intent"):
            self.now.state = "ended"
        elif self.now and self.now.state == "open" and not self.books.owed(self.now.charge):
            self._finish(self.now)
        elif self.now and self.now.state == "open":
            self._settle(self.now.charge)
        return "kept"

    def left(self) -> Answer:
        """Nobody has put anything in for long."""
        if self.now:
            self._finish(self.now)
        return "kept"

    # --- the clerk

    def settle_doubt(self, number: int, found_fen: int) -> Answer:
        """What lies in the box, by the clerk's own look."""
        piece = self.pieces[number]
        if piece.state != "unknown":
            return "settled"
        if found_fen not in (0, piece.fen):
            return PieceError
        if found_fen:
            self._take(piece)
        else:
            piece.state = "returned" if piece.fen else "seen"
        return "settled"

    def book_found(self, number: int, fen: int) -> Answer:
        """What the machine cannot name was counted and put into the box."""
        piece = self.pieces[number]
        if piece.state != "unknown":
            return "found"
        if piece.fen or not fen:
            return PieceError
        piece.fen = fen
        self._take(piece)
        return "found"

    def give_back(self, charge: int, request: str) -> Answer:
        """Out of the drawer; 0: nobody's."""
        if known := self.books.known(request, f"return of {charge}"):
            return known
        fen = self.held_fen(charge or None)
        if fen <= 0:
            return GoneError
        if self.now and self.now.charge == charge:
            return MachineBusyError
        if self.books.balances["cash:drawer"] < fen:
            return DrawerShortError
        self._return(charge or None, "cash:drawer")
        return self.books.answer(request, f"return of {charge}", str(fen))

    # --- inside

    def _take(self, piece: Piece) -> None:
        piece.state = "taken"
        self.taken += 1
        lines = (("cash:machine", piece.fen), (_held(piece.charge), -piece.fen))
        self.books.book("advance", f"K01-M{self.taken:06d}", lines)
        self._settle(piece.charge)

    def _settle(self, charge: int | None) -> None:
        """What is held pays the charge as soon as it is enough, unless a code may have paid it."""
        if charge is None or charge in self.books.blocking or not self.books.owed(charge):
            return
        if self.held_fen(charge) < self.books.charges[charge][0]:
            return
        self.books.pay(charge, f"held:{charge}")
        mine = [each for each in self.collections if each.charge == charge]
        if mine and mine[-1].to_account and self.held_fen(charge):
            self._return(charge, "unit:12-1-101")
        if mine and mine[-1].state != "ended":
            self._finish(mine[-1])

    def _return(self, charge: int | None, to: str) -> None:
        fen = self.held_fen(charge)
        self.returned += 1
        self.books.book("return", f"K01-R{self.returned:06d}", ((_held(charge), fen), (to, -fen)))

    def _finish(self, collection: Collection) -> None:
        collection.state = "ending" if self.in_state("intent") else "ended"

    def _go_on(self) -> None:
        if self.now and self.now.state == "ending":
            self._finish(self.now)

    def _awaited(self, kind: str) -> int | None:
        return max((n for n, piece in self.pieces.items() if piece.awaited and piece.kind == kind), default=None)

    def _forget(self) -> None:
        """Another note is in the escrow: the one before has gone somewhere."""
        number = self._awaited("note")
        if number is not None:
            piece = self.pieces[number]
            piece.awaited = False
            piece.state = "unknown" if piece.state == "intent" else piece.state

    def _new(self, fen: int, kind: str) -> int:
        charge = self.collections[-1].charge if self.collections else None
        self.pieces[len(self.pieces) + 1] = Piece(fen, kind, charge)
        return len(self.pieces)


def _held(charge: int | None) -> str:
    return f"held:{charge or 'unclaimed'}"
