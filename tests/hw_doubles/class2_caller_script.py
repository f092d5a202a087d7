"""A modem of Class 2, 2.0 or 2.1 that is called, as a script: ``class2_modem_script`` with page data the other way.

Owns the modem's half of receiving. Beyond the words of that script:

    DC2, DC1      what the host begins a page with (another one is passed over)
    CAN           the host breaks data off
    PAGE          an answer: the next of ``pages``, shielded, and DLE ETX
    PAGE MS       the same, not at once but within so many milliseconds
    HALF          the first half of it, and no end
    DLE CAN       data broken off by the modem

Shares no code with the engine. No clock: time is what the harness says.
"""

from __future__ import annotations

from tests.hw_doubles.class2_modem_script import Class2Port, Class2Script

_LUMP = 256
_KEYS = {0x12: "DC2", 0x11: "DC1", 0x18: "CAN"}


class Class2CallerScript(Class2Script):
    """``pages`` are what the caller sends, in the order of the ``PAGE`` answers."""

    def __init__(
        self, script: str, pages: list[bytes], information: dict[str, str] | None = None, pace: float = 1.0
    ) -> None:
        super().__init__(script, information, pace)
        self.to_come = list(pages)
        self._handing_over = False

    def read(self, now_ms: float) -> bytes:
        out = super().read(now_ms)
        if b"\r\nCONNECT" in out:
            self._handing_over, self._data = True, None
        return out

    def write(self, octets: bytes, now_ms: float) -> None:
        for octet in octets:
            key = _KEYS.get(octet) if self._handing_over else None
            if key is not None and self.steps and self.steps[0].split("=>")[0].strip() == key:
                self._play(now_ms)
            elif key is None:
                self._handing_over = False
                super().write(bytes((octet,)), now_ms)

    def _emit(self, octets: bytes, at_ms: float) -> None:
        """The answers that are no lines."""
        match octets.split():
            case [b"PAGE", *within_ms]:
                octets = shielded(self.to_come.pop(0)) + b"\x10\x03"
                self._emit_data(octets, at_ms, sum(map(int, within_ms)))
            case [b"HALF"]:
                page = self.to_come.pop(0)
                self._emit_data(shielded(page[: len(page) // 2]), at_ms)
            case [b"DLE", b"CAN"]:
                self._emit_data(b"\x10\x18", at_ms)
            case _:
                super()._emit(octets, at_ms)

    def _emit_data(self, octets: bytes, at_ms: float, within_ms: float = 0) -> None:
        for at in range(0, len(octets), _LUMP):
            super()._emit(octets[at : at + _LUMP], at_ms + within_ms * self._pace * at / len(octets))


class Class2CallerPort(Class2Port):
    """The same on a pseudo-terminal. ``ring`` tells of a call, as often as ``rings``."""

    def __init__(self, script: str, pages: list[bytes], information: dict[str, str]) -> None:
        super().__init__("", {})
        self.modem: Class2CallerScript = Class2CallerScript(script, pages, information, pace=0.02)


def shielded(octets: bytes) -> bytes:
    """Each DLE doubled (T.32 table of DLE codes)."""
    return octets.replace(b"\x10", b"\x10\x10")
