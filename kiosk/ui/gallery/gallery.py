"""The gallery: every widget in every state, page after page, in three languages and all colours.

Owns the list of sheets, the page that is shown and the header that leads to the others. Needs no desk, no store and no
core. Called by ``kiosk.ui.gallery.showing`` and by the tests.
"""

from __future__ import annotations

from typing import Any

from kivy.uix.widget import Widget

from kiosk.locale import Language, Translator
from kiosk.ui.faces import Faces
from kiosk.ui.gallery import aids, controls, papers, places, progress, rows, tokens, typing, variants
from kiosk.ui.gallery.layout import HEADER, Cell, pages_of
from kiosk.ui.gallery.specimen import Sheet
from kiosk.ui.geometry import Panel, Rect
from kiosk.ui.look import Look
from kiosk.ui.screen import Page
from kiosk.ui.theme import THEMES, Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.fitting import one_line
from kiosk.ui.widgets.frame import LANGUAGE_NAMES
from kiosk.ui.widgets.paint import Box, Paint, hairline
from kiosk.ui.widgets.text import MIDDLE, Set, Text
from kiosk.ui.widgets.touch import Act, Touchable


def all_sheets() -> tuple[Sheet, ...]:
    """Every sheet, in the order of the gallery."""
    rooms = (tokens, controls, aids, typing, rows, progress, papers, places, variants)
    return tuple(sheet for room in rooms for sheet in room.sheets())


class Gallery(Widget):
    """The root of the glass. ``at`` is the page shown, ``names`` what the pages' pictures are called."""

    def __init__(self, panel: Panel, faces: Faces, language: Language = Language.ZH_HANS, theme: str = "day") -> None:
        super().__init__(size_hint=(None, None), size=(panel.width, panel.height))
        self._panel, self._faces, self._language, self._theme = panel, faces, language, theme
        self.sheets = all_sheets()
        self.page: Page | None = None
        self.look = self._make_look()
        self._lay_out()
        self.at = 0
        self.compose()

    def _make_look(self) -> Look:
        return Look(self._panel, THEMES[self._theme], self._faces, Translator(self._language))

    def _lay_out(self) -> None:
        """All pages in the present look: a language with longer captions may need one more."""
        self._pages: list[tuple[Sheet, tuple[Cell, ...]]] = []
        self.names: list[str] = []
        for sheet in self.sheets:
            for number, cells in enumerate(pages_of(self.look, sheet), start=1):
                self._pages.append((sheet, cells))
                self.names.append(sheet.name if number == 1 else f"{sheet.name}-{number}")

    # --- the way from page to page ------------------------------------------------------------------------------

    def turn(self, pages: int) -> None:
        """On (or back), round and round."""
        self.at = (self.at + pages) % len(self._pages)
        self.compose()

    def show(self, at: int) -> None:
        """The page of this number, from 0."""
        self.at = at
        self.compose()

    def choose_language(self, language: Language) -> None:
        """Another language; the page stays, or its sheet's first one if there are fewer now."""
        self._language = language
        self._relook()

    def choose_theme(self, theme: str) -> None:
        """Other colours. Raises KeyError: there are those of THEMES."""
        self._theme = theme
        self._relook()

    def use_panel(self, panel: Panel) -> None:
        """Measure everything on another glass."""
        self._panel = panel
        self.size = (panel.width, panel.height)
        self._relook()

    def _relook(self) -> None:
        name = self.names[self.at]
        self.look = self._make_look()
        self._lay_out()
        fallback = self.names.index(name.rpartition("-")[0]) if name not in self.names else 0
        self.show(self.names.index(name) if name in self.names else fallback)

    def next_theme(self) -> None:
        """The colours after the present ones."""
        themes = list(THEMES)
        self.choose_theme(themes[(themes.index(self._theme) + 1) % len(themes)])

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self) -> None:
        """Build the page anew."""
        self.clear_widgets()
        look, panel = self.look, self._panel
        header, rest = panel.whole.cut_top(panel.y(HEADER))
        self.page = Page(look, rest)
        sheet, cells = self._pages[self.at]
        for cell in cells:
            self.page.add(Text(look, cell.caption, cell.words, Type.STAFF, look.colours.ink2))
            self.page.add(cell.specimen.made(look, cell.rect))
        self.add_widget(Box(look, panel.whole, Paint(fill=look.colours.ground)))
        self.add_widget(self.page)
        self._add_header(header, sheet)

    def _add_header(self, rect: Rect, sheet: Sheet) -> None:
        look, panel = self.look, self._panel
        bar = Box(look, rect, Paint(fill=look.colours.surface))
        back, rest = rect.cut_left(panel.x(72), panel.x(16))
        on, rest = rest.cut_right(panel.x(72), panel.x(4))
        bar.add(_arrow(look, back, "gallery.back", "arrow_back", lambda: self.turn(-1)))
        bar.add(_arrow(look, on, "gallery.next", "arrow_forward", lambda: self.turn(1)))
        theme, rest = rest.cut_right(panel.x(64), panel.x(4))
        bar.add(_arrow(look, theme, "gallery.theme", "contrast", self.next_theme))
        for language in reversed(Language):
            place, rest = rest.cut_right(panel.x(60))
            bar.add(self._language_key(place, language))
        words = f"{look.tr(f'gallery.sheet.{sheet.name}')}  {self.at + 1} / {len(self._pages)}"
        title = one_line(look, words, Type.SUBTITLE, rest.w - panel.x(8))
        bar.add(Text(look, rest, title, Type.SUBTITLE, look.colours.ink))
        hairline(bar.canvas.after, look, Rect(0, rect.bottom - 1, rect.w, 1), look.colours.line)
        self.add_widget(bar)

    def _language_key(self, rect: Rect, language: Language) -> Touchable:
        look, chosen = self.look, language is self._language
        clear, tint = Paint(fill=look.colours.surface), Paint(fill=look.colours.accent_tint)
        act = _choosing(self, language)
        key = Touchable(look, rect, f"language.{language.value}", tint if chosen else clear, tint, act)
        role = Type.TEXT_BOLD if chosen else Type.TEXT
        place = Set(MIDDLE.align, language=language)
        key.add(Text(look, rect, LANGUAGE_NAMES[language], role, look.colours.ink, place))
        return key


def _choosing(gallery: Gallery, language: Language) -> Act:
    return lambda: gallery.choose_language(language)


def _arrow(look: Look, rect: Rect, touch_id: str, icon: str, act: Any) -> Button:
    return Button(look, rect, touch_id, Caption("", Type.TEXT, icon, 32), Kind.PLAIN, act, bleed=True)
