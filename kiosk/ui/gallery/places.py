"""Sheets of what has its place on every screen: frame, bar, tabs, dialogs.

Owns their states; they are drawn in rows here instead of at the edges of the glass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.locale import Language
from kiosk.ui.gallery.specimen import WHOLE_WIDTH, Build, Sheet, Specimen, State, nothing
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.widgets.bar import Back, Bar, BarContent, Forward, Lookup, Note, PriceTag
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.dialog import Choice, Dialog
from kiosk.ui.widgets.frame import CallState, Frame, FrameActs, FrameContent, FrameStyle, call_words
from kiosk.ui.widgets.tabs import Tab, TabBar

_WAITED_S = 42
_LINE_ABOVE = 64  # an upright panel shows price or note above the bar


def _frame(style: FrameStyle, call: CallState = CallState.NONE, demo: bool = False) -> Build:
    def build(look: Look, rect: Rect) -> Frame:
        staff = style is FrameStyle.STAFF
        title = look.tr("staff.room.board") if staff else look.tr("gallery.estate")
        subtitle, person = ("", "8012") if staff else (look.tr("frame.centre"), "")
        seal = look.tr("gallery.seal")
        content = FrameContent(style, seal, title, subtitle, tuple(Language), demo, person, "badge", call)
        frame = Frame(look, content, FrameActs(nothing, nothing, nothing, nothing, nothing, nothing), rect)
        if frame.clock is not None:
            frame.clock.show("10:24")
        if frame.ring is not None:
            frame.ring.show(96, 120)
        if frame.call_words is not None:
            frame.call_words.show(call_words(look, call, _WAITED_S))
        return frame

    return build


def _frames() -> Iterator[Specimen]:
    for style in FrameStyle:
        yield Specimen(State.IDLE, WHOLE_WIDTH, 64, _frame(style), style.name)
    for call in (CallState.WAITING, CallState.ANSWERED):
        yield Specimen(State.BUSY, WHOLE_WIDTH, 64, _frame(FrameStyle.OWNER, call), call.name)
    for name, demo, finger in (("demo", True, "frame.call"), ("", False, "language.zh-Hant")):
        yield Specimen(State.PRESSED, WHOLE_WIDTH, 64, _frame(FrameStyle.OWNER, demo=demo), name, finger)
    yield Specimen(State.PRESSED, WHOLE_WIDTH, 64, _frame(FrameStyle.STAFF), "STAFF", "frame.leave")


def _priced(look: Look) -> BarContent:
    tr = look.tr
    tag = PriceTag(1200, (tr("charge.zone.domestic"), tr.count("count.pages", 3)))
    return BarContent(Back(tr("bar.back"), nothing), tag, Forward(tr("fax.number.next"), nothing))


def _unpriced(look: Look) -> BarContent:
    tr = look.tr
    tag = PriceTag(None, (tr("charge.zone.international"),))
    return BarContent(Back(tr("bar.back"), nothing), tag, Forward(tr("fax.number.missing"), None, kind=Kind.NOT_YET))


def _noted(look: Look) -> BarContent:
    tr = look.tr
    forward = Forward(tr("sending.home"), nothing, "home", Kind.PLAIN)
    return BarContent(Back(tr("sending.cancel"), nothing, danger=True), Note(tr("sending.meanwhile")), forward)


def _alarmed(look: Look) -> BarContent:
    tr = look.tr
    note = Note(tr("case.hand_over.note"), "warning", alarm=True)
    refused = Forward(tr("identify.locked"), nothing, kind=Kind.UNAVAILABLE)
    return BarContent(Back(tr("bar.back"), nothing), note, refused)


def _looked_up(look: Look) -> BarContent:
    tr = look.tr
    lookups = (
        Lookup("sample.prices", tr("home.prices"), "sell", nothing),
        Lookup("sample.contrast", tr("home.contrast"), "contrast", nothing),
    )
    return BarContent(middle=lookups, forward=Forward(tr("home.finish"), nothing, "logout", Kind.PLAIN))


def _bar(content: Callable[[Look], BarContent]) -> Build:
    def build(look: Look, rect: Rect) -> Bar:
        above = look.panel.y(_LINE_ABOVE) if look.panel.portrait else 0
        return Bar(look, content(look), rect.cut_top(above)[1])

    return build


def _bars() -> Iterator[Specimen]:
    high, upright = 106, 106 + _LINE_ABOVE
    for state, content, finger in (
        (State.IDLE, _priced, ""),
        (State.NOT_YET, _unpriced, ""),
        (State.BUSY, _noted, ""),
        (State.UNAVAILABLE, _alarmed, ""),
        (State.IDLE, _looked_up, ""),
        (State.PRESSED, _priced, "bar.forward"),
    ):
        yield Specimen(state, WHOLE_WIDTH, high, _bar(content), finger, finger, upright)


def _tabs(look: Look, rect: Rect) -> TabBar:
    tr = look.tr
    tabs = (
        Tab("sample.board", tr("tab.board"), "dashboard", nothing, open=True),
        Tab("sample.fax_log", tr("tab.fax_log"), "fax", nothing),
        Tab("sample.cases", tr("tab.cases"), "assignment", nothing),
        Tab("sample.closing", tr("tab.till"), "point_of_sale", nothing, missing=True),
        Tab("sample.technician", tr("tab.technician"), "construction", nothing),
    )
    return TabBar(look, rect, tabs)


def _asked(look: Look, rect: Rect) -> Dialog:
    tr = look.tr
    choices = (
        Choice("sample.cancel", tr("sending.cancel"), Kind.DANGER_OUTLINED, nothing),
        Choice("sample.go_on", tr("sending.go_on"), Kind.FILLED, nothing),
    )
    return Dialog(look, tr("sending.cancel.title"), tr("sending.cancel.words"), choices, place=rect)


def _told(look: Look, rect: Rect) -> Dialog:
    tr = look.tr
    close = (Choice("sample.close", tr("dialog.close"), Kind.FILLED, nothing),)
    return Dialog(look, tr("service.title"), tr("home.later.words"), close, place=rect)


def _warned(look: Look, rect: Rect) -> Dialog:
    tr = look.tr
    choices = (
        Choice("sample.end", tr("session.end"), Kind.OUTLINED, nothing),
        Choice("sample.go_on", tr("session.go_on"), Kind.FILLED, nothing),
    )
    dialog = Dialog(look, tr("session.title"), tr("session.words"), choices, counts=True, place=rect)
    if dialog.ring is not None:
        dialog.ring.show(14, 20)
    return dialog


def sheets() -> tuple[Sheet, ...]:
    """Frame, bar, tabs, dialogs."""
    whole, high = WHOLE_WIDTH, 440
    tabs = (
        Specimen(State.IDLE, whole, 72, _tabs),
        Specimen(State.PRESSED, whole, 72, _tabs, finger="sample.cases"),
    )
    dialogs = (
        Specimen(State.IDLE, whole, high, _asked),
        Specimen(State.ERROR, whole, high, _told),
        Specimen(State.BUSY, whole, high, _warned),
    )
    return Sheet("frame", tuple(_frames())), Sheet("bar", tuple(_bars())), Sheet("tabs", tabs), Sheet("dialog", dialogs)
