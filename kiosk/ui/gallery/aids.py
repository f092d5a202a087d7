"""Sheets of smaller helpers: the stepper.

Owns which states of each are shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.ui.gallery.specimen import Build, Sheet, Specimen, State, nothing
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.widgets.stepper import Count, Stepper

_MOST = 9


def _stepper(value: int, note: bool = False) -> Build:
    def build(look: Look, rect: Rect) -> Stepper:
        words, most = look.tr.count("count.pages", value), look.tr("gallery.stepper.at_most", n=_MOST)
        told = look.tr("preview.fine.words") if note else ""
        return Stepper(look, rect, Count("sample", value, 1, _MOST, words, told, at_most=most), nothing)

    return build


def _steppers() -> Iterator[Specimen]:
    yield Specimen(State.IDLE, 464, 110, _stepper(3))
    yield Specimen(State.PRESSED, 464, 110, _stepper(3), finger="sample.more")
    yield Specimen(State.NOT_YET, 464, 110, _stepper(1), "least")
    yield Specimen(State.LIMITED, 464, 110, _stepper(_MOST), "most")
    yield Specimen(State.IDLE, 464, 110, _stepper(3, note=True), "note")


def sheets() -> tuple[Sheet, ...]:
    """Stepper."""
    return (Sheet("stepper", tuple(_steppers())),)
