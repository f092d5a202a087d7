"""The line that a part of ``kiosk modem`` works on.

Owns the profiles' change for --class. Called by the parts that speak to a modem.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.clock import Clock
from kiosk.devices.line_choice import ChosenLine, open_line
from kiosk.devices.modem_profiles import ModemProfile, built_in_profiles


def line_at(port: str, clock: Clock, fax_class: str | None = None) -> ChosenLine:
    """A line on the modem at ``port``; nothing is opened before it is needed."""
    return open_line(port, clock, profiles_for(fax_class))


def profiles_for(fax_class: str | None) -> dict[str, ModemProfile]:
    """The built-in profiles, with this class alone if one is given."""
    profiles = built_in_profiles()
    if fax_class is None:
        return profiles
    return {name: replace(profile, classes=(fax_class,)) for name, profile in profiles.items()}
