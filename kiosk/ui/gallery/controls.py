"""Sheets of what is touched: buttons, choices, switches, tiles, cards, marks.

Owns which states of each are shown. Words are the screens' own sentences, so each is seen as long as it will be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.ui.gallery.specimen import Build, Sheet, Specimen, State, nothing
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.card import Source, SourceCard
from kiosk.ui.widgets.choice import Checkbox, OnOff, Option, RadioCard, Segment, SegmentedSwitch
from kiosk.ui.widgets.priced import Priced, PricedCard
from kiosk.ui.widgets.score import ScoreKey
from kiosk.ui.widgets.tile import MainTile, Service, SmallTile
from kiosk.ui.widgets.way_cards import WayCards

_STILL = {Kind.NOT_YET: State.NOT_YET, Kind.UNAVAILABLE: State.UNAVAILABLE}  # a finger does nothing here
_CAPTIONS = {
    Kind.FILLED: "identify.confirm",
    Kind.ALARM: "board.call.act",
    Kind.DANGER_OUTLINED: "sending.cancel",
    Kind.OUTLINED: "sign_in.enter",
    Kind.CONTROL: "sign.again",
    Kind.FUNCTION: "pad.clear",
    Kind.PLAIN: "bar.back",
    Kind.DANGER: "sending.cancel",
    Kind.NOT_YET: "identify.unit_missing",
    Kind.UNAVAILABLE: "fax.source.explain",
}
_WHY = "why.receipt_printer.media-empty"


def _button(kind: Kind, icon: str = "", icon_last: bool = False) -> Build:
    def build(look: Look, rect: Rect) -> Button:
        words = look.tr(_CAPTIONS[kind]) if kind in _CAPTIONS else "5"
        role = {Kind.KEY: Type.KEY, Kind.NOT_YET: Type.LEAD}.get(kind, Type.SUBTITLE)
        act = None if kind is Kind.NOT_YET else nothing
        return Button(look, rect, "sample", Caption(words, role, icon, icon_last=icon_last), kind, act)

    return build


def _buttons() -> Iterator[Specimen]:
    for kind in Kind:
        width = 288 if kind in _STILL else 226
        yield Specimen(_STILL.get(kind, State.IDLE), width, 64, _button(kind), kind.name)
        if kind not in _STILL:
            yield Specimen(State.PRESSED, width, 64, _button(kind), kind.name)
    yield Specimen(State.IDLE, 226, 64, _button(Kind.OUTLINED, "person"), "icon")
    yield Specimen(State.IDLE, 226, 64, _button(Kind.FILLED, "arrow_forward", icon_last=True), "icon_last")
    for kind in (Kind.FILLED, Kind.CONTROL, Kind.KEY, Kind.ALARM):
        yield Specimen(State.FOCUSED, 226, 80, _button(kind), kind.name)


def _option(chosen: bool = False, told: State = State.IDLE) -> Build:
    def build(look: Look, rect: Rect) -> RadioCard:
        title, words = look.tr("pay.cash"), look.tr("pay.cash.words")
        option = Option("sample", "payments", title, words, chosen, nothing)
        if told is not State.IDLE:
            reason, remedy = look.tr(_WHY), look.tr("still.kept_receipt")
            option = replace(option, reason=reason, remedy=remedy, limited=told is State.LIMITED)
        return RadioCard(look, rect, option)

    return build


def _options() -> tuple[Specimen, ...]:
    return (
        Specimen(State.IDLE, 472, 126, _option()),
        Specimen(State.PRESSED, 472, 126, _option()),
        Specimen(State.CHOSEN, 472, 126, _option(chosen=True)),
        Specimen(State.LIMITED, 472, 126, _option(told=State.LIMITED)),
        Specimen(State.UNAVAILABLE, 472, 126, _option(told=State.UNAVAILABLE)),
        Specimen(State.PRESSED, 472, 126, _ways, "WayCards", finger="sample.free"),
    )


def _ways(look: Look, rect: Rect) -> WayCards:
    icons = (("account", "account_balance_wallet"), ("voucher", "sell"), ("free", "verified"))
    chosen, words = "voucher", look.tr("pay.voucher.words")
    ways = [Option(f"sample.{key}", icon, look.tr(f"pay.{key}"), words, key == chosen, nothing) for key, icon in icons]
    return WayCards(look, rect, ways)


def _check(on: bool) -> Build:
    def build(look: Look, rect: Rect) -> Checkbox:
        return Checkbox(look, rect, "sample", look.tr("repair.group.water.phrase.1"), "¥ 60.00", on, nothing)

    return build


def _switch(on: bool) -> Build:
    def build(look: Look, rect: Rect) -> OnOff:
        tr = look.tr
        key = "repair.materials.owner" if on else "repair.materials.centre"
        words = tr(key), tr(f"{key}.words")
        return OnOff(look, rect, "sample", "construction", words, on, nothing)

    return build


def _segments(chosen: int) -> Build:
    def build(look: Look, rect: Rect) -> SegmentedSwitch:
        ways = ("standard", "fine", "photo")
        told = [(look.tr(f"preview.{way}"), look.tr(f"preview.{way}.words")) for way in ways]
        segments = [Segment(f"sample.{n}", *words, chosen=n == chosen, act=nothing) for n, words in enumerate(told)]
        return SegmentedSwitch(look, rect, segments)

    return build


def _switches() -> tuple[Specimen, ...]:
    return (
        Specimen(State.IDLE, 306, 60, _check(False), "Checkbox"),
        Specimen(State.PRESSED, 306, 60, _check(False), "Checkbox"),
        Specimen(State.CHOSEN, 306, 60, _check(True), "Checkbox"),
        Specimen(State.IDLE, 472, 80, _switch(False), "OnOff"),
        Specimen(State.PRESSED, 472, 80, _switch(False), "OnOff"),
        Specimen(State.CHOSEN, 472, 80, _switch(True), "OnOff"),
        Specimen(State.PRESSED, 472, 80, _switch(True), "OnOff"),
        Specimen(State.CHOSEN, 472, 80, _segments(0), "SegmentedSwitch"),
        Specimen(State.PRESSED, 472, 80, _segments(0), "SegmentedSwitch", finger="sample.1"),
    )


def _service(look: Look, main: bool, told: str) -> Service:
    key, icon = ("home.fax", "outgoing_mail") if main else ("home.repair", "home_repair_service")
    service = Service("sample", icon, look.tr(key), look.tr(f"{key}.words"), nothing)
    match told:
        case "filled":
            return replace(service, filled=True)
        case "badge":
            return replace(service, badge=look.tr.count("count.pages", 2))
        case "limited" | "unavailable":
            reason, remedy = look.tr(_WHY), look.tr("still.kept_receipt" if main else "still.case_number")
            return replace(service, reason=reason, remedy=remedy, limited=told == "limited")
        case _:
            return service


def _tile(main: bool, told: str = "") -> Build:
    kind = MainTile if main else SmallTile
    return lambda look, rect: kind(look, rect, _service(look, main, told))


def _tiles(main: bool) -> Iterator[Specimen]:
    width, height = (473.0, 160.0) if main else (230.0, 164.0)
    yield Specimen(State.IDLE, width, height, _tile(main))
    yield Specimen(State.PRESSED, width, height, _tile(main))
    yield Specimen(State.LIMITED, width, height, _tile(main, "limited"))
    yield Specimen(State.UNAVAILABLE, width, height, _tile(main, "unavailable"))
    yield Specimen(State.IDLE, width, height, _tile(main, "filled"), "filled")
    yield Specimen(State.PRESSED, width, height, _tile(main, "filled"), "filled")
    if main:
        yield Specimen(State.IDLE, width, height, _tile(main, "badge"), "badge")
        yield Specimen(State.FOCUSED, width, height + 16, _tile(main))


def _source(state: State) -> Build:
    return lambda look, rect: SourceCard(look, rect, _told_source(look, state))


def _told_source(look: Look, state: State) -> Source:
    tr = look.tr
    how, wait = tr("fax.source.stick.how"), tr("fax.source.stick.wait")
    stick = Source(
        "sample", "usb", tr("fax.source.stick"), tr("fax.source.stick.present"), how, wait, Kind.NOT_YET, None
    )
    match state:
        case State.EMPTY:
            return replace(stick, state=tr("fax.source.stick.absent"))
        case State.BUSY:
            return replace(stick, words="", button=tr("fax.files.reading"))
        case State.UNAVAILABLE:
            title, reason = tr("fax.source.scanner"), tr("fax.source.scanner.later")
            paper = replace(stick, icon="document_scanner", title=title, reason=reason)
            return replace(paper, button=tr("fax.source.explain"), kind=Kind.CONTROL, act=nothing)
        case _:
            found = replace(stick, words=tr.count("fax.source.stick.files", 3), button=tr("fax.source.stick.open"))
            return replace(found, kind=Kind.FILLED, act=nothing, chosen=True)


def _sources() -> Iterator[Specimen]:
    for state in (State.EMPTY, State.BUSY, State.CHOSEN, State.PRESSED, State.UNAVAILABLE):
        yield Specimen(state, 304, 306, _source(state))


def _priced(fen: int | None, chosen: bool = False) -> Build:
    return lambda look, rect: PricedCard(look, rect, Priced("sample", look.tr("repair.valve"), fen, chosen, nothing))


def _score(score: int) -> Build:
    return lambda look, rect: ScoreKey(look, rect, score, look.tr(f"rate.{score}"), nothing)


def _cards() -> Iterator[Specimen]:
    yield Specimen(State.IDLE, 230, 130, _priced(6000), "PricedCard")
    yield Specimen(State.PRESSED, 230, 130, _priced(6000), "PricedCard")
    yield Specimen(State.CHOSEN, 230, 130, _priced(6000, True), "PricedCard")
    yield Specimen(State.IDLE, 230, 130, _priced(None), "fen=None")
    for score in range(1, 5):
        yield Specimen(State.IDLE, 178, 188, _score(score), f"ScoreKey {score}")
    yield Specimen(State.PRESSED, 178, 188, _score(5), "ScoreKey 5")


def sheets() -> tuple[Sheet, ...]:
    """Buttons, choices, switches, tiles, sources, cards."""
    return (
        Sheet("button", tuple(_buttons())),
        Sheet("choice", _options()),
        Sheet("switch", _switches()),
        Sheet("tile", (*_tiles(True),)),
        Sheet("small_tile", (*_tiles(False),)),
        Sheet("source", tuple(_sources())),
        Sheet("card", tuple(_cards())),
    )
