"""What the recipient will get, page by page, before any price is accepted: turn, move, drop, resolution (B3)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from kiosk.fax.outcome import Resolution
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.step import StepScreen
from kiosk.ui.flow.walk import Walk
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.fax_errand import FaxErrand
from kiosk.ui.screens.page_shelf import PageShelf, Wanted
from kiosk.ui.screens.page_zoom import PageZoom
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import BarContent, Forward
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.choice import Segment, SegmentedSwitch
from kiosk.ui.widgets.pages import PageNumbers, PagePicture, PageStrip, Thumb, window_of
from kiosk.ui.widgets.panels import WarningPanel
from kiosk.ui.widgets.text import WRAP, Text

_CURED_BY_FINE = ("document.note.faint", "document.note.tiny_text")
_SETTINGS = (
    ("standard", Resolution.STANDARD, False),
    ("fine", Resolution.FINE, False),
    ("photo", Resolution.FINE, True),
)


class PreviewStep(StepScreen[s.Preview]):
    """Strip, large page, tools."""

    def __init__(self, walk: Walk, step: s.Step, spec: s.Preview) -> None:
        super().__init__(walk, step, spec)
        errand = self._errand = walk.of(FaxErrand)
        self._shelf = PageShelf(self, errand)
        self._at = 0
        self._moving = False
        self._warned: dict[Wanted, tuple[str, ...]] = {}

    def enter(self) -> None:
        self._want()

    # --- pictures -----------------------------------------------------------------------------------------------

    @property
    def _large(self) -> tuple[int, int]:
        return self.look.panel.x(282) * 2, self.look.panel.y(394) * 2

    @property
    def _small(self) -> tuple[int, int]:
        return self.look.panel.x(92), self.look.panel.y(120)

    def _want(self) -> None:
        pages = self._errand.pages
        thumbs = window_of([Thumb(i, None, False, i == self._at) for i in range(len(pages))], 3)
        small = [self._shelf.wanted(pages[thumb.number], self._small) for thumb in thumbs]
        self._shelf.want([self._shelf.wanted(pages[self._at], self._large), *small])

    def _warnings(self, index: int) -> tuple[str, ...]:
        """Warnings of a page, as far as its picture is known."""
        page = self._errand.pages[index]
        for size in (self._large, self._small):
            picture = self._shelf.get(self._shelf.wanted(page, size))
            if picture is not None:
                return picture.warnings
        return ()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        if panel.portrait or panel.compact:
            self._compose_narrow(page)
            return
        strip, rest = page.rect.cut_left(panel.x(176), panel.x(32))
        picture, tools = rest.cut_left(panel.x(282), panel.x(32))
        page.add(PageStrip(self.look, strip, self._thumbs(), self._choose))
        self._compose_picture(page, picture.inset(0, panel.y(16)))
        self._compose_tools(page, tools.cut_right(panel.x(32))[1].inset(0, panel.y(12)))

    def _compose_narrow(self, page: Page) -> None:
        """A small or tall panel: page numbers in a row instead of the strip."""
        panel = self.look.panel
        rect = page.margin.inset(0, panel.y(10))
        if panel.portrait:
            row, rest = rect.cut_top(panel.y(64), panel.y(12))
            tools, picture = rest.cut_bottom(panel.y(370), panel.y(12))
        else:
            left, tools = rect.cut_left(panel.x(410), panel.x(28))
            row, picture = left.cut_top(panel.y(64), panel.y(10))
        page.add(PageNumbers(self.look, row, self._thumbs(), self._choose))
        self._compose_picture(page, picture)
        self._compose_tools(page, tools)

    def _thumbs(self) -> list[Thumb]:
        return [
            Thumb(
                number=index + 1,
                page=self._shelf.get(self._shelf.wanted(page, self._small)),
                warned=bool(self._warnings(index)),
                chosen=index == self._at,
            )
            for index, page in enumerate(self._errand.pages)
        ]

    def _compose_picture(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        view = self._shelf.get(self._shelf.wanted(self._errand.pages[self._at], self._large))
        picture = PagePicture(look, rect, view)
        page.add(picture)
        if view is not None:
            corner = picture.sheet.inset(panel.x(12), panel.y(12)).cut_bottom(panel.y(64))[0]
            zoom = corner.cut_right(panel.x(64))[0]
            caption = Caption("", Type.TEXT, "zoom_in", 36)
            page.add(Button(look, zoom, "preview.zoom", caption, Kind.CONTROL, self._zoom))

    def _compose_tools(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        title, rest = rect.cut_top(panel.y(50), panel.y(8))
        words = self.tr(self.spec.title, n=self._at + 1)
        page.add(Text(look, title, words, Type.TITLE, look.colours.ink))
        tools, rest = rest.cut_bottom(panel.y(72), panel.y(16))
        switch, rest = rest.cut_bottom(panel.y(80), panel.y(16))
        self._compose_message(page, rest)
        segments = [self._segment(*setting) for setting in _SETTINGS]
        page.add(SegmentedSwitch(look, switch, segments))
        for cell, (touch_id, key, icon, act) in zip(tools.columns(3, panel.x(10)), self._tools(), strict=True):
            kind = Kind.CONTROL if act is not None else Kind.NOT_YET
            page.add(Button(look, cell, touch_id, Caption(self.tr(key), Type.TEXT, icon, 28), kind, act))

    def _compose_message(self, page: Page, rect: Rect) -> None:
        look, warnings = self.look, self._warnings(self._at)
        if not warnings:
            document = self._errand.document
            words = self.tr("preview.file", name=document.name if document else "")
            page.add(Text(look, rect, f"{words}\n{self.tr('preview.exact')}", Type.CAPTION, look.colours.ink2, WRAP))
            return
        cure = ""
        if self._errand.resolution is Resolution.STANDARD and warnings[0] in _CURED_BY_FINE:
            cure = self.tr("preview.cure.fine")
        page.add(WarningPanel(look, rect, self.tr(warnings[0]), cure))

    def _segment(self, key: str, resolution: Resolution, photo: bool) -> Segment:
        chosen = (self._errand.resolution, self._errand.photo) == (resolution, photo)
        title, words = self.tr(f"preview.{key}"), self.tr(f"preview.{key}.words")
        return Segment(f"preview.{key}", title, words, chosen, partial(self._set, resolution, photo))

    def _tools(self) -> tuple[tuple[str, str, str, partial[None] | None], ...]:
        last = len(self._errand.pages) - 1
        if self._moving:
            return (
                ("preview.earlier", "preview.earlier", "arrow_back", partial(self._move, -1) if self._at else None),
                (
                    "preview.later",
                    "preview.later",
                    "arrow_forward",
                    partial(self._move, 1) if self._at < last else None,
                ),
                ("preview.moved", "preview.moved", "check", partial(self._set_moving, False)),
            )
        return (
            ("preview.rotate", "preview.rotate", "rotate_right", partial(self._rotate)),
            ("preview.move", "preview.move", "swap_vert", partial(self._set_moving, True) if last else None),
            ("preview.drop", "preview.drop", "delete", partial(self._drop) if last else None),
        )

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        return BarContent(self.way_back(), self.price(), Forward(self.tr(self.spec.forward), self.go_on))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        self.refresh()
        self._want()

    def _choose(self, number: int) -> None:
        self._at = number - 1
        self._changed()

    def _set(self, resolution: Resolution, photo: bool) -> None:
        self._errand.resolution, self._errand.photo = resolution, photo
        self._changed()

    def _rotate(self) -> None:
        page = self._errand.pages[self._at]
        self._errand.pages[self._at] = replace(page, rotation=(page.rotation + 90) % 360)
        self._changed()

    def _set_moving(self, moving: bool) -> None:
        self._moving = moving
        self.refresh()

    def _move(self, places: int) -> None:
        pages, to = self._errand.pages, self._at + places
        pages[self._at], pages[to] = pages[to], pages[self._at]
        self._at = to
        self._changed()

    def _drop(self) -> None:
        del self._errand.pages[self._at]
        self._at = min(self._at, len(self._errand.pages) - 1)
        self._changed()

    def _zoom(self) -> None:
        self.shell.go(PageZoom(self.shell, self._errand, self._at))
