"""Answering the fax line between two orders: when it listens, when it may be interrupted, what it keeps (B9, K1, K2).

Owns the wait for one call and the rule that an order never breaks a call that is ringing or being answered. The truth
about pages is ``kiosk.desk.reception``'s. Knows no modem: a ``FaxAnswerer`` is handed in. Used by ``fax_worker.py``,
whose thread listens; ``look`` and ``hang_up`` come from the core's own thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import assert_never

from kiosk.desk.house import House
from kiosk.desk.reception import Reception
from kiosk.desk.views import IncomingPhase
from kiosk.devices.errors import DeviceError
from kiosk.devices.protocols import AnswerOrder, FaxAnswerer, Health, HealthState, ReceivedPage
from kiosk.documents.errors import DocumentError
from kiosk.fax import outcome as o
from kiosk.store.errors import StoreError

_LISTEN_S = 20.0  # then the modem is asked for a sign of life: one that hangs is silent, like one nobody calls
_RINGING_IS_OVER_S = 8.0  # no cadence has a longer pause (6 s): the caller has given up
_HICCUP_S, _DEAF_S = 2.0, 15.0  # a modem that could not listen is asked again after this; the second time it is told


_NOTHING_TOLD = o.ReceptionReport(o.ReceptionOutcome.CANCELLED, (), o.CallerSays(), detail="the line reported no end")


@dataclass(frozen=True)
class DiskGuard:
    """No call is answered while less than ``least_octets`` are free: the pages would not be safe."""

    least_octets: int
    free_octets: Callable[[], int]

    def complaint(self) -> str:
        """Empty while there is room, else what is missing."""
        free = self.free_octets()
        return "" if free >= self.least_octets else f"{free >> 20} MB free, {self.least_octets >> 20} MB wanted"


@dataclass
class Wait:
    """One wait for a call, and the call that may come of it. The lock holds what two threads decide upon."""

    begun_s: float
    cancel: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    rang_s: float | None = None
    answering: bool = False
    closing: bool = False

    def engage(self, now_s: float, *, answering: bool) -> None:
        """Somebody rings or is answered: an order that had just asked for the line does not get it."""
        with self.lock:
            self.rang_s, self.answering = now_s, answering
            if not self.closing:
                self.cancel.clear()

    def give_way(self, now_s: float) -> bool:
        """Let go of the line unless somebody calls."""
        with self.lock:
            if not self._engaged(now_s):
                self.cancel.set()
            return self.cancel.is_set()

    def rings_no_more(self, now_s: float) -> bool:
        """Whether it rang, and the caller has given up."""
        with self.lock:
            return self.rang_s is not None and not self._engaged(now_s)

    def _engaged(self, now_s: float) -> bool:
        return self.answering or (self.rang_s is not None and now_s - self.rang_s <= _RINGING_IS_OVER_S)

    def hang_up(self) -> None:
        """The house closes: even a call that is being answered ends, politely."""
        with self.lock:
            self.closing = True
            self.cancel.set()


class Receptionist:
    """Listens on the line whenever it is free."""

    def __init__(
        self, house: House, reception: Reception, line: FaxAnswerer, order: AnswerOrder, disk: DiskGuard
    ) -> None:
        self._house = house
        self._reception = reception
        self._line = line
        self._order = order
        self._disk = disk
        self._wait: Wait | None = None
        self._closing = False
        self._failures = 0  # to listen, one after the other
        self._deaf_until_s = float("-inf")
        self._deaf_because = ""
        self._disk_is_full = ""

    # --- in the worker's thread

    def health(self, line: Health) -> Health:
        """The line's health with what keeps it from answering: a full disk is for a person to mend (E6)."""
        if line.state in (HealthState.ABSENT, HealthState.TROUBLE):
            self._hears()  # another modem may come back
            return line
        self._disk_is_full = self._disk.complaint()
        if self._disk_is_full:
            return Health(HealthState.TROUBLE, "disk-nearly-full", self._disk_is_full)
        return Health(line.state, "sends-only", self._deaf_because) if self._failures > 1 else line

    @property
    def ready(self) -> bool:
        """Whether a call would be answered now."""
        deaf = self._house.clock.monotonic() < self._deaf_until_s
        return not (self._closing or self._disk_is_full or deaf)

    def listen(self) -> None:
        """Wait for one call and receive it, or until ``look`` or ``hang_up`` ends the waiting."""
        self._wait = wait = Wait(self._house.clock.monotonic())
        call = ReceptionWatch(self._house, self._reception, wait)
        try:
            if not self._closing:
                report = self._line.receive(self._order, call.keep, call, wait.cancel)
                self._hears()
                call.end(report)
        except DeviceError as error:
            self._broken(call, error)
        finally:
            self._wait = None

    def _broken(self, call: ReceptionWatch, error: DeviceError) -> None:
        """Our own equipment failed. In a call: what was kept before stands. Before one: this modem cannot listen."""
        detail = f"{type(error).__name__}: {error.detail}"
        if call.received_id is None:
            self._failures += 1
            self._deaf_because = detail
            wait_s = _HICCUP_S if self._failures == 1 else _DEAF_S
            self._deaf_until_s = self._house.clock.monotonic() + wait_s
        call.end(o.ReceptionReport(o.ReceptionOutcome.MODEM_FAILED, (), o.CallerSays(), detail=detail))

    def _hears(self) -> None:
        self._failures, self._deaf_because, self._deaf_until_s = 0, "", float("-inf")

    def mend(self) -> None:
        """A call was ended by a defect: the same truth as after a power cut (K1)."""
        self._reception.recover()

    # --- from any thread

    def look(self, *, order_due: bool) -> None:
        """Free the line for an order or for a look at the modem, unless somebody calls; the order waits then."""
        wait, now_s = self._wait, self._house.clock.monotonic()
        if wait is None:
            return
        if wait.rings_no_more(now_s) and self._house.live.get("line"):
            show_free(self._house)
        if order_due or now_s - wait.begun_s >= _LISTEN_S:
            wait.give_way(now_s)

    def hang_up(self) -> None:
        """The house closes."""
        self._closing = True
        if wait := self._wait:
            wait.hang_up()


