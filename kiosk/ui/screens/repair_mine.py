"""The visitor's own requests and where each stands; nobody else's are ever here (A4)."""

from __future__ import annotations

from kiosk.desk.views import CaseView
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.repair_form import item_words, state_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Note
from kiosk.ui.widgets.table import TableLine, TableRow
from kiosk.ui.widgets.text import Text

_SHOWN = 5


class RepairMine(Screen):
    """The latest requests of the unit."""

    name = "repair_mine"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._cases: tuple[CaseView, ...] = ()

    def enter(self) -> None:
        self.news_read()

    def news_read(self) -> None:
        visitor = self.shell.visit.visitor
        if visitor is not None:
            self.work("mine", lambda: self.shell.desk.repairs.of_unit(visitor), self._take)

    def _take(self, cases: tuple[CaseView, ...]) -> None:
        if cases != self._cases:
            self._cases = cases
            self.refresh()

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        _, rect = page.margin.cut_top(panel.y(8))
        head, rect = rect.cut_top(panel.y(58), panel.y(4))
        page.add(Text(look, head, self.tr("repair.mine.title"), Type.TITLE, look.colours.ink))
        for case in self._cases[:_SHOWN]:
            row, rect = rect.cut_top(panel.y(66))
            page.add(TableRow(look, row, self._line(case)))

    def _line(self, case: CaseView) -> TableLine:
        opened = case.opened_at.astimezone(self.shell.settings.timezone)
        day = self.tr("date.short", month=opened.month, day=opened.day)
        return TableLine(
            "home_repair_service",
            item_words(self.look, case.item_key),
            f"{case.number} · {day} {opened:%H:%M}",
            state_words(self.look, case.state),
            self.look.colours.accent,
        )

    def bar(self) -> BarContent:
        return BarContent(Back(self.tr("bar.back"), self.shell.back), Note(self.tr("repair.mine.note")))
