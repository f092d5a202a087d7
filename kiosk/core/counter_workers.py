"""The counter's small devices: light and button, sticks, card reader; and the keeping of order (F1-F3, B2, J1, A6).

Owns four short ``Turn``s. What the light shows is computed from the store each time, so it survives any restart (F2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kiosk.clock import iso_utc
from kiosk.core.health import HealthBoard
from kiosk.core.lamp_test import LampTest
from kiosk.core.steady_time import SteadyTime
from kiosk.desk.calls import CallDesk
from kiosk.desk.cards import CardDesk
from kiosk.desk.house import House, sure_moment
from kiosk.desk.money import MoneyDesk
from kiosk.desk.overdue import late_since
from kiosk.desk.reception import Reception
from kiosk.desk.shredder import Shredder
from kiosk.devices.protocols import CardHeld, CardReader, CounterLights, HealthState, LightPattern, MediaSource, Stick
from kiosk.documents.errors import SourceUnreadableError
from kiosk.documents.listing import list_files

_LIGHT_S = 1.0
_STICK_S = 0.5
_TIDY_S = 30.0
_CARD_S, _READER_BACK_S = 1.0, 2.0
_UNSIGNED_AFTER = timedelta(minutes=5)  # the owner has gone: the receipt prints with an empty line
_ABANDONED_AFTER = timedelta(hours=1)


class LightWorker:
    """Call light and call button."""

    name = "lights"

    def __init__(
        self, house: House, lights: CounterLights, calls: CallDesk, health: HealthBoard, test: LampTest | None = None
    ) -> None:
        self._house = house
        self._lights = lights
        self._health = health
        self._test = test
        lights.on_button(lambda: self._pressed(calls))

    def _pressed(self, calls: CallDesk) -> None:
        calls.call("button", None)

    def turn(self) -> float:
        """Show what a lamp test wants, else what the store says; message lamp: a fax nobody has printed yet (F3)."""
        health = self._lights.health()
        self._health.put(self.name, health)
        tested = self._test.showing(health) if self._test else None
        pattern, message = tested or (self._pattern(), self._house.books.receptions.has_undelivered())
        self._lights.show_call(pattern)
        self._lights.show_message(message)
        if self._house.live.get("light") != pattern.value:
            self._house.live.put("light", pattern.value)
        return _LIGHT_S

    def _pattern(self) -> LightPattern:
        """Urgent: asked for, or unanswered for too long. Waiting: a person waits. Fault: a device needs a person."""
        books = self._house.books
        calls = books.calls.waiting()
        late = self._house.clock.now() - timedelta(seconds=self._house.settings.call_escalates_s)
        if any(call["urgent"] or sure_moment(call["raised_utc"]) <= late for call in calls):
            return LightPattern.URGENT
        wanted = any(charge["state"] != "due" for charge in books.takings.unpaid())  # cash, or a supervisor's word
        cases = books.cases.in_states(("open", "accepted"))
        work = any(case["state"] == "open" or late_since(self._house, case) for case in cases)  # D8
        if calls or wanted or work or books.faxes.in_state("unknown"):
            return LightPattern.WAITING
        devices = self._house.live.group("health.").values()
        return LightPattern.FAULT if any(_needs_a_person(device) for device in devices) else LightPattern.OFF

    def close(self) -> None:
        """Leave the lamps dark."""
        self._lights.close()


def _needs_a_person(device: dict[str, Any]) -> bool:
    """A modem that is being brought back may need nobody: if it does, that is a trouble with another reason."""
    return bool(device["state"] == "trouble" and device["reason"] != "modem-recovering")


class MediaWorker:
    """Plugged-in sticks and what on them can be used."""

    name = "media"

    def __init__(
        self,
        house: House,
        media: MediaSource,
        health: HealthBoard,
    ) -> None:
        self._house = house
        self._media = media
        self._health = health
        self._shown: str | None = ""

    def turn(self) -> float:
        """Publish the stick when it is new or gone."""
        self._health.put(self.name, self._media.health())
        sticks = self._media.sticks()
        key = sticks[0].key if sticks else None
        if key != self._shown:
            self._house.live.put("stick", self._listing(sticks[0]) if sticks else None)
            self._shown = key
            self._house.ring()
        return _STICK_S

    def _listing(self, stick: Stick) -> dict[str, object] | None:
        """What the screens may offer; None for a stick that is gone again already."""
        try:
            found = list_files(stick.root, self._house.clock)
        except SourceUnreadableError:
            return None
        files = [
            {
                "key": f"{stick.key}/{number}",
                "path": str(file.path),
                "name": file.name,
                "folder": file.folder,
                "octets": file.octets,
                "kind": file.kind.value,
            }
            for number, file in enumerate(found)
            if file.kind.accepted
        ]
        return {"label": stick.label, "files": files}

    def close(self) -> None:
        """Nothing is held open."""


class CardWorker:
    """Staff cards: what is held to the reader is told to the screens at once, and forgotten soon (J1)."""

    name = "card_reader"

    def __init__(self, reader: CardReader, cards: CardDesk, health: HealthBoard) -> None:
        self._reader, self._cards, self._health = reader, cards, health

    def turn(self) -> float:
        """Wait a while for a card."""
        reading = self._reader.read(_CARD_S)
        health = self._reader.health()
        self._health.put(self.name, health)
        if isinstance(reading, CardHeld):
            self._cards.present(reading.number)
        elif reading is not None:
            self._cards.present_problem(reading.value)
        else:
            self._cards.forget()
        return 0.0 if health.state is HealthState.OK else _READER_BACK_S

    def close(self) -> None:
        """Give the reader back."""
        self._reader.close()


@dataclass(frozen=True)
class Retention:
    """How long contents are kept: of a sent fax after its end; of one that came in (None: until somebody says so)."""

    sent: timedelta
    received: timedelta | None


class TidyWorker:
    """Keeps order: what is past its time is destroyed, receipts nobody signed are printed.

    Neither by a clock that was just set forward: somebody may still stand at the glass with what looks months old (K3).
    """

    name = "tidy"

    def __init__(
        self, house: House, shredder: Shredder, money: MoneyDesk, reception: Reception, keep: Retention
    ) -> None:
        self._house = house
        self._shredder = shredder
        self._money = money
        self._reception = reception
        self._keep = keep
        self._steady = SteadyTime(house.clock)

    def turn(self) -> float:
        """Do what is due."""
        self._steady.look()
        now = self._house.clock.now()
        if self._steady.has_lasted(_UNSIGNED_AFTER):
            self._print_unsigned(iso_utc(now - _UNSIGNED_AFTER))
        if self._steady.has_lasted(_ABANDONED_AFTER):
            self._shredder.destroy_ownerless(iso_utc(now - _ABANDONED_AFTER))
        if self._steady.has_lasted(self._keep.sent):
            self._destroy_sent(iso_utc(now - self._keep.sent))
        # Only by a clock that is known to be right: one that is years ahead would destroy what nobody has read (K3).
        if self._keep.received is not None and self._house.clock.stamp().synced:
            self._reception.expire(iso_utc(now - self._keep.received))
        return _TIDY_S

    def _destroy_sent(self, before_utc: str) -> None:
        books = self._house.books
        for row in books.documents.finished():
            jobs = [job for job in books.faxes.of_unit(row["unit_id"]) if job["document_id"] == row["id"]]
            if all(job["ended_utc"] and job["ended_utc"] <= before_utc for job in jobs):
                self._shredder.destroy(row["id"], tuple(job["pages_key"] for job in jobs))

    def _print_unsigned(self, before_utc: str) -> None:
        for payment in self._house.books.takings.unprinted():
            if payment["paid_utc"] <= before_utc:
                self._money.leave_unsigned(payment["receipt_number"])

    def close(self) -> None:
        """Nothing is held open."""
