"""One page at full height and larger: dragged, pinched, turned; keys do the same (design.md 3, page strip)."""

from __future__ import annotations

from typing import Any

from kiosk.ui.framing import ENLARGED, Framing
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.fax_errand import FaxErrand
from kiosk.ui.screens.page_shelf import DraftLeaves, Leaves
from kiosk.ui.shell import Shell
from kiosk.ui.widgets.bar import Back, BarContent, Note
from kiosk.ui.widgets.page_viewer import PageViewer, Shown, ViewerActs


class ZoomScreen(Screen):
    """The viewer with one page enlarged. Where it lies outlives a turned page, so that columns can be compared."""

    reflows = False  # the page itself is made larger here

    def look_into(self, leaves: Leaves[Any], before: Leaves[Any]) -> None:
        """Show these pages; the screen before shows what was turned to."""
        self._leaves, self._before = leaves, before
        self._framing = ENLARGED

    def enter(self) -> None:
        self._leaves.look()

    def compose(self, page: Page) -> None:
        leaves = self._leaves
        shown = Shown("zoom", leaves.thumbs(), leaves.picture, trouble=leaves.trouble, framing=self._framing)
        page.add(PageViewer(self.look, page.rect, shown, ViewerActs(self._choose, framed=self._framed)))

    def bar(self) -> BarContent:
        words = self.tr("viewer.hint", n=self._leaves.at, pages=self._leaves.count)
        return BarContent(Back(self.tr("bar.back"), self.shell.back), Note(words))

    def _choose(self, number: int) -> None:
        self._before.at = number
        self._leaves.choose(number)
        self.refresh_bar()

    def _framed(self, framing: Framing) -> None:
        if framing != self._framing:
            self._framing = framing
            self.refresh()


class PageZoom(ZoomScreen):
    """A page of the draft."""

    name = "page_zoom"
    step = 3

    def __init__(self, shell: Shell, errand: FaxErrand, before: DraftLeaves) -> None:
        super().__init__(shell)
        self.look_into(DraftLeaves(self, errand, before.at, enlarged=True), before)
