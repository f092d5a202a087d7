"""Our caller and our answerer on one line, primitive by primitive, in virtual time: signals may be lost or damaged.

Owns the line: who hears what when, what a modem would tell of it. No T.31 is in it and no audio; both terminals are the
engine's own, so this proves that they end and that they agree, not that they are right: for that are the other doubles.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from kiosk.fax import primitives as p
from kiosk.fax.answerer import Answerer
from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.caller import Caller
from kiosk.fax.modulations import Modulation
from kiosk.fax.negotiation import fits
from kiosk.fax.outcome import CopyQuality, PageConfirmed, PageDropped
from tests.hw_doubles import t30_letters
from tests.hw_doubles.virtual_call import FINE_A4

_TURN_MS, _PREAMBLE_MS, _CED_MS, _BREAK_MS = 75, 1_000, 3_000, 20
_LONGEST_MS = 60 * 60_000
Harm = str  # "" arrives, "lost", "damaged"


class Side:
    """One terminal and what its modem is doing for it."""

    def __init__(self, terminal: Caller | Answerer) -> None:
        self.terminal = terminal
        self.doing: p.Primitive | None = None
        self.since = 0  # counts what was begun, so that a late event of something over is known as such
        self.told: list[object] = []

    @property
    def over(self) -> bool:
        return self.terminal.state.value == "after the call"


class TwoSides:
    """``harms`` says of each signal in turn what becomes of it; when it ends, all is well.

    ``refusing``: "caller", "answerer" or both: their modems refuse the short training of V.17.
    """

    def __init__(
        self,
        caller: Caller,
        answerer: Answerer,
        pages: list[bytes],
        harms: Iterator[Harm],
        refusing: Collection[str] = (),
    ) -> None:
        self.caller, self.answerer = Side(caller), Side(answerer)
        self._refusing = [
            side for side, name in ((self.caller, "caller"), (self.answerer, "answerer")) if name in refusing
        ]
        self.kept: dict[int, bytes] = {}
        self.now_ms = 0
        self._pages, self._harms = pages, harms
        self._due: list[tuple[int, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._hung_up: set[int] = set()

    def talk(self) -> None:
        """From dialling to both at rest. Fails if a state has no end."""
        self._carry_out(self.caller, self.caller.terminal.start(0))
        self._carry_out(self.answerer, self.answerer.terminal.start(0))
        while not (self.caller.over and self.answerer.over):
            moments = [at for at, *_ in self._due[:1]]
            moments += [d for side in self._sides if (d := side.terminal.deadline_ms) is not None]
            assert moments, f"nothing ends {self.caller.terminal.state} and {self.answerer.terminal.state}"
            self.now_ms = max(self.now_ms, min(moments))
            assert self.now_ms < _LONGEST_MS, "a state has outlived every timer"
            while self._due and self._due[0][0] <= self.now_ms:
                heapq.heappop(self._due)[2]()
            for side in self._sides:
                self._carry_out(side, side.terminal.tick(self.now_ms))

    @property
    def _sides(self) -> tuple[Side, Side]:
        return self.caller, self.answerer

    def _other(self, side: Side) -> Side:
        return self.answerer if side is self.caller else self.caller

    def _at(self, after_ms: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._due, (self.now_ms + round(after_ms), next(self._order), act))

    def _tell(self, side: Side, indication: p.Indication, *, ends: bool) -> None:
        if ends:
            side.doing = None
        self._carry_out(side, side.terminal.handle(indication, self.now_ms))

    def _carry_out(self, side: Side, outputs: list[object]) -> None:
        for output in outputs:
            if isinstance(output, p.Primitive):
                self._perform(side, output)
            elif isinstance(output, p.PageWanted):
                self._supply(output)
            elif isinstance(output, PageArrived):
                self._read(output)
            else:
                side.told.append(output)
                if isinstance(output, PageDropped):
                    self.kept.pop(output.page, None)

    def _supply(self, wanted: p.PageWanted) -> None:
        caller = self.caller.terminal
        octets = self._pages[wanted.number - 1] if fits(wanted.terms, FINE_A4, wanted.far) else None
        page = p.CodedPage(wanted.number, FINE_A4, wanted.terms, octets)
        self._carry_out(self.caller, caller.supply_page(page, self.now_ms))

    def _read(self, arrived: PageArrived) -> None:
        whole = arrived.octets in self._pages
        if whole:
            self.kept[arrived.number] = arrived.octets
        quality = CopyQuality(100, 0 if whole else 100)
        outputs = self.answerer.terminal.page_read(arrived.number, quality, whole, self.now_ms)
        self._carry_out(self.answerer, outputs)

    # ---- the modems and the line ----

    def _perform(self, side: Side, primitive: p.Primitive) -> None:
        if isinstance(primitive, p.BreakOff):
            self._break_off(side)
            return
        side.doing, side.since = primitive, side.since + 1
        match primitive:
            case p.SendData(modulation, True) | p.ReceiveData(modulation, True) if self._refuses(side, modulation):
                refused = p.CommandRefused("+FTM or +FRM", "ERROR")
                self._at(_TURN_MS, self._still(side, lambda: self._tell(side, refused, ends=True)))
            case p.AnswerCall(frames):
                self._send_frames(side, frames, _CED_MS)
            case p.SendFrames(frames):
                self._send_frames(side, frames, _TURN_MS)
            case p.SendData():
                self._send_data(side, primitive)
            case p.HangUp():
                self._hung_up.add(id(side))
                self._at(_BREAK_MS, lambda: self._tell(side, p.AtRest(), ends=True))
            case p.ReceiveFrame() | p.ReceiveData() if id(self._other(side)) in self._hung_up:
                self._at(_TURN_MS, self._still(side, lambda: self._tell(side, p.CarrierLost(), ends=True)))

    def _refuses(self, side: Side, modulation: Modulation) -> bool:
        return side in self._refusing and modulation.name == "V.17"

    def _still(self, side: Side, act: Callable[[], None]) -> Callable[[], None]:
        since = side.since
        return lambda: act() if side.since == since and side.doing is not None else None

    def _break_off(self, side: Side) -> None:
        side.doing, side.since = None, side.since + 1
        self._at(_BREAK_MS, lambda: self._tell(side, p.BrokenOff(), ends=True))

    def _send_frames(self, side: Side, frames: tuple[bytes, ...], before_ms: int) -> None:
        harm = next(self._harms, "")
        at_ms = float(before_ms + _PREAMBLE_MS)
        self._at(before_ms, self._still(side, lambda: self._tell(side, p.PreambleBegan(), ends=False)))
        self._at(at_ms - 500, lambda: self._v21_begins(side))
        for frame in frames:
            begin, at_ms = at_ms, at_ms + len(frame) * 8 / 0.3
            self._at(begin, lambda: self._frame_begins(side, harm))
            self._at(at_ms, lambda frame=frame: self._frame_arrives(side, frame, harm))
        self._at(at_ms + 1, self._still(side, lambda: self._tell(side, p.Sent(), ends=True)))

    def _v21_begins(self, side: Side) -> None:
        far = self._other(side)
        if isinstance(far.doing, p.ReceiveData):
            self._tell(far, p.CarrierLost(wrong=True), ends=True)

    def _frame_begins(self, side: Side, harm: Harm) -> None:
        far = self._other(side)
        if harm != "lost" and isinstance(far.doing, p.ReceiveFrame | p.Dial):
            self._tell(far, p.FrameBegan(), ends=False)

    def _frame_arrives(self, side: Side, frame: bytes, harm: Harm) -> None:
        far = self._other(side)
        if harm != "lost" and isinstance(far.doing, p.ReceiveFrame | p.Dial):
            self._tell(far, p.FrameReceived(frame + t30_letters.fcs(frame), harm == ""), ends=True)

    def _send_data(self, side: Side, data: p.SendData) -> None:
        harm = next(self._harms, "")
        octets = data.octets
        if harm == "damaged" and octets:
            middle = len(octets) // 2
            octets = octets[:middle] + bytes((octets[middle] ^ 0x55,)) + octets[middle + 1 :]
        line_ms = _TURN_MS + 300 + len(octets) * 8000 / data.modulation.bit_rate
        self._at(_TURN_MS + 300, lambda: self._carrier(side, replace(data, octets=octets), harm, line_ms))
        self._at(line_ms - 200, self._still(side, lambda: self._tell(side, p.DataHandedOver(), ends=False)))
        self._at(line_ms, self._still(side, lambda: self._tell(side, p.Sent(), ends=True)))

    def _carrier(self, side: Side, data: p.SendData, harm: Harm, line_ms: float) -> None:
        far = self._other(side)
        listens = isinstance(far.doing, p.ReceiveData) and far.doing.modulation == data.modulation
        if harm == "lost" or not listens or far.doing.short_training is not data.short_training:
            return
        self._tell(far, p.DataBegan(), ends=False)
        self._at(line_ms - _TURN_MS - 300, self._still(far, lambda: self._data_end(far, data)))

    def _data_end(self, far: Side, data: p.SendData) -> None:
        self._tell(far, p.DataReceived(data.octets), ends=False)
        self._tell(far, p.DataEnded(), ends=True)

    def confirmed_to_caller(self) -> set[int]:
        """Pages that the caller was told to be there."""
        return {event.page for event in self.caller.told if isinstance(event, PageConfirmed)}
