"""Papers of the books on the glass: reports, charge logs and count sheets, looked up and printed once more (G3, G5).

Owns the list and the one paper. What is on a paper is read on paper; a copy of it is marked as one, and counted.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from kiosk.desk.views import FinanceSigning, SheetView, Staff
from kiosk.ui.screen import Page
from kiosk.ui.screens.service_words import paper_state
from kiosk.ui.screens.staff_lists import KeyedList
from kiosk.ui.screens.staff_room import StaffScreen, staff_back
from kiosk.ui.screens.staff_words import when_words
from kiosk.ui.screens.till_words import day_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.panels import Fact, FactLines, SidePanel, beside_side
from kiosk.ui.widgets.table import TableLine
from kiosk.ui.widgets.text import WRAP, Text
from kiosk.ui.widgets.touch import Act

_ICONS = {"day_report": "point_of_sale", "charge_log": "receipt_long", "count_sheet": "payments"}
_COUNT = "count_sheet"


class SheetList(KeyedList[SheetView]):
    """The newest papers, those of the last count first."""

    name = "staff_sheets"
    tab: ClassVar[str] = "till"
    title_key: ClassVar[str] = "till.sheets.title"
    heading: ClassVar[str] = "till.sheets.title"
    nothing: ClassVar[str] = "sheets.nothing"
    nothing_note: ClassVar[str] = "sheets.nothing.note"

    def news_read(self) -> None:
        self.work("sheets", lambda: self.shell.desk.sheets.latest(self.staff), self.take)

    def head_keys(self) -> tuple[tuple[str, str, Act], ...]:
        return (("sheets.till", "tab.till", self.to_till),)

    def line(self, sheet: SheetView) -> TableLine:
        look = self.look
        day = day_words(look, sheet.business_day)
        when = when_words(look, sheet.counted_at, self.shell.settings.timezone)
        parts = [when, copies_words(self, sheet)]
        if sheet.form == _COUNT:
            parts.insert(0, self.tr(f"daily.count.{sheet.purpose}"))
        return TableLine(
            _ICONS[sheet.form],
            f"{self.tr(f'sheet.{sheet.form}.title')} · {sheet.number if sheet.form == _COUNT else day}",
            " · ".join(part for part in parts if part),
            paper_words(self, sheet.print_state),
            look.colours.ink2,
            f"sheet.{sheet.form}.{sheet.count_id}",
            lambda: self.shell.go(StaffSheet(self.shell, self.staff, sheet)),
            staff=True,
        )


def paper_words(screen: StaffScreen, state: str) -> str:
    """How a paper stands, by what the A4 printer can do."""
    return screen.tr(f"receipts.paper.{paper_state(state, screen.shell.news.service('printed_report'))}")


def copies_words(screen: StaffScreen, sheet: SheetView) -> str:
    """How often it was printed once more."""
    return screen.tr("sheets.copies", n=sheet.copies) if sheet.copies else ""


class StaffSheet(StaffScreen):
    """One paper: of what it is, how it stands, who of finance has signed; and a key for a copy."""

    name = "staff_sheet"
    title_key: ClassVar[str] = "till.sheets.title"

    def __init__(self, shell: Shell, staff: Staff, sheet: SheetView) -> None:
        super().__init__(shell, staff)
        self._sheet = sheet
        self._signing: FinanceSigning | None = None
        self._request_id = str(uuid.uuid4())

    def enter(self) -> None:
        self.news_read()

    def news_read(self) -> None:
        desk, staff, sheet = self.shell.desk, self.staff, self._sheet

        def read() -> tuple[SheetView, FinanceSigning | None]:
            return desk.sheets.sheet(staff, sheet.form, sheet.count_id), desk.finance.signing(sheet.business_day)

        self.work("sheet", read, self._take)

    def _take(self, read: tuple[SheetView, FinanceSigning | None]) -> None:
        if read != (self._sheet, self._signing):
            self._sheet, self._signing = read
            self.refresh()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        main, side = beside_side(look, page.rect)
        title, rest = main.inset(panel.x(STAFF_MARGIN), panel.y(8)).cut_top(panel.y(56), panel.y(8))
        page.add(Text(look, title, self.tr(f"sheet.{self._sheet.form}.title"), Type.TITLE, colours.ink))
        facts = tuple(self._facts())
        lines = rest.cut_top(panel.y(36 * len(facts)))[0]
        page.add(FactLines(look, lines, facts, (colours.ink2, colours.ink), 112))
        page.add(SidePanel(look, side))
        key, words = side.inset(panel.x(28), panel.y(20)).cut_top(panel.y(72), panel.y(12))
        caption = Caption(self.tr("receipts.copy"), Type.TEXT_BOLD, "print")
        page.add(Button(look, key, "sheet.copy", caption, Kind.OUTLINED, self._copy))
        page.add(Text(look, words, self.tr("sheets.copy.words"), Type.TEXT, colours.ink2, WRAP))

    def _facts(self) -> list[Fact]:
        sheet, tr, zone = self._sheet, self.tr, self.shell.settings.timezone
        facts = [
            Fact(tr("sheet.day"), day_words(self.look, sheet.business_day)),
            Fact(tr("sheet.col.number"), sheet.number),
            Fact(tr("sheet.col.purpose"), tr(f"daily.count.{sheet.purpose}")),
            Fact(tr("receipts.when"), when_words(self.look, sheet.counted_at, zone)),
            Fact(tr("receipts.paper"), paper_words(self, sheet.print_state)),
        ]
        if sheet.copies:
            state = paper_words(self, sheet.copy_state)
            facts.append(Fact(tr("sheets.copy", n=sheet.copies), state))
        if sheet.form != _COUNT:
            facts.append(Fact(tr("sheet.signed.finance"), self._signed_words()))
        return facts

    def _signed_words(self) -> str:
        if self._signing is None:
            return self.tr("sheets.unsigned")
        return f"{self._signing.name} {when_words(self.look, self._signing.signed_at, self.shell.settings.timezone)}"

    def bar(self) -> BarContent:
        return BarContent(Back(self.tr("staff.back"), lambda: staff_back(self.shell)))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _copy(self) -> None:
        sheets, sheet, request_id = self.shell.desk.sheets, self._sheet, self._request_id
        self.work("copy", lambda: sheets.print_copy(self.staff, sheet.form, sheet.count_id, request_id), self._copied)

    def _copied(self, sheet: SheetView) -> None:
        self._request_id = str(uuid.uuid4())
        self._take((sheet, self._signing))
        self.shell.toasts.say("toast.copy", n=sheet.copies)
