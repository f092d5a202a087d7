"""Sheets of the same widgets for other eyes: in high contrast, and with words of twice the size.

Owns which widgets stand for the others there, and how a specimen is measured and stretched as a page is
(``kiosk.ui.stage``): what a page does for its words is done here for one widget.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.ui.gallery.specimen import Build, Sheet, Specimen, State, nothing
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.sketch import Sketch
from kiosk.ui.stretch import stretched
from kiosk.ui.theme import CONTRAST, ZOOMS, Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import Box, Mark, Paint, Placed
from kiosk.ui.widgets.panels import Fact, FactRows, WarningPanel
from kiosk.ui.widgets.price import Amount
from kiosk.ui.widgets.rows import ChoiceRow
from kiosk.ui.widgets.states import Cure, EmptyState, ErrorState, Trouble
from kiosk.ui.widgets.toast import Toast, toast_size

_FEN = 128000
_NUMBER = "021 1200 3846"


def _button(kind: Kind) -> Build:
    def build(look: Look, rect: Rect) -> Button:
        act = None if kind is Kind.NOT_YET else nothing
        words = look.tr("sign.missing" if kind is Kind.NOT_YET else "sign.confirm")
        return Button(
            look, rect, "sample.button", Caption(words, icon="" if kind is Kind.NOT_YET else "check"), kind, act
        )

    return build


def _warning(look: Look, rect: Rect) -> WarningPanel:
    return WarningPanel(look, rect, look.tr("document.note.faint"), look.tr("preview.cure.fine"))


def _row(chosen: bool) -> Build:
    words = "letter.pdf", "1.2 MB"
    return lambda look, rect: ChoiceRow(look, rect, "sample.row", "assignment", words, chosen, nothing)


def _failed(look: Look, rect: Rect) -> ErrorState:
    tr = look.tr
    again = Cure("sample.again", tr("viewer.again"), nothing)
    return ErrorState(look, rect, Trouble(tr("viewer.failed"), tr("viewer.tried"), tr("error.unexpected"), again))


def _empty(look: Look, rect: Rect) -> EmptyState:
    return EmptyState(look, rect, look.tr("received.nothing"))


def _amount(look: Look, rect: Rect) -> Amount:
    return Amount(look, rect, _FEN, Type.NUMBER, look.colours.ink)


def _facts(look: Look, rect: Rect) -> FactRows:
    tr = look.tr
    sent = Fact(tr("result.to"), _NUMBER, tr("charge.zone.local"))
    return FactRows(look, rect, (sent, Fact(tr("sign.quantity"), tr.count("count.pages", 3))))


def _toast(look: Look, rect: Rect) -> Toast:
    words = look.tr("toast.page_dropped", n=2)
    return Toast(look, Rect(rect.x, rect.y, *toast_size(look, words)), words)


def _in_contrast(build: Build) -> Build:
    """The widget on the ground of the other colours."""

    def made(look: Look, rect: Rect) -> Placed:
        strong = replace(look, colours=CONTRAST)
        ground = Box(look, rect, Paint(fill=CONTRAST.ground))
        ground.add(build(strong, rect.inset(look.panel.x(12), look.panel.y(12))))
        return ground

    return made


def _enlarged(build: Build, height: float) -> Build:
    """The widget with the largest words, composed at its usual ``height`` and stretched for them."""

    def made(look: Look, rect: Rect) -> Placed | Mark:
        large = replace(look, panel=replace(look.panel, zoom=ZOOMS[-1]))
        place = Rect(rect.x, rect.y, rect.w, look.panel.y(height))
        sketch = Sketch()
        build(replace(large, sketch=sketch), place)
        return build(replace(large, stretch=stretched(sketch.needs())), place)

    return made


def _strong() -> Iterator[Specimen]:
    for state, kind in (
        (State.IDLE, Kind.FILLED),
        (State.IDLE, Kind.OUTLINED),
        (State.NOT_YET, Kind.NOT_YET),
        (State.PRESSED, Kind.FILLED),
    ):
        yield Specimen(state, 304, 104, _in_contrast(_button(kind)), kind.name)
    yield Specimen(State.DONE, 304, 104, _in_contrast(_toast), "Toast")
    yield Specimen(State.IDLE, 304, 104, _in_contrast(_amount), "Amount")
    for chosen in (False, True):
        state = State.CHOSEN if chosen else State.IDLE
        yield Specimen(state, 464, 102, _in_contrast(_row(chosen)), "ChoiceRow")
    yield Specimen(State.LIMITED, 464, 184, _in_contrast(_warning), "WarningPanel")
    yield Specimen(State.IDLE, 464, 184, _in_contrast(_facts), "FactRows")
    yield Specimen(State.ERROR, 464, 268, _in_contrast(_failed), "ErrorState")
    yield Specimen(State.EMPTY, 464, 104, _in_contrast(_empty), "EmptyState")


def _large() -> Iterator[Specimen]:
    yield Specimen(State.IDLE, 464, 150, _enlarged(_button(Kind.FILLED), 104), "Button")
    yield Specimen(State.NOT_YET, 464, 150, _enlarged(_button(Kind.NOT_YET), 104), "Button")
    yield Specimen(State.CHOSEN, 952, 130, _enlarged(_row(True), 78), "ChoiceRow")
    yield Specimen(State.IDLE, 952, 110, _enlarged(_amount, 60), "Amount")
    yield Specimen(State.LIMITED, 952, 260, _enlarged(_warning, 160), "WarningPanel", portrait_height=460)
    yield Specimen(State.IDLE, 952, 300, _enlarged(_facts, 160), "FactRows")
    yield Specimen(State.ERROR, 952, 500, _enlarged(_failed, 290), "ErrorState")


def sheets() -> tuple[Sheet, ...]:
    """High contrast, large words."""
    return Sheet("contrast", tuple(_strong())), Sheet("large", tuple(_large()))
