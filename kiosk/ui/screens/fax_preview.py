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
from kiosk.ui.screens.page_shelf import DraftLeaves
from kiosk.ui.screens.page_zoom import PageZoom
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import BarContent, Forward
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.choice import Segment, SegmentedSwitch
from kiosk.ui.widgets.page_viewer import PageViewer, Shown, ViewerActs, viewer_places
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
        self._errand = walk.of(FaxErrand)
        self._leaves = DraftLeaves(self, self._errand)
        self._moving = False

    def enter(self) -> None:
        self._leaves.look()

    @property
    def _at(self) -> int:
        """Which of the draft's pages is looked at, from 0."""
        return self._leaves.at - 1

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        viewer, tools = viewer_places(self.look, page, page.margin)
        acts = ViewerActs(self._leaves.choose, enlarge=self._zoom)
        shown = Shown("preview", self._leaves.thumbs(), self._leaves.picture, trouble=self._leaves.trouble)
        page.add(PageViewer(self.look, viewer, shown, acts))
        self._compose_tools(page, tools)

    def _compose_tools(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        title, rest = rect.cut_top(panel.y(50), panel.y(8))
        words = self.tr(self.spec.title, n=self._leaves.at)
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
        look, warnings = self.look, self._leaves.warnings(self._leaves.at)
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
        self._leaves.look()

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
        self._leaves.choose(to + 1)

    def _drop(self) -> None:
        del self._errand.pages[self._at]
        gone = self._leaves.at
        self._leaves.choose(min(gone, len(self._errand.pages)))
        self.shell.toasts.say("toast.page_dropped", n=gone)

    def _zoom(self) -> None:
        self.shell.go(PageZoom(self.shell, self._errand, self._leaves))
