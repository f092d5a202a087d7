"""What the house asks of its devices: one small protocol each, and the truth they must tell.

Owns the words between the core's workers and the drivers. Knows no driver, no store, no screen. The drivers are beside
this file, one a file; the doubles in ``tests/hw_doubles`` plug in below the drivers (a pseudo-terminal, a private CUPS,
a pin factory, a folder), so the drivers themselves are what runs in tests.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from kiosk.fax.outcome import CallReport, CopyQuality, FaxPage, LineEvent, ReceptionEvent, ReceptionReport


class HealthState(StrEnum):
    """OK works; TROUBLE present but not able to work now; ABSENT unplugged or off; UNKNOWN not asked yet."""

    OK = "ok"
    TROUBLE = "trouble"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Health:
    """Health of one device. ``reason`` is a catalogue key suffix (``health.<reason>``), e.g. ``media-empty``."""

    state: HealthState
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True)
class OutgoingCall:
    """One call to place. ``number`` holds only validated dial characters (digits, ``,`` for a pause, ``+`` never).

    ``accept_far_ident`` is asked with the recipient's CSI before page data is sent (B7); False ends the call with
    FAR_IDENT_REFUSED.
    """

    number: str
    ident: str  # our TSI, at most 20 of digits, '+' and blank (T.30 5.3.6.2.6)
    pages: Sequence[FaxPage]  # may load lazily: one page is held at a time
    accept_far_ident: Callable[[str | None], bool] | None = None
    ecm: bool = True  # error correction, if the far end has it
    max_bit_rate: int | None = None
    document_starts: frozenset[int] = frozenset()  # page numbers from which EOM makes a new document, in one call
    trace_data: bool = False  # page data in the trace too: for a technician's file, not for the store


class FaxLine(Protocol):
    """A line that can place a fax call. Outcomes are values; exceptions mean broken equipment (DeviceError)."""

    def place(self, call: OutgoingCall, watch: Callable[[LineEvent], None], cancel: threading.Event) -> CallReport:
        """Carry out one call, from off-hook to modem at rest. Blocks; setting ``cancel`` ends it politely (DCN)."""
        ...

    def health(self) -> Health: ...

    def close(self) -> None: ...


class PrintState(StrEnum):
    """Three-valued truth of a print job, and where it stands on the way."""

    WAITING = "waiting"  # accepted, not out yet; ``reason`` says why if the printer is in trouble
    PRINTED = "printed"
    FAILED = "failed"  # surely not printed
    UNKNOWN = "unknown"  # may or may not have come out: the clerk decides


@dataclass(frozen=True)
class PrintStatus:
    """State of one print job; ``reason`` an IPP keyword such as ``media-empty``, ``media-jam``, ``offline``."""

    state: PrintState
    reason: str = ""


class Printer(Protocol):
    """A printer behind CUPS. ``name`` of a job is unique for ever: it is how a job is found again after a crash."""

    def submit(self, name: str, picture_png: bytes) -> None:
        """Hand over a 1-bit PNG at the printer's own resolution. Raises DeviceError if it was surely not taken."""
        ...

    def status(self, name: str) -> PrintStatus | None:
        """State of the job called ``name``; None if the spooler never saw it (so it may be submitted safely)."""
        ...

    def cancel(self, name: str) -> None: ...

    def health(self) -> Health: ...


class LightPattern(StrEnum):
    """Call-light patterns (F2)."""

    OFF = "off"
    WAITING = "waiting"
    URGENT = "urgent"
    FAULT = "fault"


class CounterLights(Protocol):
    """Call light, message lamp and call button on the counter (F1-F3)."""

    def show_call(self, pattern: LightPattern) -> None: ...

    def show_message(self, on: bool) -> None: ...

    def on_button(self, pressed: Callable[[], None]) -> None:
        """``pressed`` is called in the driver's thread for each press of the physical call button."""
        ...

    def health(self) -> Health: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Stick:
    """A plugged-in storage stick: ``key`` names this very plugging-in, ``root`` is where its files are."""

    key: str
    label: str
    root: Path


class MediaSource(Protocol):
    """Where storage sticks appear (B2)."""

    def sticks(self) -> tuple[Stick, ...]: ...

    def health(self) -> Health: ...


@dataclass(frozen=True)
class CardHeld:
    """A card was held to the reader. ``number`` as the reader tells it: a secret, so it stands in no ``repr``."""

    number: str = field(repr=False)


class CardProblem(StrEnum):
    """Something was held to the reader, and no card is meant by it."""

    UNREADABLE = "unreadable"  # half a frame, a wrong checksum: hold it longer
    TWO_CARDS = "two_cards"


class CardReader(Protocol):
    """A reader of staff cards (J1). A card that lies on it is told once."""

    def read(self, seconds: float) -> CardHeld | CardProblem | None:
        """Wait at most ``seconds`` for a card; None if none came, at once if the reader is not there."""
        ...

    def health(self) -> Health: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class ReceivedPage:
    """A page that came in, as it will be read. ``quality`` tells how many lines had to be concealed."""

    number: int
    page: FaxPage
    quality: CopyQuality


@dataclass(frozen=True)
class AnswerOrder:
    """How to answer. ``ident`` is our CSI, at most 20 of digits, '+' and blank; ``rings`` before going off-hook."""

    ident: str
    rings: int = 1
    ecm: bool = True
    max_bit_rate: int = 14400
    trace_data: bool = False  # page data in the trace too


class FaxAnswerer(Protocol):
    """A line that can be called. Outcomes are values; exceptions mean broken equipment (DeviceError)."""

    def receive(
        self,
        order: AnswerOrder,
        keep_page: Callable[[ReceivedPage], None],
        watch: Callable[[ReceptionEvent], None],
        cancel: threading.Event,
    ) -> ReceptionReport | None:
        """Wait for a call, answer it, receive its pages. None if ``cancel`` was set before anybody called. Blocks.

        ``keep_page`` is called in a thread of its own, while the line is busy. When it returns, the page is safe on
        disk, and may be confirmed (B9); an OSError from it means that it is not: the call ends, the page unconfirmed.
        A page that was kept and then is not confirmed is told to ``watch`` as PageDropped.
        """
        ...


@dataclass(frozen=True)
class ModemFacts:
    """What a modem says of itself. ``words``: names and revision; ``fax_classes``: all that it offers; ``used_class``:
    the one that is used. Speeds as ``V.17 14400 12000``; none where a modem tells them in each call only (Class 2)."""

    port: str
    words: str
    fax_classes: str
    used_class: str
    sends: tuple[str, ...]
    receives: tuple[str, ...]


class Modem(Protocol):
    """A modem that can be asked who it is while no call is under way."""

    def ask(self, *, afresh: bool = False) -> ModemFacts:
        """Its answers; ``afresh`` opens the port anew and asks everything again. Raises DeviceError."""
        ...


@dataclass(frozen=True)
class MachineFacts:
    """The computer a kiosk runs on. Text is empty, numbers are None and tuples are empty where it has no such thing."""

    model: str
    system: str  # /etc/os-release, PRETTY_NAME
    kernel: str
    uptime_s: float | None
    temperatures: tuple[tuple[str, float], ...]  # name of the zone, degrees Celsius
    clock_source: str
    battery_clock: bool  # a clock that goes on without power (K3)


class Machine(Protocol):
    """The computer itself."""

    def look(self) -> MachineFacts:
        """How it is now; never raises."""
        ...
