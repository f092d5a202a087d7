"""Sheets of what goes on: the ladder of a fax, the ring and bars of progress, a call as the technician reads it.

Owns the samples: an invented fax, its call, and the ways it can go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.ui.gallery.specimen import Build, Sheet, Specimen, State, nothing
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.widgets.ladder import Ladder, ProgressBar, Rung, RungState
from kiosk.ui.widgets.ring import Ring, RingPaint
from kiosk.ui.widgets.signal_ladder import Rungs, Signal, SignalLadder
from kiosk.ui.widgets.strip import StepStrip

_NUMBER = "021 1200 3846"


def _rungs(look: Look, state: State) -> tuple[Rung, ...]:
    tr = look.tr
    dialled = Rung(RungState.DONE, tr("ladder.dialled", number=_NUMBER), time="10:24")
    agreed = Rung(RungState.DONE, tr("ladder.connected"), tr("ladder.ident.same"), "10:25")
    to_come = Rung(RungState.TO_COME, tr("ladder.confirming", n=3))
    match state:
        case State.ERROR:
            failed = Rung(RungState.FAILED, tr("fax.cause.busy"), tr("ladder.retry.free"), "10:25")
            return dialled, failed, Rung(RungState.CURRENT, tr("ladder.retry", time="10:31"))
        case State.EMPTY:
            return Rung(RungState.CURRENT, tr("ladder.queued"), tr("ladder.next")), replace(to_come, note="")
        case State.DONE:
            unknown = Rung(RungState.UNKNOWN, tr("result.unknown"), tr("result.unknown.title"), "10:27")
            return dialled, agreed, Rung(RungState.DONE, tr("ladder.confirmed", n=1), time="10:26"), unknown
        case _:
            sending = Rung(RungState.CURRENT, tr("ladder.sending", n=3), tr("ladder.speed", speed="14.4"), fraction=0.6)
            return dialled, agreed, sending, to_come


def _ladder(state: State) -> Build:
    return lambda look, rect: Ladder(look, rect, _rungs(look, state))


def _ladders() -> Iterator[Specimen]:
    yield Specimen(State.EMPTY, 464, 130, _ladder(State.EMPTY))
    yield Specimen(State.ERROR, 464, 180, _ladder(State.ERROR))
    yield Specimen(State.BUSY, 464, 380, _ladder(State.BUSY))
    yield Specimen(State.DONE, 464, 380, _ladder(State.DONE), "UNKNOWN")


def _ring(seconds: float | None, large: bool = False) -> Build:
    def build(look: Look, rect: Rect) -> Ring:
        colours = look.colours
        paint = RingPaint(colours.accent, colours.line, colours.ink)
        ring = Ring(look, rect, replace(paint, size=124, stroke=8, role=Type.NUMBER) if large else paint)
        if seconds is None:
            ring.pause()
        else:
            ring.show(seconds, 120)
        return ring

    return build


def _bar(fraction: float) -> Build:
    return lambda look, rect: ProgressBar(look, rect, fraction)


def _strip(step: int) -> Build:
    return lambda look, rect: StepStrip(look, step, 6, rect)


def _progress() -> Iterator[Specimen]:
    for state, fraction in ((State.EMPTY, 0.0), (State.BUSY, 0.4), (State.DONE, 1.0)):
        yield Specimen(state, 300, 16, _bar(fraction), f"ProgressBar {fraction:.0%}")
    for seconds in (120.0, 64.0, 9.0):
        yield Specimen(State.BUSY, 150, 64, _ring(seconds), "Ring")
    yield Specimen(State.IDLE, 150, 64, _ring(None), "Ring")
    yield Specimen(State.BUSY, 150, 132, _ring(20, True), "Ring")
    for step in (1, 4, 6):
        yield Specimen(State.BUSY, 952, 5, _strip(step), f"StepStrip {step}")


_CALL = (
    ("00:00.000", 0, "DIAL"),
    ("00:07.412", -1, "CSI"),
    ("00:07.980", -1, "DIS"),
    ("00:08.730", 1, "TSI"),
    ("00:09.310", 1, "DCS"),
    ("00:10.205", 1, "TCF"),
    ("00:12.118", -1, "CFR"),
    ("00:12.840", 1, "PAGE"),
    ("00:41.377", 1, "PPS-EOP"),
    ("00:42.902", -1, "MCF"),
)


def _signals(chosen: int | None) -> Build:
    def build(look: Look, rect: Rect) -> SignalLadder:
        signals = [Signal(time, way, name, look.tr(f"signal.{name}")) for time, way, name in _CALL]
        ends = look.tr("line_log.ours"), look.tr("line_log.far")
        rungs = Rungs(len(signals), signals.__getitem__, chosen)
        return SignalLadder(look, rect, ends, rungs, 0, nothing, nothing)

    return build


def sheets() -> tuple[Sheet, ...]:
    """Ladder, progress, signal ladder."""
    signals = (
        Specimen(State.IDLE, 464, 440, _signals(None)),
        Specimen(State.CHOSEN, 464, 440, _signals(4)),
    )
    return Sheet("ladder", tuple(_ladders())), Sheet("progress", tuple(_progress())), Sheet("signal_ladder", signals)
