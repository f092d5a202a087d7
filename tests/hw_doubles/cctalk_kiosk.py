"""A desk, the acceptor's worker and a ccTalk machine in virtual time: what the core is, but for its threads.

Owns the putting together. The machine outlives the kiosk: after a cut of the power another kiosk finds it as it stands.
Called by the tests.
"""

from __future__ import annotations

from kiosk.clock import TurnedClock
from kiosk.core.acceptor_worker import AcceptorWorker
from kiosk.core.health import HealthBoard
from kiosk.devices.cash_protocol import CashKind
from kiosk.devices.cctalk_acceptor import CcTalkAcceptor
from kiosk.devices.cctalk_bus import CcTalkBus
from tests.desk_fixture import FurnishedDesk
from tests.hw_doubles.cctalk_machine import CashMachine
from tests.hw_doubles.cctalk_memory import MemoryWire

PATIENCE_S = 180.0


class MachineKiosk:
    """``kit`` is the desk, ``machine`` stands before it, ``wire`` is between the two."""

    def __init__(self, kit: FurnishedDesk, machine: CashMachine | None = None) -> None:
        assert isinstance(kit.clock, TurnedClock)
        self.kit, self.clock = kit, kit.clock
        self.machine = machine or CashMachine()
        self.wire = MemoryWire(self.machine, self.clock)
        bus = CcTalkBus("/dev/cash", self.clock, open_port=self.wire.open)  # type: ignore[arg-type]
        acceptor = CcTalkAcceptor(bus, self.clock, "CN", (CashKind.COIN, CashKind.NOTE))
        self.worker = AcceptorWorker(kit.house, acceptor, HealthBoard(kit.house.live, self.clock), PATIENCE_S)

    def turns(self, number: int = 3) -> None:
        """So often the worker looks, with its pauses."""
        for _ in range(number):
            self.clock.turn(self.worker.turn())

    def ask(self, charge_id: int, unit: str = "12-1-101") -> None:
        """The owner chooses the machine for a charge, and it is ready."""
        self.kit.desk.machine.ask(self.kit.visitor(unit), charge_id)
        self.turns()

    def put(self, *pieces_fen: int) -> None:
        """Notes (one yuan only as a coin) and coins, each with time for the kiosk to see it."""
        for fen in pieces_fen:
            (self.machine.put_note if fen >= 500 else self.machine.put_coin)(fen)
            self.turns(2)

    # --- what must hold

    def balance(self, account: str) -> int:
        """Of an account, in fen."""
        return self.kit.house.books.ledger.balance_fen(account)

    def faults(self) -> list[str]:
        """What is wrong with the books, or between them and the box; nothing when all is right."""
        books = self.kit.house.books
        found = [*books.takings.faults(), *books.journal.verify()]
        doubt = [row["fen"] for state in ("intent", "unknown") for row in books.acceptor.in_state(state)]
        booked, there = self.balance("cash:machine"), self.machine.box_fen
        if not booked <= there <= booked + sum(doubt):
            found.append(f"the box holds {there}, {booked} is booked, {doubt} is in doubt")
        return found
