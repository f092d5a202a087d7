"""The engine on the soft modem in virtual time: real signals, an independent far end, a minute in half a second.

Owns the loop: octets between a ``CallSession`` and ``VirtualDte``, 20 ms of line time a turn, pages coded as the driver
codes them. The port, its pyserial and the driver's set-up are left out: those are tested with ``TelephoneWorld``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.devices.modem_profiles import built_in_profiles
from kiosk.devices.page_coder import format_of, supply
from kiosk.fax.call_session import CallSession, Wish
from kiosk.fax.caller import Caller, CallPlan
from kiosk.fax.outcome import CallReport, FaxPage, LineEvent
from kiosk.fax.primitives import PageWanted
from kiosk.fax.t31 import T31
from kiosk.fax.trace_plan import plan_entry
from tests.hw_doubles.softmodem.records import CallRecord
from tests.hw_doubles.softmodem.settings import FarEnd, Line
from tests.hw_doubles.softmodem.spandsp import TICK_MS
from tests.hw_doubles.softmodem.virtual import VirtualDte
from tests.hw_doubles.virtual_call import ALL_CODES

_SET_UP = ("AT&F", "ATE0V1Q0X4", "AT+FCLASS=1", "ATS7=60")
_LONGEST_MS = 30 * 60_000
_INVERTED = bytes(range(255, -1, -1))


@dataclass
class SoftCall:
    """What came of a call: our report, the far end's record, the events told."""

    report: CallReport
    record: CallRecord
    events: list[LineEvent] = field(default_factory=list)

    def arrived(self, pages: Sequence[FaxPage]) -> list[bool]:
        """For each page whether the far end has it bit for bit."""
        received = [image.convert("1").tobytes() for image in self.record.images()] if self.record.pages else []
        padded = received + [b""] * (len(pages) - len(received))
        return [rows == page.rows.translate(_INVERTED) for rows, page in zip(padded, pages, strict=False)]


def call(
    folder: Path,
    pages: Sequence[FaxPage],
    far_end: FarEnd | None = None,
    line: Line | None = None,
    *,
    refuses: Collection[str] = (),
    **plan: object,
) -> SoftCall:
    """Place one call. Raises TimeoutError if it is not over after half an hour of line time."""
    dte = VirtualDte(folder, far_end, line, refuses)
    try:
        for command in _SET_UP:
            dte.command(command)
        return _place(dte, pages, plan)
    finally:
        dte.close()


def _place(dte: VirtualDte, pages: Sequence[FaxPage], plan: dict[str, object]) -> SoftCall:
    settings: dict[str, object] = {"number": "057188001234", "ident": "+86 571 1", "modem_codes": ALL_CODES} | plan
    keep_data = bool(settings.pop("keep_data", False))
    order = CallPlan(page_count=len(pages), first_format=format_of(pages[0]), **settings)
    habits = built_in_profiles()["spandsp"].habits
    opening = (plan_entry(order, habits),)
    session = CallSession(Caller(order), T31(habits), keep_data=keep_data, opening=opening)
    begun_ms, events = dte.now_ms, []

    def fulfil(wishes: list[Wish]) -> None:
        for wish in wishes:
            if isinstance(wish, PageWanted):
                fulfil(session.supply_page(supply(wish, pages[wish.number - 1]), dte.now_ms - begun_ms))
            else:
                events.append(wish)

    fulfil(session.start(0))
    while not session.over:
        now_ms = dte.now_ms - begun_ms
        if now_ms > _LONGEST_MS:
            raise TimeoutError(f"the call is still {session.caller.state}")
        while octets := session.to_write(now_ms):
            dte.write(octets)
            fulfil(session.wrote(octets, now_ms))
        dte.run(TICK_MS)
        now_ms, heard = dte.now_ms - begun_ms, bytes(dte.heard)
        dte.heard.clear()
        if heard:
            fulfil(session.receive(heard, now_ms))
        fulfil(session.tick(now_ms))
    return SoftCall(session.report(dte.now_ms - begun_ms), dte.exchange.calls[-1], events)
