"""A fax's progress as rungs: what has happened with its time, what happens now, what is to come. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from kiosk.desk.views import FaxProgress, FaxState, LinePhase
from kiosk.ui.look import Look
from kiosk.ui.screens.words import about_words
from kiosk.ui.widgets.ladder import Rung, RungState

_SHOWN = 5  # rungs that fit (design.md, picture 08)


def rungs_of(look: Look, progress: FaxProgress, zone: ZoneInfo, now: datetime, held_up: str = "") -> tuple[Rung, ...]:
    """At most five rungs around the current one; ``held_up`` says what keeps the line from calling at all."""
    rungs = list(_Story(look, progress, zone, now, held_up).rungs())
    current = next((i for i, rung in enumerate(rungs) if rung.state is RungState.CURRENT), len(rungs) - 1)
    first = min(max(0, current - _SHOWN + 2), max(0, len(rungs) - _SHOWN))
    return tuple(rungs[first : first + _SHOWN])


class _Story:
    def __init__(self, look: Look, progress: FaxProgress, zone: ZoneInfo, now: datetime, held_up: str) -> None:
        self._look, self._progress, self._zone, self._now = look, progress, zone, now
        self._held_up = held_up

    def rungs(self) -> Iterator[Rung]:
        state = self._progress.state
        if state is FaxState.QUEUED:
            yield self._queued()
        elif state is FaxState.RETRY:
            yield from self._retry()
        else:
            yield from self._call()
        yield from self._to_come()

    # --- states -------------------------------------------------------------------------------------------------

    def _queued(self) -> Rung:
        tr, ahead = self._look.tr, self._progress.ahead
        note = tr.count("ladder.ahead", ahead) if ahead else tr("ladder.next")
        return Rung(RungState.CURRENT, tr("ladder.queued"), self._held_up or note)

    def _retry(self) -> Iterator[Rung]:
        progress, tr = self._progress, self._look.tr
        cause = tr(progress.cause_key or "fax.cause.line_lost").rstrip("。.")  # a rung is a heading, not a sentence
        yield Rung(RungState.FAILED, cause, time=self._time(progress.dialled_at))
        note = tr.count("ladder.resumed", progress.confirmed, page=progress.confirmed + 1) if progress.confirmed else ""
        if self._held_up:  # a time would be a promise that nobody can keep
            yield Rung(RungState.CURRENT, tr("ladder.queued"), self._held_up)
            return
        at = progress.next_attempt_at
        title = tr("ladder.retry", time=f"{at.astimezone(self._zone):%H:%M}") if at else tr("ladder.queued")
        yield Rung(RungState.CURRENT, title, note or tr("ladder.retry.free"))

    def _call(self) -> Iterator[Rung]:
        progress, tr = self._progress, self._look.tr
        number = " ".join(progress.number_groups)
        if self._held_up:  # of the call nothing is known; what was confirmed is
            yield from self._confirmed()
            yield Rung(RungState.CURRENT, tr("ladder.queued"), self._held_up)
            return
        if progress.phase in (None, LinePhase.DIALLING):
            yield Rung(RungState.CURRENT, tr("ladder.dialling", number=number), self._attempt())
            return
        yield Rung(RungState.DONE, tr("ladder.dialled", number=number), time=self._time(progress.dialled_at))
        yield self._connected()
        yield from self._confirmed()
        yield self._current()

    def _attempt(self) -> str:
        attempt = self._progress.attempt
        return self._look.tr("ladder.attempt", n=attempt) if attempt > 1 else ""

    def _connected(self) -> Rung:
        progress, tr = self._progress, self._look.tr
        told = tr("ladder.connected.ident", ident=progress.far_ident) if progress.far_ident else tr("ladder.connected")
        note = "" if progress.far_ident is None else self._same_number(progress.far_ident)
        return Rung(RungState.DONE, told, note, self._time(progress.connected_at))

    def _same_number(self, ident: str) -> str:
        """Whether the machine calls itself by the number that was dialled (B7)."""
        dialled = "".join(filter(str.isdigit, "".join(self._progress.number_groups))).lstrip("0")
        told = "".join(filter(str.isdigit, ident))
        same = bool(dialled) and (told.endswith(dialled) or dialled.endswith(told.lstrip("0")))
        return self._look.tr("ladder.ident.same" if same else "ladder.ident.other")

    def _confirmed(self) -> Iterator[Rung]:
        for number, at in enumerate(self._progress.confirmed_at, start=1):
            yield Rung(RungState.DONE, self._look.tr("ladder.confirmed", n=number), time=self._time(at))

    def _current(self) -> Rung:
        progress, tr, phase = self._progress, self._look.tr, self._progress.phase
        speed = tr("ladder.speed", speed=f"{progress.bit_rate / 1000:.1f}") if progress.bit_rate else ""
        match phase:
            case LinePhase.CONNECTED | None | LinePhase.DIALLING:
                return Rung(RungState.CURRENT, tr("ladder.agreeing"), tr("ladder.agreeing.words"))
            case LinePhase.TRAINED | LinePhase.SENDING:
                title = tr("ladder.sending", n=max(1, progress.page))
                return Rung(RungState.CURRENT, title, speed, self._remaining(), progress.fraction)
            case LinePhase.CONFIRMING:
                return Rung(RungState.CURRENT, tr("ladder.confirming", n=max(1, progress.page)), speed, fraction=1.0)
            case LinePhase.HANGING_UP:
                return Rung(RungState.CURRENT, tr("ladder.hanging_up"))
            case _:
                assert_never(phase)

    def _remaining(self) -> str:
        """Time still needed: seconds by tens, so that the figure does not flicker; from 90 s on, minutes."""
        end = self._progress.expected_end
        if end is None:
            return ""
        left_s = max(10, -(-int((end - self._now).total_seconds()) // 10) * 10)
        return self._look.tr("ladder.remaining", time=about_words(self._look, left_s))

    def _to_come(self) -> Iterator[Rung]:
        progress = self._progress
        under_way = progress.state is FaxState.CALLING and progress.page and not self._held_up
        first = (progress.page if under_way else progress.confirmed) + 1
        for number in range(max(1, first), progress.pages + 1):
            yield Rung(RungState.TO_COME, self._look.tr("ladder.page", n=number))

    def _time(self, at: datetime | None) -> str:
        return f"{at.astimezone(self._zone):%H:%M:%S}" if at else ""
