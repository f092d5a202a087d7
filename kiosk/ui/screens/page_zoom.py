"""One page at full height and larger: dragged with a finger, two keys for the size (design.md 3, page strip)."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle, StencilPop, StencilPush, StencilUnUse, StencilUse

from kiosk.desk.views import PageView
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.fax_errand import FaxErrand
from kiosk.ui.screens.page_shelf import PageShelf, Wanted
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Note
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.pages import texture_of
from kiosk.ui.widgets.touch import Stroked

_SCALES = (1.0, 1.6, 2.4)
PICTURE = (1000, 1415)  # enough for the largest scale on the 7" panel


class ZoomScreen(Screen):
    """The large page; a subclass says which."""

    _scale = 1

    @property
    def number(self) -> int:
        """The page's number, from 1."""
        raise NotImplementedError

    def picture(self) -> PageView | None:
        """The page fitted into ``PICTURE``, once it is there."""
        raise NotImplementedError

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        view = self.picture()
        if view is not None:
            page.add(DraggedPage(look, page.rect, view, _SCALES[self._scale]))
        keys = page.rect.cut_right(panel.x(80), panel.x(0))[0].inset(panel.x(8), panel.y(16))
        for name, step in (("larger", 1), ("smaller", -1)):
            cell, keys = keys.cut_top(panel.y(64), panel.y(12))
            possible = 0 <= self._scale + step < len(_SCALES)
            kind = Kind.CONTROL if possible else Kind.NOT_YET
            words = Caption("+" if step > 0 else "−", Type.ACTION)
            page.add(Button(look, cell, f"zoom.{name}", words, kind, self._zoomer(step) if possible else None))

    def _zoomer(self, step: int) -> Any:
        def zoom() -> None:
            self._scale += step
            self.refresh()

        return zoom

    def bar(self) -> BarContent:
        words = self.tr("zoom.hint", n=self.number)
        return BarContent(Back(self.tr("bar.back"), self.shell.back), Note(words))


class PageZoom(ZoomScreen):
    """A page of the draft."""

    name = "page_zoom"
    step = 3

    def __init__(self, shell: Shell, errand: FaxErrand, index: int) -> None:
        super().__init__(shell)
        self._errand, self._index = errand, index
        self._shelf = PageShelf(self, errand)

    def enter(self) -> None:
        self._shelf.want([self._wanted])

    @property
    def number(self) -> int:
        return self._index + 1

    @property
    def _wanted(self) -> Wanted:
        return self._shelf.wanted(self._errand.pages[self._index], PICTURE)

    def picture(self) -> PageView | None:
        return self._shelf.get(self._wanted)


class DraggedPage(Stroked):
    """A page larger than its window; a finger moves it, never further than its edges."""

    touch_id = "zoom.page"
    dragged = True

    def __init__(self, look: Look, rect: Rect, page: PageView, scale: float) -> None:
        super().__init__(look, rect)
        fitted = min(rect.w / page.width, rect.h / page.height) * scale
        self._w, self._h = round(page.width * fitted), round(page.height * fitted)
        self._left = self.x + (self.width - self._w) / 2
        self._low = self.top - self._h
        with self.canvas:
            StencilPush()
            Rectangle(pos=self.pos, size=self.size)
            StencilUse()
            Color(1, 1, 1, 1)
            self._sheet = Rectangle(texture=texture_of(page), pos=(self._left, self._low), size=(self._w, self._h))
            StencilUnUse()
            Rectangle(pos=self.pos, size=self.size)
            StencilPop()

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        self._left = _kept(self._left + touch.dx, self.x, self.width, self._w)
        self._low = _kept(self._low + touch.dy, self.y, self.height, self._h)
        self._sheet.pos = (self._left, self._low)
        return True


def _kept(at: float, start: float, room: float, size: float) -> float:
    """``at``, moved so that the sheet covers the room (or stays in the middle of it)."""
    if size <= room:
        return start + (room - size) / 2
    return min(start, max(start + room - size, at))
