"""What there is to see in the lobby, as one frozen picture of a moment.

Owns the reading of the doubles and the folder of received pages. Changes nothing, knows no window. ``Watch.look`` may
be called from any one thread; called four times a second by ``keeper.Watcher`` and by the tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hw_doubles.lobby import KIOSK_ID, Lobby
from tests.hw_doubles.lobby_panel.switches import Switchboard
from tests.hw_doubles.softmodem import CallRecord

_RECORDS_SHOWN = 5


@dataclass(frozen=True)
class Telephone:
    """The far end and the line now. ``page`` counts from 1, 0 when none is being received."""

    off_hook: bool
    number: str
    signal: str  # what is on the line, "" = silence
    party: str  # who makes it: kiosk or far
    page: int
    last_call: str  # of the newest finished call, one line; "" before the first


@dataclass(frozen=True)
class Office:
    """Head office's custody: it holds ``held``, the kiosk has written ``written`` and let go of ``acknowledged``."""

    online: bool
    held: int
    written: int
    acknowledged: int
    newest: tuple[tuple[int, str], ...]  # sequence number and kind, newest first


@dataclass(frozen=True)
class Seen:
    """One moment of the lobby. Pictures are PNG files, oldest first."""

    receipts: tuple[Path, ...]
    forms: tuple[Path, ...]
    received: tuple[Path, ...]
    telephone: Telephone
    office: Office
    positions: Mapping[str, str]


class ReceivedPages:
    """The pages of all calls as PNG files in ``folder``, in square pels."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._of_call: dict[int, list[Path]] = {}
        self.last_call = ""

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every page, oldest first."""
        return tuple(page for number in sorted(self._of_call) for page in self._of_call[number])

    def take(self, calls: Sequence[CallRecord]) -> None:
        """Write the pages that are new; the last call may be under way."""
        for number, call in enumerate(calls, 1):
            if len(self._of_call.get(number, ())) < len(call.pages):
                self._of_call[number] = call.save_pngs(self._folder, f"call-{number:03}")
        finished = [call for call in calls if call.finished]
        self.last_call = _in_a_line(finished[-1]) if finished else ""


class Watch:
    """Looks at a lobby that is up; received pages become files in ``folder``."""

    def __init__(self, lobby: Lobby, switches: Switchboard, folder: Path) -> None:
        self._lobby, self._switches = lobby, switches
        self._pages = ReceivedPages(folder)
        self._stand: tuple[int, int, bool] = (0, 0, False)
        self._records: tuple[tuple[int, str], ...] = ()
        self._held = 0

    def look(self) -> Seen:
        """See everything once; a few milliseconds, more when a page or a record is new."""
        cups = self._lobby.cups
        return Seen(
            receipts=tuple(cups.printed(cups.receipt_queue)),
            forms=tuple(cups.printed(cups.form_queue)),
            telephone=self._telephone(),
            received=self._pages.paths,
            office=self._office(),
            positions=self._switches.positions(),
        )

    def _telephone(self) -> Telephone:
        state = self._lobby.telephone.state()
        # The records of all calls are long: they are asked for when one began, got a page or ended.
        stand = (state["calls"], state["page"], state["off_hook"])
        if stand != self._stand:
            self._stand = stand
            self._pages.take(self._lobby.telephone.calls())
        return Telephone(
            off_hook=state["off_hook"],
            number=state["number"],
            signal=state["signal"],
            party=state["party"],
            page=state["page"],
            last_call=self._pages.last_call,
        )

    def _office(self) -> Office:
        office = self._lobby.office
        row: Mapping[str, Any] = office.kiosk(KIOSK_ID)
        held = int(row.get("seq", 0))
        if held != self._held:
            self._held = held
            newest = office.records(KIOSK_ID)[: -_RECORDS_SHOWN - 1 : -1]
            self._records = tuple((int(record["seq"]), str(record["kind"])) for record in newest)
        written, acknowledged = self._lobby.journal()
        online = bool(row.get("online")) and office.running
        return Office(online, held, written, acknowledged, self._records)


def _in_a_line(call: CallRecord) -> str:
    """The far end's own view of a call, in the words of its record."""
    if call.outcome != "answered":
        return call.outcome
    parts = [f"{len(call.pages)} p."]
    parts += [call.coding, str(call.bit_rate), "ECM" if call.ecm else ""] if call.pages else [call.completion]
    return " · ".join(part for part in [*parts, f"{call.duration_ms / 1000:.0f} s"] if part)
