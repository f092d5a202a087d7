"""The configuration: one TOML file, read once, refused when it makes no sense.

Owns the names of the keys and what they may be. Every error names the key. Knows no device: ``kiosk/app.py`` gives each
room its part. Real hardware and doubles are chosen by the same keys (a port, a queue, a pin factory, a folder).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import dacite

from kiosk.errors import KioskError
from kiosk.locale import Language

_MOST_RINGS = 9
_WORDS_PER_MINUTE = (80, 450)  # what the synthesiser can
_DARKEST = 0.2  # of the panel's light
_VAULT_RESERVE_MB = 64  # the vault takes nothing in below this: a call answered then would only be refused
Texts = Mapping[str, str]  # one text a language, by BCP 47 tag


class ConfigError(KioskError):
    """The configuration cannot be used; the detail names file and key."""

    number = 1020


@dataclass(frozen=True)
class Place:
    """[kiosk] Who and where this kiosk is."""

    id: str
    state_dir: Path  # the store, the vault, the keys: on disk
    runtime_dir: Path  # volatile state and doorbells: in memory-backed storage
    assets_dir: Path | None = None
    currency: str = "CNY"
    timezone: str = "Asia/Shanghai"

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.timezone)
        except (KeyError, ValueError) as error:
            raise ConfigError(f"kiosk.timezone: {self.timezone!r} is no time zone") from error
        if not self.id.isalnum():
            raise ConfigError(f"kiosk.id: {self.id!r} must be letters and digits")


@dataclass(frozen=True)
class Estate:
    """[estate] What the glass and the papers say of the house. Texts are tables by language."""

    seal: str
    name: Texts
    service_number: Texts
    complaint_number: Texts
    counter_opens: str = "08:00"
    counter_closes: str = "20:00"
    notices: tuple[Texts, ...] = ()

    def __post_init__(self) -> None:
        named = [("name", self.name), ("service_number", self.service_number)]
        named += [("complaint_number", self.complaint_number), *(("notices", notice) for notice in self.notices)]
        for where, texts in named:
            missing = [language.value for language in Language if language.value not in texts]
            if missing:
                raise ConfigError(f"estate.{where}: no text for {', '.join(missing)}")
        if len(self.seal) != 1:
            raise ConfigError(f"estate.seal: {self.seal!r} must be one character")
        _time_of_day("estate.counter_opens", self.counter_opens)
        _time_of_day("estate.counter_closes", self.counter_closes)
        for notice in self.notices:
            notice_span(notice)

    @property
    def hours(self) -> tuple[time, time]:
        """When the counter opens and closes, local time."""
        return time.fromisoformat(self.counter_opens), time.fromisoformat(self.counter_closes)


@dataclass(frozen=True)
class Screen:
    """[screen] The panel."""

    width: int = 1024
    height: int = 600
    fullscreen: bool = True
    session_s: int = 120
    motion: bool = True
    night_by_clock: bool = True  # the dark theme from 21:00 to 07:00
    night_from: str = "22:00"  # local time; between the two an idle glass dims until it is touched
    night_to: str = "06:00"
    dim: float = 0.4  # the part of the light that is left then; 1: never dims
    keypad: dict[str, str] = field(default_factory=dict)  # act -> key, for a keypad with codes of its own (docs/ui.md)
    remote: str = ""  # socket of the test remote; refused unless a device is a double (K5)

    def __post_init__(self) -> None:
        _time_of_day("screen.night_from", self.night_from)
        _time_of_day("screen.night_to", self.night_to)
        if not _DARKEST <= self.dim <= 1:
            raise ConfigError(f"screen.dim: {self.dim} must be {_DARKEST} to 1; a dark glass looks broken")

    @property
    def night(self) -> tuple[time, time]:
        """From when to when an idle glass dims, local time."""
        return time.fromisoformat(self.night_from), time.fromisoformat(self.night_to)


@dataclass(frozen=True)
class Speech:
    """[speech] Spoken guidance, for who cannot see the glass; silent until a person asks for it."""

    driver: str = "espeak"  # espeak | none
    words_per_minute: int = 160
    device: str = ""  # the headphone's sound device; empty: the system's usual one
    cantonese: bool = False  # traditional Chinese is read in Cantonese, not in Mandarin

    def __post_init__(self) -> None:
        _one_of("speech.driver", self.driver, "espeak", "none")
        slowest, fastest = _WORDS_PER_MINUTE
        if not slowest <= self.words_per_minute <= fastest:
            raise ConfigError(f"speech.words_per_minute: {self.words_per_minute} must be {slowest} to {fastest}")


@dataclass(frozen=True)
class Telephone:
    """[telephone] The national plan the kiosk stands in, and what it calls itself (TSI)."""

    country: str = "CN"
    area_code: str = ""
    outside_prefix: str = ""
    ident: str = ""
    refused_prefixes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.area_code.isdigit():
            raise ConfigError(f"telephone.area_code: {self.area_code!r} must be digits without the trunk prefix")
        if set(self.outside_prefix) - set("0123456789*#,"):
            raise ConfigError(f"telephone.outside_prefix: {self.outside_prefix!r} may hold 0-9 * # and comma")


@dataclass(frozen=True)
class Fax:
    """[fax] The line and how long things take on it."""

    driver: str = "class1"  # class1 | none
    port: str = ""
    call_seconds: float = 20.0
    page_seconds: float = 25.0
    retry_waits_s: tuple[int, ...] = (60, 120, 300)
    answer: bool = True  # calls are answered between orders (B9)
    rings: int = 2  # the exchange tells who calls between the first two
    min_free_mb: int = 200  # with less room on the disk of state_dir no call is answered
    loopback_number: str = ""  # a fax machine that may be called as a test, as it is dialled; empty: none
    far_ident: str = "report"  # report | refuse: a recipient's machine that says it is another number (B7)

    def __post_init__(self) -> None:
        _one_of("fax.driver", self.driver, "class1", "none")
        if self.driver != "none" and not self.port:
            raise ConfigError('fax.port: name the modem\'s port, or set fax.driver = "none"')
        _one_of("fax.far_ident", self.far_ident, "report", "refuse")
        if set(self.loopback_number) - set("0123456789*#,"):
            raise ConfigError(f"fax.loopback_number: {self.loopback_number!r} may hold 0-9 * # and comma")
        if not 1 <= self.rings <= _MOST_RINGS:
            raise ConfigError(f"fax.rings: {self.rings} must be 1 to {_MOST_RINGS}")
        if self.min_free_mb < _VAULT_RESERVE_MB:
            raise ConfigError(f"fax.min_free_mb: {self.min_free_mb} must be {_VAULT_RESERVE_MB} or more")
        if not self.retry_waits_s or min(self.retry_waits_s) < 1:
            raise ConfigError(f"fax.retry_waits_s: {self.retry_waits_s} must be whole seconds")


@dataclass(frozen=True)
class PrinterPlace:
    """[receipt_printer] and [form_printer] A CUPS queue."""

    driver: str = "cups"  # cups | none
    server: str = "/run/cups/cups.sock"
    queue: str = ""
    width_mm: int = 80

    def __post_init__(self) -> None:
        _one_of("printer.driver", self.driver, "cups", "none")
        if self.driver == "cups" and not self.queue:
            raise ConfigError('receipt_printer/form_printer: queue: name the CUPS queue, or set driver = "none"')
        if self.width_mm not in (58, 80, 210):
            raise ConfigError(f"receipt_printer.width_mm: {self.width_mm} must be 58 or 80 (210 for the form printer)")


@dataclass(frozen=True)
class Lights:
    """[lights] GPIO of the call light, the message lamp and the call button (BCM numbers)."""

    driver: str = "gpiozero"  # gpiozero | none
    pin_factory: str = ""
    call_pin: int = 17
    message_pin: int = 27
    button_pin: int = 22

    def __post_init__(self) -> None:
        _one_of("lights.driver", self.driver, "gpiozero", "none")


@dataclass(frozen=True)
class Media:
    """[media] Where storage sticks appear."""

    driver: str = "mounts"  # mounts | folder | none
    root: Path = Path("/media")

    def __post_init__(self) -> None:
        _one_of("media.driver", self.driver, "mounts", "folder", "none")


@dataclass(frozen=True)
class CardReaderPlace:
    """[card_reader] Staff cards beside the PIN (J1)."""

    driver: str = "none"  # serial | keyboard: a reader that types the number and Enter | none
    port: str = ""
    card_needs_pin: bool = False  # who has a card needs both; the PIN alone only while the reader is not there

    def __post_init__(self) -> None:
        _one_of("card_reader.driver", self.driver, "serial", "keyboard", "none")
        if self.driver == "serial" and not self.port:
            raise ConfigError('card_reader.port: name the reader\'s port, or set card_reader.driver = "none"')


@dataclass(frozen=True)
class HeadOffice:
    """[head_office] The way to the broker; without a host nothing is sent, everything is kept."""

    host: str = ""
    port: int = 8883
    ca_file: Path = Path("ca.crt")
    cert_file: Path = Path("kiosk.crt")
    key_file: Path = Path("kiosk.key")


@dataclass(frozen=True)
class Desk:
    """[desk] Rules of the counter."""

    call_escalates_s: int = 120
    accept_min: int = 240  # minutes of counter hours after which a request nobody has taken on is overdue (D8)
    accept_urgent_min: int = 15
    keep_documents_h: int = 24  # after a fax is over, its document is destroyed (A6)
    keep_received_days: int = 0  # after it was printed or, if nobody did, received, a fax is destroyed (B12); 0: never
    receipt_url: str = "kiosk-receipt:"
    closing_time: str = "17:30"  # local; from then on the business day is offered for closing (G5)

    def __post_init__(self) -> None:
        if min(self.accept_min, self.accept_urgent_min) < 1:
            raise ConfigError("desk.accept_min/accept_urgent_min: must be 1 or more")
        if self.keep_received_days < 0:
            raise ConfigError("desk.keep_received_days: must be 0 or more")
        _time_of_day("desk.closing_time", self.closing_time)


@dataclass(frozen=True)
class Config:
    """The whole file."""

    kiosk: Place
    estate: Estate
    telephone: Telephone
    fax: Fax
    receipt_printer: PrinterPlace
    form_printer: PrinterPlace
    screen: Screen = field(default_factory=Screen)
    speech: Speech = field(default_factory=Speech)
    lights: Lights = field(default_factory=Lights)
    media: Media = field(default_factory=Media)
    card_reader: CardReaderPlace = field(default_factory=CardReaderPlace)
    head_office: HeadOffice = HeadOffice()
    desk: Desk = field(default_factory=Desk)
    doubles: tuple[str, ...] = field(default=())  # names of devices that are simulated; shown on every screen

    def __post_init__(self) -> None:
        if self.screen.remote and not self.doubles:
            raise ConfigError("screen.remote: a test remote is allowed only beside doubles")


def load_config(path: Path) -> Config:
    """Read ``path``. Raises ConfigError naming file and key."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return dacite.from_dict(Config, table, dacite.Config(strict=True, cast=[Path, tuple]))
    except ConfigError as error:
        raise ConfigError(f"{path}: {error.detail}") from error
    except (OSError, tomllib.TOMLDecodeError, dacite.DaciteError) as error:
        raise ConfigError(f"{path}: {error}") from error


