"""Random acts at a counter of two connections, each held against the model: pay, strike out, order, count, cut, jump.

Owns the comparison: after each act the desk's answer and every new transaction, now and then everything. An act may be
cut off by a power cut on either side of its commit, and may come from both connections at once. What is done is
``walk_acts``' choice. Called by a test for a short walk, by ``tests.bench.ledger`` for a long one.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kiosk.clock import TurnedClock
from kiosk.desk.vouchers import LISTED
from kiosk.errors import KioskError
from kiosk.store.database import Row
from kiosk.store.journal import Record
from tests.desk_fixture import NOON, FurnishedDesk
from tests.faults.grant_acts import Act
from tests.faults.money_model import Answer, Lines, Model
from tests.faults.money_scenario import SUPERVISOR, CutStore, PowerCutError
from tests.faults.voucher_acts import told
from tests.faults.walk_acts import Choice, begin, open_kit

_WHOLE_LOOK = 2000
_BY_CHANCE = re.compile(r"(K01-[QR][0-9]{6})-[0-9A-F]{8}")  # what no model can know of a provider's number


class Walk:
    """A counter and its model. Raises AssertionError with seed and act where they differ.

    ``only``: the kinds of acts, of ``walk_acts``; none: all of them.
    """

    def __init__(self, folder: Path, seed: int, only: Sequence[str] = ()) -> None:
        self._folder, self._seed, self._clock = folder, seed, TurnedClock(NOON)
        self._kits = self._both()
        begin(self._kits[0], folder)
        self._choice = Choice(seed, self._clock, self._kits[0].visitor(), only)
        self._compared = 0
        self.done: Counter[str] = Counter()  # by name, how often an act was not refused
        self.refused: Counter[tuple[str, type[Exception]]] = Counter()  # by name and error
        self.cuts = 0

    @property
    def model(self) -> Model:
        return self._choice.model

    def go(self, acts: int) -> None:
        """So many acts."""
        for number in range(1, acts + 1):
            self._one(f"seed {self._seed}, act {number}")
            if number % _WHOLE_LOOK == 0 or number == acts:
                compare_all(self._kits[0], self.model)

    def refused_as(self, name: str) -> set[type[Exception]]:
        """The errors with which acts of this name were refused."""
        return {error for act, error in self.refused if act == name}

    def records(self) -> list[Record]:
        """The whole journal."""
        return self._kits[0].house.books.journal.after(0, sys.maxsize)

    def close(self) -> None:
        for kit in self._kits:
            kit.close()

    # --- one act

    def _one(self, where: str) -> None:
        act, kit = self._choice.next(), self._kits[self._choice.one_of(2)]
        chance = self._choice.chance()
        if chance < 0.01:
            self._cut(act, kit, where)
        elif chance < 0.02 and act.again:
            with ThreadPoolExecutor(2) as pool:
                answers = list(pool.map(lambda each: asked(act, each), self._kits))
            expected = act.model(self.model)
            assert answers == [expected, expected], f"{where}: {act.name} at once: {answers}, not {expected}"
        else:
            self._as_usual(act, kit, where)
        booked = new_transactions(self._kits[0], self._compared)
        expected_rows = self.model.transactions[self._compared :]
        assert booked == expected_rows, f"{where}: {act.name} booked {booked}, not {expected_rows}"
        self._compared = len(self.model.transactions)

    def _as_usual(self, act: Act, kit: FurnishedDesk, where: str) -> None:
        answer, expected = asked(act, kit), act.model(self.model)
        assert answer == expected, f"{where}: {act.name}: {answer}, not {expected}"
        if isinstance(answer, str):
            self.done[act.name] += 1
        else:
            self.refused[act.name, answer] += 1

    def _cut(self, act: Act, kit: FurnishedDesk, where: str) -> None:
        """The power goes at the act's commit; what was committed stays, and both processes start again."""
        after = self._choice.chance() < 0.5
        CutStore.commits, CutStore.at, CutStore.after = 0, 1, after
        cut = False
        try:
            self._as_usual(act, kit, where)  # it had nothing to commit
        except PowerCutError:
            self.cuts, cut = self.cuts + 1, True
            if after:
                act.model(self.model)
        finally:
            CutStore.at = 0
        self.close()
        self._kits = self._both()
        self._kits[0].dispatch.recover()
        self.model.orders.recover()
        if cut and act.told and not after:
            self._as_usual(act, self._kits[0], where)

    def _both(self) -> list[FurnishedDesk]:
        return [open_kit(self._folder, self._clock, CutStore) for _ in range(2)]


def asked(act: Act, kit: FurnishedDesk) -> Answer:
    """What the desk answers: a word, or the class of its refusal."""
    try:
        return act.desk(kit)
    except KioskError as refused:
        return type(refused)


def new_transactions(kit: FurnishedDesk, after: int) -> list[tuple[str, str, str, Lines]]:
    """Those of the ledger that follow number ``after``, as the model writes them."""
    rows = kit.house.store.rows(
        "SELECT t.id, t.kind, t.business_day, t.document, p.account, p.amount_fen FROM ledger_transaction t"
        " JOIN ledger_posting p ON p.transaction_id = t.id WHERE t.id > ? ORDER BY t.id, p.line",
        (after,),
    )
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row)
    return [
        (
            lines[0]["kind"],
            lines[0]["business_day"],
            _known(lines[0]["document"]),
            tuple((_known(line["account"]), line["amount_fen"]) for line in lines),
        )
        for lines in found.values()
    ]


def compare_all(kit: FurnishedDesk, model: Model) -> None:
    """Everything: what is owed, held and paid, every balance, receipts without a gap, days, and the proof of it all."""
    books, store = kit.house.books, kit.house.store
    states = {row["id"]: (row["amount_fen"], row["state"]) for row in store.rows("SELECT * FROM charge")}
    assert states == model.charges
    sums: Counter[str] = Counter()
    for row in store.rows("SELECT account, sum(amount_fen) AS fen FROM ledger_posting GROUP BY 1"):
        sums[_known(row["account"])] += row["fen"]
    assert {account: fen for account, fen in sums.items() if fen} == {
        account: fen for account, fen in model.balances.items() if fen
    }
    assert books.holds.open_fen("12-1-101") == model.orders.held_fen
    receipts = [row["receipt_number"] for row in store.rows("SELECT receipt_number FROM payment ORDER BY receipt")]
    assert receipts == [receipt.number for receipt in model.receipts]
    codes = {row["id"]: row["state"] for row in store.rows("SELECT id, state FROM qr_order")}
    assert codes == {number: code.state for number, code in model.codes.codes.items()}
    pieces = {row["id"]: (row["fen"], row["state"]) for row in store.rows("SELECT * FROM acceptance")}
    assert pieces == {number: (piece.fen, piece.state) for number, piece in model.machine.pieces.items()}
    closed = [row["business_day"] for row in store.rows("SELECT * FROM day_closing ORDER BY closed_utc")]
    assert sorted(closed) == sorted(map(str, model.closed))
    assert [told(issue) for issue in kit.desk.vouchers.listing(SUPERVISOR)] == model.vouchers.listing()[:LISTED]
    assert [*books.takings.faults()] == []


def _known(number: str) -> str:
    return _BY_CHANCE.sub(r"\1", number)
