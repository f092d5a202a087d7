"""A printer's thread: every wanted form comes out once, or a person is asked (G3, C4, K1).

Owns the way from a wanted form to the spooler's word. The job's name is its identity in the spooler: after a crash the
spooler is asked whether it ever saw it, before anything is handed over. Knows no CUPS and no layout.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from kiosk.core.health import HealthBoard
from kiosk.desk.house import House
from kiosk.desk.received import note_printed
from kiosk.devices.errors import DeviceError
from kiosk.devices.protocols import Printer, PrintState, PrintStatus
from kiosk.store.database import Row
from kiosk.store.errors import StoreError
from kiosk.store.prints import TEST_FORMS, times_tried

_log = logging.getLogger(__name__)
_FOLLOW_S = 0.5
_IDLE_S = 5.0
_MOST_TRIES = 3


class Draughtsman(Protocol):
    """Draws a wanted form: one PNG a sheet, for the printer it is meant for. A long form may draw them when asked."""

    def draw(self, form: str, ref: int, language: str) -> Sequence[bytes]: ...


class _NotDrawnError(Exception):
    """A form has a defect of ours; its cause has the trace."""


@dataclass
class Sheets:
    """The sheets of a form under way, and how many of them are out."""

    drawn: Sequence[bytes]
    out: int = 0


class PrintWorker:
    """The ``Turn`` of one printer."""

    def __init__(
        self, name: str, printer_key: str, house: House, printer: Printer, draughtsman: Draughtsman, health: HealthBoard
    ) -> None:
        self.name = name
        self._key = printer_key
        self._house = house
        self._printer = printer
        self._draughtsman = draughtsman
        self._health = health
        self._sheets: dict[str, Sheets] = {}  # of forms under way; drawn again after a crash

    def turn(self) -> float:
        """Look after every form this printer owes."""
        if self._health.put(self.name, self._printer.health()):
            self._house.ring()
        withdrawn = self._house.books.prints.withdrawn(self._key)
        for row in withdrawn:
            self._take_back(row)
        owed = self._house.books.prints.open(self._key)
        for row in owed:
            self._look_after(row)
        return _FOLLOW_S if owed or withdrawn else _IDLE_S

    def _look_after(self, row: Row) -> None:
        try:
            status = self._status_of_sheets(row)
        except _NotDrawnError:
            _log.exception("form %s cannot be drawn", row["name"])
            self._not_drawn(row)
        except DeviceError as error:
            self._not_handed_over(row, error)
        else:
            self._keep(row, status)

    def _not_handed_over(self, row: Row, error: DeviceError) -> None:
        """Surely not (Printer.submit says so): the form stays wanted, unless it will never be what a printer takes."""
        if error.retryable:
            self._note(row, "waiting", str(error.values.get("reason") or "offline"), ended=False)
            return
        _log.error("form %s is refused for good: %s", row["name"], error.detail)
        self._not_drawn(row)

    def _status_of_sheets(self, row: Row) -> PrintStatus:
        """The first sheet that is not out yet speaks for the form; the next is handed over when it is."""
        sheets = self._sheets_of(row)
        while sheets.out < len(sheets.drawn):
            name = f"{row['name']}.{sheets.out + 1}"
            status = self._printer.status(name)
            again = status is not None and status.state is PrintState.FAILED and self._may_be_tried_again(row)
            if status is None or again:
                with _drawing(row):
                    picture = sheets.drawn[sheets.out]
                self._printer.submit(name, picture)
                if again:
                    self._count_try(row)
                return PrintStatus(PrintState.WAITING)
            if status.state is not PrintState.PRINTED:
                return status
            sheets.out += 1
        return PrintStatus(PrintState.PRINTED)

    def _sheets_of(self, row: Row) -> Sheets:
        if row["name"] not in self._sheets:
            with _drawing(row):
                self._sheets[row["name"]] = Sheets(self._draughtsman.draw(row["form"], row["ref"], row["language"]))
        return self._sheets[row["name"]]

    def _keep(self, row: Row, status: PrintStatus) -> None:
        match status.state:
            case PrintState.WAITING:
                self._note(row, "waiting", status.reason, ended=False)
            case PrintState.PRINTED:
                self._note(row, "printed", "", ended=True)
            case PrintState.UNKNOWN:
                self._note(row, "unknown", status.reason, ended=True)
            case PrintState.FAILED:  # again and again: a person must look
                state = "failed" if row["form"] in TEST_FORMS else "unknown"
                self._note(row, state, status.reason or "print_failed", ended=True)

    def _may_be_tried_again(self, row: Row) -> bool:
        """What surely did not come out, a few times. Not the technician's tests: it is the printer they ask about."""
        return row["form"] not in TEST_FORMS and times_tried(row) < _MOST_TRIES

    def _count_try(self, row: Row) -> None:
        with self._house.step() as books:
            books.prints.count_try(row["name"])

    def _not_drawn(self, row: Row) -> None:
        """Whether earlier sheets are out is a person's to see; the technician's tests have failed."""
        state, reason = ("failed", "print_failed") if row["form"] in TEST_FORMS else ("unknown", "not_drawn")
        self._note(row, state, reason, ended=True)

    def _take_back(self, row: Row) -> None:
        """Out of the spooler; what has come out meanwhile is printed, and an answer that is missing is waited for."""
        name = f"{row['name']}.1"
        try:
            self._printer.cancel(name)
            status = self._printer.status(name)
        except DeviceError:
            return  # the spooler is away; the row stays, also through a restart
        match status.state if status else PrintState.FAILED:
            case PrintState.PRINTED:
                self._note(row, "printed", "", ended=True)
            case PrintState.UNKNOWN if not row["reason"]:
                self._note(row, "unknown", "print_unknown", ended=True)
            case PrintState.FAILED | PrintState.UNKNOWN:
                self._note(row, "failed", row["reason"] or "print_failed", ended=True)
            case PrintState.WAITING:
                pass  # cancelling takes cupsd a moment

    def _note(self, row: Row, state: str, reason: str, *, ended: bool) -> None:
        if (row["state"], row["reason"]) == (state, reason):
            return
        now = self._house.now_utc
        if ended:
            self._sheets.pop(row["name"], None)
        with self._house.step() as books:
            books.prints.note(row["name"], state, reason, now if ended else None)
            if state == "printed":
                note_printed(books, row, now)
            if ended:
                books.record(
                    "print.ended", job=row["name"], form=row["form"], ref=row["ref"], state=state, reason=reason
                )

    def close(self) -> None:
        """Nothing to leave behind: the spooler keeps what it has."""


@contextmanager
def _drawing(row: Row) -> Iterator[None]:
    """Whatever breaks in a form is its own: it must hold up no other one (K2). Raises _NotDrawnError."""
    try:
        yield
    except StoreError:  # concerns every form: the worker waits, and is told of
        raise
    except Exception as error:
        raise _NotDrawnError(row["name"]) from error
