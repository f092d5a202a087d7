"""What differs from modem to modem in the Class 1 dialogue itself.

Owns the values and their defaults; ``t31.py`` heeds them, a modem profile (``kiosk.devices.modem_profiles``) sets them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Class1Habits:
    """Commands, silences in units of +FTS, and how far ahead of the line data are given."""

    dial: str = "ATDT"
    hang_up: str = "ATH0"
    answer: str = "ATA"
    # +FTS units; with the way of octets and commands each makes T.30's 75 +- 20 ms. After a reception the far carrier
    # must first be missed, after data a modem may add a tail of its own: hence three.
    silence_after_reception_10ms: int = 6
    silence_after_frames_10ms: int = 7
    silence_after_data_10ms: int = 7
    silence_after_v29_10ms: int | None = None  # V.29 and V.27 ter may end without V.17's tail; None: no difference
    write_ahead_ms: int = 1500  # data given to the port before its time; a buffer of so much must not underrun
    break_character: bytes = b"\x18"  # CAN; any character does (T.31 8.3.3), this one no command line keeps

    def silence_after_10ms(self, modulation: str) -> int:
        """After data in this modulation."""
        with_v17, without = self.silence_after_data_10ms, self.silence_after_v29_10ms
        return with_v17 if without is None or modulation == "V.17" else without
