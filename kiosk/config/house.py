"""The sections of the configuration that say what house this is: its place, its words, its glass, its counter.

Owns their keys and what they may be. Read by ``load_config``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.config.checks import ConfigError, Texts, local_moment, one_of, time_of_day, whole_within
from kiosk.locale import Language

_WORDS_PER_MINUTE = (80, 450)  # what the synthesiser can
_DARKEST = 0.2  # of the panel's light
_SMALLEST = 480  # of either side of the glass, in dots: the smallest panel is 800 x 480
_SHORTEST_S = 20  # of a session that nobody touches: so long before its end a person is warned


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
        time_of_day("estate.counter_opens", self.counter_opens)
        time_of_day("estate.counter_closes", self.counter_closes)
        for notice in self.notices:
            notice_span(notice)

    @property
    def hours(self) -> tuple[time, time]:
        """When the counter opens and closes, local time."""
        return time.fromisoformat(self.counter_opens), time.fromisoformat(self.counter_closes)


def notice_span(notice: Texts) -> tuple[datetime | None, datetime | None]:
    """From when until when a notice is shown, local time; None: without beginning or end.

    Its keys ``from`` and ``until`` are a day or a moment; until a day means to the end of that day. Raises ConfigError.
    """
    begins = local_moment("estate.notices.from", notice.get("from", ""))
    ends = local_moment("estate.notices.until", notice.get("until", ""), end_of_day=True)
    if begins and ends and begins >= ends:
        raise ConfigError(f"estate.notices.until: {notice['until']!r} is not after from = {notice['from']!r}")
    return begins, ends


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
        whole_within("screen.width", self.width, _SMALLEST)
        whole_within("screen.height", self.height, _SMALLEST)
        whole_within("screen.session_s", self.session_s, _SHORTEST_S)
        time_of_day("screen.night_from", self.night_from)
        time_of_day("screen.night_to", self.night_to)
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
        one_of("speech.driver", self.driver, "espeak", "none")
        slowest, fastest = _WORDS_PER_MINUTE
        if not slowest <= self.words_per_minute <= fastest:
            raise ConfigError(f"speech.words_per_minute: {self.words_per_minute} must be {slowest} to {fastest}")


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
    vouchers: dict[str, int] = field(default_factory=dict)  # series -> what one of it is worth in fen (G2)
    registered_vouchers: tuple[str, ...] = ()  # series of which only numbers that were issued pay
    approve_above_fen: int = 5000  # more than this is not given away without a supervisor
    box_count_days: int = 7  # so long money may lie in the cash acceptor's box before the board wants it counted (G5)

    def __post_init__(self) -> None:
        for series, worth_fen in self.vouchers.items():
            if not (series.isascii() and series.isalnum() and series.isupper() and len(series) <= 12) or worth_fen < 1:
                raise ConfigError(f"desk.vouchers.{series}: capital letters and digits, worth 1 fen or more")
        for series in self.registered_vouchers:
            if series not in self.vouchers:
                raise ConfigError(f"desk.registered_vouchers: {series} has no worth in desk.vouchers")
        if self.approve_above_fen < 0:
            raise ConfigError("desk.approve_above_fen: must be 0 or more")
        if min(self.accept_min, self.accept_urgent_min) < 1:
            raise ConfigError("desk.accept_min/accept_urgent_min: must be 1 or more")
        whole_within("desk.call_escalates_s", self.call_escalates_s, 1)
        whole_within("desk.keep_documents_h", self.keep_documents_h, 0)
        if self.box_count_days < 1:
            raise ConfigError("desk.box_count_days: must be 1 or more")
        if self.keep_received_days < 0:
            raise ConfigError("desk.keep_received_days: must be 0 or more")
        time_of_day("desk.closing_time", self.closing_time)


@dataclass(frozen=True)
class Backups:
    """[backup] Where the books are kept a second time (docs/backup.md)."""

    folder: Path | None = None  # on another medium; else below state_dir: that mends a file, not a dead disk
    another_medium: bool = True  # a folder that is named here is refused while its medium is not mounted
    keep: int = 48
    every_min: int = 60

    def __post_init__(self) -> None:
        if min(self.keep, self.every_min) < 1:
            raise ConfigError("backup.keep/every_min: must be 1 or more")

    def place(self, state_dir: Path) -> Path:
        """Where backups lie."""
        return self.folder or state_dir / "backups"

    @property
    def wants_medium(self) -> bool:
        """Whether that place must be on another file system than the books."""
        return self.folder is not None and self.another_medium
