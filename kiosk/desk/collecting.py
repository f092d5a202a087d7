"""Taking notes and coins in: intent before a note is stacked, credit when it is, the charge settled when it is covered.

Owns what each word of the machine means for the books, always in the step that keeps how far its events were read: so
after any cut of the power nothing is booked twice and nothing passed over (G1, K1). Knows no wire. Called by the core's
worker for the acceptor; owner and clerk come by ``acceptor.py``.
"""

from __future__ import annotations

from kiosk.desk.bookkeeping import damage
from kiosk.desk.held_money import finish, held_fen, settle_if_covered, take_in
from kiosk.desk.house import Books, House
from kiosk.desk.settling import OWED
from kiosk.devices.cash_protocol import CashKind, GivenBack, InEscrow, Mark, NotTaken, TakenIn, Unaccounted
from kiosk.domain.cash_intake import sensible_fen
from kiosk.store.acceptor import ENDING, INTENT, OPEN, RETURNED, TAKEN, UNKNOWN
from kiosk.store.database import Row

_UNDECIDED = (INTENT, UNKNOWN)


class Collector:
    """The books' side of the machine."""

    def __init__(self, house: House) -> None:
        self._house = house

    # --- what is wanted

    def collection(self) -> Row | None:
        """For what money is taken, or was until a moment ago."""
        return self._house.books.acceptor.collection()

    def takes_fen(self, denominations_fen: frozenset[int]) -> frozenset[int]:
        """Which notes and coins are to be taken now."""
        return self._takes(self._house.books, denominations_fen)

    def mark(self, device: str) -> Mark | None:
        """How far a device's events were read."""
        kept = self._house.books.acceptor.mark(device)
        return Mark(*kept) if kept else None

    def intents(self) -> tuple[int, ...]:
        """Notes that are, or may be, on their way into the box."""
        return tuple(row["id"] for row in self._house.books.acceptor.in_state(INTENT))

    def _takes(self, books: Books, denominations_fen: frozenset[int]) -> frozenset[int]:
        collection = books.acceptor.collection()
        if collection is None or collection["state"] != OPEN or damage(self._house) is not None:
            return frozenset()
        charge = books.takings.charge(collection["charge_id"])
        if charge["state"] not in OWED:
            return frozenset()
        missing_fen = charge["amount_fen"] - held_fen(books, charge["id"])
        return sensible_fen(denominations_fen, missing_fen, self._house.settings.most_over_fen)

    # --- what the machine says

    def noted(self, device: str, mark: Mark) -> None:
        """Nothing to book."""
        with self._house.step() as books:
            self._keep(books, device, mark)

    def not_taken(self, event: NotTaken) -> None:
        """It came back out. An attempt at fraud is told to head office."""
        with self._house.step() as books:
            self._keep(books, event.device, event.mark)
            if event.reason == "fraud":
                collection = books.acceptor.collection()
                charge_id = collection["charge_id"] if collection else None
                books.record("cash.fraud", device=event.device, kind=event.kind.value, charge=charge_id)

    def held(self, event: InEscrow) -> int | None:
        """A note waits. The id of the intent to stack it, which is committed; None: it goes back."""
        with self._house.step() as books:
            self._keep(books, event.device, event.mark)
            self._forget(books, event.device)
            if event.fen not in self._takes(books, frozenset({event.fen})):
                return None
            row = self._new(books, event.device, CashKind.NOTE, event.fen)
            books.record("cash.intent", acceptance=row["id"], charge=row["charge_id"], amount_fen=event.fen)
            return int(row["id"])

    def taken_in(self, event: TakenIn) -> None:
        """It is in the box: booked, once, whatever was thought of it before."""
        with self._house.step() as books:
            self._keep(books, event.device, event.mark)
            row = books.acceptor.awaiting(event.device) if event.kind is CashKind.NOTE else None
            if row is not None and row["state"] not in _UNDECIDED:  # a person has decided before the machine spoke
                books.acceptor.change(row["id"], awaits_device=0)
                if row["state"] == TAKEN and row["fen"] == event.fen:
                    return
                row = None
            row = row or self._new(books, event.device, event.kind, event.fen)
            if row["fen"] != event.fen:
                books.acceptor.change(row["id"], fen=event.fen)
            take_in(self._house, books, {**row, "fen": event.fen})
            settle_if_covered(self._house, books, row["charge_id"])
            self._go_on(books)

    def given_back(self, event: GivenBack) -> None:
        """The note has gone back out."""
        with self._house.step() as books:
            self._keep(books, event.device, event.mark)
            row = books.acceptor.awaiting(event.device)
            if row is not None and row["state"] in _UNDECIDED:
                now = self._house.now_utc
                books.acceptor.change(row["id"], state=RETURNED, awaits_device=0, ended_utc=now)
                books.record("cash.returned", acceptance=row["id"], charge=row["charge_id"], amount_fen=row["fen"])
            elif row is not None:
                books.acceptor.change(row["id"], awaits_device=0)
                books.record("cash.contradicted", acceptance=row["id"], staff=row["settled_by"], state=row["state"])
            self._go_on(books)

    def unaccounted(self, event: Unaccounted) -> None:
        """Something may have come in that nobody can name: a person is told, and decides."""
        with self._house.step() as books:
            self._keep(books, event.device, event.mark)
            row = books.acceptor.awaiting(event.device) if event.reason == "restarted" else None
            if row is not None:
                books.acceptor.change(row["id"], awaits_device=0)  # what it knew of the note is gone
                if row["state"] == INTENT:
                    self._doubt(books, row, event.reason)
            elif event.reason != "restarted" or self._may_have_swallowed(books, event.kind):
                self._doubt(books, self._new(books, event.device, event.kind, 0), event.reason)
            self._go_on(books)

    # --- what the machine does not say

    def no_word(self) -> None:
        """What became of the notes under way was not told in time."""
        with self._house.step() as books:
            for row in books.acceptor.in_state(INTENT):
                self._doubt(books, row, "no-word")
            self._go_on(books)

    def end(self, reason: str, collection_id: int) -> None:
        """Nothing more is taken for it: nobody has put anything in for long. Another that has begun since goes on."""
        with self._house.step() as books:
            collection = books.acceptor.collection()
            if collection is not None and collection["id"] == collection_id:
                finish(self._house, books, collection, collection["reason"] or reason)

    def abandon(self) -> None:
        """This kiosk has no machine any more: nobody will say what became of its notes, and nothing more is taken."""
        collection = self.collection()
        if collection is not None:
            self.no_word()
            self.end("left", collection["id"])

    def tend(self) -> None:
        """A collection is over when its charge is not owed any more, or its owner has given up, and no note is left.

        One that is covered and was not settled waited for a code that is decided now, perhaps.
        """
        collection = self.collection()
        if collection is None:
            return
        charge = self._house.books.takings.charge(collection["charge_id"])
        if collection["state"] == ENDING and not self.intents():
            self.end("withdrawn", collection["id"])
        elif collection["state"] == OPEN and charge["state"] not in OWED:
            self.end("paid otherwise", collection["id"])
        elif collection["state"] == OPEN and held_fen(self._house.books, charge["id"]) >= charge["amount_fen"]:
            self._settle(charge["id"])

    # --- inside a step

    def _settle(self, charge_id: int) -> None:
        if self._house.books.qr.blocking(charge_id) is None:
            with self._house.step() as books:
                settle_if_covered(self._house, books, charge_id)

    def _keep(self, books: Books, device: str, mark: Mark) -> None:
        books.acceptor.keep_mark(device, mark.counter, mark.events, self._house.now_utc)

    def _new(self, books: Books, device: str, kind: CashKind, fen: int) -> Row:
        """A row for what was put in: for the charge that money is taken for, or was taken for last."""
        collection = books.acceptor.newest_collection()
        row = {
            "collection_id": collection["id"] if collection else None,
            "device": device,
            "kind": kind.value,
            "fen": fen,
            "state": INTENT,
            "awaits_device": 1,
            "made_utc": self._house.now_utc,
        }
        charge_id = collection["charge_id"] if collection else None
        return {**row, "id": books.acceptor.add(row), "charge_id": charge_id}

    def _forget(self, books: Books, device: str) -> None:
        """The escrow holds another note: the one before has gone somewhere, and nothing more is said of it.

        Else the word that this one goes back out would be taken for that one's.
        """
        before = books.acceptor.awaiting(device)
        if before is not None:
            if before["state"] == INTENT:
                self._doubt(books, before, "no-word")
            books.acceptor.change(before["id"], awaits_device=0)

    def _may_have_swallowed(self, books: Books, kind: CashKind) -> bool:
        """A coin that went in as the device lost its power is told of by nobody; a note waits in escrow till it is."""
        return kind is CashKind.COIN and books.acceptor.collection() is not None

    def _doubt(self, books: Books, row: Row, reason: str) -> None:
        awaits = {"awaits_device": 0} if row["fen"] == 0 else {}
        books.acceptor.change(row["id"], state=UNKNOWN, reason=reason, **awaits)
        told = {"acceptance": row["id"], "charge": row["charge_id"], "amount_fen": row["fen"], "reason": reason}
        books.record("cash.unknown", **told)

    def _go_on(self, books: Books) -> None:
        """The last note under way was decided: a collection that was to end is over."""
        collection = books.acceptor.collection()
        if collection is not None and collection["state"] == ENDING:
            finish(self._house, books, collection, collection["reason"] or "withdrawn")
