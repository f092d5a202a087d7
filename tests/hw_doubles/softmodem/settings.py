"""The switches of the telephone world: what the far end is and does, and how good the line is.

Owns the words and their JSON form (the control socket carries it). Knows no audio. Used by clients and by the world.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

_KNOWN_NAMES = {
    "modems": {"V.17", "V.29", "V.27ter"},
    "codings": {"MH", "MR", "MMR"},
    "resolutions": {"standard", "fine", "superfine"},
    "widths": {"A4", "B4", "A3"},
    "lengths": {"A4", "B4", "unlimited"},
}
_IDENT_CHARACTERS = 20
_HANG_UP = re.compile(r"after:[A-Z-]+(:\d+)?|in:TCF(:\d+)?|in:page:\d+")
_LOST = re.compile(r"[A-Z-]+:\d+")


class FarEndKind(StrEnum):
    """What is at the other end of a number."""

    FAX = "fax"
    BUSY = "busy"
    NO_ANSWER = "no_answer"  # rings for ever; the modem gives up after its S7
    SILENCE = "silence"  # answers and says nothing
    VOICE = "voice"  # answers and talks
    MODEM = "modem"  # the second soft modem of this world (``second_modem=True``), if its DTE answers


class HangUpSign(StrEnum):
    """What our modem notices when the far end goes away (field notes: may be any of the three)."""

    NO_CARRIER = "no_carrier"  # loop current drops: the modem says so at the next moment it listens
    BUSY_TONE = "busy_tone"  # the exchange plays 450 Hz, the modem says nothing
    SILENCE = "silence"


@dataclass(frozen=True)
class FarEnd:
    """One far end.

    ``hang_up`` names the moment at which it puts the receiver down: ``after:NAME[:n]`` (NAME a T.30 signal that the
    far end sent or received, e.g. ``after:DIS``, ``after:DCS``, ``after:CFR``, ``after:EOP`` = received but not
    answered, ``after:MCF:2``), ``in:TCF[:n]`` or ``in:page:K``. ``lose`` names signals of the far end which the line
    swallows (``MCF:1`` = its first MCF). ``spoil_tcf`` = so many TCFs get noise (FTT); ``spoil_pages`` = these pages,
    each entry once, get so much noise that a receiver without ECM answers RTN, with ECM PPR.

    A far end that calls us has the same switches: they then speak of what it sends (``lose=("EOP:1",)``, its pages).
    """

    kind: FarEndKind = FarEndKind.FAX
    rings: int = 0  # whole ring cadences (5 s each) before it answers; 0 = at once
    ident: str = "+86 571 8800 1234"  # CSI
    ecm: bool = True
    modems: tuple[str, ...] = ("V.17", "V.29", "V.27ter")
    codings: tuple[str, ...] = ("MH", "MR", "MMR")
    resolutions: tuple[str, ...] = ("standard", "fine", "superfine")
    widths: tuple[str, ...] = ("A4", "B4", "A3")
    lengths: tuple[str, ...] = ("A4", "B4", "unlimited")
    min_scan_line_ms: int = 0
    dis_delay_s: float = 0.0  # silence between answering and the first tone
    hang_up: str = ""
    lose: tuple[str, ...] = ()
    spoil_tcf: int = 0
    spoil_pages: tuple[int, ...] = ()
    # Only of a far end that calls us:
    subaddress: str = ""  # SUB
    password: str = ""  # PWD
    gives_up_after_rings: int = 12

    def __post_init__(self) -> None:
        """A misspelt switch must fail where it is written, not make a fault that never comes. Raises ValueError."""
        for switch, known in _KNOWN_NAMES.items():
            unknown = set(getattr(self, switch)) - known
            if unknown:
                raise ValueError(f"FarEnd.{switch}: no {', '.join(sorted(unknown))} among {', '.join(sorted(known))}")
        if not self.ident.isascii() or len(self.ident) > _IDENT_CHARACTERS:
            raise ValueError(
                f"FarEnd.ident: {self.ident!r} is not {_IDENT_CHARACTERS} ASCII characters (T.30 5.3.6.2.4)"
            )
        if self.hang_up and not _HANG_UP.fullmatch(self.hang_up):
            raise ValueError(f"FarEnd.hang_up: {self.hang_up!r} is none of after:NAME[:n], in:TCF[:n], in:page:K")
        for lost in self.lose:
            if not _LOST.fullmatch(lost):
                raise ValueError(f"FarEnd.lose: {lost!r} is not NAME:n")

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> FarEnd:
        return cls(**_typed(cls, values, kind=FarEndKind))


@dataclass(frozen=True)
class Line:
    """The wire between modem and far end, the same in both directions."""

    dial_tone: bool = True
    loss_db: float = 0.0
    noise_dbm0: float | None = None  # steady white noise; above about -43 no modem hears any more that a carrier is off
    snr_db: float | None = None  # noise only where a signal is, so much below it (a bad codec, a bad radio link)
    burst_every_s: float | None = None  # noise bursts of 100 ms at -12 dBm0
    echo_db: float | None = None  # loss of our own signal on its way back, 15 ms late
    delay_ms: int = 0  # one way
    drop_after_s: float | None = None  # the exchange cuts the call so long after the answer
    hang_up_sign: HangUpSign = HangUpSign.NO_CARRIER

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Line:
        return cls(**_typed(cls, values, hang_up_sign=HangUpSign))


def as_json(settings: FarEnd | Line) -> dict[str, Any]:
    return asdict(settings)


def _typed(cls: type, values: dict[str, Any], **enums: type[StrEnum]) -> dict[str, Any]:
    """JSON knows neither tuples nor enums; a misspelt switch must not pass silently."""
    unknown = set(values) - {field.name for field in fields(cls)}
    if unknown:
        raise ValueError(f"{cls.__name__} has no switch {', '.join(sorted(unknown))}")
    typed = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return typed | {name: enums[name](str(typed[name])) for name in enums.keys() & typed.keys()}
