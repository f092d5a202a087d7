"""A far end with error correction on a line that loses, at the seam between T.30 and the modem: for property tests.

Owns a T.30 receiver of its own, written from Annex A with literal octets, and the line's accidents, which are given. It
shares no code with the engine but the values of ``primitives.py``. ``pages`` is what it holds. Time is virtual.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from enum import IntEnum

from kiosk.fax import primitives as p
from tests.hw_doubles import hdlc_bits, t30_letters

V17, SLOWEST = "40eef044", "40c2f044"  # DIS: up to V.17 or V.27 ter 2400 only; T.6, frames of 64 octets
_NULL = 0


class Fate(IntEnum):
    """What the line does to a frame, or how much of a burst arrives."""

    ARRIVES = 0
    DAMAGED = 1
    LOST = 2
    DELAYED = 3  # the far end says RNR first


class LossyFarEnd:
    """``perform`` a primitive, then ``due`` gives its indications in time. Accidents are used up one by one."""

    def __init__(self, accidents: list[Fate], dis: str = V17) -> None:
        self._dis = dis
        self.pages: dict[int, bytes] = {}
        self._accidents: Iterator[Fate] = itertools.chain(accidents, itertools.repeat(Fate.ARRIVES))
        self._queue: list[bytes] = []
        self._due: list[tuple[int, int, p.Indication]] = []
        self._order = itertools.count()
        self._block: dict[int, bytes] = {}
        self._page = b""
        self._confirmed: tuple[int, int] | None = None  # page and block of the last MCF
        self._documents_end = False
        self._pps = b""
        self._coming: tuple[bytes, ...] = ()
        self._receiving = False

    @property
    def next_ms(self) -> int | None:
        return self._due[0][0] if self._due else None

    def due(self, now_ms: int) -> list[p.Indication]:
        ready: list[p.Indication] = []
        while self._due and self._due[0][0] <= now_ms:
            ready.append(heapq.heappop(self._due)[2])
            if isinstance(ready[-1], p.PreambleBegan):  # frames that are broken off before it are not sent
                self._line_takes_frames()
        return ready

    def perform(self, primitive: p.Primitive, now_ms: int) -> None:
        match primitive:
            case p.Dial():
                self._queue = [t30_letters.frame("CSI"), t30_letters.frame("DIS", self._dis)]
                self._receive(now_ms)
            case p.ReceiveFrame():
                self._receive(now_ms)
            case p.SendFrames(frames):
                self._coming = frames
                self._tell(p.PreambleBegan(), now_ms + 75)
                self._tell(p.Sent(), now_ms + 1500)
            case p.SendData():
                self._take_data(primitive, now_ms)
            case p.BreakOff():
                self._due.clear()
                self._tell(p.BrokenOff(), now_ms + 20)
            case p.HangUp():
                self._tell(p.AtRest(), now_ms + 10)
            case _:
                raise AssertionError(f"not expected in a call: {primitive}")

    # ---- what it hears ----

    def _line_takes_frames(self) -> None:
        for frame in self._coming:
            if next(self._accidents) in (Fate.ARRIVES, Fate.DELAYED):
                self._hear(frame)

    def _take_data(self, data: p.SendData, now_ms: int) -> None:
        lasts_ms = 300 + len(data.octets) * 8000 // data.modulation.bit_rate
        fate = next(self._accidents)
        if not any(data.octets):
            answer = {Fate.ARRIVES: ["CFR"], Fate.DELAYED: ["CFR"], Fate.DAMAGED: ["FTT"], Fate.LOST: []}[fate]
            self._queue = [t30_letters.frame(name) for name in answer]
        else:
            arrived = hdlc_bits.page_data(data.octets)
            kept = {Fate.ARRIVES: 1, Fate.DELAYED: 2, Fate.DAMAGED: 3}.get(fate)  # each, every second, every third one
            self._block |= {number: octets for number, octets in arrived.items() if kept and number % kept == 0}
            self._tell(p.DataHandedOver(), now_ms + lasts_ms // 2)
        self._tell(p.Sent(), now_ms + lasts_ms)

    def _hear(self, frame: bytes) -> None:
        name = t30_letters.name_of(frame)
        if name.startswith("PPS"):
            self._queue = [self._judge(frame[3:7])]
        elif name == "RR":
            self._queue = [self._judge(self._pps)]
        elif name == "CTC":
            self._queue = [t30_letters.frame("CTR")]
        elif name.startswith("EOR"):
            self._queue, self._block, self._page = [t30_letters.frame("ERR")], {}, b""
        else:  # DCS is answered after TCF; TSI and DCN are not answered
            self._queue = []

    def _judge(self, pps: bytes) -> bytes:
        if next(self._accidents) is Fate.DELAYED:
            self._pps = pps
            return t30_letters.frame("RNR")
        command, page, block, count = pps[0], pps[1], pps[2], pps[3] + 1
        if (page, block) != self._confirmed:
            missing = [number for number in range(count) if number not in self._block]
            if missing:
                asked = sum(1 << number for number in missing)
                return t30_letters.frame("PPR", asked.to_bytes(32, "little").hex())
            self._commit(command, page, block, count)
        return t30_letters.frame("MCF")

    def _commit(self, command: int, page: int, block: int, count: int) -> None:
        self._page += b"".join(self._block[number] for number in range(count))
        self._block, self._confirmed = {}, (page, block)
        if command != _NULL:
            self.pages[page + 1] = self._page
            self._page = b""
        self._documents_end = t30_letters.SECOND.get(command) == "EOM"

    # ---- what it says ----

    def _receive(self, now_ms: int) -> None:
        if not self._queue and self._documents_end:  # phase B anew after EOM
            self._queue = [t30_letters.frame("DIS", self._dis)]
        if not self._queue:
            return
        octets = self._queue.pop(0)
        fate = next(self._accidents)
        if fate is Fate.LOST:
            return
        self._tell(p.FrameBegan(), now_ms + 1100)
        self._tell(p.FrameReceived(octets, good=fate is not Fate.DAMAGED), now_ms + 1400)

    def _tell(self, indication: p.Indication, at_ms: int) -> None:
        heapq.heappush(self._due, (at_ms, next(self._order), indication))
