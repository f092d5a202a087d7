"""The cash acceptor's thread: what the rows want is told to the machine, what the machine says is booked (G2, K1).

Owns the order: a note is stacked after its intent is committed, an event is taken note of in the step that books it,
and what the machine has not said in time is in doubt. Knows no wire and no account.
"""

from __future__ import annotations

from typing import assert_never

from kiosk.core.health import HealthBoard
from kiosk.desk.acceptor import ABLE
from kiosk.desk.collecting import Collector
from kiosk.desk.house import House
from kiosk.devices.cash_protocol import (
    CashAcceptor,
    CashEvent,
    CashKind,
    GivenBack,
    InEscrow,
    Noted,
    NotTaken,
    TakenIn,
    Unaccounted,
)

_TAKING_S, _IDLE_S = 0.2, 1.0  # part 2 of the specification: 5 events are kept, nobody puts 5 coins in within 0.2 s
_NO_WORD_S = 20.0  # a validator has stacked or returned a note within some five seconds, or is jammed


class AcceptorWorker:
    """The ``Turn`` of the cash acceptor. ``patience_s``: so long after the last piece it goes on taking money."""

    name = "cash_acceptor"

    def __init__(self, house: House, acceptor: CashAcceptor, health: HealthBoard, patience_s: float) -> None:
        self._house, self._acceptor, self._health = house, acceptor, health
        self._collector = Collector(house)
        self._patience_s = patience_s
        self._stacking: set[int] = set()  # intents whose notes were sent into the box by this process
        self._waited_from_s: float | None = None  # since when a note is on its way
        self._idle: tuple[int, float] | None = None  # of which collection, since when nothing was put in
        self._refused = ""  # what came back out, until something is taken

    def turn(self) -> float:
        """Poll once, and follow what came of it. Where that cannot be kept, nothing more is to come in (K1)."""
        try:
            return self._followed()
        except Exception:
            self._acceptor.rest()
            raise

    def _followed(self) -> float:
        takes = self._collector.takes_fen(self._acceptor.denominations_fen)
        for event in self._acceptor.poll(takes, self._collector.mark):
            self._handle(event)
        self._watch_notes()
        self._watch_collection()
        self._collector.tend()
        self._tell()
        return _TAKING_S if self._idle or self._waited_from_s is not None else _IDLE_S

    def close(self) -> None:
        """Nothing is taken while nobody listens."""
        self._acceptor.close()

    def _handle(self, event: CashEvent) -> None:
        match event:
            case Noted():
                self._collector.noted(event.device, event.mark)
            case NotTaken():
                self._collector.not_taken(event)
                self._stirred(event.kind.value)
            case InEscrow():
                self._stirred()
                self._decide(event)
            case TakenIn():
                self._collector.taken_in(event)
                self._stirred()
            case GivenBack():
                self._collector.given_back(event)
                self._stirred()
            case Unaccounted():
                self._collector.unaccounted(event)
            case _:
                assert_never(event)

    def _decide(self, event: InEscrow) -> None:
        intent = self._collector.held(event)
        if intent is None:
            self._acceptor.give_back()
            self._refused = CashKind.NOTE.value
            return
        self._stacking.add(intent)
        self._acceptor.stack()

    def _watch_notes(self) -> None:
        """A note whose intent another process left goes back, if it is in escrow still; a silent one is in doubt."""
        intents = self._collector.intents()
        now_s = self._house.clock.monotonic()
        if not intents:
            self._waited_from_s = None
            self._stacking.clear()
        elif self._waited_from_s is None:
            self._waited_from_s = now_s
            if not self._stacking.issuperset(intents):
                self._acceptor.give_back()
        elif now_s >= self._waited_from_s + _NO_WORD_S:
            self._collector.no_word()
            self._waited_from_s = None

    def _watch_collection(self) -> None:
        collection = self._collector.collection()
        now_s = self._house.clock.monotonic()
        if collection is None:
            self._idle, self._refused = None, ""
        elif self._idle is None or self._idle[0] != collection["id"]:
            self._idle = collection["id"], now_s
        elif now_s >= self._idle[1] + self._patience_s:
            self._collector.end("left", collection["id"])

    def _stirred(self, refused: str = "") -> None:
        self._refused = refused
        if self._idle is not None:
            self._idle = self._idle[0], self._house.clock.monotonic()

    def _tell(self) -> None:
        """Health for everybody, and for the screen of the payment what can be put in."""
        changed = self._health.put(self.name, self._acceptor.health())
        able = {"denominations_fen": sorted(self._acceptor.denominations_fen), "refused": self._refused}
        if self._house.live.get(ABLE) != able:
            self._house.live.put(ABLE, able)
            changed = True
        if changed:
            self._house.ring()
