"""The field of words: ready phrases as large keys, so nobody has to type, and one's own with the keyboard (D2).

Owns which phrases are offered and that all together stays within the limit. The keyboard is a screen of its own.
"""

from __future__ import annotations

from functools import partial

from kiosk.desk.views import CatalogueItem
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.answers import Said, phrases_of, room_left, said_words
from kiosk.ui.flow.fields import View
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.writing import Writing, WritingTask
from kiosk.ui.theme import GAP, Radius, Stroke, Type
from kiosk.ui.widgets.fitting import last_lines
from kiosk.ui.widgets.paint import Paint
from kiosk.ui.widgets.text import TOP, IconMark, Set, Text
from kiosk.ui.widgets.touch import Touchable, pressed

_TEXT = Set("left", "top", wrap=True)


class WordsView(View[s.Words]):
    """Fills its step."""

    @property
    def _said(self) -> Said:
        said = self.walk.answers.get(self.field.key, Said)
        assert said is not None  # every words field begins with an empty one
        return said

    @property
    def _offered(self) -> list[str]:
        item = self.walk.answers.get(self.spec.phrases_of, CatalogueItem)
        family = item.group_key if item is not None else self.walk.answers.get(self.spec.phrases_of, str)
        return phrases_of(self.host.look, *([family] if family else []), self.spec.phrases)

    def enter(self) -> None:
        """Another item of another group has other phrases."""
        self._said.phrases[:] = [phrase for phrase in self._said.phrases if phrase in self._offered]

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page, rect: Rect) -> None:
        panel, offered = self.host.look.panel, self._offered
        across = 1 if panel.narrow else 2 if panel.portrait else 3
        down = -(-len(offered) // across)
        high = (260 if panel.portrait else 170) * down // (6 // across)
        phrases, text = rect.cut_top(panel.y(high), panel.y(GAP)) if offered else (rect, rect)
        for cell, phrase in zip(phrases.grid(across, max(1, down), panel.x(GAP), panel.y(10)), offered, strict=False):
            page.add(self._phrase_key(cell, phrase))
        page.add(self._text_card(text))

    def _phrase_key(self, rect: Rect, phrase: str) -> Touchable:
        look, colours, chosen = self.host.look, self.host.look.colours, phrase in self._said.phrases
        paint = Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.LINE, radius=Radius.CARD)
        if chosen:
            paint = Paint(fill=colours.accent_tint, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
        touch = Touchable(look, rect, phrase, paint, pressed(paint, look), partial(self._toggle, phrase))
        mark, words = rect.inset(look.panel.x(16), 0).cut_right(look.panel.x(30))
        role = Type.SUBTITLE if chosen else Type.LEAD
        touch.add(Text(look, words, look.tr(phrase), role, colours.ink, Set("left", "middle", wrap=True)))
        if chosen:
            touch.add(IconMark(look, mark, "check_circle", 28, colours.accent))
        return touch

    def _text_card(self, rect: Rect) -> Touchable:
        look, colours, panel = self.host.look, self.host.look.colours, self.host.look.panel
        paint = Paint(fill=colours.surface, edge=colours.accent, stroke=Stroke.CONTROL, radius=Radius.CARD)
        touch = Touchable(look, rect, f"{self.host.at.flow}.write", paint, pressed(paint, look), self._write)
        inside = rect.inset(panel.x(20), panel.y(10))
        head, body = inside.cut_top(panel.y(32), panel.y(2))
        mark, label = head.cut_right(panel.x(36))
        touch.add(Text(look, label, look.tr(self.spec.label), Type.CAPTION, colours.ink2))
        touch.add(IconMark(look, mark, "draw", 30, colours.accent))
        words = said_words(look, self._said)
        if words:
            touch.add(Text(look, body, last_lines(look, words, Type.LEAD, body), Type.LEAD, colours.ink, _TEXT))
        else:
            touch.add(Text(look, body, look.tr(self.spec.hint), Type.LEAD, colours.ink2, TOP))
        return touch

    # --- acts ---------------------------------------------------------------------------------------------------

    def _toggle(self, phrase: str) -> None:
        said, look = self._said, self.host.look
        chosen = [other for other in said.phrases if other != phrase]
        if phrase not in said.phrases:
            chosen.append(phrase)
        if room_left(look, Said(chosen), self.spec.limit) < len(said.own):
            self.host.shell.dialogs.tell(self.spec.too_long)
            return
        said.phrases[:] = chosen
        self.host.refresh()

    def _write(self) -> None:
        spec, tr = self.spec, self.host.tr
        room = room_left(self.host.look, self._said, spec.limit)
        task = WritingTask(lambda: tr(spec.label), lambda: tr(spec.example), self._said.own, room, self._written)
        self.host.shell.go(Writing(self.host.shell, self.walk.book.methods, task))

    def _written(self, text: str) -> None:
        self._said.own = text
        self.host.shell.back()
