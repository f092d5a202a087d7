"""Sheets of rows and of the line: the board's and the lists' rows, the clerk's column of what the house does.

Owns the samples: an invented fax and what can be said of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.ui.gallery.specimen import Build, Sheet, Specimen, State, nothing
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.widgets.line_column import DeviceNow, LineColumn, LineNow, LineStrip
from kiosk.ui.widgets.rows import BoardLine, BoardRowView, ChoiceRow
from kiosk.ui.widgets.table import TableLine, TableRow

_NUMBER = "021 1200 3846"


def _board(top: bool, key: str = "call") -> Build:
    def build(look: Look, rect: Rect) -> BoardRowView:
        level = look.colours.seal if top else look.colours.ochre
        icon = "notifications_active" if top else "outgoing_mail"
        words, source = (look.tr("board.call"), look.tr("call.from.home"))
        if key == "fax":
            words, source = look.tr("board.fax_unknown"), look.tr("board.here")
        act = look.tr("board.call.act" if top else "board.fax_unknown.act")
        line = BoardLine("sample", icon, words, source, "00:42" if top else "06:10", act, nothing, level, top)
        return BoardRowView(look, rect, line)

    return build


def _choice(chosen: bool, name: str = "invoice-2026-11.pdf") -> Build:
    def build(look: Look, rect: Rect) -> ChoiceRow:
        return ChoiceRow(look, rect, "sample", "fax", (name, look.tr.count("count.pages", 3)), chosen, nothing)

    return build


def _table(state: str, touched: bool) -> Build:
    def build(look: Look, rect: Rect) -> TableRow:
        colours = look.colours
        icon, colour = {
            "delivered": ("check_circle", colours.accent),
            "failed": ("error", colours.seal),
            "calling": ("outgoing_mail", colours.ink2),
        }[state]
        attempts = look.tr.count("log.attempts", 2)
        line = TableLine(icon, _NUMBER, attempts, look.tr(f"log.state.{state}"), colour, "sample")
        return TableRow(look, rect, replace(line, act=nothing) if touched else line)

    return build


def _rows() -> Iterator[Specimen]:
    yield Specimen(State.IDLE, 952, 82, _board(True), "BoardRowView top", portrait_height=124)
    yield Specimen(State.IDLE, 952, 82, _board(False, "fax"), "BoardRowView", portrait_height=124)
    yield Specimen(State.PRESSED, 952, 82, _board(False, "fax"), "BoardRowView", portrait_height=124)
    yield Specimen(State.IDLE, 464, 64, _choice(False), "ChoiceRow")
    yield Specimen(State.PRESSED, 464, 64, _choice(False), "ChoiceRow")
    yield Specimen(State.CHOSEN, 464, 64, _choice(True), "ChoiceRow")
    yield Specimen(
        State.IDLE, 464, 64, _choice(False, "a-long-name-of-a-file-from-a-stick-2026-11-21.pdf"), "shortened"
    )
    yield Specimen(State.DONE, 464, 64, _table("delivered", True), "TableRow")
    yield Specimen(State.PRESSED, 464, 64, _table("delivered", True), "TableRow")
    yield Specimen(State.ERROR, 464, 64, _table("failed", True), "TableRow")
    yield Specimen(State.BUSY, 464, 64, _table("calling", False), "TableRow")


def _line(state: State) -> tuple[Build, Build]:
    def now(look: Look) -> tuple[LineNow, list[DeviceNow]]:
        tr, colours = look.tr, look.colours
        devices = [
            DeviceNow("print", tr("device.receipt_printer"), tr("health.ok"), colours.accent, False),
            DeviceNow("usb", tr("device.media"), tr("health.ok"), colours.accent, False),
        ]
        match state:
            case State.BUSY:
                facts = (_NUMBER, tr("line.speed", rate="14.4"))
                title, pages = tr("line.phase.sending"), tr("line.pages", n=8)
                return LineNow(title, colours.accent, "3", pages, 0.34, facts), devices
            case State.ERROR:
                devices[0] = replace(devices[0], state=tr("health.media-empty"), colour=colours.ochre, troubled=True)
                return LineNow(tr("line.out"), colours.ochre, facts=(tr.count("line.queue", 2),), icon="error"), devices
            case _:
                return LineNow(tr("line.free"), colours.accent, facts=(tr("line.no_queue"),), icon="call"), devices

    return lambda look, rect: LineColumn(look, rect, *now(look)), lambda look, rect: LineStrip(look, rect, *now(look))


def _lines() -> Iterator[Specimen]:
    states = (State.IDLE, State.BUSY, State.ERROR)
    for state in states:
        yield Specimen(state, 272, 290, _line(state)[0], "LineColumn")
    for state in states:
        yield Specimen(state, 464, 52, _line(state)[1], "LineStrip")


def sheets() -> tuple[Sheet, ...]:
    """Rows and the line."""
    return Sheet("row", tuple(_rows())), Sheet("line", tuple(_lines()))
