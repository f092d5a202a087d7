"""What a modem says it can do: the first half of ``kiosk modem qualify``.

Owns the questions and the reading of their answers. Makes no call. Called by ``qualify.py``.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kiosk.clock import Clock
from kiosk.devices.class1_setup import ModemConsole, ModemIdentity, class_1_of, fax_classes, numbers_in
from kiosk.devices.class2_line import choose_dialect
from kiosk.devices.line_choice import wants_class_1
from kiosk.devices.modem_port import ModemPort
from kiosk.devices.modem_profiles import CLASS_1, GENERIC, ModemProfile, choose_profile
from kiosk.fax.modulations import LADDER
from kiosk.fax.t32_fields import read_abilities
from kiosk.fax.t32_table import Dialect

_REVISIONS = ("ATI3", "AT+FMR?", "AT+FREV?")  # firmware: V.250's like, T.32, and as the draft spelt it
_STEP_BPS = 2400


@dataclass(frozen=True)
class ModemFacts:
    """Bit rates are fastest first. ``speeds_out`` and ``speeds_in`` name modulations where the modem tells them."""

    port: str
    modem: str
    firmware: str
    classes: tuple[str, ...]
    used_class: str
    profile: str
    profile_reason: str
    flow_control: str
    answers_in_ms: int
    speeds_out: tuple[str, ...]
    speeds_in: tuple[str, ...]
    bit_rates: tuple[int, ...]  # that can be asked for in a call
    capabilities: str = ""  # Class 2: the modem's own list
    notes: tuple[str, ...] = field(default=())

    def rows(self) -> list[tuple[str, str]]:
        """For people."""
        told = [
            ("port", self.port),
            ("modem", self.modem or "no name"),
            ("firmware", self.firmware or "not told"),
            ("fax classes", " ".join(self.classes)),
            ("used as", f"class {self.used_class}"),
            ("profile", f"{self.profile}: {self.profile_reason}"),
            ("flow control", self.flow_control),
            ("answers AT in", f"{self.answers_in_ms} ms"),
            ("sends", ", ".join(self.speeds_out)),
            ("receives", ", ".join(self.speeds_in)),
        ]
        told += [("capabilities", self.capabilities)] if self.capabilities else []
        return told + [("note", note) for note in self.notes]


def ask_facts(port: str, clock: Clock, profiles: dict[str, ModemProfile], cancel: threading.Event) -> ModemFacts:
    """Ask the modem everything. Raises DeviceError, NoFaxClass1Error for want of any fax class."""
    modem = ModemPort(port, clock, profiles[GENERIC])

    def introduce() -> ModemIdentity:
        modem.console().wake()
        return modem.console().introduce()

    try:
        with modem.hurried_by(cancel):
            identity = modem.ready(introduce)
            profile = choose_profile(profiles, identity.words)
            modem.known_as(identity, profile)
            return _facts(modem, identity, profile, clock)
    finally:
        modem.close()


def _facts(modem: ModemPort, identity: ModemIdentity, profile: ModemProfile, clock: Clock) -> ModemFacts:
    console, offered = modem.console(), fax_classes(identity.classes)
    begun = clock.monotonic()
    console.demand("AT")
    answered_ms = round((clock.monotonic() - begun) * 1000)
    if wants_class_1(profile, identity):
        speeds = _class_1(console, identity)
    else:
        speeds = _class_2(console, modem.path, profile, identity)
    return ModemFacts(
        port=modem.path,
        modem=identity.words,
        firmware=" ".join(dict.fromkeys(line for question in _REVISIONS for line in console.ask(question))),
        classes=tuple(sorted(offered)),
        used_class=speeds.fax_class,
        profile=profile.name,
        profile_reason=_why(profile),
        flow_control=profile.flow.value,
        answers_in_ms=answered_ms,
        speeds_out=speeds.out,
        speeds_in=speeds.into,
        bit_rates=speeds.bit_rates,
        capabilities=speeds.capabilities,
        notes=speeds.notes,
    )


def _why(profile: ModemProfile) -> str:
    if profile.name == GENERIC:
        return "no profile knows this modem; what the standards say is tried"
    return f"its words match {profile.match!r}"


@dataclass(frozen=True)
class _Speeds:
    fax_class: str
    out: tuple[str, ...]
    into: tuple[str, ...]
    bit_rates: tuple[int, ...]
    capabilities: str = ""
    notes: tuple[str, ...] = ()


def _class_1(console: ModemConsole, identity: ModemIdentity) -> _Speeds:
    console.demand(f"AT+FCLASS={class_1_of(identity.classes)}")
    out, into = (numbers_in(" ".join(console.ask(f"AT{command}=?"))) for command in ("+FTM", "+FRM"))
    usable = [m for m in LADDER if {m.long_code, m.short_code} <= out]
    rates = tuple(sorted({modulation.bit_rate for modulation in usable}, reverse=True))
    missing = [] if 3 in numbers_in(" ".join(console.ask("AT+FTH=?"))) else ["+FTH=? does not name 3 (V.21)"]
    missing += [] if usable else ["+FTM=? names no speed: no page can be sent"]
    return _Speeds(CLASS_1, named_speeds(out), named_speeds(into), rates, notes=tuple(missing))


def named_speeds(codes: frozenset[int]) -> tuple[str, ...]:
    """Modulations with their speeds, as ``V.17 14400 12000 9600 7200``."""
    families: dict[str, list[str]] = {}
    for modulation in LADDER:
        if modulation.long_code in codes:
            families.setdefault(modulation.name, []).append(str(modulation.bit_rate))
    return tuple(f"{name} {' '.join(rates)}" for name, rates in families.items())


def _class_2(console: ModemConsole, path: str, profile: ModemProfile, identity: ModemIdentity) -> _Speeds:
    dialect: Dialect = choose_dialect(path, profile, identity)
    console.demand(f"AT+FCLASS={dialect.fax_class}")
    answer = " ".join(console.ask(f"AT{dialect.capabilities}=?"))
    abilities = read_abilities(answer)
    rates = tuple(sorted(((code + 1) * _STEP_BPS for code in abilities.br), reverse=True))
    told = (" ".join(map(str, rates)),)
    ecm = () if abilities.ec - {0} else ("no error correction of its own (EC)",)
    return _Speeds(dialect.fax_class, told, told, rates, f"{dialect.capabilities}: {answer or 'not told'}", ecm)


def speeds_to_try(facts: ModemFacts, wanted: Sequence[int]) -> tuple[int, ...]:
    """Those of ``wanted`` that the modem has, fastest first."""
    return tuple(rate for rate in _downwards(wanted) if rate in facts.bit_rates)


def _downwards(rates: Iterable[int]) -> list[int]:
    return sorted(set(rates), reverse=True)
