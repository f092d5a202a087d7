"""The money of the demo's day: the till, work that is quoted and paid into the machine, cash, a phone, the closing.

Owns what is done with money beside the fax, which is charged to the account, and that head office and the paper hold
each payment once. The two who pay at the counter had work done this morning: that part is asked of the desk, beside
the glass. Called by ``demo_acts``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from kiosk.locale import Language, Translator
from tests.flows.acts import Clerk
from tests.flows.estate import Beside
from tests.hw_doubles.cctalk_machine import NOTE_FEN
from tests.hw_doubles.demo_stage import Stage
from tests.hw_doubles.lobby import KIOSK_ID
from tests.hw_doubles.processes import until

BAG = "2026112200017"
DRAIN_FEN, INSERTED_FEN = 5000, (2000, 2000, 1000)
NEIGHBOURS = (("12-1-102", "135790", "repair.lamp"), ("12-1-201", "112358", "repair.lock"))  # cash, then the phone
DRAWER = {10000: 2, 1000: 2}  # at the end: the change money, and 20 yuan that were taken
METHODS = ("account", "machine", "cash", "qr")  # in the order of the receipts
_PAPER_S = 40.0


class MoneyActs(Stage):
    """The acts, each from idle to idle unless it says otherwise."""

    def take_over_the_till(self) -> None:
        """From the clerk's board: the drawer has 200 yuan of change money from finance."""
        self.glass.touch("tab.till", "till.open")
        self._count({10000: 2})
        self.glass.touch("amount.200")
        self.glass.touch("bar.forward")
        self._declare()
        self.shot("till counted")
        self.glass.touch("bar.forward")

    def quote_the_work(self) -> None:
        """From the accepted case: the owner signs for what it will cost, and the clerk has the case again."""
        self.glass.touch("case.quote")
        self.glass.wait_screen("staff_work")
        self.shot("quote of the work")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("agree_work")
        self.sign()
        self.shot("owner agrees")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("work_answered")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("idle")
        self.sign_in()
        Clerk(self.glass).open_row("repair_accepted")

    def pay_at_the_machine(self, *unit: str) -> None:
        """From the accepted work to the receipt: note by note."""
        self.glass.touch(f"language.{self.language}", "bar.forward")
        self.identified(*unit)
        self.glass.wait_screen("pay_work")
        self.glass.touch("pay.machine")
        self.shot("ways of paying")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("machine_pay")
        for number, fen in enumerate(INSERTED_FEN, start=1):
            self._insert(fen, sum(INSERTED_FEN[:number]))
        self._sign_for()
        self.glass.until(_shows("receipt.printed"), "the receipt is on paper", _PAPER_S)
        self.shot("receipt of the machine")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("rate")  # the step of that name: the mark was given with the acceptance
        self.shot("closed")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("idle")

    def _insert(self, fen: int, in_all_fen: int) -> None:
        """A note, as soon as the machine takes it; the last one ends the wait."""
        machine, box = self.lobby.acceptor.machine, self.lobby.acceptor.machine.notes
        until(lambda: box.takes(NOTE_FEN[fen]) and box.held is None, f"the machine takes {fen} fen", 20, 0.05)
        machine.put_note(fen)
        until(lambda: machine.box_fen == in_all_fen, f"{in_all_fen} fen are in the box", 20, 0.05)
        if in_all_fen < DRAIN_FEN:
            yuan = f"¥ {in_all_fen / 100:.2f}"
            self.glass.until(lambda seen: yuan in seen["texts"], f"the glass says that {yuan} are in")
            self.shot(f"machine {in_all_fen // 100} yuan")

    def work_of_this_morning(self) -> None:
        """Two neighbours owe for work: rows of the clerk's board."""
        with Beside(self.lobby) as house:
            for unit, passcode, item in NEIGHBOURS:
                house.owed_work(item, unit, passcode)

    def cash(self) -> None:
        """The first neighbour pays in cash, gets change and signs."""
        clerk = Clerk(self.glass)
        clerk.open_row("cash")
        self.glass.wait_screen("staff_cash")
        self.glass.touch("note.50")
        self.shot("cash tendered")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("staff_cash_taken")
        self.shot("change")
        self.glass.touch("bar.forward")
        self._sign_for()
        self.glass.touch("bar.forward", "bar.forward")
        self.glass.wait_screen("idle")

    def phone(self) -> None:
        """The second pays by phone at the counter, and goes without signing; the clerk stays signed in."""
        Clerk(self.glass).open_row("cash")
        self.glass.wait_screen("staff_cash")
        self.glass.touch("take.qr")
        self.glass.wait_screen("staff_qr")
        self.glass.until(_shows("qr.title"), "the code is shown")
        self.shot("code at the counter")
        assert self.lobby.provider.phone_pays() == ["paid"]
        self.glass.wait_screen("staff_cash_taken")
        self.shot("paid by phone")
        self.glass.touch("taken.gone")
        self.glass.wait_screen("staff_board")

    def _sign_for(self) -> None:
        """The owner signs the receipt that a payment has made."""
        self.glass.wait_screen("sign_receipt")
        self.sign()
        self.glass.touch("bar.forward")
        self.glass.wait_screen("receipt")

    # --- the day's end

    def close_the_day(self) -> None:
        """From the clerk's board: the drawer is counted blind, its takings go into a bag, the clerk signs."""
        self.glass.touch("tab.till")
        self.glass.wait("till.close")
        self.shot("till before the closing")
        self.glass.touch("till.close")
        self._count(DRAWER)
        self.glass.wait_screen("staff_bag")
        self.glass.type(BAG)
        self.glass.touch("bar.forward")
        self._declare()
        self.shot("drawer counted right")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("staff_day_end")
        self.shot("figures of the day")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("staff_sign_day")
        self.sign()
        self.glass.touch("bar.forward")
        self.glass.wait_screen("staff_day_closed")
        self.shot("day closed")
        self.sign_out()

    def _count(self, pieces: dict[int, int]) -> None:
        self.glass.wait_screen("staff_count")
        for fen, number in pieces.items():
            self.glass.touch(f"count.{fen}")
            self.glass.type(str(number))
        self.glass.touch("count.rest", "bar.forward")

    def _declare(self) -> None:
        self.glass.wait_screen("staff_declare")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("staff_counted")

    # --- what must be true

    def on_paper(self) -> None:
        """Every payment's receipt once, both counts, charge log and daily report."""
        cups = self.lobby.cups
        wanted = {"receipt": len(METHODS), "count_sheet": 2, "charge_log": 1, "day_report": 1}

        def printed() -> dict[str, int]:
            """Papers of each kind, by their first pages."""
            sheets = [*cups.printed(cups.receipt_queue), *cups.printed(cups.form_queue)]
            first = [path.name for path in sheets if path.name.endswith(".1.png")]
            return {kind: sum(f"-{kind}-" in name for name in first) for kind in wanted}

        until(lambda: printed() == wanted, f"on paper: {wanted}", _PAPER_S, 0.1)

    def prove(self) -> None:
        """Head office has every way of paying once, the closed day once, and the books prove themselves."""
        records = self.lobby.office.records(KIOSK_ID)
        taken = [json.loads(row["body"]) for row in records if row["kind"] == "payment.taken"]
        assert [payment["method"] for payment in taken] == list(METHODS), taken
        receipts = [payment["receipt_number"] for payment in taken]
        assert receipts == [f"{KIOSK_ID}-{number:06d}" for number in range(1, len(METHODS) + 1)], receipts
        assert [row["kind"] for row in records].count("day.closed") == 1
        orders = self.lobby.provider.orders()
        assert [order["state"] for order in orders] == ["SUCCESS"], orders
        assert self.lobby.acceptor.machine.box_fen == DRAIN_FEN
        verdict = self.lobby.kiosk("ledger", "verify").strip()
        for payment in taken:
            yuan = payment["amount_fen"] / 100
            self.tell(f"      {payment['receipt_number']}  {payment['method']:<8} ¥ {yuan:.2f}, once, at head office")
        self.tell(f"      {verdict.splitlines()[0]}")


def _shows(key: str) -> Callable[[dict[str, Any]], bool]:
    """Whether a sentence is on the glass, in whatever language."""
    said = {Translator(language)(key) for language in Language}
    return lambda seen: bool(said & set(seen["texts"]))
