"""Which file of the stick: a list of the usable ones; pulled out, the list goes and says so (B2, K2)."""

from __future__ import annotations

from functools import partial

from kiosk.desk.views import DocumentView, StickFileView
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.step import StepScreen
from kiosk.ui.flow.walk import Walk
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.fax_errand import FaxErrand
from kiosk.ui.screens.words import size_words
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import BarContent, Forward
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.fitting import beside
from kiosk.ui.widgets.rows import ChoiceRow
from kiosk.ui.widgets.states import EmptyState
from kiosk.ui.widgets.text import RIGHT, Text

_ROW = 78
_GAP = 10
_ICONS = dict.fromkeys(("jpeg", "png", "heic"), "document_scanner") | {"tiff": "fax"}  # the others: a sheet of words


class FilesStep(StepScreen[s.Files]):
    """A page of files at a time; the chosen one is read in when forward is touched."""

    def __init__(self, walk: Walk, step: s.Step, spec: s.Files) -> None:
        super().__init__(walk, step, spec)
        self._errand = walk.of(FaxErrand)
        self._files = walk.shell.news.stick.files
        self._chosen: StickFileView | None = self._files[0] if len(self._files) == 1 else None
        self._page = 0

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        head, rest = page.margin.cut_top(panel.y(69))
        words, count = self.tr(self.spec.title), self.look.tr.count("fax.source.stick.files", len(self._files))
        title, told = beside(look, head, (look.width(Type.TITLE, words), look.width(Type.CAPTION, count)), panel.x(16))
        page.add(Text(look, title, words, Type.TITLE, look.colours.ink))
        page.add(Text(look, told, count, Type.CAPTION, look.colours.ink2, RIGHT))
        rest = rest.cut_bottom(panel.y(10))[1]
        if not self._files:  # another stick has been plugged in
            words, kinds = self.tr("fax.source.stick.empty"), self.tr("fax.source.kinds")
            page.add(EmptyState(look, rest.cut_top(panel.y(16))[1], words, kinds, "usb"))
        a_page = self._a_page(rest)
        if len(self._files) > a_page:
            arrows, rest = rest.cut_right(panel.x(84), panel.x(16))
            self._compose_arrows(page, arrows, a_page)
        first = self._page * a_page
        for file in self._files[first : first + a_page]:
            row, rest = rest.cut_top(panel.y(_ROW), panel.y(_GAP))
            self._compose_row(page, row, file)

    def _a_page(self, rect: Rect) -> int:
        panel = self.look.panel
        return max(1, (rect.h + panel.y(_GAP)) // (panel.y(_ROW) + panel.y(_GAP)))

    def _compose_row(self, page: Page, rect: Rect, file: StickFileView) -> None:
        words = (file.name, size_words(file.octets))
        icon = _ICONS.get(file.kind, "assignment")
        chosen = self._chosen is not None and self._chosen.key == file.key
        page.add(ChoiceRow(self.look, rect, f"file.{file.name}", icon, words, chosen, partial(self._choose, file)))

    def _compose_arrows(self, page: Page, rect: Rect, a_page: int) -> None:
        last = (len(self._files) - 1) // a_page
        up, down = rect.rows(2, self.look.panel.y(_GAP))
        for cell, name, icon, step, possible in (
            (up, "up", "arrow_up", -1, self._page > 0),
            (down, "down", "keyboard_arrow_down", 1, self._page < last),
        ):
            act = partial(self._turn, step) if possible else None
            kind = Kind.CONTROL if possible else Kind.NOT_YET
            page.add(Button(self.look, cell, f"files.{name}", Caption("", Type.TEXT, icon, 36), kind, act))

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        return BarContent(self.way_back(), self.price(), self._forward())

    def _forward(self) -> Forward:
        if self.busy("take_in"):
            return self.not_yet(self.spec.reading)
        if self._chosen is None:
            return self.not_yet(self.spec.missing)
        return Forward(self.tr(self.spec.forward), self._take_in)

    # --- acts ---------------------------------------------------------------------------------------------------

    def _choose(self, file: StickFileView) -> None:
        self._chosen = file
        self.refresh()

    def _turn(self, pages: int) -> None:
        self._page += pages
        self.refresh()

    def _take_in(self) -> None:
        visitor, file = self.shell.visit.visitor, self._chosen
        if visitor is None or file is None:
            return
        self.work("take_in", lambda: self.shell.desk.fax.take_in(visitor, file.key), self._taken)
        self.refresh_bar()

    def _taken(self, document: DocumentView) -> None:
        self._errand.take(document)
        self.go_on()

    def news_changed(self) -> None:
        """Another stick, another list; a file that is being read in is told of by its own error."""
        stick = self.shell.news.stick
        if stick.files == self._files:
            return
        self._files, self._page = stick.files, 0
        if self._chosen not in self._files:
            self._chosen = None
        if not stick.present and not self.busy("take_in"):
            self.shell.back()
            self.shell.dialogs.tell(self.spec.pulled)
        else:
            self.refresh()
