"""The test calls of ``kiosk modem qualify``: one page at each speed, with error correction and without.

Owns the order of the calls, and what each has shown. With a second modem at hand it answers the calls, and says whether
the page has arrived bit for bit. Called by ``qualify.py``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.clock import Clock, iso_utc
from kiosk.devices.errors import DeviceError
from kiosk.devices.protocols import AnswerOrder, FaxAnswerer, FaxLine, OutgoingCall, ReceivedPage
from kiosk.fax.outcome import CallOutcome, CallReport, FaxPage, LineEvent, ReceptionReport
from kiosk.modem.chart import draw_chart
from kiosk.modem.least_time import PageTime, repeats, retrains, time_of_page

_ANSWERER_ENDS_S = 15  # after the caller's end: its own last timer is T2, 6 s


@dataclass(frozen=True)
class Wanted:
    """One call to make."""

    bit_rate: int
    ecm: bool

    def __str__(self) -> str:
        return f"{self.bit_rate} bit/s {'with' if self.ecm else 'without'} ECM"


@dataclass(frozen=True)
class Shown:
    """What one call has shown. ``arrived``: the page is at our other modem, bit for bit; None if there is none."""

    wanted: Wanted
    report: CallReport
    time: PageTime | None
    arrived: bool | None = None
    received: ReceptionReport | None = None

    @property
    def good(self) -> bool:
        return self.report.outcome is CallOutcome.DELIVERED and self.arrived is not False

    @property
    def retrains(self) -> int:
        return retrains(self.report.trace)

    @property
    def repeats(self) -> int:
        return repeats(self.report.trace)


def calls_to_make(bit_rates: Sequence[int], ecm: Sequence[bool]) -> list[Wanted]:
    """Each speed with each kind, fastest first."""
    return [Wanted(bit_rate, kind) for bit_rate in bit_rates for kind in ecm]


class Answering(Protocol):
    """Whoever answers at the other end, if it is ours: around each call."""

    def expect(self, page: FaxPage) -> None: ...

    def result(self) -> tuple[bool, ReceptionReport | None]: ...


class Qualification:
    """Places the calls one after another. ``number`` is dialled, ``pause_s`` is kept between two calls."""

    def __init__(
        self, line: FaxLine, number: str, ident: str, clock: Clock, watch: Callable[[LineEvent], None], pause_s: float
    ) -> None:
        self._line, self._number, self._ident = line, number, ident
        self._clock, self._watch, self._pause_s = clock, watch, pause_s

    def run(self, wanted: Sequence[Wanted], answering: Answering | None, cancel: threading.Event) -> Iterator[Shown]:
        """What each call has shown, as soon as it is over. Calls that could only show the same again are left out."""
        shown: list[Shown] = []
        for call in wanted:
            if _known_already(call, shown):
                continue
            if shown and cancel.wait(self._pause_s):
                return
            shown.append(self._call(call, answering, cancel))
            yield shown[-1]
            if cancel.is_set():
                return

    def _call(self, wanted: Wanted, answering: Answering | None, cancel: threading.Event) -> Shown:
        page = draw_chart(f"kiosk modem qualify  {wanted}  {iso_utc(self._clock.now())}")
        if answering is not None:
            answering.expect(page)
        order = OutgoingCall(self._number, self._ident, [page], ecm=wanted.ecm, max_bit_rate=wanted.bit_rate)
        try:
            report = self._line.place(order, self._watch, cancel)
        finally:
            arrived, received = answering.result() if answering is not None else (None, None)
        return Shown(wanted, report, time_of_page(report), arrived, received)


def _known_already(call: Wanted, shown: Sequence[Shown]) -> bool:
    """The far end has no error correction, or nothing so fast, as an earlier call without any trouble has shown."""
    smooth = [done for done in shown if done.good and not done.retrains]
    if call.ecm and any(done.wanted.ecm and not done.report.ecm for done in smooth):
        return True
    same_kind = [done for done in smooth if done.wanted.ecm is call.ecm]
    return any((done.report.bit_rate or 0) <= call.bit_rate < done.wanted.bit_rate for done in same_kind)


class SecondModem:
    """Our other modem, which answers: a thread for each call."""

    def __init__(self, line: FaxAnswerer, ident: str) -> None:
        self._line, self._ident = line, ident
        self._cancel = threading.Event()
        self._thread: threading.Thread | None = None
        self._page: FaxPage | None = None
        self._arrived: list[FaxPage] = []
        self._report: ReceptionReport | None = None
        self._trouble: DeviceError | None = None

    def expect(self, page: FaxPage) -> None:
        """Answer the next call, which brings this page."""
        self._page, self._report, self._trouble = page, None, None
        self._arrived.clear()
        self._cancel.clear()
        self._thread = threading.Thread(target=self._answer, name="second modem")
        self._thread.start()

    def result(self) -> tuple[bool, ReceptionReport | None]:
        """Whether the page has arrived bit for bit. Raises the DeviceError that kept the modem from answering."""
        assert self._thread is not None
        self._thread.join(_ANSWERER_ENDS_S)
        self._cancel.set()
        self._thread.join()
        if self._trouble is not None:
            raise self._trouble
        return self._arrived == [self._page], self._report

    def _answer(self) -> None:
        try:
            self._report = self._line.receive(AnswerOrder(self._ident), self._keep, _nobody, self._cancel)
        except DeviceError as trouble:
            self._trouble = trouble

    def _keep(self, received: ReceivedPage) -> None:
        self._arrived[received.number - 1 :] = [received.page]


def _nobody(_event: object) -> None:
    """What the caller tells is enough."""
