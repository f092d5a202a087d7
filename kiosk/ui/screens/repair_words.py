"""What is wrong: ready phrases as large keys, so nobody has to type, and one's own words with the keyboard (D2)."""

from __future__ import annotations

from typing import ClassVar

from kiosk.ui.geometry import Rect
from kiosk.ui.pinyin import Pinyin
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.repair_form import RepairForm, item_words, phrases_of
from kiosk.ui.screens.repair_time import RepairTime
from kiosk.ui.screens.writing import Writing, WritingTask
from kiosk.ui.shell import Shell
from kiosk.ui.theme import GAP, Radius, Stroke, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, PriceTag
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.fitting import last_lines
from kiosk.ui.widgets.paint import Paint
from kiosk.ui.widgets.text import TOP, IconMark, Set, Text
from kiosk.ui.widgets.touch import Touchable, pressed

_TEXT = Set("left", "top", wrap=True)


class RepairWords(Screen):
    """Step 2 of 4."""

    name = "repair_words"
    step: ClassVar[int] = 2
    steps: ClassVar[int] = 4

    def __init__(self, shell: Shell, pinyin: Pinyin, form: RepairForm) -> None:
        super().__init__(shell)
        self._pinyin, self._form = pinyin, form

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        _, rect = page.margin.cut_top(panel.y(8))
        head, rect = rect.cut_top(panel.y(58), panel.y(4))
        rect = rect.cut_bottom(panel.y(14))[1]
        page.add(Text(look, head, self.tr("repair.words.title"), Type.TITLE, look.colours.ink))
        phrases, text = rect.cut_top(panel.y(170), panel.y(GAP))
        across = 2 if panel.portrait else 3
        if panel.portrait:
            phrases, text = rect.cut_top(panel.y(260), panel.y(GAP))
        cells = phrases.grid(across, 6 // across, panel.x(GAP), panel.y(10))
        group = self._form.item.group_key if self._form.item else ""
        for cell, phrase in zip(cells, phrases_of(look, group), strict=False):
            page.add(self._phrase_key(cell, phrase))
        page.add(self._text_card(text))

    def _phrase_key(self, rect: Rect, phrase: str) -> Touchable:
        look, colours, chosen = self.look, self.look.colours, phrase in self._form.phrases
        paint = Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.LINE, radius=Radius.CARD)
        if chosen:
            paint = Paint(fill=colours.accent_tint, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
        touch = Touchable(look, rect, phrase, paint, pressed(paint, look), lambda: self._toggle(phrase))
        mark, words = rect.inset(look.panel.x(16), 0).cut_right(look.panel.x(30))
        role = Type.SUBTITLE if chosen else Type.LEAD
        touch.add(Text(look, words, self.tr(phrase), role, colours.ink, Set("left", "middle", wrap=True)))
        if chosen:
            touch.add(IconMark(look, mark, "check_circle", 28, colours.accent))
        return touch

    def _text_card(self, rect: Rect) -> Touchable:
        look, colours, panel = self.look, self.look.colours, self.look.panel
        paint = Paint(fill=colours.surface, edge=colours.accent, stroke=Stroke.CONTROL, radius=Radius.CARD)
        touch = Touchable(look, rect, "repair.write", paint, pressed(paint, look), self._write)
        inside = rect.inset(panel.x(20), panel.y(10))
        head, body = inside.cut_top(panel.y(32), panel.y(2))
        mark, label = head.cut_right(panel.x(36))
        touch.add(Text(look, label, self.tr("repair.words.label"), Type.CAPTION, colours.ink2))
        touch.add(IconMark(look, mark, "draw", 30, colours.accent))
        words = self._form.words(look)
        if words:
            touch.add(Text(look, body, last_lines(look, words, Type.LEAD, body), Type.LEAD, colours.ink, _TEXT))
        else:
            touch.add(Text(look, body, self.tr("repair.words.hint"), Type.LEAD, colours.ink2, TOP))
        return touch

    def bar(self) -> BarContent:
        item = self._form.item
        fen = item.price_fen if item else None
        tag = PriceTag(fen, (item_words(self.look, item.key) if item else "", self.tr("repair.price.later")))
        ready = bool(self._form.words(self.look))
        forward = Forward(self.tr("repair.next"), self._forward)
        if not ready:
            forward = Forward(self.tr("repair.words.missing"), None, kind=Kind.NOT_YET)
        return BarContent(Back(self.tr("bar.back"), self.shell.back), tag, forward)

    # --- acts ---------------------------------------------------------------------------------------------------

    def _toggle(self, phrase: str) -> None:
        self._form.toggle(phrase)
        if self._form.room_left(self.look) < len(self._form.own_words):
            self._form.toggle(phrase)
            self.shell.dialogs.tell("repair.words.too_long")
            return
        self.refresh()

    def _write(self) -> None:
        label = "repair.words.label"
        task = WritingTask(
            lambda: self.tr(label),
            lambda: self.tr("repair.words.example"),
            self._form.own_words,
            self._form.room_left(self.look),
            self._written,
        )
        self.shell.go(Writing(self.shell, self._pinyin, task))

    def _written(self, text: str) -> None:
        self._form.own_words = text
        self.shell.back()

    def _forward(self) -> None:
        self.shell.go(RepairTime(self.shell, self._form))
