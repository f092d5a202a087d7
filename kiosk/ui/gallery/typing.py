"""Sheets of what is written with: number pad and field, passcode, unit picker, keyboard, signature.

Owns the samples that are typed. No input method runs here: candidates are a sample too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from kiosk.desk.views import UnitView
from kiosk.ui.gallery.specimen import WHOLE_WIDTH, Build, Sheet, Specimen, State, nothing
from kiosk.ui.geometry import Rect
from kiosk.ui.keyboard import TextEntry, Typing
from kiosk.ui.look import Look
from kiosk.ui.pinyin import Composition
from kiosk.ui.widgets.field import NumberEntry, NumberField
from kiosk.ui.widgets.keyboard import CandidateGrid, CandidateRow, Keys
from kiosk.ui.widgets.pad import CLEAR, PLUS, NumberPad, PasscodeDots
from kiosk.ui.widgets.signature import SignaturePad
from kiosk.ui.widgets.unit_picker import Pick, UnitPicker
from kiosk.ui.widgets.writing_field import WritingField
from kiosk.ui.widgets.writing_pad import WritingPad

_NUMBER = ("021", "1200", "3846")
_CANDIDATES = ("水管漏水", "水管", "税官", *"水睡谁税说顺双刷率摔帅栓涮爽瞬朔烁")
_UNITS = tuple(
    UnitView(f"{building}-{entrance}-{room}", building, entrance, room)
    for building in ("8", "10", "12")
    for entrance in ("1", "2")
    for room in ("101", "102", "201", "202", "301", "302", "401", "402")
)
_LIMIT = 60
_Stroke = tuple[tuple[float, float], ...]


def _scrawl(points: int) -> _Stroke:
    """One stroke of loops that grow flat: nobody's name."""
    turns = [(n / points, n / points * 24) for n in range(points + 1)]
    return tuple(
        (0.16 + 0.66 * t + 0.05 * math.sin(turn), 0.48 + 0.2 * (1 - 0.8 * t) * math.cos(turn)) for t, turn in turns
    )


def still() -> float:
    """The time on a sheet."""
    return 0.0


class NoMethod:
    """An input method that has nothing to say: the keys only want to know that there is one."""

    def key(self, letter: str) -> Composition:
        return Composition(letter)

    def backspace(self) -> Composition:
        return Composition()

    def first(self) -> Composition:
        return Composition()

    def choose(self, index: int) -> Composition:
        return Composition()

    def clear(self) -> Composition:
        return Composition()


def _field(state: State) -> Build:
    def build(look: Look, rect: Rect) -> NumberField:
        first, again = look.tr("fax.number.first"), look.tr("fax.number.again")
        entries = {
            State.EMPTY: NumberEntry(first, (), active=True),
            State.IDLE: NumberEntry(first, _NUMBER[:2], active=False),
            State.CHOSEN: NumberEntry(again, _NUMBER[:2], active=True, missing=4),
            State.DONE: NumberEntry(first, _NUMBER, active=False, done=True),
            State.ERROR: NumberEntry(
                again, ("021", "1206"), active=True, wrong_from=6, fault=look.tr("fax.number.differs")
            ),
        }
        return NumberField(look, rect, "sample", entries.get(state, entries[State.IDLE]), nothing)

    return build


def _pad(corner: str) -> Build:
    return lambda look, rect: NumberPad(look, rect, corner, nothing, still)


def _dots(typed: int) -> Build:
    return lambda look, rect: PasscodeDots(look, rect, 6, typed)


def _numbers() -> Iterator[Specimen]:
    for state in (State.EMPTY, State.CHOSEN, State.DONE, State.ERROR, State.IDLE, State.PRESSED):
        yield Specimen(state, 472, 102, _field(state), "NumberField")
    yield Specimen(State.EMPTY, 220, 60, _dots(0), "PasscodeDots")
    yield Specimen(State.IDLE, 220, 60, _dots(4), "PasscodeDots")


def _pads() -> tuple[Specimen, ...]:
    return (
        Specimen(State.IDLE, 376, 392, _pad(CLEAR), "CLEAR"),
        Specimen(State.PRESSED, 376, 392, _pad(PLUS), "PLUS", finger="pad.5"),
    )


def _picker(pick: Pick) -> Build:
    return lambda look, rect: UnitPicker(look, rect, _UNITS, pick, nothing)


def _units() -> tuple[Specimen, ...]:
    first = Pick().choose("12")
    room = first.choose("1")
    return (
        Specimen(State.EMPTY, 552, 310, _picker(Pick())),
        Specimen(State.PRESSED, 552, 310, _picker(first), finger="unit.choice.2"),
        Specimen(State.IDLE, 552, 310, _picker(room), "room"),
        Specimen(State.CHOSEN, 552, 310, _picker(room.choose("101"))),
    )


