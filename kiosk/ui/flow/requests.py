"""The visitor's own requests of one kind, and where each stands; nobody else's are ever here (A4)."""

from __future__ import annotations

from kiosk.desk.views import CaseKind, CaseView
from kiosk.errors import KioskError
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.step import StepScreen
from kiosk.ui.flow.walk import Walk
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.unread import Unread
from kiosk.ui.screens.words import date_words, item_words, state_words
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import BarContent, Note
from kiosk.ui.widgets.paint import Placed
from kiosk.ui.widgets.states import BusyState, EmptyState
from kiosk.ui.widgets.table import TableLine, TableRow
from kiosk.ui.widgets.text import Text

_SHOWN = 5


class RequestsStep(StepScreen[s.Requests]):
    """The latest requests of the unit."""

    def __init__(self, walk: Walk, step: s.Step, spec: s.Requests) -> None:
        super().__init__(walk, step, spec)
        self._cases: tuple[CaseView, ...] | None = None  # not read yet
        self._unread = Unread(self, "requests.failed", self.news_read)

    def enter(self) -> None:
        self.news_read()

    def news_read(self) -> None:
        visitor, kind = self.shell.visit.visitor, CaseKind(self.spec.subject)
        if visitor is not None:
            self.work("mine", lambda: self.shell.desk.repairs.of_unit(visitor, kind), self._take)

    def _take(self, cases: tuple[CaseView, ...]) -> None:
        if cases != self._cases:
            self._cases = cases
            self.refresh()

    def failed(self, error: KioskError) -> None:
        if self._cases is None:
            self._unread.take(error)
        else:
            super().failed(error)

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        _, rect = page.margin.cut_top(panel.y(8))
        head, rect = rect.cut_top(panel.y(58), panel.y(4))
        page.add(Text(look, head, self.tr(self.spec.title), Type.TITLE, look.colours.ink))
        if not self._cases:
            page.add(self._instead(rect))
        for case in (self._cases or ())[:_SHOWN]:
            row, rect = rect.cut_top(panel.y(66))
            page.add(TableRow(look, row, self._line(case)))

    def _instead(self, rect: Rect) -> Placed:
        if self._cases is None:
            return self._unread.state(rect) or BusyState(self.look, rect, self.tr("requests.reading"))
        return EmptyState(self.look, rect, self.tr("requests.nothing"), self.tr("requests.nothing.note"))

    def _line(self, case: CaseView) -> TableLine:
        opened = case.opened_at.astimezone(self.shell.settings.timezone)
        day = date_words(self.look, opened)
        return TableLine(
            self.spec.icon,
            item_words(self.look, case.item_key),
            f"{case.number} · {day} {opened:%H:%M}",
            state_words(self.look, case.state),
            self.look.colours.accent,
        )

    def bar(self) -> BarContent:
        return BarContent(self.way_back(), Note(self.tr(self.spec.note)))
