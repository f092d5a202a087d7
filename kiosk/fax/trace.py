"""The trace of a call: signals with ITU-T names, and beside them what a replay needs: octets, plan, coded pages.

Owns how primitives and indications are told, and the ladder a technician reads. Called by the sessions while a call
runs, by the technician's page and ``kiosk modem`` afterwards. Signals are in capitals; entries in small letters are
for machines, and left out of the ladder:

=========  ==================================================================================================
``plan``   the order and the modem's habits, as JSON (``trace_plan.py``); the first entry
``octets`` commands, answers and V.21 frames as they passed the port, hex
``data``   page data as they passed the port: ``N octets``, or hex if the trace is to keep data
``coded``  the house has supplied a page: number, lines, octets; if data are kept, those in hex behind it
``cancel`` the user's wish to end
=========  ==================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from kiosk.fax import primitives as p
from kiosk.fax.ecm_frames import FRAMES_IN_BLOCK, read_ppr, read_pps
from kiosk.fax.fields import describe_dcs, describe_dis
from kiosk.fax.frames import Fcf, Frame, decode, decode_ident, decode_sent
from kiosk.fax.outcome import TraceEntry

RAW, DATA, PLAN, CODED, CANCEL = "octets", "data", "plan", "coded", "cancel"
MACHINE = frozenset({RAW, DATA, PLAN, CODED, CANCEL})
_ARROWS = {">": "-->", "<": "<--", "-": " . "}


def describe_primitive(primitive: p.Primitive, at_ms: int) -> list[TraceEntry]:
    """What we are about to do, as entries of the trace."""
    match primitive:
        case p.Dial(number):
            return [TraceEntry(at_ms, "-", "DIAL", number)]
        case p.AnswerCall(frames):
            return [TraceEntry(at_ms, "-", "ANSWER"), *describe_primitive(p.SendFrames(frames), at_ms)]
        case p.SendFrames(frames):
            sent = [frame for octets in frames if (frame := decode_sent(octets)) is not None]
            return [TraceEntry(at_ms, ">", frame.name, _frame_detail(frame)) for frame in sent]
        case p.SendData():
            kind = "PAGE" if any(primitive.octets) else "TCF"
            speed = f"{primitive.modulation.name} {primitive.modulation.bit_rate}"
            return [TraceEntry(at_ms, ">", kind, f"{speed}, {len(primitive.octets)} octets")]
        case p.BreakOff():
            return [TraceEntry(at_ms, "-", "BREAK OFF")]
        case p.HangUp():
            return [TraceEntry(at_ms, "-", "HANG UP")]
        case p.ReceiveFrame() | p.ReceiveData() | p.Command():
            return []
        case _:
            assert_never(primitive)


def describe_indication(indication: p.Indication, at_ms: int) -> list[TraceEntry]:
    """What the modem told us, as entries of the trace."""
    match indication:
        case p.FrameReceived(octets, good):
            frame = decode(octets) if good else None
            if frame is None:
                return [TraceEntry(at_ms, "<", "DAMAGED", octets.hex())]
            return [TraceEntry(at_ms, "<", frame.name, _frame_detail(frame))]
        case p.CarrierLost(wrong):
            return [TraceEntry(at_ms, "-", "WRONG CARRIER" if wrong else "NO CARRIER")]
        case p.CallFailed(reason):
            return [TraceEntry(at_ms, "-", "CALL FAILED", reason.value)]
        case p.CommandRefused(command, answer):
            return [TraceEntry(at_ms, "-", "REFUSED", f"{answer} to {command}")]
        case p.ModemSilent(command):
            return [TraceEntry(at_ms, "-", "MODEM SILENT", command)]
        case p.AtRest():
            return [TraceEntry(at_ms, "-", "AT REST")]
        case p.DataBegan():
            return [TraceEntry(at_ms, "<", "CARRIER")]
        case p.DataEnded():
            return [TraceEntry(at_ms, "-", "CARRIER OFF")]
        case p.DataReceived():
            return []
        case (
            p.FrameBegan()
            | p.PreambleBegan()
            | p.DataProgress()
            | p.DataHandedOver()
            | p.Sent()
            | p.BrokenOff()
            | p.Answered()
        ):
            return []
        case _:
            assert_never(indication)


def _frame_detail(frame: Frame) -> str:
    match frame.fcf:
        case Fcf.DIS | Fcf.DTC:
            return describe_dis(frame.information)
        case Fcf.DCS:
            return describe_dcs(frame.information)
        case Fcf.CSI | Fcf.TSI | Fcf.CIG | Fcf.SUB | Fcf.SID | Fcf.PWD | Fcf.SEP:
            return decode_ident(frame.information)
        case Fcf.PPS if (partial := read_pps(frame.information)) is not None:
            return f"page {partial.page}, block {partial.block}, {partial.frame_count} frames"
        case Fcf.PPR:
            return f"asks for {_ranges(read_ppr(frame.information, FRAMES_IN_BLOCK)) or 'nothing'}"
        case _:
            return frame.information.hex()


def _ranges(numbers: Sequence[int]) -> str:
    """As ``0 3-5 48-255``. A PPR asks for frames beyond the block too, which nobody sends."""
    known = set(numbers)
    firsts = [number for number in numbers if number - 1 not in known]
    lasts = [number for number in numbers if number + 1 not in known]
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in zip(firsts, lasts, strict=True))


def for_people(entries: Iterable[TraceEntry]) -> tuple[TraceEntry, ...]:
    """The signals alone."""
    return tuple(entry for entry in entries if entry.signal not in MACHINE)


def render_ladder(entries: Iterable[TraceEntry]) -> str:
    """The call as a ladder, one signal a line: seconds, direction, ITU-T name, detail. Raw octets are left out."""
    return "\n".join(map(render, for_people(entries)))


def render(entry: TraceEntry) -> str:
    """One rung."""
    arrow = _ARROWS.get(entry.direction, entry.direction)
    return f"{entry.at_ms / 1000:9.3f}  {arrow}  {entry.signal:<13} {entry.detail}".rstrip()


def received_octets(entries: Iterable[TraceEntry]) -> Iterator[tuple[int, bytes]]:
    """What the modem said and when: enough, with the pages, to play the call through the engine again."""
    for entry in entries:
        if entry.signal == RAW and entry.direction == "<":
            yield entry.at_ms, bytes.fromhex(entry.detail)