def _keys(typing: Typing = Typing.LATIN, signs: bool = False, shifted: bool = False, method: bool = True) -> Build:
    def build(look: Look, rect: Rect) -> Keys:
        entry = TextEntry("", _LIMIT)
        entry.use({typing: NoMethod()} if method else {}, typing)
        entry.signs, entry.shifted = signs, shifted
        return Keys(look, rect, entry, nothing, still)

    return build


def _keyboards() -> tuple[Specimen, ...]:
    whole, high = WHOLE_WIDTH, 343
    return (
        Specimen(State.IDLE, whole, high, _keys(Typing.HAN), "HAN"),
        Specimen(State.PRESSED, whole, high, _keys(shifted=True), "LATIN shift", finger="key.g"),
        Specimen(State.IDLE, whole, high, _keys(Typing.HAN, signs=True), "HAN signs"),
        Specimen(State.UNAVAILABLE, whole, high, _keys(signs=True, method=False), "LATIN signs"),
        Specimen(State.IDLE, whole, high, _keys(Typing.BOPOMOFO), "BOPOMOFO"),
    )


def _candidates(found: tuple[str, ...], arrows: bool = False) -> Build:
    def build(look: Look, rect: Rect) -> CandidateRow:
        row = CandidateRow(look, rect, nothing, nothing, nothing, still)
        row.show(found, look.tr("writing.han"), False, arrows)
        return row

    return build


def _grid(page: int) -> Build:
    return lambda look, rect: CandidateGrid(look, rect, _CANDIDATES, page, nothing, nothing)


def _writing(part: str, preedit: str = "", back: int = 0) -> Build:
    """``part`` of the example sentence: none of it, its first half, more than the field may hold.

    The caret stands ``back`` characters before its end.
    """

    def build(look: Look, rect: Rect) -> WritingField:
        field = WritingField(look, rect, look.tr("repair.words.label"), look.tr("repair.words.missing"), nothing)
        example = look.tr("repair.words.example")
        text = {"none": "", "half": example[: len(example) // 2].rstrip(), "full": (example * 5)[:_LIMIT]}[part]
        entry = TextEntry(text, _LIMIT)
        entry.place(len(text) - back)
        entry.composition = Composition(preedit)
        field.show(entry)
        return field

    return build


def _writings() -> tuple[Specimen, ...]:
    whole = WHOLE_WIDTH
    return (
        Specimen(State.EMPTY, 952, 116, _writing("none"), "WritingField"),
        Specimen(State.BUSY, 952, 116, _writing("half", "shui guan"), "WritingField"),
        Specimen(State.ERROR, 952, 116, _writing("full"), "WritingField"),
        Specimen(State.CHOSEN, 952, 116, _writing("half", "shui guan", back=4), "WritingField"),
        Specimen(State.EMPTY, whole, 62, _candidates(()), "CandidateRow"),
        Specimen(State.PRESSED, whole, 62, _candidates((), arrows=True), "CandidateRow", finger="caret.left"),
        Specimen(State.IDLE, whole, 62, _candidates(_CANDIDATES), "CandidateRow"),
        Specimen(State.PRESSED, whole, 62, _candidates(_CANDIDATES), "CandidateRow", finger="candidate.1"),
        Specimen(State.IDLE, whole, 281, _grid(0), "CandidateGrid"),
    )


def _signature(*strokes: _Stroke) -> Build:
    return lambda look, rect: SignaturePad(look, rect, [list(stroke) for stroke in strokes], nothing)


def _character(*strokes: _Stroke) -> Build:
    return lambda look, rect: WritingPad(look, rect, [list(stroke) for stroke in strokes], nothing, nothing, still)


# 水, as a finger writes it
_WATER = (
    ((0.5, 0.14), (0.5, 0.83), (0.46, 0.79)),
    ((0.37, 0.36), (0.46, 0.36), (0.42, 0.56), (0.34, 0.73)),
    ((0.61, 0.29), (0.52, 0.42)),
    ((0.51, 0.41), (0.56, 0.58), (0.66, 0.73)),
)


def _characters() -> tuple[Specimen, ...]:
    whole, high, higher = WHOLE_WIDTH, 343, 588
    return (
        Specimen(State.EMPTY, whole, high, _character(), portrait_height=higher),
        Specimen(State.PRESSED, whole, high, _character(*_WATER), finger="key.wipe", portrait_height=higher),
    )


def sheets() -> tuple[Sheet, ...]:
    """Numbers, pads, unit, keyboard, writing, a character by hand, signature."""
    signatures = (
        Specimen(State.EMPTY, 464, 340, _signature()),
        Specimen(State.DONE, 464, 340, _signature(_scrawl(120))),
    )
    return (
        Sheet("number", tuple(_numbers())),
        Sheet("pad", _pads()),
        Sheet("unit", _units()),
        Sheet("keyboard", _keyboards()),
        Sheet("writing", _writings()),
        Sheet("character", _characters()),
        Sheet("signature", signatures),
    )
