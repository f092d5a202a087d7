"""Writing: a text with keys over the whole lower glass, in the bar's place, or with a finger on a pad there (D2).

Owns the meeting of keys, finger, text and input methods for one field. What the text is for is the caller's business:
it hands in the label and takes the text when 完成 is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.locale import Language
from kiosk.ui.geometry import Rect
from kiosk.ui.ink import Ink
from kiosk.ui.input_methods import InputMethods
from kiosk.ui.keyboard import BACKSPACE, DONE, LEFT, MODE, RIGHT, TextEntry, Typing
from kiosk.ui.pinyin import PinyinInput
from kiosk.ui.schemas import Script
from kiosk.ui.screen import Page, Screen
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.keyboard import GRID, CandidateGrid, CandidateRow, Keys
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.writing_field import WritingField
from kiosk.ui.widgets.writing_pad import WIPE, WritingPad

_HINTS = {Typing.HAN: "writing.han", Typing.BOPOMOFO: "writing.bopomofo", Typing.LATIN: "writing.latin"}
_SWITCH_ACROSS = 132
_KEYS_DOWN, _PAD_DOWN = 4 * 98, 6 * 98  # of an upright glass
_WIDE, _TIGHT = (8, 9, 6), (3, 3, 3)  # above the field, below it, inside it
_ROOMY = 5  # rows: so much beside the keys leaves room for more than a few lines of text


@dataclass(frozen=True)
class WritingTask:
    """What is written: ``label`` and ``hint`` give words in the present language."""

    label: Callable[[], str]
    hint: Callable[[], str]
    text: str
    limit: int
    done: Callable[[str], None]


class Writing(Screen):
    """One field; below it the keyboard or the pad."""

    name = "writing"
    reflows = False  # the keys stay where they are; what is written grows
    low_already = True

    def __init__(self, shell: Shell, methods: InputMethods, task: WritingTask) -> None:
        super().__init__(shell)
        self._methods, self._task = methods, task
        self._entry = TextEntry(task.text, task.limit)
        self._fields: dict[Typing, PinyinInput] = {}
        self._language: Language | None = None
        self._was_ready = (False, False)
        self._typing_chosen = False  # by the key; else the letters follow the language of the glass
        self._page_open: int | None = None  # the page of the grid, or no grid
        self._ink = Ink()
        self._pad: WritingPad | None = None
        self._keys: Keys | None = None
        self._text: WritingField | None = None
        self._by_finger = False
        self._key_waits = ""  # pressed before what is drawn had been read

    def leave(self) -> None:
        self._entry.close()
        self._ink.wipe()
        self._drop_fields()

    def bar(self) -> None:
        """The keyboard stands in the bar's place; 完成 is the way forward."""
        return

    def tick(self) -> None:
        if self._ready != self._was_ready:
            self.refresh()  # an input method has become ready while the person was here
        if self._ink.due(self.shell.clock.monotonic()):
            self._read()

    # --- the input methods --------------------------------------------------------------------------------------

    @property
    def _script(self) -> Script:
        return Script.of(self.look.language)

    @property
    def _ready(self) -> tuple[bool, bool]:
        return self._methods.pinyin.ready, self._methods.handwriting.offered(self._script)

    def _choose_methods(self) -> None:
        """The script follows the language of the glass (A2); choosing another keeps the text."""
        language, pinyin = self.look.language, self._methods.pinyin
        self._was_ready = self._ready
        self._by_finger &= self._methods.handwriting.offered(self._script)
        if self._fields and language is self._language:
            return
        usual = Typing.LATIN if language is Language.EN else Typing.HAN
        self._entry.settle()
        self._ink.lifted(self.shell.clock.monotonic())  # read anew: it may be written in the other script
        self._page_open = None
        self._drop_fields()
        scripts = {Typing.HAN: self._script}
        if language is Language.ZH_HANT:
            scripts[Typing.BOPOMOFO] = Script.BOPOMOFO
        found = {typing: pinyin.field(script) for typing, script in scripts.items()}
        self._fields = {typing: field for typing, field in found.items() if field is not None}
        self._language = language
        self._entry.use(self._fields, self._entry.typing if self._typing_chosen else usual)

    def _drop_fields(self) -> None:
        for field in self._fields.values():
            field.close()
        self._fields = {}

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        self._choose_methods()
        panel = self.look.panel
        keys, rest = page.rect.cut_bottom(page.rect.bottom - self._keys_top(page.rect))
        two = panel.portrait and rest.h > _ROOMY * panel.finger  # rows of candidates
        above, below, inside = self._gaps(page.rect)
        row, rest = rest.cut_bottom(panel.finger * (2 if two else 1), panel.y(below))
        field = rest.cut_top(panel.y(above))[1].inset(panel.x(16), 0)
        first = self._text.first if self._text is not None else 0
        words = (self._task.label(), self._task.hint())
        self._text = WritingField(self.look, field, *words, self._put_caret, first, inside)
        if self._methods.handwriting.offered(self._script):
            other, row = row.cut_right(panel.x(_SWITCH_ACROSS))
            page.add(self._switch(other))
        now_s = self.shell.clock.monotonic
        self._row = CandidateRow(self.look, row, self._choose, self._toggle_grid, self._typed, now_s)
        page.add(self._text, self._row)
        self._compose_below(page, keys)
        self._show_text()

    def _compose_below(self, page: Page, rect: Rect) -> None:
        """Keyboard, pad, or over them all candidates."""
        look, now_s = self.look.usual, self.shell.clock.monotonic
        self._pad = self._keys = None
        if self._page_open is not None:
            page.add(CandidateGrid(look, rect, self._offered, self._page_open, self._choose, self._turn))
        elif self._by_finger:
            self._pad = WritingPad(look, rect, self._ink.strokes, self._lifted, self._typed_beside_pad, now_s)
            page.add(self._pad)
        else:
            self._keys = Keys(look, rect, self._entry, self._typed, now_s)
            page.add(self._keys)

    def _switch(self, rect: Rect) -> Button:
        """Between keyboard and pad; beside the candidates, where it is seen by who does not know how to type a word."""
        words = self.tr("writing.by_keys" if self._by_finger else "writing.by_finger")
        caption = Caption(words, Type.TEXT, "" if self._by_finger else "draw", 28)
        switch = Button(self.look.usual, rect, "writing.switch", caption, Kind.PLAIN, self._switch_over, bleed=True)
        for edge in (rect.cut_top(1)[0], rect.cut_bottom(1)[0], rect.cut_left(1)[0]):  # as of the row beside it
            hairline(switch.canvas.after, self.look, edge, self.look.colours.line)
        return switch

    def _keys_top(self, rect: Rect) -> int:
        panel = self.look.panel
        if not panel.portrait:
            return panel.y(257)
        wanted = panel.y(_PAD_DOWN if self._by_finger else _KEYS_DOWN)
        return rect.bottom - min(wanted, rect.h - self._line(self._gaps(rect)))

    def _line(self, gaps: tuple[int, int, int]) -> int:
        """How high one line of text and the row below it are."""
        above, below, inside = gaps
        panel = self.look.panel
        return panel.y(above + 30 + 2 * inside + below) + self.look.line_height(Type.LEAD) + panel.finger

    def _gaps(self, rect: Rect) -> tuple[int, int, int]:
        """Large words on the lower part of an upright glass leave six rows of keys 9 mm only where these are small."""
        tight = self.look.panel.portrait and rect.h - self._line(_WIDE) < self.look.panel.y(_KEYS_DOWN)
        return _TIGHT if tight else _WIDE

    @property
    def _offered(self) -> tuple[str, ...]:
        return self._ink.candidates if self._by_finger else self._entry.composition.candidates

    def _show_text(self) -> None:
        if self._text is not None:
            self._text.show(self._entry)
        self._row.show(self._offered, self._row_hint(), self._page_open is not None, bool(self._entry.text))

    def _row_hint(self) -> str:
        if self._entry.full:
            return self.tr("writing.full", limit=self._entry.limit)
        if self._by_finger:
            return self.tr("writing.finger")
        if self._entry.can_write_han:
            return self.tr(_HINTS[self._entry.typing])
        return self.tr("writing.no_han" if self._methods.pinyin.missing else "writing.han_later")

    # --- keys ---------------------------------------------------------------------------------------------------

    def _typed(self, name: str) -> None:
        if self.shell.dialogs.shown is not None:
            return  # the key is held, and a dialog has come over it
        if name == DONE:
            self._entry.settle()
            self._task.done(self._entry.text.strip())
            return
        if name == MODE and not self._entry.can_write_han:
            self.shell.dialogs.tell("writing.no_han" if self._methods.pinyin.missing else "writing.han_later")
            return
        if name not in (LEFT, RIGHT):
            self._row.hold_on()
        self._typing_chosen |= name == MODE
        before, composing = self._state_of_keys, bool(self._entry.composition.preedit)
        self._entry.press(name)
        if composing and not self._entry.composition.preedit:
            self._hold_on()
        if self._state_of_keys != before:
            self.refresh()
        else:
            self._show_text()

    def _hold_on(self) -> None:
        """Backspace was held to take back what is not final: the text behind it is another matter."""
        self._row.hold_on()
        board = self._keys or self._pad
        if board is not None:
            board.backspace.stop()

    def _put_caret(self, at: int) -> None:
        """A finger has pointed between two characters."""
        self._row.hold_on()
        self._entry.place(at)
        if self._page_open is not None and not self._offered:
            self._page_open = None
            self.refresh()
        else:
            self._show_text()

    @property
    def _state_of_keys(self) -> tuple[bool, bool, Typing]:
        """What the caps depend on: only then are they drawn anew."""
        return self._entry.shifted, self._entry.signs, self._entry.typing

    def _choose(self, index: int) -> None:
        if self._by_finger:
            self._take_character(index)
        else:
            self._entry.choose(index)
        if self._page_open is None:
            self._show_text()
        else:
            self._page_open = 0 if self._offered else None
            self.refresh()

    def _toggle_grid(self) -> None:
        self._page_open = 0 if self._page_open is None else None
        self.refresh()

    def _turn(self, way: str) -> None:
        last = (len(self._offered) - 1) // (GRID[0] * GRID[1])
        page = (self._page_open or 0) + (1 if way == "next" else -1)
        self._page_open = min(last, max(0, page))
        self.refresh()

    # --- the finger ---------------------------------------------------------------------------------------------

    def _switch_over(self) -> None:
        self._entry.settle()
        self._ink.wipe()
        self._page_open, self._key_waits = None, ""
        self._by_finger = not self._by_finger
        self.refresh()

    def _lifted(self) -> None:
        self._row.hold_on()
        self._ink.lifted(self.shell.clock.monotonic())

    def _read(self) -> None:
        """In a thread: it takes longer than a frame."""
        if self._pad is None or self.busy("read"):
            return
        state, strokes = self._ink.begin_reading()
        aspect, handwriting, script = self._pad.pad.aspect, self._methods.handwriting, self._script
        square = [[(x * aspect, y) for x, y in stroke] for stroke in strokes]
        self.work("read", lambda: handwriting.read(square, script), partial(self._has_read, state))

    def _has_read(self, state: int, candidates: tuple[str, ...]) -> None:
        self._ink.take(state, candidates)
        self._show_text()
        name, self._key_waits = self._key_waits, ""
        if name:
            self._typed_beside_pad(name)

    def _typed_beside_pad(self, name: str) -> None:
        """A key makes final what is drawn, as it does with letters; only these two are about the strokes themselves."""
        if name == WIPE:
            self._ink.wipe()
        elif name == BACKSPACE and not self._ink.blank:
            self._ink.undo(self.shell.clock.monotonic())
            if self._ink.blank:
                self._hold_on()
        elif self._ink.unread:
            self._key_waits = name
            self._ink.close()
            self._read()
            return
        else:
            self._put_character(0)
            self._ink.pass_on()
            self._typed(name)
        self._show_ink()

    def _take_character(self, index: int) -> None:
        """One of the candidates becomes text, and the pad is clean for the next character."""
        self._put_character(index)
        self._ink.wipe()
        self._show_ink()

    def _put_character(self, index: int) -> None:
        if index < len(self._offered):
            self._entry.put(self._offered[index])

    def _show_ink(self) -> None:
        if self.shown and self._pad is not None:
            self._pad.pad.show_strokes()
            self._show_text()
