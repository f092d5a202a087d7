"""The tests of the devices: what can be tried, what each needs, and how it went the last time (J3)."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from kiosk.desk.views import SelfTestKind, SelfTestOffer, Staff
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_room import StaffScreen, staff_back
from kiosk.ui.screens.technician_glass import GlassTest
from kiosk.ui.screens.technician_test import DeviceTest
from kiosk.ui.screens.technician_test_words import ICONS, outcome_colour, outcome_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Note
from kiosk.ui.widgets.table import TableLine, TableRow
from kiosk.ui.widgets.text import Text

_ROW = 76


class DeviceTests(StaffScreen):
    """One row a test; touched, it is shown."""

    name = "staff_tests"
    title_key: ClassVar[str] = "staff.room.technician"

    def __init__(self, shell: Shell, staff: Staff) -> None:
        super().__init__(shell, staff)
        self._offers: tuple[SelfTestOffer, ...] = ()

    def enter(self) -> None:
        self.news_read()

    def news_read(self) -> None:
        self.work("offers", lambda: self.shell.desk.self_tests.offers(self.staff), self._take)

    def _take(self, offers: tuple[SelfTestOffer, ...]) -> None:
        if offers != self._offers:
            self._offers = offers
            self.refresh()

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(20), 0)
        title, rest = inside.cut_top(panel.y(66))
        page.add(Text(look, title, self.tr("technician.tests"), Type.TITLE, look.colours.ink))
        across = 1 if panel.portrait else 2
        down = -(-len(SelfTestKind) // across)
        table = rest.cut_top(min(panel.y(_ROW) * down, rest.h))[0]
        for cell, offer in zip(table.grid(across, down, panel.x(24), 0), self._offers, strict=False):
            page.add(TableRow(look, cell, self._line(offer)))

    def _line(self, offer: SelfTestOffer) -> TableLine:
        look, last, kind = self.look, offer.last, offer.kind
        icon, title = ICONS[kind], self.tr(f"self_test.{kind}")
        if offer.need:
            words, state, colour = self.tr(f"self_test.need.{offer.need}"), "—", look.colours.ochre
        elif last is None:
            words, state, colour = self.tr("self_test.never"), "—", look.colours.ink2
        else:
            when = (last.ended_at or last.asked_at).astimezone(self.shell.settings.timezone)
            words = self.tr("self_test.last", when=f"{when:%m-%d %H:%M}", staff=last.staff_id)
            state, colour = outcome_words(look, last), outcome_colour(look, last)
        return TableLine(icon, title, words, state, colour, f"test.{kind}", partial(self._open, kind), staff=True)

    def _open(self, kind: SelfTestKind) -> None:
        screen = GlassTest if kind is SelfTestKind.GLASS else partial(DeviceTest, kind=kind)
        self.shell.go(screen(self.shell, self.staff))

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        return BarContent(back, Note(self.tr("self_test.note")))
