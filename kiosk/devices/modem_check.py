"""Asking a modem who it is, for the technician: from the line's own driver, so that no second hand is at the port.

Owns the reading of a modem's identity as words and speeds. Knows no call. Made by ``kiosk.app``; called in the fax
worker's thread, between two calls, through ``Modem`` of ``protocols.py``.
"""

from __future__ import annotations

from kiosk.devices.class1_line import Class1Line
from kiosk.devices.class1_setup import ModemIdentity, class_1_of, fax_classes
from kiosk.devices.class2_line import choose_dialect
from kiosk.devices.line_choice import ChosenLine
from kiosk.devices.modem_profiles import built_in_profiles, choose_profile
from kiosk.devices.protocols import ModemFacts
from kiosk.fax.modulations import LADDER


class LineModem:
    """The modem of one line. ``port`` is its configured name."""

    def __init__(self, line: ChosenLine, port: str) -> None:
        self._line = line
        self._port = port

    def ask(self, *, afresh: bool = False) -> ModemFacts:
        """See ``Modem``. Raises DeviceError."""
        if afresh:
            self._line.close()
        identity = self._line.identify()
        return ModemFacts(
            port=self._port,
            words=identity.words,
            fax_classes=" ".join(sorted(fax_classes(identity.classes))),
            used_class=self._used_class(identity),
            sends=named_speeds(identity.transmit_codes),
            receives=named_speeds(identity.receive_codes),
        )

    def _used_class(self, identity: ModemIdentity) -> str:
        if isinstance(self._line.driver(), Class1Line):
            return class_1_of(identity.classes) or ""
        return choose_dialect(self._port, choose_profile(built_in_profiles(), identity.words), identity).fax_class


def named_speeds(codes: frozenset[int]) -> tuple[str, ...]:
    """Modulations with their speeds, fastest first, as ``V.17 14400 12000 9600 7200``."""
    families: dict[str, list[str]] = {}
    for modulation in LADDER:
        if modulation.long_code in codes:
            families.setdefault(modulation.name, []).append(str(modulation.bit_rate))
    return tuple(f"{name} {' '.join(rates)}" for name, rates in families.items())
