"""Writing: a text with the keyboard over the whole lower glass, in the bar's place; Chinese by pinyin or Bopomofo (D2).

Owns the meeting of keys, text and input method for one field. What the text is for is the caller's business: it hands
in the label and takes the text when 完成 is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.locale import Language
from kiosk.ui.geometry import Rect
from kiosk.ui.keyboard import DONE, MODE, TextEntry, Typing
from kiosk.ui.pinyin import Pinyin, PinyinInput, Script
from kiosk.ui.screen import Page, Screen
from kiosk.ui.shell import Shell
from kiosk.ui.widgets.keyboard import GRID, CandidateGrid, CandidateRow, Keys, WritingField

_HINTS = {Typing.HAN: "writing.han", Typing.BOPOMOFO: "writing.bopomofo", Typing.LATIN: "writing.latin"}


@dataclass(frozen=True)
class WritingTask:
    """What is written: ``label`` and ``hint`` give words in the present language."""

    label: Callable[[], str]
    hint: Callable[[], str]
    text: str
    limit: int
    done: Callable[[str], None]


class Writing(Screen):
    """One field, one keyboard."""

    name = "writing"
    reflows = False  # the keys stay where they are; what is written grows

    def __init__(self, shell: Shell, pinyin: Pinyin, task: WritingTask) -> None:
        super().__init__(shell)
        self._pinyin, self._task = pinyin, task
        self._entry = TextEntry(task.text, task.limit)
        self._fields: dict[Typing, PinyinInput] = {}
        self._language: Language | None = None
        self._was_ready = False
        self._typing_chosen = False  # by the key; else the letters follow the language of the glass
        self._page_open: int | None = None  # the page of the grid, or no grid

    def leave(self) -> None:
        self._entry.close()
        self._drop_fields()

    def bar(self) -> None:
        """The keyboard stands in the bar's place; 完成 is the way forward."""
        return

    def tick(self) -> None:
        if self._pinyin.ready and not self._was_ready:
            self.refresh()  # the input method has become ready while the person was here

    # --- the input method ---------------------------------------------------------------------------------------

    def _choose_method(self) -> None:
        """The script follows the language of the glass (A2); choosing another keeps the text."""
        language = self.look.language
        if self._fields and language is self._language:
            return
        self._was_ready = self._pinyin.ready
        usual = Typing.LATIN if language is Language.EN else Typing.HAN
        self._entry.settle()
        self._page_open = None
        self._drop_fields()
        scripts = {Typing.HAN: Script.of(language)}
        if language is Language.ZH_HANT:
            scripts[Typing.BOPOMOFO] = Script.BOPOMOFO
        found = {typing: self._pinyin.field(script) for typing, script in scripts.items()}
        self._fields = {typing: field for typing, field in found.items() if field is not None}
        self._language = language
        self._entry.use(self._fields, self._entry.typing if self._typing_chosen else usual)

    def _drop_fields(self) -> None:
        for field in self._fields.values():
            field.close()
        self._fields = {}

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        self._choose_method()
        panel = self.look.panel
        keys, rest = page.rect.cut_bottom(page.rect.bottom - self._keys_top(page.rect))
        row, rest = rest.cut_bottom(panel.y(62), panel.y(9))
        field = Rect(rest.x, rest.y + panel.y(8), rest.w, rest.h - panel.y(8)).inset(panel.x(16), 0)
        self._text = WritingField(self.look, field, self._task.label(), self._task.hint())
        self._row = CandidateRow(self.look, row, self._choose, self._toggle_grid)
        page.add(self._text, self._row)
        if self._page_open is None:
            page.add(Keys(self.look.usual, keys, self._entry, self._typed))
        else:
            found = self._entry.composition.candidates
            page.add(CandidateGrid(self.look.usual, keys, found, self._page_open, self._choose, self._turn))
        self._show_text()

    def _keys_top(self, rect: Rect) -> int:
        panel = self.look.panel
        if panel.portrait:
            return rect.bottom - panel.y(4 * 98)
        return panel.y(257)

    def _show_text(self) -> None:
        entry = self._entry
        self._text.show(entry.text, entry.composition.preedit, entry.limit)
        self._row.show(entry.composition.candidates, self._row_hint(), self._page_open is not None)

    def _row_hint(self) -> str:
        if self._entry.full:
            return self.tr("writing.full", limit=self._entry.limit)
        if self._entry.can_write_han:
            return self.tr(_HINTS[self._entry.typing])
        return self.tr("writing.no_han" if self._pinyin.missing else "writing.han_later")

    # --- keys ---------------------------------------------------------------------------------------------------

    def _typed(self, name: str) -> None:
        if name == DONE:
            self._entry.settle()
            self._task.done(self._entry.text.strip())
            return
        if name == MODE and not self._entry.can_write_han:
            self.shell.dialogs.tell("writing.no_han" if self._pinyin.missing else "writing.han_later")
            return
        self._typing_chosen |= name == MODE
        before = self._state_of_keys
        self._entry.press(name)
        if self._state_of_keys != before:
            self.refresh()
        else:
            self._show_text()

    @property
    def _state_of_keys(self) -> tuple[bool, bool, Typing]:
        """What the caps depend on: only then are they drawn anew."""
        return self._entry.shifted, self._entry.signs, self._entry.typing

    def _choose(self, index: int) -> None:
        self._entry.choose(index)
        if self._page_open is None:
            self._show_text()
        else:
            self._page_open = 0 if self._entry.composition.candidates else None
            self.refresh()

    def _toggle_grid(self) -> None:
        self._page_open = 0 if self._page_open is None else None
        self.refresh()

    def _turn(self, way: str) -> None:
        last = (len(self._entry.composition.candidates) - 1) // (GRID[0] * GRID[1])
        page = (self._page_open or 0) + (1 if way == "next" else -1)
        self._page_open = min(last, max(0, page))
        self.refresh()