def notice_span(notice: Texts) -> tuple[datetime | None, datetime | None]:
    """From when until when a notice is shown, local time; None: without beginning or end.

    Its keys ``from`` and ``until`` are a day or a moment; until a day means to the end of that day. Raises ConfigError.
    """
    begins = _local_moment("estate.notices.from", notice.get("from", ""))
    ends = _local_moment("estate.notices.until", notice.get("until", ""), end_of_day=True)
    if begins and ends and begins >= ends:
        raise ConfigError(f"estate.notices.until: {notice['until']!r} is not after from = {notice['from']!r}")
    return begins, ends


def _local_moment(key: str, text: str, *, end_of_day: bool = False) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"{key}: {text!r} is no day or moment such as 2026-11-20 or 2026-11-20T11:00") from error
    if moment.tzinfo is not None:
        raise ConfigError(f"{key}: {text!r} must be local time, without a zone")
    whole_day = end_of_day and date.fromisoformat(text[:10]).isoformat() == text
    return moment + timedelta(days=1) if whole_day else moment


def _time_of_day(key: str, text: str) -> None:
    try:
        time.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"{key}: {text!r} is no time of day such as 08:00") from error


def _one_of(key: str, value: str, *allowed: str) -> None:
    if value not in allowed:
        raise ConfigError(f"{key}: {value!r} must be one of {', '.join(allowed)}")
