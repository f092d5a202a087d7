"""Which modem wants what: profiles as data, chosen by what the modem says of itself.

Owns the reading of ``modem_profiles.toml`` and the choice. Knows no port. Called by ``class1_line.py``,
``class2_line.py`` and ``line_choice.py``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from kiosk.devices.serial_port import FlowControl
from kiosk.fax.class1_habits import Class1Habits
from kiosk.fax.t32_dialogue import Class2Habits
from kiosk.fax.t32_table import DIALECTS

CLASS_1 = "1"
ALL_CLASSES = (CLASS_1, "2.1", "2.0", "2")
GENERIC = "generic"


@dataclass(frozen=True)
class ModemProfile:
    """One modem's habits; see the comments in ``modem_profiles.toml``."""

    name: str
    match: str
    init: tuple[str, ...]
    baud: int
    flow: FlowControl
    habits: Class1Habits
    flow_commands: tuple[str, ...] = ()  # what makes the modem's flow control that of the port; tried, not demanded
    classes: tuple[str, ...] = ALL_CLASSES  # which fax class to use, the best one first
    class2: Class2Habits = field(default_factory=Class2Habits)


def built_in_profiles() -> dict[str, ModemProfile]:
    """The profiles that come with the kiosk."""
    return read_profiles(files("kiosk.devices").joinpath("modem_profiles.toml").read_text("utf-8"))


def read_profiles(toml: str) -> dict[str, ModemProfile]:
    """Profiles by name, in their order. Raises ValueError (tomllib's too) on a table that is not one."""
    tables = tomllib.loads(toml)
    if GENERIC not in tables:
        raise ValueError("modem profiles without [generic]")
    return {name: _profile(name, {**tables[GENERIC], **table}) for name, table in tables.items()}


def choose_profile(profiles: dict[str, ModemProfile], words: str) -> ModemProfile:
    """The first profile whose ``match`` is found in the modem's words, else [generic]."""
    return next(
        (profile for profile in profiles.values() if profile.match and re.search(profile.match, words, re.IGNORECASE)),
        profiles[GENERIC],
    )


def _profile(name: str, table: dict[str, Any]) -> ModemProfile:
    try:
        return ModemProfile(
            name=name,
            match=str(table["match"]),
            init=tuple(str(command) for command in table["init"]),
            baud=int(table["baud"]),
            flow=FlowControl(table["flow"]),
            habits=Class1Habits(
                dial=str(table["dial"]),
                hang_up=str(table["hang_up"]),
                silence_after_reception_10ms=int(table["silence_after_reception_10ms"]),
                silence_after_frames_10ms=int(table["silence_after_frames_10ms"]),
                silence_after_data_10ms=int(table["silence_after_data_10ms"]),
                silence_after_v29_10ms=int(table.get("silence_after_v29_10ms", table["silence_after_data_10ms"])),
                write_ahead_ms=int(table["write_ahead_ms"]),
            ),
            flow_commands=tuple(str(command) for command in table.get("flow_commands", ())),
            classes=_classes(name, table.get("classes", ALL_CLASSES)),
            class2=_class2_habits(table),
        )
    except KeyError as missing:
        raise ValueError(f"modem profile [{name}] lacks {missing}") from missing


def _classes(name: str, classes: Any) -> tuple[str, ...]:
    known = tuple(str(fax_class) for fax_class in classes)
    if not known or not set(known) <= {CLASS_1, *DIALECTS}:
        raise ValueError(f"modem profile [{name}]: classes are {', '.join(ALL_CLASSES)}, not {known}")
    return known


def _class2_habits(table: dict[str, Any]) -> Class2Habits:
    """What is not in the table is as the class has it."""
    xon, rtc = table.get("class2_waits_for_xon"), table.get("class2_sends_rtc")
    return Class2Habits(
        dial=str(table["dial"]),
        hang_up=str(table["hang_up"]),
        reversed_bits=bool(table.get("class2_reversed_bits", False)),
        waits_for_xon=None if xon is None else bool(xon),
        sends_rtc=None if rtc is None else bool(rtc),
        sets_session_in_call=bool(table.get("class2_sets_session_in_call", True)),
        receives_reversed_bits=bool(table.get("class2_receives_reversed_bits", False)),
        receives_on_xon=bool(table.get("class2_receives_on_xon", False)),
    )