class ReceptionWatch:
    """Follows one call that comes in: commits what the line proves, shows the rest in the volatile state."""

    def __init__(self, house: House, reception: Reception, wait: Wait) -> None:
        self._house = house
        self._reception = reception
        self._wait = wait
        self.received_id: int | None = None
        self._line: dict[str, object] = {
            "since_utc": None,
            "page": 0,
            "rings": 0,
            "received_id": None,
            "caller_ident": None,
            "caller_number": None,
            "caller_name": None,
            "bit_rate": None,
        }
        self._number: str | None = None
        self._name: str | None = None

    def __call__(self, event: o.ReceptionEvent) -> None:
        """One event of the line, in the line's own thread; what it proves is on disk when this returns."""
        now_s = self._house.clock.monotonic()
        match event:
            case o.Ringing():
                self._wait.engage(now_s, answering=False)
                self._number, self._name = event.number, event.name
                caller = {"caller_number": event.number, "caller_name": event.name}
                self._show(IncomingPhase.RINGING, rings=event.rings, **caller)
            case o.Answering():
                self._wait.engage(now_s, answering=True)
                self.received_id = self._reception.begin(self._number, self._name)
                self._show(IncomingPhase.ANSWERING, received_id=self.received_id)
            case o.CallerKnown():
                self._reception.note_caller(self._id, event.caller)
                self._show(IncomingPhase.ANSWERING, caller_ident=event.caller.ident)
            case o.Trained():
                self._show(IncomingPhase.ANSWERING, bit_rate=event.bit_rate)
            case o.PageArriving():
                self._show(IncomingPhase.RECEIVING, page=event.page)
            case o.PageConfirmed():
                self._reception.confirm(self._id, event.page)
            case o.PageDropped():
                self._reception.drop(self._id, event.page)
            case o.HangingUp():
                pass  # the end is shown when it is written
            case _:
                assert_never(event)

    def keep(self, page: ReceivedPage) -> None:
        """``keep_page`` of the line: returns when the page is safe; an OSError says that it is not."""
        try:
            self._reception.keep(self._id, page)
        except (DocumentError, StoreError) as error:
            raise OSError(f"{type(error).__name__}: {error.detail}") from error

    def end(self, report: o.ReceptionReport | None) -> None:
        """The call is over, if there was one."""
        if self.received_id is not None:
            self._reception.end(self.received_id, report or _NOTHING_TOLD)
        if self._line["since_utc"] is not None:
            show_free(self._house)
        if self.received_id is not None:
            self._reception.sweep()

    @property
    def _id(self) -> int:
        assert self.received_id is not None, "a line tells Answering before anything else of a call"
        return self.received_id

    def _show(self, phase: IncomingPhase, **values: object) -> None:
        self._line.update(values, phase=phase.value)
        self._line["since_utc"] = self._line["since_utc"] or self._house.now_utc
        self._house.live.put("line", self._line)
        self._house.ring()


def show_free(house: House) -> None:
    """Nothing happens on the line."""
    house.live.put("line", None)
    house.ring()
