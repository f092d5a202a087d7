"""The technician's page and the tests of the devices, as the screens are shown them (J3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.desk.views.board import DeviceView


class SelfTestKind(StrEnum):
    """What can be tested by a button."""

    LAMPS = "lamps"
    RECEIPT_PAGE = "receipt_page"
    FORM_PAGE = "form_page"
    MODEM = "modem"
    LOOPBACK = "loopback"
    SYNC = "sync"
    GLASS = "glass"


class SelfTestState(StrEnum):
    """Where a test stands. UNKNOWN: nobody can say; CANCELLED: not wanted any more before it proved anything."""

    WAITING = "waiting"
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self not in (SelfTestState.WAITING, SelfTestState.RUNNING)


@dataclass(frozen=True)
class SelfTestView:
    """One test. ``steps``: all of its kind in order, ``step`` the last one begun. ``reason``: why it waits, failed or
    cannot be known. ``facts``: what was measured. ``answers``: step -> yes | no | none."""

    id: int
    kind: SelfTestKind
    state: SelfTestState
    steps: tuple[str, ...]
    step: str
    reason: str
    facts: Mapping[str, str]
    answers: Mapping[str, str]
    staff_id: str
    asked_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class SelfTestOffer:
    """A kind of test: ``need`` says what it wants before it can be run (empty: it can), ``last`` how it went."""

    kind: SelfTestKind
    need: str
    last: SelfTestView | None


@dataclass(frozen=True)
class ModemView:
    """What the modem last said of itself, and when it last answered."""

    port: str
    words: str
    fax_classes: str
    used_class: str
    sends: tuple[str, ...]
    receives: tuple[str, ...]
    answered_at: datetime | None


@dataclass(frozen=True)
class SyncView:
    """The way to head office. ``condition``: one word of the courier's, empty when nothing was told yet."""

    configured: bool
    online: bool
    condition: str
    detail: str
    backlog: int
    acked: int
    acked_at: datetime | None


@dataclass(frozen=True)
class StorageView:
    """Octets; None: not measured yet. ``pages``: of documents and received faxes that are kept; ``oldest`` of them."""

    free: int | None
    total: int | None
    store: int | None
    vault: int | None
    pages: int
    oldest: datetime | None


@dataclass(frozen=True)
class SystemView:
    """The computer and what runs on it. Empty, None: it has no such thing, or the core has not told of it yet."""

    versions: Mapping[str, str]  # name -> version: kiosk, commit, schema, python, kivy, sqlite, system, kernel, machine
    temperatures: tuple[tuple[str, float], ...]  # zone, degrees Celsius
    clock_source: str
    battery_clock: bool | None
    clock_synced: bool
    core_since: datetime | None
    core_heard: datetime | None  # the core's last sign of life
    core_alive: bool
    screens_since: datetime
    machine_since: datetime | None


@dataclass(frozen=True)
class TechnicianView:
    """Everything of the live view."""

    devices: tuple[DeviceView, ...]
    since: Mapping[str, datetime]  # of each device, in its present state
    modem: ModemView | None
    line: str  # free | out | in | test: whether a call is under way, and which way
    sync: SyncView
    storage: StorageView
    system: SystemView

    def device(self, name: str) -> DeviceView | None:
        """The device of this name, if the core has told of it."""
        return next((device for device in self.devices if device.name == name), None)
