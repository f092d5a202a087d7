"""What must hold on the glass and in the books after any act at all, however odd.

Owns the rules, and the memory of what former visits left to be looked for. A rule is a function that yields what it
found broken; ``Rules.broken`` asks all of them. Called by ``monkey`` after each step.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kiosk.ui.session import ABANDONED_S
from tests.ui.harness import Glass

_ORDERED_WITHIN = 6  # steps from a confirmation to its order: use cases take their time
_CHOSEN = ("page.", "unit.choice", "log.", "candidate.", "key.")  # filled because chosen


@dataclass(frozen=True)
class Seen:
    """The glass at one moment."""

    screen: str
    words: str  # all of them, without blanks
    guest: str  # greeting of who is known, or nothing
    unit: str
    staff: bool
    held: bool  # nobody is hurried here
    left_s: float
    patience_s: float
    arrivals: int
    dialog: bool


def seen(glass: Glass) -> Seen:
    """What is on the glass now."""
    shell = glass.shell
    visitor, screen = shell.visit.visitor, shell.screen
    words = "".join("".join(glass.texts).split())
    known = (visitor.greeting_name, visitor.unit.id) if visitor else ("", "")
    return Seen(
        screen.name,
        words,
        *known,
        shell.visit.staff is not None,
        screen.holds_session,
        shell.session.left_s,
        screen.patience_s,
        shell.arrivals,
        shell.dialogs.open,
    )


class Complaints(logging.Handler):
    """Whatever was logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(logging.Formatter().format(record))


class Rules:
    """``broken`` after each step; ``number`` is told whenever somebody types one."""

    def __init__(self, glass: Glass) -> None:
        self._glass, self._shell = glass, glass.shell
        self.complaints = Complaints()
        logging.getLogger().addHandler(self.complaints)
        self._quotes = ""  # all prices that this visit has seen
        self._left: dict[str, str] = {}  # what former visits would be known by: words, whose unit
        self._typed: set[str] = set()
        self.begin()

    def begin(self) -> None:
        """From here on: what is there now was there before."""
        self._lately: deque[Seen] = deque([seen(self._glass)], maxlen=_ORDERED_WITHIN)
        self._orders, self._payments = self._count("fax_job"), self._count("payment")

    def close(self) -> None:
        logging.getLogger().removeHandler(self.complaints)

    def number(self, digits: str) -> None:
        """These digits are typed now: whoever comes later must not meet them."""
        self._typed.add(digits)

    def broken(self, step: list[Any]) -> list[str]:
        """What does not hold any more after ``step``."""
        now = seen(self._glass)
        before = self._lately[-1]
        self._lately.append(now)
        self._remember(before, now)
        rules = (self._log(), self._whole(now), self._filled(), self._former(now), self._doors(now))
        found = [fault for rule in rules for fault in rule]
        return [*found, *self._hurried(before, now, step), *self._books()]

    # --- the glass ----------------------------------------------------------------------------------------------

    def _log(self) -> Iterator[str]:
        yield from (f"logged: {said}" for said in self.complaints.said)
        self.complaints.said.clear()

    def _whole(self, now: Seen) -> Iterator[str]:
        from kiosk.ui.stops import stops

        shell = self._shell
        if not now.words or shell.screen.page is None or shell.screen.page.get_parent_window() is None:
            yield f"nothing on the glass: {now.screen}"
        if not stops(shell):
            yield f"nothing to press: {now.screen}"
        if (shell.dialogs.shown is not None) != shell.dialogs.open:
            yield "a dialog is open and not to be seen, or the other way round"
        if shell.dialogs.shown is not None and shell.dialogs.shown is not shell.children[0]:
            yield "something covers the dialog"

    def _filled(self) -> Iterator[str]:
        from kiosk.ui import touches
        from kiosk.ui.widgets.button import Button, Kind

        root = self._shell.dialogs.shown or self._shell
        filled = [
            control.touch_id
            for control in touches.walk(root)
            if isinstance(control, Button) and control.kind is Kind.FILLED and not control.touch_id.startswith(_CHOSEN)
        ]
        if len(filled) > 1:
            yield f"several filled actions on {self._shell.screen.name}: {filled}"

    # --- persons ------------------------------------------------------------------------------------------------

    def _remember(self, before: Seen, now: Seen) -> None:
        gone = before.unit and now.unit != before.unit
        if gone or (now.screen == "idle" and before.screen != "idle"):
            words = self._typed | ({before.guest} if before.guest else set())
            self._left |= dict.fromkeys(words, before.unit)
            self._typed, self._quotes = set(), ""
        if now.screen == "fax_quote":
            self._quotes += now.words

    def _former(self, now: Seen) -> Iterator[str]:
        """A clerk may see what was ordered; who comes next may not, unless it is theirs."""
        if now.staff:
            return
        for word, unit in self._left.items():
            if unit != now.unit and word in now.words:
                yield f"{word!r} of a former visit stands on {now.screen}"

    def _doors(self, now: Seen) -> Iterator[str]:
        from kiosk.ui.widgets.frame import FrameStyle

        behind = self._shell.screen.frame_style is FrameStyle.STAFF
        if behind and not now.staff:
            yield f"{now.screen} without a clerk"
        if not behind and now.staff:
            yield f"a clerk is still signed in on {now.screen}"
        if now.screen == "idle" and self._shell.history:
            yield "a way back from idle"

    def _hurried(self, before: Seen, now: Seen, step: list[Any]) -> Iterator[str]:
        if step[0] != "time" or not (before.held and now.held) or before.arrivals != now.arrivals:
            if step[0] == "time" and before.held and step[1] < min(before.left_s, ABANDONED_S) and now.screen == "idle":
                yield f"the visit ended on {before.screen} with {before.left_s:.0f} s left"
            return
        if self._shell.dialogs.warning:
            yield f"somebody is hurried on {now.screen}"

    # --- books --------------------------------------------------------------------------------------------------

    def _count(self, table: str) -> int:
        row = self._glass.furnished.house.store.row(f"SELECT count(*) AS n FROM {table}")
        return int(row["n"]) if row else 0

    def _books(self) -> Iterator[str]:
        orders, payments = self._count("fax_job"), self._count("payment")
        screens = {each.screen for each in self._lately}
        if orders > self._orders:
            yield from self._ordered(orders - self._orders, screens)
        if payments > self._payments + 1 or (payments > self._payments and not screens & _PAYING):
            yield f"{payments - self._payments} payments by {screens}"
        self._orders, self._payments = orders, payments

    def _ordered(self, number: int, screens: set[str]) -> Iterator[str]:
        (row, *_) = self._glass.furnished.house.books.faxes.latest(1)
        amount = f"{row['quoted_fen'] // 100}.{row['quoted_fen'] % 100:02d}"
        if number > 1 or "fax_quote" not in screens:
            yield f"{number} orders by {screens}"
        if amount not in self._quotes:
            yield f"{amount} is owed and was never seen"

    def ledger(self) -> list[str]:
        """What the books themselves find wrong: dear, therefore now and then."""
        books = self._glass.furnished.house.books
        return [*books.takings.faults(), *books.journal.verify()]


_PAYING = {"sign_account", "cash_wait", "staff_cash", "staff_cash_taken", "sign_receipt", "fax_result", "idle"}
