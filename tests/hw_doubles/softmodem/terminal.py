"""An independent T.30 terminal: libspandsp's own fax machine, receiving into a TIFF file or sending one.

Owns the conversation with ``fax_*`` and ``t30_*``. Knows no line, no number and no fault switch: ``far_end.py`` gives
it samples and listens to its events.
"""

from __future__ import annotations

import ctypes as c
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hw_doubles.softmodem import spandsp
from tests.hw_doubles.softmodem.records import ReceivedPage
from tests.hw_doubles.softmodem.settings import FarEnd
from tests.hw_doubles.softmodem.spandsp import Samples, TransferStatistics

_PPS = "PPS"


@dataclass
class Frame:
    """A V.21 frame at the terminal: ``sent`` or ``received``; octets from the address field on, without FCS."""

    sent: bool
    name: str
    octets: bytes


class FaxTerminal:
    """One call of one fax machine. ``on_frame`` is called for each V.21 frame, from within receive() or transmit()."""

    def __init__(self, settings: FarEnd, on_frame: Callable[[Frame], None], calling: bool = False) -> None:
        self._lib = spandsp.library()
        self._on_frame = on_frame
        self._calling = calling
        self.pages: list[ReceivedPage] = []
        self.refused_pages: list[ReceivedPage] = []
        self.completion: int | None = None
        self._fax = self._lib.fax_init(None, int(calling))
        self._t30 = self._lib.fax_get_t30_state(self._fax)
        self._lib.fax_set_transmit_on_idle(self._fax, 1)
        self._apply(settings)
        self._handlers = (
            spandsp.PhaseHandler(self._on_phase_d),
            spandsp.PhaseEHandler(self._on_phase_e),
            spandsp.FrameHandler(self._on_real_time_frame),
        )
        phase_d, phase_e, frame = self._handlers
        self._lib.t30_set_phase_d_handler(self._t30, phase_d, None)
        self._lib.t30_set_phase_e_handler(self._t30, phase_e, None)
        self._lib.t30_set_real_time_frame_handler(self._t30, frame, None)
        self._samples = Samples()

    def _apply(self, settings: FarEnd) -> None:
        lib, t30 = self._lib, self._t30
        lib.t30_set_tx_ident(t30, settings.ident.encode("ascii"))
        lib.t30_set_supported_modems(t30, _bits(spandsp.MODEMS, settings.modems))
        lib.t30_set_supported_compressions(t30, _bits(spandsp.CODINGS, settings.codings))
        resolutions = _bits(spandsp.RESOLUTIONS, settings.resolutions)
        lib.t30_set_supported_resolutions(t30, resolutions | spandsp.R8_RESOLUTION)
        paper = _bits(spandsp.WIDTHS, settings.widths) | _bits(spandsp.LENGTHS, settings.lengths)
        lib.t30_set_supported_image_sizes(t30, paper)
        lib.t30_set_ecm_capability(t30, int(settings.ecm))
        lib.t30_set_minimum_scan_line_time(t30, settings.min_scan_line_ms)
        if settings.subaddress:
            lib.t30_set_tx_sub_address(t30, settings.subaddress.encode("ascii"))
        if settings.password:
            lib.t30_set_tx_password(t30, settings.password.encode("ascii"))

    def receive_into(self, tiff: Path) -> None:
        """Received pages go to ``tiff`` (T.6 coded), one directory a page."""
        tiff.unlink(missing_ok=True)
        self._lib.t30_set_rx_encoding(self._t30, spandsp.ENCODING_T6)
        self._lib.t30_set_rx_file(self._t30, str(tiff).encode(), -1)

    def offer_addressing(self) -> None:
        """Its DIS says that it takes SUB; without that a caller sends none."""
        self._lib.t30_set_supported_t30_features(self._t30, spandsp.ADDRESSING)

    def send_from(self, tiff: Path) -> None:
        """Send every page of ``tiff``."""
        self._lib.t30_set_tx_file(self._t30, str(tiff).encode(), -1, -1)

    def disconnect(self) -> None:
        """The line is gone: T.30 ends, the TIFF file is closed, ``completion`` is known."""
        self._lib.t30_terminate(self._t30)

    def close(self) -> None:
        """Free the terminal; nothing of it may be asked afterwards."""
        if self._fax:
            self.disconnect()
            self._lib.fax_free(self._fax)
            self._fax = None

    def follow_log(self, handler: object) -> None:
        spandsp.follow_log(self._lib.t30_get_logging_state(self._t30), "far", handler)

    def transmit(self) -> spandsp.Samples:
        got = self._lib.fax_tx(self._fax, self._samples, spandsp.TICK_SAMPLES)
        if got < spandsp.TICK_SAMPLES:
            c.memset(c.byref(self._samples, 2 * got), 0, 2 * (spandsp.TICK_SAMPLES - got))
        return self._samples

    def receive(self, samples: spandsp.Samples) -> None:
        self._lib.fax_rx(self._fax, samples, spandsp.TICK_SAMPLES)

    @property
    def active(self) -> bool:
        return bool(self._lib.t30_call_active(self._t30))

    @property
    def far_ident(self) -> str:
        """TSI (or CSI, when calling) that was received."""
        return (self._lib.t30_get_rx_ident(self._t30) or b"").decode("ascii", "replace").strip()

    @property
    def completion_text(self) -> str:
        if self.completion is None:
            return ""
        return str(self._lib.t30_completion_code_to_str(self.completion).decode())

    def statistics(self) -> TransferStatistics:
        numbers = TransferStatistics()
        self._lib.t30_get_transfer_statistics(self._t30, c.byref(numbers))
        return numbers

    def _on_phase_d(self, _t30: int, _user: int, _message: int) -> int:
        """A page has been judged: the library counts it only if it did not answer RTN."""
        now = self.statistics()
        done = now.pages_tx if self._calling else now.pages_rx
        coding = spandsp.ENCODINGS.get(now.encoding, str(now.encoding))
        accepted = done > len(self.pages)
        number = done if accepted else done + 1
        page = ReceivedPage(number, now.width, now.length, now.image_size, now.bad_rows, coding, now.bit_rate)
        (self.pages if accepted else self.refused_pages).append(page)
        return 0

    def _on_phase_e(self, _t30: int, _user: int, completion: int) -> None:
        self.completion = completion

    def _on_real_time_frame(self, _t30: int, _user: int, received: int, octets: Any, count: int) -> None:
        frame = c.string_at(octets, count)
        if len(frame) >= 3:
            self._on_frame(Frame(not received, self._name(frame), frame))

    def _name(self, frame: bytes) -> str:
        name = str(self._lib.t30_frametype(frame[2]).decode())
        if name == _PPS and len(frame) > 3:
            return f"{_PPS}-{self._lib.t30_frametype(frame[3]).decode()}"
        return name


def _bits(table: dict[str, int], names: tuple[str, ...]) -> int:
    return sum(table[name] for name in names)
