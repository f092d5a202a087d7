"""Sheets of smaller helpers: the stepper, what large words need.

Owns which states of each are shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.ui.gallery.specimen import Build, Sheet, Specimen, State, nothing
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Lookup, Note
from kiosk.ui.widgets.ending import Ending
from kiosk.ui.widgets.paint import Placed
from kiosk.ui.widgets.stepper import Count, Stepper
from kiosk.ui.widgets.text import WRAP, Text
from kiosk.ui.widgets.viewport import DOWN, Rail, Viewport

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


def _window(look: Look, rect: Rect) -> Viewport:
    """A page twice as high as its place; nothing is clipped here, so its lower half is empty."""
    view = Viewport(look, rect, 2 * rect.h, 0, nothing)
    page = Placed(look, Rect(rect.x, rect.y, rect.w, 2 * rect.h))
    page.add(Text(look, rect, look.tr("result.failed.words"), Type.LEAD, look.colours.ink, WRAP))
    view.add(page)
    return view


def _rail(up: bool, down: bool) -> Build:
    def build(look: Look, rect: Rect) -> Rail:
        rail = Rail(look, rect, nothing)
        rail.show(up, down)
        return rail

    return build


def _ending(lookups: bool) -> Build:
    def build(look: Look, rect: Rect) -> Ending:
        page = Rect(rect.x, rect.y, rect.w, 0)
        if not lookups:
            return Ending(look, page, Note(look.tr("identify.forgotten")))
        prices = Lookup("sample.prices", look.tr("home.prices"), "sell", nothing)
        return Ending(look, page, (prices, Lookup("sample.contrast", look.tr("home.contrast"), "contrast", nothing)))

    return build


def _scrolling() -> Iterator[Specimen]:
    yield Specimen(State.IDLE, 84, 200, _rail(False, True), "Rail")
    yield Specimen(State.PRESSED, 84, 200, _rail(True, True), "Rail", finger=DOWN)
    yield Specimen(State.DONE, 84, 200, _rail(True, False), "Rail")
    yield Specimen(State.IDLE, 600, 200, _window, "Viewport")
    yield Specimen(State.IDLE, 464, 96, _ending(False), "Ending")
    yield Specimen(State.IDLE, 464, 180, _ending(True), "Ending")
    yield Specimen(State.PRESSED, 464, 180, _ending(True), "Ending", finger="sample.prices")
    yield Specimen(State.IDLE, 952, 72, _rail(False, True), "Rail")


def sheets() -> tuple[Sheet, ...]:
    """Stepper, scrolling."""
    return Sheet("stepper", tuple(_steppers())), Sheet("scrolling", tuple(_scrolling()))
